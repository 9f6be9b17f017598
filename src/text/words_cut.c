/* SPDX-License-Identifier: Apache-2.0 */
/* Words and marks; addresses, numbers and faces are in words_figure.c. Each function looks at the characters at s->at,
 * takes what is its own as one or more tokens, and says whether it did. What looks ahead does so within bounds or
 * remembers how far it looked, so that no text makes it slow. */
#include "text/words_cut.h"

#include "base/utf8.h"
#include "text/fold.h"
#include "text/words_figure.h"
#include "text/words_lists.h"

/* Parts of one sign: a family of four with its joiners and skin tones has eleven. */
#define SIGN_PARTS 32

static span word_at(const scanner *s, size_t start, size_t end)
{
	return span_slice(s->text, start, end);
}

/* The end of a run of letters, digits and what holds them together. */
static size_t run_end(const scanner *s, size_t at)
{
	size_t next;
	while (at < s->end && scan_is_word(scan_rune(s, at, &next)))
		at = next;
	return at;
}

/* First place behind white space that begins at `at`; *ret_empty_line: an empty line or the end lies between. */
static size_t past_space(const scanner *s, size_t at, bool *ret_end)
{
	size_t next, lines = 0;
	while (at < s->end) {
		uint32_t r = scan_rune(s, at, &next);
		if (!text_is_space(r))
			break;
		lines += r == '\n';
		at = next;
	}
	*ret_end = at >= s->end || lines > 1;
	return at;
}

/* Is the full stop at `dot` the word's own? */
static bool owns_stop(const scanner *s, size_t start, size_t dot)
{
	abbreviation kind = words_abbreviation(word_at(s, start, dot));
	uint32_t glued = scan_rune(s, dot + 1, NULL);
	if (kind == ABBREVIATION_NONE)
		/* "7 lb., 10 oz.," */
		return (glued == ',' || glued == ';') && dot - start <= 5 && dot > start + 1;
	bool end;
	size_t after = past_space(s, dot + 1, &end);
	uint32_t next = end ? 0 : scan_rune(s, after, NULL);
	bool first = s->text.p[start] >= 'A' && s->text.p[start] <= 'Z';
	switch (kind) {
	case ABBREVIATION_CAPITAL: return first;
	case ABBREVIATION_NUMBER: return text_is_digit(next);
	case ABBREVIATION_DATE:
		return first && (text_is_digit(next) || words_month(word_at(s, after, run_end(s, after))));
	case ABBREVIATION_PLACE:
		return s->out->n > s->first && span_is(span_in(s->text, s->out->v[s->out->n - 1].where), ",");
	case ABBREVIATION_LOWER: return !first;
	case ABBREVIATION_FINAL: return !end && !(text_is_upper(next) && glued == ' ');
	default: return true;
	}
}

/* "U.S.", "J.", "p.m.", "Ph.D.", and "U.S", "a.k.a" without the last stop. Returns the end, or 0. */
static size_t dotted_end(scanner *s, size_t start)
{
	if (scan_starts(s, start, "ph.d") || scan_starts(s, start, "m.sc") || scan_starts(s, start, "b.sc")) {
		size_t end = start + 4;
		end += scan_rune(s, end, NULL) == '.';
		return scan_is_word(scan_rune(s, end, NULL)) ? 0 : end;
	}
	size_t at = start, n = 0, next, after, end = 0;
	if (start < s->undotted)
		return 0;
	while (at < s->end) {
		if (!text_is_letter(scan_rune(s, at, &next)))
			break;
		if (scan_rune(s, next, &after) != '.') {
			if (n > 0 && !scan_is_word(scan_rune(s, next, NULL)))
				return next;
			break;
		}
		n++;
		end = at = after;
	}
	/* "P.O.Box" */
	uint32_t glued = scan_rune(s, end, NULL);
	if (n == 0 || (scan_is_word(glued) && (n == 1 || !text_is_upper(glued)))) {
		s->undotted = at; /* nor does a part of it */
		return 0;
	}
	uint32_t first = scan_rune(s, start, NULL);
	bool ends;
	(void)past_space(s, end, &ends);
	if (n == 1) {
		/* An initial when capital and something follows; "I." ends a sentence more often. */
		if (text_is_upper(first) && first != 'I')
			return ends && start > s->start ? 0 : end;
		return owns_stop(s, start, end - 1) ? end : 0;
	}
	/* "at 2:30 p.m." at a paragraph's end: the stop is the sentence's. */
	if (ends && (first == 'p' || first == 'a'))
		return end - 1;
	return end;
}

