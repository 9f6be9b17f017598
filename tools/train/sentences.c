/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Weights of sentence ends (src/text/sentence_weights.c), by logistic regression over the gaps between the words that
 * the program itself cuts treebanks' raw text into. AdaGrad (Duchi et al. 2011) with a falling rate, weights averaged
 * over the second half of the passes, then rounded to bytes. A few seconds; the same input gives the same weights on
 * the same machine.
 *
 * usage: onus-train-sentences TRAIN.conllu... > src/text/sentence_weights.c
 */
#include "base/str.h"
#include "text/sentence_gap.h"
#include "text/words_cut.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#define PASSES    12
#define AVERAGED  6 /* of them, the last */
#define RATE      0.03f
#define SHRINK    1e-5f   /* L2 */
#define THRESHOLD (-0.5f) /* before rounding; chosen on the development parts: an end more costs less than one missed */
#define LINE      118

typedef struct example {
	size_t first; /* in buckets */
	uint8_t n;
	bool ends;
} example;

typedef VEC(uint32_t) offsets;

typedef struct data {
	arena *arena;
	VEC(uint16_t) buckets;
	VEC(example) examples;
} data;

static void stop(const char *why)
{
	(void)fprintf(stderr, "onus-train-sentences: %s\n", why);
	exit(1);
}

static void *must(void *p)
{
	if (!p)
		stop("out of memory");
	return p;
}

static span read_file(arena *a, const char *path)
{
	FILE *f = fopen(path, "rb");
	if (!f)
		stop(path);
	STR_AUTO all = str_make(1u << 30);
	char buffer[1 << 16];
	for (size_t n; (n = fread(buffer, 1, sizeof buffer, f)) > 0;)
		str_add(&all, span_make(buffer, n));
	(void)fclose(f);
	if (all.failed)
		stop("out of memory");
	return arena_span(a, str_span(&all));
}

static span column(span row, size_t k)
{
	span piece = {0};
	for (size_t i = 0; i <= k && span_next(&row, '\t', &piece); i++)
		;
	return piece;
}

/* The raw text of a treebank, as bench/conll.py makes it, and where its sentences end. */
static void raw_text(span file, str *text, arena *a, offsets *ends)
{
	bool space = false;
	unsigned long token_end = 0;
	for (span line; span_next(&file, '\n', &line);) {
		if (line.n == 0) {
			token_end = 0;
			uint32_t *end = must(vec_push(ends, a));
			*end = (uint32_t)text->n;
		} else if (line.p[0] == '#') {
			if (text->n && (span_starts(line, SPAN("# newpar")) || span_starts(line, SPAN("# newdoc")))) {
				str_adds(text, "\n\n");
				space = false;
			}
		} else {
			span number = column(line, 0);
			const char *to = memchr(number.p, '-', number.n);
			if (memchr(number.p, '.', number.n) || (!to && strtoul(number.p, NULL, 10) <= token_end))
				continue;
			if (to)
				token_end = strtoul(to + 1, NULL, 10);
			if (space)
				str_addc(text, ' ');
			str_add(text, column(line, 1));
			space = span_find(column(line, 9), SPAN("SpaceAfter=No"), 0) == SIZE_MAX;
		}
	}
}

/* The gaps of a paragraph's words [0, n); ends[i]: a sentence ends behind word i. */
static void add_paragraph(data *d, span text, const token *words, size_t n, const bool *ends)
{
	gap_word *w = must(arena_calloc(d->arena, n, sizeof *w));
	gap_words(text, words, n, w);
	size_t start = 0;
	for (size_t i = 0; i + 1 < n; i++) {
		if (!gap_possible(words, w, i))
			continue;
		uint16_t buckets[GAP_FEATURES];
		example *e = must(vec_push(&d->examples, d->arena));
		*e = (example){d->buckets.n, (uint8_t)gap_features(words, w, n, i, start, buckets), ends[i]};
		for (size_t f = 0; f < e->n; f++) {
			uint16_t *bucket = must(vec_push(&d->buckets, d->arena));
			*bucket = buckets[f];
		}
		if (ends[i])
			start = i + 1;
	}
}

