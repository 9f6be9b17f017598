/* SPDX-License-Identifier: Apache-2.0 */
#include "language/document.h"

#include "base/limits.h"
#include "base/utf8.h"
#include "language/document_list.h"
#include "text/words.h"

/* A block of more bytes is cut into words piece by piece: a book may be one paragraph. */
enum { CHUNK_BYTES = 256 * 1024 };

document_cursor document_start(const rendition *r, const language_model *model, language_parser *parser)
{
	return (document_cursor){.rendition = r, .model = model, .parser = parser};
}

/* ---- from the text to runs of words ---- */

/* What of block i is still to be read; empty: nothing. Index blocks.n stands for the text behind the last block. */
static range rest_of_block(const document_cursor *c, size_t i)
{
	const rendition *r = c->rendition;
	bool plain = span_is(r->format, "text");
	range rest = {c->at, c->at};
	if (i < r->blocks.n) {
		rest = r->blocks.v[i].where;
		if (plain || rest.start < c->at)
			rest.start = c->at;
	} else if (plain) {
		rest.end = (uint32_t)r->text.n;
	}
	return rest;
}

/* The end of the piece of text[where] that is cut into words at once: behind white space, if there is any. */
static uint32_t chunk_end(span text, range where)
{
	if (where.end - where.start <= CHUNK_BYTES)
		return where.end;
	uint32_t end = where.start + CHUNK_BYTES;
	for (uint32_t i = end; i > where.start + CHUNK_BYTES / 2; i--)
		if (text.p[i - 1] == ' ' || text.p[i - 1] == '\n')
			return i;
	return (uint32_t)utf8_boundary(text, end);
}

/* The mark of an item ("1.", "(a)", a bullet) is no sentence of its own. */
static void join_mark(const window *w, size_t i, sentence_vec *sentences, size_t first)
{
	const rendition *r = w->rendition;
	if (i >= r->blocks.n || r->blocks.v[i].kind != BLOCK_LIST_ITEM)
		return;
	while (sentences->n > first + 1 &&
	       w->tokens.v[sentences->v[first].end - 1].where.end <= r->blocks.v[i].where.start) {
		sentences->v[first + 1].first = sentences->v[first].first;
		memmove(&sentences->v[first], &sentences->v[first + 1],
			(sentences->n - first - 1) * sizeof *sentences->v);
		sentences->n--;
	}
}

/* Reads on in block i; *ret_done when nothing is left of it. */
static onus_status read_block(document_cursor *c, window *w, size_t i, bool *ret_done, onus_error *err)
{
	range rest = rest_of_block(c, i);
	bool opens = i >= c->rendition->blocks.n || c->at <= c->rendition->blocks.v[i].where.start;
	range here = {rest.start, chunk_end(c->rendition->text, rest)};
	sentence_vec sentences = {0};
	size_t first = w->tokens.n;
	if (!range_empty(here))
		TRY(text_words(c->rendition->text, here, w->a, &w->tokens, &sentences, err));
	*ret_done = here.end >= rest.end;
	c->at = here.end;
	/* The last sentence of a chunk may go on behind it. */
	if (!*ret_done && sentences.n > 1) {
		size_t again = sentences.v[--sentences.n].first;
		c->at = w->tokens.v[again].where.start;
		w->tokens.n = again;
	}
	if (w->tokens.n > first)
		join_mark(w, i, &sentences, 0);
	for (size_t k = 0; k < sentences.n; k++) {
		cut_run *run = vec_push(&w->runs, w->a);
		if (!run)
			return fail_memory(err, "cutting a text into sentences");
		*run = (cut_run){sentences.v[k].first, sentences.v[k].end, i, opens && k == 0, sentences.v[k].cut};
	}
	return ONUS_OK;
}

static bool item_at(const rendition *r, size_t i)
{
	return i < r->blocks.n && r->blocks.v[i].kind == BLOCK_LIST_ITEM;
}

