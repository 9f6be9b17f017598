/* SPDX-License-Identifier: Apache-2.0 */
/* The words that a network knows by themselves, and the vectors that others lent it. */
#include "corpus.h"

#include <stdlib.h>

static int by_upper_half(const void *a, const void *b)
{
	const uint32_t x = (uint32_t)(*(const uint64_t *)a >> 32), y = (uint32_t)(*(const uint64_t *)b >> 32);
	return x < y ? -1 : x > y;
}

static uint32_t key_row(uint64_t hash, const uint64_t *keys, uint32_t n)
{
	const uint64_t *found = bsearch(&hash, keys, n, sizeof *keys, by_upper_half);
	return found ? 1 + (uint32_t)(found - keys) : 0;
}

onus_status vocabulary_make(corpus *c, size_t sentences, uint32_t least, arena *a, vocabulary *ret, onus_error *err)
{
	/* forms of one folded word count together */
	uint64_t *hashes = arena_calloc(a, c->type.n + 1, sizeof *hashes);
	if (!hashes)
		return fail_memory(err, "counting words");
	size_t n = 0;
	for (size_t s = 0; s < sentences; s++)
		for (uint32_t i = 0; i < c->sentences.v[s].n; i++)
			hashes[n++] = c->forms.v[c->type.v[c->sentences.v[s].first + i]].features.word;
	qsort(hashes, n, sizeof *hashes, by_upper_half);
	uint64_t *keys = arena_calloc(a, n + 1, sizeof *keys);
	if (!keys)
		return fail_memory(err, "counting words");
	for (size_t i = 0, end; i < n; i = end) {
		for (end = i; end < n && hashes[end] >> 32 == hashes[i] >> 32; end++)
			;
		if (end - i >= least)
			keys[ret->n++] = hashes[i];
	}
	ret->keys = keys;
	for (size_t f = 0; f < c->forms.n; f++) {
		/* two binary searches would do; a form is counted once, so that this is quick enough */
		const uint64_t *found = bsearch(&c->forms.v[f].features.word, hashes, n, sizeof *hashes, by_upper_half);
		size_t low = found ? (size_t)(found - hashes) : 0, high = low;
		while (found && low > 0 && hashes[low - 1] >> 32 == *found >> 32)
			low--;
		while (found && high < n && hashes[high] >> 32 == *found >> 32)
			high++;
		c->forms.v[f].count = (uint32_t)(high - low);
	}
	return ONUS_OK;
}

void corpus_rows(corpus *c, const vocabulary *words, const vector_table *vectors)
{
	for (size_t i = 0; i < c->forms.n; i++) {
		form *f = &c->forms.v[i];
		f->word = key_row(f->features.word, words->keys, words->n);
		f->vector = key_row(f->features.word, vectors->keys, vectors->n);
		if (!f->vector && f->features.vector_rest)
			f->vector = key_row(f->features.vector_rest, vectors->keys, vectors->n);
	}
}

/* Where a word's numbers stood in the file, to follow it when keys are sorted. */
typedef struct vector_line {
	uint64_t key;
	span numbers;
} vector_line;

static onus_status vector_numbers(span numbers, uint32_t columns, const char *path, double *ret, onus_error *err)
{
	char *end = (char *)(uintptr_t)numbers.p;
	for (uint32_t i = 0; i < columns; i++) {
		const char *at = end;
		ret[i] = strtod(at, &end);
		if (end == at || end > numbers.p + numbers.n)
			return fail(err, ONUS_ERR_INPUT, "%s: a line with fewer than %u numbers", SAFE(path), columns);
	}
	return ONUS_OK;
}

onus_status vectors_read(const char *path, uint32_t most, arena *a, vector_table *ret, onus_error *err)
{
	enum { COLUMNS = 100 };
	span text = {NULL, 0}, line, word;
	TRY(corpus_file(path, a, &text, err));
	vector_line *lines = arena_calloc(a, most, sizeof *lines);
	double(*values)[COLUMNS] = arena_calloc(a, most, sizeof *values);
	if (!lines || !values)
		return fail_memory(err, "reading word vectors");
	size_t n = 0;
	while (n < most && span_next(&text, '\n', &line))
		if (span_next(&line, ' ', &word) && word.n)
			lines[n++] = (vector_line){feature_hash(word, FEATURE_SEED_WORD), line};
	qsort(lines, n, sizeof *lines, by_upper_half); /* the key comes first in the struct */
	size_t kept = 0;
	for (size_t i = 0; i < n; i++)
		if (kept == 0 || lines[kept - 1].key >> 32 != lines[i].key >> 32)
			lines[kept++] = lines[i];
	n = kept;
	double mean[COLUMNS] = {0}, square[COLUMNS] = {0};
	for (size_t i = 0; i < n; i++) {
		TRY(vector_numbers(lines[i].numbers, COLUMNS, path, values[i], err));
		double norm = 0;
		for (int j = 0; j < COLUMNS; j++)
			norm += values[i][j] * values[i][j];
		for (int j = 0; j < COLUMNS; j++) {
			values[i][j] /= sqrt(norm) + 1e-12;
			mean[j] += values[i][j] / (double)n;
			square[j] += values[i][j] * values[i][j] / (double)n;
		}
	}
	*ret = (vector_table){.n = (uint32_t)n, .columns = COLUMNS};
	ret->keys = arena_calloc(a, n + 1, sizeof *ret->keys);
	ret->values = arena_alloc(a, (n + 1) * COLUMNS);
	ret->reals = arena_calloc(a, (n + 1) * COLUMNS, sizeof *ret->reals);
	if (!ret->keys || !ret->values || !ret->reals)
		return fail_memory(err, "reading word vectors");
	memset(ret->values, 8, COLUMNS);
	for (size_t i = 0; i < n; i++) {
		ret->keys[i] = lines[i].key;
		for (int j = 0; j < COLUMNS; j++) {
			const double deviation = sqrt(square[j] - mean[j] * mean[j]) + 1e-12;
			/* 15 steps of 0.4 deviations: from -2.8 to 2.8 */
			double v = 8 + rint((values[i][j] - mean[j]) / deviation / 0.4);
			v = v < 1 ? 1 : v > 15 ? 15 : v;
			ret->values[(i + 1) * COLUMNS + (size_t)j] = (uint8_t)v;
			ret->reals[(i + 1) * COLUMNS + (size_t)j] = (real)(v - 8) * VECTOR_STEP;
		}
	}
	return ONUS_OK;
}
