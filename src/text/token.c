/* SPDX-License-Identifier: Apache-2.0 */
#include "text/fold.h"
#include "text/scan.h"

/* Words that keep the full stop behind them. "no" and "art" are words too: they take it only before a digit. */
static const char *const abbreviations[] = {
    "mr",   "mrs", "ms",   "mx",    "dr",  "prof", "rev",    "fr",   "hon",  "gov",    "sen",  "rep",
    "gen",  "col", "lt",   "capt",  "sgt", "maj",  "cmdr",   "adm",  "brig", "supt",   "insp", "det",
    "pres", "amb", "atty", "msgr",  "st",  "ste",  "jr",     "sr",   "esq",  "phd",    "jan",  "feb",
    "mar",  "apr", "jun",  "jul",   "aug", "sep",  "sept",   "oct",  "nov",  "dec",    "mon",  "tue",
    "tues", "wed", "thu",  "thurs", "fri", "inc",  "ltd",    "co",   "corp", "bros",   "dept", "univ",
    "assn", "est", "vs",   "etc",   "cf",  "al",   "approx", "ca",   "ext",  "tel",    "ave",  "blvd",
    "rd",   "vol", "ed",   "eds",   "pp",  "para", "paras",  "resp", "incl", "messrs", "mme",  "mlle",
    "sra",  "sta", "ing",  "lic",   "mgr", "hrs",  "ft",     "viz",  NULL};
static const char *const before_number[] = {"no", "nos", "art", "arts", "sec", "sect", "fig", "p", "ch", NULL};
static const char *const link_starts[] = {"http://", "https://", "www.", "ftp://", NULL};

static bool scan_link(scanner *s)
{
	size_t at = s->at, end;
	for (const char *const *l = link_starts; *l; l++) {
		if (scan_starts(s, at, *l)) {
			end = scan_link_end(s, at);
			if (end > at + strlen(*l)) {
				scan_emit(s, at, end, TOKEN_LINK, 0);
				return true;
			}
		}
	}
	char first = s->text.p[at];
	if ((first == '@' || first == '#') && scan_is_word(scan_rune(s, at + 1, NULL))) {
		end = at + 1;
		size_t next;
		while (end < s->end && scan_is_word(scan_rune(s, end, &next)))
			end = next;
		scan_emit(s, at, end, TOKEN_LINK, 0);
		return true;
	}
	return false;
}

/* A mail address or host name that a word scanned to `end` goes on into: "press@group.org", "group.org". */
static size_t address_end(const scanner *s, size_t start, size_t end)
{
	if (end >= s->end || (s->text.p[end] != '@' && s->text.p[end] != '.'))
		return 0;
	bool mail = false;
	size_t dots = 0, at = end, label = 0, stop = end, last_label = end - start;
	while (at < s->end && at - start < 256) {
		unsigned char c = (unsigned char)s->text.p[at];
		if (c == '@') {
			if (mail || at == start)
				break;
			mail = true;
			label = 0;
		} else if (c == '.') {
			if (label == 0 && at != end)
				break;
			dots++;
			label = 0;
		} else if ((c | 32u) >= 'a' ? (c | 32u) <= 'z' : ((c >= '0' && c <= '9') || c == '-' || c == '_')) {
			label++;
			stop = at + 1;
			last_label = label;
		} else {
			break;
		}
		at++;
	}
	if (stop == end || last_label < 2)
		return 0;
	if (mail && dots > 0)
		return stop;
	if (mail)
		return 0;
	/* A bare host: only with an ending that is one, all in lower case, or "end.Next" would be one. */
	static const char *const endings[] = {"org", "com", "net", "int",  "info", "gov",
					      "edu", "eu",  "uk",  "news", "io",   NULL};
	for (size_t i = stop - last_label; i < stop; i++)
		if (s->text.p[i] >= 'A' && s->text.p[i] <= 'Z')
			return 0;
	return scan_one_of(span_slice(s->text, stop - last_label, stop), endings) ? stop : 0;
}

