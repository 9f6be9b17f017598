/* SPDX-License-Identifier: Apache-2.0 */
/* The engine on models of random numbers: the same bytes whatever computes them. */
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
	    cmocka_unit_test(a_kernel_that_is_not_there_is_refused),
	    cmocka_unit_test(a_sentence_of_20000_words_is_parsed_in_pieces),
	    cmocka_unit_test(strange_words_do_no_harm),
#ifdef ONUS_FAULTS
	    cmocka_unit_test(memory_that_is_refused_is_an_error_and_nothing_else),
#endif
	};
	return cmocka_run_group_tests(tests, set_up, tear_down);
}
