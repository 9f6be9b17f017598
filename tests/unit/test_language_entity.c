/* SPDX-License-Identifier: Apache-2.0 */
/* Sequences of tags against all sequences there are, for up to five words; the vote on documents made up for it. */
#include "language/entity.h"

#include "base/memory.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

enum { SMALL = 5 };

static uint64_t seed;

static uint32_t dice(uint32_t sides)
{
	seed = seed * 6364136223846793005u + 1442695040888963407u;
	return (uint32_t)((seed >> 33) % sides);
}

static float some_score(void)
{
	return ((float)dice(1u << 16) - 32768.0f) / 8192.0f;
}

static bool is_legal(const uint8_t *tags, uint32_t n)
{
	for (uint32_t i = 0; i < n; i++) {
		uint8_t before = i == 0 ? (uint8_t)ENTITY_START : tags[i - 1];
		if (tags[i] == ENTITY_PER_IN && before != ENTITY_PER_BEGIN && before != ENTITY_PER_IN)
			return false;
		if (tags[i] == ENTITY_ORG_IN && before != ENTITY_ORG_BEGIN && before != ENTITY_ORG_IN)
			return false;
		if (tags[i] == ENTITY_LOC_IN && before != ENTITY_LOC_BEGIN && before != ENTITY_LOC_IN)
			return false;
	}
	return true;
}

static double score_of(const float *scores, const float *moves, const uint8_t *tags, uint32_t n)
{
	double sum = (double)moves[ENTITY_START * ENTITY_COUNT + tags[0]] +
		     (double)moves[ENTITY_END * ENTITY_COUNT + tags[n - 1]];
	for (uint32_t i = 0; i < n; i++) {
		sum += (double)scores[i * ENTITY_COUNT + tags[i]];
		if (i > 0)
			sum += (double)moves[tags[i - 1] * ENTITY_COUNT + tags[i]];
	}
	return sum;
}

static void decode(const float *scores, uint32_t n, const float *moves, uint8_t *tags, float *p)
{
	void *scratch = malloc(entity_scratch_bytes(n));
	assert_non_null(scratch);
	entity_decode(scores, n, moves, scratch, tags, p);
	free(scratch);
}

static void assert_best_of_all(uint32_t n, const float *scores, const float *moves)
{
	uint8_t tags[SMALL];
	float p[SMALL];
	decode(scores, n, moves, tags, p);
	assert_true(is_legal(tags, n));
	double best = -INFINITY, all = 0, with_tag[SMALL] = {0};
	uint8_t other[SMALL] = {0};
	for (;;) {
		if (is_legal(other, n)) {
			double score = score_of(scores, moves, other, n);
			best = score > best ? score : best;
			all += exp(score);
			for (uint32_t i = 0; i < n; i++)
				with_tag[i] += other[i] == tags[i] ? exp(score) : 0;
		}
		uint32_t at = 0;
		while (at < n && other[at] == ENTITY_COUNT - 1)
			other[at++] = 0;
		if (at == n)
			break;
		other[at]++;
	}
	assert_true(fabs(score_of(scores, moves, tags, n) - best) < 1e-9);
	for (uint32_t i = 0; i < n; i++)
		assert_true(fabs((double)p[i] - with_tag[i] / all) < 1e-5);
}

static void the_tags_are_the_best_of_all(void **state)
{
	(void)state;
	seed = 1;
	for (int trial = 0; trial < 60; trial++) {
		uint32_t n = (uint32_t)trial % SMALL + 1;
		float scores[SMALL * ENTITY_COUNT], moves[ENTITY_MOVES * ENTITY_COUNT];
		for (int i = 0; i < SMALL * ENTITY_COUNT; i++)
			scores[i] = some_score();
		for (int i = 0; i < ENTITY_MOVES * ENTITY_COUNT; i++)
			moves[i] = some_score();
		assert_best_of_all(n, scores, moves);
	}
}

