/* SPDX-License-Identifier: Apache-2.0 */
/* From the parts to arcs, labels, tags and entities: losses, their gradients. */
#include "net_work.h"

#include <stdlib.h>
#include <string.h>

WIDE void softmax(real *x, size_t n)
{
	real greatest = x[0], sum = 0;
	for (size_t i = 1; i < n; i++)
		greatest = x[i] > greatest ? x[i] : greatest;
	for (size_t i = 0; i < n; i++) {
		x[i] = real_exp(x[i] - greatest);
		sum += x[i];
	}
	for (size_t i = 0; i < n; i++)
		x[i] /= sum;
}

static size_t greatest_of(const real *x, size_t n)
{
	size_t best = 0;
	for (size_t i = 1; i < n; i++)
		if (x[i] > x[best])
			best = i;
	return best;
}

/* x (n numbers) becomes (softmax - target) * scale. Returns the loss; a target of zeros gives none. *right is counted up
 * where the greatest are the same. */
static double softmax_loss(real *x, const float *want, size_t n, double scale, double *right)
{
	size_t best = 0;
	double mass = 0, loss = 0;
	for (size_t i = 0; i < n; i++) {
		mass += (double)want[i];
		best = want[i] > want[best] ? i : best;
	}
	if (mass <= 0) {
		memset(x, 0, n * sizeof *x);
		return 0;
	}
	*right += greatest_of(x, n) == best;
	softmax(x, n);
	for (size_t i = 0; i < n; i++) {
		if (want[i] > 0)
			loss -= (double)want[i] * log((double)x[i] + 1e-30);
		x[i] = (real)(((double)x[i] - (double)want[i]) * scale);
	}
	return loss;
}

static void add_columns(const real *rows, size_t n, size_t columns, real *sum)
{
	for (size_t r = 0; r < n; r++)
		for (size_t j = 0; j < columns; j++)
			sum[j] += rows[r * columns + j];
}

static const real *sentence_rows(const worker *w, size_t sentence, const real *from, size_t ld, size_t columns,
				 real *to)
{
	for (size_t t = 0; t < w->sentences[sentence]->n; t++)
		memcpy(to + t * columns, from + row_at(w, sentence, t) * ld, columns * sizeof(real));
	return to;
}

/* y = U head for all rows and the root, and the heads' own scores. */
void arcs_prepare(const real *params, worker *w)
{
	const net *n = w->net;
	const size_t a = n->size.arc, rows = w->packing.rows;
	const real *u = param_at(n, params, P_ARC_U), *b = param_at(n, params, P_ARC_B);
	const real *root = param_at(n, params, P_ROOT_ARC), *root_label = param_at(n, params, P_ROOT_LABEL);
	w->y = work_reals(w, rows * a);
	w->root_y = work_reals(w, a);
	w->root_arc = work_reals(w, a);
	w->root_label = work_reals(w, n->size.label);
	w->bias = work_reals(w, rows + 1);
	for (size_t j = 0; j < a; j++)
		w->root_arc[j] = root[j] > 0 ? root[j] : 0;
	for (size_t j = 0; j < n->size.label; j++)
		w->root_label[j] = root_label[j] > 0 ? root_label[j] : 0;
	mul_nt(rows, a, a, w->parts + a, n->part, u, a, 0, w->y, a);
	mul_nt(1, a, a, w->root_arc, a, u, a, 0, w->root_y, a);
	mul_nt(rows, 1, a, w->parts + a, n->part, b, a, 0, w->bias, 1);
	mul_nt(1, 1, a, w->root_arc, a, b, a, 0, w->bias + rows, 1);
}

/* dep: n x A, head: (n + 1) x A and score: n x (n + 1) are filled in. */
void arcs_of(const real *params, worker *w, size_t sentence, real *dep, real *head, real *score)
{
	(void)params;
	const size_t a = w->net->size.arc, n = w->sentences[sentence]->n;
	sentence_rows(w, sentence, w->parts, w->net->part, a, dep);
	memcpy(head, w->root_y, a * sizeof(real));
	sentence_rows(w, sentence, w->y, a, a, head + a);
	mul_nt(n, n + 1, a, dep, a, head, a, 0, score, n + 1);
	for (size_t d = 0; d < n; d++) {
		score[d * (n + 1)] += w->bias[w->packing.rows];
		for (size_t h = 0; h < n; h++)
			score[d * (n + 1) + 1 + h] += h == d ? (real)-1e9 : w->bias[row_at(w, sentence, h)];
	}
}

