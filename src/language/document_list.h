/* SPDX-License-Identifier: Apache-2.0 */
/*
 * document_list.h - lists whose lead runs on into their items: one sentence, parsed in pieces. Used by document.c.
 */
#ifndef LANGUAGE_DOCUMENT_LIST_H
#define LANGUAGE_DOCUMENT_LIST_H

#include "language/document.h"
#include "language/quotation.h"

/* Numbers of names that are given by rule; 255 where the model has no such name. */
typedef struct given_names {
	uint8_t punct, num, verb; /* upos */
	uint8_t colon, nfp, ls;   /* xpos */
	uint8_t r_punct, r_conj, r_parataxis, r_discourse, r_cc, r_xcomp, r_ccomp;
} given_names;
given_names given_names_of(const language_model *m);

/* A sentence as it was cut: words [first, end) of the window's tokens. */
typedef struct cut_run {
	size_t first, end;
	size_t block;
	bool opens, cut;
} cut_run;
typedef VEC(cut_run) cut_runs;

/* What goes to the parser, and where it came from. */
typedef struct piece {
	language_sentence sentence;
	size_t unit; /* index of its document_sentence */
	const uint32_t
	    *origin;   /* of each word: the word of the unit, or PIECE_VIRTUAL; NULL: the unit's words themselves */
	uint32_t item; /* of the list, from 0; PIECE_VIRTUAL: no list */
	bool lead;     /* the lead with the first sentence of item 0; later items have its words as virtual ones */
	uint32_t lead_words; /* of the unit, its colon left out */
	uint32_t item_begin; /* where the item begins among the piece's words */
	bool infinitive;     /* the lead ends in a "to", or one is meant */
	bool later;          /* a second or later sentence of its item */
} piece;
#define PIECE_VIRTUAL UINT32_MAX
typedef VEC(piece) piece_vec;

typedef struct window {
	const rendition *rendition;
	const language_model *model;
	arena *a;
	token_vec tokens;
	cut_runs runs;
	document_sentences *out;
	piece_vec pieces;
	given_names names;
} window;

/* Whether the run at index i is a lead that runs on into the items behind it; then *ret_end is the index of the first
 * run that is no part of the list. */
bool list_at(const window *w, size_t i, size_t *ret_end);
/* Appends the unit of runs [i, end) to w->out and its pieces to w->pieces. ERR_MEMORY. */
onus_status list_add(window *w, size_t i, size_t end, onus_error *err) MUST_CHECK;
/* Puts the trees of the unit's pieces, w->pieces[first..end), together. */
void list_join(window *w, size_t first, size_t end);

#endif
