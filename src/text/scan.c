/* SPDX-License-Identifier: Apache-2.0 */
#include "text/scan.h"

#include "base/utf8.h"
#include "text/fold.h"

/* Tokens that are looked back over for the partner of a single quotation mark. */
#define QUOTE_WINDOW 60

uint32_t scan_rune(const scanner *s, size_t at, size_t *ret_next)
{
	if (at >= s->end) {
		if (ret_next)
			*ret_next = at;
		return 0;
	}
	size_t next = at;
	uint32_t rune = utf8_next((span){s->text.p, s->end}, &next);
	if (ret_next)
		*ret_next = next;
	return rune;
}

bool scan_is_apostrophe(uint32_t r)
{
	return r == '\'' || r == 0x2019 || r == 0x02BC || r == 0x2018;
}

bool scan_is_hyphen(uint32_t r)
{
	return r == '-' || r == 0x2010 || r == 0x2011;
}

bool scan_is_word(uint32_t r)
{
	return text_is_letter(r) || text_is_digit(r) || r == '_' || r == 0xAD || r == 0x200C || r == 0x200D;
}

static uint8_t shape_flags(span word)
{
	size_t letters = 0, lower = 0, at = 0;
	bool capital = false;
	while (at < word.n) {
		bool first = at == 0;
		uint32_t r = utf8_next(word, &at);
		if (!text_is_letter(r))
			continue;
		letters++;
		if (text_is_upper(r))
			capital = capital || first || letters == 1;
		else
			lower++;
	}
	uint8_t flags = 0;
	if (capital)
		flags |= TOKEN_CAPITAL;
	if (capital && letters >= 2 && lower == 0)
		flags |= TOKEN_ALL_CAPS;
	if (capital && letters == 1)
		flags |= TOKEN_INITIAL;
	return flags;
}

void scan_emit(scanner *s, size_t start, size_t end, token_kind kind, uint8_t flags)
{
	if (start >= end)
		return;
	token *t = vec_push(s->out, s->arena);
	if (!t) {
		s->failed = true;
		return;
	}
	t->where = (range){(uint32_t)start, (uint32_t)end};
	t->kind = (uint8_t)kind;
	t->flags = flags;
	if (s->space)
		t->flags |= TOKEN_SPACE_BEFORE;
	if (s->line)
		t->flags |= TOKEN_LINE_BEFORE;
	if (kind == TOKEN_WORD || kind == TOKEN_LINK)
		t->flags |= shape_flags(span_slice(s->text, start, end));
	s->space = s->line = false;
	s->at = end;
}

bool scan_one_of(span w, const char *const *list)
{
	for (; *list; list++) {
		size_t n = strlen(*list);
		if (n != w.n)
			continue;
		size_t i = 0;
		while (i < n && ((w.p[i] >= 'A' && w.p[i] <= 'Z') ? w.p[i] + 32 : w.p[i]) == (*list)[i])
			i++;
		if (i == n)
			return true;
	}
	return false;
}

bool scan_starts(const scanner *s, size_t at, const char *word)
{
	size_t n = strlen(word);
	if (s->end - at < n)
		return false;
	for (size_t i = 0; i < n; i++) {
		char c = s->text.p[at + i];
		if ((c >= 'A' && c <= 'Z' ? c + 32 : c) != word[i])
			return false;
	}
	return true;
}

size_t scan_link_end(const scanner *s, size_t at)
{
	size_t end = at, next;
	while (end < s->end) {
		uint32_t r = scan_rune(s, end, &next);
		if (text_is_space(r) || r == '"' || r == '<' || r == '>' || r == ')' || r == ']' ||
		    (r >= 0x2018 && r <= 0x201F) || r == 0x2022)
			break;
		end = next;
	}
	while (end > at && strchr(".,;:!?'", s->text.p[end - 1]))
		end--;
	return end;
}

bool scan_opens(const scanner *s, size_t at, size_t next)
{
	uint32_t after = scan_rune(s, next, NULL);
	bool after_space = after == 0 || text_is_space(after);
	if (at == s->start)
		return !after_space;
	size_t before_at = at;
	uint32_t before = utf8_previous(s->text, &before_at);
	bool before_open = text_is_space(before) || before == '(' || before == '[' || before == 0x2014 ||
			   before == 0x2013 || before == '"' || before == '\'' || before == 0x201C ||
			   before == 0x2018 || before == '-' || before == '*' || before == '_' || before == ':';
	if (before == '"' || before == '\'')
		return s->out->n > 0 && s->out->v[s->out->n - 1].kind == TOKEN_QUOTE_OPEN && !after_space;
	return before_open && !after_space;
}

bool scan_single_open(const scanner *s)
{
	size_t seen = 0;
	for (size_t i = s->out->n; i-- > 0 && seen < QUOTE_WINDOW; seen++) {
		const token *t = &s->out->v[i];
		if (t->flags & TOKEN_SINGLE)
			return t->kind == TOKEN_QUOTE_OPEN;
	}
	return false;
}

bool scan_quote(scanner *s)
{
	size_t start = s->at, next;
	uint32_t r = scan_rune(s, start, &next);
	switch (r) {
	case 0x201C:
	case 0x201E:
	case 0xAB:
	case 0x300C: scan_emit(s, start, next, TOKEN_QUOTE_OPEN, 0); return true;
	case 0x201D:
	case 0x201F:
	case 0xBB:
	case 0x300D: scan_emit(s, start, next, TOKEN_QUOTE_CLOSE, 0); return true;
	case 0x2018:
	case 0x201A:
	case 0x2039: scan_emit(s, start, next, TOKEN_QUOTE_OPEN, TOKEN_SINGLE); return true;
	case 0x2019:
	case 0x203A: scan_emit(s, start, next, TOKEN_QUOTE_CLOSE, TOKEN_SINGLE); return true;
	case '"':
		scan_emit(s, start, next, scan_opens(s, start, next) ? TOKEN_QUOTE_OPEN : TOKEN_QUOTE_CLOSE, 0);
		return true;
	case '\'':
	case '`': {
		size_t end = next;
		uint8_t single = TOKEN_SINGLE;
		if (scan_rune(s, next, NULL) == r) { /* '' and `` for double ones */
			end = next + 1;
			single = 0;
		}
		bool opens = scan_opens(s, start, end) || r == '`';
		scan_emit(s, start, end, opens ? TOKEN_QUOTE_OPEN : TOKEN_QUOTE_CLOSE, single);
		return true;
	}
	default: return false;
	}
}
