/* SPDX-License-Identifier: Apache-2.0 */
/* scan.h - what the two cuts of a text share (token.c: names whole; words_cut.c: as treebanks have it): a place that
 * runs over a range of the text, and the tokens behind it. Within this room only. */
#ifndef TEXT_SCAN_H
#define TEXT_SCAN_H

#include "text/token.h"

typedef struct scanner {
	span text;
	size_t start, end, at; /* the range, and the place in it */
	arena *arena;
	token_vec *out;
	size_t first;    /* of the range's tokens in *out */
	size_t tried;    /* words_cut.c: names of files and hosts that begin before it have been looked for */
	size_t apart;    /* words_cut.c: numbers before it are not joined by their hyphens and slashes */
	size_t undotted; /* words_cut.c: no run of letters with stops begins before it */
	bool failed;
	bool space, line; /* white space, a line end, before the next token */
} scanner;

/* The code point at `at`, 0 at the end; *ret_next, if not NULL, is the place behind it. */
uint32_t scan_rune(const scanner *s, size_t at, size_t *ret_next);
bool scan_is_apostrophe(uint32_t r);
bool scan_is_hyphen(uint32_t r);
/* Letters, digits and what holds them together: the low line, soft hyphens and joiners. */
bool scan_is_word(uint32_t r);
/* Appends text[start, end) unless it is empty, and moves behind it. */
void scan_emit(scanner *s, size_t start, size_t end, token_kind kind, uint8_t flags);
/* Is the word, in lower case, one of the NULL-ended list? ASCII only, which these lists are. */
bool scan_one_of(span w, const char *const *list);
/* Does text[at..) begin with the word, whatever its case? */
bool scan_starts(const scanner *s, size_t at, const char *word);
/* End of an address of the web that starts at `at`: up to white space or a mark that closes, final punctuation left
 * outside. */
size_t scan_link_end(const scanner *s, size_t at);
/* Does the straight quotation mark [at, next) open? It does where white space or an opening mark stands before it and
 * something behind it. */
bool scan_opens(const scanner *s, size_t at, size_t next);
/* Has a single quotation mark been opened among the last tokens, and none closed since? */
bool scan_single_open(const scanner *s);
/* A quotation mark of any kind at s->at as a token; false: there is none. */
bool scan_quote(scanner *s);

#endif
