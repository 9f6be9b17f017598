/* SPDX-License-Identifier: Apache-2.0 */
/*
 * words.h - what single lines of a document say about themselves: dates, bylines, captions, list markers, the words of
 * web pages around the text. Each is a pure function of the line; none looks at who or what the document is about.
 */
#ifndef READER_WORDS_H
#define READER_WORDS_H

#include "base/clock.h"
#include "base/span.h"

/* ASCII case aside. */
bool words_start(span line, const char *beginning);
bool words_end(span line, const char *ending);
bool words_have(span line, const char *needle); /* as whole words */
bool words_equal(span line, const char *other);
size_t words_count(span line);
/* Letters in it are all capitals, and there are some. */
bool words_shout(span line);
/* Ends as a sentence does: . ! ? … and what may stand behind them. */
bool words_sentence(span line);

/* A full date that begins at line[*at], in ISO, "22 March 2019", "March 22nd, 2019", "22.03.2019" and the like (months
 * of English, French, Spanish and German, in full or cut short). Moves *at behind it. */
bool words_date(span line, size_t *at, date *ret_date);

/* A line that is nothing but a date with what usually stands around one: weekday, time, "Published on", a place before
 * it ("Geneva, 26 February 2024"), a status after it. */
typedef struct date_line {
	date day;
	range words; /* of the date, in the line */
	range place; /* of the place before it; empty where there is none */
} date_line;
bool words_date_line(span line, date_line *ret_line);

/* "By Ines Korbel", "Jane Roe, Spokesperson", "Office of the Spokesperson". */
typedef enum byline_kind { NO_BYLINE, BYLINE_PERSON, BYLINE_OFFICE } byline_kind;
byline_kind words_byline(span line, range *ret_name);
/* The name of a body: "Ministry of ...", "... Council", "... Watch". */
bool words_body(span line);
/* A picture's caption: "Click to expand Image ...", "© 2018 ...", "... Photo: ...". */
bool words_caption(span line);
/* What web pages put around texts: "Share this", "Read more", "For more ... please visit:". */
bool words_boilerplate(span line);
/* "Press release", "For immediate release", "Check against delivery": labels, no titles. The kind it tells, or "". */
bool words_label(span line, const char **ret_kind);
/* The kind of document that a title tells ("Joint Statement ...": statement), or NULL. */
const char *words_kind(span title);

/* Bytes of a bullet or number that begins the line, white space behind it included; 0: none. The level is 1 for bullets
 * and plain numbers, 2 for letters, roman numbers and 1.1. */
size_t words_marker(span line, unsigned *ret_level, bool *ret_bullet);

#endif
