/* SPDX-License-Identifier: Apache-2.0 */
/* Trees against all trees there are, for up to six words; what holds for long sentences; the exponential. */
#include "language/decode.h"
#include "language/real.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

enum { SMALL = 6, MOST_TREES = 728, LONG = 250 };

static uint64_t seed;

static uint32_t dice(uint32_t sides)
{
	seed = seed * 6364136223846793005u + 1442695040888963407u;
	return (uint32_t)((seed >> 33) % sides);
}

/* One word on the root, no cycle, and every word between a head and its dependent hangs below the head. */
static bool is_projective_tree(const uint32_t *heads, uint32_t n)
{
	uint32_t roots = 0;
	for (uint32_t d = 1; d <= n; d++) {
		roots += heads[d - 1] == 0;
		uint32_t up = d, steps = 0;
		while (up != 0 && steps++ <= n)
			up = heads[up - 1];
		if (up != 0)
			return false;
	}
	for (uint32_t d = 1; d <= n; d++) {
		uint32_t h = heads[d - 1];
		for (uint32_t between = (h < d ? h : d) + 1; between < (h < d ? d : h); between++) {
			uint32_t up = between;
			while (up != 0 && up != h)
				up = heads[up - 1];
			if (up != h)
				return false;
		}
	}
	return roots == 1;
}

static size_t all_trees(uint32_t n, uint32_t (*ret_trees)[SMALL])
{
	uint32_t heads[SMALL] = {0};
	size_t count = 0;
	for (;;) {
		if (is_projective_tree(heads, n)) {
			assert_true(count < MOST_TREES);
			memcpy(ret_trees[count++], heads, sizeof heads);
		}
		uint32_t at = 0;
		while (at < n && heads[at] == n)
			heads[at++] = 0;
		if (at == n)
			return count;
		heads[at]++;
	}
}

static double score_of(const float *scores, uint32_t n, const uint32_t *heads)
{
	double sum = 0;
	for (uint32_t d = 0; d < n; d++)
		sum += (double)scores[d * (n + 1) + heads[d]];
	return sum;
}

/* As decode.h defines them. */
static uint32_t breaches(const uint32_t *heads, uint32_t n, const language_constraint *k, size_t n_constraints)
{
	uint32_t sum = 0;
	for (size_t i = 0; i < n_constraints; i++) {
		uint32_t entering = 0;
		for (uint32_t d = k[i].first; d < k[i].end && d < n; d++) {
			bool is_root = heads[d] == 0;
			uint32_t h = heads[d] - 1;
			if (!is_root && h >= k[i].first && h < k[i].end)
				continue;
			entering++;
			if (k[i].kind == LANGUAGE_HANGS_ON && (is_root || h < k[i].lead_first || h >= k[i].lead_end))
				sum++;
		}
		sum += entering > 0 ? entering - 1 : 0;
	}
	return sum;
}

typedef struct scratch {
	void *p;
} scratch;

static void scratch_free(scratch *s)
{
	free(s->p);
}

static scratch scratch_new(uint32_t n)
{
	scratch s = {aligned_alloc(16, (decode_scratch_bytes(n) + 15) / 16 * 16)};
	assert_non_null(s.p);
	memset(s.p, 0xA5, decode_scratch_bytes(n));
	return s;
}
#define SCRATCH __attribute__((cleanup(scratch_free))) scratch

static void assert_best_of_all(uint32_t n, uint32_t (*trees)[SMALL], size_t count, const float *scores,
			       const language_constraint *k, size_t n_constraints, double tolerance)
{
	SCRATCH room = scratch_new(n);
	uint32_t heads[SMALL];
	decode_tree(scores, n + 1, n, k, n_constraints, room.p, heads);
	assert_true(is_projective_tree(heads, n));
	uint32_t fewest = UINT32_MAX;
	double best = 0;
	for (size_t i = 0; i < count; i++) {
		uint32_t here = breaches(trees[i], n, k, n_constraints);
		double score = score_of(scores, n, trees[i]);
		if (here < fewest || (here == fewest && score > best)) {
			fewest = here;
			best = score;
		}
	}
	assert_int_equal(breaches(heads, n, k, n_constraints), fewest);
	assert_true(score_of(scores, n, heads) >= best - tolerance);
}

