/* SPDX-License-Identifier: Apache-2.0 */
#include "report/book.h"
#include "base/hash.h"
#include "base/limits.h"

onus_status book_open(store *s, const places *p, book *ret_book, onus_error *err)
{
	arena *a = arena_new(0);
	if (!a)
		return fail_memory(err, "making a report");
	*ret_book =
	    (book){.store = s, .places = p, .arena = a, .by_number = map_make(a), .text = str_make(LIMIT_TEXT_BYTES)};
	return ONUS_OK;
}

void book_close(book *b)
{
	str_free(&b->text);
	arena_free(b->arena);
	b->arena = NULL;
}

static span copy(book *b, const store_rows *rows, int column)
{
	span s = store_text(rows, column);
	return s.n ? arena_span(b->arena, s) : (span){NULL, 0};
}

static onus_status read_document(book *b, const store_rows *rows, book_document *d, onus_error *err)
{
	*d = (book_document){.n = store_int(rows, 0),
			     .id = copy(b, rows, 1),
			     .source = copy(b, rows, 2),
			     .added = store_int(rows, 3),
			     .size = store_int(rows, 4),
			     .refusal = copy(b, rows, 5),
			     .format = copy(b, rows, 6),
			     .text_hash = copy(b, rows, 7),
			     .has_text = store_int(rows, 8) != 0,
			     .title = copy(b, rows, 9),
			     .publisher = copy(b, rows, 10),
			     .published = copy(b, rows, 11),
			     .place = copy(b, rows, 12),
			     .language = copy(b, rows, 13),
			     .kind = copy(b, rows, 14),
			     .same_as = store_int(rows, 15),
			     .note = copy(b, rows, 16),
			     .facts = {.kind = ONUS_DOCUMENT}};
	span body = store_blob(rows, 17);
	if (!body.n)
		return ONUS_OK;
	body = arena_span(b->arena, body);
	if (entry_decode(body, b->arena, &d->facts, NULL) != ONUS_OK)
		return fail(err, ONUS_ERR_INTEGRITY, "document %s: what is kept of it cannot be read; run onus rebuild",
			    SAFE_SPAN(d->id));
	return ONUS_OK;
}

onus_status book_document_of(book *b, int64_t n, book_document **ret_document, onus_error *err)
{
	size_t *found = map_find(&b->by_number, span_make((const char *)&n, sizeof n));
	if (found) {
		*ret_document = b->documents.v[*found];
		return ONUS_OK;
	}
	ROWS_AUTO rows = NULL;
	TRY(store_query(b->store, "report_document", PARAMS(value_int(n)), &rows, err));
	bool more = false;
	TRY(store_step(rows, &more, err));
	if (!more)
		return fail(err, ONUS_ERR_INTEGRITY, "the casefile has no document number %lld; run onus rebuild",
			    (long long)n);
	book_document *d = arena_alloc(b->arena, sizeof *d);
	book_document **slot = vec_push(&b->documents, b->arena);
	size_t *at = map_put(&b->by_number, arena_span(b->arena, span_make((const char *)&n, sizeof n)), NULL);
	if (!d || !slot || !at)
		return fail_memory(err, "making a report");
	TRY(read_document(b, rows, d, err));
	*slot = d;
	*at = b->documents.n - 1;
	if (arena_failed(b->arena))
		return fail_memory(err, "making a report");
	*ret_document = d;
	return ONUS_OK;
}

onus_status book_text(book *b, const book_document *d, span *ret_text, onus_error *err)
{
	if (b->held == d) {
		*ret_text = str_span(&b->text);
		return ONUS_OK;
	}
	b->held = NULL;
	str_clear(&b->text);
	if (d->has_text) {
		ROWS_AUTO rows = NULL;
		TRY(store_query(b->store, "report_text", PARAMS(value_int(d->n)), &rows, err));
		bool more = false;
		TRY(store_step(rows, &more, err));
		if (more)
			str_add(&b->text, store_text(rows, 0));
		if (b->text.failed)
			return fail_memory(err, "reading a text");
		hash256 hash;
		char hex[65];
		TRY(hash_bytes(str_span(&b->text), &hash, err));
		hash_hex(&hash, hex);
		if (d->text_hash.n && !span_is(d->text_hash, hex))
			return fail(
			    err, ONUS_ERR_INTEGRITY,
			    "document %s: its text is not the one that was read (its hash differs); run onus doctor",
			    SAFE_SPAN(d->id));
	}
	b->held = d;
	*ret_text = str_span(&b->text);
	return ONUS_OK;
}

onus_status book_record_of(book *b, const store_rows *rows, onus_kind kind, book_record *ret_record, onus_error *err)
{
	book_record r = {.id = copy(b, rows, 0),
			 .state = copy(b, rows, 2),
			 .confidentiality = copy(b, rows, 3),
			 .published = copy(b, rows, 4),
			 .date = copy(b, rows, 5),
			 .words = copy(b, rows, 6),
			 .decided = store_int(rows, 7),
			 .rules = copy(b, rows, 9),
			 .kind = kind};
	span body = arena_span(b->arena, store_blob(rows, 8));
	if (entry_decode(body, b->arena, &r.entry, NULL) != ONUS_OK || r.entry.kind != kind)
		return fail(err, ONUS_ERR_INTEGRITY, "%s cannot be read; run onus rebuild", SAFE_SPAN(r.id));
	if (!store_is_null(rows, 1))
		TRY(book_document_of(b, store_int(rows, 1), &r.document, err));
	if (arena_failed(b->arena))
		return fail_memory(err, "making a report");
	*ret_record = r;
	return ONUS_OK;
}

