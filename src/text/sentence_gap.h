/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sentence_gap.h - does a sentence end between two words? A sum of integer weights over what stands around the gap
 * (Reynar and Ratnaparkhi 1997 and Gillick 2009 decide so about full stops; here every gap is asked about, since people
 * who write on the web leave stops away). The trainer and the program both call this, so that they cannot differ.
 * Within this room and for tools/train.
 */
#ifndef TEXT_SENTENCE_GAP_H
#define TEXT_SENTENCE_GAP_H

#include "text/token.h"

#define GAP_FEATURES 40u    /* of one gap, at most */
#define GAP_BUCKETS  16384u /* weights; features share them by hash */

/* A word as the features see it. */
typedef struct gap_word {
	uint32_t form; /* hash of its lower-cased form */
	uint32_t tail; /* of its last three bytes */
	uint32_t stop; /* index of the next mark that ends sentences at or behind it, or the paragraph's end */
	uint8_t kind;
	uint8_t open; /* bit 0: inside double quotation marks, bit 1: inside brackets, behind it */
} gap_word;

/* Fills in w[0..n) for the words of one paragraph. Linear. */
void gap_words(span text, const token *words, size_t n, gap_word *w);
/* May a sentence end behind word i < n - 1 at all? Not within a token, and not without a space but behind a stop. */
bool gap_possible(const token *words, const gap_word *w, size_t i);
/* The buckets of the features of the gap behind word i < n - 1 in a sentence that begins at `start`; returns how many. */
size_t gap_features(const token *words, const gap_word *w, size_t n, size_t i, size_t start,
		    uint16_t ret_buckets[GAP_FEATURES]);

/* Does a sentence that begins at `start` end there? */
bool gap_ends(const token *words, const gap_word *w, size_t n, size_t i, size_t start);

extern const int8_t gap_weights[GAP_BUCKETS];
extern const int32_t gap_threshold; /* a sentence ends where the weights' sum is greater */

#endif
