/* SPDX-License-Identifier: Apache-2.0 */
/*
 * token.h - words, numbers and marks as ranges of bytes of the text.
 *
 * The cuts follow Universal Dependencies' English treebanks: "don't" is do + n't, "China's" is China + 's, "cannot" is
 * can + not; "U.S.", "Mr.", "p.m.", "3.5", "12:30", "2019-03-22", addresses of the web and mail are one token each. In
 * one thing they differ: words with hyphens, slashes between short capitals and inner apostrophes (Ming-che, Tok'tai,
 * d'Ivoire) stay in one piece, which suits names. words.h has the treebanks' own cut, which suits a parser.
 * Tokens are in order, not empty, do not overlap, and what lies between them is white space. Linear; any well-formed
 * UTF-8.
 */
#ifndef TEXT_TOKEN_H
#define TEXT_TOKEN_H

#include "base/arena.h"
#include "base/error.h"
#include "base/vec.h"

typedef enum token_kind {
	TOKEN_WORD,
	TOKEN_NUMBER,      /* 12, 3.5, 1,200, 12:30, 2019-03-22, 14th, 2007-2012 */
	TOKEN_MARK,        /* . , ; : ! ? - ( ) ... */
	TOKEN_QUOTE_OPEN,  /* opening by its shape, or straight and opening by its place */
	TOKEN_QUOTE_CLOSE, /* closing likewise */
	TOKEN_LINK,        /* http://..., name@place.org, @name, #tag */
	TOKEN_SYMBOL,      /* anything else */
} token_kind;

enum {
	TOKEN_SPACE_BEFORE = 1, /* white space, or the start, stands before it */
	TOKEN_CAPITAL = 2,      /* begins with an upper-case letter */
	TOKEN_ALL_CAPS = 4,     /* two letters or more, none of them lower case */
	TOKEN_ABBREVIATION = 8, /* ends in a full stop that is its own: "Mr.", "U.S.", "J." */
	TOKEN_INITIAL = 16,     /* one capital letter, with or without its full stop */
	TOKEN_LINE_BEFORE = 32, /* a line end stands before it */
	TOKEN_SINGLE = 64,      /* a quotation mark that is single */
	TOKEN_CLITIC = 128,     /* n't, 's, 'll and the like, cut off the word before */
};

typedef struct token {
	range where;
	uint8_t kind; /* token_kind */
	uint8_t flags;
} token;

typedef VEC(token) token_vec;

/* Appends the tokens of text[where]. ERR_MEMORY. */
onus_status text_tokens(span text, range where, arena *a, token_vec *out, onus_error *err) MUST_CHECK;

#endif
