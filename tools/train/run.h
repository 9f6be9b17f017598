/* SPDX-License-Identifier: Apache-2.0 */
/*
 * run.h - trains one network: Adam (Kingma and Ba 2015) with warm-up and linear decay, averaged weights (Polyak and
 * Juditsky 1992, exponential), two workers on two batches a step. After each epoch all of its state is written beside
 * the result, and a run that was stopped goes on from there. The same seed gives the same network on the same machine
 * and BLAS.
 */
#ifndef TRAIN_RUN_H
#define TRAIN_RUN_H

#include "soft.h"

typedef struct run_options {
	net_sizes sizes;
	dropout drop;
	double rate; /* of learning, at its peak */
	unsigned epochs;
	uint64_t seed;
	const real *begin; /* parameters of a network of these sizes to go on from, or NULL */
	double soft_share,
	    entity_share; /* of the teachers in what an annotated word's tree and name are trained towards */
	unsigned batch;   /* words a worker and step */
	const char *path; /* the finished network's file; PATH.state while it is being trained */
	void (*tell)(void *ctx, const char *line);
	void *ctx;
} run_options;

/* A finished network. */
typedef struct trained {
	net net;
	real *params;
} trained;

/* The network that `o` asks for, where it is finished; false where not. ERR_MEMORY counts as not. */
bool run_finished(const run_options *o, const real *vectors, arena *a, trained *ret);

/* Trains on sentences [0, train) of the corpus towards their annotation and, where not NULL, `teachers`; now and then
 * tells scores on [dev, dev_end). Returns at once where `path` is finished. */
onus_status run_train(const run_options *o, corpus *c, size_t train, size_t dev, size_t dev_end, const real *vectors,
		      const soft *teachers, arena *a, trained *ret, onus_error *err) MUST_CHECK;

#endif
