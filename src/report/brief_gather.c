/* SPDX-License-Identifier: Apache-2.0 */
/* Which records belong into which section. */
#include "base/limits.h"
#include "report/brief.h"
#include "text/fold.h"

#include <stdlib.h>

enum { MOST_QUOTES = 12 };

bool brief_is_of(const field *f, const brief_side *side)
{
	return side->state && f->country[0] && f->actor_type != ACTOR_GROUP && !strcmp(f->country, side->state->code);
}

bool brief_any_of(const entry *e, field_name name, const brief_side *side)
{
	for (const field *f = entry_field(e, name); f; f = entry_next(e, f))
		if (brief_is_of(f, side))
			return true;
	return false;
}

bool brief_names(const brief *b, const brief_side *side, span words)
{
	selector names = {.names.v = side->names.v, .names.n = side->names.n};
	return selector_words(&names, words, b->book->arena);
}

static int by_date(const brief_item *x, const brief_item *y)
{
	if (!x->record.published.n != !y->record.published.n)
		return x->record.published.n ? -1 : 1;
	int order = span_compare(y->record.published, x->record.published);
	if (order)
		return order;
	if (x->record.document && y->record.document && x->record.document != y->record.document)
		return x->record.document->n < y->record.document->n ? -1 : 1;
	range a = x->record.entry.evidence, b = y->record.entry.evidence;
	if (a.start != b.start)
		return a.start < b.start ? -1 : 1;
	return span_compare(x->record.id, y->record.id);
}

int brief_newest_first(const void *a, const void *b)
{
	return by_date(*(brief_item *const *)a, *(brief_item *const *)b);
}

static void sort(brief_items *items)
{
	if (items->n > 1)
		qsort(items->v, items->n, sizeof *items->v, brief_newest_first);
}

static onus_status add(brief *b, brief_items *items, brief_item *item, onus_error *err)
{
	brief_item **slot = vec_push(items, b->book->arena);
	if (!slot)
		return fail_memory(err, "making the brief");
	*slot = item;
	return ONUS_OK;
}

static bool known_by_then(const brief *b, const book_record *r)
{
	date d;
	span when = r->kind == ONUS_OUTCOME && r->date.n ? r->date : r->published;
	return !date_parse(when, &d) || date_compare(date_earliest(d), b->as_of) <= 0;
}

onus_status brief_load(brief *b, onus_kind kind, onus_error *err)
{
	ROWS_AUTO rows = NULL;
	TRY(store_query(
	    b->book->store, "report_records",
	    PARAMS(value_string(record_kind_word(kind)), value_null(), value_string(b->reviewed ? "reviewed" : "any")),
	    &rows, err));
	bool more = false;
	TRY(store_step(rows, &more, err));
	while (more) {
		brief_item *item = arena_alloc(b->book->arena, sizeof *item);
		if (!item)
			return fail_memory(err, "making the brief");
		TRY(book_record_of(b->book, rows, kind, &item->record, err));
		if (known_by_then(b, &item->record))
			TRY(add(b, &b->all[kind], item, err));
		TRY(store_step(rows, &more, err));
	}
	return ONUS_OK;
}

/* ---- what came of what, and what restates what ---- */

static int by_own_date(const void *a, const void *b)
{
	const brief_item *x = *(brief_item *const *)a, *y = *(brief_item *const *)b;
	int order = span_compare(x->record.date, y->record.date);
	return order ? order : span_compare(x->record.id, y->record.id);
}

static onus_status index_by_id(brief *b, map *ids, onus_kind kind, onus_error *err)
{
	for (size_t i = 0; i < b->all[kind].n; i++) {
		size_t *slot = map_put(ids, b->all[kind].v[i]->record.id, NULL);
		if (!slot)
			return fail_memory(err, "making the brief");
		*slot = (size_t)b->all[kind].v[i];
	}
	return ONUS_OK;
}

