/* SPDX-License-Identifier: Apache-2.0 */
/*
 * frame.h - what the passes for calls and for pledges share: who speaks, whom a phrase means, where an infinitive begins
 * and where what is asked or promised ends.
 *
 * A `frames` lives on the stack of its pass; what it grows comes from the document's arena. Functions that may run out
 * of memory set `status` once and do nothing after, so that a pass checks it at its end.
 */
#ifndef EXTRACT_FRAME_H
#define EXTRACT_FRAME_H

#include "extract/analysis.h"

/* Somebody who calls, is called on or pledges: an actor of the document, or (NONE) the words alone. */
typedef struct party {
	int32_t actor;
	range where;
} party;
typedef VEC(party) party_vec;

typedef struct frames {
	const analysis *a;
	pass_output *out;
	onus_error *err;
	onus_status status;
	party_vec voices;      /* the issuers named in a joint text; empty: the publisher or author alone */
	party_vec speaking;    /* states and bodies that speak in the issuer's own text */
	uint32_t *weights;     /* of each actor: how much the text speaks of it */
	bool transcript;       /* turns of speakers: much "we will" is talk */
	uint32_t addressed_in; /* sentence */
	party_vec addressed;   /* of the last call: what "them" and "both" go back to */
	/* classes of rules/en/calls.words */
	int generic, group, norm, document, held, authority, judge, governor, act_noun, imperative, aid;
} frames;

void frames_open(frames *f, const analysis *a, pass_output *out, onus_error *err);

static inline bool frame_in(const frames *f, int64_t i, int class_number)
{
	return class_has(&word_of(f->a, i)->classes, class_number);
}

/* ---- words ---- */
/* Over adverbs, "and" between two of them, and quotation marks; not beyond `end`. */
uint32_t frame_skip(const frames *f, uint32_t i, uint32_t end);
/* The noun phrase at word i, also one that begins with two adjectives ("immediate and unconditional release"), a quoted
 * adjective, or a verbal noun ("the lifting of"). */
phrase frame_phrase(const frames *f, uint32_t i, uint32_t end, bool with_of);
/* The noun names people or bodies. */
bool frame_animate(const frames *f, uint32_t i);
/* A verb's base form that does not look like a noun here. */
bool frame_base(const frames *f, uint32_t i);
/* An adjective, number, adverb or participle before a noun. */
bool frame_modifier(const frames *f, uint32_t i);
/* "to" at word i and a verb behind it: *ret_first is where the words of the action begin ("not" and adverbs included). */
bool frame_infinitive(const frames *f, uint32_t i, uint32_t end, uint32_t *ret_first);
/* The first such "to" in [i, end); `end` when there is none. A clause mark ends the search. */
uint32_t frame_find_infinitive(const frames *f, uint32_t i, uint32_t end, uint32_t *ret_first);
/* The words [first, end) without marks, "and" and the like at their ends. */
void frame_trim(const frames *f, uint32_t *first, uint32_t *end);
/* One past the last word of what is asked or promised from word i on: the clause's end, over a list of nouns held
 * together by semicolons. */
uint32_t frame_action_end(const frames *f, uint32_t i, uint32_t sentence);
/* The sentence asks a question. */
bool frame_question(const frames *f, uint32_t sentence);
/* A sentence at which an interviewer's or moderator's turn begins. */
bool frame_asks(const frames *f, uint32_t sentence);
/* The words stand in an interviewer's turn. */
bool frame_asked(const frames *f, uint32_t i);
/* Word i begins a clause of condition: the subject there is only supposed. */
bool frame_supposed(const frames *f, uint32_t subject_first, uint32_t verb);

/* ---- who ---- */
void party_add(frames *f, party_vec *list, int32_t who, range where);
/* A person, state, body, group or office; not a place. */
bool frame_acts(const frames *f, int32_t who);
/* The actor is that state or belongs to it. */
bool frame_is_of(const frames *f, int32_t who, const actor *state);
/* Everyone that the noun phrase in words [first, end) means; the words themselves where it means nobody known and
 * `words_too`. */
void frame_parties(frames *f, uint32_t first, uint32_t end, bool words_too, party_vec *list);
/* The subject of verb v as parties; false where it is nobody that could speak (a law, "it", nothing). `words_too`: the
 * verb is one that only people do, so that its subject's words will do. */
bool frame_subject(frames *f, uint32_t v, bool words_too, party_vec *list);
/* The possessor that ends at word i ("X's", or X itself): false where it is nobody that acts. */
bool frame_owner(frames *f, uint32_t i, party_vec *list);
/* Whom a pronoun that the analysis left open means: "they" the nearest people or body before it, "it" the nearest body. */
bool frame_pronoun(frames *f, uint32_t i, party_vec *list);
/* The phrase with the noun that it clings to by "to", "on" or "with": "all parties to the conflict", "its letter to the
 * envoy". Not before `start`. */
phrase frame_widen(const frames *f, phrase p, uint32_t start);
/* A phrase as one who speaks. */
bool frame_speaker_phrase(frames *f, phrase p, uint32_t v, bool words_too, party_vec *list);
/* Whoever says the words at i: the quotation's speaker (nobody is added where he is not known); of a reported sentence,
 * who reports; else the issuers. False where none of them is known. */
bool frame_voice(frames *f, uint32_t i, party_vec *list);
/* "we" at word i: the issuers, or the quotation's speaker; nobody is added where they are not known. */
bool frame_we(frames *f, uint32_t i, party_vec *list);
/* Nobody calls on himself: where the only addressee is the only caller ("the EU calls on the regime"), the state that the
 * document is about stands for him, else his words. */
void frame_not_self(frames *f, const party_vec *callers, party_vec *addressees);
/* The state that the document is about, other than the callers' own: who holds the persons it wants free. NONE where not
 * plain. */
int32_t frame_holder(const frames *f, const party_vec *callers);

#endif
