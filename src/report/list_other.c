/* SPDX-License-Identifier: Apache-2.0 */
/* Lists of documents and people, and the way into all lists. */
#include "base/limits.h"
#include "report/line.h"
#include "report/list.h"
#include "report/report.h"
#include "text/fold.h"

/* ---- documents ---- */

typedef struct counts {
	size_t of[ONUS_KIND_COUNT];
} counts;

static bool document_matches(const listing *l, const book_document *d)
{
	arena *a = l->book->arena;
	if (l->document && l->document != d)
		return false;
	if (!l->by.any && !selector_entry(&l->by, &d->facts, F_PUBLISHER, a) &&
	    !selector_entry(&l->by, &d->facts, F_AUTHORS, a))
		return false;
	if (!l->about.any && !selector_words(&l->about, d->title, a))
		return false;
	if (!l->place.any && !selector_place(&l->place, l->book->places, d->place, NULL))
		return false;
	return list_dates_match(l->since, l->until, d->published, d->published);
}

static void document_text(sheet *p, const book_document *d, const counts *c)
{
	sheet_rawf(p, "%.*s  %.*s  ", SHORT_ID, d->id.p, d->published.n ? (int)d->published.n : 10,
		   d->published.n ? d->published.p : "(no date) ");
	sheet_text(p, d->kind.n ? d->kind : d->refusal.n ? SPAN("unreadable") : SPAN("document"));
	sheet_raw(p, "\n    ");
	sheet_wrap(p, book_title(d), 4, 8);
	STR_AUTO line = str_make(1 << 20);
	if (d->publisher.n) {
		str_add(&line, d->publisher);
		str_adds(&line, d->place.n ? ", " : "; ");
	}
	if (d->place.n) {
		str_add(&line, d->place);
		str_adds(&line, "; ");
	}
	str_add(&line, d->source);
	sheet_raw(p, "    ");
	sheet_wrap(p, sheet_take(p, &line), 4, 8);
	if (d->refusal.n) {
		sheet_raw(p, "    not read: ");
		sheet_wrap(p, d->refusal, 14, 8);
	} else if (d->same_as) {
		sheet_raw(p, "    its text is that of another document, which has the entries\n");
	} else {
		str_clear(&line);
		for (int kind = ONUS_CALL; kind <= ONUS_OUTCOME; kind++)
			if (c->of[kind])
				str_addf(&line, "%s%zu %s", line.n ? ", " : "", c->of[kind],
					 c->of[kind] == 1 ? record_kind_word((onus_kind)kind)
							  : record_kind_plural((onus_kind)kind));
		sheet_rawf(p, "    %s\n", line.n ? str_c(&line) : "no entries");
	}
	if (d->note.n) {
		sheet_raw(p, "    note: ");
		sheet_wrap(p, d->note, 10, 8);
	}
	sheet_raw(p, "\n");
}

static void field_or_null(printer *p, const char *key, span value)
{
	printer_key(p, key);
	if (value.n)
		printer_string(p, value);
	else
		printer_null(p);
}

static void document_row(printer *p, book *b, const book_document *d, const counts *c)
{
	printer_begin_object(p);
	printer_field(p, "id", book_document_id(b, d));
	field_or_null(p, "title", d->title);
	field_or_null(p, "publisher", d->publisher);
	field_or_null(p, "published", d->published);
	field_or_null(p, "place", d->place);
	field_or_null(p, "language", d->language);
	field_or_null(p, "kind", d->kind);
	printer_key(p, "authors");
	printer_begin_list(p);
	for (const field *f = entry_field(&d->facts, F_AUTHORS); f; f = entry_next(&d->facts, f))
		printer_string(p, f->value);
	printer_end_list(p);
	printer_field(p, "source", d->source);
	field_or_null(p, "format", d->format);
	printer_key(p, "size");
	printer_number(p, d->size);
	for (int kind = ONUS_CALL; kind <= ONUS_OUTCOME; kind++) {
		printer_key(p, record_kind_plural((onus_kind)kind));
		printer_number(p, (int64_t)c->of[kind]);
	}
	field_or_null(p, "refusal", d->refusal);
	field_or_null(p, "note", d->note);
	printer_end_object(p);
}

