/* SPDX-License-Identifier: Apache-2.0 */
/* From forms to the vectors r that all parts are made from, and back. */
#include "net_work.h"

#include <stdlib.h>
#include <string.h>

worker *worker_new(const net *n, size_t max_rows)
{
	worker *w = calloc(1, sizeof *w);
	if (!w)
		return NULL;
	const size_t h = n->size.hidden, a = n->size.arc, l = n->size.label;
	/* An upper bound of what one batch takes: x, layers with their gradients, parts, arcs, labels. */
	const size_t row = 3 * n->x_context + n->size.layers * 40 * h + 12 * h + 4 * n->part + 8 * (a + l) +
			   6 * (n->size.relations + n->size.xpos + n->size.upos + 16) + 4096;
	w->net = n;
	w->cap = max_rows * row * sizeof(real) + (size_t)64 * 1024 * 1024;
	w->block = malloc(w->cap);
	w->gradient = calloc(n->n, sizeof(real));
	if (!w->block || !w->gradient) {
		worker_free(w);
		return NULL;
	}
	return w;
}

void worker_free(worker *w)
{
	if (!w)
		return;
	free(w->block);
	free(w->gradient);
	free(w);
}

real *worker_gradient(worker *w)
{
	return w->gradient;
}

void *work_alloc(worker *w, size_t bytes)
{
	const size_t at = (w->used + 63) & ~(size_t)63;
	if (at + bytes > w->cap)
		abort(); /* worker_new's bound is wrong: a mistake in the trainer */
	w->used = at + bytes;
	return w->block + at;
}

real *work_reals(worker *w, size_t n)
{
	return work_alloc(w, n * sizeof(real));
}

real *work_mask(worker *w, size_t n, double rate, random_state *random)
{
	if (rate <= 0)
		return NULL;
	real *mask = work_reals(w, n);
	const real keep = (real)(1 / (1 - rate));
	const uint64_t limit = (uint64_t)(rate * 65536);
	for (size_t i = 0; i < n; i += 4) {
		uint64_t bits = random_bits(random);
		for (size_t j = i; j < n && j < i + 4; j++, bits >>= 16)
			mask[j] = (bits & 65535) < limit ? 0 : keep;
	}
	return mask;
}

WIDE static void add_row(real *to, const real *row, size_t n, real factor)
{
	for (size_t i = 0; i < n; i++)
		to[i] += factor * row[i];
}

/* Walks x's blocks in their order: for each a table's row and the columns it fills. The piece's rows come one by one. */
typedef void block_fn(void *ctx, param p, size_t row, size_t column, size_t n, real factor);

static void each_block(const net *n, const form *f, bool drop_word, void *ctx, block_fn *fn)
{
	const net_sizes *s = &n->size;
	size_t column = 0;
	fn(ctx, P_WORD, drop_word ? 0 : f->word, column, s->word, 1);
	column += s->word;
	for (int i = 0; i < FEATURE_AFFIXES; column += s->affix[i], i++)
		fn(ctx, (param)(P_AFFIX + i), f->features.affix[i], column, s->affix[i], 1);
	fn(ctx, P_SHAPE, f->features.shape, column, s->shape, 1);
	column += s->shape;
	const real share = (real)(1 / sqrt((double)(f->features.n_pieces ? f->features.n_pieces : 1)));
	for (uint32_t i = 0; i < f->features.n_pieces; i++)
		fn(ctx, P_PIECE, f->features.pieces[i], column, s->piece, share);
}

typedef struct gather {
	const net *net;
	const real *from; /* parameters */
	real *to;         /* a gradient */
	real *x;
} gather;

static void gather_block(void *ctx, param p, size_t row, size_t column, size_t n, real factor)
{
	const gather *g = ctx;
	add_row(g->x + column, g->from + g->net->shape[p].at + row * n, n, factor);
}

