# SPDX-License-Identifier: Apache-2.0
name: cases
summary: list what was done to whom
usage: onus cases [FILTER…] [--format text|json|csv]
operands: 0
description:
  A case is a named person and what was done to that person: arrest, detention, charge, sentence, disappearance, torture,
  killing, harassment, expulsion, restriction, release; by whom, where and when. It is a history: each document adds to it,
  and a release does not take away the arrest.

  What concerns private persons starts as confidential.
options:
  @filters
  @table
  @file
  @help
exits: OK ERR_USAGE ERR_NOT_FOUND ERR_CASEFILE ERR_NEWER ERR_OUTPUT
see: people show brief
examples:
  What happened to one person:
    $ onus cases --about Taskova --limit 1
    case-…  …  draft  confidential
        Mirena Taskova: …
    …