static onus_status count_records(book *b, map *ret_by_document, onus_error *err)
{
	map by_document = map_make(b->arena);
	ROWS_AUTO rows = NULL;
	TRY(store_query(b->store, "report_record_counts", NO_PARAMS, &rows, err));
	bool more = false;
	TRY(store_step(rows, &more, err));
	while (more) {
		onus_kind kind;
		int64_t n = store_int(rows, 0);
		span key = arena_span(b->arena, span_make((const char *)&n, sizeof n));
		bool new = false;
		size_t *slot = map_put(&by_document, key, &new);
		if (slot && new)
			*slot = (size_t)arena_alloc(b->arena, sizeof(counts));
		if (!slot || !*slot)
			return fail_memory(err, "counting entries");
		if (record_kind_find(store_text(rows, 1), &kind))
			((counts *)*slot)->of[kind] = (size_t)store_int(rows, 2);
		TRY(store_step(rows, &more, err));
	}
	*ret_by_document = by_document;
	return ONUS_OK;
}

onus_status list_documents(listing *l, onus_error *err)
{
	static const counts none;
	map by_document;
	TRY(count_records(l->book, &by_document, err));
	ROWS_AUTO rows = NULL;
	TRY(store_query(l->book->store, "report_documents", NO_PARAMS, &rows, err));
	bool more = false;
	TRY(store_step(rows, &more, err));
	while (more && (l->options->limit == 0 || l->printed < l->options->limit)) {
		book_document *d = NULL;
		TRY(book_document_of(l->book, store_int(rows, 0), &d, err));
		if (document_matches(l, d)) {
			size_t *found = map_find(&by_document, span_make((const char *)&d->n, sizeof d->n));
			const counts *c = found ? (const counts *)*found : &none;
			if (l->sheet)
				document_text(l->sheet, d, c);
			else
				document_row(l->printer, l->book, d, c);
			l->printed++;
		}
		TRY(store_step(rows, &more, err));
	}
	return ONUS_OK;
}

/* ---- people ---- */

typedef struct actor_row {
	span key, type, name, country;
	VEC(span) names;
	size_t calls_for, calls_by, cases, quotes, visits, pledges;
} actor_row;

typedef struct actor_table {
	VEC(actor_row) rows;
	map by_key;
} actor_table;

static onus_status read_actors(book *b, actor_table *t, onus_error *err)
{
	t->by_key = map_make(b->arena);
	ROWS_AUTO rows = NULL;
	TRY(store_query(b->store, "report_actors", NO_PARAMS, &rows, err));
	bool more = false;
	TRY(store_step(rows, &more, err));
	while (more) {
		actor_row *row = vec_push(&t->rows, b->arena);
		if (!row)
			return fail_memory(err, "listing people");
		row->key = arena_span(b->arena, store_text(rows, 0));
		row->type = arena_span(b->arena, store_text(rows, 1));
		row->name = arena_span(b->arena, store_text(rows, 2));
		row->country = arena_span(b->arena, store_text(rows, 3));
		size_t *at = map_put(&t->by_key, row->key, NULL);
		if (!at)
			return fail_memory(err, "listing people");
		*at = t->rows.n - 1;
		TRY(store_step(rows, &more, err));
	}
	return ONUS_OK;
}

static onus_status read_names(book *b, actor_table *t, onus_error *err)
{
	ROWS_AUTO rows = NULL;
	TRY(store_query(b->store, "report_aliases", NO_PARAMS, &rows, err));
	bool more = false;
	TRY(store_step(rows, &more, err));
	while (more) {
		size_t *at = map_find(&t->by_key, store_text(rows, 0));
		if (at && *at < t->rows.n && !span_equal(t->rows.v[*at].name, store_text(rows, 2))) {
			span *name = vec_push(&t->rows.v[*at].names, b->arena);
			if (!name)
				return fail_memory(err, "listing people");
			*name = arena_span(b->arena, store_text(rows, 2));
		}
		TRY(store_step(rows, &more, err));
	}
	return ONUS_OK;
}

