/* SPDX-License-Identifier: Apache-2.0 */
/*
 * language.h - what the words do in a sentence: parts of speech, lemmas, a dependency tree, names.
 *
 * A model is one file, mapped and read-only; any number of threads may use it at once, each with a parser of its own.
 * The same words give the same bytes on every processor, with every kernel, in every batch (network.h says how).
 * Labels are those of Universal Dependencies 2; entities are PER, ORG and LOC as in Universal NER.
 */
#ifndef LANGUAGE_LANGUAGE_H
#define LANGUAGE_LANGUAGE_H

#include "base/arena.h"
#include "base/error.h"
#include "base/vec.h"

typedef struct language_model language_model;
typedef struct language_parser language_parser;

/* Maps the file and tests its magic, version, length, checksum and every table's bounds. ERR_NOT_FOUND when it is
 * missing, ERR_INPUT naming the file and the reason when it is cut, damaged, foreign or of a newer version. Own: give
 * back with language_close, which takes NULL. */
onus_status language_open(const char *path, language_model **ret_model, onus_error *err) MUST_CHECK;
void language_close(language_model *m);
/* The model's card (JSON: data, licences, seed, scores). Lives as long as the model. */
span language_card(const language_model *m);

/* Names of the kernels that this processor has, best first, NULL-ended: "avx512vnni", "avx2", "plain". */
const char *const *language_kernels(void);

typedef struct language_options {
	const char *kernel; /* NULL: the best that this processor has */
	uint32_t batch;     /* words computed together; 0: a good number. Never changes what comes out. */
} language_options;
/* Own: language_parser_free, which takes NULL. Belongs to one thread at a time. ERR_USAGE for a kernel that is not
 * there. */
onus_status language_parser_new(const language_model *m, const language_options *options, language_parser **ret_parser,
				onus_error *err) MUST_CHECK;
void language_parser_free(language_parser *p);

/* What a sentence is known to hold before it is parsed. */
typedef enum language_constraint_kind {
	LANGUAGE_ONE_SUBTREE, /* exactly one word of [first, end) hangs outside: a name, a quotation */
	LANGUAGE_HANGS_ON, /* as before, and that word hangs on a word of [lead_first, lead_end): an item of a list */
} language_constraint_kind;
typedef struct language_constraint {
	uint8_t kind; /* language_constraint_kind */
	uint32_t first, end;
	uint32_t lead_first, lead_end;
} language_constraint;

typedef struct language_word {
	span form; /* in */
	/* out */
	span lemma;                                /* in the arena given, or the form itself */
	uint32_t head;                             /* 1-based number of the word it hangs on; 0: the sentence's root */
	uint8_t upos;                              /* language_upos_name */
	uint8_t xpos;                              /* language_xpos_name */
	uint8_t relation;                          /* language_relation_name, subtype included ("nsubj:pass") */
	uint8_t entity;                            /* language_entity */
	float upos_p, arc_p, relation_p, entity_p; /* the network's probability of what was chosen, 0 to 1 */
} language_word;

typedef enum language_entity { /* IOB2 */
			       ENTITY_NONE,
			       ENTITY_PER_BEGIN,
			       ENTITY_PER_IN,
			       ENTITY_ORG_BEGIN,
			       ENTITY_ORG_IN,
			       ENTITY_LOC_BEGIN,
			       ENTITY_LOC_IN,
			       ENTITY_COUNT
} language_entity;

typedef struct language_sentence {
	language_word *words;
	uint32_t n;
	const language_constraint *constraints;
	uint32_t n_constraints;
	bool cut; /* out: longer than LIMIT_PARSE_TOKENS, so parsed in pieces whose roots hang on the first one's */
} language_sentence;

/* Fills in the out fields of n sentences. Sentences with a common `document` are voted on together, so give a whole
 * document at once; `vote` off leaves each sentence to itself. Linear in the number of words: pieces are at most
 * LIMIT_PARSE_TOKENS long. Lemmas are made in `a`. ERR_MEMORY. */
onus_status language_parse(language_parser *p, language_sentence *sentences, size_t n, bool vote, arena *a,
			   onus_error *err) MUST_CHECK;

/* Names; "_" for a number that is none. The tables lie in the model. */
const char *language_upos_name(const language_model *m, uint8_t upos);
const char *language_xpos_name(const language_model *m, uint8_t xpos);
const char *language_relation_name(const language_model *m, uint8_t relation);
const char *language_entity_name(uint8_t entity); /* "O", "B-PER", ... */

#endif
