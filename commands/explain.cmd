# SPDX-License-Identifier: Apache-2.0
name: explain
summary: tell why an entry was drafted
usage: onus explain [--format text|json] ID
operands: 1
description:
  Names the rule that drafted the entry and the words that it matched, and the rules that nearly fired on the same
  sentence with what they lacked. An entry that a person made or changed says so.
options:
  @page
  @file
  @help
exits: OK ERR_USAGE ERR_NOT_FOUND ERR_CASEFILE ERR_NEWER ERR_INTEGRITY ERR_OUTPUT
see: show review
examples:
  Why is this a call?
    $ onus explain call-4f1c09a2be
    call-4f1c09a2be was drafted by the rule call.…
    …
    The words that it matched:
    …