static onus_status read_window(document_cursor *c, window *w, onus_error *err)
{
	const rendition *r = c->rendition;
	/* A list is not cut between two windows, if it is one that a sentence can hold. */
	while (c->block <= r->blocks.n &&
	       (w->tokens.n < LIMIT_PARSE_WINDOW ||
		(item_at(r, c->block) && w->tokens.n < LIMIT_PARSE_WINDOW + LIMIT_SENTENCE_TOKENS))) {
		bool done = false;
		TRY(read_block(c, w, c->block, &done, err));
		c->block += done;
	}
	return ONUS_OK;
}

/* ---- from runs to sentences and pieces ---- */

static onus_status add_plain(window *w, const cut_run *run, onus_error *err)
{
	document_sentence *unit = vec_push(w->out, w->a);
	piece *p = vec_push(&w->pieces, w->a);
	uint32_t n = (uint32_t)(run->end - run->first);
	language_word *words = arena_calloc(w->a, n, sizeof *words);
	if (!unit || !p || !words)
		return fail_memory(err, "parsing a text");
	for (uint32_t i = 0; i < n; i++)
		words[i].form = span_in(w->rendition->text, w->tokens.v[run->first + i].where);
	*unit = (document_sentence){.tokens = &w->tokens.v[run->first],
				    .words = words,
				    .n = n,
				    .block = run->block,
				    .opens = run->opens,
				    .cut = run->cut};
	*p = (piece){.sentence = {.words = words, .n = n}, .unit = w->out->n - 1, .item = PIECE_VIRTUAL};
	return ONUS_OK;
}

static onus_status constrain(window *w, piece *p, onus_error *err)
{
	constraint_vec found = {0};
	for (uint32_t i = 0; i < p->sentence.n_constraints; i++) {
		language_constraint *c = vec_push(&found, w->a);
		if (!c)
			return fail_memory(err, "parsing a text");
		*c = p->sentence.constraints[i];
	}
	TRY(language_quotations(p->sentence.words, p->sentence.n, w->a, &found, err));
	p->sentence.constraints = found.v;
	p->sentence.n_constraints = (uint32_t)found.n;
	return ONUS_OK;
}

static onus_status parse_pieces(document_cursor *c, window *w, onus_error *err)
{
	if (w->pieces.n == 0)
		return ONUS_OK;
	language_sentence *sentences = arena_calloc(w->a, w->pieces.n, sizeof *sentences);
	if (!sentences)
		return fail_memory(err, "parsing a text");
	for (size_t i = 0; i < w->pieces.n; i++) {
		TRY(constrain(w, &w->pieces.v[i], err));
		sentences[i] = w->pieces.v[i].sentence;
	}
	TRY(language_parse(c->parser, sentences, w->pieces.n, true, w->a, err));
	for (size_t i = 0; i < w->pieces.n; i++) {
		w->pieces.v[i].sentence = sentences[i];
		if (sentences[i].cut)
			w->out->v[w->pieces.v[i].unit].cut = true;
	}
	return ONUS_OK;
}

onus_status document_parse(document_cursor *c, arena *a, document_sentences *out, onus_error *err)
{
	window w = {
	    .rendition = c->rendition, .model = c->model, .a = a, .out = out, .names = given_names_of(c->model)};
	TRY(read_window(c, &w, err));
	for (size_t i = 0, end = 0; i < w.runs.n; i = end) {
		end = i + 1;
		if (list_at(&w, i, &end))
			TRY(list_add(&w, i, end, err));
		else
			TRY(add_plain(&w, &w.runs.v[i], err));
	}
	TRY(parse_pieces(c, &w, err));
	for (size_t i = 0, end = 0; i < w.pieces.n; i = end) {
		for (end = i + 1; end < w.pieces.n && w.pieces.v[end].unit == w.pieces.v[i].unit;)
			end++;
		if (w.pieces.v[i].lead)
			list_join(&w, i, end);
	}
	return ONUS_OK;
}
