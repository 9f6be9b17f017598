/* SPDX-License-Identifier: Apache-2.0 */
/* The engine on a model of random numbers against the network that network.h says, in double precision. */
#include "language_fixture.h"

#include "base/limits.h"
#include "base/memory.h"
#include "language/decode.h"
#include "language/entity.h"
#include "language/features.h"
#include "language/gazetteer.h"
#include "language/kernel.h"
#include "language/network.h"

#include <math.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

/* ---- the reference ---- */

/* One sentence of n words through the network in double precision, from the tables of the case. */
typedef struct reference {
	arena *arena;
	uint32_t n;
	double *parts, *upos, *xpos, *entity; /* [n][.] */
	double *arc;                          /* [n][n + 1] */
} reference;

static const model_table *the(const char *name)
{
	const model_table *t = language_case_table(&random_case, name);
	if (!t)
		fail_msg("no table %s", name);
	return t;
}

static const float *floats(const char *name)
{
	return the(name)->data;
}

static double *doubles(reference *r, size_t n)
{
	double *v = arena_calloc(r->arena, n, sizeof *v);
	assert_non_null(v);
	return v;
}

/* y = W x, where x are whole numbers and W's scale holds their step. */
static void multiply(const char *name, const double *x, double *y)
{
	const model_table *t = the(name);
	char scale[40];
	(void)snprintf(scale, sizeof scale, "%s.scale", name);
	for (uint32_t i = 0; i < t->rows; i++) {
		double sum = 0;
		for (uint32_t k = 0; k < t->columns; k++)
			sum += ((const int8_t *)t->data)[(size_t)i * t->columns + k] * x[k];
		y[i] = sum * (double)floats(scale)[i];
	}
}

static void add_floats(const char *name, double *y)
{
	const model_table *t = the(name);
	for (size_t i = 0; i < (size_t)t->rows * t->columns; i++)
		y[i] += (double)((const float *)t->data)[i];
}

static size_t add_row(const char *name, uint32_t row, double *x)
{
	const model_table *t = the(name);
	for (uint32_t k = 0; k < t->columns; k++)
		x[k] = ((const int8_t *)t->data)[(size_t)row * t->columns + k];
	return t->columns;
}

static void reference_input(span form, double *x)
{
	static const char *const affixes[] = {"x.prefix2", "x.prefix3", "x.suffix1",
					      "x.suffix2", "x.suffix3", "x.suffix4"};
	const model_table *words = the("x.word.keys"), *vectors = the("x.vector.keys"), *vector = the("x.vector"),
			  *piece = the("x.piece");
	word_features f;
	features_of(form, &f);
	x += add_row("x.word", feature_row(f.word, words->data, words->rows), x);
	for (size_t i = 0; i < FEATURE_AFFIXES; i++)
		x += add_row(affixes[i], f.affix[i], x);
	x += add_row("x.shape", f.shape, x);
	for (uint32_t k = 0; k < piece->columns; k++) {
		double sum = 0;
		for (uint32_t i = 0; i < f.n_pieces; i++)
			sum += ((const int8_t *)piece->data)[(size_t)f.pieces[i] * piece->columns + k];
		sum = f.n_pieces ? rint(sum / sqrt(f.n_pieces)) : 0;
		x[k] = sum < -127 ? -127 : sum > 127 ? 127 : sum;
	}
	x += piece->columns;
	uint32_t row = feature_row(f.word, vectors->data, vectors->rows);
	if (!row && f.vector_rest)
		row = feature_row(f.vector_rest, vectors->data, vectors->rows);
	for (uint32_t k = 0; k < 2 * vector->columns; k++) {
		const uint8_t two = ((const uint8_t *)vector->data)[(size_t)row * vector->columns + k / 2];
		x[k] = 8.0 * ((k % 2 ? two >> 4 : two & 15) - 8);
	}
}

static double sigmoid(double x)
{
	return 1 / (1 + exp(-x));
}

/* One direction; `in` and `r` are rows of 8H and 2H numbers. */
static void reference_lstm(reference *r, const char *recurrent, bool backward, const double *in, double *out)
{
	const uint32_t h = random_case.sizes.h;
	double *state = doubles(r, h), *cell = doubles(r, h), *all = doubles(r, 8 * h);
	for (uint32_t t = 0; t < r->n; t++) {
		const uint32_t row = backward ? r->n - 1 - t : t;
		multiply(recurrent, state, all);
		const double *gate = all + (backward ? 4 * h : 0),
			     *x = in + (size_t)row * 8 * h + (backward ? 4 * h : 0);
		for (uint32_t k = 0; k < h; k++) {
			cell[k] = sigmoid(gate[h + k] + x[h + k]) * cell[k] +
				  sigmoid(gate[k] + x[k]) * tanh(gate[2 * h + k] + x[2 * h + k]);
			state[k] = rint(127 * sigmoid(gate[3 * h + k] + x[3 * h + k]) * tanh(cell[k]));
			out[(size_t)row * 2 * h + (backward ? h : 0) + k] = state[k];
		}
	}
}