/* 12, 1,200, 3.5, 12:30, 2019-03-22, 2007-2012, 14th, 5km, $ aside. `at` is at a digit. */
static void scan_number(scanner *s)
{
	size_t start = s->at, end = start, next = start;
	while (end < s->end) {
		uint32_t r = scan_rune(s, end, &next);
		if (text_is_digit(r)) {
			end = next;
			continue;
		}
		if ((r == '.' || r == ',' || r == ':' || r == '/' || scan_is_hyphen(r) || r == 0x2013) &&
		    text_is_digit(scan_rune(s, next, NULL))) {
			end = next;
			continue;
		}
		break;
	}
	/* Letters that belong to it: ordinals, units, "1990s", "72-hour", "30-years-younger". */
	size_t tail = end;
	while (tail < s->end) {
		uint32_t r = scan_rune(s, tail, &next);
		if (scan_is_word(r))
			tail = next;
		else if (scan_is_hyphen(r) && scan_is_word(scan_rune(s, next, NULL)))
			tail = next;
		else
			break;
	}
	scan_emit(s, start, tail, TOKEN_NUMBER, 0);
}

/* Where "n't", "'s", "'ll" ... begins in word [start, end), or `end`. */
static size_t clitic_at(const scanner *s, size_t start, size_t end)
{
	span w = span_slice(s->text, start, end);
	static const char *const tails[] = {"s", "m", "d", "re", "ve", "ll", "S", NULL};
	for (size_t i = w.n; i-- > 1;) {
		size_t mark = 0;
		if (w.p[i] == '\'')
			mark = 1;
		else if (i + 2 < w.n &&
			 (memcmp(w.p + i, "\xE2\x80\x99", 3) == 0 || memcmp(w.p + i, "\xE2\x80\x98", 3) == 0))
			mark = 3;
		else
			continue;
		span tail = span_slice(w, i + mark, w.n);
		if (tail.n == 1 && (tail.p[0] | 32) == 't' && (w.p[i - 1] | 32) == 'n' && i > 1)
			return start + i - 1;
		if (scan_one_of(tail, tails))
			return start + i;
		return end;
	}
	return end;
}

static void emit_word(scanner *s, size_t start, size_t end)
{
	size_t cut = clitic_at(s, start, end);
	span w = span_slice(s->text, start, end);
	if (cut == end && w.n == 6 && scan_starts(s, start, "cannot"))
		cut = start + 3;
	if (cut <= start)
		cut = end;
	scan_emit(s, start, cut, TOKEN_WORD, 0);
	scan_emit(s, cut, end, TOKEN_WORD, TOKEN_CLITIC);
}

/* "U.S.", "J.", "p.m.", "Ph.D.": letters each with a full stop. Returns the end, or 0. */
static size_t dotted_end(const scanner *s, size_t start)
{
	size_t at = start, n = 0, next, after, end = 0;
	while (at < s->end) {
		uint32_t r = scan_rune(s, at, &next);
		if (!text_is_letter(r))
			break;
		uint32_t dot = scan_rune(s, next, &after);
		if (dot != '.')
			break;
		n++;
		end = after;
		at = after;
	}
	if (n == 0)
		return 0;
	if (at < s->end && scan_is_word(scan_rune(s, at, NULL)))
		return 0;
	if (n == 1) {
		/* One letter: an initial when capital and a word follows; "I." and the end of a sentence are not told
		 * apart here. */
		uint32_t r = scan_rune(s, start, NULL);
		if (!text_is_upper(r) || r == 'I')
			return 0;
	}
	return end;
}

static void scan_word(scanner *s)
{
	size_t start = s->at, end = start, next = start, dotted = dotted_end(s, start);
	if (dotted) {
		size_t tail = dotted;
		/* "U.S.-backed", "U.S.’s" */
		if (scan_is_hyphen(scan_rune(s, tail, &next)) && scan_is_word(scan_rune(s, next, NULL))) {
			while (tail < s->end) {
				uint32_t r = scan_rune(s, tail, &next);
				if (!scan_is_word(r) && !(scan_is_hyphen(r) && scan_is_word(scan_rune(s, next, NULL))))
					break;
				tail = next;
			}
			scan_emit(s, start, tail, TOKEN_WORD, 0);
			return;
		}
		scan_emit(s, start, dotted, TOKEN_WORD, TOKEN_ABBREVIATION);
		return;
	}
	while (end < s->end) {
		uint32_t r = scan_rune(s, end, &next);
		if (scan_is_word(r)) {
			end = next;
			continue;
		}
		uint32_t after = scan_rune(s, next, NULL);
		if (end > start && scan_is_apostrophe(r) && scan_is_word(after)) {
			end = next;
			continue;
		}
		if (end > start && scan_is_word(after) &&
		    (scan_is_hyphen(r) || (r == '/' && text_is_upper(after)) || (r == '&' && text_is_upper(after)))) {
			end = next;
			continue;
		}
		break;
	}
	size_t address = address_end(s, start, end);
	if (address) {
		scan_emit(s, start, address, TOKEN_LINK, 0);
		return;
	}
	if (end < s->end && s->text.p[end] == '.') {
		span w = span_slice(s->text, start, end);
		size_t past = end + 1;
		while (past < s->end && s->text.p[past] == ' ')
			past++;
		bool digit = past < s->end && text_is_digit(scan_rune(s, past, NULL));
		if (scan_one_of(w, abbreviations) || (digit && scan_one_of(w, before_number))) {
			scan_emit(s, start, end + 1, TOKEN_WORD, TOKEN_ABBREVIATION);
			return;
		}
	}
	emit_word(s, start, end);
}