static void scatter_block(void *ctx, param p, size_t row, size_t column, size_t n, real factor)
{
	const gather *g = ctx;
	add_row(g->to + g->net->shape[p].at + row * n, g->x + column, n, factor);
}

/* The word dropped out now and then, rare ones more often (Kiperwasser and Goldberg 2016). Kept on the tape's mask row
 * as a flag, since the backward pass must know. */
static void make_x(const real *params, const form *forms, worker *w, const dropout *drop, random_state *random)
{
	const net *n = w->net;
	const size_t rows = w->packing.rows, xc = n->x_context;
	uint8_t *dropped = work_alloc(w, rows);
	w->x = work_reals(w, rows * xc);
	memset(w->x, 0, rows * xc * sizeof(real));
	w->x_mask = drop ? work_mask(w, rows * xc, drop->input, random) : NULL;
	for (size_t r = 0; r < rows; r++) {
		const sample *s = w->sentences[w->sentence_of[r]];
		const size_t t = w->time_of[r];
		const form *f = &forms[s->type[t]];
		real *x = w->x + r * xc;
		const double chance = drop && drop->word > 0 ? 0.05 + drop->word / (drop->word + (double)f->count) : 0;
		dropped[r] = chance > 0 && random_unit(random) < chance;
		each_block(n, f, dropped[r], &(gather){n, params, NULL, x}, gather_block);
		memcpy(x + n->x - n->size.vector, n->vectors + (size_t)f->vector * n->size.vector,
		       n->size.vector * sizeof(real));
		for (uint32_t c = 0; c < n->size.context; c++)
			x[n->x + c] = (real)(s->context[t] >> c & 1);
		if (w->x_mask)
			for (size_t i = 0; i < xc; i++)
				x[i] *= w->x_mask[r * xc + i];
	}
	w->layer_in[0] = w->x;
	w->layer_mask[0] = (real *)(void *)dropped;
}

static void permute(const worker *w, size_t columns, const real *from, size_t from_ld, real *to, size_t to_ld)
{
	for (size_t r = 0; r < w->packing.rows; r++)
		memcpy(to + r * to_ld, from + (size_t)w->reversed[r] * from_ld, columns * sizeof(real));
}

static void add_bias(real *rows, size_t n, size_t columns, const real *bias)
{
	for (size_t r = 0; r < n; r++)
		memcpy(rows + r * columns, bias, columns * sizeof(real));
}

static void layer_forward(const real *params, worker *w, uint32_t l, const dropout *drop, random_state *random)
{
	const net *n = w->net;
	const size_t rows = w->packing.rows, h = n->size.hidden, in = n->shape[P_IN + l].columns;
	const real *weights = param_at(n, params, (param)(P_IN + l)), *bias = param_at(n, params, (param)(P_BIAS + l));
	real *out = work_reals(w, rows * 2 * h);
	for (size_t d = 0; d < 2; d++) {
		lstm_tape *tape = &w->tape[l][d];
		real *gates = work_reals(w, rows * 4 * h);
		tape->gates = work_reals(w, rows * 4 * h);
		tape->c = work_reals(w, rows * h);
		tape->tanh_c = work_reals(w, rows * h);
		tape->h = work_reals(w, rows * h);
		tape->h_before = work_reals(w, rows * h);
		add_bias(gates, rows, 4 * h, bias + d * 4 * h);
		mul_nt(rows, 4 * h, in, w->layer_in[l], in, weights + d * 4 * h * in, in, 1, gates, 4 * h);
		if (d)
			permute(w, 4 * h, gates, 4 * h, tape->gates, 4 * h);
		else
			tape->gates = gates;
		w->recurrent_mask[l][d] = drop ? work_mask(w, w->count * h, drop->recurrent, random) : NULL;
		lstm_forward(&w->packing, h, param_at(n, params, (param)(P_REC + l)) + d * 4 * h * h,
			     w->recurrent_mask[l][d], tape);
		if (d)
			permute(w, h, tape->h, h, out + h, 2 * h);
		else
			for (size_t r = 0; r < rows; r++)
				memcpy(out + r * 2 * h, tape->h + r * h, h * sizeof(real));
	}
	w->layer_in[l + 1] = out;
	w->layer_mask[l + 1] = drop ? work_mask(w, w->count * 2 * h, drop->layer, random) : NULL;
	if (w->layer_mask[l + 1])
		for (size_t r = 0; r < rows; r++)
			for (size_t j = 0; j < 2 * h; j++)
				out[r * 2 * h + j] *= w->layer_mask[l + 1][w->sentence_of[r] * 2 * h + j];
}

