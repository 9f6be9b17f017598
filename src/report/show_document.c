/* SPDX-License-Identifier: Apache-2.0 */
#include "report/list.h"
#include "report/report.h"
#include "report/show.h"

typedef VEC(book_record) records;

static onus_status read_records(book *b, const book_document *d, records *out, onus_error *err)
{
	ROWS_AUTO rows = NULL;
	TRY(store_query(b->store, "show_document_records", PARAMS(value_int(d->n)), &rows, err));
	bool more = false;
	TRY(store_step(rows, &more, err));
	while (more) {
		onus_kind kind;
		if (!record_kind_find(store_text(rows, 10), &kind))
			return fail(err, ONUS_ERR_INTEGRITY, "%s is of no known kind; run onus rebuild",
				    SAFE_SPAN(store_text(rows, 0)));
		book_record *r = vec_push(out, b->arena);
		if (!r)
			return fail_memory(err, "reading the entries of a document");
		TRY(book_record_of(b, rows, kind, r, err));
		TRY(book_check(b, r, err));
		TRY(store_step(rows, &more, err));
	}
	return ONUS_OK;
}

static void fact(sheet *p, const char *name, span value)
{
	if (!value.n)
		return;
	sheet_rawf(p, "    %s: ", name);
	sheet_wrap(p, value, (unsigned)(strlen(name) + 6), 8);
}

static void show_text(sheet *p, const book_document *d, const records *entries)
{
	sheet_rawf(p, "sha256:%.*s\n\n", (int)d->id.n, d->id.p);
	fact(p, "title", d->title);
	fact(p, "publisher", d->publisher);
	fact(p, "published", d->published);
	fact(p, "place", d->place);
	fact(p, "language", d->language);
	fact(p, "kind", d->kind);
	fact(p, "source", d->source);
	fact(p, "format", d->format);
	sheet_rawf(p, "    size: %lld bytes\n", (long long)d->size);
	char when[24];
	show_instant(d->added, when);
	sheet_rawf(p, "    added: %s UTC\n", when);
	fact(p, "not read", d->refusal);
	fact(p, "note", d->note);
	if (d->same_as)
		sheet_raw(p, "    its text is that of another document, which has the entries\n");
	sheet_rawf(p, "\n%zu entr%s\n", entries->n, entries->n == 1 ? "y" : "ies");
	for (size_t i = 0; i < entries->n; i++) {
		const book_record *r = &entries->v[i];
		STR_AUTO line = str_make(1 << 24);
		str_addf(&line, "%.*s  %.*s  ", (int)r->id.n, r->id.p, (int)r->state.n, r->state.p);
		str_add_summary(&line, r);
		if (r->kind == ONUS_CALL || r->kind == ONUS_PLEDGE || r->kind == ONUS_QUOTE) {
			str_adds(&line, ": \"");
			str_add(&line, r->words);
			str_addc(&line, '"');
		}
		sheet_raw(p, "    ");
		sheet_wrap(p, sheet_take(p, &line), 4, 8);
	}
}

static void field_or_null(printer *p, const char *key, span value)
{
	printer_key(p, key);
	if (value.n)
		printer_string(p, value);
	else
		printer_null(p);
}

static onus_status show_json(printer *p, book *b, const book_document *d, const records *entries, onus_error *err)
{
	span text = {NULL, 0};
	TRY(book_text(b, d, &text, err));
	printer_begin_object(p);
	printer_fields(p, "record", "document");
	STR_AUTO id = str_make(100);
	str_add(&id, book_document_id(b, d));
	entry_print_fields(&d->facts, p, str_c(&id), text);
	printer_field(p, "source", d->source);
	field_or_null(p, "format", d->format);
	printer_key(p, "size");
	printer_number(p, d->size);
	char when[24];
	show_instant(d->added, when);
	printer_fields(p, "added", when);
	field_or_null(p, "refusal", d->refusal);
	field_or_null(p, "note", d->note);
	for (int kind = ONUS_CALL; kind <= ONUS_OUTCOME; kind++) {
		printer_key(p, record_kind_plural((onus_kind)kind));
		printer_begin_list(p);
		for (size_t i = 0; i < entries->n; i++) {
			if ((int)entries->v[i].kind != kind)
				continue;
			printer_begin_object(p);
			str_clear(&id);
			str_add(&id, entries->v[i].id);
			entry_print_fields(&entries->v[i].entry, p, str_c(&id), text);
			list_print_origin(p, b, &entries->v[i]);
			printer_end_object(p);
		}
		printer_end_list(p);
	}
	printer_end_object(p);
	return ONUS_OK;
}

onus_status show_document(book *b, const book_document *d, onus_format format, const onus_sink *sink, onus_error *err)
{
	records entries = {0};
	TRY(read_records(b, d, &entries, err));
	if (format == ONUS_TEXT) {
		SHEET_AUTO paper = sheet_make(sink);
		show_text(&paper, d, &entries);
		return sheet_end(&paper, err);
	}
	printer *out = printer_new(format, false, sink);
	if (!out)
		return fail_memory(err, "showing a document");
	onus_status status = show_json(out, b, d, &entries, err);
	if (status == ONUS_OK)
		status = printer_end(out, err);
	printer_free(out);
	if (status == ONUS_OK && arena_failed(b->arena))
		return fail_memory(err, "showing an entry");
	return status;
}
