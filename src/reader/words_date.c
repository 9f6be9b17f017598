/* SPDX-License-Identifier: Apache-2.0 */
/* Dates, and lines that are nothing but one. */
#include "reader/words.h"

static bool is_letter(char c)
{
	return (unsigned)(c | 32) - 'a' < 26u || (unsigned char)c >= 0x80;
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static const char *const months[12][6] = {
    {"january", "janvier", "enero", "januar", "jan"},
    {"february", "février", "febrero", "februar", "feb"},
    {"march", "mars", "marzo", "märz", "mar"},
    {"april", "avril", "abril", "apr"},
    {"may", "mai", "mayo"},
    {"june", "juin", "junio", "juni", "jun"},
    {"july", "juillet", "julio", "juli", "jul"},
    {"august", "août", "agosto", "aug"},
    {"september", "septembre", "septiembre", "sept", "sep"},
    {"october", "octobre", "octubre", "oktober", "oct"},
    {"november", "novembre", "noviembre", "nov"},
    {"december", "décembre", "diciembre", "dezember", "dec"},
};

/* The letters at line[at]. */
static span word_at(span line, size_t at)
{
	size_t end = at;
	while (end < line.n && is_letter(line.p[end]))
		end++;
	return span_slice(line, at, end);
}

static int month_of(span word)
{
	for (int m = 0; m < 12; m++)
		for (size_t k = 0; k < 6 && months[m][k]; k++)
			if (words_equal(word, months[m][k]))
				return m + 1;
	return 0;
}

/* Up to `most` digits; -1 when there are none or more. */
static int number_at(span line, size_t *at, size_t most)
{
	size_t i = *at, n = 0;
	int v = 0;
	while (i < line.n && is_digit(line.p[i]) && n <= most) {
		v = v * 10 + (line.p[i] - '0');
		i++;
		n++;
	}
	if (n == 0 || n > most)
		return -1;
	*at = i;
	return v;
}

static void skip_any(span line, size_t *at, const char *set)
{
	while (*at < line.n && line.p[*at] && strchr(set, line.p[*at]))
		(*at)++;
}

static bool accept_date(int year, int month, int day, size_t at, size_t *ret_at, date *ret_date)
{
	if (year < 1900 || year > 2200 || month < 1 || day < 1)
		return false;
	date d = {(int16_t)year, (uint8_t)month, (uint8_t)day};
	if (month > 12 || day > 31 || !date_valid(d))
		return false;
	*ret_date = d;
	*ret_at = at;
	return true;
}

static bool numeric_date(span line, size_t *at, date *ret_date)
{
	size_t i = *at;
	int first = number_at(line, &i, 4);
	if (first < 0 || i >= line.n || !strchr("-./", line.p[i]))
		return false;
	char mark = line.p[i++];
	int second = number_at(line, &i, 2);
	if (second < 0 || i >= line.n || line.p[i] != mark)
		return false;
	i++;
	int third = number_at(line, &i, 4);
	if (third < 0)
		return false;
	if (first > 31)
		return accept_date(first, second, third, i, at, ret_date);
	/* Day first, but where only month first makes a date: 03/22/2019. */
	return accept_date(third, second, first, i, at, ret_date) || accept_date(third, first, second, i, at, ret_date);
}

static void skip_ordinal(span line, size_t *at)
{
	span word = word_at(line, *at);
	if (words_equal(word, "st") || words_equal(word, "nd") || words_equal(word, "rd") || words_equal(word, "th") ||
	    words_equal(word, "er"))
		*at += word.n;
	if (*at < line.n && line.p[*at] == '.')
		(*at)++;
}

bool words_date(span line, size_t *at, date *ret_date)
{
	if (*at >= line.n)
		return false;
	if (is_digit(line.p[*at])) {
		if (numeric_date(line, at, ret_date))
			return true;
		size_t i = *at;
		int day = number_at(line, &i, 2);
		skip_ordinal(line, &i);
		skip_any(line, &i, " ");
		span word = word_at(line, i);
		if (words_equal(word, "de") || words_equal(word, "of")) {
			i += word.n;
			skip_any(line, &i, " ");
			word = word_at(line, i);
		}
		int month = month_of(word);
		i += word.n;
		skip_any(line, &i, " .,");
		word = word_at(line, i);
		if (words_equal(word, "de")) {
			i += word.n;
			skip_any(line, &i, " ");
		}
		int year = number_at(line, &i, 4);
		return month && accept_date(year, month, day, i, at, ret_date);
	}
	span word = word_at(line, *at);
	int month = month_of(word);
	if (!month)
		return false;
	size_t i = *at + word.n;
	skip_any(line, &i, " .");
	int day = number_at(line, &i, 2);
	skip_ordinal(line, &i);
	skip_any(line, &i, " ,");
	int year = number_at(line, &i, 4);
	return accept_date(year, month, day, i, at, ret_date);
}

/* Words that may stand around the date of a date line and mean nothing more. */
static bool date_filler(span word)
{
	static const char *const fillers[] = {
	    "published", "posted",   "updated",    "date",      "on",       "dated",   "released", "issued",
	    "last",      "monday",   "tuesday",    "wednesday", "thursday", "friday",  "saturday", "sunday",
	    "mon",       "tue",      "tues",       "wed",       "thu",      "thur",    "thurs",    "fri",
	    "sat",       "sun",      "lundi",      "mardi",     "mercredi", "jeudi",   "vendredi", "samedi",
	    "dimanche",  "lunes",    "martes",     "jueves",    "viernes",  "sábado",  "domingo",  "montag",
	    "dienstag",  "mittwoch", "donnerstag", "freitag",   "samstag",  "sonntag", "am",       "pm",
	    "utc",       "gmt",      "cet",        "cest",      "est",      "edt",     "pst",      "pdt",
	    "bst",       "t",        "z",          "at",        "news",     "release", "press",    "statement",
	    "le",        "el",       "den",        "h",         "a",        "m",       "p",        "first",
	    "the",       "publié",   "local",      "time",      "et",       "by"};
	for (size_t i = 0; i < sizeof fillers / sizeof *fillers; i++)
		if (words_equal(word, fillers[i]))
			return true;
	return false;
}

bool words_date_line(span line, date_line *ret_line)
{
	if (line.n > 120)
		return false;
	date_line d = {0};
	bool found = false;
	size_t place_start = SIZE_MAX, place_end = 0;
	for (size_t at = 0; at < line.n;) {
		size_t after = at;
		date day;
		if ((is_digit(line.p[at]) || is_letter(line.p[at])) && words_date(line, &after, &day)) {
			if (!found) {
				d.day = day;
				d.words = (range){(uint32_t)at, (uint32_t)after};
			}
			found = true;
			at = after;
			continue;
		}
		span word = word_at(line, at);
		if (word.n == 0) {
			do
				at++;
			while (at < line.n && is_digit(line.p[at - 1]) && is_digit(line.p[at]));
			continue;
		}
		bool filler = date_filler(word);
		bool capital = word.p[0] >= 'A' && word.p[0] <= 'Z';
		if (!filler && (found || (!capital && place_start == SIZE_MAX)))
			return false;
		if (!filler) {
			if (place_start == SIZE_MAX)
				place_start = at;
			place_end = at + word.n;
		} else if (place_start != SIZE_MAX && !found && !capital) {
			return false;
		}
		at += word.n;
	}
	if (!found)
		return false;
	if (place_start != SIZE_MAX) {
		span place = span_slice(line, place_start, place_end);
		span between = span_slice(line, place_end, d.words.start);
		if (words_count(place) > 4 || place_end > d.words.start ||
		    (between.n && memchr(between.p, '|', between.n)))
			return false;
		d.place = (range){(uint32_t)place_start, (uint32_t)place_end};
	}
	*ret_line = d;
	return true;
}