static brief_item *item_of(const map *ids, span id)
{
	size_t *found = map_find(ids, id);
	return found ? (brief_item *)*found : NULL;
}

static onus_status join_outcomes(brief *b, const map *ids, onus_error *err)
{
	for (size_t i = 0; i < b->all[ONUS_OUTCOME].n; i++) {
		brief_item *outcome = b->all[ONUS_OUTCOME].v[i];
		for (const field *f = entry_field(&outcome->record.entry, F_OF); f;
		     f = entry_next(&outcome->record.entry, f)) {
			brief_item *of = item_of(ids, f->value);
			brief_item **slot = of ? (brief_item **)vec_push(&of->outcomes, b->book->arena) : NULL;
			if (of && !slot)
				return fail_memory(err, "making the brief");
			if (slot)
				*slot = outcome;
		}
	}
	for (int kind = ONUS_CALL; kind <= ONUS_PLEDGE; kind++)
		for (size_t i = 0; i < b->all[kind].n; i++) {
			brief_item *item = b->all[kind].v[i];
			if (item->outcomes.n > 1)
				qsort(item->outcomes.v, item->outcomes.n, sizeof *item->outcomes.v, by_own_date);
		}
	return ONUS_OK;
}

static size_t root(const brief_items *calls, size_t i)
{
	while (calls->v[i]->group != i) {
		calls->v[i]->group = calls->v[calls->v[i]->group]->group;
		i = calls->v[i]->group;
	}
	return i;
}

static onus_status join_restatements(brief *b, onus_error *err)
{
	brief_items *calls = &b->all[ONUS_CALL];
	map numbers = map_make(b->book->arena);
	for (size_t i = 0; i < calls->n; i++) {
		calls->v[i]->group = i;
		size_t *slot = map_put(&numbers, calls->v[i]->record.id, NULL);
		if (!slot)
			return fail_memory(err, "making the brief");
		*slot = i;
	}
	ROWS_AUTO rows = NULL;
	TRY(store_query(b->book->store, "brief_restatements", NO_PARAMS, &rows, err));
	bool more = false;
	TRY(store_step(rows, &more, err));
	while (more) {
		size_t *from = map_find(&numbers, store_text(rows, 0)), *to = map_find(&numbers, store_text(rows, 1));
		if (from && to) {
			size_t x = root(calls, *from), y = root(calls, *to);
			/* the lower index is the newer call: it leads its group */
			calls->v[x < y ? y : x]->group = x < y ? x : y;
		}
		TRY(store_step(rows, &more, err));
	}
	return ONUS_OK;
}

/* ---- calls ---- */

typedef enum call_place { CALL_NOWHERE, CALL_ON_HOST, CALL_ON_GUEST, CALL_THROUGH } call_place;

static bool called_on(const entry *e, const brief_side *side)
{
	return entry_field(e, F_TARGET) ? brief_any_of(e, F_TARGET, side) : brief_any_of(e, F_ADDRESSEE, side);
}

static bool called_through(const entry *e, const brief_side *first, const brief_side *on)
{
	return brief_any_of(e, F_ADDRESSEE, first) && brief_any_of(e, F_TARGET, on);
}

static call_place place_of(const brief *b, const brief_item *call)
{
	const entry *e = &call->record.entry;
	if (called_through(e, &b->host, &b->guest) || called_through(e, &b->guest, &b->host))
		return CALL_THROUGH;
	bool on_guest = called_on(e, &b->guest), on_host = called_on(e, &b->host);
	/* "raise with the guest the case of": asked of the host, about the guest. */
	if (on_host && !on_guest && brief_names(b, &b->guest, call->record.words))
		return CALL_THROUGH;
	return on_guest ? CALL_ON_GUEST : on_host ? CALL_ON_HOST : CALL_NOWHERE;
}

