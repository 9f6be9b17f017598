/* SPDX-License-Identifier: Apache-2.0 */
#include "base/utf8.h"

uint32_t utf8_next(span s, size_t *at)
{
	const unsigned char *p = (const unsigned char *)s.p + *at;
	size_t left = s.n - *at;
	uint32_t c = p[0];
	if (c < 0x80) {
		*at += 1;
		return c;
	}
	size_t need = c >= 0xC2 && c <= 0xDF ? 1 : (c & 0xF0) == 0xE0 ? 2 : c >= 0xF0 && c <= 0xF4 ? 3 : 0;
	if (need == 0) {
		*at += 1;
		return UTF8_BAD;
	}
	/* The second byte's range is narrower after some first bytes: no overlong forms, surrogates, or > U+10FFFF. */
	unsigned low = c == 0xE0 ? 0xA0 : c == 0xF0 ? 0x90 : 0x80;
	unsigned high = c == 0xED ? 0x9F : c == 0xF4 ? 0x8F : 0xBF;
	uint32_t rune = c & (0x3Fu >> need);
	for (size_t i = 1; i <= need; i++) {
		if (i >= left || p[i] < low || p[i] > high) {
			*at += i;
			return UTF8_BAD;
		}
		rune = rune << 6 | (p[i] & 0x3Fu);
		low = 0x80;
		high = 0xBF;
	}
	*at += need + 1;
	return rune;
}

uint32_t utf8_previous(span s, size_t *at)
{
	size_t start = *at - 1;
	while (start > 0 && *at - start < 4 && ((unsigned char)s.p[start] & 0xC0) == 0x80)
		start--;
	*at = start;
	size_t end = start;
	return utf8_next(s, &end);
}

size_t utf8_encode(uint32_t rune, char bytes[4])
{
	if (rune > 0x10FFFF || (rune >= 0xD800 && rune <= 0xDFFF))
		rune = UTF8_BAD;
	if (rune < 0x80) {
		bytes[0] = (char)rune;
		return 1;
	}
	if (rune < 0x800) {
		bytes[0] = (char)(0xC0 | rune >> 6);
		bytes[1] = (char)(0x80 | (rune & 0x3F));
		return 2;
	}
	if (rune < 0x10000) {
		bytes[0] = (char)(0xE0 | rune >> 12);
		bytes[1] = (char)(0x80 | (rune >> 6 & 0x3F));
		bytes[2] = (char)(0x80 | (rune & 0x3F));
		return 3;
	}
	bytes[0] = (char)(0xF0 | rune >> 18);
	bytes[1] = (char)(0x80 | (rune >> 12 & 0x3F));
	bytes[2] = (char)(0x80 | (rune >> 6 & 0x3F));
	bytes[3] = (char)(0x80 | (rune & 0x3F));
	return 4;
}

size_t utf8_check(span s)
{
	for (size_t at = 0; at < s.n;) {
		size_t before = at;
		/* U+FFFD itself is well-formed: it is the three bytes EF BF BD. */
		if (utf8_next(s, &at) == UTF8_BAD &&
		    !(at - before == 3 && memcmp(s.p + before, "\xEF\xBF\xBD", 3) == 0))
			return before;
	}
	return SIZE_MAX;
}

size_t utf8_boundary(span s, size_t at)
{
	if (at >= s.n)
		return s.n;
	size_t back = at;
	while (back > 0 && at - back < 3 && ((unsigned char)s.p[back] & 0xC0) == 0x80)
		back--;
	return ((unsigned char)s.p[back] & 0xC0) == 0x80 ? at : back;
}

size_t utf8_length(span s)
{
	size_t n = 0;
	for (size_t at = 0; at < s.n; n++)
		(void)utf8_next(s, &at);
	return n;
}

bool utf8_hostile(uint32_t c)
{
	if (c < 0x20)
		return c != '\n' && c != '\t';
	if (c < 0x7F)
		return false;
	return c <= 0x9F || c == 0xAD || c == 0x61C || c == 0x180E || c == 0x200B || c == 0x200E || c == 0x200F ||
	       (c >= 0x2028 && c <= 0x202E) || (c >= 0x2060 && c <= 0x206F) || c == 0xFEFF ||
	       (c >= 0xFFF9 && c <= 0xFFFB) || (c >= 0xFDD0 && c <= 0xFDEF) || (c & 0xFFFE) == 0xFFFE ||
	       (c >= 0xE0000 && c <= 0xE0FFF) || c > 0x10FFFF;
}

void utf8_add_safe(str *out, span s, bool lines)
{
	size_t clean = 0; /* start of the run that may pass as it is */
	for (size_t at = 0; at < s.n;) {
		size_t before = at;
		uint32_t c = utf8_next(s, &at);
		bool bad = c == UTF8_BAD && !(at - before == 3 && (unsigned char)s.p[before] == 0xEF);
		bool space = !lines && (c == '\n' || c == '\t');
		if (!bad && !space && !utf8_hostile(c))
			continue;
		str_add(out, span_slice(s, clean, before));
		clean = at;
		if (space)
			str_addc(out, ' ');
		else if (bad)
			for (size_t i = before; i < at; i++)
				str_addf(out, "<0x%02X>", (unsigned)(unsigned char)s.p[i]);
		else
			str_addf(out, "<U+%04X>", (unsigned)c);
	}
	str_add(out, span_slice(s, clean, s.n));
}

static bool is_wide(uint32_t c)
{
	return (c >= 0x1100 && c <= 0x115F) || (c >= 0x2E80 && c <= 0x303E) || (c >= 0x3041 && c <= 0xA4CF) ||
	       (c >= 0xAC00 && c <= 0xD7A3) || (c >= 0xF900 && c <= 0xFAFF) || (c >= 0xFE30 && c <= 0xFE6F) ||
	       (c >= 0xFF00 && c <= 0xFF60) || (c >= 0xFFE0 && c <= 0xFFE6) || (c >= 0x1F300 && c <= 0x1F64F) ||
	       (c >= 0x1F900 && c <= 0x1F9FF) || (c >= 0x20000 && c <= 0x3FFFD);
}

static bool is_combining(uint32_t c)
{
	return (c >= 0x300 && c <= 0x36F) || (c >= 0x483 && c <= 0x489) || (c >= 0x591 && c <= 0x5BD) ||
	       (c >= 0x610 && c <= 0x61A) || (c >= 0x64B && c <= 0x65F) || (c >= 0x6D6 && c <= 0x6DC) ||
	       (c >= 0x1AB0 && c <= 0x1AFF) || (c >= 0x1DC0 && c <= 0x1DFF) || (c >= 0x200B && c <= 0x200D) ||
	       (c >= 0x20D0 && c <= 0x20FF) || (c >= 0xFE00 && c <= 0xFE0F) || (c >= 0xFE20 && c <= 0xFE2F);
}

size_t utf8_width(span s)
{
	size_t width = 0;
	for (size_t at = 0; at < s.n;) {
		uint32_t c = utf8_next(s, &at);
		width += is_combining(c) ? 0 : is_wide(c) ? 2 : 1;
	}
	return width;
}
