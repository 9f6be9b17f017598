/* SPDX-License-Identifier: Apache-2.0 */
#include "text/sentence.h"

#include "base/limits.h"
#include "text/words_lists.h"

typedef struct cutter {
	span text;
	const token *t;
	size_t first, end;
} cutter;

static bool is(const cutter *c, size_t i, const char *word)
{
	return i < c->end && span_is(span_in(c->text, c->t[i].where), word);
}

static char last_byte(const cutter *c, size_t i)
{
	return c->text.p[c->t[i].where.end - 1];
}

/* Marks that may stand between a full stop and the next sentence. */
static bool closes(const cutter *c, size_t i)
{
	const token *t = &c->t[i];
	return t->kind == TOKEN_QUOTE_CLOSE ||
	       (t->kind == TOKEN_MARK && (last_byte(c, i) == ')' || last_byte(c, i) == ']'));
}

/* Does something that may begin a sentence stand at i? */
static bool begins(const cutter *c, size_t i)
{
	const token *t = &c->t[i];
	if (t->kind == TOKEN_QUOTE_OPEN || t->kind == TOKEN_NUMBER || (t->flags & TOKEN_CAPITAL))
		return true;
	if (t->kind == TOKEN_MARK) {
		char b = c->text.p[t->where.start];
		return b == '(' || b == '[' || (unsigned char)b >= 0x80 || b == '-';
	}
	return t->kind == TOKEN_LINK || t->kind == TOKEN_SYMBOL;
}

static bool ends_at(const cutter *c, size_t i)
{
	const token *t = &c->t[i];
	if (t->kind == TOKEN_WORD && (t->flags & TOKEN_ABBREVIATION)) {
		/* "in the U.S. The court": only before a word that begins sentences, and never after a title or
		 * initial. */
		if (i + 1 >= c->end)
			return true;
		size_t next = i + 1;
		while (next < c->end && closes(c, next))
			next++;
		if (next >= c->end)
			return true;
		if (t->flags & TOKEN_INITIAL)
			return false;
		size_t n = t->where.end - t->where.start;
		bool inner_dot = memchr(c->text.p + t->where.start, '.', n - 1) != NULL;
		if (!inner_dot && !is(c, i, "etc.") && !is(c, i, "Inc.") && !is(c, i, "Jr.") && !is(c, i, "Ltd."))
			return false;
		return words_starter(span_in(c->text, c->t[next].where)) || c->t[next].kind == TOKEN_QUOTE_OPEN;
	}
	if (t->kind != TOKEN_MARK)
		return false;
	char b = last_byte(c, i);
	bool ellipsis = (unsigned char)b >= 0x80 && t->where.end - t->where.start == 3 &&
			memcmp(c->text.p + t->where.start, "\xE2\x80\xA6", 3) == 0;
	if (b != '.' && b != '!' && b != '?' && !ellipsis)
		return false;
	size_t next = i + 1;
	while (next < c->end && closes(c, next) && !(c->t[next].flags & TOKEN_SPACE_BEFORE))
		next++;
	if (next >= c->end)
		return true;
	if (!(c->t[next].flags & TOKEN_SPACE_BEFORE)) {
		/* No space: "end.Next", or inside an odd token; a capital after a full stop counts. */
		return b == '.' && (c->t[next].flags & TOKEN_CAPITAL) && t->where.end - t->where.start == 1 &&
		       i > c->first && c->t[i - 1].kind == TOKEN_WORD && !(c->t[i - 1].flags & TOKEN_INITIAL);
	}
	/* An item's number at the start: "1. Release". */
	if (b == '.' && i == c->first + 1 && c->t[c->first].kind == TOKEN_NUMBER)
		return false;
	bool run = t->where.end - t->where.start > 1 || ellipsis;
	if (run && b == '.')
		return (c->t[next].flags & TOKEN_CAPITAL) != 0 || c->t[next].kind == TOKEN_QUOTE_OPEN;
	if (!begins(c, next))
		return false;
	/* "Stop!" she cried: lower case has been refused by begins(); "What?" Roth asked is a quoting clause all the
	 * same and is left to the pass that looks for speakers. */
	return true;
}

static onus_status add(sentence_vec *out, arena *a, size_t first, size_t end, bool cut, onus_error *err)
{
	sentence_run *run = vec_push(out, a);
	if (!run)
		return fail_memory(err, "cutting a text into sentences");
	*run = (sentence_run){.first = first, .end = end, .cut = cut};
	return ONUS_OK;
}

/* Where a sentence that is too long is cut: behind the last clause mark in its second half, else at its end. */
static size_t cut_at(const cutter *c, size_t first, size_t end)
{
	for (size_t i = end; i-- > first + (end - first) / 2;)
		if (c->t[i].kind == TOKEN_MARK && strchr(",;:", last_byte(c, i)))
			return i + 1;
	return end;
}

onus_status text_sentences(span text, const token_vec *tokens, size_t first, size_t end, arena *a, sentence_vec *out,
			   onus_error *err)
{
	cutter c = {.text = text, .t = tokens->v, .first = first, .end = end};
	size_t start = first;
	for (size_t i = first; i < end; i++) {
		if (i - start >= LIMIT_SENTENCE_TOKENS) {
			size_t cut = cut_at(&c, start, i);
			TRY(add(out, a, start, cut, true, err));
			start = c.first = cut;
		}
		if (!ends_at(&c, i))
			continue;
		size_t past = i + 1;
		while (past < end && closes(&c, past) && !(c.t[past].flags & TOKEN_SPACE_BEFORE))
			past++;
		TRY(add(out, a, start, past, false, err));
		start = c.first = past;
		i = past - 1;
	}
	return start < end ? add(out, a, start, end, false, err) : ONUS_OK;
}
