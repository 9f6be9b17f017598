# SPDX-License-Identifier: Apache-2.0
name: parse
summary: print sentences with tags, trees and names as CoNLL-U
usage: onus parse [OPTION…] [PATH…]
operands: 0-*
prepare: nothing
description:
  A filter: documents in, their sentences out in CoNLL-U, the format of Universal Dependencies: a line for each word with
  its dictionary form, part of speech, the word it hangs on and how, and, in the last column, what it names (NER) and where
  it stands (Offset, in bytes of the document's text). "-", or no path at all, reads standard input.

  With --input conllu, words and sentences are those given, and so is everything else but what is filled in: LEMMA, UPOS,
  XPOS, HEAD, DEPREL and NER. A file that breaks the format is refused with the line and the reason; its sentences before
  that line are printed.

  The output is the same on every processor, with every kernel, however many jobs run.
options:
  --input text|conllu
    What is read: documents (text, the default: plain text, Markdown, HTML), or sentences in CoNLL-U.
  --probabilities
    Adds how sure the network is of each choice: PArc, PDeprel, PNer and PUpos in the last column, from 0 to 1.
  --model FILE
    The language model; otherwise models/en/en.onuslang beside onus, beside its folder, or in ../share/onus.
  --kernel NAME
    How to compute: plain, avx2 or avx512vnni; otherwise the fastest that this processor has. For tests: the results are
    the same.
  --batch N
    Words to compute together. For tests: the results are the same.
  @reader
  @help
exits: OK ERR_PARTIAL ERR_USAGE ERR_INPUT ERR_NOT_FOUND ERR_LIMIT ERR_MEMORY ERR_READER ERR_CANCELLED ERR_OUTPUT
see: extract
examples:
  One document:
    $ onus parse examples/2024-03-13-rights-lawyer-taskova-arrested.txt
    # newdoc id = examples/2024-03-13-rights-lawyer-taskova-arrested.txt
    # newpar
    …
  From another program:
    $ printf 'Valdane called on Karsovia to release Mirena Taskova.\n' | onus parse
    # newdoc
    # newpar
    # sent_id = 1-1
    # text = Valdane called on Karsovia to release Mirena Taskova.
    1	Valdane	…
    …
