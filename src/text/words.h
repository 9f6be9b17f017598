/* SPDX-License-Identifier: Apache-2.0 */
/*
 * words.h - the syntactic words of Universal Dependencies' English treebanks and the sentences that they form: what
 * the language engine reads. token.h has the other cut, which keeps names in one piece.
 *
 * Words come as tokens (token.h): ranges of bytes, in order, not empty, not overlapping, only white space between.
 * A word with TOKEN_CLITIC belongs to the same token of the text as the word before it: "don't" is do + n't, "cannot"
 * is can + not, "China's" is China + 's, each a multi-word token ("1-2" in CoNLL-U), and no white space lies inside.
 * A word has SpaceAfter=No where the next word has no TOKEN_SPACE_BEFORE.
 *
 * Sentences are runs of words that cover them without gaps. The ends of `where` and empty lines (two line ends with
 * nothing but white space between) end a sentence; so a caller may give a block of a document's layout, or a whole
 * plain text. A single line end does not by itself. Indices in runs count from the start of *words, so that the blocks
 * of a document may be appended one after another.
 *
 * Where a sentence ends is decided by weights learned from treebanks (sentence_gap.h). Every one is at most
 * LIMIT_SENTENCE_TOKENS words long; `cut` says that this limit ended it.
 *
 * Any bytes may come; ill-formed ones are words or marks of their own. Linear in where's length; no state; thread-safe.
 */
#ifndef TEXT_WORDS_H
#define TEXT_WORDS_H

#include "text/sentence.h"

/* Appends the words of text[where] and their sentences. ERR_MEMORY. */
onus_status text_words(span text, range where, arena *a, token_vec *words, sentence_vec *sentences,
		       onus_error *err) MUST_CHECK;

#endif