/* Cuts [start, end) at n't, 's, 'll ..., from the end; what is left is a word, or two that are written as one. */
static void emit_word(scanner *s, size_t start, size_t end, uint8_t flags)
{
	static const char *const tails[] = {"s", "m", "d", "re", "ve", "ll", NULL};
	size_t cuts[4] = {end}, n = 0;
	for (size_t to = end; n < 3;) {
		span w = word_at(s, start, to);
		size_t cut = 0, low = w.n > 8 ? w.n - 8 : 0;
		for (size_t i = w.n; i-- > low + 1;) {
			size_t mark = 0;
			if (w.p[i] == '\'' || (w.p[i] == '`' && w.n == i + 2))
				mark = 1;
			else if (i + 2 < w.n &&
				 (memcmp(w.p + i, "\xE2\x80\x99", 3) == 0 || memcmp(w.p + i, "\xE2\x80\x98", 3) == 0))
				mark = 3;
			else
				continue;
			span tail = span_slice(w, i + mark, w.n);
			if (tail.n == 1 && (tail.p[0] | 32) == 't' && (w.p[i - 1] | 32) == 'n' && i > 1)
				cut = start + i - 1;
			else if (scan_one_of(tail, tails))
				cut = start + i;
			break;
		}
		if (cut == 0)
			break;
		cuts[++n] = to = cut;
	}
	size_t head = cuts[n], lengths[3], parts = n ? 0 : words_contraction(word_at(s, start, head), lengths);
	bool its = head - start == 3 && scan_starts(s, start, "its");
	if (n == 0 && (its || (head - start == 4 && scan_starts(s, start, "your")))) {
		bool ends;
		size_t next = past_space(s, head, &ends);
		span behind = word_at(s, next, ends ? next : run_end(s, next));
		if (its ? words_behind_its(behind) : words_behind_your(behind)) {
			lengths[0] = its ? 2 : 3;
			lengths[1] = 1;
			parts = 2;
		}
	}
	size_t at = start;
	if (n == 0 && head - start == 4 && scan_starts(s, start, "alot")) {
		scan_emit(s, at, at + 1, TOKEN_WORD, 0);
		at++;
	}
	for (size_t i = 0; i + 1 < parts; at += lengths[i++])
		scan_emit(s, at, at + lengths[i], TOKEN_WORD, i ? TOKEN_CLITIC : 0);
	scan_emit(s, at, head, TOKEN_WORD, (uint8_t)(flags | (parts ? TOKEN_CLITIC : 0)));
	for (; n > 0; n--)
		scan_emit(s, cuts[n], cuts[n - 1], TOKEN_WORD, TOKEN_CLITIC);
}

/* "A&E", "p&l", "w/o", "US$": where a word of letters goes on behind its mark, or `end`. */
static size_t with_mark(const scanner *s, size_t start, size_t end)
{
	size_t next, n = end - start;
	uint32_t r = scan_rune(s, end, &next);
	if (n > 5)
		return end;
	if (r == '&') {
		size_t past = run_end(s, next);
		bool same = text_is_upper(scan_rune(s, start, NULL)) == text_is_upper(scan_rune(s, next, NULL));
		return past > next && past - next <= 4 && n <= 4 && same ? past : end;
	}
	if (r == '/') {
		size_t past = run_end(s, next);
		if (past - start <= 8 && words_with_slash(word_at(s, start, past)))
			return past;
		return end;
	}
	if (r == '$' && n <= 3 && text_is_upper(scan_rune(s, start, NULL)) &&
	    text_is_upper(scan_rune(s, end - 1, NULL)))
		return next;
	/* what is not to be spelled out: "f*ck", "F%#king" */
	size_t marks = end;
	while (marks - end < 4 && marks < s->end && strchr("*%#@$", s->text.p[marks]))
		marks++;
	if (marks > end && (r == '*' || marks > end + 1) && text_is_letter(scan_rune(s, marks, NULL)))
		return run_end(s, marks);
	return end;
}

