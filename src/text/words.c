/* SPDX-License-Identifier: Apache-2.0 */
#include "text/words.h"

#include "base/limits.h"
#include "text/scan.h"
#include "text/sentence_gap.h"
#include "text/words_cut.h"
#include "text/words_lists.h"

/* Words that are looked at together: more than any paragraph has, and than a sentence may have. */
#define PIECE (4 * LIMIT_SENTENCE_TOKENS)
#define NEAR  512u

/* Does an empty line lie in text[start, end)? */
static bool empty_line(span text, size_t start, size_t end)
{
	size_t lines = 0;
	for (size_t i = start; i < end; i++)
		if (text.p[i] == '\n' && ++lines == 2)
			return true;
	return false;
}

static onus_status add(sentence_vec *out, arena *a, size_t first, size_t end, bool cut, onus_error *err)
{
	sentence_run *run = vec_push(out, a);
	if (!run)
		return fail_memory(err, "cutting a text into sentences");
	*run = (sentence_run){.first = first, .end = end, .cut = cut};
	return ONUS_OK;
}

/* Where a sentence [first, end) that is too long is cut: behind the last clause mark in its second half, else at its
 * end, but within no token. */
static size_t cut_at(span text, const token *words, size_t first, size_t end)
{
	for (size_t i = end; i-- > first + (end - first) / 2;)
		if (words[i].kind == TOKEN_MARK && strchr(",;:", text.p[words[i].where.start]))
			return i + 1;
	while (end > first + 1 && (words[end].flags & TOKEN_CLITIC))
		end--;
	return end;
}

/* "in the U.S. The court": before a word that begins sentences, an abbreviation with inner stops ends one. The weights
 * have seen too few of them. */
static bool ends_abbreviated(span text, const token *words, size_t i)
{
	static const char *const going_on[] = {"e.g.", "i.e.", "p.s.", NULL};
	span s = span_in(text, words[i].where);
	return !scan_one_of(s, going_on) && (words[i].flags & TOKEN_ABBREVIATION) && s.n > 3 &&
	       memchr(s.p, '.', s.n - 1) && words_starter(span_in(text, words[i + 1].where));
}

/* The sentences of a paragraph's words [first, end); `last`: it ends here, and is not only looked at in pieces. Returns
 * through ret_next where the sentence begins that has not ended. */
static onus_status paragraph(span text, const token_vec *words, size_t first, size_t end, bool last, gap_word *w,
			     arena *a, sentence_vec *out, size_t *ret_next, onus_error *err)
{
	const token *t = words->v + first;
	size_t n = end - first, start = 0;
	gap_words(text, t, n, w);
	for (size_t i = 0; i < n; i++) {
		if (i - start >= LIMIT_SENTENCE_TOKENS) {
			size_t cut = cut_at(text, t, start, i);
			TRY(add(out, a, first + start, first + cut, true, err));
			start = cut;
		}
		if (i + 1 < n ? gap_possible(t, w, i) && (gap_ends(t, w, n, i, start) || ends_abbreviated(text, t, i))
			      : last) {
			TRY(add(out, a, first + start, first + i + 1, false, err));
			start = i + 1;
		}
	}
	*ret_next = first + start;
	return ONUS_OK;
}

onus_status text_words(span text, range where, arena *a, token_vec *words, sentence_vec *sentences, onus_error *err)
{
	size_t first = words->n;
	TRY(words_cut(text, where, a, words, err));
	/* Nearly every paragraph has room on the stack, so that a document's arena does not fill with what is gone. */
	gap_word near[NEAR], *w = near;
	size_t n = words->n - first, room = NEAR;
	for (size_t i = first; i < words->n; i++) {
		bool last = i + 1 == words->n || empty_line(text, words->v[i].where.end, words->v[i + 1].where.start);
		if (!last && i + 1 - first < PIECE)
			continue;
		if (i + 1 - first > room) {
			room = n < PIECE ? n : PIECE;
			w = arena_calloc(a, room, sizeof *w);
			if (!w)
				return fail_memory(err, "cutting a text into sentences");
		}
		TRY(paragraph(text, words, first, i + 1, last, w, a, sentences, &first, err));
	}
	return ONUS_OK;
}
