/* SPDX-License-Identifier: Apache-2.0 */
#include "text/words_figure.h"

#include "base/utf8.h"
#include "text/fold.h"
#include "text/words_lists.h"

/* ---- addresses and names of files ---- */

static bool alnum(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool in_name(char c)
{
	return alnum(c) || (c && strchr("_.-%+#@!~", c));
}

/* The character before `at`, 0 at the start. */
static uint32_t before(const scanner *s, size_t at)
{
	return at > s->start ? utf8_previous(s->text, &at) : 0;
}

/* A host's name, or a news group's: labels with full stops between. */
static bool is_host(span w)
{
	size_t labels = 1, from = 0, previous = 0;
	for (size_t i = 0; i <= w.n; i++) {
		if (i < w.n && w.p[i] != '.') {
			if (!alnum(w.p[i]) && w.p[i] != '-' && w.p[i] != '_')
				return false;
			continue;
		}
		if (i == from)
			return false;
		if (i < w.n) {
			labels++;
			previous = from;
			from = i + 1;
		}
	}
	if (labels < 2)
		return false;
	if (words_host_ending(span_slice(w, from, w.n), labels, span_slice(w, previous, from - 1)))
		return true;
	const char *dot = memchr(w.p, '.', w.n);
	return labels > 2 && words_group_start(span_make(w.p, (size_t)(dot - w.p)));
}

static bool is_mail(span w)
{
	const char *at = memchr(w.p, '@', w.n);
	if (!at || at == w.p || at + 1 == w.p + w.n || !alnum(w.p[0]))
		return false;
	span host = span_make(at + 1, (size_t)(w.p + w.n - at - 1));
	return !memchr(host.p, '@', host.n) && (letter(host.p[0]) || is_host(host));
}

static bool is_file(span w)
{
	size_t dot = w.n;
	while (dot > 0 && w.p[dot - 1] != '.')
		dot--;
	if (dot == 0 || !words_file_ending(span_slice(w, dot, w.n)))
		return false;
	for (size_t i = 1; i < w.n; i++)
		if (w.p[i] == '.' && w.p[i - 1] == '.')
			return false;
	return dot < 2 || alnum(w.p[dot - 2]) || w.p[dot - 2] == '!' || w.p[dot - 2] == '_';
}

bool words_take_name(scanner *s)
{
	size_t at = s->at, end;
	char first = s->text.p[at];
	if (!in_name(first) || at < s->tried)
		return false;
	/* A scheme: letters, then "://". */
	size_t letters = at;
	while (letters < s->end && letters - at < 12 && letter(s->text.p[letters]))
		letters++;
	if ((letters > at && scan_starts(s, letters, "://")) || scan_starts(s, at, "www.") ||
	    scan_starts(s, at, "mailto:")) {
		end = scan_link_end(s, at);
		if (end > letters + 3) {
			scan_emit(s, at, end, TOKEN_LINK, 0);
			return true;
		}
	}
	if ((first == '@' || first == '#') && letter(at + 1 < s->end ? s->text.p[at + 1] : 0) &&
	    !scan_is_word(before(s, at))) {
		for (end = at + 1;
		     end < s->end && (alnum(s->text.p[end]) || s->text.p[end] == '_' ||
				      (s->text.p[end] == '.' && end + 1 < s->end && letter(s->text.p[end + 1])));)
			end++;
		scan_emit(s, at, end, TOKEN_LINK, 0);
		return true;
	}
	/* The whole run is a name or none: so each is looked at once, or twice where it begins with marks. */
	size_t solid = s->end;
	for (end = at; end < s->end && in_name(s->text.p[end]); end++)
		if (solid == s->end && alnum(s->text.p[end]))
			solid = end;
	s->tried = alnum(first) ? end : solid < end ? solid : end;
	if (end < s->end && (unsigned char)s->text.p[end] >= 0x80 && scan_is_word(scan_rune(s, end, NULL)))
		return false;
	while (end > at && !alnum(s->text.p[end - 1]))
		end--;
	span w = span_slice(s->text, at, end);
	if (w.n < 4 || scan_is_word(before(s, at)) || !(is_file(w) || is_mail(w) || is_host(w)))
		return false;
	if (end < s->end && s->text.p[end] == '/' && is_host(w))
		end = scan_link_end(s, at);
	scan_emit(s, at, end, TOKEN_LINK, 0);
	return true;
}

/* ---- faces ---- */

static bool ends_face(const scanner *s, size_t at)
{
	return !scan_is_word(scan_rune(s, at, NULL));
}

bool words_take_face(scanner *s)
{
	static const char *const drawn[] = {"^_^", "-_-", "^^", "<3", ">_<", ">.<", "t_t", "o_o", "(-:", "=]", NULL};
	size_t at = s->at;
	uint32_t last = before(s, at);
	bool apart = last == 0 || text_is_space(last);
	char c = s->text.p[at];
	if (!c || !strchr(">:;=(^-<8xToO", c))
		return false;
	if (apart)
		for (const char *const *d = drawn; *d; d++)
			if (scan_starts(s, at, *d) && ends_face(s, at + strlen(*d))) {
				scan_emit(s, at, at + strlen(*d), TOKEN_SYMBOL, 0);
				return true;
			}
	size_t end = at;
	if (c == '(') {
		uint32_t eyes = scan_rune(s, at + 1, NULL), after = scan_rune(s, at + 2, NULL);
		if (!apart || (eyes != ':' && eyes != ';' && eyes != '=') || (after != 0 && !text_is_space(after)))
			return false;
		scan_emit(s, at, at + 2, TOKEN_SYMBOL, 0);
		return true;
	}
	end += c == '>';
	if (end >= s->end || !strchr(":;=", s->text.p[end]) || !s->text.p[end])
		return false;
	char eyes = s->text.p[end++];
	bool nose = end < s->end && (s->text.p[end] == '-' || s->text.p[end] == '^' || s->text.p[end] == '\'');
	end += nose;
	char mouth = end < s->end ? s->text.p[end] : 0;
	if (!mouth || !strchr(")(DPpOo/\\|*][3sS", mouth))
		return false;
	/* Behind a word only the plain ones, and at the end of a run: "way:(" but not "note:(a)". */
	bool plain = mouth == ')' || mouth == '(';
	if (!apart && (!plain || eyes == '='))
		return false;
	if (eyes == '=' && !plain && mouth != 'D' && mouth != 'P')
		return false;
	while (end < s->end && s->text.p[end] == mouth && plain)
		end++;
	if (!plain)
		end++;
	if (!ends_face(s, end) ||
	    (!apart && end < s->end && !text_is_space(scan_rune(s, end, NULL)) && !strchr(".,!?", s->text.p[end])))
		return false;
	scan_emit(s, at, end, TOKEN_SYMBOL, 0);
	return true;
}

/* ---- numbers ---- */

static size_t digits_end(const scanner *s, size_t at)
{
	size_t next;
	while (at < s->end && text_is_digit(scan_rune(s, at, &next)))
		at = next;
	return at;
}

static bool digit_at(const scanner *s, size_t at)
{
	return text_is_digit(scan_rune(s, at, NULL));
}

/* Digits with their stops, colons and the commas between thousands: 1,200.50, 12:30. */
static size_t figure_end(const scanner *s, size_t at)
{
	size_t end = digits_end(s, at);
	while (end < s->end && digit_at(s, end + 1)) {
		char c = s->text.p[end];
		size_t group = c == '.' || c == ':' || c == ',' ? digits_end(s, end + 1) : 0;
		bool thousands =
		    group - end - 1 == 3 || (group - end - 1 == 2 && group < s->end && s->text.p[group] == ',');
		if (group == 0 || (c == ',' && !thousands))
			break;
		end = group;
	}
	return end;
}

#define GROUPS 6

/* The end of a date, a telephone's number or the like that begins at `at` with figure [at, end); `end` where hyphens
 * and slashes part numbers, as in 5-10 and 1/2. *ret_seen: how far was looked. */
static size_t groups_end(const scanner *s, size_t at, size_t end, size_t *ret_seen)
{
	size_t n = 0, length[GROUPS] = {0}, slashes = 0, stop = at;
	uint32_t value[GROUPS] = {0};
	for (;;) {
		size_t from = stop;
		stop = digits_end(s, from);
		if (n < GROUPS) {
			length[n] = stop - from;
			for (size_t i = from; i < stop && i < from + 5; i++)
				value[n] = value[n] * 10 + (uint32_t)(s->text.p[i] & 15);
		}
		n++;
		if (stop >= s->end || (s->text.p[stop] != '-' && s->text.p[stop] != '/') || !digit_at(s, stop + 1))
			break;
		slashes += s->text.p[stop++] == '/';
	}
	*ret_seen = stop;
	/* "5:00-8:30", "1.5-2.0", "5-10k": more than bare digits */
	bool more = stop < s->end && (s->text.p[stop] == ':' || s->text.p[stop] == '.') && digit_at(s, stop + 1);
	if (n < 2 || n > GROUPS || more || digits_end(s, at) != end)
		return end;
	bool join;
	if (slashes == n - 1 && n == 2) {
		static const uint8_t fractions[][2] = {{1, 2},  {1, 3},  {2, 3},   {1, 4},  {3, 4},
						       {24, 7}, {7, 24}, {20, 20}, {50, 50}};
		uint32_t a = value[0], b = value[1];
		join = (a <= 12 && b <= 31) || (a <= 31 && b <= 12) || (a <= 12 && length[1] == 4) ||
		       (a <= 12 && length[1] == 2);
		for (size_t i = 0; i < sizeof fractions / sizeof *fractions; i++)
			join = join && !(a == fractions[i][0] && b == fractions[i][1] && length[1] < 3);
	} else if (n == 2) {
		join = length[1] == 4 && (length[0] == 1 || length[0] == 3 || length[0] == 5);
	} else {
		join = false;
		for (size_t i = 0; i < n; i++)
			join = join || length[i] > 1;
	}
	return join ? stop : end;
}

/* What stands glued behind a number [start, end): its own ("14th", "1960's", "83N"), or a unit that is cut off. */
static void take_tail(scanner *s, size_t start, size_t end, bool money)
{
	size_t tail = end, next;
	while (tail < s->end && scan_is_word(scan_rune(s, tail, &next)) && s->text.p[tail] != '_')
		tail = next;
	span w = span_slice(s->text, end, tail);
	if (w.n == 0) {
		/* 60's, AK-47's; but 2003's is a possessive */
		uint32_t mark = scan_rune(s, end, &next);
		if (scan_is_apostrophe(mark) && scan_rune(s, next, NULL) == 's' &&
		    !scan_is_word(scan_rune(s, next + 1, NULL)) &&
		    (end - start == 2 || (end - start == 4 && s->text.p[end - 1] == '0')))
			end = next + 1;
		scan_emit(s, start, end, TOKEN_NUMBER, 0);
		return;
	}
	size_t letters = 0;
	while (letters < w.n && letter(w.p[letters]))
		letters++;
	bool whole = letters == w.n;
	bool unit = whole && words_unit(w, money);
	/* "2p.m." */
	if (w.n == 1 && (w.p[0] == 'p' || w.p[0] == 'a') && scan_starts(s, tail, ".m"))
		unit = true;
	/* "61persons", 4x4 */
	if (whole && w.n > 4 && w.p[0] >= 'a')
		unit = true;
	if (w.p[0] == 'x' && letters == 1 && w.n > 1 && w.n < 8)
		unit = true;
	scan_emit(s, start, unit ? end : tail, TOKEN_NUMBER, 0);
	if (!unit || s->failed)
		return;
	if (w.p[0] == 'x' && w.n > 1 && !whole)
		scan_emit(s, end, end + 1, TOKEN_WORD, 0);
	else if (!(w.n == 1 && scan_starts(s, tail, ".m")))
		scan_emit(s, end, tail, TOKEN_WORD, 0);
}

bool words_take_number(scanner *s)
{
	size_t start = s->at, at = start;
	char c = s->text.p[at];
	uint32_t last = before(s, at);
	/* A sign before a telephone's country, a decimal without its zero. */
	if ((c == '+' || c == '.') && digit_at(s, at + 1) && !scan_is_word(last) && last != '.' && last != ')' &&
	    last != '+')
		at++;
	if (!digit_at(s, at))
		return false;
	bool money = last == '$' || last == 0xA3 || last == 0x20AC;
	size_t end = figure_end(s, at);
	if (start >= s->apart && end < s->end && (s->text.p[end] == '-' || s->text.p[end] == '/')) {
		size_t seen, joined = groups_end(s, at, end, &seen);
		if (joined == end)
			s->apart = seen;
		end = joined;
	}
	take_tail(s, start, end, money);
	return true;
}
