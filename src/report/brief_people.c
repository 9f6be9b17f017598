/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The people raised before: whom the calls of the brief name, and to whom one of the sides did something. Each gets a
 * history by date in which every line is somebody's claim; where claims cannot all be true, a sentence says so.
 */
#include "base/limits.h"
#include "names/key.h"
#include "report/brief.h"
#include "text/fold.h"

#include <stdlib.h>

typedef struct people_index {
	brief *b;
	map by_key;
} people_index;

static onus_status key_of(brief *b, const field *f, span *ret_key, onus_error *err)
{
	STR_AUTO key = str_make(LIMIT_META_BYTES);
	names_key((actor_type)f->actor_type, f->country, f->value, &key);
	span copy = arena_span(b->book->arena, str_span(&key));
	bool too_long = f->value.n >= LIMIT_META_BYTES / 2;
	if ((key.failed && !too_long) || (key.n && !copy.p))
		return fail_memory(err, "making the brief");
	*ret_key = copy;
	return ONUS_OK;
}

static onus_status add_name(brief *b, brief_person *p, span name, onus_error *err)
{
	for (size_t i = 0; i < p->names.n; i++)
		if (span_equal(p->names.v[i], name))
			return ONUS_OK;
	STR_AUTO folded = str_make(LIMIT_META_BYTES);
	text_fold(name, &folded);
	span *slot = vec_push(&p->names, b->book->arena), *fold = vec_push(&p->folded, b->book->arena);
	if (!slot || !fold || folded.failed)
		return fail_memory(err, "making the brief");
	*slot = name;
	*fold = arena_span(b->book->arena, str_span(&folded));
	/* fullest form */
	if (name.n > p->name.n)
		p->name = name;
	return ONUS_OK;
}

static onus_status person_of(people_index *index, const field *f, bool make, brief_person **ret_person, onus_error *err)
{
	brief *b = index->b;
	span key = {NULL, 0};
	TRY(key_of(b, f, &key, err));
	size_t *found = key.n ? map_find(&index->by_key, key) : NULL;
	if (!found && make && key.n) {
		found = map_put(&index->by_key, key, NULL);
		brief_person *p = vec_push(&b->people, b->book->arena);
		if (!found || !p)
			return fail_memory(err, "making the brief");
		*found = b->people.n - 1;
		p->key = key;
	}
	*ret_person = found ? &b->people.v[*found] : NULL;
	return found ? add_name(b, *ret_person, f->value, err) : ONUS_OK;
}

static onus_status people_of_calls(people_index *index, const brief_groups *groups, onus_error *err)
{
	for (size_t i = 0; i < groups->n; i++)
		for (size_t k = 0; k < groups->v[i].calls.n; k++) {
			brief_item *call = groups->v[i].calls.v[k];
			for (const field *f = entry_field(&call->record.entry, F_PEOPLE); f;
			     f = entry_next(&call->record.entry, f)) {
				brief_person *p = NULL;
				bool named = f->actor_type == ACTOR_PERSON || f->actor_type == ACTOR_UNKNOWN;
				if (!named)
					continue;
				TRY(person_of(index, f, true, &p, err));
				if (!p || p->last_group == &groups->v[i])
					continue;
				p->last_group = &groups->v[i];
				brief_item **slot = vec_push(&p->calls, index->b->book->arena);
				if (!slot)
					return fail_memory(err, "making the brief");
				*slot = call;
			}
		}
	return ONUS_OK;
}

/* One of the sides did it, or it happened there. */
static bool touches_a_side(const brief *b, const entry *e)
{
	if (brief_any_of(e, F_BY, &b->guest) || brief_any_of(e, F_BY, &b->host))
		return true;
	for (const field *f = entry_field(e, F_PLACE); f; f = entry_next(e, f)) {
		const place *where = places_find(b->book->places, f->value);
		const char *code = f->country[0] ? f->country : where ? where->code : "";
		if ((b->guest.state && !strcmp(code, b->guest.state->code)) ||
		    (b->host.state && !strcmp(code, b->host.state->code)))
			return true;
	}
	return false;
}

static span act_value(const entry *e, const field *act, field_name name)
{
	for (const field *f = entry_field(e, name); f; f = entry_next(e, f))
		if (f->group == act->group)
			return f->value;
	return (span){NULL, 0};
}

/* Nothing said is no contradiction. */
static bool agree(span a, span b)
{
	return !a.n || !b.n || span_equal(a, b);
}

