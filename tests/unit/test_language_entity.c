/* SPDX-License-Identifier: Apache-2.0 */
/* Sequences of tags against all sequences there are, for up to five words; the vote on documents made up for it. */
#include "language/entity.h"

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

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(the_tags_are_the_best_of_all),
	    cmocka_unit_test(forbidden_tags_stay_out_whatever_their_scores),
	    cmocka_unit_test(long_sentences_keep_their_probabilities),
	};
	return cmocka_run_group_tests_name("language_entity", tests, NULL, NULL);
}
