# SPDX-License-Identifier: Apache-2.0
name: documents
summary: list the documents, newest first
usage: onus documents [FILTER…] [--format text|json|csv]
operands: 0
description:
  Lists the documents of the casefile: when they were published, by whom, their titles, and how many entries came of each.
  A document that could not be read is listed with the reason.
options:
  @filters
  @table
  @file
  @help
exits: OK ERR_USAGE ERR_NOT_FOUND ERR_CASEFILE ERR_NEWER ERR_OUTPUT
see: add show find
examples:
  The newest, then those of one year as a table for a spreadsheet:
    $ onus documents --limit 1
    …
    $ onus documents --since 2025 --until 2025 --format csv
    …