static double part_step(uint32_t column)
{
	const language_case_sizes *s = &random_case.sizes;
	const uint32_t ends[] = {s->a, 2 * s->a, 2 * s->a + s->l, 2 * s->a + 2 * s->l, 2 * s->a + 2 * s->l + s->t};
	size_t i = 0;
	while (i < 5 && column >= ends[i])
		i++;
	return (double)floats("steps")[i];
}

static void reference_arcs(reference *r, size_t width)
{
	const uint32_t a = random_case.sizes.a;
	double *head = doubles(r, a), *y = doubles(r, a), b;
	for (uint32_t h = 0; h <= r->n; h++) {
		for (uint32_t k = 0; k < a; k++)
			head[k] = h ? r->parts[(h - 1) * width + a + k] : ((const uint8_t *)the("root.arc")->data)[k];
		multiply("arc.u", head, y);
		multiply("arc.b", head, &b);
		for (uint32_t d = 0; d < r->n; d++) {
			double sum = 0;
			for (uint32_t k = 0; k < a; k++) {
				double q = rint(y[k] / (double)floats("steps")[NET_STEP_ARC_Y]);
				q = q < -127 ? -127 : q > 127 ? 127 : q;
				sum += r->parts[d * width + k] * q;
			}
			r->arc[d * (r->n + 1) + h] = sum * (double)floats("steps")[NET_STEP_ARC] + b;
		}
	}
}

static void run_reference(const language_sentence *s, reference *r)
{
	const language_case_sizes *z = &random_case.sizes;
	const uint32_t h = z->h, width = 2 * z->a + 2 * z->l + z->t + z->e, x_width = the("l1.in")->columns;
	span *forms = arena_calloc(r->arena, s->n, sizeof *forms);
	uint32_t *flags = arena_calloc(r->arena, s->n, sizeof *flags);
	double *in = doubles(r, (size_t)s->n * 8 * h), *out = doubles(r, (size_t)s->n * 2 * h),
	       *x = doubles(r, x_width);
	assert_non_null(forms);
	assert_non_null(flags);
	const model_table *keys = the("gaz.keys");
	const gazetteer g = {keys->data, the("gaz.types")->data, keys->rows,
			     *(const uint32_t *)the("gaz.longest")->data};
	r->n = s->n;
	for (uint32_t i = 0; i < s->n; i++)
		forms[i] = s->words[i].form;
	gazetteer_flags(&g, forms, s->n, flags);
	for (uint32_t i = 0; i < s->n; i++) {
		double *row = in + (size_t)i * 8 * h;
		reference_input(forms[i], x);
		multiply("l1.in", x, row);
		add_floats("l1.bias", row);
		for (uint32_t bit = 0; bit < GAZETTEER_CONTEXT; bit++)
			for (uint32_t k = 0; flags[i] >> bit & 1 && k < 8 * h; k++)
				row[k] += ((const int16_t *)the("l1.context")->data)[(size_t)bit * 8 * h + k] / 512.0;
	}
	reference_lstm(r, "l1.rec", false, in, out);
	reference_lstm(r, "l1.rec", true, in, out);
	for (uint32_t i = 0; i < s->n; i++) {
		multiply("l2.in", out + (size_t)i * 2 * h, in + (size_t)i * 8 * h);
		add_floats("l2.bias", in + (size_t)i * 8 * h);
	}
	reference_lstm(r, "l2.rec", false, in, out);
	reference_lstm(r, "l2.rec", true, in, out);
	r->parts = doubles(r, (size_t)s->n * width);
	r->arc = doubles(r, (size_t)s->n * (s->n + 1));
	r->upos = doubles(r, (size_t)s->n * 17);
	r->xpos = doubles(r, (size_t)s->n * z->xpos);
	r->entity = doubles(r, (size_t)s->n * ENTITY_COUNT);
	for (uint32_t i = 0; i < s->n; i++) {
		double *part = r->parts + (size_t)i * width;
		multiply("part", out + (size_t)i * 2 * h, part);
		add_floats("part.bias", part);
		for (uint32_t k = 0; k < width; k++) {
			part[k] = part[k] <= 0 ? 0 : rint(part[k] / part_step(k));
			part[k] = part[k] > 255 ? 255 : part[k];
		}
		const double *tag = part + 2 * z->a + 2 * z->l;
		multiply("upos", tag, r->upos + (size_t)i * 17);
		add_floats("upos.bias", r->upos + (size_t)i * 17);
		multiply("xpos", tag, r->xpos + (size_t)i * z->xpos);
		add_floats("xpos.bias", r->xpos + (size_t)i * z->xpos);
		multiply("entity", tag + z->t, r->entity + (size_t)i * ENTITY_COUNT);
		add_floats("entity.bias", r->entity + (size_t)i * ENTITY_COUNT);
	}
	reference_arcs(r, width);
}

/* The probability of `chosen` among n values, `never` being out of the question. */
static double probability(const double *v, uint32_t n, uint32_t never, uint32_t chosen)
{
	double sum = 0;
	for (uint32_t i = 0; i < n; i++)
		sum += i == never ? 0 : exp(v[i] - v[chosen]);
	return 1 / sum;
}

