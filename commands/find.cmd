# SPDX-License-Identifier: Apache-2.0
name: find
summary: search all documents for words
usage: onus find [--limit N] [--format text|json|csv] WORDS…
operands: 1-*
description:
  Looks for passages that hold all the words, whatever their case and accents, best first. "a phrase" in double quotes is
  looked for as it stands, word* finds every word that begins so, OR between words finds either, NOT leaves out what holds
  the next word.
options:
  --limit N
    At most so many passages; otherwise 20.
  @table
  @file
  @help
exits: OK ERR_USAGE ERR_NOT_FOUND ERR_CASEFILE ERR_NEWER ERR_OUTPUT
see: quotes documents
examples:
  Words; then a phrase, as a table:
    $ onus find insulin Taskova --limit 1
    …, bytes … to …
    …*insulin*…
    …
    $ onus find '"remand prison"' --limit 2 --format csv
    …
