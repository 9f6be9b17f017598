/* SPDX-License-Identifier: Apache-2.0 */
/* Words and sentences of plain text on standard input as CoNLL-U, to be measured with conll.py; --time says how many
 * bytes a second instead. */
#include "text/words.h"
#include "base/limits.h"
#include "base/str.h"

#include <stdio.h>
#include <time.h>

static void print(span text, const token_vec *words, const sentence_vec *sentences)
{
	for (size_t s = 0; s < sentences->n; s++) {
		const sentence_run *run = &sentences->v[s];
		size_t n = 0;
		for (size_t i = run->first; i < run->end; i++) {
			size_t end = i + 1;
			while (end < run->end && (words->v[end].flags & TOKEN_CLITIC))
				end++;
			const char *glued =
			    end < words->n && !(words->v[end].flags & TOKEN_SPACE_BEFORE) ? "SpaceAfter=No" : "_";
			bool many = end > i + 1;
			if (many)
				printf("%zu-%zu\t%.*s\t_\t_\t_\t_\t_\t_\t_\t%s\n", n + 1, n + (end - i),
				       (int)(words->v[end - 1].where.end - words->v[i].where.start),
				       text.p + words->v[i].where.start, glued);
			for (; i < end; i++) {
				span form = span_in(text, words->v[i].where);
				printf("%zu\t%.*s\t_\t_\t_\t_\t%d\t%s\t_\t%s\n", n + 1, (int)form.n, form.p, n ? 1 : 0,
				       n ? "dep" : "root", many ? "_" : glued);
				n++;
			}
			i = end - 1;
		}
		putchar('\n');
	}
}

int main(int argc, char **argv)
{
	STR_AUTO in = str_make(LIMIT_TEXT_BYTES);
	char buffer[65536];
	for (size_t n; (n = fread(buffer, 1, sizeof buffer, stdin)) > 0;)
		str_add(&in, span_make(buffer, n));
	ARENA_AUTO a = arena_new(0);
	token_vec words = {0};
	sentence_vec sentences = {0};
	struct timespec from, to;
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &from);
	if (text_words(str_span(&in), (range){0, (uint32_t)in.n}, a, &words, &sentences, NULL) != ONUS_OK || in.failed)
		return 1;
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &to);
	double seconds = (double)(to.tv_sec - from.tv_sec) + (double)(to.tv_nsec - from.tv_nsec) / 1e9;
	if (argc > 1)
		printf("%zu bytes, %zu words, %zu sentences, %.3f s: %.1f MB/s, %.0f words/s\n", in.n, words.n,
		       sentences.n, seconds, (double)in.n / 1e6 / seconds, (double)words.n / seconds);
	else
		print(str_span(&in), &words, &sentences);
	return argc > 1 && argv[1][0] != '-' ? 1 : 0;
}
