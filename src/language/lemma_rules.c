/* SPDX-License-Identifier: Apache-2.0 */
/* Learning of rules: for each end of forms, the edit that most words with that end need. */
#include "language/lemma_form.h"

#include "base/map.h"

#include <stdlib.h>

/* A rule must be right for so many forms, else its words are better off in the list. */
#define LEAST_FORMS 2u

typedef struct edit {
	uint8_t cut; /* with the case in bits 6 and 7 */
	span add;
} edit;

/* That an item has an end (by its hash) and needs an edit. */
typedef struct vote {
	uint64_t end;
	uint32_t edit, item;
	uint8_t length, upos;
} vote;

typedef struct rule {
	uint32_t key;
	uint32_t edit;
} rule;

typedef struct learner {
	const lemma_items *items;
	uint8_t propn;
	arena *work;
	map edit_numbers;
	VEC(edit) edits;
	VEC(vote) votes;
	VEC(rule) rules;
	map reigning; /* the edit that holds at each end, by the end's hash: its number + 1 */
} learner;

/* ---- the edit that makes a lemma of a form ---- */

static size_t common(span a, span b)
{
	size_t n = 0;
	while (n < a.n && n < b.n && a.p[n] == b.p[n])
		n++;
	while (n > 0 && ((n < a.n && ((unsigned char)a.p[n] & 0xC0) == 0x80) ||
			 (n < b.n && ((unsigned char)b.p[n] & 0xC0) == 0x80)))
		n--;
	return n;
}

/* The number of the edit that changes least, or SIZE_MAX when none can, or memory ran out (the arena knows). */
static size_t edit_for(learner *l, const lemma_item *item, const lemma_form *f)
{
	static const uint8_t orders[2][LEMMA_CASES] = {{LEMMA_LOWER, LEMMA_KEEP, LEMMA_TITLE, LEMMA_DIGITS},
						       {LEMMA_KEEP, LEMMA_LOWER, LEMMA_TITLE, LEMMA_DIGITS}};
	const uint8_t *order = orders[item->upos == l->propn];
	edit best = {0};
	size_t least = SIZE_MAX;
	for (int i = 0; i < LEMMA_CASES; i++) {
		char buffer[LEMMA_LOWER_BYTES];
		span base = lemma_in_case(f, order[i], buffer);
		size_t same = common(base, item->lemma);
		size_t cut = base.n - same, change = cut + item->lemma.n - same;
		if (change >= least || cut > 63 || item->lemma.n - same > LEMMA_ADD_BYTES)
			continue;
		least = change;
		best = (edit){(uint8_t)(cut | (size_t)order[i] << 6), span_slice(item->lemma, same, item->lemma.n)};
	}
	if (least == SIZE_MAX)
		return SIZE_MAX;
	char key[1 + LEMMA_ADD_BYTES] = {(char)best.cut};
	if (best.add.n > 0)
		memcpy(key + 1, best.add.p, best.add.n);
	size_t *number = map_find(&l->edit_numbers, (span){key, 1 + best.add.n});
	if (number)
		return *number;
	if (l->edits.n == UINT16_MAX) /* rules number them with 16 bits */
		return SIZE_MAX;
	span kept = arena_span(l->work, (span){key, 1 + best.add.n});
	edit *slot = vec_push(&l->edits, l->work);
	number = kept.p ? map_put(&l->edit_numbers, kept, NULL) : NULL;
	if (!slot || !number)
		return SIZE_MAX;
	*slot = best;
	*number = l->edits.n - 1;
	return *number;
}

static bool cast_votes(learner *l, uint32_t item_number)
{
	const lemma_item *item = &l->items->v[item_number];
	lemma_form f;
	if (item->form.n == 0 || item->form.n > LEMMA_MAX_BYTES)
		return true;
	if (!lemma_form_make(item->form, &f))
		return false;
	size_t number = edit_for(l, item, &f);
	if (number == SIZE_MAX)
		return !arena_failed(l->work);
	for (size_t n = 0; n <= lemma_longest_end(&f); n++) {
		for (int is_any = 0; is_any < 2; is_any++) {
			uint8_t upos = is_any ? LEMMA_NO_TAG : item->upos;
			vote *v = vec_push(&l->votes, l->work);
			if (!v)
				return false;
			*v = (vote){lemma_rule_hash(&f, upos, item->xpos, n), (uint32_t)number, item_number, (uint8_t)n,
				    upos};
		}
	}
	return true;
}

/* ---- from votes to rules, shorter ends first ---- */

static int by_end(const void *a, const void *b)
{
	const vote *x = a, *y = b;
	if (x->length != y->length)
		return x->length < y->length ? -1 : 1;
	if (x->end != y->end)
		return x->end < y->end ? -1 : 1;
	if (x->edit != y->edit)
		return x->edit < y->edit ? -1 : 1;
	return (x->item > y->item) - (x->item < y->item);
}

/* The edit that holds at the next shorter end of the vote's form; UINT32_MAX: none. */
static bool reigning_above(const learner *l, const vote *v, uint32_t *ret_edit)
{
	*ret_edit = UINT32_MAX;
	if (v->length == 0)
		return true;
	const lemma_item *item = &l->items->v[v->item];
	lemma_form f;
	if (!lemma_form_make(item->form, &f))
		return false;
	uint64_t above = lemma_rule_hash(&f, v->upos, item->xpos, v->length - 1u);
	size_t *found = map_find(&l->reigning, (span){(const char *)&above, sizeof above});
	if (found && *found > 0)
		*ret_edit = (uint32_t)(*found - 1);
	return true;
}

