# SPDX-License-Identifier: Apache-2.0
name: calls
summary: list who called on whom to do what
usage: onus calls [FILTER…] [--format text|json|csv]
operands: 0
description:
  A call asks, urges, demands or recommends that somebody do something. The addressee is the one spoken to; where the
  addressee is to make somebody else act ("France should press China to …"), that one is the target. --on finds both.

  Names are matched whatever their case and accents, as a whole or by whole words of them; a state by its name, its ISO
  code, its demonym or its capital.
options:
  @filters
  @table
  @file
  @help
exits: OK ERR_USAGE ERR_NOT_FOUND ERR_CASEFILE ERR_NEWER ERR_OUTPUT
see: pledges show follow brief
examples:
  What Karsovia was called on to do:
    $ onus calls --on Karsovia --limit 1
    call-…  …  draft
        … -> …
        "…
    …
  What was asked for on behalf of one person, as data:
    $ onus calls --about 'Mirena Taskova' --format json
    [{"id": "call-…", "caller": […
    …