static bool take_word(scanner *s)
{
	size_t start = s->at, end = start, next = start;
	uint32_t first = scan_rune(s, start, NULL);
	if (!scan_is_word(first) || first == '_')
		return false;
	size_t dotted = dotted_end(s, start);
	if (dotted) {
		scan_emit(s, start, dotted, TOKEN_WORD, s->text.p[dotted - 1] == '.' ? TOKEN_ABBREVIATION : 0);
		return true;
	}
	bool hyphen = false, apostrophe = false;
	while (end < s->end) {
		uint32_t r = scan_rune(s, end, &next);
		if (scan_is_word(r)) {
			end = next;
			continue;
		}
		uint32_t after = scan_rune(s, next, NULL);
		if (end == start)
			break;
		if (scan_is_apostrophe(r) && scan_is_word(after)) {
			apostrophe = true;
			end = next;
			continue;
		}
		if (r == '`' && (after | 32) == 's' && !scan_is_word(scan_rune(s, next + 1, NULL))) {
			end = next + 1;
			continue;
		}
		if (scan_is_hyphen(r) && !hyphen && scan_is_word(after)) {
			size_t past = run_end(s, next);
			if (words_prefix(word_at(s, start, end)) &&
			    (text_is_letter(after) || scan_starts(s, start, "mid"))) {
				/* but neither "E-J" nor "Hizb-e-Islami" */
				bool inner = start > s->start && scan_is_hyphen((unsigned char)s->text.p[start - 1]);
				if (end - start > 1 || (!inner && (!text_is_upper(after) || past - next > 2))) {
					hyphen = true;
					end = past;
					continue;
				}
			} else if (end - start > 1 &&
				   (words_suffix(word_at(s, next, past)) ||
				    (after == 'e' && past - next == 1 && scan_rune(s, past, NULL) == ' '))) {
				end = past; /* and "Naqsh-e Jahan" */
			}
		}
		break;
	}
	while (end > start + 1 && s->text.p[end - 1] == '_')
		end--;
	size_t further = apostrophe || hyphen ? end : with_mark(s, start, end);
	if (further > end) {
		scan_emit(s, start, further, TOKEN_WORD, 0);
		return true;
	}
	/* "lovin'" */
	if (end - start > 4 && s->text.p[end - 1] == 'n' && s->text.p[end - 2] == 'i' &&
	    scan_is_apostrophe(scan_rune(s, end, &next)) && !scan_is_word(scan_rune(s, next, NULL)) &&
	    !scan_single_open(s)) {
		scan_emit(s, start, next, TOKEN_WORD, 0);
		return true;
	}
	/* "Yahoo!" is a name with its mark; "Jr.." a name's stop and the sentence's. */
	bool dots =
	    scan_rune(s, end + 1, NULL) == '.' &&
	    (scan_rune(s, end + 2, NULL) == '.' || words_abbreviation(word_at(s, start, end)) == ABBREVIATION_NONE);
	if ((end < s->end && s->text.p[end] == '.' && !hyphen && !dots && owns_stop(s, start, end)) ||
	    (end - start == 5 && scan_rune(s, end, NULL) == '!' && span_is(word_at(s, start, end), "Yahoo"))) {
		scan_emit(s, start, end + 1, TOKEN_WORD, TOKEN_ABBREVIATION);
		return true;
	}
	emit_word(s, start, end, 0);
	return true;
}

/* Apostrophes that are words or parts of them: the possessive of a plural and of what is no word, 'em, '72. */
static bool take_apostrophe(scanner *s)
{
	size_t next;
	uint32_t r = scan_rune(s, s->at, &next);
	if (!scan_is_apostrophe(r) && r != '`')
		return false;
	uint32_t after = scan_rune(s, next, NULL);
	const token *last = s->out->n > s->first ? &s->out->v[s->out->n - 1] : NULL;
	bool glued = last && last->where.end == s->at && !s->space;
	bool word = glued && (last->kind == TOKEN_WORD || last->kind == TOKEN_NUMBER || last->kind == TOKEN_LINK);
	if (glued && (after | 32) == 's' && !scan_is_word(scan_rune(s, next + 1, NULL)) &&
	    (word || (last->kind == TOKEN_QUOTE_CLOSE && !(last->flags & TOKEN_SINGLE)))) {
		scan_emit(s, s->at, next + 1, TOKEN_WORD, word ? TOKEN_CLITIC : 0);
		return true;
	}
	if (word && r != '`' && r != 0x2018 && !scan_is_word(after)) {
		/* Behind a plural's s where no single quotation is open. */
		char c = s->text.p[s->at - 1];
		if ((c != 's' && c != 'S' && c != 'z') || scan_single_open(s) || after == '\'' || after == 0x2019)
			return false;
		scan_emit(s, s->at, next, TOKEN_WORD, TOKEN_CLITIC);
		return true;
	}
	if (glued)
		return false;
	size_t end = run_end(s, next);
	span w = word_at(s, next, end);
	bool year = (w.n == 2 || (w.n == 3 && w.p[2] == 's')) && text_is_digit((unsigned char)w.p[0]) &&
		    text_is_digit((unsigned char)w.p[1]);
	if (!year && !words_with_apostrophe(w))
		return false;
	uint32_t closing = scan_rune(s, end, NULL);
	if (scan_is_apostrophe(closing) && !(w.n == 1 && w.p[0] == 'n'))
		return false; /* 'em' in quotation marks */
	scan_emit(s, s->at, w.n == 1 && scan_is_apostrophe(closing) ? end + 1 + (closing > 0x7F) * 2u : end,
		  year ? TOKEN_NUMBER : TOKEN_WORD, 0);
	return true;
}

