/* SPDX-License-Identifier: Apache-2.0 */
/* One entry: its words in their paragraph, its fields, where it comes from, its history, its links. show_document.c has
 * documents. */
#include "report/show.h"
#include "report/list.h"
#include "report/report.h"

#include <ctype.h>

onus_status report_resolve(book *b, const char *typed, span *ret_record, book_document **ret_document, onus_error *err)
{
	span prefix = span_of(typed);
	if (!memchr(prefix.n ? prefix.p : "", '-', prefix.n)) {
		book_document *d = NULL;
		TRY(typed_document(b, typed, &d, err));
		*ret_document = d;
		*ret_record = (span){NULL, 0};
		return ONUS_OK;
	}
	for (size_t i = 0; i < prefix.n; i++)
		if (!isalnum((unsigned char)prefix.p[i]) && prefix.p[i] != '-')
			return fail(err, ONUS_ERR_USAGE, "\"%s\" is not an id; an id is like call-1a2b3c4d5e",
				    SAFE(typed));
	ROWS_AUTO rows = NULL;
	TRY(store_query(b->store, "show_record_ids", PARAMS(value_text(prefix)), &rows, err));
	STR_AUTO candidates = str_make(2000);
	span first = {NULL, 0};
	size_t n = 0;
	bool more = false, whole = false;
	TRY(store_step(rows, &more, err));
	while (more) {
		span id = store_text(rows, 0);
		if (n++ == 0)
			first = arena_span(b->arena, id);
		whole |= span_equal(id, prefix);
		str_addf(&candidates, "%s%s", n > 1 ? ", " : "", n > 20 ? "…" : id.p);
		TRY(store_step(rows, &more, err));
	}
	if (n == 0)
		return fail(err, ONUS_ERR_NOT_FOUND,
			    "there is no entry %s; the lists (onus calls, onus cases, ...) show the ids", SAFE(typed));
	if (n > 1 && !whole)
		return fail(err, ONUS_ERR_USAGE, "\"%s\" begins more than one id: %s", SAFE(typed), str_c(&candidates));
	if (!first.p)
		return fail_memory(err, "looking for an entry");
	*ret_record = first; /* a whole id sorts before those that it begins */
	*ret_document = NULL;
	return ONUS_OK;
}

/* ---- gathering ---- */

static onus_status read_history(book *b, span id, show_entry *s, onus_error *err)
{
	ROWS_AUTO rows = NULL;
	TRY(store_query(b->store, "show_history", PARAMS(value_text(id)), &rows, err));
	bool more = false;
	TRY(store_step(rows, &more, err));
	while (more) {
		show_event *e = vec_push(&s->history, b->arena);
		if (!e)
			return fail_memory(err, "reading the history");
		e->seq = store_int(rows, 0);
		e->time = store_int(rows, 1);
		e->kind = arena_span(b->arena, store_text(rows, 2));
		span body = store_blob(rows, 3);
		e->erased = body.n == 0;
		if (body.n)
			TRY(decision_decode(arena_span(b->arena, body), b->arena, &e->decision, err));
		TRY(store_step(rows, &more, err));
	}
	return ONUS_OK;
}

static onus_status read_links(book *b, span id, show_entry *s, onus_error *err)
{
	ROWS_AUTO rows = NULL;
	TRY(store_query(b->store, "show_links", PARAMS(value_text(id)), &rows, err));
	bool more = false;
	TRY(store_step(rows, &more, err));
	while (more) {
		show_link *l = vec_push(&s->links, b->arena);
		if (!l)
			return fail_memory(err, "reading the links");
		l->kind = arena_span(b->arena, store_text(rows, 0));
		l->id = arena_span(b->arena, store_text(rows, 1));
		l->reason = arena_span(b->arena, store_text(rows, 2));
		l->to = span_is(store_text(rows, 3), "to");
		TRY(store_step(rows, &more, err));
	}
	return ONUS_OK;
}

static onus_status read_outcomes(book *b, span id, show_entry *s, onus_error *err)
{
	ROWS_AUTO rows = NULL;
	TRY(store_query(b->store, "show_outcomes", PARAMS(value_text(id)), &rows, err));
	bool more = false;
	TRY(store_step(rows, &more, err));
	while (more) {
		book_record *r = vec_push(&s->outcomes, b->arena);
		if (!r)
			return fail_memory(err, "reading the outcomes");
		TRY(book_record_by_id(b, store_text(rows, 0), r, err));
		TRY(store_step(rows, &more, err));
	}
	return ONUS_OK;
}