static void add_treebank(data *d, const char *path)
{
	STR_AUTO raw = str_make(1u << 30);
	offsets sentence_ends = {0};
	raw_text(read_file(d->arena, path), &raw, d->arena, &sentence_ends);
	if (raw.failed)
		stop("out of memory");
	span text = str_span(&raw);
	token_vec words = {0};
	if (words_cut(text, (range){0, (uint32_t)text.n}, d->arena, &words, NULL) != ONUS_OK)
		stop("out of memory");
	bool *ends = must(arena_calloc(d->arena, words.n + 1, sizeof *ends));
	size_t k = 0;
	for (size_t i = 0; i < words.n; i++) {
		while (k < sentence_ends.n && sentence_ends.v[k] < words.v[i].where.end)
			k++;
		ends[i] = k < sentence_ends.n && sentence_ends.v[k] == words.v[i].where.end;
	}
	size_t first = 0;
	for (size_t i = 0; i < words.n; i++) {
		span gap = {0};
		if (i + 1 < words.n)
			gap = span_slice(text, words.v[i].where.end, words.v[i + 1].where.start);
		if (i + 1 < words.n && span_find(gap, SPAN("\n\n"), 0) == SIZE_MAX)
			continue;
		add_paragraph(d, text, words.v + first, i + 1 - first, ends + first);
		first = i + 1;
	}
}

static uint64_t next_random(uint64_t *state)
{
	*state ^= *state << 13;
	*state ^= *state >> 7;
	*state ^= *state << 17;
	return *state;
}

/* One step of descent on an example; returns its loss. */
static float learn(const uint16_t *buckets, const example *e, float rate, float *weights, float *squares)
{
	float sum = 0;
	for (size_t i = 0; i < e->n; i++)
		sum += weights[buckets[i]];
	float p = 1 / (1 + expf(-sum)), error = p - (e->ends ? 1.0f : 0.0f);
	for (size_t i = 0; i < e->n; i++) {
		float *weight = &weights[buckets[i]], g = error + SHRINK * *weight;
		squares[buckets[i]] += g * g;
		*weight -= rate * g / (sqrtf(squares[buckets[i]]) + 1e-3f);
	}
	return -logf((e->ends ? p : 1 - p) + 1e-9f);
}

static void train(const data *d, float *ret_weights)
{
	size_t n = d->examples.n;
	uint32_t *order = must(arena_calloc(d->arena, n, sizeof *order));
	float *weights = must(arena_calloc(d->arena, GAP_BUCKETS, sizeof *weights));
	float *squares = must(arena_calloc(d->arena, GAP_BUCKETS, sizeof *squares));
	for (size_t i = 0; i < n; i++)
		order[i] = (uint32_t)i;
	uint64_t random = 88172645463325252ull;
	for (int pass = 0; pass < PASSES; pass++) {
		for (size_t i = n; i-- > 1;) {
			size_t j = (size_t)(next_random(&random) % (i + 1));
			uint32_t other = order[i];
			order[i] = order[j];
			order[j] = other;
		}
		double loss = 0;
		float rate = RATE * (1 - (float)pass / PASSES);
		for (size_t i = 0; i < n; i++) {
			const example *e = &d->examples.v[order[i]];
			loss += (double)learn(d->buckets.v + e->first, e, rate, weights, squares);
		}
		(void)fprintf(stderr, "pass %d: loss %.5f\n", pass + 1, loss / (double)n);
		for (size_t i = 0; i < GAP_BUCKETS && pass >= PASSES - AVERAGED; i++)
			ret_weights[i] += weights[i] / (float)AVERAGED;
	}
}

static void print(const float *weights)
{
	float most = 1e-6f;
	for (size_t i = 0; i < GAP_BUCKETS; i++)
		most = fmaxf(most, fabsf(weights[i]));
	float step = 127 / most;
	(void)printf("/* SPDX-License-Identifier: Apache-2.0 */\n"
		     "/* Made by tools/train/sentences.c from the training parts of EWT and of GUM's open genres. */\n"
		     "/* clang-format off */\n#include \"text/sentence_gap.h\"\n\n"
		     "const int32_t gap_threshold = %d;\nconst int8_t gap_weights[GAP_BUCKETS] = {\n",
		     (int)lroundf(THRESHOLD * step));
	int at = 0;
	for (size_t i = 0; i < GAP_BUCKETS; i++) {
		char number[16];
		int n = snprintf(number, sizeof number, "%d,", (int)lroundf(weights[i] * step));
		if (at + n > LINE) {
			(void)putchar('\n');
			at = 0;
		}
		(void)fputs(number, stdout);
		at += n;
	}
	(void)puts("\n};");
}

int main(int argc, char **argv)
{
	if (argc < 2)
		stop("usage: onus-train-sentences TRAIN.conllu... > src/text/sentence_weights.c");
	data d = {.arena = must(arena_new(0))};
	for (int i = 1; i < argc; i++)
		add_treebank(&d, argv[i]);
	float *weights = must(arena_calloc(d.arena, GAP_BUCKETS, sizeof *weights));
	train(&d, weights);
	print(weights);
	arena_free(d.arena);
	return fflush(stdout) == 0 ? 0 : 1;
}