static void arcs_run(const real *params, worker *w, bool backward, double scale, losses *sum)
{
	const net *n = w->net;
	const size_t a = n->size.arc, rows = w->packing.rows, longest = w->sentences[0]->n;
	arcs_prepare(params, w);
	real *dep = work_reals(w, longest * a), *head = work_reals(w, (longest + 1) * a);
	real *score = work_reals(w, longest * (longest + 1));
	real *d_dep = work_reals(w, longest * a), *d_head = work_reals(w, (longest + 1) * a);
	real *dy = work_reals(w, rows * a), *d_bias = work_reals(w, rows);
	real *root_dy = work_reals(w, a), *d_root = work_reals(w, a), root_d_bias = 0;
	memset(dy, 0, rows * a * sizeof(real));
	memset(d_bias, 0, rows * sizeof(real));
	memset(root_dy, 0, a * sizeof(real));
	for (size_t s = 0; s < w->count; s++) {
		const sample *sentence = w->sentences[s];
		const size_t m = sentence->n;
		if (!sentence->want.arc)
			continue;
		arcs_of(params, w, s, dep, head, score);
		for (size_t d = 0; d < m; d++)
			sum->arc += softmax_loss(score + d * (m + 1), sentence->want.arc + d * (m + 1), m + 1, scale,
						 &sum->arcs_right);
		if (!backward)
			continue;
		mul_nn(m, a, m + 1, score, m + 1, head, a, 0, d_dep, a);
		memset(d_head, 0, (m + 1) * a * sizeof(real));
		add_tn(m + 1, a, m, score, m + 1, dep, a, d_head, a);
		for (size_t d = 0; d < m; d++) {
			real *to = w->d_parts + row_at(w, s, d) * n->part;
			for (size_t j = 0; j < a; j++)
				to[j] += d_dep[d * a + j];
			memcpy(dy + row_at(w, s, d) * a, d_head + (1 + d) * a, a * sizeof(real));
			root_d_bias += score[d * (m + 1)];
			for (size_t h = 0; h < m; h++)
				d_bias[row_at(w, s, h)] += score[d * (m + 1) + 1 + h];
		}
		for (size_t j = 0; j < a; j++)
			root_dy[j] += d_head[j];
	}
	if (!backward)
		return;
	const real *u = param_at(n, params, P_ARC_U), *b = param_at(n, params, P_ARC_B),
		   *root = param_at(n, params, P_ROOT_ARC);
	real *d_u = gradient_at(w, P_ARC_U), *d_b = gradient_at(w, P_ARC_B), *d_root_arc = gradient_at(w, P_ROOT_ARC);
	mul_nn(rows, a, a, dy, a, u, a, 1, w->d_parts + a, n->part);
	add_tn(a, a, rows, dy, a, w->parts + a, n->part, d_u, a);
	add_tn(a, a, 1, root_dy, a, w->root_arc, a, d_u, a);
	mul_nn(1, a, a, root_dy, a, u, a, 0, d_root, a);
	for (size_t r = 0; r < rows; r++)
		for (size_t j = 0; j < a; j++) {
			w->d_parts[r * n->part + a + j] += d_bias[r] * b[j];
			d_b[j] += d_bias[r] * w->parts[r * n->part + a + j];
		}
	for (size_t j = 0; j < a; j++) {
		d_b[j] += root_d_bias * w->root_arc[j];
		d_root_arc[j] += root[j] > 0 ? d_root[j] + root_d_bias * b[j] : 0;
	}
}

/* Fills dep (the row's part), head (the part of the word it hangs on, or the root's) and their product. False: none. */
static void label_row(const worker *w, size_t s, size_t t, size_t head, const real **ret_dep, const real **ret_head)
{
	const net *n = w->net;
	*ret_dep = w->parts + row_at(w, s, t) * n->part + n->at_label_dep;
	*ret_head =
	    head ? w->parts + row_at(w, s, head - 1) * n->part + n->at_label_dep + n->size.label : w->root_label;
}

