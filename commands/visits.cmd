# SPDX-License-Identifier: Apache-2.0
name: visits
summary: list who visits whom, and when
usage: onus visits [FILTER…] [--format text|json|csv]
operands: 0
description:
  Visits, meetings and missions that documents announce or report: past, planned or prevented. --by is the visitor, --on
  the state or place visited; --since and --until look at the days of the visit.
options:
  @filters
  @table
  @file
  @help
exits: OK ERR_USAGE ERR_NOT_FOUND ERR_CASEFILE ERR_NEWER ERR_OUTPUT
see: brief
examples:
  All visits:
    $ onus visits --limit 1
    visit-…  …  draft
        … -> …
    …