void encode(const real *params, const form *forms, worker *w, const dropout *drop, random_state *random)
{
	make_x(params, forms, w, drop, random);
	for (uint32_t l = 0; l < w->net->size.layers; l++)
		layer_forward(params, w, l, drop, random);
}

/* d_out: rows x 2H, the gradient of layer l's output; returns that of its input, or NULL for the lowest. */
static real *layer_backward(const real *params, worker *w, uint32_t l, real *d_out)
{
	const net *n = w->net;
	const size_t rows = w->packing.rows, h = n->size.hidden, in = n->shape[P_IN + l].columns;
	const real *weights = param_at(n, params, (param)(P_IN + l));
	real *d_in = work_reals(w, rows * in), *dh = work_reals(w, rows * h), *straight = work_reals(w, rows * 4 * h);
	real *carry = work_reals(w, 2 * w->count * h);
	if (w->layer_mask[l + 1])
		for (size_t r = 0; r < rows; r++)
			for (size_t j = 0; j < 2 * h; j++)
				d_out[r * 2 * h + j] *= w->layer_mask[l + 1][w->sentence_of[r] * 2 * h + j];
	for (size_t d = 0; d < 2; d++) {
		lstm_tape *tape = &w->tape[l][d];
		if (d)
			permute(w, h, d_out + h, 2 * h, dh, h);
		else
			for (size_t r = 0; r < rows; r++)
				memcpy(dh + r * h, d_out + r * 2 * h, h * sizeof(real));
		lstm_backward(&w->packing, h, param_at(n, params, (param)(P_REC + l)) + d * 4 * h * h,
			      w->recurrent_mask[l][d], tape, dh, gradient_at(w, (param)(P_REC + l)) + d * 4 * h * h,
			      carry);
		const real *gates = tape->gates;
		if (d) {
			permute(w, 4 * h, tape->gates, 4 * h, straight, 4 * h);
			gates = straight;
		}
		add_tn(4 * h, in, rows, gates, 4 * h, w->layer_in[l], in,
		       gradient_at(w, (param)(P_IN + l)) + d * 4 * h * in, in);
		real *d_bias = gradient_at(w, (param)(P_BIAS + l)) + d * 4 * h;
		for (size_t r = 0; r < rows; r++)
			add_row(d_bias, gates + r * 4 * h, 4 * h, 1);
		mul_nn(rows, in, 4 * h, gates, 4 * h, weights + d * 4 * h * in, in, d ? 1 : 0, d_in, in);
	}
	return d_in;
}

void encode_backward(const real *params, const form *forms, worker *w, real *d_r)
{
	const net *n = w->net;
	const size_t xc = n->x_context;
	real *d = d_r;
	for (uint32_t l = n->size.layers; l-- > 0;)
		d = layer_backward(params, w, l, d);
	const uint8_t *dropped = (const uint8_t *)(const void *)w->layer_mask[0];
	for (size_t r = 0; r < w->packing.rows; r++) {
		const sample *s = w->sentences[w->sentence_of[r]];
		if (w->x_mask)
			for (size_t i = 0; i < n->x; i++)
				d[r * xc + i] *= w->x_mask[r * xc + i];
		each_block(n, &forms[s->type[w->time_of[r]]], dropped[r], &(gather){n, NULL, w->gradient, d + r * xc},
			   scatter_block);
	}
}
