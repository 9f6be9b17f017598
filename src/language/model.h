/* SPDX-License-Identifier: Apache-2.0 */
/*
 * model.h - an open model inside the room: the tables that network.h, features.h, gazetteer.h and lemma.h name, tested
 * once, so that nothing which runs later can leave their bounds. What has bounds in it (sizes, names, moves) is copied;
 * the other tables lie in the file.
 */
#ifndef LANGUAGE_MODEL_H
#define LANGUAGE_MODEL_H

#include "language/features.h"
#include "language/gazetteer.h"
#include "language/kernel.h"
#include "language/language.h"
#include "language/lemma.h"
#include "language/model_file.h"
#include "language/network.h"

#include <pthread.h>

/* The products of the network: X(NAME, table, what is the zero of its input). */
#define MODEL_MATRICES(X)                                                                                              \
	X(L1_IN, "l1.in", 128)                                                                                         \
	X(L1_REC, "l1.rec", 128)                                                                                       \
	X(L2_IN, "l2.in", 128)                                                                                         \
	X(L2_REC, "l2.rec", 128)                                                                                       \
	X(L3_IN, "l3.in", 128)                                                                                         \
	X(L3_REC, "l3.rec", 128)                                                                                       \
	X(PART, "part", 128)                                                                                           \
	X(ARC_U, "arc.u", 0)                                                                                           \
	X(ARC_B, "arc.b", 0)                                                                                           \
	X(LABEL_PRODUCT, "label.product", 0)                                                                           \
	X(LABEL_DEP, "label.dep", 0)                                                                                   \
	X(LABEL_HEAD, "label.head", 0)                                                                                 \
	X(UPOS, "upos", 0)                                                                                             \
	X(XPOS, "xpos", 0)                                                                                             \
	X(ENTITY, "entity", 0)
typedef enum model_matrix {
#define MODEL_MATRIX_ENUM(name, table, zero) MODEL_##name,
	MODEL_MATRICES(MODEL_MATRIX_ENUM)
#undef MODEL_MATRIX_ENUM
	    MODEL_MATRIX_COUNT
} model_matrix;

/* What a size may be at most: far above any network of ours, and low enough that products of sizes stay small. */
enum {
	MODEL_MOST_UNITS = 512,
	MODEL_MOST_SPACE = 1024, /* A, L, T, E */
	MODEL_MOST_NAMES = 255,  /* numbers of names are bytes */
	MODEL_LAYERS = 3,
};

/* The parts of a word's vector behind the BiLSTM, one after another in one row. */
enum { PART_ARC_DEP, PART_ARC_HEAD, PART_LABEL_DEP, PART_LABEL_HEAD, PART_TAG, PART_ENTITY, PART_COUNT };

/* Numbers as they lie in the file, one row after another. */
typedef struct model_weights {
	const int8_t *w;
	const float *scale, *bias; /* bias: NULL where there is none */
	uint32_t rows, columns;
	int32_t zero;
	bool there; /* a third layer need not be */
} model_weights;

/* x (features.h), column after column in the order of the enum. */
enum {
	INPUT_WORD,
	INPUT_AFFIX,
	INPUT_SHAPE = INPUT_AFFIX + FEATURE_AFFIXES,
	INPUT_PIECE,
	INPUT_TABLES,
};
typedef struct model_input {
	const int8_t *table[INPUT_TABLES];
	uint32_t columns[INPUT_TABLES];
	const uint8_t *vectors; /* two numbers a byte */
	uint32_t vector_bytes;  /* of a row */
	const uint32_t *word_keys, *vector_keys;
	uint32_t n_words, n_vectors;
} model_input;

/* Weights packed for one kernel, made when the first parser asks for them. */
typedef struct model_pack {
	const kernel *kernel;
	kernel_matrix matrix[MODEL_MATRIX_COUNT];
	struct model_pack *next;
} model_pack;

typedef struct model_shared {
	pthread_mutex_t lock;
	model_pack *packs;
} model_shared;

struct language_model {
	model_file *file;
	arena *arena; /* names, moves */
	uint32_t meta[NET_META_COUNT];
	float steps[NET_STEP_COUNT];
	uint32_t part_at[PART_COUNT], part_columns;
	model_weights weights[MODEL_MATRIX_COUNT];
	model_input input;
	const int16_t *context; /* [NET_CONTEXT][8H] */
	const uint8_t *root_arc;
	const float *moves; /* [ENTITY_MOVES][ENTITY_COUNT] */
	const char **upos_names, **xpos_names, **relation_names;
	uint8_t later_root; /* the relation by which a later piece of a long sentence hangs on the first */
	gazetteer gazetteer;
	lemma_table lemmas;
	span card;
	model_shared *shared;
};

/* The weights packed for k, shared by all parsers; NULL when memory ran out. Thread-safe. */
const model_pack *model_packed(const language_model *m, const kernel *k);

/* model_tables.c: fills in all but file, arena and shared. */
onus_status model_read_tables(language_model *m, onus_error *err) MUST_CHECK;

#endif
