/* SPDX-License-Identifier: Apache-2.0 */
/* list.h - one listing on its way out, shared by the list*.c files. */
#ifndef REPORT_LIST_H
#define REPORT_LIST_H

#include "base/printer.h"
#include "report/filter.h"
#include "report/sheet.h"

typedef struct listing {
	book *book;
	const onus_list_options *options;
	selector by, on, about, place;
	date since, until;
	const book_document *document;
	printer *printer; /* JSON, CSV and tables */
	sheet *sheet;     /* TEXT paragraphs */
	size_t printed, drafts;
} listing;

onus_status list_records(listing *l, onus_error *err) MUST_CHECK;
onus_status list_documents(listing *l, onus_error *err) MUST_CHECK;
onus_status list_people(listing *l, onus_error *err) MUST_CHECK;

/* The keys that every record of a list has beside its fields: document, title, publisher, published, state, review,
 * confidentiality. */
void list_print_origin(printer *p, book *b, const book_record *r);
/* True where [first, last] touches [since, until]; either may be open. Without a date only an open filter matches. */
bool list_dates_match(date since, date until, span first, span last);

#endif
