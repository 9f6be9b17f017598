/* SPDX-License-Identifier: Apache-2.0 */
/*
 * pass_visit.h - what the files of the visit pass share: stops of a journey, and reading them from a list of places with
 * their dates ("Kyiv on July 20-21 and Warsaw on July 21-23", "Rome and Matera, Italy, June 27-29").
 */
#ifndef EXTRACT_PASS_VISIT_H
#define EXTRACT_PASS_VISIT_H

#include "extract/engine.h"
#include "extract/pass_case_frames.h"

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

typedef enum visit_status { VISIT_PAST, VISIT_PLANNED, VISIT_PREVENTED } visit_status;

typedef struct visit {
	const rule *rule;
	people who;
	stop to;
	uint8_t status;
	bool weak; /* the words leave open whether it has been ("A's visit to B") */
	range evidence, trigger, host_at, purpose;
	index_vec host;
} visit;

typedef struct visit_walk {
	const analysis *a;
	pass_output *out;
	case_walk sentence; /* for the questions that the case pass answers: is it stated */
	VEC(visit) visits;
	people last; /* the travellers of the visit told last, and its sentence */
	int64_t last_sentence;
	bool no_memory;
} visit_walk;

/* ---- pass_visit.c ---- */
/* The travellers that a phrase means: persons, offices, delegations. */
void visit_people_of(const analysis *a, phrase p, people *who);
/* The travellers that are the subject of the verb v, whose group begins at `group_first`. */
void visit_people_before(const visit_walk *w, int64_t v, int64_t group_first, people *who);
/* The traveller of the visit told before, where `who` is only a pronoun or a title. */
void visit_people_continue(const visit_walk *w, people *who);
/* Why the journey is no fact and no plan, or NULL. */
const char *visit_not_stated(const visit_walk *w, const verb_group *g, int64_t v, bool *ret_planned);
/* The date of the clause: behind the places (`from`), else before the verb; NONE. */
int32_t visit_date(const analysis *a, int64_t from, int64_t clause, int64_t first);
/* Who is at home there does not visit it. */
bool visit_is_home(const analysis *a, int32_t id, const stop *s);
/* Keeps a visit for each stop, joined to what is known of it already. */
void visit_keep(visit_walk *w, const rule *r, int64_t first, int64_t end, const people *who, const stops *all,
		bool planned, bool past, visit_status forced, bool weak, range host_at, index_vec host);

/* ---- pass_visit_frames.c ---- */
void visit_try(visit_walk *w, const rule *r, int64_t first, int64_t end);

#endif