static void forbidden_tags_stay_out_whatever_their_scores(void **state)
{
	(void)state;
	static const float strange[] = {NAN, INFINITY, -INFINITY, 3e38f, -3e38f, 1000, -1000, 0};
	seed = 2;
	for (int trial = 0; trial < 2000; trial++) {
		enum { N = 9 };
		float scores[N * ENTITY_COUNT], moves[ENTITY_MOVES * ENTITY_COUNT], p[N];
		for (int i = 0; i < N * ENTITY_COUNT; i++)
			scores[i] = strange[dice((uint32_t)trial % 8 + 1)];
		for (int i = 0; i < ENTITY_MOVES * ENTITY_COUNT; i++)
			moves[i] = strange[dice(8)];
		uint8_t tags[N];
		uint32_t n = dice(N) + 1;
		decode(scores, n, moves, tags, p);
		assert_true(is_legal(tags, n));
		for (uint32_t i = 0; i < n; i++)
			assert_true(p[i] >= 0 && p[i] <= 1);
	}
}

static void long_sentences_keep_their_probabilities(void **state)
{
	(void)state;
	enum { N = 20000 };
	static float scores[N * ENTITY_COUNT], moves[ENTITY_MOVES * ENTITY_COUNT], p[N];
	static uint8_t tags[N];
	seed = 4;
	for (int i = 0; i < N * ENTITY_COUNT; i++)
		scores[i] = some_score() * 4;
	decode(scores, N, moves, tags, p);
	assert_true(is_legal(tags, N));
	for (int i = 0; i < N; i++)
		assert_true(p[i] > 0 && p[i] <= 1);
}

/* ---- the vote ---- */

/* A word, the tag that the network finds for it, and by how much it prefers that. */
typedef struct seen {
	const char *form;
	language_entity tag;
	float margin;
} seen;

enum { MOST_WORDS = 12, MOST_SENTENCES = 8 };
#define END                                                                                                            \
	{                                                                                                              \
		NULL, ENTITY_NONE, 0                                                                                   \
	}

typedef struct document {
	language_word words[MOST_SENTENCES][MOST_WORDS];
	language_sentence sentences[MOST_SENTENCES];
	float scores[MOST_SENTENCES][MOST_WORDS * ENTITY_COUNT];
	const float *score_rows[MOST_SENTENCES];
	size_t n;
} document;

static const float no_moves[ENTITY_MOVES * ENTITY_COUNT];

static void vote_on(const seen (*text)[MOST_WORDS], size_t n, document *d)
{
	*d = (document){.n = n};
	for (size_t i = 0; i < n; i++) {
		language_sentence *s = &d->sentences[i];
		s->words = d->words[i];
		d->score_rows[i] = d->scores[i];
		for (; s->n < MOST_WORDS && text[i][s->n].form; s->n++) {
			s->words[s->n].form = span_of(text[i][s->n].form);
			d->scores[i][s->n * ENTITY_COUNT + text[i][s->n].tag] = text[i][s->n].margin;
		}
		uint8_t tags[MOST_WORDS];
		float p[MOST_WORDS];
		decode(d->scores[i], s->n, no_moves, tags, p);
		for (uint32_t k = 0; k < s->n; k++) {
			s->words[k].entity = tags[k];
			s->words[k].entity_p = p[k];
			assert_int_equal(tags[k], text[i][k].tag);
		}
	}
	ARENA_AUTO a = arena_new(0);
	assert_int_equal(entity_vote(d->score_rows, no_moves, d->sentences, n, a, NULL), ONUS_OK);
	for (size_t i = 0; i < n; i++) {
		for (uint32_t k = 0; k < d->sentences[i].n; k++)
			assert_true(d->words[i][k].entity_p > 0 && d->words[i][k].entity_p <= 1);
	}
}

