/* SPDX-License-Identifier: Apache-2.0 */
#include "base/str.h"
#include "base/memory.h"
#include "base/utf8.h"

#include <stdarg.h>
#include <stdio.h>

str str_make(size_t max)
{
	return (str){.max = max};
}

void str_free(str *s)
{
	mem_free(s->p);
	*s = (str){.max = s->max};
}

void str_clear(str *s)
{
	s->n = 0;
	s->failed = false;
	if (s->p)
		s->p[0] = '\0';
}

static char *room(str *s, size_t n)
{
	if (s->failed)
		return NULL;
	if (n > s->max - s->n || s->max == SIZE_MAX)
		goto failed;
	if (s->n + n + 1 > s->cap) {
		size_t cap = s->cap ? s->cap : 64;
		while (cap < s->n + n + 1)
			cap = cap > SIZE_MAX / 2 ? s->n + n + 1 : cap * 2;
		char *p = mem_resize(s->p, cap);
		if (!p)
			goto failed;
		s->p = p;
		s->cap = cap;
	}
	return s->p + s->n;
failed:
	s->failed = true;
	return NULL;
}

void str_add(str *s, span bytes)
{
	char *p = room(s, bytes.n);
	if (!p)
		return;
	if (bytes.n)
		memcpy(p, bytes.p, bytes.n);
	s->n += bytes.n;
	s->p[s->n] = '\0';
}

void str_adds(str *s, const char *c_string)
{
	str_add(s, span_of(c_string));
}

void str_addc(str *s, char c)
{
	str_add(s, (span){&c, 1});
}

void str_add_rune(str *s, uint32_t rune)
{
	char bytes[4];
	str_add(s, (span){bytes, utf8_encode(rune, bytes)});
}

void str_addf(str *s, const char *format, ...)
{
	va_list args, again;
	va_start(args, format);
	va_copy(again, args);
	int n = vsnprintf(NULL, 0, format, args);
	va_end(args);
	if (n < 0)
		s->failed = true;
	char *p = n < 0 ? NULL : room(s, (size_t)n);
	if (p) {
		(void)vsnprintf(p, (size_t)n + 1, format, again);
		s->n += (size_t)n;
	}
	va_end(again);
}

span str_span(const str *s)
{
	return (span){s->p, s->n};
}

const char *str_c(const str *s)
{
	return s->p ? s->p : "";
}
