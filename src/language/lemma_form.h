/* SPDX-License-Identifier: Apache-2.0 */
/* lemma_form.h - what looking up and learning of lemmas share: a form as rules see it, keys and edits. For lemma*.c. */
#ifndef LANGUAGE_LEMMA_FORM_H
#define LANGUAGE_LEMMA_FORM_H

#include "language/lemma.h"

/* Lower case may need more bytes than the form had: 3 for each that is ill-formed. */
#define LEMMA_LOWER_BYTES (LEMMA_MAX_BYTES * 3)
/* An edit's text. */
#define LEMMA_ADD_BYTES 32u
/* Ends that rules look at, the mark of the form's beginning included. */
#define LEMMA_END_BYTES 7u

/* How a form is written; part of a rule's key. */
enum lemma_kind {
	LEMMA_KIND_LOWER,      /* no capitals */
	LEMMA_KIND_CAPITAL,    /* one, at the beginning */
	LEMMA_KIND_SHORT_CAPS, /* nothing but capitals, at most LEMMA_SHORT_CAPS bytes: often an abbreviation */
	LEMMA_KIND_LONG_CAPS,
	LEMMA_KIND_MIXED,
};
#define LEMMA_SHORT_CAPS 4u

typedef struct lemma_form {
	span form, lower; /* lower lies in `bytes`, behind a mark of the beginning */
	uint8_t kind;     /* enum lemma_kind */
	char bytes[1 + LEMMA_LOWER_BYTES];
} lemma_form;

/* For forms of at most LEMMA_MAX_BYTES. Not to be copied: it points into itself. False when memory ran out. */
bool lemma_form_make(span form, lemma_form *ret);

/* The form in the case that an edit works on, into `buffer` of LEMMA_LOWER_BYTES. */
span lemma_in_case(const lemma_form *f, unsigned letter_case, char *buffer);
/* Where `cut` bytes off the end of `base` leave something and no half character, it becomes that and `add`, in `buffer`
 * (which may hold `base`) of LEMMA_LOWER_BYTES + LEMMA_ADD_BYTES; else false. */
bool lemma_edit(span base, size_t cut, span add, char *buffer, span *ret_lemma);

/* Proper nouns are known as they are written, other words in lower case. */
uint64_t lemma_word_hash(const lemma_form *f, unsigned upos, unsigned xpos, unsigned propn);
/* Of the last `n` bytes of the marked lower-case form. */
uint64_t lemma_rule_hash(const lemma_form *f, unsigned upos, unsigned xpos, size_t n);
/* The most bytes that an end of this form may have. */
size_t lemma_longest_end(const lemma_form *f);

/* ---- learning ---- */
/* A form with its tags, as often as the treebank has it, and its commonest lemma. */
typedef struct lemma_item {
	span form, lemma;
	size_t count; /* of that lemma */
	uint8_t upos, xpos;
} lemma_item;

typedef struct lemma_items {
	lemma_item *v;
	size_t n, cap;
} lemma_items;

/* Learns rules from the items: sets the tables of rules and edits, made in `a`; `work` is for what is thrown away. */
onus_status lemma_learn_rules(const lemma_items *items, uint8_t propn, arena *work, arena *a,
			      model_table ret_tables[LEMMA_TABLES], onus_error *err) MUST_CHECK;
/* A table of n numbers of the type that `table` has, zeroed, in `a`; its data, or NULL when memory ran out. */
void *lemma_table_new(unsigned table, uint32_t n, arena *a, model_table ret_tables[LEMMA_TABLES]);

#endif
