/* SPDX-License-Identifier: Apache-2.0 */
/*
 * utf8.h - reading and checking UTF-8, and making text harmless for a terminal. Unicode properties (case, scripts,
 * normal forms) are ICU's business, in src/text.
 */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include "base/str.h"

#define UTF8_BAD 0xFFFDu

/* The code point at s.p[*at], and *at moved behind it. Ill-formed bytes give UTF8_BAD and move by the length of the
 * maximal subpart (Unicode 15, 3.9, "U+FFFD Substitution of Maximal Subparts"). Needs *at < s.n. */
uint32_t utf8_next(span s, size_t *at);
/* The code point that ends at *at, and *at moved to its start. Needs *at > 0 and well-formed text. */
uint32_t utf8_previous(span s, size_t *at);
/* Writes 1 to 4 bytes, returns how many. Surrogates and numbers past U+10FFFF become U+FFFD. */
size_t utf8_encode(uint32_t rune, char bytes[4]);
/* Offset of the first ill-formed byte, or SIZE_MAX when all is well-formed. */
size_t utf8_check(span s);
/* The greatest offset <= at that is not inside a sequence. */
size_t utf8_boundary(span s, size_t at);
/* Number of code points. */
size_t utf8_length(span s);

/* True for what may not reach a terminal or a report raw: C0 and C1 controls but for line feed and tab, DEL, bidi
 * embeddings, overrides and isolates, the bidi marks, line and paragraph separators, tags and other invisible format
 * characters that can hide or reorder words, and noncharacters. ZWJ and ZWNJ, which scripts need, may pass. */
bool utf8_hostile(uint32_t rune);
/* Appends `s` with each hostile character and each ill-formed byte written as "<U+202E>" or "<0x80>". Line feeds and
 * tabs pass where `lines` is set and become single spaces where it is not. */
void utf8_add_safe(str *out, span s, bool lines);
/* Columns that a terminal needs for s: 2 for wide East Asian characters, 0 for combining ones. */
size_t utf8_width(span s);

#endif
