/* SPDX-License-Identifier: Apache-2.0 */
#include "language/decode.h"

#include "language/real.h"

#include <math.h>

/* A span that is still to be taken apart on the way back: `head` with all it heads as far as `end`, or the arc between
 * them. Spans that wait share no gap between words, and an empty one is buried only with the gap that an arc's split uses
 * up: 2n of them do. */
typedef struct pending {
	uint32_t head, end;
	bool is_arc;
} pending;

/* Scores beyond this count as this, so that no outlier, infinity or NaN takes the others' precision or overflows. */
#define SCORE_BOUND 1048576.0f
/* The sum of n scores stays below 2^SUM_BITS. */
#define SUM_BITS 30
/* What a breach costs: more than two trees' scores can differ. */
#define BREACH_COST ((int64_t)1 << (SUM_BITS + 2))
/* Constraints beyond so many are not looked at: sums of costs stay below 2^63 for n < 8192. */
#define MOST_CONSTRAINTS 65536u

/* ---- cells of 32 bits: sentences without constraints ---- */

typedef struct chart32 {
	size_t width;
	int32_t *reach, *ends, *arc;
	uint32_t n;
} chart32;

/* One register of SSE2 or NEON. The compiler's vectors have no operator for a maximum in C. */
typedef int32_t lanes __attribute__((vector_size(16)));
enum { LANES = 4 };

static inline lanes sum_at(const int32_t *a, const int32_t *b, size_t at)
{
	lanes x, y;
	memcpy(&x, a + at, sizeof x);
	memcpy(&y, b + at, sizeof y);
	return x + y;
}

static inline lanes larger(lanes x, lanes y)
{
	lanes is_x = x > y;
	return (x & is_x) | (y & ~is_x);
}

static int32_t best32(const int32_t *a, const int32_t *b, size_t n)
{
	/* The first few were stored just now, one by one: a load of four at once would have to wait for them. */
	size_t few = n < LANES + 2 * LANES ? n : LANES;
	int32_t best = a[0] + b[0];
	for (size_t k = 1; k < few; k++)
		best = a[k] + b[k] > best ? a[k] + b[k] : best;
	if (few == n)
		return best;
	/* Two chains of comparisons run side by side. The last step overlaps the one before where n is no multiple: a
	 * maximum may be told twice. */
	lanes even = sum_at(a, b, few), odd = sum_at(a, b, few + LANES);
	for (size_t k = few + 2 * LANES; k < n; k += 2 * LANES) {
		size_t at = k + 2 * LANES <= n ? k : n - 2 * LANES;
		even = larger(even, sum_at(a, b, at));
		odd = larger(odd, sum_at(a, b, at + LANES));
	}
	even = larger(even, odd);
	for (int k = 0; k < LANES; k++)
		best = even[k] > best ? even[k] : best;
	return best;
}

#define cell        int32_t
#define chart       chart32
#define CHART(name) name##32
#include "language/decode_chart.h" /* IWYU pragma: keep */
#undef cell
#undef chart
#undef CHART

/* ---- cells of 64 bits: the breaches in the upper half ---- */

typedef struct chart64 {
	size_t width;
	int64_t *reach, *ends, *arc;
	uint32_t n;
} chart64;

static int64_t best64(const int64_t *a, const int64_t *b, size_t n)
{
	int64_t best = a[0] + b[0];
	for (size_t k = 1; k < n; k++)
		best = a[k] + b[k] > best ? a[k] + b[k] : best;
	return best;
}

#define cell        int64_t
#define chart       chart64
#define CHART(name) name##64
#include "language/decode_chart.h"
#undef cell
#undef chart
#undef CHART

/* ---- scores as integers ---- */

static float bounded(float x)
{
	x = x > -SCORE_BOUND ? x : -SCORE_BOUND; /* NaN too */
	return x < SCORE_BOUND ? x : SCORE_BOUND;
}

/* The power of two that brings the largest score just below 2^SUM_BITS / n. */
static float scale_of(const float *scores, size_t stride, uint32_t n)
{
	float most = 0;
	for (uint32_t d = 0; d < n; d++) {
		const float *row = scores + d * stride;
		for (uint32_t h = 0; h <= n; h++) {
			float size = fabsf(bounded(row[h]));
			most = h != d + 1 && size > most ? size : most;
		}
	}
	int bits_most, bits_n;
	(void)frexpf(most, &bits_most);
	(void)frexpf((float)n, &bits_n);
	int power = SUM_BITS - bits_most - bits_n;
	return ldexpf(1.0f, power < 100 ? power : 100);
}

