/* SPDX-License-Identifier: Apache-2.0 */
/*
 * document.h - a document's text as parsed sentences, in the order of its blocks.
 *
 * Every block of the layout is read, boilerplate too; a block's end ends a sentence, with one exception: the items of a
 * list belong to the sentence of their lead where that runs on into them ("... urged Macron to press Xi, among other
 * steps, to:"). document_list.c says when it does and how their trees are put together.
 *
 * In plain text, bullets and numbers of items stand between the blocks; they are words of their sentences all the same,
 * so that every character of the text that is no white space is in a word. In other formats what stands between blocks is
 * markup.
 *
 * A document is parsed in windows of about LIMIT_PARSE_WINDOW words, whole sentences each, so that memory does not grow
 * with its length; names are voted on within a window. What comes out depends on the text and the model alone.
 */
#ifndef LANGUAGE_DOCUMENT_H
#define LANGUAGE_DOCUMENT_H

#include "language/language.h"
#include "text/rendition.h"
#include "text/token.h"

typedef struct document_sentence {
	const token *tokens;  /* n of them; a TOKEN_CLITIC belongs to the token of the text before it */
	language_word *words; /* n; forms point into the text */
	uint32_t n;
	size_t block;               /* of its first word; blocks.n for text behind the last block */
	bool opens;                 /* it is the first of its block */
	bool cut;                   /* too long for one tree or one sentence: see language_sentence.cut */
	const uint32_t *item_first; /* the first word of each item of the list that it runs on into */
	uint32_t n_items;
} document_sentence;

typedef VEC(document_sentence) document_sentences;

typedef struct document_cursor {
	const rendition *rendition;
	const language_model *model;
	language_parser *parser;
	size_t block; /* the next one */
	uint32_t at;  /* where the text that is still to be read begins */
} document_cursor;

/* Borrows everything. */
document_cursor document_start(const rendition *r, const language_model *model, language_parser *parser);
/* Appends the sentences of the next window; none: the document is at its end. Everything is in `a`. ERR_MEMORY. */
onus_status document_parse(document_cursor *c, arena *a, document_sentences *out, onus_error *err) MUST_CHECK;

#endif
