/* SPDX-License-Identifier: Apache-2.0 */
#include "language/pieces.h"

#include "language/entity.h"

#include "base/limits.h"

/* How good a place a word is to cut at: behind it, or before it for "and". 0: none. */
static int mark_of(span form)
{
	return span_is(form, ";") ? 4 : span_is(form, ":") ? 3 : span_is(form, ",") ? 2 : span_is(form, "and") ? 1 : 0;
}

static uint32_t end_of_piece(const language_word *words, uint32_t first, uint32_t n)
{
	if (n - first <= LIMIT_PARSE_TOKENS)
		return n;
	uint32_t end = first + LIMIT_PARSE_TOKENS;
	int best = 0;
	for (uint32_t k = end - 1; k > first + LIMIT_PARSE_TOKENS / 2; k--) {
		const int mark = mark_of(words[k].form);
		if (mark > best) {
			best = mark;
			end = mark > 1 ? k + 1 : k;
		}
	}
	return end;
}

/* The sentence's pieces; `first` are their first words. */
typedef struct cuts {
	piece *pieces;
	const uint32_t *first;
	size_t n;
} cuts;

/* The piece in which a constraint lies, with its end cut to the sentence's; SIZE_MAX for none. */
static size_t piece_with(const cuts *c, const language_sentence *s, const language_constraint *k)
{
	const uint32_t end = k->end < s->n ? k->end : s->n;
	if (k->first >= end)
		return SIZE_MAX;
	size_t low = 0, high = c->n;
	while (high - low > 1) {
		const size_t middle = low + (high - low) / 2;
		if (c->first[middle] <= k->first)
			low = middle;
		else
			high = middle;
	}
	return end - c->first[low] <= c->pieces[low].n ? low : SIZE_MAX;
}

static language_constraint within(const language_constraint *k, uint32_t first, uint32_t n)
{
	language_constraint ret = *k;
	ret.first -= first;
	ret.end = ret.end - first < n ? ret.end - first : n;
	if (k->lead_first >= first && k->lead_first < k->lead_end && k->lead_end - first <= n) {
		ret.lead_first -= first;
		ret.lead_end -= first;
	} else {
		ret.kind = LANGUAGE_ONE_SUBTREE;
		ret.lead_first = ret.lead_end = 0;
	}
	return ret;
}

static onus_status share_constraints(const cuts *c, const language_sentence *s, arena *a, onus_error *err)
{
	language_constraint *all = arena_calloc(a, s->n_constraints, sizeof *all);
	uint32_t *next = arena_calloc(a, c->n, sizeof *next);
	if (!all || !next)
		return fail_memory(err, "cutting a sentence");
	for (uint32_t i = 0; i < s->n_constraints; i++) {
		const size_t at = piece_with(c, s, &s->constraints[i]);
		if (at != SIZE_MAX)
			c->pieces[at].n_constraints++;
	}
	uint32_t sum = 0;
	for (size_t i = 0; i < c->n; i++) {
		c->pieces[i].constraints = all + sum;
		next[i] = sum;
		sum += c->pieces[i].n_constraints;
	}
	for (uint32_t i = 0; i < s->n_constraints; i++) {
		const size_t at = piece_with(c, s, &s->constraints[i]);
		if (at != SIZE_MAX)
			all[next[at]++] = within(&s->constraints[i], c->first[at], c->pieces[at].n);
	}
	return ONUS_OK;
}

onus_status pieces_of(language_sentence *s, float *entity_scores, arena *a, piece_vec *out, onus_error *err)
{
	const size_t before = out->n;
	VEC(uint32_t) first = {0};
	s->cut = s->n > LIMIT_PARSE_TOKENS;
	for (uint32_t at = 0, end; at < s->n; at = end) {
		end = end_of_piece(s->words, at, s->n);
		piece *p = vec_push(out, a);
		uint32_t *f = s->cut ? vec_push(&first, a) : &at;
		if (!p || !f)
			return fail_memory(err, "cutting a sentence");
		*f = at;
		*p = (piece){
		    .words = s->words + at, .n = end - at, .entity_scores = entity_scores + (size_t)at * ENTITY_COUNT};
	}
	if (!s->cut) {
		out->v[before].constraints = s->constraints;
		out->v[before].n_constraints = s->n_constraints;
		return ONUS_OK;
	}
	const cuts c = {out->v + before, first.v, out->n - before};
	return s->n_constraints ? share_constraints(&c, s, a, err) : ONUS_OK;
}

void pieces_join(const piece *pieces, size_t n, uint8_t relation)
{
	uint32_t offset = 0, root = 0;
	for (size_t i = 0; i < n; i++) {
		for (uint32_t k = 0; k < pieces[i].n; k++) {
			language_word *w = &pieces[i].words[k];
			if (w->head)
				w->head += offset;
			else if (i == 0)
				root = k + 1;
			else {
				w->head = root;
				w->relation = relation;
				w->arc_p = w->relation_p = 0.0f;
			}
		}
		offset += pieces[i].n;
	}
}
