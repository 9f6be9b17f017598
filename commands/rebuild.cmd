# SPDX-License-Identifier: Apache-2.0
name: rebuild
summary: make all lists and indexes of the casefile anew
usage: onus rebuild [OPTION…]
operands: 0
description:
  Drops everything that is derived and makes it again from what endures: the documents and the journal of decisions. The
  result is the same to the last row; where this version of Onus reads documents better than the one before, the drafts
  are the better ones, and decisions stay as they were made.
options:
  @file
  @reader
  @help
exits: OK ERR_USAGE ERR_CASEFILE ERR_NEWER ERR_LOCKED ERR_READ_ONLY ERR_DISK ERR_MEMORY ERR_READER ERR_INTEGRITY ERR_CANCELLED
see: doctor add
examples:
  After an update of Onus:
    $ onus rebuild
    rebuilt casefile.onus
