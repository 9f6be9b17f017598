/* SPDX-License-Identifier: Apache-2.0 */
/*
 * pass_case.h - what the files of the case pass share: the walk over one document, who stands before or after a word,
 * and the list of acts that it fills.
 *
 * The pass goes over the words once. Where a rule's words stand, its frame looks for the victim: the subject of a
 * passive, the object of an active verb, the noun behind a participle, the owner of "arrest". A frame that finds a
 * person hands in an act; cases are made from the acts at the end, one for each person.
 */
#ifndef EXTRACT_PASS_CASE_H
#define EXTRACT_PASS_CASE_H

#include "extract/analysis.h"

enum { WHO_MAX = 64 };

/* Persons that a place in a sentence means. `group`: it means somebody, but nobody by name ("nine activists"). */
typedef struct people {
	int32_t actor[WHO_MAX];
	range where[WHO_MAX];
	size_t n;
	bool group;
	int64_t end; /* one past the last word read, of a list to the right */
} people;

/* An act that the document states of a person. */
typedef struct case_act {
	int32_t actor;
	const rule *rule;
	span act;
	range where;    /* the trigger */
	range person;   /* the words that stand for the person */
	range evidence; /* the clause */
	uint32_t word;  /* of the trigger */
	bool passive;
} case_act;

typedef struct case_walk {
	const analysis *a;
	arena *arena;
	pass_output *out;
	VEC(case_act) acts;
	/* what the last frame of the sentence found, for verbs joined to it by "and" */
	struct {
		int64_t word, sentence;
		people who;
		bool stated;
	} last;
	/* acts done to a group without names, for the sentence that names them: "They are A, B and C" */
	struct {
		int64_t sentence;
		const case_act *act;
		case_act kept[8];
		size_t n;
	} group;
	int64_t first, end; /* words of the sentence */
	bool no_memory;
} case_walk;

/* ---- pass_case_who.c ---- */
/* One of the words in `list`, which are separated by single spaces. */
bool form_among(const analysis *a, int64_t i, const char *list);
/* The same of a list in a rule. */
bool form_in(const analysis *a, int64_t i, span list);
bool is_adverb(const analysis *a, int64_t i);
/* The person whose mention ends with word i, or NONE; a pronoun or "the journalist" counts where it is resolved. */
int32_t person_ending(const analysis *a, int64_t i);
/* The mention of a person that begins with word i, titles counted; or NONE. */
int32_t person_starting(const analysis *a, int64_t i);
/* True where a preposition ties the mention to a noun before it ("the brother of A"). */
bool is_tied(const analysis *a, int32_t m);
void who_add_mention(people *w, const analysis *a, int32_t m);
/* The persons that are the subject of the verb group that begins at word v, not before `first`. */
bool who_before(const analysis *a, int64_t v, int64_t first, people *ret_who);
/* The persons in the noun phrase and list that begins at word i. */
bool who_after(const analysis *a, int64_t i, int64_t end, people *ret_who);
/* The persons of a list that "including", "such as" or "among them" opens at or after word i. */
bool who_included(const analysis *a, int64_t i, int64_t end, people *ret_who);
/* The person before word i in the genitive ("Radi's unjustified", "his"). */
bool who_owning(const analysis *a, int64_t i, int64_t first, people *ret_who);

/* ---- pass_case_frames.c ---- */
/* Tries the rule on words [first, end). */
void case_try(case_walk *w, const rule *r, uint32_t first, uint32_t end);
/* "They are A, B and C" after a sentence on a group. */
void case_try_naming(case_walk *w);

/* ---- pass_case.c ---- */
void case_state(case_walk *w, const rule *r, uint32_t first, uint32_t end, const people *who, bool passive);

#endif