static void the_tree_is_the_best_of_all(void **state)
{
	(void)state;
	static uint32_t trees[MOST_TREES][SMALL];
	static const size_t known[] = {1, 2, 7, 30, 143, 728}; /* OEIS A006013 */
	seed = 1;
	for (uint32_t n = 1; n <= SMALL; n++) {
		size_t count = all_trees(n, trees);
		assert_int_equal(count, known[n - 1]);
		for (int trial = 0; trial < 600; trial++) {
			float scores[SMALL * (SMALL + 1)];
			/* Multiples of 1/64 are exact in the decoder's integers; the others to within its step. */
			bool exact = trial % 2 == 0;
			for (uint32_t i = 0; i < n * (n + 1); i++)
				scores[i] = exact ? ((float)dice(4096) - 2048.0f) / 64.0f
						  : ((float)dice(1u << 24) - 8e6f) * 1e-6f;
			language_constraint k[3];
			size_t n_constraints = (size_t)trial % 4;
			for (size_t i = 0; i < n_constraints; i++) {
				k[i].kind = dice(2) ? LANGUAGE_HANGS_ON : LANGUAGE_ONE_SUBTREE;
				k[i].first = dice(n);
				k[i].end = k[i].first + dice(n + 1); /* empty and overlong too */
				k[i].lead_first = dice(n);
				k[i].lead_end = k[i].lead_first + dice(3);
			}
			assert_best_of_all(n, trees, count, scores, k, n_constraints, exact ? 0 : 1e-5);
		}
	}
}

static void one_word_hangs_on_the_root(void **state)
{
	(void)state;
	SCRATCH room = scratch_new(1);
	const float scores[] = {-5, 100};
	uint32_t heads[1] = {7};
	decode_tree(scores, 2, 1, NULL, 0, room.p, heads);
	assert_int_equal(heads[0], 0);
	float p = 0;
	decode_arc_probabilities(scores, 2, 1, heads, &p);
	assert_true(p == 1.0f);
}

static void equal_scores_give_the_same_tree_each_time(void **state)
{
	(void)state;
	static const float zero[12 * 13];
	SCRATCH room = scratch_new(12);
	uint32_t once[12], again[12];
	decode_tree(zero, 13, 12, NULL, 0, room.p, once);
	assert_true(is_projective_tree(once, 12));
	assert_int_equal(once[0], 0); /* the first word is the root: the lowest wins */
	const language_constraint whole = {.kind = LANGUAGE_ONE_SUBTREE, .first = 0, .end = 12};
	decode_tree(zero, 13, 12, &whole, 1, room.p, again);
	assert_memory_equal(once, again, sizeof once);
}

static void strange_scores_give_a_tree(void **state)
{
	(void)state;
	static const float strange[] = {NAN, INFINITY, -INFINITY, 3e38f, -3e38f, 1e-44f, 0, -0.0f};
	SCRATCH room = scratch_new(9);
	seed = 3;
	for (int trial = 0; trial < 500; trial++) {
		float scores[9 * 10], p[9];
		for (int i = 0; i < 90; i++)
			scores[i] = strange[dice((uint32_t)trial % 8 + 1)];
		uint32_t heads[9];
		const language_constraint k = {.kind = LANGUAGE_ONE_SUBTREE, .first = 2, .end = 5};
		decode_tree(scores, 10, 9, &k, (size_t)trial % 2, room.p, heads);
		assert_true(is_projective_tree(heads, 9));
		decode_arc_probabilities(scores, 10, 9, heads, p);
	}
}