/* dep, head, product: m x L; logit: m x R. */
static void label_scores(const worker *w, const real *params, size_t m, const real *dep, const real *head,
			 const real *product, real *logit)
{
	const net *n = w->net;
	const size_t l = n->size.label, r = n->size.relations;
	for (size_t i = 0; i < m; i++)
		memcpy(logit + i * r, param_at(n, params, P_LABEL_BIAS), r * sizeof(real));
	mul_nt(m, r, l, product, l, param_at(n, params, P_LABEL_PRODUCT), l, 1, logit, r);
	mul_nt(m, r, l, dep, l, param_at(n, params, P_LABEL_DEP), l, 1, logit, r);
	mul_nt(m, r, l, head, l, param_at(n, params, P_LABEL_HEAD), l, 1, logit, r);
}

static void label_gather(const worker *w, size_t s, const uint16_t *heads, real *dep, real *head, real *product)
{
	const size_t l = w->net->size.label;
	for (size_t t = 0; t < w->sentences[s]->n; t++) {
		const real *d, *h;
		label_row(w, s, t, heads[t], &d, &h);
		for (size_t j = 0; j < l; j++) {
			dep[t * l + j] = d[j];
			head[t * l + j] = h[j];
			product[t * l + j] = d[j] * h[j];
		}
	}
}

static void labels_run(const real *params, worker *w, bool backward, double scale, losses *sum)
{
	const net *n = w->net;
	const size_t l = n->size.label, r = n->size.relations, rows = w->packing.rows;
	real *dep = work_reals(w, rows * l), *head = work_reals(w, rows * l), *product = work_reals(w, rows * l);
	real *logit = work_reals(w, rows * r), *d_product = work_reals(w, rows * l), *d_dep = work_reals(w, rows * l);
	real *d_head = work_reals(w, rows * l);
	size_t at = 0;
	for (size_t s = 0; s < w->count; s++)
		if (w->sentences[s]->want.label) {
			label_gather(w, s, w->sentences[s]->want.head, dep + at * l, head + at * l, product + at * l);
			at += w->sentences[s]->n;
		}
	label_scores(w, params, at, dep, head, product, logit);
	at = 0;
	for (size_t s = 0; s < w->count; s++)
		if (w->sentences[s]->want.label)
			for (size_t t = 0; t < w->sentences[s]->n; t++, at++)
				sum->label += softmax_loss(logit + at * r, w->sentences[s]->want.label + t * r, r,
							   scale, &sum->labels_right);
	if (!backward)
		return;
	add_tn(r, l, at, logit, r, product, l, gradient_at(w, P_LABEL_PRODUCT), l);
	add_tn(r, l, at, logit, r, dep, l, gradient_at(w, P_LABEL_DEP), l);
	add_tn(r, l, at, logit, r, head, l, gradient_at(w, P_LABEL_HEAD), l);
	add_columns(logit, at, r, gradient_at(w, P_LABEL_BIAS));
	mul_nn(at, l, r, logit, r, param_at(n, params, P_LABEL_PRODUCT), l, 0, d_product, l);
	mul_nn(at, l, r, logit, r, param_at(n, params, P_LABEL_DEP), l, 0, d_dep, l);
	mul_nn(at, l, r, logit, r, param_at(n, params, P_LABEL_HEAD), l, 0, d_head, l);
	real *d_root = gradient_at(w, P_ROOT_LABEL);
	at = 0;
	for (size_t s = 0; s < w->count; s++)
		for (size_t t = 0; w->sentences[s]->want.label && t < w->sentences[s]->n; t++, at++) {
			const size_t h = w->sentences[s]->want.head[t];
			real *to_dep = w->d_parts + row_at(w, s, t) * n->part + n->at_label_dep;
			real *to_head = h ? w->d_parts + row_at(w, s, h - 1) * n->part + n->at_label_dep + l : d_root;
			for (size_t j = 0; j < l; j++) {
				to_dep[j] += d_dep[at * l + j] + d_product[at * l + j] * head[at * l + j];
				const real d = d_head[at * l + j] + d_product[at * l + j] * dep[at * l + j];
				to_head[j] += h || w->root_label[j] > 0 ? d : 0;
			}
		}
}

