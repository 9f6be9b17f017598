/* SPDX-License-Identifier: Apache-2.0 */
/*
 * features.h - a word's form as numbers: which rows of which tables make up x. The trainer and the engine both call
 * this, so that they cannot differ.
 *
 * x = [ word | prefix 2 | prefix 3 | suffix 1 | suffix 2 | suffix 3 | suffix 4 | shape | pieces | vector ]
 * word: the folded form among those seen twice or more in training, row 0 for the others. prefix and suffix: characters
 * of the folded form, by a hash into FEATURE_AFFIX_ROWS. shape: runs of character classes ("Xx-d"), by a hash. pieces:
 * the sum of the rows of all runs of 3 to 5 characters of "<form>", by a hash, divided by the square root of their
 * number. vector: a pre-trained word vector, by the folded form, else by the part after its last hyphen, else row 0.
 *
 * Tables of the model file: i8 with one step for the table, folded into l1.in by the exporter:
 *	x.word i8 [1 + words][.], x.prefix2, ..., x.suffix4 i8 [FEATURE_AFFIX_ROWS][.], x.shape i8 [FEATURE_SHAPE_ROWS][.],
 *	x.piece i8 [FEATURE_PIECE_ROWS][.] (a bag's q = clamp(round(sum / sqrt(n)), -127, 127)),
 *	x.vector u8 [1 + vectors][50]: two 4-bit numbers v a byte, the lower column in the low half; q = 8 * (v - 8) for
 *	v in 1..15 and 0 for v = 8;
 *	x.word.keys, x.vector.keys u32 [n]: upper halves of feature_hash of the folded forms, ascending; row = 1 + index.
 * Characters are code points; a form's first FEATURE_MAX_BYTES bytes count.
 */
#ifndef LANGUAGE_FEATURES_H
#define LANGUAGE_FEATURES_H

#include "base/span.h"

#define FEATURES_VERSION   1u
#define FEATURE_AFFIX_ROWS 4096u
#define FEATURE_SHAPE_ROWS 512u
#define FEATURE_PIECE_ROWS 8192u
#define FEATURE_MAX_BYTES  64u
#define FEATURE_MAX_PIECES 192u
#define FEATURE_AFFIXES    6

enum { FEATURE_PREFIX2, FEATURE_PREFIX3, FEATURE_SUFFIX1, FEATURE_SUFFIX2, FEATURE_SUFFIX3, FEATURE_SUFFIX4 };

typedef struct word_features {
	uint64_t word;        /* feature_hash of the folded form */
	uint64_t vector_rest; /* of the part after its last hyphen; 0: there is none */
	uint16_t affix[FEATURE_AFFIXES];
	uint16_t shape;
	uint16_t pieces[FEATURE_MAX_PIECES];
	uint32_t n_pieces;
} word_features;

/* FNV-1a, 64 bits, with a final mix; `seed` keeps the kinds apart: 1 for whole words. */
#define FEATURE_SEED_WORD 1u
uint64_t feature_hash(span bytes, uint64_t seed);
/* The features of a form; ill-formed bytes count as U+FFFD. Thread-safe, no allocation. */
void features_of(span form, word_features *ret);
/* 1 + the index of the hash's upper half among ascending keys, or 0. */
uint32_t feature_row(uint64_t hash, const uint32_t *keys, uint32_t n);

#endif