/* The two charts, of narrow and of wide cells, come to the same tree; rows may be wider than they need be. */
static void long_sentences_agree(void **state)
{
	(void)state;
	enum { STRIDE = LONG + 7 };
	static float scores[LONG * STRIDE];
	SCRATCH room = scratch_new(LONG);
	seed = 5;
	static const uint32_t lengths[] = {7, 8, 9, 10, 17, 31, 64, 100, LONG};
	for (size_t i = 0; i < sizeof lengths / sizeof lengths[0]; i++) {
		uint32_t n = lengths[i], narrow[LONG], wide[LONG];
		for (size_t j = 0; j < (size_t)LONG * STRIDE; j++)
			scores[j] = ((float)dice(1u << 20) - 5e5f) * 2e-5f;
		decode_tree(scores, STRIDE, n, NULL, 0, room.p, narrow);
		assert_true(is_projective_tree(narrow, n));
		const language_constraint whole = {.kind = LANGUAGE_ONE_SUBTREE, .first = 0, .end = n};
		decode_tree(scores, STRIDE, n, &whole, 1, room.p, wide);
		assert_memory_equal(narrow, wide, n * sizeof narrow[0]);
	}
}

/* A list of a lead and items: every item on the lead, though scores of each word would rather have the one before. */
static void items_hang_on_their_lead(void **state)
{
	(void)state;
	enum { N = 12 };
	float scores[N * (N + 1)] = {0};
	for (uint32_t d = 1; d <= N; d++)
		scores[(d - 1) * (N + 1) + d - 1] = 10;
	language_constraint items[3];
	for (uint32_t i = 0; i < 3; i++)
		items[i] = (language_constraint){
		    .kind = LANGUAGE_HANGS_ON, .first = 3 + 3 * i, .end = 6 + 3 * i, .lead_end = 3};
	SCRATCH room = scratch_new(N);
	uint32_t heads[N];
	decode_tree(scores, N + 1, N, items, 3, room.p, heads);
	assert_true(is_projective_tree(heads, N));
	assert_int_equal(breaches(heads, N, items, 3), 0);
	assert_int_equal(heads[1], 1);
	assert_int_equal(heads[3], 3);
	assert_int_equal(heads[4], 4);
	assert_true(heads[6] >= 1 && heads[6] <= 3);
}

static void probabilities_of_a_row_sum_to_one(void **state)
{
	(void)state;
	enum { N = 40 };
	float scores[N * (N + 1)], p[N], sums[N] = {0};
	seed = 9;
	for (int i = 0; i < N * (N + 1); i++)
		scores[i] = ((float)dice(2000) - 1000.0f) * 0.01f;
	for (uint32_t shift = 1; shift <= N; shift++) {
		uint32_t heads[N];
		for (uint32_t d = 1; d <= N; d++)
			heads[d - 1] = (d + shift) % (N + 1);
		decode_arc_probabilities(scores, N + 1, N, heads, p);
		for (int d = 0; d < N; d++) {
			assert_true(p[d] >= 0 && p[d] <= 1);
			sums[d] += p[d];
		}
	}
	for (int d = 0; d < N; d++)
		assert_true(fabsf(sums[d] - 1) < 1e-5f);
}

static void the_exponential_is_near_the_true_one(void **state)
{
	(void)state;
	assert_true(net_exp(0) == 1.0f);
	double worst = 0;
	for (int i = -87 * 1024; i <= 88 * 1024; i++) {
		float x = (float)i / 1024.0f;
		double truth = exp((double)x);
		double off = fabs((double)net_exp(x) - truth) / truth;
		worst = off > worst ? off : worst;
	}
	assert_true(worst < 2 * 1.1920929e-7);
	assert_true(net_exp(-1e30f) == net_exp(-87) && net_exp(INFINITY) == net_exp(88) &&
		    net_exp(NAN) == net_exp(-87));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(the_tree_is_the_best_of_all),
	    cmocka_unit_test(one_word_hangs_on_the_root),
	    cmocka_unit_test(equal_scores_give_the_same_tree_each_time),
	    cmocka_unit_test(strange_scores_give_a_tree),
	    cmocka_unit_test(long_sentences_agree),
	    cmocka_unit_test(items_hang_on_their_lead),
	    cmocka_unit_test(probabilities_of_a_row_sum_to_one),
	    cmocka_unit_test(the_exponential_is_near_the_true_one),
	};
	return cmocka_run_group_tests_name("language_decode", tests, NULL, NULL);
}