/* One end: votes[0..n). An edit that cuts more than the end has would be a guess about bytes that the rule has not seen. */
static bool settle(learner *l, const vote *votes, size_t n)
{
	uint32_t above, winner = UINT32_MAX;
	if (!reigning_above(l, &votes[0], &above))
		return false;
	size_t winner_forms = 0, above_forms = 0;
	for (size_t i = 0, forms; i < n; i += forms) {
		for (forms = 1; i + forms < n && votes[i + forms].edit == votes[i].edit; forms++) {
		}
		if (votes[i].edit == above)
			above_forms = forms;
		if ((l->edits.v[votes[i].edit].cut & 63u) <= votes[i].length && forms > winner_forms) {
			winner = votes[i].edit;
			winner_forms = forms;
		}
	}
	uint32_t reigns = above;
	bool is_better = winner_forms > above_forms && winner_forms >= LEAST_FORMS;
	if (winner != UINT32_MAX && winner != above && (is_better || votes[0].length == 0)) {
		rule *r = vec_push(&l->rules, l->work);
		if (!r)
			return false;
		*r = (rule){(uint32_t)(votes[0].end >> 32), winner};
		reigns = winner;
	}
	span key = arena_span(l->work, (span){(const char *)&votes[0].end, sizeof votes[0].end});
	size_t *slot = key.p ? map_put(&l->reigning, key, NULL) : NULL;
	if (!slot)
		return false;
	*slot = reigns == UINT32_MAX ? 0 : (size_t)reigns + 1;
	return true;
}

static bool make_rules(learner *l)
{
	for (uint32_t i = 0; i < l->items->n; i++) {
		if (!cast_votes(l, i))
			return false;
	}
	if (l->votes.n > 0)
		qsort(l->votes.v, l->votes.n, sizeof *l->votes.v, by_end);
	for (size_t i = 0, n; i < l->votes.n; i += n) {
		const vote *v = l->votes.v + i;
		for (n = 1; i + n < l->votes.n && v[n].end == v->end && v[n].length == v->length; n++) {
		}
		if (!settle(l, v, n))
			return false;
	}
	/* No table may be empty: key 0 is hardly any end's, and its edit is to change nothing. */
	if (l->edits.n == 0 && !vec_push(&l->edits, l->work))
		return false;
	return l->rules.n > 0 || vec_push(&l->rules, l->work);
}

/* ---- writing ---- */

static int by_key(const void *a, const void *b)
{
	const rule *x = a, *y = b;
	return (x->key > y->key) - (x->key < y->key);
}

/* Sorted, and of two rules whose keys happen to be alike only the first. */
static void sort_rules(learner *l)
{
	qsort(l->rules.v, l->rules.n, sizeof *l->rules.v, by_key);
	size_t n = 1;
	for (size_t i = 1; i < l->rules.n; i++) {
		if (l->rules.v[i].key != l->rules.v[n - 1].key)
			l->rules.v[n++] = l->rules.v[i];
	}
	l->rules.n = n;
}

static bool write_rules(learner *l, arena *a, model_table t[LEMMA_TABLES])
{
	sort_rules(l);
	uint32_t *new_number = arena_calloc(l->work, l->edits.n, sizeof *new_number);
	if (!new_number)
		return false;
	uint32_t n_edits = 0, n_rules = (uint32_t)l->rules.n;
	size_t text_bytes = 0;
	uint32_t *keys = lemma_table_new(LEMMA_TABLE_RULE_KEYS, n_rules, a, t);
	uint16_t *numbers = lemma_table_new(LEMMA_TABLE_RULE_EDIT, n_rules, a, t);
	if (!keys || !numbers)
		return false;
	for (uint32_t i = 0; i < n_rules; i++) {
		uint32_t e = l->rules.v[i].edit;
		if (new_number[e] == 0) {
			new_number[e] = ++n_edits;
			text_bytes += l->edits.v[e].add.n;
		}
		keys[i] = l->rules.v[i].key;
		numbers[i] = (uint16_t)(new_number[e] - 1);
	}
	uint8_t *cut = lemma_table_new(LEMMA_TABLE_EDIT_CUT, n_edits, a, t);
	uint32_t *at = lemma_table_new(LEMMA_TABLE_EDIT_AT, n_edits + 1, a, t);
	char *text = lemma_table_new(LEMMA_TABLE_EDIT_TEXT, (uint32_t)text_bytes + 1, a, t);
	if (!cut || !at || !text)
		return false;
	/* New numbers were given in this order, so each edit begins where the one before has ended. */
	for (uint32_t i = 0; i < n_rules; i++) {
		const edit *e = &l->edits.v[l->rules.v[i].edit];
		cut[numbers[i]] = e->cut;
		at[numbers[i] + 1u] = at[numbers[i]] + (uint32_t)e->add.n;
		if (e->add.n > 0)
			memcpy(text + at[numbers[i]], e->add.p, e->add.n);
	}
	text[text_bytes] = '\n';
	return true;
}

onus_status lemma_learn_rules(const lemma_items *items, uint8_t propn, arena *work, arena *a,
			      model_table ret_tables[LEMMA_TABLES], onus_error *err)
{
	learner l = {
	    .items = items, .propn = propn, .work = work, .edit_numbers = map_make(work), .reigning = map_make(work)};
	if (!make_rules(&l) || !write_rules(&l, a, ret_tables))
		return fail_memory(err, "learning lemmas");
	return ONUS_OK;
}