static void sure_mentions_inform_doubtful_ones(void **state)
{
	(void)state;
	static const seen text[][MOST_WORDS] = {
	    {{"Xi", ENTITY_PER_BEGIN, 9}, {"Jinping", ENTITY_PER_IN, 9}, {"spoke", ENTITY_NONE, 9}, END},
	    {{"Then", ENTITY_NONE, 9}, {"Xi", ENTITY_PER_BEGIN, 9}, {"left", ENTITY_NONE, 9}, END},
	    {{"Few", ENTITY_NONE, 9}, {"saw", ENTITY_NONE, 9}, {"Xi", ENTITY_LOC_BEGIN, 1}, END},
	    {{"Few", ENTITY_NONE, 9}, {"saw", ENTITY_NONE, 9}, {"Xi", ENTITY_NONE, 1}, END},
	    {{"Few", ENTITY_NONE, 9}, {"saw", ENTITY_NONE, 9}, {"Xi", ENTITY_LOC_BEGIN, 12}, END},
	    {{"with", ENTITY_NONE, 9}, {"Xi", ENTITY_PER_BEGIN, 9}, END},
	    {{"and", ENTITY_NONE, 9}, {"Xi", ENTITY_PER_BEGIN, 9}, END},
	    {{"the", ENTITY_NONE, 9}, {"letter", ENTITY_NONE, 9}, {"xi", ENTITY_NONE, 1}, END},
	};
	document d;
	vote_on(text, 8, &d);
	assert_int_equal(d.words[2][2].entity, ENTITY_PER_BEGIN);
	assert_int_equal(d.words[3][2].entity, ENTITY_PER_BEGIN);
	assert_int_equal(d.words[4][2].entity, ENTITY_LOC_BEGIN); /* too sure to give way */
	assert_int_equal(d.words[7][2].entity, ENTITY_NONE);      /* no name */
}

static void a_name_is_found_whole(void **state)
{
	(void)state;
	static const seen text[][MOST_WORDS] = {
	    {{"Human", ENTITY_ORG_BEGIN, 9},
	     {"Rights", ENTITY_ORG_IN, 9},
	     {"Watch", ENTITY_ORG_IN, 9},
	     {"said", ENTITY_NONE, 9},
	     END},
	    {{"Human", ENTITY_ORG_BEGIN, 9},
	     {"Rights", ENTITY_ORG_IN, 9},
	     {"Watch", ENTITY_ORG_IN, 9},
	     {"wrote", ENTITY_NONE, 9},
	     END},
	    {{"Human", ENTITY_PER_BEGIN, 1},
	     {"Rights", ENTITY_NONE, 1},
	     {"Watch", ENTITY_NONE, 1},
	     {"urged", ENTITY_NONE, 9},
	     END},
	    {{"but", ENTITY_NONE, 9}, {"HRW", ENTITY_NONE, 1}, {"urged", ENTITY_NONE, 9}, END},
	    {{"and", ENTITY_NONE, 9}, {"Hrw", ENTITY_NONE, 1}, {"urged", ENTITY_NONE, 9}, END},
	};
	document d;
	vote_on(text, 5, &d);
	assert_int_equal(d.words[2][0].entity, ENTITY_ORG_BEGIN);
	assert_int_equal(d.words[2][1].entity, ENTITY_ORG_IN);
	assert_int_equal(d.words[2][2].entity, ENTITY_ORG_IN);
	assert_int_equal(d.words[2][3].entity, ENTITY_NONE);
	assert_int_equal(d.words[3][1].entity, ENTITY_ORG_BEGIN); /* the body's initials */
	assert_int_equal(d.words[4][1].entity, ENTITY_NONE);
}

static void what_stays_as_it_is(void **state)
{
	(void)state;
	static const seen text[][MOST_WORDS] = {
	    /* A state that acts, and the place. */
	    {{"China", ENTITY_LOC_BEGIN, 9}, {"is", ENTITY_NONE, 9}, {"large", ENTITY_NONE, 9}, END},
	    {{"in", ENTITY_NONE, 9}, {"China", ENTITY_LOC_BEGIN, 9}, END},
	    {{"Today", ENTITY_NONE, 9}, {"China", ENTITY_ORG_BEGIN, 1}, {"agreed", ENTITY_NONE, 9}, END},
	    /* A word that begins a sentence and is a given name. */
	    {{"Will", ENTITY_PER_BEGIN, 9},
	     {"Smith", ENTITY_PER_IN, 9},
	     {"will", ENTITY_NONE, 9},
	     {"go", ENTITY_NONE, 9},
	     END},
	    {{"\"", ENTITY_NONE, 9}, {"Will", ENTITY_NONE, 1}, {"you", ENTITY_NONE, 9}, {"go", ENTITY_NONE, 9}, END},
	    /* Part of a longer name. */
	    {{"the", ENTITY_NONE, 9}, {"Smith", ENTITY_ORG_BEGIN, 3}, {"Company", ENTITY_ORG_IN, 3}, END},
	};
	document d;
	vote_on(text, 6, &d);
	assert_int_equal(d.words[2][1].entity, ENTITY_ORG_BEGIN);
	assert_int_equal(d.words[4][1].entity, ENTITY_NONE);
	assert_int_equal(d.words[5][1].entity, ENTITY_ORG_BEGIN);
	assert_int_equal(d.words[5][2].entity, ENTITY_ORG_IN);
}

