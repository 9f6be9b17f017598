/* SPDX-License-Identifier: Apache-2.0 */
/* net_work.h - what the files of the network share: a worker's memory and the tape of one batch. */
#ifndef TRAIN_NET_WORK_H
#define TRAIN_NET_WORK_H

#include "lstm.h"
#include "net.h"

#include <stdbool.h>

#define BATCH_SENTENCES 1024
#define BATCH_STEPS     4096

struct worker {
	const net *net;
	real *gradient;
	char *block;
	size_t used, cap;
	/* the batch */
	size_t count;
	const sample *sentences[BATCH_SENTENCES]; /* longest first */
	uint32_t order[BATCH_SENTENCES];          /* place in the caller's batch -> place here */
	size_t off[BATCH_STEPS + 1];
	packing packing;
	uint32_t *sentence_of, *time_of, *reversed; /* rows each */
	double part_keep;                           /* 1 / (1 - dropout of parts) */
	/* the tape */
	real *x, *x_mask;
	real *layer_in[NET_LAYERS_MAX + 1], *layer_mask[NET_LAYERS_MAX + 1]; /* [layers]: what parts are made from */
	lstm_tape tape[NET_LAYERS_MAX][2];
	real *recurrent_mask[NET_LAYERS_MAX][2];
	real *parts, *d_parts;
	real *y, *root_y, *root_arc, *root_label, *bias; /* of arcs */
};

void *work_alloc(worker *w, size_t bytes);
real *work_reals(worker *w, size_t n);
static inline size_t row_at(const worker *w, size_t s, size_t t)
{
	return w->off[t] + s;
}
static inline const real *param_at(const net *n, const real *params, param p)
{
	return params + n->shape[p].at;
}
static inline real *gradient_at(worker *w, param p)
{
	return w->gradient + w->net->shape[p].at;
}

/* rows x n of keep masks (0 or 1 / (1 - rate)); NULL when rate is 0 */
real *work_mask(worker *w, size_t n, double rate, random_state *random);

void encode(const real *params, const form *forms, worker *w, const dropout *drop, random_state *random);
void encode_backward(const real *params, const form *forms, worker *w, real *d_r);

/* softmax in place over n; -1e9 for what may not be. */
void softmax(real *x, size_t n);
void arcs_of(const real *params, worker *w, size_t sentence, real *dep, real *head, real *score);
void arcs_prepare(const real *params, worker *w);
void heads_run(const real *params, worker *w, bool backward, double scale, losses *sum);

#endif
