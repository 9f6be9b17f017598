/* SPDX-License-Identifier: Apache-2.0 */
/*
 * str.h - a growing string with a maximum, for writing.
 *
 * Invariants: s.p[s.n] is NUL once anything was appended; s.n <= s.max. An append that would pass the maximum, or for
 * which memory ran out, appends nothing and sets `failed`; later appends do nothing, so one check at the end is enough.
 * str_free gives the memory back and may be called on a zeroed str.
 */
#ifndef BASE_STR_H
#define BASE_STR_H

#include "base/span.h"

typedef struct str {
	char *p;
	size_t n, cap, max;
	bool failed;
} str;

str str_make(size_t max);
void str_free(str *s);
#define STR_AUTO __attribute__((cleanup(str_free), unused)) str
/* Empties it, keeping the memory and the maximum. */
void str_clear(str *s);

void str_add(str *s, span bytes);
void str_adds(str *s, const char *c_string);
void str_addc(str *s, char c);
void str_addf(str *s, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* A code point as UTF-8; not a scalar value: U+FFFD. */
void str_add_rune(str *s, uint32_t rune);
span str_span(const str *s);
/* The text as a C string, "" when nothing was appended. Valid until the next append. */
const char *str_c(const str *s);

#endif
