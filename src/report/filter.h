/* SPDX-License-Identifier: Apache-2.0 */
/*
 * filter.h - what a person typed, turned into the actors that it names.
 *
 * A name selects every actor of the casefile one of whose names it is, or whose words hold it whole ("Vale" selects
 * "Ines Vale", not "Valerian"), case and accents aside; a name of a state, by any of its names, selects the state and
 * whoever speaks for it. Everything belongs to the arena that was handed in.
 */
#ifndef REPORT_FILTER_H
#define REPORT_FILTER_H

#include "base/map.h"
#include "report/book.h"

typedef struct selector {
	bool any; /* no filter: everything matches */
	span typed, folded;
	map keys;        /* of actors */
	VEC(span) names; /* folded names of those actors: found in running words too */
	VEC(char *) countries;
} selector;

/* `typed` NULL: any. ERR_NOT_FOUND with the nearest name where nobody and no state is called so; `option` is how the
 * message calls it. */
onus_status selector_make(book *b, const char *option, const char *typed, selector *ret_selector,
			  onus_error *err) MUST_CHECK;
/* A field that names an actor. */
bool selector_field(const selector *s, const field *f, arena *a);
/* Any field of that name. */
bool selector_entry(const selector *s, const entry *e, field_name name, arena *a);
/* An actor by key and country. */
bool selector_actor(const selector *s, span key, span country);
/* True where one of the names stands in `words` as whole words. */
bool selector_words(const selector *s, span words, arena *a);
/* A place: its name holds the typed words, or it is one of the states selected. */
bool selector_place(const selector *s, const places *p, span value, const char *country);

/* True where `needle` stands in `words` (both folded) and is not part of a longer word. */
bool whole_words(span words, span needle);

/* Earliest day of `typed` (or its latest), {0} for NULL. ERR_USAGE says what a date looks like. */
onus_status typed_date(const char *option, const char *typed, bool latest, date *ret_date, onus_error *err) MUST_CHECK;
/* ERR_USAGE where `until` lies before `since`. */
onus_status typed_dates(const char *since_option, const char *since, const char *until_option, const char *until,
			date *ret_since, date *ret_until, onus_error *err) MUST_CHECK;
/* The document that a typed id or the beginning of one means. ERR_USAGE, ERR_NOT_FOUND. */
onus_status typed_document(book *b, const char *typed, book_document **ret_document, onus_error *err) MUST_CHECK;

#endif
