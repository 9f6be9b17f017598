# SPDX-License-Identifier: Apache-2.0
name: follow
summary: record what came of a call or a pledge
usage:
  onus follow ID --response VALUE [OPTION…]
  onus follow ID --implementation VALUE [OPTION…]
  onus follow ID --assessment VALUE --scale SCALE [OPTION…]
operands: 1
description:
  Records an outcome, with who says so, when, and the source. A response is what was answered: supported, partly
  supported, noted, refused, silent, already done, under consideration, disputed. Implementation is what was done: not
  implemented, in progress, partly implemented, implemented, reversed.

  An assessment is the judgement of a named body on a named scale. Scales that are known, whose grades are checked:
  pledge (unassessed, in the works, stalled, kept, compromise, broken, lapsed), HRC (the Human Rights Committee's A to E),
  CEDAW (1 to 5), UPR Info (not implemented, partially implemented, fully implemented, not assessed), and the promise
  scales CPPG (fully, partially, not fulfilled), PolitiFact and Polimeter. Any other scale may be named; its grades are
  taken as they are typed, and a message says so.

  Outcomes that contradict each other stand side by side. What has not been rated is not the same as nothing done: record
  silent only where an answer was due and none came.
options:
  --response VALUE
    What was answered.
  --implementation VALUE
    What was done.
  --assessment VALUE
    A grade of the scale.
  --scale SCALE
    The scale of an assessment; otherwise pledge, for a pledge.
  --by NAME
    Who answered, acted or assessed.
  --date DATE
    When: YYYY, YYYY-MM or YYYY-MM-DD.
  --source SOURCE
    A document of the casefile (its id or the beginning of one), or words that name the source.
  --note WORDS
    A remark.
  @file
  @help
exits: OK ERR_USAGE ERR_INPUT ERR_NOT_FOUND ERR_CASEFILE ERR_NEWER ERR_LOCKED ERR_READ_ONLY ERR_DISK
see: calls pledges brief
examples:
  An answer to a call, and a body's judgement on a promise:
    $ onus follow call-4f1c09a2be --response noted --by Karsovia --date 2024-09-24
    outcome-…
    $ onus follow pledge-a01b2c3d4e --assessment broken --scale pledge --by 'Rights Meridian' --date 2024-11
    outcome-…