/* A linear layer over a part. ret: rows x classes, biases included. */
static real *linear(const real *params, worker *w, param p, size_t at, size_t in)
{
	const net *n = w->net;
	const size_t classes = n->shape[p].rows, rows = w->packing.rows;
	real *out = work_reals(w, rows * classes);
	for (size_t r = 0; r < rows; r++)
		memcpy(out + r * classes, param_at(n, params, (param)(p + 1)), classes * sizeof(real));
	mul_nt(rows, classes, in, w->parts + at, n->part, param_at(n, params, p), in, 1, out, classes);
	return out;
}

static void linear_backward(const real *params, worker *w, param p, size_t at, size_t in, const real *d_out)
{
	const net *n = w->net;
	const size_t classes = n->shape[p].rows, rows = w->packing.rows;
	mul_nn(rows, in, classes, d_out, classes, param_at(n, params, p), in, 1, w->d_parts + at, n->part);
	add_tn(classes, in, rows, d_out, classes, w->parts + at, n->part, gradient_at(w, p), in);
	add_columns(d_out, rows, classes, gradient_at(w, (param)(p + 1)));
}

static void tags_run(const real *params, worker *w, param p, bool backward, double scale, double *sum, double *right)
{
	const size_t classes = w->net->shape[p].rows;
	real *out = linear(params, w, p, w->net->at_tag, w->net->size.tag);
	for (size_t r = 0; r < w->packing.rows; r++) {
		const sample *s = w->sentences[w->sentence_of[r]];
		const float *want = p == P_UPOS ? s->want.upos : s->want.xpos;
		if (want)
			*sum += softmax_loss(out + r * classes, want + w->time_of[r] * classes, classes, scale, right);
		else
			memset(out + r * classes, 0, classes * sizeof(real));
	}
	if (backward)
		linear_backward(params, w, p, w->net->at_tag, w->net->size.tag, out);
}

static void entities_run(const real *params, worker *w, param p, bool backward, double scale, double *sum)
{
	const net *n = w->net;
	const size_t k = n->shape[p].rows, longest = w->sentences[0]->n;
	real *out = linear(params, w, p, n->at_entity, n->size.entity);
	real *one = work_reals(w, longest * k), *d_move = gradient_at(w, (param)(p + 2));
	const real *move = param_at(n, params, (param)(p + 2));
	double *unary = work_alloc(w, longest * k * sizeof(double)),
	       *pair = work_alloc(w, longest * k * k * sizeof(double));
	double *work = work_alloc(w, 2 * longest * k * sizeof(double));
	for (size_t s = 0; s < w->count; s++) {
		const sample *sentence = w->sentences[s];
		const size_t m = sentence->n;
		const float *want = p == P_ENTITY ? sentence->want.entity : sentence->want.entity2;
		const float *want_pair = p == P_ENTITY ? sentence->want.entity_pair : sentence->want.entity2_pair;
		for (size_t t = 0; t < m; t++) {
			memcpy(one + t * k, out + row_at(w, s, t) * k, k * sizeof(real));
			memset(out + row_at(w, s, t) * k, 0, k * sizeof(real));
		}
		if (!want)
			continue;
		*sum += crf_marginals(m, k, one, move, unary, pair, work) - crf_score(m, k, one, move, want, want_pair);
		if (!backward)
			continue;
		for (size_t t = 0; t < m; t++)
			for (size_t b = 0; b < k; b++)
				out[row_at(w, s, t) * k + b] =
				    (real)((unary[t * k + b] - (double)want[t * k + b]) * scale);
		for (size_t b = 0; b < k; b++) {
			d_move[k * k + b] += (real)((unary[b] - (double)want[b]) * scale);
			d_move[(k + 1) * k + b] +=
			    (real)((unary[(m - 1) * k + b] - (double)want[(m - 1) * k + b]) * scale);
		}
		for (size_t t = 0; t + 1 < m; t++)
			for (size_t ab = 0; ab < k * k; ab++)
				d_move[ab] +=
				    (real)((pair[t * k * k + ab] - (double)want_pair[t * k * k + ab]) * scale);
	}
	if (backward)
		linear_backward(params, w, p, n->at_entity, n->size.entity, out);
}

