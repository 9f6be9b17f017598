# SPDX-License-Identifier: Apache-2.0
name: extract
summary: print what documents state as JSON, without a casefile
usage: onus extract [OPTION…] PATH…
operands: 1-*
prepare: nothing
description:
  A filter: documents in, records out, nothing kept. One document gives one JSON object; several, or a folder, give one
  object a line with the name of the source. "-" reads standard input. The output is the same however many jobs run.

  Each field that quotes the document is an object of its words and where they stand: "start" and "end" count bytes of the
  document's text, which for a plain text file in UTF-8 is the file itself.
options:
  --places FILE
    A table of further states and places; see onus init.
  @reader
  @help
exits: OK ERR_PARTIAL ERR_USAGE ERR_INPUT ERR_NOT_FOUND ERR_MEMORY ERR_READER ERR_CANCELLED ERR_OUTPUT
see: add
examples:
  One document:
    $ onus extract --places examples/places.tsv examples/2024-03-13-rights-lawyer-taskova-arrested.txt
    {"format": 1,…
    …
  From another program:
    $ printf 'Valdane called on Karsovia to release Mirena Taskova.\n' | onus extract --places examples/places.tsv -
    {"format": 1,…
    …
