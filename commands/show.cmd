# SPDX-License-Identifier: Apache-2.0
name: show
summary: show one entry or document with its words, history and links
usage: onus show [--format text|json] ID
operands: 1
description:
  Prints everything on one entry: its fields, the words of the document that state it and where they stand, every decision
  on it, what it restates or answers, and what came of it. ID may be the beginning of an id, as long as only one begins so;
  of a document at least four digits.
options:
  @page
  @file
  @help
exits: OK ERR_USAGE ERR_NOT_FOUND ERR_CASEFILE ERR_NEWER ERR_INTEGRITY ERR_OUTPUT
see: explain review follow
examples:
  One call, with the words marked in their passage:
    $ onus show call-4f1c09a2be
    call-4f1c09a2be  draft  public
    …
    Words (bytes … to …)
    …
    Fields
    …
    History
        drafted by rule …
    …
