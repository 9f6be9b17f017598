/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Words a second of the language engine with each kernel: on given tokens, one parser, one thread, everything from forms
 * to lemmas. Without a model file a random one of the size asked for is made: it computes what a trained one computes.
 * Without a text, sentences of random words; with one, its lines are cut at white space.
 *
 * usage: bench-language-engine [--model FILE | --units H] [--text FILE] [--kernel NAME] [--batch N] [--rounds N]
 */
#include "../tests/unit/language_case.h"

#include "base/str.h"

#include <getopt.h>
#include <time.h>
#include <unistd.h>

typedef struct options {
	const char *model, *text, *kernel;
	uint32_t units, batch;
	int rounds;
} options;

typedef VEC(language_sentence) sentence_vec;

/* Of this thread's own work: what else the machine does does not count. */
static double seconds(void)
{
	struct timespec t = {0};
	(void)clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static bool random_sentences(language_case *c, arena *a, sentence_vec *out)
{
	for (size_t words = 0; words < 5000;) {
		language_sentence *s = vec_push(out, a);
		if (!s)
			return false;
		*s = language_case_sentence(c, 1 + language_case_dice(c, 45), a);
		words += s->n;
	}
	return true;
}

/* A line is a sentence; words are cut at white space and before marks at their end. */
static bool read_sentences(const char *path, arena *a, sentence_vec *out)
{
	char line[1 << 16];
	FILE *f = fopen(path, "re");
	while (f && fgets(line, sizeof line, f)) {
		VEC(language_word) words = {0};
		span rest = arena_span(a, span_trim(span_of(line))), word;
		while (span_next(&rest, ' ', &word)) {
			const bool mark = word.n > 1 && strchr(".,;:!?", word.p[word.n - 1]);
			for (int part = 0; word.n && part <= mark; part++) {
				language_word *w = vec_push(&words, a);
				if (w)
					w->form = !mark       ? word
						  : part == 0 ? span_slice(word, 0, word.n - 1)
							      : span_slice(word, word.n - 1, word.n);
			}
		}
		language_sentence *s = words.n ? vec_push(out, a) : NULL;
		if (s)
			*s = (language_sentence){.words = words.v, .n = (uint32_t)words.n};
	}
	if (f)
		(void)fclose(f);
	return f && out->n && !arena_failed(a);
}

static onus_status measure(const language_model *m, const options *o, const char *kernel, sentence_vec *sentences,
			   onus_error *err)
{
	language_parser *p = NULL;
	const language_options how = {kernel, o->batch};
	double start = seconds();
	TRY(language_parser_new(m, &how, &p, err));
	const double made = seconds() - start;
	size_t words = 0;
	for (size_t i = 0; i < sentences->n; i++)
		words += sentences->v[i].n;
	double best = 0;
	onus_status status = ONUS_OK;
	for (int round = 0; round < o->rounds && status == ONUS_OK; round++) {
		ARENA_AUTO a = arena_new(0);
		start = seconds();
		status = language_parse(p, sentences->v, sentences->n, true, a, err);
		const double speed = (double)words / (seconds() - start);
		best = speed > best ? speed : best;
	}
	language_parser_free(p);
	if (status == ONUS_OK)
		(void)printf("%-10s %7.0f words/s (best of %d, %zu words in %zu sentences; parser made in %.1f ms)\n",
			     kernel, best, o->rounds, words, sentences->n, made * 1e3);
	return status;
}

static onus_status run(const options *o, arena *a, onus_error *err)
{
	static language_case c;
	char folder[] = "/tmp/onus-bench-XXXXXX", path[sizeof folder + 8];
	language_model *m = NULL;
	sentence_vec sentences = {0};
	const language_case_sizes sizes = language_case_full(o->units);
	if (!mkdtemp(folder))
		return fail(err, ONUS_ERR_OUTPUT, "/tmp cannot be written to");
	(void)snprintf(path, sizeof path, "%s/model", folder);
	onus_status status = language_case_make(&c, &sizes, 1, folder, err);
	if (status == ONUS_OK)
		status = model_file_write(path, c.tables, c.n_tables, err);
	const double start = seconds();
	if (status == ONUS_OK)
		status = language_open(o->model ? o->model : path, &m, err);
	if (status == ONUS_OK) {
		(void)printf("model opened in %.1f ms\n", (seconds() - start) * 1e3);
		if (!(o->text ? read_sentences(o->text, a, &sentences) : random_sentences(&c, a, &sentences)))
			status = fail(err, ONUS_ERR_INPUT, "%s cannot be read", o->text ? o->text : "random text");
	}
	for (const char *const *k = language_kernels(); *k && status == ONUS_OK; k++)
		if (!o->kernel || !strcmp(o->kernel, *k))
			status = measure(m, o, *k, &sentences, err);
	language_close(m);
	language_case_close(&c);
	(void)unlink(path);
	(void)rmdir(folder);
	return status;
}

int main(int argc, char **argv)
{
	static const struct option long_options[] = {
	    {"model", required_argument, NULL, 'm'},
	    {"units", required_argument, NULL, 'u'},
	    {"text", required_argument, NULL, 't'},
	    {"kernel", required_argument, NULL, 'k'},
	    {"batch", required_argument, NULL, 'b'},
	    {"rounds", required_argument, NULL, 'r'},
	    {NULL, 0, NULL, 0},
	};
	options o = {.units = 160, .rounds = 3};
	for (int c; (c = getopt_long(argc, argv, "", long_options, NULL)) != -1;)
		switch (c) {
		case 'm': o.model = optarg; break;
		case 't': o.text = optarg; break;
		case 'k': o.kernel = optarg; break;
		case 'u': o.units = (uint32_t)strtoul(optarg, NULL, 10); break;
		case 'b': o.batch = (uint32_t)strtoul(optarg, NULL, 10); break;
		case 'r': o.rounds = (int)strtol(optarg, NULL, 10); break;
		default: return 2;
		}
	onus_error err = {0};
	ARENA_AUTO a = arena_new(0);
	if (!a || run(&o, a, &err)) {
		(void)fprintf(stderr, "bench-language-engine: %s\n", err.message);
		return 1;
	}
	return 0;
}
