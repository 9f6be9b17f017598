/* SPDX-License-Identifier: Apache-2.0 */
/*
 * decode_chart.h - Eisner's chart over cells of one integer type; included by decode.c once for each: `cell`, `chart`
 * and `CHART(name)` are defined there, and CHART(best).
 *
 * Words count from 0 in here. Three square matrices, each of whose uses is along a row:
 *	reach[h][e]  the best span headed by h, whose other end is e, complete on that side (e > h: to the right)
 *	ends[e][h]   the same numbers, transposed
 *	arc[h][d]    first the score of d hanging on h, then that of the best span between them that has this arc
 * A span between s < t splits into two complete ones at q, s ≤ q < t, so that an arc may close it:
 *	arc[s][t], arc[t][s] += max over q of reach[s][q] + reach[t][q + 1]
 * and a complete span is an arc to q and what q heads on its far side:
 *	reach[s][t] = max over s < q ≤ t of arc[s][q] + ends[t][q]
 *	reach[t][s] = max over s ≤ q < t of arc[t][q] + ends[s][q]
 * Splits are not kept: sums are exact, so going back looks for them again, in n rows only instead of n^2/2.
 */
static void CHART(fill)(const chart *c)
{
	size_t width = c->width;
	c->reach[0] = c->ends[0] = 0;
	for (size_t t = 1; t < c->n; t++) {
		c->reach[t * width + t] = c->ends[t * width + t] = 0;
		for (size_t s = t; s-- > 0;) {
			size_t n = t - s;
			size_t at_s = s * width, at_t = t * width;
			cell inner = CHART(best)(c->reach + at_s + s, c->reach + at_t + s + 1, n);
			/* With q at the arc's own end the other span is empty. These sums are here already: reading them
			 * back from where they were just stored would take longer. */
			cell right = c->arc[at_s + t] += inner;
			cell left = c->arc[at_t + s] += inner;
			if (n > 1) {
				cell further = CHART(best)(c->arc + at_s + s + 1, c->ends + at_t + s + 1, n - 1);
				right = further > right ? further : right;
				further = CHART(best)(c->arc + at_t + s + 1, c->ends + at_s + s + 1, n - 1);
				left = further > left ? further : left;
			}
			c->reach[at_s + t] = c->ends[at_t + s] = right;
			c->reach[at_t + s] = c->ends[at_s + t] = left;
		}
	}
}

/* The first k with the greatest a[k] + b[k]. */
static size_t CHART(first_best)(const cell *a, const cell *b, size_t n)
{
	size_t best = 0;
	for (size_t k = 1; k < n; k++) {
		if (a[k] + b[k] > a[best] + b[best])
			best = k;
	}
	return best;
}

static pending *CHART(trace_reach)(const chart *c, uint32_t head, uint32_t end, pending *top, uint32_t *ret_heads)
{
	if (head == end)
		return top;
	uint32_t from = head < end ? head + 1 : end;
	size_t n = head < end ? end - head : head - end;
	size_t best = CHART(first_best)(c->arc + head * c->width + from, c->ends + end * c->width + from, n);
	uint32_t dependent = from + (uint32_t)best;
	ret_heads[dependent] = head + 1;
	*top++ = (pending){head, dependent, true};
	*top++ = (pending){dependent, end, false};
	return top;
}

static pending *CHART(trace_arc)(const chart *c, uint32_t head, uint32_t dependent, pending *top)
{
	uint32_t s = head < dependent ? head : dependent;
	uint32_t t = head < dependent ? dependent : head;
	uint32_t split =
	    s + (uint32_t)CHART(first_best)(c->reach + s * c->width + s, c->reach + t * c->width + s + 1, t - s);
	*top++ = (pending){s, split, false};
	*top++ = (pending){t, split + 1, false};
	return top;
}

/* `root[d]` is the score of word d on the root. */
static void CHART(run)(const chart *c, const cell *root, pending *stack, uint32_t *ret_heads)
{
	CHART(fill)(c);
	uint32_t last = c->n - 1, best = 0;
	cell best_score = 0;
	for (uint32_t r = 0; r <= last; r++) {
		cell score = c->reach[r * c->width] + c->reach[r * c->width + last] + root[r];
		if (r == 0 || score > best_score) {
			best = r;
			best_score = score;
		}
	}
	ret_heads[best] = 0;
	pending *top = stack;
	*top++ = (pending){best, 0, false};
	*top++ = (pending){best, last, false};
	while (top > stack) {
		pending next = *--top;
		top = next.is_arc ? CHART(trace_arc)(c, next.head, next.end, top)
				  : CHART(trace_reach)(c, next.head, next.end, top, ret_heads);
	}
}
