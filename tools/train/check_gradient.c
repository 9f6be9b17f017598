/* SPDX-License-Identifier: Apache-2.0 */
/* The derivatives against differences, in double precision, with dropout on: TAP, a line a table of parameters. */
#include "net.h"

#include "base/arena.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SENTENCES = 5, FORMS = 12, LONGEST = 7, CONTEXT = 3, UPOS = 4, XPOS = 5, RELATIONS = 6, K = 7, K2 = 3 };

typedef struct storage {
	uint32_t type[LONGEST], context[LONGEST];
	uint16_t head[LONGEST];
	float arc[LONGEST * (LONGEST + 1)], label[LONGEST * RELATIONS], upos[LONGEST * UPOS], xpos[LONGEST * XPOS];
	float entity[LONGEST * K], entity_pair[LONGEST * K * K], entity2[LONGEST * K2], entity2_pair[LONGEST * K2 * K2];
} storage;

static void distribution(float *x, size_t n, random_state *r)
{
	double sum = 0;
	for (size_t i = 0; i < n; i++)
		sum += x[i] = (float)random_unit(r);
	for (size_t i = 0; i < n; i++)
		x[i] = (float)((double)x[i] / sum);
}

/* A chain of independent tags: any unary rows, pairs their products. */
static void chain(float *unary, float *pair, size_t n, size_t k, random_state *r)
{
	for (size_t i = 0; i < n; i++)
		distribution(unary + i * k, k, r);
	for (size_t i = 0; i + 1 < n; i++)
		for (size_t a = 0; a < k; a++)
			for (size_t b = 0; b < k; b++)
				pair[(i * k + a) * k + b] = unary[i * k + a] * unary[(i + 1) * k + b];
}

static double total(const losses *l, double scale)
{
	return (l->arc + l->label + WEIGHT_TAG * (l->upos + l->xpos) + WEIGHT_ENTITY * l->entity +
		WEIGHT_ENTITY2 * l->entity2) /
	       scale;
}

int main(void)
{
	const net_sizes sizes = {.word = 4,
				 .affix = {2, 2, 2, 2, 2, 2},
				 .shape = 3,
				 .piece = 4,
				 .vector = 5,
				 .words = 9,
				 .vectors = 6,
				 .context = CONTEXT,
				 .hidden = 5,
				 .layers = 2,
				 .arc = 6,
				 .label = 5,
				 .tag = 4,
				 .entity = 4,
				 .upos = UPOS,
				 .xpos = XPOS,
				 .relations = RELATIONS,
				 .entities = K,
				 .entities2 = K2};
	random_state r = random_seed(7);
	net n;
	net_shape(&n, &sizes);
	ARENA_AUTO a = arena_new(0);
	real *params = arena_calloc(a, n.n, sizeof *params), *vectors = arena_calloc(a, (size_t)7 * 5, sizeof *vectors);
	real *gradient = arena_calloc(a, n.n, sizeof *gradient);
	storage *data = arena_calloc(a, SENTENCES, sizeof *data);
	worker *w = params && vectors && gradient && data ? worker_new(&n, 64) : NULL;
	form forms[FORMS];
	sample samples[SENTENCES];
	const sample *batch[SENTENCES];
	if (!w)
		return 2;
	memset(forms, 0, sizeof forms);
	for (size_t i = 0; i < 7 * 5; i++)
		vectors[i] = (real)random_normal(&r);
	n.vectors = vectors;
	net_init(&n, params, 3);
	for (int i = 0; i < FORMS; i++) {
		char text[16];
		const int length = snprintf(text, sizeof text, "form%d-x", i);
		features_of((span){text, (size_t)length}, &forms[i].features);
		forms[i].word = (uint32_t)i % 10;
		forms[i].vector = (uint32_t)i % 7;
		forms[i].count = (uint32_t)i + 1;
	}
	for (uint32_t s = 0; s < SENTENCES; s++) {
		const uint32_t m = 1 + (s * 5 + 2) % LONGEST;
		storage *d = &data[s];
		for (uint32_t t = 0; t < m; t++) {
			d->type[t] = (uint32_t)(random_bits(&r) % FORMS);
			d->context[t] = (uint32_t)(random_bits(&r) % 8);
			d->head[t] = (uint16_t)(random_bits(&r) % (m + 1));
			distribution(d->arc + t * (m + 1), m + 1, &r);
			d->arc[t * (m + 1) + t + 1] = 0;
			double mass = 0;
			for (uint32_t h = 0; h <= m; h++)
				mass += (double)d->arc[t * (m + 1) + h];
			for (uint32_t h = 0; h <= m; h++)
				d->arc[t * (m + 1) + h] = (float)((double)d->arc[t * (m + 1) + h] / mass);
			distribution(d->label + t * RELATIONS, RELATIONS, &r);
			distribution(d->upos + t * UPOS, UPOS, &r);
			distribution(d->xpos + t * XPOS, XPOS, &r);
		}
		chain(d->entity, d->entity_pair, m, K, &r);
		chain(d->entity2, d->entity2_pair, m, K2, &r);
		samples[s] = (sample){m,
				      d->type,
				      d->context,
				      {d->arc, d->label, s == 3 ? NULL : d->upos, d->xpos, s == 1 ? NULL : d->entity,
				       d->entity_pair, s == 2 ? NULL : d->entity2, d->entity2_pair, d->head}};
		batch[s] = &samples[s];
	}
	const dropout drop = {.input = 0.2, .layer = 0.2, .recurrent = 0.2, .part = 0.2, .word = 0.3};
	const double scale = 3;
	losses sum = {0};
	random_state again = random_seed(11);
	net_run(&n, params, forms, batch, SENTENCES, w, &drop, &again, scale, &sum);
	memcpy(gradient, worker_gradient(w), n.n * sizeof *gradient);
	int failed = 0;
	printf("1..%d\n", P_COUNT);
	for (int p = 0; p < P_COUNT; p++) {
		const size_t count = (size_t)n.shape[p].rows * n.shape[p].columns;
		double worst = 0, largest = 0;
		for (size_t tried = 0, i = 0; count && tried < 400; tried++) {
			/* small tables whole, large ones where the gradient is not nothing, and here and there */
			i = count <= 400 ? tried : (size_t)(random_bits(&r) % count);
			if (i >= count)
				break;
			for (size_t walk = 0;
			     count > 400 && tried % 4 && walk < count && gradient[n.shape[p].at + i] == 0; walk++)
				i = (i + 1) % count;
			real *x = &params[n.shape[p].at + i];
			const real before = *x, step = 1e-5;
			double value[2];
			for (int side = 0; side < 2; side++) {
				losses l = {0};
				again = random_seed(11);
				*x = before + (side ? -step : step);
				net_run(&n, params, forms, batch, SENTENCES, w, &drop, &again, scale, &l);
				value[side] = total(&l, scale);
			}
			*x = before;
			const double numeric = (value[0] - value[1]) / (2 * step), exact = gradient[n.shape[p].at + i];
			const double error = fabs(numeric - exact) / (1e-4 + fabs(numeric) + fabs(exact));
			worst = error > worst ? error : worst;
			largest = fabs(exact) > largest ? fabs(exact) : largest;
		}
		const int bad = worst > 2e-4 || (count && !(largest > 0));
		failed += bad;
		printf("%sok %d - table %d of %zu numbers: worst relative error %.1e, largest derivative %.1e\n",
		       bad ? "not " : "", p + 1, p, count, worst, largest);
	}
	worker_free(w);
	return failed != 0;
}
