/* SPDX-License-Identifier: Apache-2.0 */
/*
 * places.h - states, entities that act like states, and the names by which documents know them.
 *
 * The built-in table is made from Debian's iso-codes and rules/places.tsv (docs/places.md); a casefile or a call may
 * add rows of its own. A name is found case and accents aside, with or without a leading "the".
 *
 * Ambiguity is data: one name may stand for several places ("Congo"), or be an ordinary word or a given name too
 * ("Georgia", "Jordan", "Chad"); place_name.ambiguous says so and the caller looks at the context.
 *
 * A `places` is read-only once made and may be shared by threads. The caller owns it: places_free.
 */
#ifndef NAMES_PLACES_H
#define NAMES_PLACES_H

#include "base/error.h"
#include "base/span.h"
#include "base/str.h"

typedef struct places places;

/* What kind of name it is. */
typedef enum place_name_kind {
	PLACE_NO_NAME,
	PLACE_NAME,    /* the name that we print: "France" */
	PLACE_CODE,    /* ISO 3166 alpha-2 or alpha-3, or a code of an added table; look at its case in running text */
	PLACE_DEMONYM, /* adjective or people: "French", "Frenchmen" */
	PLACE_CAPITAL, /* "Paris": the city, and in "Paris promised" the government */
	PLACE_SEAT,    /* a seat of government that stands for it: "the Elysee", "Downing Street" */
	PLACE_OTHER,   /* official, former and short names: "French Republic", "Burma", "the U.S." */
} place_name_kind;

typedef struct place {
	char code[4]; /* alpha-2, or a code of the table ("EU", "XK"); of a region: the state whose ISO 3166-2 list has
			 it */
	char alpha3[4]; /* or "" */
	bool acts;      /* a state or an entity that acts like one; false for uninhabited territories and for regions */
	bool region;    /* a part of a state ("Xinjiang", "Scotland"): shares its code and is not it */
	span name;      /* as we print it, a C string too */
	span capital;   /* the first of them; {NULL, 0} where there is none */
	span demonyms;  /* "French|Frenchman|…", as in the table */
} place;

typedef struct place_name {
	span name;   /* as in the table */
	span folded; /* by text_fold, without a leading "the " */
	const place *place;
	place_name_kind kind;
	bool ambiguous; /* needs context: another place, a word or a person's name is spelt so too */
} place_name;

/* The built-in table and `extra_tsv` (may be empty): rows of docs/places.md, of which a code that the built-in table
 * has replaces nothing but adds names. ERR_INPUT names the line and the reason. */
onus_status places_new(span extra_tsv, places **ret_places, onus_error *err) MUST_CHECK;
void places_free(places *p);

/* The place that `words` name, or NULL. Where several do: a name before a code, before a demonym, before the others;
 * then the order of the table. A region is found too: look at `region`. */
const place *places_find(const places *p, span words);
/* How `words` name it: PLACE_NO_NAME where they do not. */
place_name_kind places_find_kind(const places *p, span words);
/* All names that `words` match, best first: sets *ret_first and returns how many. The array belongs to `p`. */
size_t places_lookup(const places *p, span words, const place_name *const **ret_first);
/* The same for words that text_fold has been applied to: no memory is needed. */
size_t places_lookup_folded(const places *p, span folded, const place_name *const **ret_first);
/* The state (not a region) of a code, case aside, or NULL. */
const place *places_by_code(const places *p, span code);
/* "Did you mean": the nearest name of at most a third of wrong letters (optimal string alignment distance), or NULL. */
const place_name *places_nearest(const places *p, span words);

/* Every name, in the order of the table, for building a gazetteer. */
size_t places_name_count(const places *p);
const place_name *places_name_at(const places *p, size_t i);
/* Every place. */
size_t places_count(const places *p);
const place *places_at(const places *p, size_t i);

/* Optimal string alignment distance of two folded strings, counted in bytes; `most` + 1 as soon as it is above `most`.
 * (Damerau 1964; the variant that edits no substring twice.) */
size_t names_distance(span a, span b, size_t most);

#endif
