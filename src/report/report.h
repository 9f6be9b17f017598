/* SPDX-License-Identifier: Apache-2.0 */
/*
 * report.h - what a person takes away: lists, one entry in full, passages that say certain words, the brief. Each reads
 * the store and writes to the sink; nothing is changed. Same store, same options: the same bytes.
 */
#ifndef REPORT_REPORT_H
#define REPORT_REPORT_H

#include "names/places.h"
#include "report/book.h"
#include "store/store.h"

/* As onus_list, onus_show, onus_find of onus.h. */
onus_status report_list(store *s, const places *p, const onus_list_options *options, const onus_sink *sink,
			onus_error *err) MUST_CHECK;
onus_status report_show(store *s, const places *p, const char *id, onus_format format, const onus_sink *sink,
			onus_error *err) MUST_CHECK;
onus_status report_find(store *s, const places *p, const onus_find_options *options, const onus_sink *sink,
			onus_error *err) MUST_CHECK;
/* As onus_brief; `today` stands in where options->as_of is NULL and no document is newer. */
onus_status report_brief(store *s, const places *p, const onus_brief_options *options, date today,
			 const onus_sink *sink, onus_error *err) MUST_CHECK;

/* Turns words, "phrases", prefix*, AND, OR, NOT and parentheses into a query of SQLite's FTS5 that cannot fail there.
 * ERR_USAGE says what is wrong with it. */
onus_status find_query(span words, str *out, onus_error *err) MUST_CHECK;

/* The record or document that a typed id, or the unique beginning of one, means: exactly one of *ret_record (an id, in
 * the book's arena) and *ret_document is set. ERR_NOT_FOUND; ERR_USAGE lists the candidates of an ambiguous beginning.
 */
onus_status report_resolve(book *b, const char *typed, span *ret_record, book_document **ret_document,
			   onus_error *err) MUST_CHECK;

#endif
