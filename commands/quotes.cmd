# SPDX-License-Identifier: Apache-2.0
name: quotes
summary: list who said what, word for word
usage: onus quotes [FILTER…] [--format text|json|csv]
operands: 0
description:
  Words in quotation marks with the one who said them, by the fullest name that the document gives ("she said" is
  followed back), and the role in which he or she is introduced.
options:
  @filters
  @table
  @file
  @help
exits: OK ERR_USAGE ERR_NOT_FOUND ERR_CASEFILE ERR_NEWER ERR_OUTPUT
see: find show
examples:
  What one person said; case and accents do not matter:
    $ onus quotes --by 'padraig tull' --limit 1
    quote-…  …  draft
        Pádraig Tull…
        "…
    …
