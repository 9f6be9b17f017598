/* SPDX-License-Identifier: Apache-2.0 */
/*
 * pass_visit.h - what the files of the visit pass share: stops of a journey, and reading them from a list of places with
 * their dates ("Kyiv on July 20-21 and Warsaw on July 21-23", "Rome and Matera, Italy, June 27-29").
 */
#ifndef EXTRACT_PASS_VISIT_H
#define EXTRACT_PASS_VISIT_H

#include "extract/engine.h"
#include "extract/pass_case.h"

enum { STOPS_MAX = 16 };

typedef struct stop {
	const place *state; /* NULL: not known */
	span city;          /* the place within the state, {NULL, 0}: none is named */
	range where;        /* the words */
	date from, until;
	range date_at;
} stop;

typedef struct stops {
	stop v[STOPS_MAX];
	size_t n;
	int64_t end; /* one past the last word read */
} stops;

/* The places that stand at word i, with dates that follow each of them. `known`: only what is known as a place. False:
 * none stands there. */
bool stops_read(const analysis *a, int64_t i, int64_t end, bool known, stops *ret_stops);
/* Gives the journey's dates to its stops: the first day to the first, the last to the last, both to a single one. */
void stops_date(const analysis *a, stops *s, int32_t at);
bool stop_same(const stop *x, const stop *y);

#endif
