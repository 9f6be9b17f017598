/* SPDX-License-Identifier: Apache-2.0 */
/*
 * book.h - what one report reads: records, the documents that they cite, and the words at their ranges.
 *
 * Invariant of every report: before a line is written, the words are read again from the stored text at the record's
 * range and compared (book_check); the text itself is compared with its hash when it is loaded. A mismatch is
 * ERR_INTEGRITY and names the entry.
 *
 * A book belongs to one report and one thread. Documents and records live in its arena; of texts only the last one read
 * is held, so that a report over a large casefile stays small. book_close gives all back.
 */
#ifndef REPORT_BOOK_H
#define REPORT_BOOK_H

#include "base/map.h"
#include "names/places.h"
#include "record/record.h"
#include "store/store.h"

typedef struct book_document {
	int64_t n, added, size;
	span id, source, refusal, format, text_hash;
	span title, publisher, published, place, language, kind, note; /* empty where not known */
	int64_t same_as;                                               /* n, or 0 */
	bool has_text;
	entry facts;     /* kind ONUS_DOCUMENT; no fields where the document was not read */
	unsigned number; /* in a report's list of sources, from 1; 0: not cited yet */
} book_document;

typedef struct book_record {
	span id, state, published, date, words, rules;
	span confidentiality;
	int64_t decided; /* journal row, or 0 */
	onus_kind kind;
	entry entry;
	book_document *document; /* NULL: an outcome whose source is not in the casefile */
} book_record;

typedef struct book {
	store *store;
	const places *places;
	arena *arena;
	map by_number; /* of documents */
	VEC(book_document *) documents;
	const book_document *held; /* whose text is in `text` */
	str text;
} book;

onus_status book_open(store *s, const places *p, book *ret_book, onus_error *err) MUST_CHECK;
void book_close(book *b);
#define BOOK_AUTO __attribute__((cleanup(book_close))) book

/* The document of a row number; the same pointer each time. */
onus_status book_document_of(book *b, int64_t n, book_document **ret_document, onus_error *err) MUST_CHECK;
/* Its text, compared with its hash; lives until the text of another document is asked for. Empty where the document was
 * refused or erased. */
onus_status book_text(book *b, const book_document *d, span *ret_text, onus_error *err) MUST_CHECK;
/* A row of one of the statements report_records, show_record, show_document_records. */
onus_status book_record_of(book *b, const store_rows *rows, onus_kind kind, book_record *ret_record,
			   onus_error *err) MUST_CHECK;
/* Record by its whole id. */
onus_status book_record_by_id(book *b, span id, book_record *ret_record, onus_error *err) MUST_CHECK;
/* Reads the words again: those that carry the entry, and each passage among its fields. ERR_INTEGRITY names the entry.
 */
onus_status book_check(book *b, const book_record *r, onus_error *err) MUST_CHECK;
/* The paragraph around `where`: the stored passage that holds it, or else the lines. */
onus_status book_passage(book *b, const book_document *d, range where, range *ret_passage, onus_error *err) MUST_CHECK;

/* True where both are the same words, white space aside. */
bool book_same_words(span a, span b);
/* How a document is called in print: its title, else the last part of the path it came from. */
span book_title(const book_document *d);
/* "sha256:…" as JSON gives it, in the arena. */
span book_document_id(book *b, const book_document *d);

#endif
