/* SPDX-License-Identifier: Apache-2.0 */
#include "base/printer.h"
#include "report/filter.h"
#include "report/line.h"
#include "report/report.h"
#include "report/sheet.h"

enum { USUAL_LIMIT = 20, MOST_HITS = 1000 };

typedef struct passage {
	const book_document *document;
	range where;
	span text;       /* of the document */
	VEC(range) hits; /* in the document */
} passage;

/* The marks that the index put in around hits, taken out again while the rest is compared with the document. */
static onus_status read_hits(book *b, span marked, passage *p, onus_error *err)
{
	uint32_t at = p->where.start, from = 0;
	bool open = false;
	for (size_t i = 0; i < marked.n; i++) {
		char c = marked.p[i];
		if (at < p->where.end && p->text.p[at] == c) {
			at++;
		} else if (c == 2 && !open) {
			from = at;
			open = true;
		} else if (c == 3 && open) {
			range *hit = p->hits.n < MOST_HITS ? vec_push(&p->hits, b->arena) : NULL;
			if (hit)
				*hit = (range){from, at};
			open = false;
		} else {
			break;
		}
	}
	if (at != p->where.end || open)
		return fail(err, ONUS_ERR_INTEGRITY,
			    "document %.16s: the index does not match its text; run onus rebuild", p->document->id.p);
	return ONUS_OK;
}

static void print_json(printer *p, book *b, const passage *found)
{
	const book_document *d = found->document;
	printer_begin_object(p);
	printer_field(p, "document", book_document_id(b, d));
	printer_field(p, "title", book_title(d));
	printer_fields(p, "publisher", d->publisher.n ? arena_string(b->arena, d->publisher) : NULL);
	printer_fields(p, "published", d->published.n ? arena_string(b->arena, d->published) : NULL);
	printer_key(p, "start");
	printer_number(p, found->where.start);
	printer_key(p, "end");
	printer_number(p, found->where.end);
	printer_field(p, "words", span_in(found->text, found->where));
	if (printer_format(p) == ONUS_JSON) {
		printer_key(p, "hits");
		printer_begin_list(p);
		for (size_t i = 0; i < found->hits.n; i++) {
			printer_begin_object(p);
			printer_field(p, "text", span_in(found->text, found->hits.v[i]));
			printer_key(p, "start");
			printer_number(p, found->hits.v[i].start);
			printer_key(p, "end");
			printer_number(p, found->hits.v[i].end);
			printer_end_object(p);
		}
		printer_end_list(p);
	}
	printer_end_object(p);
}

static void print_text(sheet *p, const passage *found)
{
	const book_document *d = found->document;
	STR_AUTO head = str_make(1 << 20);
	str_addf(&head, "%.*s  %.*s  ", SHORT_ID, d->id.p, d->published.n ? (int)d->published.n : 10,
		 d->published.n ? d->published.p : "(no date) ");
	str_add(&head, book_title(d));
	if (d->publisher.n) {
		str_adds(&head, " (");
		str_add(&head, d->publisher);
		str_addc(&head, ')');
	}
	str_addf(&head, ", bytes %u to %u", found->where.start, found->where.end);
	sheet_wrap(p, sheet_take(p, &head), 0, 4);
	STR_AUTO words = str_make(1 << 26);
	uint32_t at = found->where.start;
	for (size_t i = 0; i < found->hits.n; i++) {
		str_add(&words, span_in(found->text, (range){at, found->hits.v[i].start}));
		str_addc(&words, '*');
		str_add(&words, span_in(found->text, found->hits.v[i]));
		str_addc(&words, '*');
		at = found->hits.v[i].end;
	}
	str_add(&words, span_in(found->text, (range){at, found->where.end}));
	sheet_raw(p, "    ");
	sheet_wrap(p, sheet_take(p, &words), 4, 4);
	sheet_raw(p, "\n");
}

static onus_status find(book *b, const onus_find_options *o, span query, sheet *text, printer *out, onus_error *err)
{
	size_t limit = o->limit ? o->limit : USUAL_LIMIT, printed = 0;
	int64_t total = 0;
	TRY(store_one_int(b->store, "find_count", PARAMS(value_text(query)), NULL, &total, err));
	ROWS_AUTO rows = NULL;
	TRY(store_query(b->store, "find_passages", PARAMS(value_text(query), value_int((int64_t)limit)), &rows, err));
	bool more = false;
	TRY(store_step(rows, &more, err));
	while (more) {
		passage found = {.where = {(uint32_t)store_int(rows, 1), (uint32_t)store_int(rows, 2)}};
		book_document *d = NULL;
		TRY(book_document_of(b, store_int(rows, 0), &d, err));
		TRY(book_text(b, d, &found.text, err));
		found.document = d;
		if (found.where.end > found.text.n)
			found.where.start = found.where.end = (uint32_t)found.text.n;
		TRY(read_hits(b, store_text(rows, 3), &found, err));
		if (out)
			print_json(out, b, &found);
		else
			print_text(text, &found);
		printed++;
		TRY(store_step(rows, &more, err));
	}
	if (!out && total == 0)
		sheet_raw(text, "No passage says that.\n");
	else if (!out && (size_t)total > printed)
		sheet_rawf(text, "%zu of %lld passages; --limit shows more.\n", printed, (long long)total);
	else if (!out)
		sheet_rawf(text, "%zu passage%s.\n", printed, printed == 1 ? "" : "s");
	return ONUS_OK;
}

onus_status report_find(store *s, const places *p, const onus_find_options *options, const onus_sink *sink,
			onus_error *err)
{
	if (options->format != ONUS_TEXT && options->format != ONUS_JSON && options->format != ONUS_CSV)
		return fail(err, ONUS_ERR_USAGE, "passages come as text, json or csv");
	STR_AUTO query = str_make(1 << 20);
	TRY(find_query(span_of(options->words), &query, err));
	BOOK_AUTO b = {0};
	TRY(book_open(s, p, &b, err));
	SHEET_AUTO text = sheet_make(sink);
	if (options->format == ONUS_TEXT) {
		TRY(find(&b, options, str_span(&query), &text, NULL, err));
		return sheet_end(&text, err);
	}
	printer *out = printer_new(options->format, false, sink);
	if (!out)
		return fail_memory(err, "looking for words");
	printer_begin_list(out);
	onus_status status = find(&b, options, str_span(&query), NULL, out, err);
	printer_end_list(out);
	if (status == ONUS_OK)
		status = printer_end(out, err);
	if (status == ONUS_OK && arena_failed(b.arena))
		status = fail_memory(err, "looking for words");
	printer_free(out);
	return status;
}
