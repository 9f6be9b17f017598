/* SPDX-License-Identifier: Apache-2.0 */
/* The brief as data: docs/brief.md has the shape. */
#include "base/printer.h"
#include "report/brief.h"

static void number(printer *p, const char *key, int64_t n)
{
	printer_key(p, key);
	printer_number(p, n);
}

static void text_or_null(printer *p, const char *key, span value)
{
	printer_key(p, key);
	if (value.n)
		printer_string(p, value);
	else
		printer_null(p);
}

static void day(printer *p, const char *key, date d)
{
	char text[16];
	date_print(d, text);
	printer_fields(p, key, d.year ? text : NULL);
}

static void fields(printer *p, const brief_item *item)
{
	const entry *e = &item->record.entry;
	for (const field_rule *rule = record_schema((onus_kind)e->kind); rule->name; rule++) {
		if (rule->grouped || rule->name == F_TEXT)
			continue;
		printer_key(p, rule->name == F_STATE ? "pledge_state" : field_word(rule->name));
		if (field_type_of(rule->name) == FIELD_BOOL) {
			printer_bool(p, span_is(entry_value(e, rule->name), "true"));
		} else if (!rule->many) {
			span value = entry_value(e, rule->name);
			if (value.n)
				printer_string(p, value);
			else
				printer_null(p);
		} else {
			printer_begin_list(p);
			for (const field *f = entry_field(e, rule->name); f; f = entry_next(e, f))
				printer_string(p, f->value);
			printer_end_list(p);
		}
	}
}

/* The keys of an item, inside an object that is open. */
static void item_keys(printer *p, const brief *b, const brief_item *item)
{
	const book_document *d = item->record.document;
	printer_field(p, "id", item->record.id);
	printer_fields(p, "record", record_kind_word(item->record.kind));
	fields(p, item);
	printer_field(p, "review", item->record.state);
	printer_field(p, "confidentiality", item->record.confidentiality);
	text_or_null(p, "published", item->record.published);
	printer_key(p, "document");
	if (d)
		printer_string(p, book_document_id(b->book, d));
	else
		printer_null(p);
	printer_key(p, "source");
	if (item->source)
		printer_number(p, item->source);
	else
		printer_null(p);
	printer_key(p, "words");
	if (!item->cited) {
		printer_null(p);
		return;
	}
	printer_begin_object(p);
	printer_field(p, "text", item->words);
	number(p, "start", item->where.start);
	number(p, "end", item->where.end);
	printer_end_object(p);
}

static void items(printer *p, const brief *b, const char *key, const brief_items *list)
{
	printer_key(p, key);
	printer_begin_list(p);
	for (size_t i = 0; i < list->n; i++) {
		printer_begin_object(p);
		item_keys(p, b, list->v[i]);
		if (list->v[i]->record.kind == ONUS_PLEDGE)
			items(p, b, "outcomes", (const brief_items *)&list->v[i]->outcomes);
		if (list->v[i]->also.n)
			items(p, b, "also", (const brief_items *)&list->v[i]->also);
		printer_end_object(p);
	}
	printer_end_list(p);
}

static void groups(printer *p, const brief *b, const char *key, const brief_groups *list)
{
	printer_key(p, key);
	printer_begin_list(p);
	for (size_t i = 0; i < list->n; i++) {
		const brief_group *g = &list->v[i];
		brief_items earlier = g->calls;
		earlier.v++;
		earlier.n--;
		printer_begin_object(p);
		item_keys(p, b, g->calls.v[0]);
		items(p, b, "earlier", &earlier);
		items(p, b, "outcomes", &g->outcomes);
		printer_key(p, "done");
		printer_bool(p, g->done);
		printer_key(p, "age");
		if (g->age >= 0)
			printer_number(p, g->age);
		else
			printer_null(p);
		printer_end_object(p);
	}
	printer_end_list(p);
}

static void side(printer *p, const char *key, const brief_side *s)
{
	printer_key(p, key);
	if (!s->state) {
		printer_null(p);
		return;
	}
	printer_begin_object(p);
	printer_fields(p, "code", s->state->code);
	printer_field(p, "name", s->state->name);
	printer_end_object(p);
}

