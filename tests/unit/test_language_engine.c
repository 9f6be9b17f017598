/* SPDX-License-Identifier: Apache-2.0 */
/* The engine on models of random numbers: the same bytes whatever computes them, and the arithmetic that network.h
 * says, against a plain one in double precision. */
#include "language_case.h"

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

enum { SENTENCES = 60 };

static char folder[] = "/tmp/onus-engine-XXXXXX", path[sizeof folder + 16];
static language_case random_case;
static language_model *model;

static void open_case(const language_case_sizes *sizes, uint64_t seed)
{
	onus_error err = {0};
	if (language_case_make(&random_case, sizes, seed, folder, &err) ||
	    model_file_write(path, random_case.tables, random_case.n_tables, &err) || language_open(path, &model, &err))
		fail_msg("%s", err.message);
}

static void close_case(void)
{
	language_close(model);
	model = NULL;
	language_case_close(&random_case);
	(void)unlink(path);
}

static int set_up(void **state)
{
	(void)state;
	if (!mkdtemp(folder))
		return -1;
	(void)snprintf(path, sizeof path, "%s/model", folder);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	return rmdir(folder);
}

/* Sentences of all lengths, some with what is known about them, one too long for a tree. */
static language_sentence *make_sentences(arena *a)
{
	language_sentence *s = arena_calloc(a, SENTENCES, sizeof *s);
	language_constraint *constraints = arena_calloc(a, SENTENCES, sizeof *constraints);
	assert_non_null(s);
	assert_non_null(constraints);
	for (uint32_t i = 0; i < SENTENCES; i++) {
		s[i] = language_case_sentence(&random_case,
					      i == 7   ? 700
					      : i == 9 ? 0
						       : 1 + language_case_dice(&random_case, 40),
					      a);
		if (i % 3 == 0 && s[i].n > 4) {
			constraints[i] = (language_constraint){.first = 1, .end = 3 + i % 2};
			s[i].constraints = &constraints[i];
			s[i].n_constraints = 1;
		}
	}
	return s;
}

/* What a parse says, as bytes without pointers. */
typedef struct said {
	uint32_t head;
	uint8_t upos, xpos, relation, entity;
	float p[4];
	char lemma[40];
} said;

typedef struct parse_job {
	language_options options;
	bool vote;
	const language_sentence *sentences;
	said *said;
	size_t n;
	onus_status status;
} parse_job;

static void *parse(void *job)
{
	parse_job *j = job;
	ARENA_AUTO a = arena_new(0);
	language_parser *p = NULL;
	onus_error err;
	j->status = language_parser_new(model, &j->options, &p, &err);
	language_sentence *s = a ? arena_calloc(a, SENTENCES, sizeof *s) : NULL;
	j->n = 0;
	if (!s) {
		language_parser_free(p);
		j->status = ONUS_ERR_MEMORY;
		return NULL;
	}
	for (size_t i = 0; j->status == ONUS_OK && i < SENTENCES; i++) {
		s[i] = j->sentences[i];
		s[i].words = arena_calloc(a, s[i].n + 1, sizeof *s[i].words);
		for (uint32_t k = 0; k < s[i].n; k++)
			s[i].words[k].form = j->sentences[i].words[k].form;
	}
	if (j->status == ONUS_OK)
		j->status = language_parse(p, s, SENTENCES, j->vote, a, &err);
	for (size_t i = 0; j->status == ONUS_OK && i < SENTENCES; i++)
		for (uint32_t k = 0; k < s[i].n; k++) {
			const language_word *w = &s[i].words[k];
			said *to = &j->said[j->n++];
			memset(to, 0, sizeof *to);
			*to = (said){w->head,     w->upos,   w->xpos,
				     w->relation, w->entity, {w->upos_p, w->arc_p, w->relation_p, w->entity_p},
				     ""};
			(void)snprintf(to->lemma, sizeof to->lemma, "%.*s", (int)w->lemma.n, w->lemma.p);
		}
	language_parser_free(p);
	return NULL;
}

static void assert_same(const parse_job *a, const parse_job *b)
{
	assert_int_equal(a->status, ONUS_OK);
	assert_int_equal(b->status, ONUS_OK);
	assert_int_equal(a->n, b->n);
	assert_memory_equal(a->said, b->said, a->n * sizeof *a->said);
}

