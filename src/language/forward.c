/* SPDX-License-Identifier: Apache-2.0 */
#include "language/parser.h"

/* Layer 1's input products, and what the gazetteer says of each word. */
static void read_words(language_parser *p, const piece *pieces, size_t n)
{
	const size_t width = 8 * (size_t)p->model->meta[NET_H];
	for (size_t i = 0; i < n; i++) {
		const piece *s = &pieces[i];
		for (uint32_t k = 0; k < s->n; k++)
			p->forms[k] = s->words[k].form;
		gazetteer_flags(&p->model->gazetteer, p->forms, s->n, p->context);
		for (uint32_t k = 0; k < s->n; k++)
			input_add(p->input, p->forms[k], p->context[k], p->in + (s->row + k) * width);
	}
	input_flush(p->input);
}

/* One direction of a BiLSTM over all pieces abreast; those that are at their end drop out, the longest being first. */
static void run_direction(language_parser *p, const kernel_matrix *recurrent, bool backward, const piece *pieces,
			  size_t n, uint8_t *r)
{
	const uint32_t units = p->model->meta[NET_H];
	const size_t width = 8 * (size_t)units, first = backward ? 4 * (size_t)units : 0;
	memset(p->h[0], 128, n * units);
	memset(p->c, 0, n * units * sizeof *p->c);
	kernel_step step = {.w = recurrent,
			    .first_panel = (uint32_t)(first / KERNEL_PANEL),
			    .units = units,
			    .c = p->c,
			    .in = p->step_in,
			    .out = p->step_out};
	size_t lanes = n;
	for (uint32_t t = 0; lanes > 0; t++) {
		while (lanes > 0 && pieces[lanes - 1].n <= t)
			lanes--;
		for (size_t i = 0; i < lanes; i++) {
			const size_t row = pieces[i].row + (backward ? pieces[i].n - 1 - t : t);
			p->step_in[i] = p->in + row * width + first;
			p->step_out[i] = r + row * 2 * units + (backward ? units : 0);
		}
		step.lanes = lanes;
		step.h = p->h[t % 2];
		step.next = p->h[1 - t % 2];
		p->kernel->step(&step);
	}
}

void forward_run(language_parser *p, const piece *pieces, size_t n)
{
	static const model_matrix in[MODEL_LAYERS] = {MODEL_L1_IN, MODEL_L2_IN, MODEL_L3_IN},
				  recurrent[MODEL_LAYERS] = {MODEL_L1_REC, MODEL_L2_REC, MODEL_L3_REC};
	const size_t units = p->model->meta[NET_H];
	const size_t rows = n ? pieces[n - 1].row + pieces[n - 1].n : 0;
	for (uint32_t layer = 0; layer < MODEL_LAYERS && layer < p->model->meta[NET_LAYERS]; layer++) {
		uint8_t *r = p->r[layer % 2];
		if (layer == 0)
			read_words(p, pieces, n);
		else
			p->kernel->values(&p->w[in[layer]], p->r[1 - layer % 2], 2 * units, rows, p->in, 8 * units);
		run_direction(p, &p->w[recurrent[layer]], false, pieces, n, r);
		run_direction(p, &p->w[recurrent[layer]], true, pieces, n, r);
	}
	p->kernel->bytes(&p->w[MODEL_PART], p->r[(p->model->meta[NET_LAYERS] - 1) % 2], 2 * units, rows, p->factors,
			 p->parts, p->part_stride);
}
