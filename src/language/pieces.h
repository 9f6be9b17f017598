/* SPDX-License-Identifier: Apache-2.0 */
/*
 * pieces.h - sentences that are too long to be parsed as one tree.
 *
 * A sentence of more than LIMIT_PARSE_TOKENS words is cut, again and again, in the second half of what one tree may
 * hold: behind the last semicolon there, else behind the last colon, else behind the last comma, else before the last
 * "and", else at the very end. Each piece is parsed by itself; the roots of later pieces then hang on the first one's as
 * parataxis, with a probability of 0, since the network did not say so. A constraint that does not lie within one piece
 * is dropped; a lead that lies in another piece than what shall hang on it is forgotten.
 */
#ifndef LANGUAGE_PIECES_H
#define LANGUAGE_PIECES_H

#include "language/parser.h"

typedef VEC(piece) piece_vec;

/* Appends the pieces of s, which has words; sets s->cut. `entity_scores` is the sentence's matrix. ERR_MEMORY. */
onus_status pieces_of(language_sentence *s, float *entity_scores, arena *a, piece_vec *out, onus_error *err) MUST_CHECK;
/* Makes one tree of the pieces of one sentence, whose heads are numbers within their piece. */
void pieces_join(const piece *pieces, size_t n, uint8_t relation);

#endif
