/* SPDX-License-Identifier: Apache-2.0 */
/*
 * soft.h - what an ensemble of teachers says of every sentence: the distributions that the one small network is trained
 * towards (Hinton et al. 2015; for dependency parsers Kuncoro et al. 2016).
 */
#ifndef TRAIN_SOFT_H
#define TRAIN_SOFT_H

#include "corpus.h"

/* Where a sentence's numbers lie, in the order of enum target's pointers. */
typedef struct soft_sentence {
	float *arc, *label, *upos, *xpos, *entity, *entity_pair;
	uint16_t *head; /* the annotated one, or the teachers' tree */
} soft_sentence;

typedef struct soft {
	soft_sentence *sentences;
	size_t n;
} soft;

/* Averages the predictions of `count` networks for sentences [first, end). Heads are the annotated ones where there is
 * a tree and `own_heads` is off, else those of the average's best tree. */
onus_status soft_predict(const net *const *nets, const real *const *params, size_t count, const corpus *c, size_t first,
			 size_t end, bool own_heads, arena *a, soft *ret, onus_error *err) MUST_CHECK;

typedef struct scores {
	double words, upos, xpos, uas, las; /* LAS by the universal part of the label */
	double entity_right, entity_found, entity_there;
} scores;
/* Scores of predictions made with own_heads against the corpus. */
scores soft_score(const soft *s, const corpus *c, size_t first);

#endif
