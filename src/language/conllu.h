/* SPDX-License-Identifier: Apache-2.0 */
/*
 * conllu.h - reading CoNLL-U sentence by sentence, and the few forms that both reading and writing need.
 *
 * The format is that of universaldependencies.org/format.html (version 2): ten columns between tabs; comments begin with
 * "#"; words are numbered 1, 2, 3 ... in each sentence, multi-word tokens are ranges ("3-4") before their first word,
 * empty nodes have a number behind their word's ("8.1"); an empty line ends a sentence. A byte order mark, line ends of
 * CR and LF, several empty lines and a last sentence without one are taken; everything else that breaks the format is
 * refused with its line and the reason.
 *
 * What a reader hands out points into the bytes that it was given.
 */
#ifndef LANGUAGE_CONLLU_H
#define LANGUAGE_CONLLU_H

#include "base/arena.h"
#include "base/error.h"
#include "base/str.h"
#include "base/vec.h"

enum {
	CONLLU_ID,
	CONLLU_FORM,
	CONLLU_LEMMA,
	CONLLU_UPOS,
	CONLLU_XPOS,
	CONLLU_FEATS,
	CONLLU_HEAD,
	CONLLU_DEPREL,
	CONLLU_DEPS,
	CONLLU_MISC,
	CONLLU_COLUMNS
};

typedef enum conllu_kind {
	CONLLU_COMMENT,
	CONLLU_WORD,
	CONLLU_RANGE, /* a multi-word token */
	CONLLU_EMPTY, /* an empty node */
} conllu_kind;

typedef struct conllu_line {
	span text; /* without its end */
	uint8_t kind;
	uint32_t at[CONLLU_COLUMNS + 1]; /* column c is text[at[c], at[c + 1] - 1); not for comments */
} conllu_line;

typedef VEC(conllu_line) conllu_lines;

typedef struct conllu_reader {
	span left;
	size_t line; /* number of the line read last */
} conllu_reader;

void conllu_start(conllu_reader *r, span bytes);
/* Appends the next sentence's lines to *lines and sets *ret_words to its number of words (0: comments that no sentence
 * follows). *ret_found is false at the end. ERR_INPUT ("line 7: ..."), ERR_LIMIT (more than LIMIT_CONLLU_WORDS words),
 * ERR_MEMORY. Values of columns that are no part of the format's skeleton are not looked at, but that numbers in HEAD
 * form no cycle and name words of the sentence. Linear. */
onus_status conllu_next(conllu_reader *r, arena *a, conllu_lines *lines, uint32_t *ret_words, bool *ret_found,
			onus_error *err) MUST_CHECK;

span conllu_column(const conllu_line *line, unsigned column);
/* Whether a comment says `key`, alone ("# newpar") or with a value ("# newdoc id = a"): *ret_value then. */
bool conllu_comment_is(span comment, const char *key, span *ret_value);

/* Appends `s` with each control character, which would break the format or a terminal, as U+FFFD. */
void conllu_write_safe(str *out, span s);

#endif
