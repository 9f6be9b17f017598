/* SPDX-License-Identifier: Apache-2.0 */
/*
 * net.h - the network of src/language/network.h in floating point, with its derivatives.
 *
 * All parameters lie in one array; a gradient, a moment or an average is an array of the same layout. Sentences of a
 * batch are sorted, longest first, and packed: the word at time t of sentence b is row off[t] + b, so that a step of
 * the recurrence is one product over the sentences that are still going on. Not thread-safe but for the reading of
 * parameters: one worker a thread, each with its gradient and its scratch memory.
 */
#ifndef TRAIN_NET_H
#define TRAIN_NET_H

#include "real.h"

#include "language/features.h"
#include "language/network.h"

#define NET_LAYERS_MAX 3

typedef struct net_sizes {
	uint32_t word, affix[FEATURE_AFFIXES], shape, piece, vector; /* columns of x */
	uint32_t words, vectors;                                     /* rows but for row 0 */
	uint32_t context;
	uint32_t hidden, layers;
	uint32_t arc, label, tag, entity;
	uint32_t upos, xpos, relations, entities, entities2; /* classes; entities2: WikiGold's */
} net_sizes;

typedef enum param {
	P_WORD,
	P_AFFIX, /* FEATURE_AFFIXES of them */
	P_SHAPE = P_AFFIX + FEATURE_AFFIXES,
	P_PIECE,
	P_IN, /* NET_LAYERS_MAX of each */
	P_BIAS = P_IN + NET_LAYERS_MAX,
	P_REC = P_BIAS + NET_LAYERS_MAX,
	P_PART = P_REC + NET_LAYERS_MAX,
	P_PART_BIAS,
	P_ROOT_ARC,
	P_ROOT_LABEL,
	P_ARC_U,
	P_ARC_B,
	P_LABEL_PRODUCT,
	P_LABEL_DEP,
	P_LABEL_HEAD,
	P_LABEL_BIAS,
	P_UPOS,
	P_UPOS_BIAS,
	P_XPOS,
	P_XPOS_BIAS,
	P_ENTITY,
	P_ENTITY_BIAS,
	P_ENTITY_MOVE,
	P_ENTITY2,
	P_ENTITY2_BIAS,
	P_ENTITY2_MOVE,
	P_COUNT
} param;

typedef struct net {
	net_sizes size;
	uint32_t x, x_context;                    /* columns of x without and with context flags */
	uint32_t part;                            /* rows of the layer of parts */
	uint32_t at_label_dep, at_tag, at_entity; /* where parts begin; arc_dep at 0 */
	struct {
		uint32_t rows, columns;
		size_t at;
	} shape[P_COUNT];
	size_t n;            /* numbers in all */
	const real *vectors; /* (1 + size.vectors) x size.vector, not trained */
} net;

/* Distributions that a sentence is trained towards. Any of them may be NULL: no such loss. Rows of each sum to 1 where
 * the row counts; a row of zeros counts nothing (for arcs and tags). */
typedef struct target {
	const float *arc;   /* n x (n + 1): heads of each word */
	const float *label; /* n x relations, for the arc to head[] */
	const float *upos, *xpos;
	const float *entity,
	    *entity_pair; /* n x K; (n - 1) x K x K, at (i, a, b) from word i's tag a to the next one's b */
	const float *entity2, *entity2_pair;
	const uint16_t *head; /* n: the arcs whose labels count */
} target;

typedef struct sample {
	uint32_t n;
	const uint32_t *type;    /* n: numbers of forms */
	const uint32_t *context; /* n: flags */
	target want;
} sample;

typedef struct form {
	word_features features;
	uint32_t word, vector; /* rows */
	uint32_t count;        /* in training, for dropping rare words now and then */
} form;

typedef struct dropout {
	double input, layer, recurrent, part, word;
} dropout;

/* Weights of the losses: the tree counts most, tags come easily, the second scheme only helps the first. */
#define WEIGHT_TAG     0.5
#define WEIGHT_ENTITY  1.0
#define WEIGHT_ENTITY2 0.5

typedef struct losses {
	double arc, label, upos, xpos, entity, entity2;
	double words, arcs_right, labels_right, upos_right, xpos_right; /* greedy, against the targets' greatest */
} losses;

typedef struct worker worker;

void net_shape(net *ret, const net_sizes *size);
void net_init(const net *n, real *params, uint64_t seed);

worker *worker_new(const net *n, size_t max_rows); /* NULL: memory ran out. Own: worker_free. */
void worker_free(worker *w);
real *worker_gradient(worker *w);

/* Runs a batch. With `drop`, adds its gradient (of the losses' weighted sum divided by `scale`) to the worker's; without,
 * only computes. *losses are added to. */
void net_run(const net *n, const real *params, const form *forms, const sample *const *batch, size_t count, worker *w,
	     const dropout *drop, random_state *random, double scale, losses *sum);

/* After net_run: one sentence's outputs. Distributions (softmax or marginals), written where not NULL:
 * arc n x (n + 1), label n x relations for the arcs `head` (1-based), entity and pairs as in target. */
typedef struct prediction {
	float *arc, *label, *upos, *xpos, *entity, *entity_pair;
	const uint16_t *head;
} prediction;
void net_predict(const net *n, const real *params, worker *w, size_t sentence, const prediction *ret);

#endif
