# SPDX-License-Identifier: Apache-2.0
name: add
summary: read documents and folders into the casefile
usage: onus add [OPTION…] PATH…
operands: 1-*
description:
  Reads each document in a sealed helper program, keeps its bytes, and drafts what it states: calls, pledges, cases, visits
  and quotes, each with the words that say it. Folders are walked with everything below them. Plain text, Markdown and
  HTML are read; other formats are refused by name.

  A document is known by its bytes: one that is in the casefile already is passed over, so that a second run adds only
  what is new, and a run that was stopped goes on where it stopped. A document whose text is that of another (the same
  release as a page and as plain text) is kept and linked, and makes no second drafts. One that cannot be read is kept
  with the reason.

  On a terminal a line shows how far it has come. Ctrl-C stops after the documents at hand; what was finished is kept. A
  second Ctrl-C stops at once, and what is in the casefile stays sound.
options:
  @file
  @reader
  @help
exits: OK ERR_PARTIAL ERR_USAGE ERR_INPUT ERR_CASEFILE ERR_NEWER ERR_LOCKED ERR_READ_ONLY ERR_DISK ERR_MEMORY ERR_READER ERR_CANCELLED
see: init extract review documents
prepare: empty
examples:
  A folder of documents:
    $ onus add examples
    added … documents with … drafts
  A second time nothing is new:
    $ onus add examples
    added 0 documents with 0 drafts; … there already
