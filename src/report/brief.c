/* SPDX-License-Identifier: Apache-2.0 */
/* Who meets whom, and when: from what was typed. */
#include "report/brief.h"
#include "report/report.h"

static onus_status state_of(brief *b, const char *option, const char *typed, const place **ret_state, onus_error *err)
{
	const place_name *const *found = NULL;
	size_t n = places_lookup(b->book->places, span_of(typed), &found);
	if (n == 0) {
		const place_name *near = places_nearest(b->book->places, span_of(typed));
		if (near)
			return fail(err, ONUS_ERR_NOT_FOUND, "no state is called \"%s\"; did you mean \"%s\"?",
				    SAFE(typed), SAFE_SPAN(near->name));
		return fail(err, ONUS_ERR_NOT_FOUND, "no state is called \"%s\"", SAFE(typed));
	}
	const place *state = found[0]->place;
	if (state->region && n == 1)
		return fail(err, ONUS_ERR_USAGE, "--%s: %s is a region; a brief is for states", option,
			    SAFE_SPAN(state->name));
	for (size_t i = 0; i < n; i++) {
		if (state->region)
			state = found[i]->place;
		if (found[i]->place != state && found[i]->kind == found[0]->kind && !found[i]->place->region)
			return fail(err, ONUS_ERR_USAGE, "--%s: \"%s\" may be %s (%s) or %s (%s)", option, SAFE(typed),
				    SAFE_SPAN(state->name), state->code, SAFE_SPAN(found[i]->place->name),
				    found[i]->place->code);
	}
	*ret_state = state;
	return ONUS_OK;
}

static const place *state_of_field(const brief *b, const entry *e, field_name name, const place *other)
{
	for (const field *f = entry_field(e, name); f; f = entry_next(e, f)) {
		const place *state = f->country[0] ? places_by_code(b->book->places, span_of(f->country))
						   : places_find(b->book->places, f->value);
		if (state && state->region)
			state = places_by_code(b->book->places, span_of(state->code));
		if (state && state != other)
			return state;
	}
	return NULL;
}

static void days_of(brief *b, const entry *e)
{
	date from = {0}, until = {0};
	if (!date_parse(entry_value(e, F_FROM), &from))
		return;
	if (!date_parse(entry_value(e, F_UNTIL), &until))
		until = from;
	b->from = date_earliest(from);
	b->until = date_latest(until);
}

static onus_status by_visit(brief *b, const char *typed, onus_error *err)
{
	span id = {NULL, 0};
	book_document *document = NULL;
	TRY(report_resolve(b->book, typed, &id, &document, err));
	book_record r = {0};
	if (!document)
		TRY(book_record_by_id(b->book, id, &r, err));
	if (document || r.kind != ONUS_VISIT)
		return fail(err, ONUS_ERR_USAGE, "\"%s\" is not a visit; onus visits lists them", SAFE(typed));
	if (!b->guest.state)
		b->guest.state = state_of_field(b, &r.entry, F_VISITOR, NULL);
	if (!b->host.state)
		b->host.state = state_of_field(b, &r.entry, F_TO, b->guest.state);
	if (!b->guest.state || !b->host.state)
		return fail(err, ONUS_ERR_USAGE, "%s does not say which state %s; add --%s", SAFE(typed),
			    b->guest.state ? "is visited" : "visits", b->guest.state ? "host" : "guest");
	if (!b->from.year && !b->until.year)
		days_of(b, &r.entry);
	return ONUS_OK;
}

static onus_status country_of(brief *b, onus_error *err)
{
	int64_t most = 0;
	for (size_t i = 0; i < b->who.keys.n; i++) {
		ROWS_AUTO rows = NULL;
		TRY(store_query(b->book->store, "brief_person_country", PARAMS(value_text(b->who.keys.entries[i].key)),
				&rows, err));
		bool more = false;
		TRY(store_step(rows, &more, err));
		if (more && store_int(rows, 2) > most) {
			most = store_int(rows, 2);
			b->guest.state = places_by_code(b->book->places, store_text(rows, 1));
		}
	}
	return ONUS_OK;
}

/* The person's visit in these days, else the next, else the last. */
static const entry *visit_of_person(const brief *b)
{
	const entry *next = NULL, *last = NULL;
	date next_from = {0}, last_from = {0};
	for (size_t i = 0; i < b->all[ONUS_VISIT].n; i++) {
		const entry *e = &b->all[ONUS_VISIT].v[i]->record.entry;
		date from, until;
		if (!selector_entry(&b->who, e, F_VISITOR, b->book->arena) ||
		    !date_parse(entry_value(e, F_FROM), &from))
			continue;
		if (!date_parse(entry_value(e, F_UNTIL), &until))
			until = from;
		bool fits = (!b->from.year || date_compare(date_latest(until), b->from) >= 0) &&
			    (!b->until.year || date_compare(date_earliest(from), b->until) <= 0);
		const place *to = state_of_field(b, e, F_TO, b->guest.state);
		if (!fits || !to || (b->host.state && to != b->host.state))
			continue;
		bool over = date_compare(date_latest(until), b->as_of) < 0;
		if (!over && (!next || date_compare(from, next_from) < 0)) {
			next = e;
			next_from = from;
		}
		if (over && (!last || date_compare(from, last_from) > 0)) {
			last = e;
			last_from = from;
		}
	}
	return next ? next : last;
}