static bool for_the_person(const brief *b, const brief_item *call)
{
	const entry *e = &call->record.entry;
	arena *a = b->book->arena;
	return b->person.n && (selector_entry(&b->who, e, F_ADDRESSEE, a) || selector_entry(&b->who, e, F_TARGET, a));
}

static bool says(const brief_item *outcome, field_name name, const char *word)
{
	return span_is(entry_value(&outcome->record.entry, name), word);
}

static onus_status finish_group(brief *b, brief_group *g, onus_error *err)
{
	sort(&g->calls);
	g->age = -1;
	for (size_t i = 0; i < g->calls.n; i++) {
		const brief_item *call = g->calls.v[i];
		for (size_t k = 0; k < call->outcomes.n; k++) {
			brief_item *outcome = call->outcomes.v[k];
			TRY(add(b, &g->outcomes, outcome, err));
			g->answered = true;
			g->done |=
			    says(outcome, F_OUTCOME_TYPE, "implementation") && says(outcome, F_VALUE, "implemented");
			g->done |= says(outcome, F_OUTCOME_TYPE, "implementation") && says(outcome, F_VALUE, "kept");
		}
		date d;
		if (date_parse(call->record.published, &d)) {
			int days = date_to_days(b->as_of) - date_to_days(date_earliest(d));
			g->age = days > g->age ? days : g->age;
		}
	}
	if (g->outcomes.n > 1)
		qsort(g->outcomes.v, g->outcomes.n, sizeof *g->outcomes.v, by_own_date);
	return ONUS_OK;
}

/* Groups are made within a section: a wording on the host does not vanish under one that goes through it. */
static onus_status group_calls(brief *b, onus_error *err)
{
	brief_items *calls = &b->all[ONUS_CALL];
	size_t *slots = arena_calloc(b->book->arena, calls->n * 4 + 1, sizeof *slots);
	if (!slots)
		return fail_memory(err, "making the brief");
	brief_groups *sections[] = {NULL, &b->host.calls, &b->guest.calls, &b->through};
	for (size_t i = 0; i < calls->n; i++) {
		call_place where = place_of(b, calls->v[i]);
		if (where == CALL_NOWHERE && for_the_person(b, calls->v[i]))
			where = CALL_ON_GUEST;
		if (where == CALL_NOWHERE)
			continue;
		size_t *slot = &slots[root(calls, i) * 4 + where];
		if (!*slot) {
			if (!vec_push(sections[where], b->book->arena))
				return fail_memory(err, "making the brief");
			*slot = sections[where]->n;
		}
		TRY(add(b, &sections[where]->v[*slot - 1].calls, calls->v[i], err));
	}
	for (size_t s = CALL_ON_HOST; s <= CALL_THROUGH; s++)
		for (size_t i = 0; i < sections[s]->n; i++)
			TRY(finish_group(b, &sections[s]->v[i], err));
	return ONUS_OK;
}

static int longest_wait_first(const void *a, const void *b)
{
	const brief_group *x = *(const brief_group *const *)a, *y = *(const brief_group *const *)b;
	if (x->age != y->age)
		return x->age > y->age ? -1 : 1;
	return by_date(x->calls.v[0], y->calls.v[0]);
}

static onus_status find_unanswered(brief *b, onus_error *err)
{
	const brief_groups *sections[] = {&b->through, &b->guest.calls, &b->host.calls};
	for (size_t s = 0; s < 3; s++)
		for (size_t i = 0; i < sections[s]->n; i++) {
			if (sections[s]->v[i].answered)
				continue;
			const brief_group **slot = vec_push(&b->unanswered, b->book->arena);
			if (!slot)
				return fail_memory(err, "making the brief");
			*slot = &sections[s]->v[i];
		}
	if (b->unanswered.n > 1)
		qsort(b->unanswered.v, b->unanswered.n, sizeof *b->unanswered.v, longest_wait_first);
	return ONUS_OK;
}

/* ---- pledges, visits, quotations ---- */

