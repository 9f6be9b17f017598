/* SPDX-License-Identifier: Apache-2.0 */
/*
 * call.h - between the files of the pass for calls.
 *
 * A frame reads one trigger into drafts. Drafts are kept until the document is read through, because whoever holds the
 * persons to be released may be named only later, then become entries in the order of their words.
 */
#ifndef EXTRACT_CALL_H
#define EXTRACT_CALL_H

#include "extract/frame.h"

typedef struct call_draft {
	const rule *rule;
	uint32_t trigger_first, trigger_end;
	party_vec callers, addressees, targets;
	uint32_t first, end; /* words of the action */
	bool negated;
	bool wants_holder; /* nobody is named, and the action is one that only a holder can do */
} call_draft;

typedef struct call_pass {
	frames f;
	VEC(call_draft) drafts;
	/* What the trigger at hand is: */
	const rule *rule;
	uint32_t first, end; /* its words */
	uint32_t sentence;
	uint32_t limit; /* the sentence's end */
	uint32_t done;  /* words before it are read */
} call_pass;

/* Each tries one trigger; true when it drafted a call. Why it did not goes to the trace. */
bool call_frame_ask(call_pass *c);     /* V ADDRESSEE to VERB; V that ...; V NOUN; V ADDRESSEE for NOUN */
bool call_frame_for(call_pass *c);     /* call for NOUN; for X to VERB; the noun "call" too */
bool call_frame_want(call_pass *c);    /* want X to VERB, want to see X done */
bool call_frame_hope(call_pass *c);    /* hope that X will VERB */
bool call_frame_remind(call_pass *c);  /* remind X of its duty to VERB */
bool call_frame_stress(call_pass *c);  /* stress the need for X to VERB */
bool call_frame_crucial(call_pass *c); /* it is crucial that X VERB */
bool call_frame_support(call_pass *c); /* support the release of X */
bool call_frame_require(call_pass *c); /* X requires an investigation */
bool call_frame_need(call_pass *c);    /* we need NOUN of aid */
bool call_frame_deontic(call_pass *c); /* X should VERB; there must be NOUN */
/* What needs no trigger word: headlines, bullets, imperatives, recommendations of a review. */
bool call_read_sentence(call_pass *c);

/* ---- shared by them ---- */
/* A draft with the trigger's rule and callers; NULL when memory ran out. */
call_draft *call_new(call_pass *c, const party_vec *callers, uint32_t first, uint32_t end);
/* Drafts the action that begins at word `first`: cut before the next call, split at semicolons, chains followed to
 * their last link, the items of a list where the sentence leads into one. */
bool call_action(call_pass *c, const party_vec *callers, const party_vec *addressees, uint32_t first);
/* The items of the list that the sentence leads into; false when it leads into none. */
bool call_items(call_pass *c, const party_vec *callers, const party_vec *addressees, const party_vec *targets);
/* Why the trigger's verb does not call: denied, only possible, only planned, a bare aim, in a question; NULL where it does.
 * *ret_subject is the verb whose subject calls ("continue" in "continue to urge"). */
const char *call_refused(const call_pass *c, uint32_t verb, uint32_t *ret_subject);
bool call_no(call_pass *c, const char *why);

#endif
