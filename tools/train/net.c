/* SPDX-License-Identifier: Apache-2.0 */
#include "net_work.h"

#include <stdlib.h>
#include <string.h>

static void pack(worker *w, const sample *const *batch, size_t count)
{
	w->used = 0;
	w->count = count;
	/* stable insertion by length, longest first: batches are of like lengths, so little moves */
	uint32_t place[BATCH_SENTENCES];
	for (size_t i = 0; i < count; i++) {
		size_t j = i;
		for (; j > 0 && w->sentences[j - 1]->n < batch[i]->n; j--) {
			w->sentences[j] = w->sentences[j - 1];
			place[j] = place[j - 1];
		}
		w->sentences[j] = batch[i];
		place[j] = (uint32_t)i;
	}
	for (size_t j = 0; j < count; j++)
		w->order[place[j]] = (uint32_t)j;
	const size_t steps = w->sentences[0]->n;
	size_t rows = 0, alive = count;
	for (size_t t = 0; t < steps; t++) {
		while (alive && w->sentences[alive - 1]->n <= t)
			alive--;
		w->off[t] = rows;
		rows += alive;
	}
	w->off[steps] = rows;
	w->packing = (packing){w->off, steps, rows};
	w->sentence_of = work_alloc(w, rows * sizeof(uint32_t));
	w->time_of = work_alloc(w, rows * sizeof(uint32_t));
	w->reversed = work_alloc(w, rows * sizeof(uint32_t));
	for (size_t t = 0; t < steps; t++)
		for (size_t s = 0; s < w->off[t + 1] - w->off[t]; s++) {
			const size_t r = w->off[t] + s;
			w->sentence_of[r] = (uint32_t)s;
			w->time_of[r] = (uint32_t)t;
			w->reversed[r] = (uint32_t)row_at(w, s, w->sentences[s]->n - 1 - t);
		}
}

static void make_parts(const real *params, worker *w, const dropout *drop, random_state *random)
{
	const net *n = w->net;
	const size_t rows = w->packing.rows, h2 = 2 * (size_t)n->size.hidden;
	w->parts = work_reals(w, rows * n->part);
	for (size_t r = 0; r < rows; r++)
		memcpy(w->parts + r * n->part, param_at(n, params, P_PART_BIAS), n->part * sizeof(real));
	mul_nt(rows, n->part, h2, w->layer_in[n->size.layers], h2, param_at(n, params, P_PART), h2, 1, w->parts,
	       n->part);
	const real *mask = drop ? work_mask(w, w->count * n->part, drop->part, random) : NULL;
	w->part_keep = drop ? 1 / (1 - drop->part) : 1;
	for (size_t r = 0; r < rows; r++)
		for (size_t j = 0; j < n->part; j++) {
			real *part = &w->parts[r * n->part + j];
			*part = *part > 0 ? *part : 0;
			if (mask)
				*part *= mask[(size_t)w->sentence_of[r] * n->part + j];
		}
}

static void parts_backward(const real *params, const form *forms, worker *w)
{
	const net *n = w->net;
	const size_t rows = w->packing.rows, h2 = 2 * (size_t)n->size.hidden;
	real *d_bias = gradient_at(w, P_PART_BIAS), *d_r = work_reals(w, rows * h2);
	for (size_t r = 0; r < rows; r++)
		for (size_t j = 0; j < n->part; j++) {
			/* where a part is not above 0, the ReLU or its mask let nothing through */
			real *d = &w->d_parts[r * n->part + j];
			*d = w->parts[r * n->part + j] > 0 ? *d * (real)w->part_keep : 0;
			d_bias[j] += *d;
		}
	add_tn(n->part, h2, rows, w->d_parts, n->part, w->layer_in[n->size.layers], h2, gradient_at(w, P_PART), h2);
	mul_nn(rows, h2, n->part, w->d_parts, n->part, param_at(n, params, P_PART), h2, 0, d_r, h2);
	encode_backward(params, forms, w, d_r);
}

void net_run(const net *n, const real *params, const form *forms, const sample *const *batch, size_t count, worker *w,
	     const dropout *drop, random_state *random, double scale, losses *sum)
{
	if (count == 0 || count > BATCH_SENTENCES)
		return;
	pack(w, batch, count);
	encode(params, forms, w, drop, random);
	make_parts(params, w, drop, random);
	w->d_parts = work_reals(w, w->packing.rows * n->part);
	memset(w->d_parts, 0, w->packing.rows * n->part * sizeof(real));
	heads_run(params, w, drop != NULL, 1 / scale, sum);
	sum->words += (double)w->packing.rows;
	if (drop)
		parts_backward(params, forms, w);
}
