/* SPDX-License-Identifier: Apache-2.0 */
#include "base/span.h"

static bool is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

span span_trim(span a)
{
	while (a.n && is_space(a.p[0]))
		a.p++, a.n--;
	while (a.n && is_space(a.p[a.n - 1]))
		a.n--;
	return a;
}

int span_compare(span a, span b)
{
	size_t n = a.n < b.n ? a.n : b.n;
	int c = n ? memcmp(a.p, b.p, n) : 0;
	if (c)
		return c;
	return a.n < b.n ? -1 : a.n > b.n;
}

size_t span_find(span a, span needle, size_t from)
{
	if (from > a.n || needle.n > a.n - from)
		return SIZE_MAX;
	if (needle.n == 0)
		return from;
	const char *hit = memmem(a.p + from, a.n - from, needle.p, needle.n);
	return hit ? (size_t)(hit - a.p) : SIZE_MAX;
}

bool span_next(span *rest, char separator, span *ret_piece)
{
	if (rest->n == 0)
		return false;
	const char *end = memchr(rest->p, separator, rest->n);
	size_t n = end ? (size_t)(end - rest->p) : rest->n;
	*ret_piece = (span){rest->p, n};
	size_t eaten = end ? n + 1 : n;
	rest->p += eaten;
	rest->n -= eaten;
	return true;
}