static onus_status gather(book *b, span id, show_entry *s, onus_error *err)
{
	TRY(book_record_by_id(b, id, &s->record, err));
	TRY(book_check(b, &s->record, err));
	TRY(read_history(b, id, s, err));
	TRY(read_links(b, id, s, err));
	TRY(read_outcomes(b, id, s, err));
	const book_document *d = s->record.document;
	if (!d || !d->has_text)
		return ONUS_OK;
	s->cited = true;
	s->where = entry_words(&s->record.entry);
	TRY(book_text(b, d, &s->text, err));
	return book_passage(b, d, s->where, &s->passage, err);
}

/* ---- what a decision changed ---- */

static void add_values(str *out, const entry *e, field_name name)
{
	bool first = true;
	for (const field *f = entry_field(e, name); f; f = entry_next(e, f)) {
		str_adds(out, first ? "" : "; ");
		str_add(out, f->value);
		first = false;
	}
}

void show_changes(const entry *before, const entry *after, str *out)
{
	for (const field_rule *rule = record_schema((onus_kind)after->kind); rule->name; rule++) {
		STR_AUTO was = str_make(1 << 20), is = str_make(1 << 20);
		add_values(&was, before, rule->name);
		add_values(&is, after, rule->name);
		if (span_equal(str_span(&was), str_span(&is)))
			continue;
		str_addf(out, "%s%s: ", out->n ? "; " : "", field_word(rule->name));
		if (was.n)
			str_addf(out, "\"%s\"", str_c(&was));
		else
			str_adds(out, "nothing");
		str_adds(out, " became ");
		if (is.n)
			str_addf(out, "\"%s\"", str_c(&is));
		else
			str_adds(out, "nothing");
	}
}

/* ---- text ---- */

static void add_marked(str *out, span text, range passage, range where)
{
	str_add(out, span_in(text, (range){passage.start, where.start}));
	str_adds(out, ">>");
	str_add(out, span_in(text, where));
	str_adds(out, "<<");
	str_add(out, span_in(text, (range){where.end, passage.end}));
}

static void text_fields(sheet *p, const show_entry *s)
{
	sheet_raw(p, "\nFields\n");
	for (size_t i = 0; i < s->record.entry.fields.n; i++) {
		const field *f = &s->record.entry.fields.v[i];
		STR_AUTO line = str_make(1 << 24);
		if (f->group)
			str_addf(&line, "[%u] ", f->group);
		str_addf(&line, "%s: ", field_word((field_name)f->name));
		str_add(&line, f->value);
		if (f->country[0] || f->actor_type) {
			str_addf(&line, " (%s", actor_type_word((actor_type)f->actor_type));
			str_addf(&line, "%s%s)", f->country[0] ? ", " : "", f->country);
		}
		if (!range_empty(f->where)) {
			span words = span_in(s->text, f->where);
			if (!book_same_words(words, f->value)) {
				str_adds(&line, ", from \"");
				str_add(&line, words);
				str_adds(&line, "\"");
			}
			str_addf(&line, " [%u-%u]", f->where.start, f->where.end);
		}
		sheet_raw(p, "    ");
		sheet_wrap(p, sheet_take(p, &line), 4, 8);
	}
}

void show_instant(int64_t ms, char ret_text[24])
{
	char day[16];
	date_print(date_of_instant(ms), day);
	int64_t minutes = (ms / 60000) % (24 * 60);
	if (minutes < 0)
		minutes += 24 * 60;
	(void)snprintf(ret_text, 24, "%s %02d:%02d", day, (int)(minutes / 60), (int)(minutes % 60));
}