static void people(printer *p, const brief *b)
{
	printer_key(p, "people");
	printer_begin_list(p);
	for (size_t i = 0; i < b->people.n; i++) {
		const brief_person *person = &b->people.v[i];
		printer_begin_object(p);
		printer_field(p, "id", person->key);
		printer_field(p, "name", person->name);
		printer_key(p, "names");
		printer_begin_list(p);
		for (size_t k = 0; k < person->names.n; k++)
			printer_string(p, person->names.v[k]);
		printer_end_list(p);
		printer_key(p, "events");
		printer_begin_list(p);
		for (size_t k = 0; k < person->events.n; k++) {
			const brief_event *event = &person->events.v[k];
			printer_begin_object(p);
			text_or_null(p, "when", event->when);
			text_or_null(p, "act", event->act ? event->act->value : (span){NULL, 0});
			static const field_name parts[] = {F_BY, F_PLACE, F_GROUND};
			for (size_t n = 0; event->act && n < 3; n++) {
				STR_AUTO value = str_make(1 << 20);
				str_add_actors(&value, &event->item->record.entry, parts[n], event->act->group);
				text_or_null(p, field_word(parts[n]), str_span(&value));
			}
			printer_key(p, "entry");
			printer_begin_object(p);
			item_keys(p, b, event->item);
			printer_end_object(p);
			items(p, b, "also", &event->also);
			printer_end_object(p);
		}
		printer_end_list(p);
		printer_key(p, "differences");
		printer_begin_list(p);
		for (size_t k = 0; k < person->differences.n; k++)
			printer_string(p, person->differences.v[k]);
		printer_end_list(p);
		items(p, b, "calls", &person->calls);
		printer_end_object(p);
	}
	printer_end_list(p);
}

static void sources(printer *p, const brief *b)
{
	printer_key(p, "sources");
	printer_begin_list(p);
	for (size_t i = 0; i < b->sources.n; i++) {
		const book_document *d = b->sources.v[i];
		printer_begin_object(p);
		number(p, "number", d->number);
		printer_field(p, "id", book_document_id(b->book, d));
		printer_field(p, "title", book_title(d));
		text_or_null(p, "publisher", d->publisher);
		text_or_null(p, "published", d->published);
		printer_field(p, "source", d->source);
		printer_end_object(p);
	}
	printer_end_list(p);
}

static void print(printer *p, const brief *b)
{
	printer_begin_object(p);
	number(p, "format", 1);
	side(p, "host", &b->host);
	side(p, "guest", &b->guest);
	text_or_null(p, "person", b->person);
	day(p, "from", b->from);
	day(p, "until", b->until);
	day(p, "as_of", b->as_of);
	printer_key(p, "reviewed");
	printer_bool(p, b->reviewed);
	number(p, "drafts", (int64_t)b->drafts);
	number(p, "confirmed", (int64_t)b->confirmed);
	number(p, "confidential", (int64_t)b->confidential);
	items(p, b, "visit", &b->visits);
	items(p, b, "other_visits", &b->other_visits);
	printer_key(p, "calls");
	printer_begin_object(p);
	groups(p, b, "guest", &b->guest.calls);
	groups(p, b, "host", &b->host.calls);
	groups(p, b, "through", &b->through);
	printer_end_object(p);
	printer_key(p, "pledges");
	printer_begin_object(p);
	items(p, b, "guest", &b->guest.pledges);
	items(p, b, "host", &b->host.pledges);
	printer_end_object(p);
	people(p, b);
	printer_key(p, "quotes");
	printer_begin_object(p);
	items(p, b, "guest", &b->guest.quotes);
	items(p, b, "host", &b->host.quotes);
	items(p, b, "others", &b->other_quotes);
	printer_end_object(p);
	printer_key(p, "unanswered");
	printer_begin_list(p);
	for (size_t i = 0; i < b->unanswered.n; i++) {
		printer_begin_object(p);
		printer_key(p, "days");
		if (b->unanswered.v[i]->age >= 0)
			printer_number(p, b->unanswered.v[i]->age);
		else
			printer_null(p);
		number(p, "times", (int64_t)b->unanswered.v[i]->calls.n);
		item_keys(p, b, b->unanswered.v[i]->calls.v[0]);
		printer_end_object(p);
	}
	printer_end_list(p);
	sources(p, b);
	printer_end_object(p);
}

onus_status brief_print_json(const brief *b, const onus_sink *sink, onus_error *err)
{
	printer *p = printer_new(ONUS_JSON, false, sink);
	if (!p)
		return fail_memory(err, "printing the brief");
	print(p, b);
	onus_status status = printer_end(p, err);
	printer_free(p);
	if (status == ONUS_OK && arena_failed(b->book->arena))
		return fail_memory(err, "printing the brief");
	return status;
}
