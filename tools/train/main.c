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
    "  --teachers N      networks whose average the small one learns from (default 4; 0: none)\n"
    "  --teacher-hidden N, --teacher-epochs N    (default 224, 14)\n"
    "  --hidden N, --epochs N                    the small network's (default 176, 40)\n"
    "  --soft-share X    how much the teachers count beside the annotation (default 0.7)\n"
    "  --words N         word vectors kept in the model (default 50000)\n"
    "  --seed N          (default 1)\n"
    "  --only STAGE      stop after: teachers, soft, student\n"
    "  --card FILE       JSON to put into the model as its card\n";

typedef struct options {
	const char *data, *vectors, *lists, *work, *output, *only, *card;
	unsigned teachers, teacher_hidden, teacher_epochs, hidden, epochs, words, layers;
	uint64_t seed;
	double soft_share;
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
		SHARE,
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
					      {"soft-share", 1, NULL, SHARE},
					      {"words", 1, NULL, WORDS},
					      {"seed", 1, NULL, SEED},
					      {"only", 1, NULL, ONLY},
					      {"card", 1, NULL, CARD},
					      {"help", 0, NULL, HELP},
					      {NULL, 0, NULL, 0}};
	*o = (options){.teachers = 4,
		       .teacher_hidden = 224,
		       .teacher_epochs = 14,
		       .hidden = 176,
		       .epochs = 40,
		       .words = 50000,
		       .seed = 1,
		       .soft_share = 0.7};
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
		case SHARE: o->soft_share = strtod(optarg, NULL); break;
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
	       o->hidden % 16 == 0 && o->hidden && o->epochs && o->teacher_epochs && o->words;
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

static onus_status train_teachers(material *m, trained *ret, onus_error *err)
{
	for (unsigned i = 0; i < m->o->teachers; i++) {
		const char *name = arena_printf(m->arena, "teacher %u", i + 1).p;
		const run_options o = {
		    /* every other one is deeper: an average of unlike networks errs less */
		    .sizes = sizes_of(m, m->o->teacher_hidden, i % 2 ? 3 : 2),
		    .drop = {.input = 0.25, .layer = 0.33, .recurrent = 0.2, .part = 0.33, .word = 0.25},
		    .rate = 2e-3,
		    .epochs = m->o->teacher_epochs,
		    .seed = m->o->seed * 100 + i,
		    .batch = 400,
		    .path = arena_printf(m->arena, "%s/teacher-%u.net", m->o->work, i + 1).p,
		    .tell = tell_line,
		    .ctx = (void *)(uintptr_t)name};
		TRY(run_train(&o, &m->corpus, m->train, m->dev, m->dev_end, m->vectors.reals, NULL, m->arena, &ret[i],
			      err));
	}
	return ONUS_OK;
}

static onus_status ask_teachers(material *m, const trained *teachers, soft *ret, onus_error *err)
{
	const net *nets[16];
	const real *params[16];
	soft dev;
	char line[200];
	for (unsigned i = 0; i < m->o->teachers; i++) {
		nets[i] = &teachers[i].net;
		params[i] = teachers[i].params;
	}
	TRY(soft_predict(nets, params, m->o->teachers, &m->corpus, m->dev, m->dev_end, true, m->arena, &dev, err));
	const scores s = soft_score(&dev, &m->corpus, m->dev);
	snprintf(line, sizeof line, "dev UPOS %.2f UAS %.2f LAS %.2f entities %.2f", 100 * s.upos / s.words,
		 100 * s.uas / s.words, 100 * s.las / s.words,
		 200 * s.entity_right / (s.entity_found + s.entity_there));
	tell_line((void *)(uintptr_t) "all teachers", line);
	return soft_predict(nets, params, m->o->teachers, &m->corpus, 0, m->train, false, m->arena, ret, err);
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

static onus_status train_all(material *m, onus_error *err)
{
	trained teachers[16], student;
	soft said;
	span card;
	TRY(read_card(m, &card, err));
	TRY(load(m, err));
	char line[300];
	snprintf(line, sizeof line,
		 "%zu sentences to learn from, %zu forms, %u words, %u vectors, %zu relations, %zu tags", m->train,
		 m->corpus.forms.n, m->words.n, m->vectors.n, m->corpus.relation_names.n, m->corpus.xpos_names.n);
	tell_line((void *)(uintptr_t) "data", line);
	TRY(train_teachers(m, teachers, err));
	if (m->o->only && strcmp(m->o->only, "teachers") == 0)
		return ONUS_OK;
	if (m->o->teachers)
		TRY(ask_teachers(m, teachers, &said, err));
	if (m->o->only && strcmp(m->o->only, "soft") == 0)
		return ONUS_OK;
	const run_options o = {.sizes = sizes_of(m, m->o->hidden, 2),
			       .drop = {.input = 0.15, .layer = 0.2, .recurrent = 0.1, .part = 0.2, .word = 0.25},
			       .rate = 2e-3,
			       .epochs = m->o->epochs,
			       .seed = m->o->seed * 100 + 99,
			       .soft_share = m->o->soft_share,
			       .batch = 400,
			       .path = path_in(m, m->o->work, "student.net"),
			       .tell = tell_line,
			       .ctx = (void *)(uintptr_t) "student"};
	TRY(run_train(&o, &m->corpus, m->train, m->dev, m->dev_end, m->vectors.reals, m->o->teachers ? &said : NULL,
		      m->arena, &student, err));
	if (m->o->only && strcmp(m->o->only, "student") == 0)
		return ONUS_OK;
	const export_parts parts = {&m->corpus, m->train, m->dev, m->dev_end, &m->words, &m->vectors, &m->lists, card};
	return export_model(&student.net, student.params, &parts, m->o->output, m->arena, err);
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
	const onus_status status = train_all(&m, &err);
	if (status != ONUS_OK)
		fprintf(stderr, "onus-train: %s\n", err.message);
	return onus_status_exit_code(status);
}
