/* SPDX-License-Identifier: Apache-2.0 */
/* pass_case_frames.h - what the frames of the case pass share: the words before a verb, and whether a thing is stated. */
#ifndef EXTRACT_PASS_CASE_FRAMES_H
#define EXTRACT_PASS_CASE_FRAMES_H

#include "extract/pass_case.h"

/* The helping words before a verb. */
typedef struct verb_group {
	int64_t first;
	bool be, being, have, modal, will, to, negated, doing;
} verb_group;
verb_group case_group(const analysis *a, int64_t v, int64_t first);
/* Wishes, conditions and dangers in the same clause before the words. */
bool case_supposed(const analysis *a, int64_t v, int64_t first);
/* Why words are no fact, or NULL. */
const char *case_not_stated(const case_walk *w, const verb_group *g, int64_t v, span act);
/* A participle that stands as an adjective: behind an article, an adverb of judgement, a preposition. */
bool case_before_noun(const analysis *a, int64_t v, int64_t first, int64_t end);
bool case_value_is(const rule *r, const char *key, const char *value);
/* "held accountable", "beat him in the election", "served two terms as mayor": the word has another sense. */
bool case_other_sense(const case_walk *w, const rule *r, int64_t v);
/* The persons that a verb joined to what stands before ("and had been beaten") goes on with. */
bool case_carried(const case_walk *w, int64_t before, people *ret_who);
/* Hands in an act; tells of a rule that did not fire; keeps an act done to a group whose names may follow. */
void case_found(case_walk *w, const rule *r, int64_t first, int64_t end, const people *who, bool passive);
void case_nearly(case_walk *w, const rule *r, int64_t first, int64_t end, const char *why);
void case_group_found(case_walk *w, const rule *r, int64_t first, int64_t end, bool passive);
/* "Among those held were A and B", "one of those held, A, is", "those held included A". */
bool case_among(case_walk *w, const rule *r, int64_t first, int64_t end);

/* ---- pass_case_nouns.c ---- */
void case_try_noun(case_walk *w, const rule *r, int64_t n, int64_t end);
void case_try_adjective(case_walk *w, const rule *r, int64_t i);
void case_try_state(case_walk *w, const rule *r, int64_t first, int64_t end);
void case_try_predicate(case_walk *w, const rule *r, int64_t first, int64_t end);
void case_try_against(case_walk *w, const rule *r, int64_t n);
/* "on charges of" behind an arrest or a sentence: the persons of that act. */
void case_try_along(case_walk *w, const rule *r, int64_t first, int64_t end);
void case_try_belonging(case_walk *w, const rule *r, int64_t v);

#endif
