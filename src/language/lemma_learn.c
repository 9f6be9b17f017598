/* SPDX-License-Identifier: Apache-2.0 */
/* Learning of lemmas: the treebank's words counted, rules from them, and a list of what the rules get wrong. */
#include "language/lemma_form.h"

#include "base/map.h"

#include <stdlib.h>

/* A group's lemma and how often it has it. */
typedef struct count {
	uint32_t group;
	span lemma;
	size_t n;
} count;

typedef VEC(count) counts;

/* Words that the list cannot tell apart: one form (proper nouns as written, others in lower case) with the same tags. */
typedef struct group {
	uint64_t hash;
	uint32_t wide;     /* the group of the same form and UPOS with any XPOS; for such a group itself */
	size_t rule_right; /* words whose lemma the rules give */
	count best;
	bool is_listed;
} group;

typedef struct learner {
	arena *work, *a;
	uint8_t propn;
	lemma_items items;
	VEC(group) groups;
	map group_numbers; /* by hash */
	counts counts;
	map count_numbers; /* by group and lemma */
} learner;

/* ---- counting ---- */

/* The count of (group, lemma), made if it is new; NULL when memory ran out. Good until the next is made. */
static count *count_of(arena *work, map *numbers, counts *all, uint32_t number, span lemma)
{
	char key[sizeof number + 4 * LEMMA_MAX_BYTES];
	if (lemma.n > 4 * LEMMA_MAX_BYTES)
		lemma.n = 4 * LEMMA_MAX_BYTES; /* not a lemma, and too long for lists of them */
	memcpy(key, &number, sizeof number);
	memcpy(key + sizeof number, lemma.p, lemma.n);
	span view = {key, sizeof number + lemma.n};
	size_t *found = map_find(numbers, view);
	if (found)
		return &all->v[*found];
	span kept = arena_span(work, view);
	count *slot = vec_push(all, work);
	found = kept.p ? map_put(numbers, kept, NULL) : NULL;
	if (!slot || !found)
		return NULL;
	*slot = (count){number, span_slice(kept, sizeof number, kept.n), 0};
	*found = all->n - 1;
	return slot;
}

/* The item of a form with its tags, made if it is new; SIZE_MAX when memory ran out. */
static size_t item_number(learner *l, map *numbers, const lemma_sample *s)
{
	char key[2 + LEMMA_MAX_BYTES] = {(char)s->upos, (char)s->xpos};
	memcpy(key + 2, s->form.p, s->form.n);
	span view = {key, 2 + s->form.n};
	size_t *found = map_find(numbers, view);
	if (found)
		return *found;
	span kept = arena_span(l->work, view);
	lemma_item *item = vec_slot(l->work, (void **)&l->items.v, &l->items.n, &l->items.cap, sizeof *item);
	found = kept.p ? map_put(numbers, kept, NULL) : NULL;
	if (!item || !found)
		return SIZE_MAX;
	*item = (lemma_item){.form = span_slice(kept, 2, kept.n), .upos = s->upos, .xpos = s->xpos};
	return *found = l->items.n - 1;
}

/* Items with their commonest lemmas: of two that are as common, the one seen first. */
static bool make_items(learner *l, const lemma_sample *samples, size_t n, counts *ret_counts)
{
	map numbers = map_make(l->work), count_numbers = map_make(l->work);
	for (size_t i = 0; i < n; i++) {
		const lemma_sample *s = &samples[i];
		if (s->form.n == 0 || s->form.n > LEMMA_MAX_BYTES || s->lemma.n == 0)
			continue;
		size_t item = item_number(l, &numbers, s);
		if (item == SIZE_MAX)
			return false;
		count *c = count_of(l->work, &count_numbers, ret_counts, (uint32_t)item, s->lemma);
		if (!c)
			return false;
		c->n++;
	}
	for (size_t i = 0; l->items.v && i < ret_counts->n; i++) {
		const count *c = &ret_counts->v[i];
		lemma_item *item = &l->items.v[c->group];
		if (c->n > item->count) {
			item->count = c->n;
			item->lemma = c->lemma;
		}
	}
	return true;
}

/* ---- the list ---- */

static size_t group_number(learner *l, uint64_t hash)
{
	span view = {(const char *)&hash, sizeof hash};
	size_t *found = map_find(&l->group_numbers, view);
	if (found)
		return *found;
	span kept = arena_span(l->work, view);
	group *slot = vec_push(&l->groups, l->work);
	found = kept.p ? map_put(&l->group_numbers, kept, NULL) : NULL;
	if (!slot || !found)
		return SIZE_MAX;
	*slot = (group){.hash = hash};
	return *found = l->groups.n - 1;
}

static bool add_to_group(learner *l, size_t number, const count *c, bool is_rule_right)
{
	count *sum = count_of(l->work, &l->count_numbers, &l->counts, (uint32_t)number, c->lemma);
	if (!sum)
		return false;
	sum->n += c->n;
	if (is_rule_right)
		l->groups.v[number].rule_right += c->n;
	return true;
}