static onus_status by_person(brief *b, const char *typed, onus_error *err)
{
	TRY(selector_make(b->book, "person", typed, &b->who, err));
	ROWS_AUTO rows = NULL;
	TRY(store_query(b->book->store, "report_actors", NO_PARAMS, &rows, err));
	bool more = false;
	TRY(store_step(rows, &more, err));
	while (more && !b->person.n) {
		if (map_find(&b->who.keys, store_text(rows, 0)) &&
		    span_is(store_text(rows, 1), actor_type_word(ACTOR_PERSON)))
			b->person = arena_span(b->book->arena, store_text(rows, 2));
		TRY(store_step(rows, &more, err));
	}
	if (!b->person.n && b->who.countries.n)
		return fail(err, ONUS_ERR_USAGE, "--person: \"%s\" is a state; use --host and --guest", SAFE(typed));
	if (!b->person.n)
		return fail(err, ONUS_ERR_NOT_FOUND, "\"%s\" is nobody's name here; onus people lists the people",
			    SAFE(typed));
	if (!b->guest.state)
		TRY(country_of(b, err));
	const entry *visit = visit_of_person(b);
	if (!visit)
		return ONUS_OK;
	if (!b->host.state)
		b->host.state = state_of_field(b, visit, F_TO, b->guest.state);
	if (!b->from.year && !b->until.year)
		days_of(b, visit);
	return ONUS_OK;
}

static onus_status set_as_of(brief *b, const char *typed, date today, onus_error *err)
{
	if (typed)
		return typed_date("as-of", typed, true, &b->as_of, err);
	b->as_of = today;
	bool found = false;
	span newest = {NULL, 0};
	TRY(store_one_text(b->book->store, "brief_newest", NO_PARAMS, &found, b->book->arena, &newest, err));
	date d;
	if (found && date_parse(newest, &d) && date_compare(date_latest(d), b->as_of) > 0)
		b->as_of = date_latest(d);
	return ONUS_OK;
}

static onus_status resolve(brief *b, const onus_brief_options *o, date today, onus_error *err)
{
	TRY(typed_dates("from", o->from, "until", o->until, &b->from, &b->until, err));
	TRY(set_as_of(b, o->as_of, today, err));
	if (o->host)
		TRY(state_of(b, "host", o->host, &b->host.state, err));
	if (o->guest)
		TRY(state_of(b, "guest", o->guest, &b->guest.state, err));
	TRY(brief_load(b, ONUS_VISIT, err));
	if (o->visit)
		TRY(by_visit(b, o->visit, err));
	else if (o->person)
		TRY(by_person(b, o->person, err));
	else if (!b->host.state || !b->guest.state)
		return fail(err, ONUS_ERR_USAGE, "say whom it is for: --host and --guest, or --visit, or --person");
	if (b->host.state && b->host.state == b->guest.state)
		return fail(err, ONUS_ERR_USAGE, "host and guest are both %s; a brief is for two",
			    SAFE_SPAN(b->host.state->name));
	return ONUS_OK;
}

onus_status report_brief(store *s, const places *p, const onus_brief_options *options, date today,
			 const onus_sink *sink, onus_error *err)
{
	if (options->format == ONUS_CSV)
		return fail(err, ONUS_ERR_USAGE, "a brief comes as text, markdown, json or html");
	BOOK_AUTO k = {0};
	TRY(book_open(s, p, &k, err));
	brief b = {.book = &k, .format = options->format, .reviewed = options->reviewed};
	TRY(resolve(&b, options, today, err));
	TRY(brief_gather(&b, err));
	TRY(brief_cite(&b, err));
	if (arena_failed(k.arena))
		return fail_memory(err, "making the brief");
	if (options->format == ONUS_JSON)
		return brief_print_json(&b, sink, err);
	brief_nodes nodes = {0};
	TRY(brief_layout(&b, &nodes, err));
	SHEET_AUTO paper = sheet_make(sink);
	if (options->format == ONUS_HTML)
		brief_print_html(&b, &nodes, &paper);
	else if (options->format == ONUS_MARKDOWN)
		brief_print_markdown(&b, &nodes, &paper);
	else
		brief_print_text(&b, &nodes, &paper);
	return sheet_end(&paper, err);
}
