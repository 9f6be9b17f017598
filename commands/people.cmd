# SPDX-License-Identifier: Apache-2.0
name: people
summary: list the people, bodies and states that the record names
usage: onus people [FILTER…] [--format text|json|csv]
operands: 0
description:
  Everybody whom an entry names, with how often, and the other forms of the name that documents use. Filters take names as
  they are listed here.
options:
  @filters
  @table
  @file
  @help
exits: OK ERR_USAGE ERR_NOT_FOUND ERR_CASEFILE ERR_NEWER ERR_OUTPUT
see: cases calls
examples:
  The first five by name:
    $ onus people --limit 5
    name …type …
    …