static onus_status read_counts(book *b, actor_table *t, onus_error *err)
{
	ROWS_AUTO rows = NULL;
	TRY(store_query(b->store, "report_actor_counts", NO_PARAMS, &rows, err));
	bool more = false;
	TRY(store_step(rows, &more, err));
	while (more) {
		size_t *at = map_find(&t->by_key, store_text(rows, 0));
		actor_row *row = at ? &t->rows.v[*at] : NULL;
		field_name name = field_find(store_text(rows, 2));
		size_t n = (size_t)store_int(rows, 3);
		onus_kind kind = ONUS_DOCUMENT;
		if (row && record_kind_find(store_text(rows, 1), &kind)) {
			if (kind == ONUS_CALL && name == F_PEOPLE)
				row->calls_for += n;
			else if (kind == ONUS_CALL && name == F_CALLER)
				row->calls_by += n;
			else if (kind == ONUS_CASE && name == F_PERSON)
				row->cases += n;
			else if (kind == ONUS_QUOTE)
				row->quotes += n;
			else if (kind == ONUS_VISIT && name == F_VISITOR)
				row->visits += n;
			else if (kind == ONUS_PLEDGE && name == F_BY)
				row->pledges += n;
		}
		TRY(store_step(rows, &more, err));
	}
	return ONUS_OK;
}

static bool actor_matches(const listing *l, const actor_row *row)
{
	bool named = !l->by.any || !l->about.any || !l->on.any;
	if (!named && !span_is(row->type, actor_type_word(ACTOR_PERSON)))
		return false;
	return selector_actor(&l->by, row->key, row->country) && selector_actor(&l->about, row->key, row->country) &&
	       selector_actor(&l->on, row->key, row->country) &&
	       selector_place(&l->place, l->book->places, row->country, NULL);
}

static void number(printer *p, const char *key, size_t n)
{
	printer_key(p, key);
	if (n == 0 && printer_format(p) == ONUS_TEXT)
		printer_string(p, (span){NULL, 0});
	else
		printer_number(p, (int64_t)n);
}

onus_status list_people(listing *l, onus_error *err)
{
	actor_table t = {0};
	TRY(read_actors(l->book, &t, err));
	TRY(read_names(l->book, &t, err));
	TRY(read_counts(l->book, &t, err));
	printer *p = l->printer;
	for (size_t i = 0; i < t.rows.n && (l->options->limit == 0 || l->printed < l->options->limit); i++) {
		const actor_row *row = &t.rows.v[i];
		if (!actor_matches(l, row))
			continue;
		l->printed++;
		printer_begin_object(p);
		bool columns = l->options->format == ONUS_TEXT;
		if (!columns)
			printer_field(p, "id", row->key);
		printer_field(p, "name", row->name);
		printer_field(p, "type", row->type);
		field_or_null(p, "country", row->country);
		number(p, columns ? "calls for" : "calls_for", row->calls_for);
		number(p, "cases", row->cases);
		number(p, columns ? "calls by" : "calls_by", row->calls_by);
		number(p, "pledges", row->pledges);
		number(p, "quotes", row->quotes);
		number(p, "visits", row->visits);
		printer_key(p, columns ? "other names" : "other_names");
		printer_begin_list(p);
		for (size_t k = 0; k < row->names.n; k++)
			printer_string(p, row->names.v[k]);
		printer_end_list(p);
		printer_end_object(p);
	}
	return ONUS_OK;
}

/* ---- the way in ---- */

static onus_status check_filters(const onus_list_options *o, onus_error *err)
{
	static const bool has_on[ONUS_KIND_COUNT] = {
	    [ONUS_ACTOR] = true, [ONUS_CALL] = true, [ONUS_PLEDGE] = true, [ONUS_CASE] = true, [ONUS_VISIT] = true};
	if ((unsigned)o->kind >= ONUS_KIND_COUNT)
		return fail(err, ONUS_ERR_USAGE, "there is no list of that kind");
	if (o->format != ONUS_TEXT && o->format != ONUS_JSON && o->format != ONUS_CSV)
		return fail(err, ONUS_ERR_USAGE, "a list comes as text, json or csv");
	if (o->on && !has_on[o->kind])
		return fail(err, ONUS_ERR_USAGE, "%s are not on anyone: use --about or --by",
			    record_kind_plural(o->kind));
	return ONUS_OK;
}