static void same_bytes_everywhere(const language_case_sizes *sizes)
{
	static const uint32_t batches[] = {1, 7, 64, 512, 16384};
	open_case(sizes, 3);
	ARENA_AUTO a = arena_new(0);
	language_sentence *s = make_sentences(a);
	size_t words = 0;
	for (size_t i = 0; i < SENTENCES; i++)
		words += s[i].n;
	said *first = arena_calloc(a, words, sizeof *first), *other = arena_calloc(a, words, sizeof *other);
	assert_non_null(first);
	assert_non_null(other);
	parse_job plain = {{"plain", 64}, true, s, first, 0, ONUS_OK};
	(void)parse(&plain);
	assert_int_equal(plain.n, words);
	for (const char *const *name = language_kernels(); *name; name++)
		for (size_t i = 0; i < sizeof batches / sizeof *batches; i++) {
			parse_job job = {{*name, batches[i]}, true, s, other, 0, ONUS_OK};
			(void)parse(&job);
			assert_same(&plain, &job);
		}
	/* Two at once, with the same model. */
	said *third = arena_calloc(a, words, sizeof *third);
	assert_non_null(third);
	parse_job jobs[2] = {{{NULL, 0}, true, s, other, 0, ONUS_OK}, {{NULL, 33}, true, s, third, 0, ONUS_OK}};
	pthread_t threads[2];
	for (size_t i = 0; i < 2; i++)
		assert_int_equal(pthread_create(&threads[i], NULL, parse, &jobs[i]), 0);
	for (size_t i = 0; i < 2; i++)
		assert_int_equal(pthread_join(threads[i], NULL), 0);
	assert_same(&plain, &jobs[0]);
	assert_same(&plain, &jobs[1]);
	close_case();
}

static void kernels_batches_and_threads_give_the_same_bytes(void **state)
{
	(void)state;
	language_case_sizes sizes = language_case_small();
	same_bytes_everywhere(&sizes);
	sizes.layers = 3;
	sizes.h = 48;
	same_bytes_everywhere(&sizes);
}

static void every_kernel_that_is_there_agrees_with_the_plain_one(void **state)
{
	(void)state;
	const kernel *const *list = kernel_list();
	size_t n = 0;
	while (list[n])
		assert_true(kernel_agrees(list[n++], &kernel_plain));
	assert_ptr_equal(list[n - 1], &kernel_plain);
#if defined(__x86_64__)
	/* A kernel that the processor has and that is not in the list was wrong. */
	size_t present = 1U + kernel_avx2.present() + kernel_avx512.present();
	assert_int_equal(n, present);
#endif
	for (size_t i = 0; i < n; i++)
		print_message("# kernel %s\n", list[i]->name);
}

static void a_kernel_that_is_not_there_is_refused(void **state)
{
	(void)state;
	const language_case_sizes sizes = language_case_small();
	language_parser *p = NULL;
	onus_error err = {0};
	open_case(&sizes, 1);
	assert_int_equal(language_parser_new(model, &(language_options){"abacus", 0}, &p, &err), ONUS_ERR_USAGE);
	assert_non_null(strstr(err.message, "abacus"));
	assert_null(p);
	close_case();
}

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

/* ---- sentences of any length ---- */

static void assert_tree(const language_sentence *s)
{
	uint32_t roots = 0;
	for (uint32_t i = 0; i < s->n; i++) {
		assert_true(s->words[i].head <= s->n);
		assert_true(s->words[i].head != i + 1);
		roots += s->words[i].head == 0;
	}
	assert_int_equal(roots, s->n > 0);
	/* From every word there is a way up; marks make it linear. */
	uint8_t *done = calloc(s->n + 1, 1);
	assert_non_null(done);
	done[0] = 1;
	for (uint32_t i = 1; i <= s->n; i++) {
		uint32_t steps = 0;
		for (uint32_t up = i; !done[up]; up = s->words[up - 1].head)
			assert_true(steps++ <= s->n);
		for (uint32_t up = i; !done[up]; up = s->words[up - 1].head)
			done[up] = 1;
	}
	free(done);
}