static brief_event *same_event(brief_person *p, const entry *e, const field *act)
{
	for (size_t i = 0; i < p->events.n; i++) {
		brief_event *other = &p->events.v[i];
		if (!other->act || !span_equal(other->act->value, act->value))
			continue;
		const entry *theirs = &other->item->record.entry;
		if (span_equal(act_value(theirs, other->act, F_DATE), act_value(e, act, F_DATE)) &&
		    agree(act_value(theirs, other->act, F_BY), act_value(e, act, F_BY)) &&
		    agree(act_value(theirs, other->act, F_PLACE), act_value(e, act, F_PLACE)))
			return other;
	}
	return NULL;
}

static onus_status add_event(brief *b, brief_person *p, brief_item *item, const field *act, onus_error *err)
{
	brief_event *same = act ? same_event(p, &item->record.entry, act) : NULL;
	if (same) {
		brief_item **slot = (brief_item **)vec_push(&same->also, b->book->arena);
		if (!slot)
			return fail_memory(err, "making the brief");
		*slot = item;
		return ONUS_OK;
	}
	brief_event *event = vec_push(&p->events, b->book->arena);
	if (!event)
		return fail_memory(err, "making the brief");
	event->item = item;
	event->act = act;
	if (act && !range_empty(act->where)) {
		brief_item *cited = arena_alloc(b->book->arena, sizeof *cited);
		brief_item **slot = vec_push(&b->acts, b->book->arena);
		if (!cited || !slot)
			return fail_memory(err, "making the brief");
		*cited = (brief_item){.record = item->record, .of = item, .act = act->where};
		*slot = cited;
		event->item = cited;
	}
	event->known = item->record.published;
	event->when = act ? act_value(&item->record.entry, act, F_DATE) : item->record.published;
	return ONUS_OK;
}

static onus_status histories(people_index *index, onus_error *err)
{
	brief *b = index->b;
	const brief_items *cases = &b->all[ONUS_CASE];
	brief_person *p = NULL;
	/* Who belongs here first: a person's other cases may not say who did it. */
	for (size_t i = 0; i < cases->n; i++) {
		const field *f = entry_field(&cases->v[i]->record.entry, F_PERSON);
		if (f && touches_a_side(b, &cases->v[i]->record.entry))
			TRY(person_of(index, f, true, &p, err));
	}
	/* Oldest first, and what bears no date last: who said it first is cited, the others are named beside. */
	for (size_t k = 2 * cases->n; k-- > 0;) {
		brief_item *item = cases->v[k % cases->n];
		if ((item->record.published.n > 0) != (k >= cases->n))
			continue;
		const entry *e = &item->record.entry;
		const field *f = entry_field(e, F_PERSON);
		p = NULL;
		if (f)
			TRY(person_of(index, f, false, &p, err));
		for (const field *act = p ? entry_field(e, F_ACT) : NULL; act; act = entry_next(e, act))
			TRY(add_event(b, p, item, act, err));
	}
	return ONUS_OK;
}

/* What was said of a person: by name, and a name of one word alone is too little to go by. */
static onus_status what_was_said(brief *b, onus_error *err)
{
	for (size_t i = 0; i < b->all[ONUS_QUOTE].n; i++) {
		brief_item *item = b->all[ONUS_QUOTE].v[i];
		STR_AUTO folded = str_make(LIMIT_TEXT_BYTES);
		text_fold(item->record.words, &folded);
		if (folded.failed)
			return fail_memory(err, "making the brief");
		for (size_t k = 0; k < b->people.n; k++) {
			brief_person *p = &b->people.v[k];
			bool named = false;
			for (size_t n = 0; n < p->folded.n && !named; n++) {
				span name = p->folded.v[n];
				const char *space = name.n ? memrchr(name.p, ' ', name.n) : NULL;
				if (!space)
					continue;
				span last = span_slice(name, (size_t)(space - name.p) + 1, name.n);
				named = whole_words(str_span(&folded), name) ||
					(last.n > 3 && whole_words(str_span(&folded), last));
			}
			if (named)
				TRY(add_event(b, p, item, NULL, err));
		}
	}
	return ONUS_OK;
}

/* ---- where sources differ ---- */

static bool dates_apart(span a, span b)
{
	date x, y;
	if (!date_parse(a, &x) || !date_parse(b, &y))
		return false;
	return date_compare(date_latest(x), date_earliest(y)) < 0 || date_compare(date_latest(y), date_earliest(x)) < 0;
}