/* Every item's lemmas into its group and into the group of any XPOS. */
static bool make_groups(learner *l, const counts *of_items, const lemma_table *rules)
{
	for (size_t i = 0; l->items.v && i < of_items->n; i++) {
		const count *c = &of_items->v[i];
		const lemma_item *item = &l->items.v[c->group];
		lemma_form f;
		span by_rule = lemma_of(rules, item->form, item->upos, item->xpos, l->work);
		if (!by_rule.p || !lemma_form_make(item->form, &f))
			return false;
		size_t wide = group_number(l, lemma_word_hash(&f, item->upos, LEMMA_NO_TAG, l->propn));
		size_t narrow = group_number(l, lemma_word_hash(&f, item->upos, item->xpos, l->propn));
		if (wide == SIZE_MAX || narrow == SIZE_MAX || !l->groups.v)
			return false;
		bool is_right = span_equal(by_rule, c->lemma);
		l->groups.v[wide].wide = (uint32_t)wide;
		l->groups.v[narrow].wide = (uint32_t)wide;
		if (!add_to_group(l, narrow, c, is_right) || (wide != narrow && !add_to_group(l, wide, c, is_right)))
			return false;
	}
	for (size_t i = 0; i < l->counts.n; i++) {
		const count *c = &l->counts.v[i];
		group *g = &l->groups.v[c->group];
		if (c->n > g->best.n)
			g->best = *c;
	}
	return true;
}

/* Groups of any XPOS first: what these say, groups below need not repeat, but must contradict where they differ. */
static void choose_groups(learner *l)
{
	for (size_t i = 0; i < l->groups.n; i++) {
		group *g = &l->groups.v[i];
		if (g->wide == i)
			g->is_listed = g->best.n > g->rule_right;
	}
	for (size_t i = 0; i < l->groups.n; i++) {
		group *g = &l->groups.v[i];
		const group *wide = &l->groups.v[g->wide];
		if (wide == g)
			continue;
		g->is_listed =
		    wide->is_listed ? !span_equal(wide->best.lemma, g->best.lemma) : g->best.n > g->rule_right;
	}
}

static int by_hash(const void *a, const void *b)
{
	const group *x = a, *y = b;
	return (x->hash > y->hash) - (x->hash < y->hash);
}

static bool write_words(learner *l, model_table t[LEMMA_TABLES])
{
	uint32_t n = 0, bytes = 0;
	if (l->groups.n > 0)
		qsort(l->groups.v, l->groups.n, sizeof *l->groups.v, by_hash);
	for (size_t i = 0; i < l->groups.n; i++) {
		const group *g = &l->groups.v[i];
		/* Of two whose keys, the upper halves, happen to be alike only the first. */
		if (!g->is_listed || (n > 0 && g->hash >> 32 == l->groups.v[n - 1].hash >> 32))
			continue;
		bytes += (uint32_t)g->best.lemma.n;
		l->groups.v[n++] = *g;
	}
	/* No table may be empty: key 0 without a lemma is none. */
	uint32_t rows = n > 0 ? n : 1;
	uint32_t *keys = lemma_table_new(LEMMA_TABLE_WORD_KEYS, rows, l->a, t);
	uint32_t *at = lemma_table_new(LEMMA_TABLE_WORD_AT, rows + 1, l->a, t);
	char *text = lemma_table_new(LEMMA_TABLE_WORD_TEXT, bytes + 1, l->a, t);
	if (!keys || !at || !text)
		return false;
	for (uint32_t i = 0; i < n; i++) {
		const group *g = &l->groups.v[i];
		keys[i] = (uint32_t)(g->hash >> 32);
		memcpy(text + at[i], g->best.lemma.p, g->best.lemma.n);
		at[i + 1] = at[i] + (uint32_t)g->best.lemma.n;
	}
	text[bytes] = '\n';
	return true;
}

onus_status lemma_learn(const lemma_sample *samples, size_t n, uint8_t propn, arena *a,
			model_table ret_tables[LEMMA_TABLES], onus_error *err)
{
	ARENA_AUTO work = arena_new(0);
	if (!work)
		return fail_memory(err, "learning lemmas");
	learner l = {
	    .work = work, .a = a, .propn = propn, .group_numbers = map_make(work), .count_numbers = map_make(work)};
	counts of_items = {0};
	model_table t[LEMMA_TABLES];
	uint32_t *meta = lemma_table_new(LEMMA_TABLE_META, LEMMA_META_COUNT, a, t);
	if (!meta || !make_items(&l, samples, n, &of_items))
		return fail_memory(err, "learning lemmas");
	meta[LEMMA_META_VERSION] = LEMMA_VERSION;
	meta[LEMMA_META_PROPN] = propn;
	TRY(lemma_learn_rules(&l.items, propn, work, a, t, err));
	lemma_table rules;
	learner nobody = {.work = work, .a = work};
	if (!write_words(&nobody, t)) /* an empty list, for the rules alone */
		return fail_memory(err, "learning lemmas");
	TRY(lemma_view(t, &rules, err));
	if (!make_groups(&l, &of_items, &rules))
		return fail_memory(err, "learning lemmas");
	choose_groups(&l);
	if (!write_words(&l, t))
		return fail_memory(err, "learning lemmas");
	memcpy(ret_tables, t, sizeof t);
	return ONUS_OK;
}