/* A place need not be an actor: it is looked for in the words that tell places. */
static onus_status make_place(listing *l, onus_error *err)
{
	const char *typed = l->options->place;
	onus_error ignored = {0};
	onus_status status = selector_make(l->book, "place", typed, &l->place, &ignored);
	if (status != ONUS_ERR_NOT_FOUND)
		return status == ONUS_OK ? status : fail(err, status, "%s", ignored.message);
	selector nobody = {.typed = span_of(typed), .keys = map_make(l->book->arena)};
	STR_AUTO folded = str_make(4 * LIMIT_META_BYTES);
	text_fold(nobody.typed, &folded);
	nobody.folded = arena_span(l->book->arena, str_span(&folded));
	l->place = nobody;
	return ONUS_OK;
}

static void end_text(const listing *l)
{
	const char *kind = l->options->kind == ONUS_ACTOR ? "people" : record_kind_plural(l->options->kind);
	if (l->printed == 0) {
		sheet_rawf(l->sheet, "No %s.\n", kind);
		return;
	}
	if (l->options->kind == ONUS_DOCUMENT || l->options->kind == ONUS_ACTOR)
		return;
	if (l->printed == 1)
		kind = record_kind_word(l->options->kind);
	if (l->drafts)
		sheet_rawf(l->sheet, "%zu %s; %zu not confirmed by anyone yet.\n", l->printed, kind, l->drafts);
	else
		sheet_rawf(l->sheet, "%zu %s, each confirmed.\n", l->printed, kind);
}

static onus_status run(listing *l, onus_error *err)
{
	const onus_list_options *o = l->options;
	if (l->printer)
		printer_begin_list(l->printer);
	onus_status status = o->kind == ONUS_DOCUMENT ? list_documents(l, err)
			     : o->kind == ONUS_ACTOR  ? list_people(l, err)
						      : list_records(l, err);
	TRY(status);
	if (arena_failed(l->book->arena))
		return fail_memory(err, "making a list");
	if (l->printed == 0 && o->place && !l->place.countries.n && !places_find(l->book->places, span_of(o->place))) {
		const place_name *near = places_nearest(l->book->places, span_of(o->place));
		if (near)
			return fail(err, ONUS_ERR_NOT_FOUND, "no place is called \"%s\" here; did you mean \"%s\"?",
				    SAFE(o->place), SAFE_SPAN(near->name));
		return fail(err, ONUS_ERR_NOT_FOUND, "no place is called \"%s\" here", SAFE(o->place));
	}
	if (l->printer) {
		printer_end_list(l->printer);
		TRY(printer_end(l->printer, err));
		if (arena_failed(l->book->arena))
			return fail_memory(err, "making a list");
	}
	if (l->sheet) {
		end_text(l);
		return sheet_end(l->sheet, err);
	}
	return ONUS_OK;
}

onus_status report_list(store *s, const places *p, const onus_list_options *options, const onus_sink *sink,
			onus_error *err)
{
	TRY(check_filters(options, err));
	BOOK_AUTO b = {0};
	TRY(book_open(s, p, &b, err));
	listing l = {.book = &b, .options = options};
	TRY(selector_make(&b, "by", options->by, &l.by, err));
	TRY(selector_make(&b, "on", options->on, &l.on, err));
	TRY(selector_make(&b, "about", options->about, &l.about, err));
	TRY(make_place(&l, err));
	TRY(typed_dates("since", options->since, "until", options->until, &l.since, &l.until, err));
	if (options->document) {
		book_document *d = NULL;
		TRY(typed_document(&b, options->document, &d, err));
		l.document = d;
	}
	SHEET_AUTO paper = sheet_make(sink);
	bool paragraphs = options->format == ONUS_TEXT && options->kind != ONUS_ACTOR;
	if (options->format == ONUS_TEXT)
		l.sheet = &paper;
	if (!paragraphs) {
		l.printer = printer_new(options->format, false, sink);
		if (!l.printer)
			return fail_memory(err, "making a list");
	}
	onus_status status = run(&l, err);
	printer_free(l.printer);
	return status;
}
