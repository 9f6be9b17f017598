/* SPDX-License-Identifier: Apache-2.0 */
/*
 * report_case.h - a casefile in memory with seven invented documents on two invented states, for the tests of reports.
 * Its entries are made by hand: a test of a report must not hang on what extraction finds.
 */
#ifndef TESTS_REPORT_CASE_H
#define TESTS_REPORT_CASE_H

#include "ledger/ledger.h"
#include "names/places.h"
#include "store/store.h"

typedef struct report_case {
	arena *arena;
	store *store;
	places *places;
	str out; /* what a report wrote */
	onus_sink sink;
	char ids[32][64]; /* of the records, in the order of report_case.c */
	size_t n_ids;
} report_case;

onus_status report_case_open(report_case *c, onus_error *err) MUST_CHECK;
/* Without any document. */
onus_status report_case_open_empty(report_case *c, onus_error *err) MUST_CHECK;
/* Runs a statement that no part of Onus would run. */
bool report_case_harm(report_case *c, const char *sql) MUST_CHECK;
void report_case_close(report_case *c);

#endif
