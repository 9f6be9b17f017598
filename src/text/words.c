/* SPDX-License-Identifier: Apache-2.0 */
#include "text/words.h"

#include "text/words_cut.h"

/* Does an empty line lie in text[start, end)? */
static bool empty_line(span text, size_t start, size_t end)
{
	size_t lines = 0;
	for (size_t i = start; i < end; i++)
		if (text.p[i] == '\n' && ++lines == 2)
			return true;
	return false;
}

onus_status text_words(span text, range where, arena *a, token_vec *words, sentence_vec *sentences, onus_error *err)
{
	size_t first = words->n;
	TRY(words_cut(text, where, a, words, err));
	for (size_t i = first; i < words->n; i++) {
		bool last = i + 1 == words->n;
		if (!last && !empty_line(text, words->v[i].where.end, words->v[i + 1].where.start))
			continue;
		TRY(text_sentences(text, words, first, i + 1, a, sentences, err));
		first = i + 1;
	}
	return ONUS_OK;
}
