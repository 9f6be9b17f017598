# SPDX-License-Identifier: Apache-2.0
name: brief
summary: print what one needs before a visit or a meeting
usage:
  onus brief --host STATE --guest STATE [OPTION…]
  onus brief --visit ID [OPTION…]
  onus brief --person NAME [OPTION…]
operands: 0
description:
  The visit; the open calls on each side, newest first, grouped where they restate each other; promises and what came of
  them; the people who were raised before, and what has happened to each of them since; quotes to hand; and what got no
  answer. Every line cites its document, date and words, and before a line is printed its words are read again from the
  document and compared.

  States are taken by name, ISO code, demonym or capital. What nobody has reviewed yet is marked as a draft; --reviewed
  leaves it out.

  With --output the brief is written whole or not at all, readable by you only.
options:
  --host STATE
    The state that is visited.
  --guest STATE
    The state that visits.
  --visit ID
    A visit of the casefile, instead of --host and --guest.
  --person NAME
    The person whose agenda it is.
  --from DATE
    First day of the visit: YYYY-MM-DD.
  --until DATE
    Last day of the visit.
  --as-of DATE
    What was known on that day.
  --reviewed
    Leaves out what nobody has confirmed.
  --format text|markdown|json|html
    How to print; html is one page that needs nothing else.
  --output FILE
    Writes to this file instead of the terminal.
  --force
    Lets --output replace a file.
  @file
  @help
exits: OK ERR_USAGE ERR_NOT_FOUND ERR_CASEFILE ERR_NEWER ERR_READ_ONLY ERR_DISK ERR_INTEGRITY ERR_OUTPUT
see: calls pledges cases visits follow
examples:
  Before a state visit:
    $ onus brief --host Valdane --guest Karsovia --from 2026-04-14 --until 2026-04-16
    Brief: Karsovia in Valdane
    ==========================
    …
  As a page to print:
    $ onus brief --host XA --guest Karsovian --format html --output brief.html
    wrote brief.html