static void scan_mark(scanner *s)
{
	if (scan_quote(s))
		return;
	size_t start = s->at, next;
	uint32_t r = scan_rune(s, start, &next);
	/* Runs of the same mark: "...", "--", "!!". */
	size_t end = next;
	if (r == '.' || r == '-' || r == '!' || r == '?' || r == '*' || r == '_' || r == '=') {
		while (end < s->end) {
			uint32_t other = scan_rune(s, end, &next);
			if (other != r && !((r == '!' || r == '?') && (other == '!' || other == '?')))
				break;
			end = next;
		}
	}
	bool mark = (r < 0x80 && strchr(".,;:!?-()[]{}/", (int)r)) || (r >= 0x2010 && r <= 0x2015) || r == 0x2026 ||
		    r == 0x2022 || r == 0xB7;
	scan_emit(s, start, end, mark ? TOKEN_MARK : TOKEN_SYMBOL, 0);
}

/* An apostrophe that stands for letters or is part of a name: 'em, ’Adra, `Adra, ‘Imad before a capital and without a
 * partner later in the line. Closing apostrophes of plurals ("detainees’ families") become clitics. */
static bool scan_apostrophe(scanner *s)
{
	size_t next;
	uint32_t r = scan_rune(s, s->at, &next);
	if (!scan_is_apostrophe(r) && r != '`')
		return false;
	uint32_t after = scan_rune(s, next, NULL);
	const token *last = s->out->n ? &s->out->v[s->out->n - 1] : NULL;
	bool glued = last && last->where.end == s->at && last->kind == TOKEN_WORD;
	if (glued && r != '`' && r != 0x2018 && !scan_is_word(after)) {
		/* After a plural's s: possessive where no single quotation is open. */
		char c = s->text.p[s->at - 1];
		if ((c != 's' && c != 'S') || !(text_is_space(after) || after == 0))
			return false;
		if (scan_single_open(s))
			return false;
		scan_emit(s, s->at, next, TOKEN_WORD, TOKEN_CLITIC);
		return true;
	}
	if (glued || !text_is_upper(after))
		return false;
	/* The partner of a single quotation that opens here is sought within the line. */
	size_t end = next, step = 0;
	while (end < s->end && step++ < 400) {
		size_t here = end;
		uint32_t c = scan_rune(s, end, &end);
		if (c == '\n')
			break;
		if ((c == 0x2019 || c == '\'') && !scan_is_word(scan_rune(s, end, NULL)) && here > next)
			return false;
	}
	size_t start = s->at;
	s->at = next;
	scan_word(s);
	if (!s->failed && s->out->n) {
		/* The mark belongs to the name. */
		for (size_t i = s->out->n; i-- > 0;)
			if (s->out->v[i].where.start == next) {
				s->out->v[i].where.start = (uint32_t)start;
				break;
			}
	}
	return true;
}

onus_status text_tokens(span text, range where, arena *a, token_vec *out, onus_error *err)
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
		} else if (scan_link(&s)) {
			continue;
		} else if (text_is_digit(r)) {
			scan_number(&s);
		} else if (scan_is_word(r)) {
			scan_word(&s);
		} else if (!scan_apostrophe(&s)) {
			scan_mark(&s);
		}
	}
	return s.failed ? fail_memory(err, "cutting a text into words") : ONUS_OK;
}
