/* SPDX-License-Identifier: Apache-2.0 */
#include "language/decode.h"
#include "language/entity.h"
#include "language/parser.h"
#include "language/real.h"

#include "base/limits.h"

enum {
	SCORE_STRIDE = LIMIT_PARSE_TOKENS + 1,
	LABEL_HEADS = 16, /* of a word, whose labels are looked at before the tree is chosen */
};
/* What no sum of scores is. */
#define NEVER -1e30f
/* Arcs that score this much less than the best are no candidates; how much labels count. Tuned on EWT's dev set. */
#define LABEL_NEAR   4.0f
#define LABEL_WEIGHT 1.5f

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

/* The greatest of n values, the first of several. */
static uint32_t greatest(const float *v, uint32_t n)
{
	uint32_t best = 0;
	for (uint32_t i = 1; i < n; i++)
		if (v[i] > v[best])
			best = i;
	return best;
}

/* An arc between words' rows in the batch. */
typedef struct arc {
	size_t dep, head;
} arc;

/* Labels' scores of n arcs: p->values[0], a row an arc. What each word says by itself lies in p->values[1] and [2]. */
static void label_arcs(language_parser *p, const arc *arcs, size_t n)
{
	const language_model *m = p->model;
	const uint32_t l = m->meta[NET_L], relations = m->meta[NET_RELATIONS];
	for (size_t i = 0; i < n; i++)
		p->kernel->product(part(p, arcs[i].dep, PART_LABEL_DEP), part(p, arcs[i].head, PART_LABEL_HEAD),
				   m->steps[NET_STEP_PRODUCT], l, p->products + i * l);
	p->kernel->values(&p->w[MODEL_LABEL_PRODUCT], p->products, l, n, p->values[0], p->name_stride);
	for (size_t i = 0; i < n; i++) {
		float *v = p->values[0] + i * p->name_stride;
		const float *d = p->values[1] + arcs[i].dep * p->name_stride,
			    *h = p->values[2] + arcs[i].head * p->name_stride;
		for (uint32_t j = 0; j < relations; j++)
			v[j] = v[j] + d[j] + h[j];
		v[m->meta[NET_ROOT_RELATION]] = NEVER;
	}
}

/* A cell of p->scores, and what the network says there. */
typedef struct weighed {
	size_t at;
	float score;
} weighed;

/*
 * The labels' say in the tree. Where several heads are nearly as good for a word, one under which the word has a clear
 * function is likelier right than one under which nothing fits: ln of the best label's probability, LABEL_WEIGHT times,
 * is added to the arc's score, the same for all of the word's arcs taken off, so that the others keep their distance. An
 * arc from the root has one label, which is sure. On EWT's dev set this gives 0.1 to 0.2 points of LAS.
 * ret_kept gets what was changed, at most LABEL_HEADS + 1 cells a word; returns how many.
 */
static size_t weigh_labels(language_parser *p, const piece *s, weighed *ret_kept)
{
	size_t kept = 0;
	const uint32_t relations = p->model->meta[NET_RELATIONS];
	arc arcs[LABEL_HEADS];
	uint32_t column[LABEL_HEADS + 1];
	float gain[LABEL_HEADS + 1];
	for (uint32_t d = 0; d < s->n; d++) {
		float *row = p->scores + (size_t)d * SCORE_STRIDE;
		row[d + 1] = NEVER;
		const float near = row[greatest(row, s->n + 1)] - LABEL_NEAR;
		const bool root = row[0] >= near;
		size_t n = 0;
		for (uint32_t h = 1; h <= s->n && n < LABEL_HEADS; h++)
			if (row[h] >= near) {
				column[n] = h;
				arcs[n++] = (arc){s->row + d, s->row + h - 1};
			}
		if (n + root < 2)
			continue;
		label_arcs(p, arcs, n);
		float most = root ? 0.0f : NEVER;
		for (size_t i = 0; i < n; i++) {
			const float *v = p->values[0] + i * p->name_stride;
			const float best = v[greatest(v, relations)];
			float sum = 0;
			for (uint32_t j = 0; j < relations; j++)
				sum += net_exp(v[j] - best);
			gain[i] = net_log(sum) * -LABEL_WEIGHT;
			most = gain[i] > most ? gain[i] : most;
		}
		if (root) {
			column[n] = 0;
			gain[n++] = 0.0f;
		}
		for (size_t i = 0; i < n; i++) {
			ret_kept[kept++] = (weighed){(size_t)(row - p->scores) + column[i], row[column[i]]};
			row[column[i]] = row[column[i]] + (gain[i] - most);
		}
	}
	return kept;
}

static void find_tree(language_parser *p, const piece *s)
{
	const language_model *m = p->model;
	read_heads(p, part(p, s->row, PART_ARC_HEAD), s->n, 1);
	p->kernel->arcs(part(p, s->row, PART_ARC_DEP), p->part_stride, s->n, p->arc_y, p->arc_stride, s->n + 1,
			m->meta[NET_A], m->steps[NET_STEP_ARC], p->arc_b, p->scores, SCORE_STRIDE);
	weighed kept[LIMIT_PARSE_TOKENS * (LABEL_HEADS + 1)];
	const size_t n_kept = weigh_labels(p, s, kept);
	uint32_t *heads = p->heads + s->row;
	decode_tree(p->scores, SCORE_STRIDE, s->n, s->constraints, s->n_constraints, p->scratch, heads);
	/* Probabilities are the network's. */
	for (size_t i = 0; i < n_kept; i++)
		p->scores[kept[i].at] = kept[i].score;
	decode_arc_probabilities(p->scores, SCORE_STRIDE, s->n, heads, p->arc_p);
	for (uint32_t i = 0; i < s->n; i++) {
		s->words[i].head = heads[i];
		s->words[i].arc_p = p->arc_p[i];
	}
}

/* The greatest of n values, and its probability among them. What shall not be chosen has a value that no sum has. */
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

/* What each word's parts say of labels by themselves: p->values[1] as dependents, [2] as heads. */
static void read_labels(language_parser *p, size_t rows)
{
	p->kernel->values(&p->w[MODEL_LABEL_DEP], part(p, 0, PART_LABEL_DEP), p->part_stride, rows, p->values[1],
			  p->name_stride);
	p->kernel->values(&p->w[MODEL_LABEL_HEAD], part(p, 0, PART_LABEL_HEAD), p->part_stride, rows, p->values[2],
			  p->name_stride);
}

static void find_relations(language_parser *p, const piece *s)
{
	const language_model *m = p->model;
	arc arcs[LIMIT_PARSE_TOKENS];
	/* The root's arc needs no label: a row is computed for it and not looked at. */
	for (uint32_t k = 0; k < s->n; k++)
		arcs[k] = (arc){s->row + k, s->row + (s->words[k].head ? s->words[k].head - 1 : k)};
	label_arcs(p, arcs, s->n);
	for (uint32_t k = 0; k < s->n; k++) {
		language_word *word = &s->words[k];
		word->relation = (uint8_t)m->meta[NET_ROOT_RELATION];
		word->relation_p = 1.0f;
		if (word->head)
			word->relation = (uint8_t)choose(p->values[0] + k * p->name_stride, m->meta[NET_RELATIONS],
							 &word->relation_p);
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
	read_labels(p, rows);
	for (size_t i = 0; i < n; i++) {
		find_tree(p, &pieces[i]);
		find_relations(p, &pieces[i]);
	}
	find_tags(p, pieces, n, rows);
}
