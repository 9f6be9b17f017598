/* SPDX-License-Identifier: Apache-2.0 */
/* span.h - a borrowed run of bytes, and a half-open range of byte offsets. Neither owns anything. */
#ifndef BASE_SPAN_H
#define BASE_SPAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* `p` may be NULL only where n is 0. Not NUL-terminated. */
typedef struct span {
	const char *p;
	size_t n;
} span;

/* Byte offsets [start, end) into a document's text rendition. start == end means "no words". */
typedef struct range {
	uint32_t start, end;
} range;

#define SPAN(literal) ((span){"" literal, sizeof(literal) - 1})

static inline span span_of(const char *s)
{
	return (span){s, s ? strlen(s) : 0};
}

static inline span span_make(const char *p, size_t n)
{
	return (span){p, n};
}

static inline bool span_equal(span a, span b)
{
	return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

/* True if `a` is the C string `s`. */
static inline bool span_is(span a, const char *s)
{
	return span_equal(a, span_of(s));
}

static inline bool span_starts(span a, span prefix)
{
	return a.n >= prefix.n && span_equal((span){a.p, prefix.n}, prefix);
}

static inline bool span_ends(span a, span suffix)
{
	return a.n >= suffix.n && span_equal((span){a.p + (a.n - suffix.n), suffix.n}, suffix);
}

/* The bytes [start, end) of a; both are cut to what there is. */
static inline span span_slice(span a, size_t start, size_t end)
{
	if (end > a.n)
		end = a.n;
	if (start >= end)
		return (span){a.p, 0};
	return (span){a.p + start, end - start};
}

static inline span span_in(span text, range r)
{
	return span_slice(text, r.start, r.end);
}

static inline bool range_empty(range r)
{
	return r.start >= r.end;
}

static inline bool range_within(range inner, range outer)
{
	return inner.start >= outer.start && inner.end <= outer.end;
}

static inline bool range_overlaps(range a, range b)
{
	return a.start < b.end && b.start < a.end;
}

/* Without ASCII white space at both ends. */
span span_trim(span a);
/* Order by bytes; a prefix comes first. <0, 0, >0. */
int span_compare(span a, span b);
/* Index of the first `needle` in `a` at or after `from`, or SIZE_MAX. */
size_t span_find(span a, span needle, size_t from);
/* Takes the next piece up to `separator` off the front of *rest (the separator goes too). False when *rest was at its
 * end already. An empty last piece after a final separator is not given. */
bool span_next(span *rest, char separator, span *ret_piece);

#endif