static void text_history(sheet *p, const show_entry *s)
{
	sheet_raw(p, "\nHistory\n");
	if (s->record.entry.by_person)
		sheet_raw(p, "    made or changed by a person\n");
	else
		sheet_para(p, 4, 8, "drafted by rule %.*s (rule set %.12s)", (int)s->record.entry.rule.n,
			   s->record.entry.rule.p, s->record.rules.n ? s->record.rules.p : "-");
	for (size_t i = 0; i < s->history.n; i++) {
		const show_event *e = &s->history.v[i];
		char when[24];
		show_instant(e->time, when);
		STR_AUTO line = str_make(1 << 24);
		str_addf(&line, "%s UTC  %.*s", when, (int)e->kind.n, e->kind.p);
		if (e->decision.by.n) {
			str_adds(&line, " by ");
			str_add(&line, e->decision.by);
		}
		if (e->decision.why.n) {
			str_adds(&line, ": ");
			str_add(&line, e->decision.why);
		}
		if (e->erased)
			str_adds(&line, " (content erased)");
		if (i > 0 && !e->erased && !s->history.v[i - 1].erased) {
			STR_AUTO changes = str_make(1 << 22);
			show_changes(&s->history.v[i - 1].decision.entry, &e->decision.entry, &changes);
			if (changes.n)
				str_addf(&line, "; %s", str_c(&changes));
		}
		str_addf(&line, " (journal row %lld)", (long long)e->seq);
		sheet_raw(p, "    ");
		sheet_wrap(p, sheet_take(p, &line), 4, 8);
	}
}

static const char *link_word(const show_link *l)
{
	if (span_is(l->kind, "restates"))
		return l->to ? "restates" : "restated by";
	if (span_is(l->kind, "answers"))
		return l->to ? "answers" : "answered by";
	return l->to ? "same text as" : "same text in";
}

static void text_links(sheet *p, const show_entry *s)
{
	if (!s->links.n && !s->outcomes.n)
		return;
	sheet_raw(p, "\nLinks\n");
	for (size_t i = 0; i < s->links.n; i++) {
		const show_link *l = &s->links.v[i];
		sheet_para(p, 4, 8, "%s %.*s%s%.*s%s", link_word(l), (int)l->id.n, l->id.p, l->reason.n ? " (" : "",
			   (int)l->reason.n, l->reason.n ? l->reason.p : "", l->reason.n ? ")" : "");
	}
	for (size_t i = 0; i < s->outcomes.n; i++) {
		STR_AUTO line = str_make(1 << 20);
		str_addf(&line, "%.*s: ", (int)s->outcomes.v[i].id.n, s->outcomes.v[i].id.p);
		str_add_summary(&line, &s->outcomes.v[i]);
		span note = entry_value(&s->outcomes.v[i].entry, F_NOTE);
		if (note.n) {
			str_adds(&line, "; ");
			str_add(&line, note);
		}
		sheet_raw(p, "    ");
		sheet_wrap(p, sheet_take(p, &line), 4, 8);
	}
}

void show_text_document(sheet *p, const book_document *d)
{
	STR_AUTO line = str_make(1 << 20);
	str_add(&line, book_title(d));
	if (d->publisher.n) {
		str_adds(&line, ", ");
		str_add(&line, d->publisher);
	}
	if (d->published.n) {
		str_adds(&line, ", ");
		str_add(&line, d->published);
	}
	sheet_raw(p, "    ");
	sheet_wrap(p, sheet_take(p, &line), 4, 8);
	sheet_para(p, 4, 8, "sha256:%.*s", (int)d->id.n, d->id.p);
	sheet_para(p, 4, 8, "from %.*s", (int)d->source.n, d->source.p ? d->source.p : "");
}

static void show_text(sheet *p, const show_entry *s)
{
	const book_record *r = &s->record;
	sheet_rawf(p, "%.*s  %.*s", (int)r->id.n, r->id.p, (int)r->state.n, r->state.p);
	sheet_rawf(p, "  %.*s\n", (int)r->confidentiality.n, r->confidentiality.p ? r->confidentiality.p : "");
	STR_AUTO summary = str_make(1 << 20);
	str_add_summary(&summary, r);
	sheet_raw(p, "    ");
	sheet_wrap(p, sheet_take(p, &summary), 4, 8);
	if (s->cited) {
		sheet_rawf(p, "\nWords (bytes %u to %u)\n    ", s->where.start, s->where.end);
		STR_AUTO words = str_make(1 << 26);
		add_marked(&words, s->text, s->passage, s->where);
		sheet_wrap(p, sheet_take(p, &words), 4, 4);
	}
	text_fields(p, s);
	if (r->document) {
		sheet_raw(p, "\nDocument\n");
		show_text_document(p, r->document);
	}
	text_history(p, s);
	text_links(p, s);
}

/* ---- JSON ---- */

static void json_number(printer *p, const char *key, int64_t n)
{
	printer_key(p, key);
	printer_number(p, n);
}