static void add_source(str *out, const brief_item *item)
{
	const book_document *d = item->record.document;
	span name = d && d->publisher.n ? d->publisher : d ? book_title(d) : SPAN("a source");
	str_add(out, name);
	if (item->record.published.n)
		str_addf(out, ", %.*s", (int)item->record.published.n, item->record.published.p);
}

/* The first two sources that give different answers to one question on one kind of act. */
static onus_status differ(brief *b, brief_person *p, span act, field_name name, const char *what, onus_error *err)
{
	for (size_t i = 0; i < p->events.n; i++)
		for (size_t k = i + 1; k < p->events.n; k++) {
			const brief_event *x = &p->events.v[i], *y = &p->events.v[k];
			if (!x->act || !y->act || !span_equal(x->act->value, act) || !span_equal(y->act->value, act) ||
			    x->item->record.document == y->item->record.document)
				continue;
			span a = act_value(&x->item->record.entry, x->act, name);
			span c = act_value(&y->item->record.entry, y->act, name);
			bool apart = name == F_DATE ? dates_apart(a, c) : a.n && c.n && !span_equal(a, c);
			if (!apart)
				continue;
			STR_AUTO line = str_make(1 << 20);
			str_addf(&line, "Sources differ on %s of the %.*s: ", what, (int)act.n, act.p);
			str_add(&line, a);
			str_adds(&line, " (");
			add_source(&line, x->item);
			str_adds(&line, "); ");
			str_add(&line, c);
			str_adds(&line, " (");
			add_source(&line, y->item);
			str_adds(&line, "), unless there was more than one.");
			span *slot = vec_push(&p->differences, b->book->arena);
			if (!slot)
				return fail_memory(err, "making the brief");
			*slot = arena_span(b->book->arena, str_span(&line));
			return line.failed ? fail_memory(err, "making the brief") : ONUS_OK;
		}
	return ONUS_OK;
}

static onus_status differences(brief *b, brief_person *p, onus_error *err)
{
	static const char *const acts[] = {CASE_ACTS};
	for (size_t i = 0; i < sizeof acts / sizeof *acts; i++) {
		TRY(differ(b, p, span_of(acts[i]), F_DATE, "the date", err));
		TRY(differ(b, p, span_of(acts[i]), F_PLACE, "the place", err));
	}
	return ONUS_OK;
}

/* ---- order ---- */

static span event_day(const brief_event *e)
{
	return e->when.n ? e->when : e->known;
}

static int by_time(const void *a, const void *b)
{
	const brief_event *x = a, *y = b;
	date dx = {0}, dy = {0};
	bool has_x = date_parse(event_day(x), &dx), has_y = date_parse(event_day(y), &dy);
	if (has_x != has_y)
		return has_x ? -1 : 1;
	int order = has_x ? date_compare(dx, dy) : 0;
	if (order)
		return order;
	order = span_compare(x->known, y->known);
	if (order)
		return order;
	order = span_compare(x->item->record.id, y->item->record.id);
	if (order || !x->act || !y->act)
		return order;
	return (int)x->act->group - (int)y->act->group;
}

static span last_raised(const brief_person *p)
{
	span newest = {NULL, 0};
	for (size_t i = 0; i < p->calls.n; i++)
		if (span_compare(p->calls.v[i]->record.published, newest) > 0)
			newest = p->calls.v[i]->record.published;
	return newest;
}

static int by_last_raised(const void *a, const void *b)
{
	const brief_person *x = a, *y = b;
	if (!x->events.n != !y->events.n)
		return x->events.n ? -1 : 1;
	int order = span_compare(last_raised(y), last_raised(x));
	return order ? order : span_compare(x->key, y->key);
}

onus_status brief_gather_people(brief *b, onus_error *err)
{
	people_index index = {.b = b, .by_key = map_make(b->book->arena)};
	TRY(people_of_calls(&index, &b->through, err));
	TRY(people_of_calls(&index, &b->guest.calls, err));
	TRY(people_of_calls(&index, &b->host.calls, err));
	TRY(histories(&index, err));
	TRY(what_was_said(b, err));
	for (size_t i = 0; i < b->people.n; i++) {
		brief_person *p = &b->people.v[i];
		if (p->calls.n > 1)
			qsort(p->calls.v, p->calls.n, sizeof *p->calls.v, brief_newest_first);
		if (p->events.n > 1)
			qsort(p->events.v, p->events.n, sizeof *p->events.v, by_time);
		TRY(differences(b, p, err));
	}
	if (b->people.n > 1)
		qsort(b->people.v, b->people.n, sizeof *b->people.v, by_last_raised);
	return ONUS_OK;
}