static void a_name_of_several_things_says_nothing(void **state)
{
	(void)state;
	static const seen text[][MOST_WORDS] = {
	    {{"Jordan", ENTITY_PER_BEGIN, 9}, {"spoke", ENTITY_NONE, 9}, END},
	    {{"in", ENTITY_NONE, 9}, {"Jordan", ENTITY_LOC_BEGIN, 9}, END},
	    {{"saw", ENTITY_NONE, 9}, {"Jordan", ENTITY_NONE, 1}, END},
	};
	document d;
	vote_on(text, 3, &d);
	assert_int_equal(d.words[2][1].entity, ENTITY_NONE);
}

/* Nothing but names: the time stays in proportion. */
static void a_long_document_is_voted_on(void **state)
{
	(void)state;
	enum { N = 40000 };
	static language_word words[N];
	static float scores[N * ENTITY_COUNT];
	for (int i = 0; i < N; i++) {
		words[i].form = i % 7 == 0 ? SPAN("Li") : i % 2 ? SPAN("Ming") : SPAN("Wang");
		words[i].entity = i % 3 == 0 ? ENTITY_PER_BEGIN : i % 3 == 1 ? ENTITY_PER_IN : ENTITY_NONE;
		words[i].entity_p = 0.9f;
	}
	language_sentence s = {.words = words, .n = N};
	const float *rows = scores;
	ARENA_AUTO a = arena_new(0);
	assert_int_equal(entity_vote(&rows, no_moves, &s, 1, a, NULL), ONUS_OK);
	for (int i = 0; i < N; i++)
		words[i].entity = ENTITY_PER_IN; /* one name of 40,000 words, with no beginning */
	assert_int_equal(entity_vote(&rows, no_moves, &s, 1, a, NULL), ONUS_OK);
	assert_int_equal(entity_vote(&rows, no_moves, &s, 0, a, NULL), ONUS_OK);
}

#ifdef ONUS_FAULTS
/* Every request for memory refused in turn: an error and nothing changed, or the vote. */
static void refused_memory_is_an_error(void **state)
{
	(void)state;
	float scores[3 * ENTITY_COUNT] = {[2 * ENTITY_COUNT] = 1};
	const float *rows = scores;
	onus_status status = ONUS_ERR_MEMORY;
	for (size_t n = 1; status != ONUS_OK; n++) {
		language_word words[3] = {
		    {.form = SPAN("Xi"), .entity = ENTITY_PER_BEGIN, .entity_p = 1},
		    {.form = SPAN("Xi"), .entity = ENTITY_PER_BEGIN, .entity_p = 1},
		    {.form = SPAN("Xi"), .entity = ENTITY_NONE, .entity_p = 0.3f},
		};
		scores[ENTITY_PER_BEGIN] = scores[ENTITY_COUNT + ENTITY_PER_BEGIN] = 9;
		language_sentence s = {.words = words, .n = 3};
		ARENA_AUTO a = arena_new(0);
		assert_non_null(a);
		(void)mem_fail_at(n);
		status = entity_vote(&rows, no_moves, &s, 1, a, NULL);
		(void)mem_fail_at(0);
		assert_true(status == ONUS_OK || status == ONUS_ERR_MEMORY);
		assert_int_equal(words[2].entity, status == ONUS_OK ? ENTITY_PER_BEGIN : ENTITY_NONE);
	}
}
#endif

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(the_tags_are_the_best_of_all),
	    cmocka_unit_test(forbidden_tags_stay_out_whatever_their_scores),
	    cmocka_unit_test(long_sentences_keep_their_probabilities),
	    cmocka_unit_test(sure_mentions_inform_doubtful_ones),
	    cmocka_unit_test(a_name_is_found_whole),
	    cmocka_unit_test(what_stays_as_it_is),
	    cmocka_unit_test(a_name_of_several_things_says_nothing),
	    cmocka_unit_test(a_long_document_is_voted_on),
#ifdef ONUS_FAULTS
	    cmocka_unit_test(refused_memory_is_an_error),
#endif
	};
	return cmocka_run_group_tests_name("language_entity", tests, NULL, NULL);
}