static onus_status pick_pledges(brief *b, onus_error *err)
{
	for (size_t i = 0; i < b->all[ONUS_PLEDGE].n; i++) {
		brief_item *item = b->all[ONUS_PLEDGE].v[i];
		if (brief_any_of(&item->record.entry, F_BY, &b->guest))
			TRY(add(b, &b->guest.pledges, item, err));
		if (brief_any_of(&item->record.entry, F_BY, &b->host))
			TRY(add(b, &b->host.pledges, item, err));
	}
	return ONUS_OK;
}

static bool goes(const entry *e, const brief_side *visitor, const brief_side *to)
{
	return brief_any_of(e, F_VISITOR, visitor) && brief_any_of(e, F_TO, to);
}

static bool in_these_days(const brief *b, const entry *e)
{
	date from, until;
	if (!b->from.year && !b->until.year)
		return false;
	if (!date_parse(entry_value(e, F_FROM), &from))
		return false;
	if (!date_parse(entry_value(e, F_UNTIL), &until))
		until = from;
	return (!b->until.year || date_compare(date_earliest(from), b->until) <= 0) &&
	       (!b->from.year || date_compare(date_latest(until), b->from) >= 0);
}

/* Told again elsewhere: the same visitors on the same days. */
static brief_item *same_visit(const brief_items *list, const brief_item *item)
{
	const entry *e = &item->record.entry;
	for (size_t i = 0; i < list->n; i++) {
		const entry *other = &list->v[i]->record.entry;
		if (span_equal(entry_value(e, F_FROM), entry_value(other, F_FROM)) &&
		    span_equal(entry_value(e, F_UNTIL), entry_value(other, F_UNTIL)) &&
		    span_equal(entry_value(e, F_VISITOR), entry_value(other, F_VISITOR)) &&
		    span_equal(entry_value(e, F_TO), entry_value(other, F_TO)))
			return list->v[i];
	}
	return NULL;
}

static bool is_theirs(const brief *b, const entry *e)
{
	return goes(e, &b->guest, &b->host) || (b->person.n && selector_entry(&b->who, e, F_VISITOR, b->book->arena));
}

/* Where no days were given: those of the next visit that somebody announced. */
static void next_visit(brief *b)
{
	date best = {0}, best_until = {0};
	for (size_t i = 0; i < b->all[ONUS_VISIT].n; i++) {
		const entry *e = &b->all[ONUS_VISIT].v[i]->record.entry;
		date from, until;
		if (!is_theirs(b, e) || !date_parse(entry_value(e, F_FROM), &from))
			continue;
		if (!date_parse(entry_value(e, F_UNTIL), &until))
			until = from;
		if (date_compare(date_latest(until), b->as_of) < 0)
			continue;
		/* the nearest, and of those the one that is known to the day */
		int order = best.year ? date_compare(date_latest(from), date_latest(best)) : -1;
		if (order < 0) {
			best = from;
			best_until = until;
		}
	}
	b->from = best;
	b->until = best_until;
}

static onus_status pick_visits(brief *b, onus_error *err)
{
	if (!b->from.year && !b->until.year)
		next_visit(b);
	for (size_t i = 0; i < b->all[ONUS_VISIT].n; i++) {
		brief_item *item = b->all[ONUS_VISIT].v[i];
		const entry *e = &item->record.entry;
		if (!is_theirs(b, e) && !goes(e, &b->host, &b->guest))
			continue;
		bool now = in_these_days(b, e) && !goes(e, &b->host, &b->guest);
		brief_items *list = now ? &b->visits : &b->other_visits;
		brief_item *same = same_visit(list, item);
		brief_item **also = same ? (brief_item **)vec_push(&same->also, b->book->arena) : NULL;
		if (same && !also)
			return fail_memory(err, "making the brief");
		if (also)
			*also = item;
		else
			TRY(add(b, list, item, err));
	}
	sort(&b->visits);
	sort(&b->other_visits);
	return ONUS_OK;
}