static void json_fields(printer *p, const show_entry *s)
{
	printer_key(p, "fields");
	printer_begin_list(p);
	for (size_t i = 0; i < s->record.entry.fields.n; i++) {
		const field *f = &s->record.entry.fields.v[i];
		printer_begin_object(p);
		printer_fields(p, "name", field_word((field_name)f->name));
		printer_field(p, "value", f->value);
		json_number(p, "act", f->group);
		if (f->actor_type)
			printer_fields(p, "actor", actor_type_word((actor_type)f->actor_type));
		if (f->country[0])
			printer_fields(p, "country", f->country);
		if (!range_empty(f->where) && s->cited) {
			printer_field(p, "words", span_in(s->text, f->where));
			json_number(p, "start", f->where.start);
			json_number(p, "end", f->where.end);
		}
		printer_end_object(p);
	}
	printer_end_list(p);
}

static void show_json(printer *p, book *b, const show_entry *s)
{
	const book_record *r = &s->record;
	printer_begin_object(p);
	STR_AUTO id = str_make(100);
	str_add(&id, r->id);
	printer_fields(p, "record", record_kind_word(r->kind));
	entry_print_fields(&r->entry, p, str_c(&id), s->text);
	list_print_origin(p, b, r);
	if (s->cited) {
		printer_key(p, "passage");
		printer_begin_object(p);
		printer_field(p, "text", span_in(s->text, s->passage));
		json_number(p, "start", s->passage.start);
		json_number(p, "end", s->passage.end);
		printer_end_object(p);
		printer_key(p, "words");
		printer_begin_object(p);
		printer_field(p, "text", span_in(s->text, s->where));
		json_number(p, "start", s->where.start);
		json_number(p, "end", s->where.end);
		printer_end_object(p);
	}
	json_fields(p, s);
	printer_key(p, "history");
	printer_begin_list(p);
	for (size_t i = 0; i < s->history.n; i++) {
		const show_event *e = &s->history.v[i];
		char when[24];
		show_instant(e->time, when);
		printer_begin_object(p);
		json_number(p, "row", e->seq);
		printer_fields(p, "time", when);
		printer_field(p, "decision", e->kind);
		printer_field(p, "by", e->decision.by);
		printer_field(p, "why", e->decision.why);
		STR_AUTO changes = str_make(1 << 22);
		if (i > 0 && !e->erased && !s->history.v[i - 1].erased)
			show_changes(&s->history.v[i - 1].decision.entry, &e->decision.entry, &changes);
		printer_field(p, "changes", str_span(&changes));
		printer_end_object(p);
	}
	printer_end_list(p);
	printer_key(p, "links");
	printer_begin_list(p);
	for (size_t i = 0; i < s->links.n; i++) {
		printer_begin_object(p);
		printer_fields(p, "link", link_word(&s->links.v[i]));
		printer_field(p, "id", s->links.v[i].id);
		printer_field(p, "reason", s->links.v[i].reason);
		printer_end_object(p);
	}
	printer_end_list(p);
	printer_key(p, "outcomes");
	printer_begin_list(p);
	for (size_t i = 0; i < s->outcomes.n; i++) {
		STR_AUTO outcome = str_make(100);
		str_add(&outcome, s->outcomes.v[i].id);
		entry_print(&s->outcomes.v[i].entry, p, str_c(&outcome), (span){NULL, 0});
	}
	printer_end_list(p);
	printer_end_object(p);
}

onus_status report_show(store *st, const places *p, const char *id, onus_format format, const onus_sink *sink,
			onus_error *err)
{
	if (format != ONUS_TEXT && format != ONUS_JSON)
		return fail(err, ONUS_ERR_USAGE, "an entry is shown as text or json");
	BOOK_AUTO b = {0};
	TRY(book_open(st, p, &b, err));
	span record = {NULL, 0};
	book_document *document = NULL;
	TRY(report_resolve(&b, id, &record, &document, err));
	if (document)
		return show_document(&b, document, format, sink, err);
	show_entry s = {0};
	TRY(gather(&b, record, &s, err));
	if (format == ONUS_TEXT) {
		SHEET_AUTO paper = sheet_make(sink);
		show_text(&paper, &s);
		return sheet_end(&paper, err);
	}
	printer *out = printer_new(format, false, sink);
	if (!out)
		return fail_memory(err, "showing an entry");
	show_json(out, &b, &s);
	onus_status status = printer_end(out, err);
	printer_free(out);
	if (status == ONUS_OK && arena_failed(b.arena))
		return fail_memory(err, "showing an entry");
	return status;
}
