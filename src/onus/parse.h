/* SPDX-License-Identifier: Apache-2.0 */
/*
 * parse.h - what onus_parse is made of: a document's sentences as CoNLL-U, and CoNLL-U filled in. Each is called in a
 * worker and hands its lines to work_write. docs/parse.md describes what is written.
 */
#ifndef ONUS_PARSE_H
#define ONUS_PARSE_H

#include "language/language.h"
#include "onus/work.h"

typedef struct parse_tools {
	const language_model *model;
	language_parser *parser; /* the worker's own for as long as it is lent */
	bool probabilities;
	size_t number; /* of the input, from 1: the first part of sent_id */
} parse_tools;

/* The rendition of `r`. ERR_MEMORY, ERR_CANCELLED. */
onus_status parse_document(const parse_tools *tools, work_result *r, onus_error *err) MUST_CHECK;
/* The bytes of `r`. ERR_INPUT or ERR_LIMIT names the line; the sentences before it are written then. */
onus_status parse_conllu(const parse_tools *tools, work_result *r, onus_error *err) MUST_CHECK;

/* ---- lines, for both ---- */

/* A line's last column while it is put together: "|" between the parts. */
void misc_add(str *misc, const char *key, span value);
/* NER; where `probabilities`, PUpos, PArc, PDeprel and PNer. `outside`: NER=O is written too. */
void misc_add_word(str *misc, const parse_tools *tools, const language_word *w, bool outside);

/* Hands over what has been gathered once it is worth it, or all of it. */
onus_status parse_flush(work_result *r, str *out, bool all, onus_error *err) MUST_CHECK;

#endif