/* Documents in which the calls of the brief, or its people's cases, stand. */
static onus_status their_documents(brief *b, map *ret_documents, onus_error *err)
{
	map documents = map_make(b->book->arena);
	const brief_groups *sections[] = {&b->through, &b->guest.calls, &b->host.calls};
	for (size_t s = 0; s < 3; s++)
		for (size_t i = 0; i < sections[s]->n; i++)
			for (size_t k = 0; k < sections[s]->v[i].calls.n; k++) {
				const book_document *d = sections[s]->v[i].calls.v[k]->record.document;
				if (d && !map_put(&documents, d->id, NULL))
					return fail_memory(err, "making the brief");
			}
	for (size_t i = 0; i < b->people.n; i++)
		for (size_t k = 0; k < b->people.v[i].events.n; k++) {
			const book_document *d = b->people.v[i].events.v[k].item->record.document;
			if (d && !map_put(&documents, d->id, NULL))
				return fail_memory(err, "making the brief");
		}
	*ret_documents = documents;
	return ONUS_OK;
}

static bool about_them(const brief *b, const brief_item *quote, const map *documents)
{
	return brief_names(b, &b->guest, quote->record.words) || brief_names(b, &b->host, quote->record.words) ||
	       (quote->record.document && map_find(documents, quote->record.document->id));
}

static onus_status pick_quotes(brief *b, onus_error *err)
{
	map documents;
	TRY(their_documents(b, &documents, err));
	for (size_t i = 0; i < b->all[ONUS_QUOTE].n; i++) {
		brief_item *item = b->all[ONUS_QUOTE].v[i];
		const entry *e = &item->record.entry;
		brief_items *to = NULL;
		size_t *more = NULL;
		if (brief_any_of(e, F_SPEAKER, &b->guest)) {
			to = &b->guest.quotes;
			more = &b->guest.more_quotes;
		} else if (brief_any_of(e, F_SPEAKER, &b->host)) {
			to = &b->host.quotes;
			more = &b->host.more_quotes;
		} else if (entry_field(e, F_SPEAKER) && about_them(b, item, &documents)) {
			to = &b->other_quotes;
			more = &b->more_quotes;
		}
		if (!to)
			continue;
		if (to->n < MOST_QUOTES)
			TRY(add(b, to, item, err));
		else
			++*more;
	}
	return ONUS_OK;
}

static onus_status name_side(brief *b, brief_side *side, onus_error *err)
{
	for (size_t i = 0; side->state && i < places_name_count(b->book->places); i++) {
		const place_name *name = places_name_at(b->book->places, i);
		if (name->kind == PLACE_CODE || name->ambiguous || name->place != side->state)
			continue;
		span *slot = vec_push(&side->names, b->book->arena);
		if (!slot)
			return fail_memory(err, "making the brief");
		*slot = name->folded;
	}
	return ONUS_OK;
}

onus_status brief_gather(brief *b, onus_error *err)
{
	TRY(name_side(b, &b->host, err));
	TRY(name_side(b, &b->guest, err));
	for (int kind = ONUS_CALL; kind <= ONUS_OUTCOME; kind++)
		if (kind != ONUS_VISIT)
			TRY(brief_load(b, (onus_kind)kind, err));
	map ids = map_make(b->book->arena);
	TRY(index_by_id(b, &ids, ONUS_CALL, err));
	TRY(index_by_id(b, &ids, ONUS_PLEDGE, err));
	TRY(join_outcomes(b, &ids, err));
	TRY(join_restatements(b, err));
	TRY(group_calls(b, err));
	TRY(find_unanswered(b, err));
	TRY(pick_pledges(b, err));
	TRY(pick_visits(b, err));
	TRY(brief_gather_people(b, err));
	return pick_quotes(b, err);
}