static int32_t whole(float score, float scale)
{
	return (int32_t)(bounded(score) * scale);
}

/* ---- constraints ---- */

/*
 * Every tree has at least one arc that enters a constraint's span: from a word of the span go up from head to head; the
 * root is outside, so some step leaves the span. Let each entering arc cost one, and one more if its head should be in
 * a lead and is not. Then a tree's cost is the number of constraints plus its breaches, the first of which is the same
 * for all trees: the cheapest tree has the fewest breaches, and none exactly if all constraints can be met at once. The
 * cost is a sum over arcs, so the chart finds it, and a cost unit outweighs any difference in scores.
 */
static void charge(const chart64 *c, int64_t *root, const language_constraint *k)
{
	uint32_t end = k->end < c->n ? k->end : c->n;
	bool has_lead = k->kind == LANGUAGE_HANGS_ON;
	for (uint32_t d = k->first; d < end; d++) {
		root[d] -= has_lead ? 2 * BREACH_COST : BREACH_COST;
		for (uint32_t h = 0; h < c->n; h++) {
			if (h >= k->first && h < end)
				continue;
			bool is_lead = h >= k->lead_first && h < k->lead_end;
			c->arc[h * c->width + d] -= has_lead && !is_lead ? 2 * BREACH_COST : BREACH_COST;
		}
	}
}

/* ---- */

static size_t width_of(uint32_t n)
{
	return ((size_t)n + 7) / 8 * 8;
}

static size_t stack_bytes(uint32_t n)
{
	return 2 * ((size_t)n + 1) * sizeof(pending);
}

size_t decode_scratch_bytes(uint32_t n)
{
	return (3 * width_of(n) * n + width_of(n)) * sizeof(int64_t) + stack_bytes(n);
}

static void decode_free(const float *scores, size_t stride, uint32_t n, void *scratch, uint32_t *ret_heads)
{
	size_t width = width_of(n);
	int32_t *cells = scratch;
	chart32 c = {width, cells, cells + width * n, cells + 2 * width * n, n};
	int32_t *root = cells + 3 * width * n;
	float scale = scale_of(scores, stride, n);
	for (uint32_t d = 0; d < n; d++) {
		const float *row = scores + d * stride;
		root[d] = whole(row[0], scale);
		for (uint32_t h = 0; h < n; h++)
			c.arc[h * width + d] = whole(row[h + 1], scale);
	}
	run32(&c, root, (pending *)(void *)(root + width), ret_heads);
}

static void decode_bound(const float *scores, size_t stride, uint32_t n, const language_constraint *constraints,
			 size_t n_constraints, void *scratch, uint32_t *ret_heads)
{
	size_t width = width_of(n);
	int64_t *cells = scratch;
	chart64 c = {width, cells, cells + width * n, cells + 2 * width * n, n};
	int64_t *root = cells + 3 * width * n;
	float scale = scale_of(scores, stride, n);
	for (uint32_t d = 0; d < n; d++) {
		const float *row = scores + d * stride;
		root[d] = whole(row[0], scale);
		for (uint32_t h = 0; h < n; h++)
			c.arc[h * width + d] = whole(row[h + 1], scale);
	}
	for (size_t i = 0; i < n_constraints && i < MOST_CONSTRAINTS; i++)
		charge(&c, root, &constraints[i]);
	run64(&c, root, (pending *)(void *)(root + width), ret_heads);
}

void decode_tree(const float *scores, size_t stride, uint32_t n, const language_constraint *constraints,
		 size_t n_constraints, void *scratch, uint32_t *ret_heads)
{
	if (n_constraints == 0)
		decode_free(scores, stride, n, scratch, ret_heads);
	else
		decode_bound(scores, stride, n, constraints, n_constraints, scratch, ret_heads);
}

void decode_arc_probabilities(const float *scores, size_t stride, uint32_t n, const uint32_t *heads, float *ret_p)
{
	for (uint32_t d = 0; d < n; d++) {
		const float *row = scores + d * stride;
		float top = row[0];
		for (uint32_t h = 1; h <= n; h++)
			top = h != d + 1 && row[h] > top ? row[h] : top;
		float sum = 0;
		for (uint32_t h = 0; h <= n; h++) {
			if (h != d + 1)
				sum += net_exp(row[h] - top);
		}
		ret_p[d] = net_exp(row[heads[d]] - top) / sum;
	}
}
