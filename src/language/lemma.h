/* SPDX-License-Identifier: Apache-2.0 */
/*
 * lemma.h - a word's dictionary form from its form and its tags.
 *
 * In this order: a list of known words, keyed by form and tags (then by form and UPOS alone); rules on the form's end,
 * the longest end that has a rule for the tags; the form in lower case, or as it is for a proper noun. The list holds
 * only what the rules get wrong, so that it is short. Rules are edits: bring the letters' case into an order (lemma_case),
 * take bytes off the end, put others there. Both are learnt from a treebank: each (tags, case of form, end of form) at
 * which the usual edit differs from that of the next shorter end becomes a rule, after the ripple-down lemmatisers of
 * Plisson et al. 2004 and Juršič et al. 2010.
 *
 * Tags are the model's numbers (names.upos, names.xpos). Tables of the model file:
 *	lemma.meta       u32 [LEMMA_META_COUNT]   enum lemma_meta
 *	lemma.word.keys  u32 [n]      hashes of form and tags, ascending
 *	lemma.word.at    u32 [n + 1]  where each one's lemma begins in lemma.word.text, ascending, first 0
 *	lemma.word.text  text, its last byte a line feed that belongs to no lemma
 *	lemma.rule.keys  u32 [m]      hashes of tags, case and end, ascending
 *	lemma.rule.edit  u16 [m]      the rule's edit, below k
 *	lemma.edit.cut   u8 [k]       bytes off the end, below 64, and lemma_case << 6
 *	lemma.edit.at    u32 [k + 1]  where what is put there begins in lemma.edit.text
 *	lemma.edit.text  text, likewise
 */
#ifndef LANGUAGE_LEMMA_H
#define LANGUAGE_LEMMA_H

#include "language/model_file.h"

enum lemma_meta {
	LEMMA_META_VERSION, /* LEMMA_VERSION: of the hashes and of what rules look at */
	LEMMA_META_PROPN,   /* UPOS number of proper nouns; LEMMA_NO_TAG: there is none */
	LEMMA_META_COUNT
};
#define LEMMA_VERSION 1u
#define LEMMA_NO_TAG  255u

enum lemma_case {
	LEMMA_LOWER,  /* text_lower */
	LEMMA_KEEP,   /* the form as it is */
	LEMMA_TITLE,  /* the first letter a capital, the others lower */
	LEMMA_DIGITS, /* lower case without commas: 20,000 is 20000 */
	LEMMA_CASES
};

enum {
	LEMMA_TABLE_META,
	LEMMA_TABLE_WORD_KEYS,
	LEMMA_TABLE_WORD_AT,
	LEMMA_TABLE_WORD_TEXT,
	LEMMA_TABLE_RULE_KEYS,
	LEMMA_TABLE_RULE_EDIT,
	LEMMA_TABLE_EDIT_CUT,
	LEMMA_TABLE_EDIT_AT,
	LEMMA_TABLE_EDIT_TEXT,
	LEMMA_TABLES
};

/* A view of tables that lie in a model; valid as long as they do. */
typedef struct lemma_table {
	uint32_t propn;
	const uint32_t *word_keys, *word_at;
	const char *word_text;
	const uint32_t *rule_keys;
	const uint16_t *rule_edit;
	const uint8_t *edit_cut;
	const uint32_t *edit_at;
	const char *edit_text;
	uint32_t n_words, n_rules, n_edits;
} lemma_table;

/* Looks up the tables, tests types, shapes and every number in them. ERR_INPUT names the table. */
onus_status lemma_open(const model_file *f, lemma_table *ret_table, onus_error *err) MUST_CHECK;
/* Likewise for tables that are not in a file, in the order of the enum (as lemma_learn gives them). */
onus_status lemma_view(const model_table tables[LEMMA_TABLES], lemma_table *ret_table, onus_error *err) MUST_CHECK;

/* The lemma: the form itself, bytes of the table, or made in `a`. {NULL, 0} when memory ran out (an empty form's lemma
 * is the form). Forms longer than LEMMA_MAX_BYTES are their own lemma. Thread-safe. */
#define LEMMA_MAX_BYTES 64u
span lemma_of(const lemma_table *t, span form, uint8_t upos, uint8_t xpos, arena *a);

/* ---- learning: the trainer ---- */
/* A word of a treebank. Leave out words with Typo=Yes and words whose lemma is "_". */
typedef struct lemma_sample {
	span form, lemma;
	uint8_t upos, xpos;
} lemma_sample;

/* Learns tables, in `a`, in the order of the enum. `propn` is the number of the UPOS PROPN. The same samples give the
 * same bytes. ERR_MEMORY. */
onus_status lemma_learn(const lemma_sample *samples, size_t n, uint8_t propn, arena *a,
			model_table ret_tables[LEMMA_TABLES], onus_error *err) MUST_CHECK;

#endif
