# SPDX-License-Identifier: Apache-2.0
name: doctor
summary: tell what this machine gives, and whether the casefile is sound
usage: onus doctor [--format text|json] [-f FILE]
operands: 0
description:
  Tells how far the program that reads documents can be sealed on this machine, which versions are in use, whether the
  language model can be used and how it is computed here, and, where there is a casefile, whether it is sound.
options:
  --reader PROGRAM
    The program that reads documents in its jail; otherwise onus-reader beside onus, or in ../libexec/onus.
  --model FILE
    The language model to look at; otherwise the one that onus parse would use.
  @page
  @file
  @help
exits: OK ERR_USAGE ERR_INPUT ERR_NOT_FOUND ERR_CASEFILE ERR_NEWER ERR_READER ERR_INTEGRITY ERR_OUTPUT
see: rebuild
examples:
  This machine:
    $ onus doctor
    Onus …
    …