void heads_run(const real *params, worker *w, bool backward, double scale, losses *sum)
{
	arcs_run(params, w, backward, scale, sum);
	labels_run(params, w, backward, scale, sum);
	tags_run(params, w, P_UPOS, backward, WEIGHT_TAG * scale, &sum->upos, &sum->upos_right);
	tags_run(params, w, P_XPOS, backward, WEIGHT_TAG * scale, &sum->xpos, &sum->xpos_right);
	entities_run(params, w, P_ENTITY, backward, WEIGHT_ENTITY * scale, &sum->entity);
	entities_run(params, w, P_ENTITY2, backward, WEIGHT_ENTITY2 * scale, &sum->entity2);
}

static void predict_rows(worker *w, const real *params, size_t s, param p, float *ret)
{
	const net *n = w->net;
	const size_t classes = n->shape[p].rows, in = n->size.tag;
	real one[256];
	for (size_t t = 0; t < w->sentences[s]->n; t++) {
		memcpy(one, param_at(n, params, (param)(p + 1)), classes * sizeof(real));
		mul_nt(1, classes, in, w->parts + row_at(w, s, t) * n->part + n->at_tag, n->part,
		       param_at(n, params, p), in, 1, one, classes);
		softmax(one, classes);
		for (size_t i = 0; i < classes; i++)
			ret[t * classes + i] = (float)one[i];
	}
}

static void predict_entities(worker *w, const real *params, size_t s, float *ret, float *ret_pair)
{
	const net *n = w->net;
	const size_t k = n->size.entities, in = n->size.entity, m = w->sentences[s]->n;
	real *one = work_reals(w, m * k);
	double *unary = work_alloc(w, m * k * sizeof(double)), *pair = work_alloc(w, m * k * k * sizeof(double));
	for (size_t t = 0; t < m; t++) {
		memcpy(one + t * k, param_at(n, params, P_ENTITY_BIAS), k * sizeof(real));
		mul_nt(1, k, in, w->parts + row_at(w, s, t) * n->part + n->at_entity, n->part,
		       param_at(n, params, P_ENTITY), in, 1, one + t * k, k);
	}
	crf_marginals(m, k, one, param_at(n, params, P_ENTITY_MOVE), unary, pair,
		      work_alloc(w, 2 * m * k * sizeof(double)));
	for (size_t i = 0; i < m * k; i++)
		ret[i] = (float)unary[i];
	for (size_t i = 0; i < (m - 1) * k * k; i++)
		ret_pair[i] = (float)pair[i];
}

void net_predict(const net *n, const real *params, worker *w, size_t sentence, const prediction *ret)
{
	const size_t s = w->order[sentence], m = w->sentences[s]->n, a = n->size.arc, l = n->size.label;
	const size_t used = w->used, r = n->size.relations;
	if (ret->arc) {
		real *score = work_reals(w, m * (m + 1));
		arcs_of(params, w, s, work_reals(w, m * a), work_reals(w, (m + 1) * a), score);
		for (size_t d = 0; d < m; d++) {
			softmax(score + d * (m + 1), m + 1);
			for (size_t h = 0; h <= m; h++)
				ret->arc[d * (m + 1) + h] = (float)score[d * (m + 1) + h];
		}
	}
	if (ret->label) {
		real *dep = work_reals(w, m * l), *head = work_reals(w, m * l), *product = work_reals(w, m * l);
		real *logit = work_reals(w, m * r);
		label_gather(w, s, ret->head, dep, head, product);
		label_scores(w, params, m, dep, head, product, logit);
		for (size_t t = 0; t < m; t++) {
			softmax(logit + t * r, r);
			for (size_t i = 0; i < r; i++)
				ret->label[t * r + i] = (float)logit[t * r + i];
		}
	}
	if (ret->upos)
		predict_rows(w, params, s, P_UPOS, ret->upos);
	if (ret->xpos)
		predict_rows(w, params, s, P_XPOS, ret->xpos);
	if (ret->entity)
		predict_entities(w, params, s, ret->entity, ret->entity_pair);
	w->used = used;
}