static void a_sentence_of_20000_words_is_parsed_in_pieces(void **state)
{
	(void)state;
	const language_case_sizes sizes = language_case_small();
	open_case(&sizes, 5);
	ARENA_AUTO a = arena_new(0);
	language_parser *p = NULL;
	assert_int_equal(language_parser_new(model, NULL, &p, NULL), ONUS_OK);
	for (int marks = 0; marks < 2; marks++) {
		language_sentence s = language_case_sentence(&random_case, 20000, a);
		language_constraint known[] = {
		    {.first = 2, .end = 5},
		    {.kind = LANGUAGE_HANGS_ON, .first = 19000, .end = 19003, .lead_first = 1, .lead_end = 2},
		    {.first = 10, .end = 15000},
		    {.first = 30000, .end = 15000},
		    {.first = 19990, .end = UINT32_MAX}};
		assert_int_equal(s.n, 20000);
		for (uint32_t i = 0; i < s.n && !marks; i++)
			s.words[i].form = SPAN("word");
		s.constraints = known;
		s.n_constraints = sizeof known / sizeof *known;
		assert_int_equal(language_parse(p, &s, 1, true, a, NULL), ONUS_OK);
		assert_true(s.cut);
		assert_tree(&s);
		/* What was known within a piece holds: one word of it hangs outside. */
		uint32_t outside = 0;
		for (uint32_t i = 2; i < 5; i++)
			outside += s.words[i].head < 3 || s.words[i].head > 5;
		assert_int_equal(outside, 1);
	}
	language_sentence exact = language_case_sentence(&random_case, LIMIT_PARSE_TOKENS, a);
	assert_int_equal(language_parse(p, &exact, 1, true, a, NULL), ONUS_OK);
	assert_false(exact.cut);
	assert_tree(&exact);
	language_parser_free(p);
	close_case();
}

static void strange_words_do_no_harm(void **state)
{
	(void)state;
	const language_case_sizes sizes = language_case_small();
	open_case(&sizes, 6);
	ARENA_AUTO a = arena_new(0);
	char longest[3000];
	memset(longest, 'q', sizeof longest);
	const span forms[] = {SPAN(""),     SPAN("\xff\xfe"), SPAN("😀"), SPAN("\x01"), {longest, sizeof longest},
			      SPAN("brrr"), SPAN("ひらがな"), SPAN("-"), SPAN("a-"),   SPAN("\0x")};
	enum { N = sizeof forms / sizeof *forms };
	language_parser *p = NULL;
	assert_int_equal(language_parser_new(model, &(language_options){NULL, 1}, &p, NULL), ONUS_OK);
	language_word words[N + 1] = {{.form = {NULL, 0}}};
	for (size_t i = 0; i < N; i++)
		words[i].form = forms[i];
	language_sentence s[] = {{.words = words, .n = N}, {.n = 0}, {.words = words + N, .n = 1}};
	assert_int_equal(language_parse(p, s, 3, true, a, NULL), ONUS_OK);
	assert_tree(&s[0]);
	assert_int_equal(s[2].words[0].head, 0);
	assert_int_equal(language_parse(p, NULL, 0, true, a, NULL), ONUS_OK);
	language_parser_free(p);
	close_case();
}

#ifdef ONUS_FAULTS
/* Opens, makes a parser, parses; whatever fails on the way, nothing is left behind. */
static onus_status open_and_parse(const language_sentence *given, arena *a)
{
	language_model *m = NULL;
	language_parser *p = NULL;
	language_sentence s = *given;
	onus_status status = language_open(path, &m, NULL);
	if (status == ONUS_OK)
		status = language_parser_new(m, NULL, &p, NULL);
	if (status == ONUS_OK)
		status = language_parse(p, &s, 1, true, a, NULL);
	language_parser_free(p);
	language_close(m);
	return status;
}

static void memory_that_is_refused_is_an_error_and_nothing_else(void **state)
{
	(void)state;
	const language_case_sizes sizes = language_case_small();
	open_case(&sizes, 8);
	ARENA_AUTO a = arena_new(0);
	language_constraint known = {.first = 2, .end = 5};
	language_sentence s = language_case_sentence(&random_case, 600, a);
	s.constraints = &known;
	s.n_constraints = 1;
	(void)kernel_list(); /* tested once for the process: not under a failing allocator */
	onus_status status = ONUS_ERR_MEMORY;
	size_t n = 1;
	for (; n < 1000 && status != ONUS_OK; n++) {
		(void)mem_fail_at(n);
		status = open_and_parse(&s, a);
		(void)mem_fail_at(0);
		assert_true(status == ONUS_OK || status == ONUS_ERR_MEMORY);
	}
	assert_int_equal(status, ONUS_OK);
	assert_true(n > 20);
	close_case();
}
#endif

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(every_kernel_that_is_there_agrees_with_the_plain_one),
	    cmocka_unit_test(kernels_batches_and_threads_give_the_same_bytes),
	    cmocka_unit_test(the_arithmetic_is_that_of_the_network),
	    cmocka_unit_test(a_kernel_that_is_not_there_is_refused),
	    cmocka_unit_test(a_sentence_of_20000_words_is_parsed_in_pieces),
	    cmocka_unit_test(strange_words_do_no_harm),
#ifdef ONUS_FAULTS
	    cmocka_unit_test(memory_that_is_refused_is_an_error_and_nothing_else),
#endif
	};
	return cmocka_run_group_tests(tests, set_up, tear_down);
}
