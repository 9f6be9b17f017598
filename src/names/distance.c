/* SPDX-License-Identifier: Apache-2.0 */
#include "names/places.h"

enum { LONGEST = 128 };

static size_t least(size_t a, size_t b)
{
	return a < b ? a : b;
}

size_t names_distance(span a, span b, size_t most)
{
	size_t above = most + 1;
	size_t apart = a.n > b.n ? a.n - b.n : b.n - a.n;
	if (a.n > LONGEST || b.n > LONGEST || apart > most)
		return span_equal(a, b) ? 0 : above;
	size_t rows[3][LONGEST + 1];
	size_t *before = rows[0], *last = rows[1], *now = rows[2];
	for (size_t j = 0; j <= b.n; j++) {
		before[j] = 0;
		last[j] = j;
	}
	for (size_t i = 1; i <= a.n; i++) {
		now[0] = i;
		size_t lowest = now[0];
		for (size_t j = 1; j <= b.n; j++) {
			size_t change = last[j - 1] + (a.p[i - 1] != b.p[j - 1]);
			now[j] = least(change, least(last[j], now[j - 1]) + 1);
			if (i > 1 && j > 1 && a.p[i - 1] == b.p[j - 2] && a.p[i - 2] == b.p[j - 1])
				now[j] = least(now[j], before[j - 2] + 1);
			lowest = least(lowest, now[j]);
		}
		if (lowest > most)
			return above;
		size_t *free_row = before;
		before = last;
		last = now;
		now = free_row;
	}
	return last[b.n] > most ? above : last[b.n];
}
