/* SPDX-License-Identifier: Apache-2.0 */
/*
 * gazetteer.h - lists of names as flags on words: countries, capitals and cities, demonyms, bodies, given and family
 * names, titles. The lists are compiled into one table of hashed phrases (list sources: rules/en/lists/), which the
 * trainer reads from the sources and the engine from the model file.
 *
 * A phrase of a list matches a run of words by their folded forms (text_fold: accents and case aside). Hyphens do not
 * count, whether they are words of their own as in UD or not, and periods and apostrophes in words neither: "Guinea -
 * Bissau" is "Guinea-Bissau", "U.S." is "US", "Sana'a" is "Sanaa"; the "'s" of a possessive is a word. The longest match
 * at a place wins within each type, and no two of a type overlap. A match needs a capital in its first or last word;
 * demonyms and titles do not. A list's acronym of up to five capitals matches capitals only: "WHO" is not "Who".
 * Linear: each word is hashed once, and most are looked up once.
 */
#ifndef LANGUAGE_GAZETTEER_H
#define LANGUAGE_GAZETTEER_H

#include "base/arena.h"
#include "base/error.h"
#include "base/vec.h"

/* X(NAME, word): a list's type; its number is its bit in a phrase's flags. */
#define GAZETTEER_TYPES(X)                                                                                             \
	X(COUNTRY, "country")                                                                                          \
	X(CITY, "city")             /* capitals and large cities */                                                    \
	X(REGION, "region")         /* provinces, continents, seas, rivers, mountains */                               \
	X(DEMONYM, "demonym")       /* of states and peoples */                                                        \
	X(BODY, "body")             /* names of bodies: United Nations, Amnesty International, Reuters, companies */   \
	X(BODY_WORD, "body word")   /* words that make a name a body's: Ministry, University, Inc. */                  \
	X(PLACE_WORD, "place word") /* River, Mount, Street, Province */                                               \
	X(GIVEN, "given name")                                                                                         \
	X(FAMILY, "family name")                                                                                       \
	X(TITLE, "title")       /* before names: Mr., President, Judge, activist */                                    \
	X(CALENDAR, "calendar") /* months, days: capitals that are no names */
typedef enum gazetteer_type {
#define GAZETTEER_ENUM(name, word) GAZETTEER_##name,
	GAZETTEER_TYPES(GAZETTEER_ENUM)
#undef GAZETTEER_ENUM
	    GAZETTEER_TYPE_COUNT
} gazetteer_type;

/* Context flags of one word: for each type a bit "begins a match" (2 * type) and a bit "goes on in a match"
 * (2 * type + 1); then GAZETTEER_FIRST, set on a sentence's first word. */
#define GAZETTEER_FIRST   (2 * GAZETTEER_TYPE_COUNT)
#define GAZETTEER_CONTEXT (GAZETTEER_FIRST + 1)

typedef struct gazetteer {
	const uint64_t *keys;  /* hashes of folded phrases, ascending */
	const uint16_t *types; /* bits 1 << gazetteer_type, for each key; the top bit: some longer phrase begins so */
	uint32_t n;
	uint32_t longest; /* words of the longest phrase, hyphens parting words */
} gazetteer;

/* Compiles list files (name of type from the file's "# type:" line; a phrase a line; "#" begins a comment) into tables
 * in the arena. ERR_INPUT names file and line. */
onus_status gazetteer_compile(const char *const *paths, size_t n, arena *a, gazetteer *ret, onus_error *err) MUST_CHECK;
/* A view of tables that lie in a model: gaz.keys u64 [n], gaz.types u16 [n], gaz.longest u32 [1]. */
/* Sets ret_flags[i] for n words of one sentence. Thread-safe, no allocation. */
void gazetteer_flags(const gazetteer *g, const span *forms, size_t n, uint32_t *ret_flags);

#endif
