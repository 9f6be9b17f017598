/* SPDX-License-Identifier: Apache-2.0 */
/*
 * onus-train: from the treebanks to the model file, in one command. Teachers are trained first, then asked about every
 * sentence, then one small network is trained towards what they say and what the annotators said, and written as
 * integers. Each stage leaves a file in the work folder; a run that was stopped goes on where it was.
 */
#include "export.h"
#include "run.h"

#include <getopt.h>
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static const char help[] =
    "usage: onus-train --data FOLDER --vectors FILE --lists FOLDER --work FOLDER --output FILE [options]\n"
    "\n"
    "Trains the English language model of Onus. Stopped at any moment, the same command goes on.\n"
    "\n"
    "  --data FOLDER     with treebank/ and ner/ (see docs/language.md for what belongs there)\n"
    "  --vectors FILE    word vectors as text, from tools/train/vectors.js\n"
    "  --lists FOLDER    lists of names (rules/en/lists)\n"
    "  --work FOLDER     where half-finished networks lie\n"
    "  --output FILE     the model file to write\n"
    "  --teachers N      networks whose average the small one learns from (default 3)\n"
    "  --teacher-hidden N, --teacher-epochs N    (default 192, 13)\n"
    "  --hidden N, --epochs N                    the small network's (default 160, 36)\n"
    "  --senior-hidden N                         of the large one that learns from the teachers too (default 224)\n"
    "  --polish-epochs N                         of the small one with all others as teachers (default 12)\n"
    "  --words N         word vectors kept in the model (default 50000)\n"
    "  --seed N          (default 1)\n"
    "  --only STAGE      stop after: teachers, student\n"
    "  --card FILE       JSON to put into the model as its card\n";

typedef struct options {
	const char *data, *vectors, *lists, *work, *output, *only, *card;
	unsigned teachers, teacher_hidden, teacher_epochs, hidden, epochs, words;
	uint64_t seed;
	unsigned senior_hidden, polish_epochs;
} options;

static void tell_line(void *ctx, const char *line)
{
	const time_t t = time(NULL);
	struct tm tm;
	char clock[16];
	strftime(clock, sizeof clock, "%H:%M:%S", localtime_r(&t, &tm));
	printf("%s %s: %s\n", clock, (const char *)ctx, line);
	fflush(stdout);
}

static bool parse_options(int argc, char **argv, options *o)
{
	enum {
		DATA = 256,
		VECTORS,
		LISTS,
		WORK,
		OUTPUT,
		TEACHERS,
		T_HIDDEN,
		T_EPOCHS,
		HIDDEN,
		EPOCHS,
		SENIOR,
		POLISH,
		WORDS,
		SEED,
		ONLY,
		CARD,
		HELP
	};
	static const struct option table[] = {{"data", 1, NULL, DATA},
					      {"vectors", 1, NULL, VECTORS},
					      {"lists", 1, NULL, LISTS},
					      {"work", 1, NULL, WORK},
					      {"output", 1, NULL, OUTPUT},
					      {"teachers", 1, NULL, TEACHERS},
					      {"teacher-hidden", 1, NULL, T_HIDDEN},
					      {"teacher-epochs", 1, NULL, T_EPOCHS},
					      {"hidden", 1, NULL, HIDDEN},
					      {"epochs", 1, NULL, EPOCHS},
					      {"senior-hidden", 1, NULL, SENIOR},
					      {"polish-epochs", 1, NULL, POLISH},
					      {"words", 1, NULL, WORDS},
					      {"seed", 1, NULL, SEED},
					      {"only", 1, NULL, ONLY},
					      {"card", 1, NULL, CARD},
					      {"help", 0, NULL, HELP},
					      {NULL, 0, NULL, 0}};
	*o = (options){.teachers = 3,
		       .teacher_hidden = 192,
		       .teacher_epochs = 13,
		       .hidden = 160,
		       .epochs = 36,
		       .senior_hidden = 224,
		       .polish_epochs = 12,
		       .words = 50000,
		       .seed = 1};
	for (int c; (c = getopt_long(argc, argv, "h", table, NULL)) != -1;) {
		const unsigned number = optarg ? (unsigned)strtoul(optarg, NULL, 10) : 0;
		switch (c) {
		case DATA: o->data = optarg; break;
		case VECTORS: o->vectors = optarg; break;
		case LISTS: o->lists = optarg; break;
		case WORK: o->work = optarg; break;
		case OUTPUT: o->output = optarg; break;
		case TEACHERS: o->teachers = number; break;
		case T_HIDDEN: o->teacher_hidden = number; break;
		case T_EPOCHS: o->teacher_epochs = number; break;
		case HIDDEN: o->hidden = number; break;
		case EPOCHS: o->epochs = number; break;
		case SENIOR: o->senior_hidden = number; break;
		case POLISH: o->polish_epochs = number; break;
		case WORDS: o->words = number; break;
		case SEED: o->seed = number; break;
		case ONLY: o->only = optarg; break;
		case CARD: o->card = optarg; break;
		case HELP:
		case 'h': fputs(help, stdout); exit(0);
		default: return false;
		}
	}
	return optind == argc && o->data && o->vectors && o->lists && o->work && o->output && o->teachers <= 16 &&
	       o->hidden % 16 == 0 && o->hidden && o->epochs && o->teacher_epochs && o->words && o->teachers &&
	       o->polish_epochs && o->senior_hidden && o->teacher_hidden;
}

