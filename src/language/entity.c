/* SPDX-License-Identifier: Apache-2.0 */
#include "language/entity.h"

#include "language/real.h"

/* Scores beyond this, and NaN, count as this: then no sum of them can reach FORBIDDEN. */
#define SCORE_BOUND 1e6
#define FORBIDDEN   (-1e30)

bool entity_may_follow(unsigned before, unsigned after)
{
	bool is_in = after == ENTITY_PER_IN || after == ENTITY_ORG_IN || after == ENTITY_LOC_IN;
	return !is_in || before == after || before + 1 == after;
}

typedef struct column {
	double v[ENTITY_COUNT];
} column;

typedef struct back {
	uint8_t from[ENTITY_COUNT + 1];
} back;

/* Of each word: e^score and the forward sums, both scaled by factors of the word; and where the best path came from. */
typedef struct lattice {
	column *here, *forward;
	back *best_from;
} lattice;

size_t entity_scratch_bytes(uint32_t n)
{
	return (size_t)n * (2 * sizeof(column) + sizeof(back));
}

static double bounded(float x)
{
	double wide = (double)x;
	wide = wide > -SCORE_BOUND ? wide : -SCORE_BOUND; /* NaN too */
	return wide < SCORE_BOUND ? wide : SCORE_BOUND;
}

static double move(const float *moves, unsigned from, unsigned to)
{
	return bounded(moves[from * ENTITY_COUNT + to]);
}

/* ---- the best path ---- */

/* The best way to each tag of a word, from those of the word before. */
static void step(const float *moves, const double before[ENTITY_COUNT], const float *scores,
		 double ret_now[ENTITY_COUNT], back *ret_from)
{
	for (unsigned b = 0; b < ENTITY_COUNT; b++) {
		unsigned best = ENTITY_COUNT;
		double best_score = 0;
		for (unsigned a = 0; a < ENTITY_COUNT; a++) {
			double score = before[a] + move(moves, a, b);
			if (entity_may_follow(a, b) && (best == ENTITY_COUNT || score > best_score)) {
				best = a;
				best_score = score;
			}
		}
		ret_now[b] = best_score + bounded(scores[b]);
		ret_from->from[b] = (uint8_t)best;
	}
}

static void viterbi(const float *scores, uint32_t n, const float *moves, back *from, uint8_t *ret_tags)
{
	double now[ENTITY_COUNT];
	for (unsigned b = 0; b < ENTITY_COUNT; b++) {
		now[b] =
		    entity_may_follow(ENTITY_START, b) ? bounded(scores[b]) + move(moves, ENTITY_START, b) : FORBIDDEN;
		from[0].from[b] = 0;
	}
	for (uint32_t i = 1; i < n; i++) {
		double before[ENTITY_COUNT];
		memcpy(before, now, sizeof before);
		step(moves, before, scores + (size_t)i * ENTITY_COUNT, now, &from[i]);
	}
	uint8_t tag = 0;
	for (unsigned b = 1; b < ENTITY_COUNT; b++) {
		if (now[b] + move(moves, ENTITY_END, b) > now[tag] + move(moves, ENTITY_END, tag))
			tag = (uint8_t)b;
	}
	for (uint32_t i = n; i-- > 0;) {
		ret_tags[i] = tag;
		tag = from[i].from[tag];
	}
}

/* ---- probabilities ---- */

/* Scales to a sum of 1: a factor of the word, which the marginals divide out. */
static void scale(column *c)
{
	double sum = 0;
	for (int b = 0; b < ENTITY_COUNT; b++)
		sum += c->v[b];
	for (int b = 0; b < ENTITY_COUNT; b++)
		c->v[b] /= sum;
}

/* e^(score - greatest score of the word): between e^-87 and 1. */
static void exponentials(const float *scores, column *ret)
{
	double top = bounded(scores[0]);
	for (int b = 1; b < ENTITY_COUNT; b++)
		top = bounded(scores[b]) > top ? bounded(scores[b]) : top;
	for (int b = 0; b < ENTITY_COUNT; b++)
		ret->v[b] = (double)net_exp((float)(bounded(scores[b]) - top));
}

static void marginals(const float *scores, uint32_t n, const float *moves, const lattice *l, const uint8_t *tags,
		      float *ret_p)
{
	double factor[ENTITY_MOVES][ENTITY_COUNT];
	for (unsigned a = 0; a < ENTITY_MOVES; a++) {
		for (unsigned b = 0; b < ENTITY_COUNT; b++) {
			bool is_possible = a == ENTITY_END || entity_may_follow(a, b);
			factor[a][b] = is_possible ? (double)net_exp(moves[a * ENTITY_COUNT + b]) : 0;
		}
	}
	for (uint32_t i = 0; i < n; i++) {
		exponentials(scores + (size_t)i * ENTITY_COUNT, &l->here[i]);
		for (int b = 0; b < ENTITY_COUNT; b++) {
			double sum = i == 0 ? factor[ENTITY_START][b] : 0;
			for (int a = 0; i > 0 && a < ENTITY_COUNT; a++)
				sum += l->forward[i - 1].v[a] * factor[a][b];
			l->forward[i].v[b] = sum * l->here[i].v[b];
		}
		scale(&l->forward[i]);
	}
	column backward;
	memcpy(backward.v, factor[ENTITY_END], sizeof backward.v);
	for (uint32_t i = n; i-- > 0;) {
		double all = 0;
		for (int b = 0; b < ENTITY_COUNT; b++)
			all += l->forward[i].v[b] * backward.v[b];
		ret_p[i] = (float)(l->forward[i].v[tags[i]] * backward.v[tags[i]] / all);
		column next;
		for (int a = 0; a < ENTITY_COUNT; a++) {
			next.v[a] = 0;
			for (int b = 0; b < ENTITY_COUNT; b++)
				next.v[a] += factor[a][b] * l->here[i].v[b] * backward.v[b];
		}
		backward = next;
		scale(&backward);
	}
}

/* ---- */

void entity_decode(const float *scores, uint32_t n, const float *moves, void *scratch, uint8_t *ret_tags, float *ret_p)
{
	if (n == 0)
		return;
	lattice l = {.here = scratch};
	l.forward = l.here + n;
	l.best_from = (back *)(void *)(l.forward + n);
	viterbi(scores, n, moves, l.best_from, ret_tags);
	if (ret_p)
		marginals(scores, n, moves, &l, ret_tags, ret_p);
}
