/* SPDX-License-Identifier: Apache-2.0 */
#include "language/decode.h"
#include "language/entity.h"
#include "language/parser.h"
#include "language/real.h"

#include "base/limits.h"

enum { SCORE_STRIDE = LIMIT_PARSE_TOKENS + 1 };

/* Where rows of a part begin. */
static const uint8_t *part(const language_parser *p, size_t row, int which)
{
	return p->parts + row * p->part_stride + p->model->part_at[which];
}

/* U arc_head and b arc_head of n heads, from `first` on. */
static void read_heads(language_parser *p, const uint8_t *u, size_t n, size_t first)
{
	const kernel *k = p->kernel;
	/* Of one row only, but a panel's width is written. */
	float *b = p->values[0];
	k->signed_bytes(&p->w[MODEL_ARC_U], u, p->part_stride, n, 1.0f / p->model->steps[NET_STEP_ARC_Y],
			p->arc_y + first * p->arc_stride, p->arc_stride);
	k->values(&p->w[MODEL_ARC_B], u, p->part_stride, n, b, KERNEL_PANEL);
	for (size_t i = 0; i < n; i++)
		p->arc_b[first + i] = b[i * KERNEL_PANEL];
}

void heads_prepare(language_parser *p)
{
	const language_model *m = p->model;
	/* Copied, since rows are read a little behind their end. */
	uint8_t row[MODEL_MOST_SPACE + KERNEL_SLACK] = {0};
	memcpy(row, m->root_arc, m->meta[NET_A]);
	read_heads(p, row, 1, 0);
}

static void find_tree(language_parser *p, const piece *s)
{
	const language_model *m = p->model;
	read_heads(p, part(p, s->row, PART_ARC_HEAD), s->n, 1);
	p->kernel->arcs(part(p, s->row, PART_ARC_DEP), p->part_stride, s->n, p->arc_y, p->arc_stride, s->n + 1,
			m->meta[NET_A], m->steps[NET_STEP_ARC], p->arc_b, p->scores, SCORE_STRIDE);
	uint32_t *heads = p->heads + s->row;
	decode_tree(p->scores, SCORE_STRIDE, s->n, s->constraints, s->n_constraints, p->scratch, heads);
	decode_arc_probabilities(p->scores, SCORE_STRIDE, s->n, heads, p->arc_p);
	for (uint32_t i = 0; i < s->n; i++) {
		s->words[i].head = heads[i];
		s->words[i].arc_p = p->arc_p[i];
	}
}

/* The greatest of n values, the first of several. */
static uint32_t greatest(const float *v, uint32_t n)
{
	uint32_t best = 0;
	for (uint32_t i = 1; i < n; i++)
		if (v[i] > v[best])
			best = i;
	return best;
}

/* Likewise, and its probability among them. What shall not be chosen has a value that no sum has. */
static uint32_t choose(const float *v, uint32_t n, float *ret_p)
{
	const uint32_t best = greatest(v, n);
	float e[MODEL_MOST_NAMES + 1], sum = 0;
	for (uint32_t i = 0; i < n; i++)
		e[i] = net_exp(v[i] - v[best]);
	for (uint32_t i = 0; i < n; i++)
		sum += e[i];
	/* e^0 is 1. */
	*ret_p = 1.0f / sum;
	return best;
}

static void find_relations(language_parser *p, const piece *pieces, size_t n, size_t rows)
{
	const language_model *m = p->model;
	const uint32_t l = m->meta[NET_L], relations = m->meta[NET_RELATIONS], root = m->meta[NET_ROOT_RELATION];
	float *product = p->values[0], *dep = p->values[1], *head = p->values[2];
	for (size_t i = 0; i < n; i++)
		for (uint32_t k = 0; k < pieces[i].n; k++) {
			const size_t row = pieces[i].row + k;
			const uint32_t to = p->heads[row];
			/* The root's arc needs no label: the row is computed and not looked at. */
			p->kernel->product(part(p, row, PART_LABEL_DEP),
					   part(p, pieces[i].row + (to ? to - 1 : k), PART_LABEL_HEAD),
					   m->steps[NET_STEP_PRODUCT], l, p->products + row * l);
		}
	p->kernel->values(&p->w[MODEL_LABEL_PRODUCT], p->products, l, rows, product, p->name_stride);
	p->kernel->values(&p->w[MODEL_LABEL_DEP], part(p, 0, PART_LABEL_DEP), p->part_stride, rows, dep,
			  p->name_stride);
	p->kernel->values(&p->w[MODEL_LABEL_HEAD], part(p, 0, PART_LABEL_HEAD), p->part_stride, rows, head,
			  p->name_stride);
	for (size_t i = 0; i < n; i++)
		for (uint32_t k = 0; k < pieces[i].n; k++) {
			language_word *word = &pieces[i].words[k];
			const size_t row = pieces[i].row + k;
			if (word->head == 0) {
				word->relation = (uint8_t)root;
				word->relation_p = 1.0f;
				continue;
			}
			float *v = product + row * p->name_stride;
			const float *d = dep + row * p->name_stride,
				    *h = head + (pieces[i].row + word->head - 1) * p->name_stride;
			for (uint32_t j = 0; j < relations; j++)
				v[j] = v[j] + d[j] + h[j];
			v[root] = -1e30f;
			word->relation = (uint8_t)choose(v, relations, &word->relation_p);
		}
}

static void find_tags(language_parser *p, const piece *pieces, size_t n, size_t rows)
{
	const language_model *m = p->model;
	float *upos = p->values[0], *xpos = p->values[1], *entity = p->values[2];
	p->kernel->values(&p->w[MODEL_UPOS], part(p, 0, PART_TAG), p->part_stride, rows, upos, p->name_stride);
	p->kernel->values(&p->w[MODEL_XPOS], part(p, 0, PART_TAG), p->part_stride, rows, xpos, p->name_stride);
	p->kernel->values(&p->w[MODEL_ENTITY], part(p, 0, PART_ENTITY), p->part_stride, rows, entity, p->name_stride);
	for (size_t i = 0; i < n; i++)
		for (uint32_t k = 0; k < pieces[i].n; k++) {
			language_word *word = &pieces[i].words[k];
			const size_t at = (pieces[i].row + k) * p->name_stride;
			word->upos = (uint8_t)choose(upos + at, m->meta[NET_UPOS], &word->upos_p);
			word->xpos = (uint8_t)greatest(xpos + at, m->meta[NET_XPOS]);
			memcpy(pieces[i].entity_scores + (size_t)k * ENTITY_COUNT, entity + at,
			       ENTITY_COUNT * sizeof *entity);
		}
}

void heads_run(language_parser *p, const piece *pieces, size_t n)
{
	const size_t rows = n ? pieces[n - 1].row + pieces[n - 1].n : 0;
	for (size_t i = 0; i < n; i++)
		find_tree(p, &pieces[i]);
	find_relations(p, pieces, n, rows);
	find_tags(p, pieces, n, rows);
}