/* What all stages share. */
typedef struct material {
	const options *o;
	arena *arena;
	corpus corpus;
	size_t train, dev, dev_end; /* sentences: [0, train) to learn from, [dev, dev_end) EWT's dev set */
	vocabulary words;
	vector_table vectors;
	gazetteer lists;
} material;

static const char *path_in(material *m, const char *folder, const char *name)
{
	return arena_printf(m->arena, "%s/%s", folder, name).p;
}

static onus_status load_lists(material *m, onus_error *err)
{
	glob_t found = {0};
	onus_status status;
	if (glob(path_in(m, m->o->lists, "*.list"), 0, NULL, &found))
		status = fail(err, ONUS_ERR_INPUT, "%s: no lists there", SAFE(m->o->lists));
	else
		status =
		    gazetteer_compile((const char *const *)found.gl_pathv, found.gl_pathc, m->arena, &m->lists, err);
	globfree(&found);
	return status;
}

static onus_status load(material *m, onus_error *err)
{
	const char *data = m->o->data;
	corpus *c = &m->corpus;
	corpus_new(c, m->arena);
	TRY(corpus_treebank(c, path_in(m, data, "treebank/en_ewt-ud-train.assembled.conllu"),
			    path_in(m, data, "ner/en_ewt-ud-train.2022-12-02.iob2"), err));
	TRY(corpus_treebank(c, path_in(m, data, "treebank/en_gum_open-ud-train.conllu"), NULL, err));
	TRY(corpus_wikigold(c, path_in(m, data, "ner/wikigold.iob2"), err));
	m->train = c->sentences.n;
	c->closed = true;
	m->dev = m->train;
	TRY(corpus_treebank(c, path_in(m, data, "treebank/en_ewt-ud-dev.conllu"),
			    path_in(m, data, "ner/en_ewt-ud-dev.iob2"), err));
	m->dev_end = c->sentences.n;
	TRY(load_lists(m, err));
	TRY(corpus_context(c, &m->lists, err));
	TRY(vocabulary_make(c, m->train, 2, m->arena, &m->words, err));
	TRY(vectors_read(m->o->vectors, m->o->words, m->arena, &m->vectors, err));
	corpus_rows(c, &m->words, &m->vectors);
	return ONUS_OK;
}

