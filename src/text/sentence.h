/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sentence.h - sentences as runs of tokens.
 *
 * A sentence ends at . ! ? or … with the closing marks behind it, where what follows looks like a beginning; inside
 * quotations too, so that "A. B," she said is two. A colon, a semicolon and a line end do not end one. Ends of blocks
 * are the caller's business: it asks block by block. A sentence of more than LIMIT_SENTENCE_TOKENS tokens is cut at
 * the last comma, semicolon or colon in its second half, else at the limit, and says so. Linear.
 */
#ifndef TEXT_SENTENCE_H
#define TEXT_SENTENCE_H

#include "text/token.h"

typedef struct sentence_run {
	size_t first, end; /* tokens */
	bool cut;          /* the limit ended it */
} sentence_run;

typedef VEC(sentence_run) sentence_vec;

/* Appends the sentences of tokens [first, end), which cover them without gaps. ERR_MEMORY. */
onus_status text_sentences(span text, const token_vec *tokens, size_t first, size_t end, arena *a, sentence_vec *out,
			   onus_error *err) MUST_CHECK;

#endif
