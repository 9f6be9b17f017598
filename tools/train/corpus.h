/* SPDX-License-Identifier: Apache-2.0 */
/*
 * corpus.h - the annotated sentences that a network is trained on, in memory.
 *
 * Treebanks are CoNLL-U; entities of the same sentences come from IOB2 files by sent_id; WikiGold has entities only.
 * Sentences longer than CORPUS_LONGEST words are left out: they are few, and a batch is as slow as its longest.
 */
#ifndef TRAIN_CORPUS_H
#define TRAIN_CORPUS_H

#include "net.h"

#include "base/arena.h"
#include "base/error.h"
#include "base/map.h"
#include "language/gazetteer.h"

#define CORPUS_LONGEST 140u
#define ENTITY_TAGS    7u /* language.h */
#define ENTITY2_TAGS   9u /* O and B- I- of PER ORG LOC MISC */

typedef struct sentence {
	size_t first; /* in the flat arrays */
	uint32_t n;
	bool tree, entity, entity2;
} sentence;

typedef VEC(span) span_vec;

typedef struct corpus {
	arena *arena;
	VEC(form) forms;
	span_vec form_texts;
	map form_ids;
	VEC(sentence) sentences;
	/* one a word */
	VEC(uint32_t) type;
	VEC(uint32_t) context;
	VEC(uint16_t) head;
	VEC(uint8_t) upos;
	VEC(uint8_t) xpos;
	VEC(uint8_t) relation;
	VEC(uint8_t) entity;
	VEC(uint8_t) entity2;
	VEC(uint32_t) lemma; /* index into lemmas */
	span_vec lemmas, upos_names, xpos_names, relation_names;
	map lemma_ids, upos_ids, xpos_ids, relation_ids;
	bool closed; /* names are complete: a sentence with another one is left out of what is measured */
} corpus;

/* All bytes of a file, in the arena. ERR_INPUT names it. */
onus_status corpus_file(const char *path, arena *a, span *ret, onus_error *err) MUST_CHECK;

/* The corpus lives in the arena. */
void corpus_new(corpus *ret, arena *a);
/* Adds a treebank's sentences; `entities` an IOB2 file of the same sentences, or NULL. ERR_INPUT names file and line. */
onus_status corpus_treebank(corpus *c, const char *path, const char *entities, onus_error *err) MUST_CHECK;
/* Adds WikiGold's sentences: entities of the second scheme, no trees. */
onus_status corpus_wikigold(corpus *c, const char *path, onus_error *err) MUST_CHECK;
/* Sets context flags of all words. */
onus_status corpus_context(corpus *c, const gazetteer *g, onus_error *err) MUST_CHECK;

typedef struct vector_table {
	uint32_t n, columns;
	uint64_t *keys;  /* feature_hash of the words, ascending by their upper halves, which are all different */
	uint8_t *values; /* (1 + n) x columns, 1 to 15; 8 is nothing */
	real *reals;     /* the same as the network sees them: (value - 8) * VECTOR_STEP */
} vector_table;
#define VECTOR_STEP ((real)0.2)

/* Reads "word number number ..." lines, the first `most` of them. Columns are centred and scaled to a deviation of
 * one, then cut to 15 steps. */
onus_status vectors_read(const char *path, uint32_t most, arena *a, vector_table *ret, onus_error *err) MUST_CHECK;

typedef struct vocabulary {
	uint32_t n;
	uint64_t *keys; /* as in vector_table */
} vocabulary;
/* Folded forms seen at least `least` times in sentences [0, sentences). Also sets every form's count. */
onus_status vocabulary_make(corpus *c, size_t sentences, uint32_t least, arena *a, vocabulary *ret,
			    onus_error *err) MUST_CHECK;
/* Sets word and vector rows of every form. */
void corpus_rows(corpus *c, const vocabulary *words, const vector_table *vectors);

#endif
