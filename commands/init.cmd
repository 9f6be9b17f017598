# SPDX-License-Identifier: Apache-2.0
name: init
summary: make a casefile
usage: onus init [--places FILE] [FILE]
operands: 0-1
prepare: nothing
description:
  Makes a new, empty casefile: one file that holds the documents, what was found in them and every decision on it. Without
  FILE it is the one that -f or ONUS_FILE names, or casefile.onus in this folder. A file that is there already is never
  overwritten.

  --places adds states and places that the built-in list (ISO 3166) does not have: autonomous regions, states of former
  times, invented ones for an exercise. It is a table with a line for each, columns parted by tabs: code, name, demonyms,
  capital, other names; several in one column are parted by "|". The table is kept in the casefile.
options:
  --places FILE
    A table of further states and places, kept in the casefile.
  @file
  @help
exits: OK ERR_USAGE ERR_INPUT ERR_NOT_FOUND ERR_CASEFILE ERR_READ_ONLY ERR_DISK
see: add
examples:
  A casefile in this folder:
    $ onus init
    made casefile.onus
  With the places of the invented world in examples/:
    $ onus init --places examples/places.tsv valdane.onus
    made valdane.onus
