# SPDX-License-Identifier: Apache-2.0
name: pledges
summary: list who promised what, and what came of it
usage: onus pledges [FILTER…] [--format text|json|csv]
operands: 0
description:
  A pledge is what somebody said that he would do: promised, committed to, guaranteed, accepted as a recommendation. A
  refusal to do so is kept too, and marked as such. Its state is unassessed until an outcome is recorded with onus follow:
  in the works, stalled, kept, compromise, broken or lapsed.
options:
  @filters
  @table
  @file
  @help
exits: OK ERR_USAGE ERR_NOT_FOUND ERR_CASEFILE ERR_NEWER ERR_OUTPUT
see: calls follow brief
examples:
  What Karsovia promised:
    $ onus pledges --by Karsovia --limit 1
    pledge-…  …  draft
        …
        "…
    …
