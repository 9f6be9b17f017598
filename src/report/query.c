/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a person typed to look for, as a query of SQLite's FTS5 that cannot be malformed there: every term becomes a
 * quoted string, every operator is ours, and parentheses say what belongs together. docs/find.md has the grammar:
 *
 *	either := all { OR all }
 *	all    := term { [AND | NOT] term }
 *	term   := word | word* | "a phrase" | "a phrase"* | ( either )
 */
#include "base/utf8.h"
#include "report/report.h"
#include "text/fold.h"

enum { DEEPEST = 16, MOST_TERMS = 64, LONGEST = 2000 };

typedef struct reader {
	span rest;
	int depth, terms;
	onus_error *err;
} reader;

static void skip_space(reader *r)
{
	size_t at = 0;
	while (at < r->rest.n) {
		size_t next = at;
		if (!text_is_space(utf8_next(r->rest, &next)))
			break;
		at = next;
	}
	r->rest = span_slice(r->rest, at, r->rest.n);
}

/* The length of the bare word at the front. */
static size_t word_length(span s)
{
	size_t at = 0;
	while (at < s.n) {
		size_t next = at;
		uint32_t c = utf8_next(s, &next);
		if (c == '"' || c == '(' || c == ')' || c == '*' || text_is_space(c))
			break;
		at = next;
	}
	return at;
}

static bool operator_next(reader *r, const char *word)
{
	skip_space(r);
	size_t n = word_length(r->rest);
	return span_is(span_slice(r->rest, 0, n), word);
}

static void operator_take(reader *r, const char *word)
{
	r->rest = span_slice(r->rest, strlen(word), r->rest.n);
}

static bool has_letter(span s)
{
	for (size_t at = 0; at < s.n;) {
		uint32_t c = utf8_next(s, &at);
		if (text_is_letter(c) || text_is_digit(c))
			return true;
	}
	return false;
}

static bool at_end(reader *r)
{
	skip_space(r);
	return r->rest.n == 0 || r->rest.p[0] == ')';
}

static onus_status either(reader *r, str *out);

static onus_status term(reader *r, str *out)
{
	skip_space(r);
	if (r->rest.n == 0)
		return fail(r->err, ONUS_ERR_USAGE, "something to look for is missing at the end");
	if (++r->terms > MOST_TERMS)
		return fail(r->err, ONUS_ERR_USAGE, "that is more than %d words to look for", MOST_TERMS);
	if (r->rest.p[0] == ')')
		return fail(r->err, ONUS_ERR_USAGE, "there is nothing before a \")\"");
	if (r->rest.p[0] == '*')
		return fail(r->err, ONUS_ERR_USAGE, "a * stands right behind the beginning of a word: detain*");
	if (r->rest.p[0] == '(') {
		if (++r->depth > DEEPEST)
			return fail(r->err, ONUS_ERR_USAGE, "parentheses are more than %d deep", DEEPEST);
		r->rest = span_slice(r->rest, 1, r->rest.n);
		TRY(either(r, out));
		if (r->rest.n == 0)
			return fail(r->err, ONUS_ERR_USAGE, "a \"(\" has no \")\"");
		r->rest = span_slice(r->rest, 1, r->rest.n);
		r->depth--;
		return ONUS_OK;
	}
	span words;
	if (r->rest.p[0] == '"') {
		size_t end = span_find(r->rest, SPAN("\""), 1);
		if (end == SIZE_MAX)
			return fail(r->err, ONUS_ERR_USAGE, "a phrase has no closing quotation mark: %s",
				    SAFE_SPAN(r->rest));
		words = span_slice(r->rest, 1, end);
		r->rest = span_slice(r->rest, end + 1, r->rest.n);
	} else {
		size_t n = word_length(r->rest);
		words = span_slice(r->rest, 0, n);
		if (span_is(words, "AND") || span_is(words, "OR") || span_is(words, "NOT"))
			return fail(r->err, ONUS_ERR_USAGE,
				    "%s stands between two things to look for; to look for the word, write \"%s\"",
				    SAFE_SPAN(words),
				    span_is(words, "AND")  ? "and"
				    : span_is(words, "OR") ? "or"
							   : "not");
		r->rest = span_slice(r->rest, n, r->rest.n);
	}
	if (!has_letter(words))
		return fail(r->err, ONUS_ERR_USAGE, "there are no letters or digits to look for in \"%s\"",
			    SAFE_SPAN(words));
	/* No quotation mark is left inside, so the string cannot end early. */
	str_addc(out, '"');
	str_add(out, words);
	str_addc(out, '"');
	if (r->rest.n && r->rest.p[0] == '*') {
		str_addc(out, '*');
		r->rest = span_slice(r->rest, 1, r->rest.n);
	}
	return ONUS_OK;
}

static onus_status all(reader *r, str *out)
{
	STR_AUTO so_far = str_make(out->max);
	TRY(term(r, &so_far));
	while (!at_end(r) && !operator_next(r, "OR")) {
		const char *joint = " AND ";
		if (operator_next(r, "NOT")) {
			operator_take(r, "NOT");
			joint = " NOT ";
		} else if (operator_next(r, "AND")) {
			operator_take(r, "AND");
		}
		STR_AUTO next = str_make(out->max), both = str_make(out->max);
		TRY(term(r, &next));
		str_addc(&both, '(');
		str_add(&both, str_span(&so_far));
		str_adds(&both, joint);
		str_add(&both, str_span(&next));
		str_addc(&both, ')');
		str_clear(&so_far);
		str_add(&so_far, str_span(&both));
		if (both.failed || so_far.failed)
			return fail_memory(r->err, "reading what to look for");
	}
	str_add(out, str_span(&so_far));
	return ONUS_OK;
}

static onus_status either(reader *r, str *out)
{
	str_addc(out, '(');
	TRY(all(r, out));
	while (!at_end(r) && operator_next(r, "OR")) {
		operator_take(r, "OR");
		str_adds(out, " OR ");
		TRY(all(r, out));
	}
	str_addc(out, ')');
	return ONUS_OK;
}

onus_status find_query(span words, str *out, onus_error *err)
{
	if (words.n > LONGEST)
		return fail(err, ONUS_ERR_USAGE, "that is more than %d bytes to look for", LONGEST);
	if (utf8_check(words) != SIZE_MAX || memchr(words.p ? words.p : "", '\0', words.n))
		return fail(err, ONUS_ERR_USAGE, "what to look for is not UTF-8 text");
	reader r = {.rest = words, .err = err};
	skip_space(&r);
	if (r.rest.n == 0)
		return fail(err, ONUS_ERR_USAGE,
			    "nothing to look for: give words, \"a phrase\" or the beginning of a word*");
	TRY(either(&r, out));
	skip_space(&r);
	if (r.rest.n)
		return fail(err, ONUS_ERR_USAGE, "a \")\" has no \"(\"");
	if (out->failed)
		return fail_memory(err, "reading what to look for");
	return ONUS_OK;
}
