/* SPDX-License-Identifier: Apache-2.0 */
/*
 * language_case.h - language models of random numbers, for tests and measurements of the engine: they know nothing, but
 * their sizes, tables and ranges are those of a trained one.
 */
#ifndef TESTS_LANGUAGE_CASE_H
#define TESTS_LANGUAGE_CASE_H

#include "language/language.h"
#include "language/model_file.h"

typedef struct language_case_sizes {
	uint32_t h, layers, a, l, t, e;
	uint32_t word, affix, shape, piece, vector; /* columns of x; vector in bytes */
	uint32_t xpos, relations;
} language_case_sizes;

enum { LANGUAGE_CASE_TABLES = 96, LANGUAGE_CASE_WORDS = 400 };

typedef struct language_case {
	arena *arena;
	language_case_sizes sizes;
	uint64_t seed;
	char words[LANGUAGE_CASE_WORDS][24]; /* forms: the first half of them in the word and vector tables */
	model_table tables[LANGUAGE_CASE_TABLES];
	size_t n_tables;
} language_case;

/* Small ones, for tests. */
language_case_sizes language_case_small(void);
/* Those of a trained model with h units a direction. */
language_case_sizes language_case_full(uint32_t h);

/* Makes the tables; the same sizes and seed give the same ones. Own: language_case_close. `folder` gets a file with a
 * list of names while it runs. */
onus_status language_case_make(language_case *c, const language_case_sizes *sizes, uint64_t seed, const char *folder,
			       onus_error *err) MUST_CHECK;
void language_case_close(language_case *c);
/* The table of that name; NULL: there is none. */
model_table *language_case_table(language_case *c, const char *name);

/* A number below `most`, the next of the case's. */
uint32_t language_case_dice(language_case *c, uint32_t most);
/* A sentence of n words of the case, as many of them rare as a text has; in `a`, or without words when memory ran out. */
language_sentence language_case_sentence(language_case *c, uint32_t n, arena *a);

#endif
