/* SPDX-License-Identifier: Apache-2.0 */
/* Text into words and sentences. Whatever the bytes, ill-formed ones too: words in order, apart and not empty, and
 * sentences that cover them. */
#include "fuzz.h"

#include "text/words.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	if (n > UINT16_MAX)
		return 0;
	span text = {(const char *)data, n};
	ARENA_AUTO a = arena_new(0);
	token_vec words = {0};
	sentence_vec sentences = {0};
	PROMISE(a && text_words(text, (range){0, (uint32_t)n}, a, &words, &sentences, NULL) == ONUS_OK);
	uint32_t at = 0;
	for (size_t i = 0; i < words.n; i++) {
		range where = words.v[i].where;
		PROMISE(where.start >= at && where.end > where.start && where.end <= n);
		at = where.end;
	}
	size_t next = 0;
	for (size_t i = 0; i < sentences.n; i++) {
		PROMISE(sentences.v[i].first == next && sentences.v[i].end > next);
		next = sentences.v[i].end;
	}
	PROMISE(next == words.n);
	return 0;
}