onus_status book_record_by_id(book *b, span id, book_record *ret_record, onus_error *err)
{
	ROWS_AUTO rows = NULL;
	TRY(store_query(b->store, "show_record", PARAMS(value_text(id)), &rows, err));
	bool more = false;
	TRY(store_step(rows, &more, err));
	onus_kind kind;
	if (!more || !record_kind_find(store_text(rows, 10), &kind))
		return fail(err, ONUS_ERR_NOT_FOUND, "there is no entry %s", SAFE_SPAN(id));
	return book_record_of(b, rows, kind, ret_record, err);
}

bool book_same_words(span a, span b)
{
	size_t i = 0, k = 0;
	for (;;) {
		bool space_a = false, space_b = false;
		for (; i < a.n && memchr(" \t\r\n", a.p[i], 4); i++)
			space_a = true;
		for (; k < b.n && memchr(" \t\r\n", b.p[k], 4); k++)
			space_b = true;
		if (i == a.n || k == b.n)
			return i == a.n && k == b.n;
		if (i > 0 && k > 0 && space_a != space_b)
			return false;
		if (a.p[i++] != b.p[k++])
			return false;
	}
}

static onus_status check_range(const book_record *r, span text, range where, span words, onus_error *err)
{
	if (where.end <= text.n && book_same_words(span_in(text, where), words))
		return ONUS_OK;
	return fail(err, ONUS_ERR_INTEGRITY,
		    "%s: document %.16s does not say \"%s\" at bytes %u to %u; run onus doctor, then onus rebuild",
		    SAFE_SPAN(r->id), r->document->id.p, SAFE_SPAN(span_slice(words, 0, 120)), where.start, where.end);
}

/* Words that a person put in the place of the document's are not to be found there. */
static bool reworded(const entry *e)
{
	static const field_name carriers[] = {F_ACTION, F_CONTENT, F_TEXT, F_VALUE};
	for (size_t i = 0; i < sizeof carriers / sizeof *carriers; i++) {
		const field *f = entry_field(e, carriers[i]);
		if (f && range_empty(f->where))
			return true;
	}
	return false;
}

onus_status book_check(book *b, const book_record *r, onus_error *err)
{
	if (!r->document || !r->document->has_text)
		return ONUS_OK;
	span text = {NULL, 0};
	TRY(book_text(b, r->document, &text, err));
	range words = entry_words(&r->entry);
	if (!range_empty(words) && !reworded(&r->entry))
		TRY(check_range(r, text, words, r->words, err));
	if (r->entry.evidence.end > text.n)
		return check_range(r, text, r->entry.evidence, r->words, err);
	for (size_t i = 0; i < r->entry.fields.n; i++) {
		const field *f = &r->entry.fields.v[i];
		if (range_empty(f->where))
			continue;
		if (f->where.end > text.n)
			return check_range(r, text, f->where, f->value, err);
		if (field_type_of((field_name)f->name) == FIELD_PASSAGE)
			TRY(check_range(r, text, f->where, f->value, err));
	}
	return ONUS_OK;
}

onus_status book_passage(book *b, const book_document *d, range where, range *ret_passage, onus_error *err)
{
	span text = {NULL, 0};
	TRY(book_text(b, d, &text, err));
	ROWS_AUTO rows = NULL;
	TRY(store_query(b->store, "report_passage", PARAMS(value_int(d->n), value_int(where.start)), &rows, err));
	bool more = false;
	TRY(store_step(rows, &more, err));
	range passage = where;
	if (more) {
		passage.start = (uint32_t)store_int(rows, 0);
		uint32_t end = (uint32_t)store_int(rows, 1);
		if (end > passage.end)
			passage.end = end;
	}
	if (passage.end > text.n || passage.start > where.start)
		return fail(err, ONUS_ERR_INTEGRITY, "document %s: a passage lies outside its text; run onus rebuild",
			    SAFE_SPAN(d->id));
	if (!more && text.p) {
		while (passage.start > 0 && text.p[passage.start - 1] != '\n')
			passage.start--;
		while (passage.end < text.n && text.p[passage.end] != '\n')
			passage.end++;
	}
	*ret_passage = passage;
	return ONUS_OK;
}

span book_title(const book_document *d)
{
	if (d->title.n)
		return d->title;
	span name = d->source;
	for (size_t i = name.n; i-- > 0;)
		if (name.p[i] == '/')
			return span_slice(name, i + 1, name.n);
	return name;
}

span book_document_id(book *b, const book_document *d)
{
	return arena_printf(b->arena, "sha256:%.*s", (int)d->id.n, d->id.p ? d->id.p : "");
}