/* A run of ASCII marks that draws something: "-->", "*~*~*", "<<"; "<>" and "><" are two. */
static size_t drawing_end(const scanner *s, size_t at)
{
	static const char strokes[] = "-=*_~+|<>^\\";
	size_t end = at;
	while (end < s->end && s->text.p[end] && strchr(strokes, s->text.p[end])) {
		if (end > at && s->text.p[end] != s->text.p[end - 1] &&
		    (s->text.p[end] == '<' || s->text.p[end] == '>') && strchr("<>", s->text.p[end - 1]))
			break;
		end++;
	}
	return end;
}

/* "...", "?!", "!!!.", "….": one token; but "...?" is two. */
static size_t stops_end(const scanner *s, size_t at)
{
	size_t dots = at, end, next;
	dots += s->text.p[at] == ',' || s->text.p[at] == ':';
	while (dots < s->end && s->text.p[dots] == '.')
		dots++;
	for (end = dots; end < s->end; end = next) {
		uint32_t r = scan_rune(s, end, &next);
		if (r != '.' && r != '!' && r != '?' && r != 0x2026)
			break;
	}
	return dots - at >= 2 && end - dots == 1 ? dots : end;
}

/* A sign and what belongs to it: its variation selectors and combining marks, joined signs, a flag's two letters. */
static size_t sign_end(const scanner *s, size_t at)
{
	size_t next, end;
	uint32_t first = scan_rune(s, at, &end);
	bool flag = first >= 0x1F1E6 && first <= 0x1F1FF;
	for (size_t n = 0; end < s->end && n < SIGN_PARTS; n++) {
		uint32_t r = scan_rune(s, end, &next);
		bool part = (r >= 0xFE00 && r <= 0xFE0F) || (r >= 0x1F3FB && r <= 0x1F3FF) || r == 0x20E3 ||
			    (r >= 0xE0020 && r <= 0xE007F) || (r >= 0x300 && r <= 0x36F);
		if (r == 0x200D && first > 0x2000) {
			uint32_t joined = scan_rune(s, next, &next);
			if (joined == 0 || text_is_space(joined) || scan_is_word(joined))
				break;
		} else if (flag && r >= 0x1F1E6 && r <= 0x1F1FF) {
			flag = false;
		} else if (!part) {
			break;
		}
		end = next;
	}
	return end;
}

static void take_mark(scanner *s)
{
	size_t start = s->at, next, end;
	uint32_t r = scan_rune(s, start, &next);
	/* Two single ones for a double one. */
	if ((r == 0x2019 || r == 0x2018) && scan_rune(s, next, &end) == 0x2019) {
		bool opens = r == 0x2018 && scan_is_word(scan_rune(s, end, NULL));
		scan_emit(s, start, end, opens ? TOKEN_QUOTE_OPEN : TOKEN_QUOTE_CLOSE, 0);
		return;
	}
	if (scan_quote(s))
		return;
	if (r == '.' || r == '!' || r == '?' || r == 0x2026 ||
	    ((r == ',' || r == ':') && scan_rune(s, next, NULL) == '?')) {
		scan_emit(s, start, stops_end(s, start), TOKEN_MARK, 0);
		return;
	}
	end = drawing_end(s, start);
	if (end > start) {
		scan_emit(s, start, end, r == '-' ? TOKEN_MARK : TOKEN_SYMBOL, 0);
		return;
	}
	end = sign_end(s, start);
	bool bracket = r < 0x80 && r != 0 && strchr("()[]{}", (int)r);
	if (!bracket && end == next && r < 0x2E80)
		while (end < s->end && scan_rune(s, end, &next) == r)
			end = next;
	bool mark = (r < 0x80 && r != 0 && strchr(",;:()[]{}/", (int)r)) || (r >= 0x2010 && r <= 0x2015) ||
		    r == 0x2026 || r == 0x2022 || r == 0xB7 || (r >= 0x3001 && r <= 0x3002);
	scan_emit(s, start, end, mark ? TOKEN_MARK : TOKEN_SYMBOL, 0);
}

onus_status words_cut(span text, range where, arena *a, token_vec *out, onus_error *err)
{
	scanner s = {.text = text,
		     .first = out->n,
		     .start = where.start,
		     .end = where.end < text.n ? where.end : text.n,
		     .at = where.start,
		     .arena = a,
		     .out = out,
		     .space = true};
	while (s.at < s.end && !s.failed) {
		size_t next;
		uint32_t r = scan_rune(&s, s.at, &next);
		if (text_is_space(r)) {
			s.space = true;
			s.line = s.line || r == '\n' || r == '\r';
			s.at = next;
			continue;
		}
		if (words_take_name(&s) || words_take_face(&s) || words_take_number(&s) || take_word(&s) ||
		    take_apostrophe(&s))
			continue;
		take_mark(&s);
	}
	return s.failed ? fail_memory(err, "cutting a text into words") : ONUS_OK;
}