static double relation_probability(reference *r, uint32_t d, uint32_t head, uint32_t chosen)
{
	const language_case_sizes *z = &random_case.sizes;
	const uint32_t width = 2 * z->a + 2 * z->l + z->t + z->e;
	double *product = doubles(r, z->l), *sum = doubles(r, z->relations), *one = doubles(r, z->relations);
	const double *dep = r->parts + (size_t)d * width + 2 * z->a,
		     *above = r->parts + (size_t)(head - 1) * width + 2 * z->a + z->l;
	for (uint32_t k = 0; k < z->l; k++) {
		product[k] = rint(dep[k] * above[k] * (double)floats("steps")[NET_STEP_PRODUCT]);
		product[k] = product[k] > 255 ? 255 : product[k];
	}
	const char *const names[] = {"label.product", "label.dep", "label.head"};
	const double *const inputs[] = {product, dep, above};
	for (size_t i = 0; i < 3; i++) {
		multiply(names[i], inputs[i], one);
		for (uint32_t k = 0; k < z->relations; k++)
			sum[k] += one[k];
	}
	add_floats("label.bias", sum);
	return probability(sum, z->relations, 1, chosen);
}

typedef struct distance {
	double sum, most;
	size_t n;
} distance;

static void measure(distance *d, double a, double b)
{
	const double by = fabs(a - b);
	d->sum += by;
	d->most = by > d->most ? by : d->most;
	d->n++;
}

/* Roundings near a tie go either way in the two, and what follows differs a little: on the average by next to nothing,
 * and nowhere by much. A zero point, a bias or a scale in the wrong place would be seen at once. */
static void assert_near(const distance *d, const char *what)
{
	print_message("# %s: %zu numbers differ by %.5f on the average, by %.4f at most\n", what, d->n,
		      d->sum / (double)d->n, d->most);
	assert_true(d->sum / (double)d->n < 0.004);
	assert_true(d->most < 0.1);
}

static void the_arithmetic_is_that_of_the_network(void **state)
{
	(void)state;
	const language_case_sizes sizes = language_case_small();
	open_case(&sizes, 11);
	ARENA_AUTO a = arena_new(0);
	language_sentence *s = make_sentences(a);
	language_parser *p = NULL;
	distance upos = {0}, xpos = {0}, arc = {0}, relation = {0}, entity = {0};
	assert_int_equal(language_parser_new(model, NULL, &p, NULL), ONUS_OK);
	assert_int_equal(language_parse(p, s, SENTENCES, false, a, NULL), ONUS_OK);
	for (size_t i = 0; i < SENTENCES; i++) {
		if (s[i].cut || !s[i].n)
			continue;
		ARENA_AUTO own = arena_new(0);
		reference r = {.arena = own};
		run_reference(&s[i], &r);
		float *scores = arena_calloc(own, s[i].n, ENTITY_COUNT * sizeof *scores),
		      *tag_p = arena_calloc(own, s[i].n, sizeof *tag_p);
		uint8_t *tags = arena_alloc(own, s[i].n);
		void *scratch = arena_alloc(own, entity_scratch_bytes(s[i].n));
		for (size_t k = 0; k < (size_t)s[i].n * ENTITY_COUNT; k++)
			scores[k] = (float)r.entity[k];
		entity_decode(scores, s[i].n, floats("entity.move"), scratch, tags, tag_p);
		for (uint32_t k = 0; k < s[i].n; k++) {
			const language_word *w = &s[i].words[k];
			double *heads = r.arc + (size_t)k * (s[i].n + 1);
			measure(&upos, probability(r.upos + (size_t)k * 17, 17, 99, w->upos), (double)w->upos_p);
			/* Its probability does not come out; that it is the greatest, or close to it, does. */
			double best = 0;
			for (uint32_t x = 0; x < sizes.xpos; x++)
				best = fmax(best, probability(r.xpos + (size_t)k * sizes.xpos, sizes.xpos, 999, x));
			measure(&xpos, best, probability(r.xpos + (size_t)k * sizes.xpos, sizes.xpos, 999, w->xpos));
			measure(&arc, probability(heads, s[i].n + 1, k + 1, w->head), (double)w->arc_p);
			if (w->head)
				measure(&relation, relation_probability(&r, k, w->head, w->relation),
					(double)w->relation_p);
			else
				assert_string_equal(language_relation_name(model, w->relation), "r1");
			if (tags[k] == w->entity)
				measure(&entity, (double)tag_p[k], (double)w->entity_p);
		}
	}
	assert_near(&upos, "upos");
	assert_near(&xpos, "xpos");
	assert_near(&arc, "arc");
	assert_near(&relation, "relation");
	assert_near(&entity, "entity");
	assert_true(entity.n + 10 > upos.n * 99 / 100);
	language_parser_free(p);
	close_case();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(the_arithmetic_is_that_of_the_network),
	};
	return cmocka_run_group_tests(tests, set_up, tear_down);
}