static net_sizes sizes_of(const material *m, uint32_t hidden, uint32_t layers)
{
	return (net_sizes){.word = 64,
			   .affix = {16, 24, 12, 24, 32, 24},
			   .shape = 16,
			   .piece = 48,
			   .vector = m->vectors.columns,
			   .words = m->words.n,
			   .vectors = m->vectors.n,
			   .context = GAZETTEER_CONTEXT,
			   .hidden = hidden,
			   .layers = layers,
			   .arc = 160,
			   .label = 128,
			   .tag = 96,
			   .entity = 64,
			   .upos = (uint32_t)m->corpus.upos_names.n,
			   .xpos = (uint32_t)m->corpus.xpos_names.n,
			   .relations = (uint32_t)m->corpus.relation_names.n,
			   .entities = ENTITY_TAGS,
			   .entities2 = ENTITY2_TAGS};
}

/* Networks that were trained, to be asked together. */
typedef struct circle {
	trained all[20];
	unsigned n;
} circle;

/* Two rates of dropout: networks that learn from annotation alone need more of it. */
static const dropout strong = {.input = 0.25, .layer = 0.33, .recurrent = 0.2, .part = 0.33, .word = 0.25};
static const dropout weak = {.input = 0.15, .layer = 0.2, .recurrent = 0.1, .part = 0.2, .word = 0.25};

static void complete(material *m, const char *name, run_options *o)
{
	o->seed += m->o->seed * 100;
	o->batch = 400;
	o->path = arena_printf(m->arena, "%s/%s.net", m->o->work, name).p;
	o->tell = tell_line;
	o->ctx = (void *)(uintptr_t)name;
}

/* Trains one more network, or reads it where it is finished, and puts it into the circle. */
static onus_status train_one(material *m, const char *name, run_options o, const soft *teachers, circle *c,
			     onus_error *err)
{
	complete(m, name, &o);
	return run_train(&o, &m->corpus, m->train, m->dev, m->dev_end, m->vectors.reals, teachers, m->arena,
			 &c->all[c->n++], err);
}

/* What the circle says on average of all that is learned from. */
static onus_status ask(material *m, const circle *c, soft *ret, onus_error *err)
{
	const net *nets[20];
	const real *params[20];
	soft dev;
	char line[200];
	for (unsigned i = 0; i < c->n; i++) {
		nets[i] = &c->all[i].net;
		params[i] = c->all[i].params;
	}
	TRY(soft_predict(nets, params, c->n, &m->corpus, m->dev, m->dev_end, true, m->arena, &dev, err));
	const scores s = soft_score(&dev, &m->corpus, m->dev);
	snprintf(line, sizeof line, "%u together; dev UPOS %.2f UAS %.2f LAS %.2f entities %.2f", c->n,
		 100 * s.upos / s.words, 100 * s.uas / s.words, 100 * s.las / s.words,
		 200 * s.entity_right / (s.entity_found + s.entity_there));
	tell_line((void *)(uintptr_t) "networks", line);
	return soft_predict(nets, params, c->n, &m->corpus, 0, m->train, false, m->arena, ret, err);
}

static bool stop_after(const material *m, const char *stage)
{
	return m->o->only && strcmp(m->o->only, stage) == 0;
}

static onus_status read_card(material *m, span *ret, onus_error *err)
{
	static char bytes[65536];
	*ret = SPAN("{}");
	if (!m->o->card)
		return ONUS_OK;
	FILE *f = fopen(m->o->card, "rb");
	if (!f)
		return fail(err, ONUS_ERR_INPUT, "%s: cannot be opened: %m", SAFE(m->o->card));
	*ret = (span){bytes, fread(bytes, 1, sizeof bytes, f)};
	fclose(f);
	return ONUS_OK;
}

static onus_status export_it(material *m, const trained *t, span card, onus_error *err)
{
	const export_parts parts = {&m->corpus, m->train, m->dev, m->dev_end, &m->words, &m->vectors, &m->lists, card};
	return export_model(&t->net, t->params, &parts, m->o->output, m->arena, err);
}

