/* SPDX-License-Identifier: Apache-2.0 */
/* show.h - one entry or document in full, shared by the show*.c files. Everything belongs to the book's arena. */
#ifndef REPORT_SHOW_H
#define REPORT_SHOW_H

#include "ledger/ledger.h"
#include "report/book.h"
#include "report/line.h"

typedef struct show_event { /* a row of the journal */
	int64_t seq, time;
	span kind;
	bool erased;
	decision_event decision;
} show_event;

typedef struct show_link {
	span kind, id, reason;
	bool to; /* from the entry shown to `id` */
} show_link;

typedef struct show_entry {
	book_record record;
	bool cited; /* the document's text is there: text, where and passage are set */
	span text;
	range where, passage;
	VEC(show_event) history;
	VEC(show_link) links;
	VEC(book_record) outcomes;
} show_entry;

/* "target: "X" became "Y"; ..." of two states of an entry. */
void show_changes(const entry *before, const entry *after, str *out);
/* "2026-03-18 14:05", UTC. */
void show_instant(int64_t ms, char ret_text[24]);
void show_text_document(sheet *p, const book_document *d);
onus_status show_document(book *b, const book_document *d, onus_format format, const onus_sink *sink,
			  onus_error *err) MUST_CHECK;

#endif