static onus_status train_teachers(material *m, circle *c, onus_error *err)
{
	for (unsigned i = 0; i < m->o->teachers; i++) {
		/* every other one is deeper: an average of unlike networks errs less */
		const run_options teacher = {.sizes = sizes_of(m, m->o->teacher_hidden, i % 2 ? 3 : 2),
					     .drop = strong,
					     .rate = 2e-3,
					     .epochs = m->o->teacher_epochs,
					     .seed = i};
		TRY(train_one(m, arena_printf(m->arena, "teacher-%u", i + 1).p, teacher, NULL, c, err));
	}
	return ONUS_OK;
}

/* Teachers learn from the annotation; a small network from them; a large one from them too; and the small one goes on
 * with all of them as its teachers. */
static onus_status train_all(material *m, span card, onus_error *err)
{
	const options *o = m->o;
	const run_options student = {.sizes = sizes_of(m, o->hidden, 2),
				     .drop = weak,
				     .rate = 2e-3,
				     .epochs = o->epochs,
				     .seed = 99,
				     .soft_share = 0.7,
				     .entity_share = 0.7};
	const run_options senior = {
	    .sizes = sizes_of(m, o->senior_hidden, 2),
	    .drop = {.input = 0.2, .layer = 0.25, .recurrent = 0.15, .part = 0.25, .word = 0.25},
	    .rate = 2e-3,
	    .epochs = o->teacher_epochs,
	    .seed = 50,
	    .soft_share = 0.5,
	    .entity_share = 0.3};
	run_options final = {.sizes = sizes_of(m, o->hidden, 2),
			     .drop = weak,
			     .rate = 1e-3,
			     .epochs = o->polish_epochs,
			     .seed = 98,
			     .soft_share = 0.7,
			     .entity_share = 0.3};
	run_options finished = final;
	circle c = {.n = 0};
	trained last;
	soft said, said_by_all;
	complete(m, "final", &finished);
	if (run_finished(&finished, m->vectors.reals, m->arena, &last))
		return export_it(m, &last, card, err);
	TRY(train_teachers(m, &c, err));
	if (stop_after(m, "teachers"))
		return ONUS_OK;
	TRY(ask(m, &c, &said, err));
	TRY(train_one(m, "student", student, &said, &c, err));
	final.begin = c.all[c.n - 1].params;
	if (stop_after(m, "student"))
		return ONUS_OK;
	TRY(train_one(m, "senior", senior, &said, &c, err));
	TRY(ask(m, &c, &said_by_all, err));
	TRY(train_one(m, "final", final, &said_by_all, &c, err));
	return export_it(m, &c.all[c.n - 1], card, err);
}

static onus_status work(material *m, onus_error *err)
{
	span card;
	char line[300];
	TRY(read_card(m, &card, err));
	TRY(load(m, err));
	snprintf(line, sizeof line,
		 "%zu sentences to learn from, %zu forms, %u words, %u vectors, %zu relations, %zu tags", m->train,
		 m->corpus.forms.n, m->words.n, m->vectors.n, m->corpus.relation_names.n, m->corpus.xpos_names.n);
	tell_line((void *)(uintptr_t) "data", line);
	return train_all(m, card, err);
}

int main(int argc, char **argv)
{
	options o;
	if (!parse_options(argc, argv, &o)) {
		fputs("onus-train: an option is missing or wrong; onus-train --help\n", stderr);
		return 2;
	}
	ARENA_AUTO a = arena_new(0);
	if (!a)
		return 8;
	onus_error err;
	material m = {.o = &o, .arena = a};
	const onus_status status = work(&m, &err);
	if (status != ONUS_OK)
		fprintf(stderr, "onus-train: %s\n", err.message);
	return onus_status_exit_code(status);
}
