/* SPDX-License-Identifier: Apache-2.0 */
#include "language_case.h"

#include "base/str.h"
#include "language/entity.h"
#include "language/features.h"
#include "language/gazetteer.h"
#include "language/lemma.h"
#include "language/network.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { UPOS = 17 };

language_case_sizes language_case_small(void)
{
	return (language_case_sizes){16, 2, 12, 10, 9, 8, 7, 3, 2, 5, 3, 19, 23};
}

language_case_sizes language_case_full(uint32_t h)
{
	return (language_case_sizes){h, 2, 160, 128, 96, 64, 48, 16, 16, 48, 50, 50, 52};
}

uint32_t language_case_dice(language_case *c, uint32_t most)
{
	c->seed = c->seed * 6364136223846793005u + 1442695040888963407u;
	return (uint32_t)((c->seed >> 33) % most);
}

/* Between -1 and 1. */
static float coin(language_case *c)
{
	return (float)language_case_dice(c, 2001) * 1e-3f - 1.0f;
}

static void *add(language_case *c, const char *name, model_type type, size_t size, uint32_t rows, uint32_t columns)
{
	void *data = arena_calloc(c->arena, (size_t)rows * columns, size);
	if (!data || c->n_tables == LANGUAGE_CASE_TABLES)
		return NULL;
	model_table *t = &c->tables[c->n_tables++];
	*t = (model_table){
	    .type = type, .rows = rows, .columns = columns, .data = data, .bytes = (size_t)rows * columns * size};
	(void)snprintf(t->name, sizeof t->name, "%s", name);
	return data;
}

static bool add_bytes(language_case *c, const char *name, uint32_t rows, uint32_t columns, uint32_t most)
{
	int8_t *v = add(c, name, MODEL_I8, 1, rows, columns);
	for (size_t i = 0; v && i < (size_t)rows * columns; i++)
		v[i] = (int8_t)((int32_t)language_case_dice(c, 2 * most + 1) - (int32_t)most);
	return v;
}

static bool add_unsigned(language_case *c, const char *name, uint32_t rows, uint32_t columns)
{
	uint8_t *v = add(c, name, MODEL_U8, 1, rows, columns);
	for (size_t i = 0; v && i < (size_t)rows * columns; i++)
		v[i] = (uint8_t)language_case_dice(c, 256);
	return v;
}

static bool add_floats(language_case *c, const char *name, uint32_t rows, uint32_t columns, float least, float most)
{
	float *v = add(c, name, MODEL_F32, sizeof *v, rows, columns);
	for (size_t i = 0; v && i < (size_t)rows * columns; i++)
		v[i] = least + (most - least) * 0.5f * (coin(c) + 1);
	return v;
}

/* A matrix whose rows' values are about as large as `spread` for inputs of some 60. */
static bool add_matrix(language_case *c, const char *name, uint32_t rows, uint32_t columns, float spread,
		       const char *bias)
{
	char scale[MODEL_NAME_BYTES];
	const float about = spread / (60.0f * 36.0f * sqrtf((float)columns));
	(void)snprintf(scale, sizeof scale, "%s.scale", name);
	return add_bytes(c, name, rows, columns, 63) && add_floats(c, scale, rows, 1, about * 0.5f, about * 1.5f) &&
	       (!bias || add_floats(c, bias, rows, 1, -0.3f, 0.3f));
}

static bool add_text(language_case *c, const char *name, const char *text)
{
	const size_t n = strlen(text);
	char *v = add(c, name, MODEL_TEXT, 1, (uint32_t)n, 1);
	if (v)
		memcpy(v, text, n);
	return v;
}

static bool add_names(language_case *c, const char *name, const char *prefix, uint32_t n)
{
	STR_AUTO text = str_make(1 << 16);
	for (uint32_t i = 0; i < n; i++)
		str_addf(&text, "%s%u\n", prefix, i);
	return !text.failed && add_text(c, name, str_c(&text));
}

static void make_words(language_case *c)
{
	static const char *const marks[] = {",", ".", "and", ";", "Don't", "co-operate", "Übermensch", "北京"};
	for (size_t i = 0; i < LANGUAGE_CASE_WORDS; i++) {
		char *w = c->words[i];
		if (i < sizeof marks / sizeof *marks) {
			(void)snprintf(w, sizeof c->words[i], "%s", marks[i]);
			continue;
		}
		const uint32_t n = 1 + language_case_dice(c, 12);
		for (uint32_t k = 0; k < n; k++)
			w[k] = (char)((k == 0 && i % 5 == 0 ? 'A' : 'a') + (char)language_case_dice(c, 26));
		w[n] = '\0';
	}
}

static int by_number(const void *a, const void *b)
{
	const uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
	return (x > y) - (x < y);
}

/* Keys of every `every`th word of the first half. Returns how many. */
static uint32_t add_keys(language_case *c, const char *name, uint32_t every)
{
	uint32_t keys[LANGUAGE_CASE_WORDS], n = 0, kept = 0;
	for (uint32_t i = 0; i < LANGUAGE_CASE_WORDS / 2; i += every) {
		word_features f;
		features_of(span_of(c->words[i]), &f);
		keys[n++] = (uint32_t)(f.word >> 32);
	}
	qsort(keys, n, sizeof *keys, by_number);
	for (uint32_t i = 0; i < n; i++)
		if (!kept || keys[kept - 1] != keys[i])
			keys[kept++] = keys[i];
	uint32_t *v = add(c, name, MODEL_U32, sizeof *v, kept, 1);
	if (v)
		memcpy(v, keys, kept * sizeof *v);
	return v ? kept : 0;
}

static bool add_input(language_case *c)
{
	static const char *const affixes[FEATURE_AFFIXES] = {"x.prefix2", "x.prefix3", "x.suffix1",
							     "x.suffix2", "x.suffix3", "x.suffix4"};
	const language_case_sizes *s = &c->sizes;
	const uint32_t words = add_keys(c, "x.word.keys", 1), vectors = add_keys(c, "x.vector.keys", 2);
	bool ok = words && vectors && add_bytes(c, "x.word", 1 + words, s->word, 127);
	for (size_t i = 0; i < FEATURE_AFFIXES; i++)
		ok = ok && add_bytes(c, affixes[i], FEATURE_AFFIX_ROWS, s->affix, 127);
	return ok && add_bytes(c, "x.shape", FEATURE_SHAPE_ROWS, s->shape, 127) &&
	       add_bytes(c, "x.piece", FEATURE_PIECE_ROWS, s->piece, 127) &&
	       add_unsigned(c, "x.vector", 1 + vectors, s->vector);
}

static bool add_context(language_case *c)
{
	const size_t n = (size_t)8 * c->sizes.h * GAZETTEER_CONTEXT;
	int16_t *v = add(c, "l1.context", MODEL_I16, sizeof *v, GAZETTEER_CONTEXT, 8 * c->sizes.h);
	for (size_t i = 0; v && i < n; i++)
		v[i] = (int16_t)((int32_t)language_case_dice(c, 401) - 200);
	return v;
}

static bool add_network(language_case *c)
{
	const language_case_sizes *s = &c->sizes;
	const uint32_t x = s->word + FEATURE_AFFIXES * s->affix + s->shape + s->piece + 2 * s->vector;
	const uint32_t parts = 2 * s->a + 2 * s->l + s->t + s->e;
	const uint32_t numbers[NET_META_COUNT] = {
	    FEATURES_VERSION,  x,    s->h,    s->layers,    s->a, s->l, s->t, s->e,
	    GAZETTEER_CONTEXT, UPOS, s->xpos, s->relations, 1};
	uint32_t *meta = add(c, "meta", MODEL_U32, sizeof *meta, NET_META_COUNT, 1);
	float *steps = add(c, "steps", MODEL_F32, sizeof *steps, NET_STEP_COUNT, 1);
	if (!meta || !steps)
		return false;
	memcpy(meta, numbers, sizeof numbers);
	for (size_t i = 0; i < NET_STEP_PRODUCT; i++)
		steps[i] = 0.01f + 0.001f * (float)i;
	steps[NET_STEP_PRODUCT] = 1.0f / 200;
	steps[NET_STEP_ARC] = 1.0f / (4000.0f * sqrtf((float)s->a));
	bool ok = add_context(c) && add_matrix(c, "l1.in", 8 * s->h, x, 1.0f, "l1.bias") &&
		  add_matrix(c, "l1.rec", 8 * s->h, s->h, 1.0f, NULL) &&
		  add_matrix(c, "l2.in", 8 * s->h, 2 * s->h, 1.5f, "l2.bias") &&
		  add_matrix(c, "l2.rec", 8 * s->h, s->h, 1.0f, NULL);
	if (s->layers > 2)
		ok = ok && add_matrix(c, "l3.in", 8 * s->h, 2 * s->h, 1.5f, "l3.bias") &&
		     add_matrix(c, "l3.rec", 8 * s->h, s->h, 1.0f, NULL);
	return ok && add_matrix(c, "part", parts, 2 * s->h, 1.5f, "part.bias") &&
	       add_unsigned(c, "root.arc", s->a, 1) && add_unsigned(c, "root.label", s->l, 1) &&
	       add_matrix(c, "arc.u", s->a, s->a, 1.0f, NULL) && add_matrix(c, "arc.b", 1, s->a, 1.0f, NULL) &&
	       add_matrix(c, "label.product", s->relations, s->l, 1.0f, NULL) &&
	       add_matrix(c, "label.dep", s->relations, s->l, 1.0f, NULL) &&
	       add_matrix(c, "label.head", s->relations, s->l, 1.0f, "label.bias") &&
	       add_matrix(c, "upos", UPOS, s->t, 2.0f, "upos.bias") &&
	       add_matrix(c, "xpos", s->xpos, s->t, 2.0f, "xpos.bias") &&
	       add_matrix(c, "entity", ENTITY_COUNT, s->e, 2.0f, "entity.bias") &&
	       add_floats(c, "entity.move", ENTITY_MOVES, ENTITY_COUNT, -1.0f, 1.0f);
}

static onus_status add_gazetteer(language_case *c, const char *folder, onus_error *err)
{
	gazetteer g = {0};
	STR_AUTO path = str_make(1 << 12);
	str_addf(&path, "%s/names.txt", folder);
	FILE *f = fopen(str_c(&path), "w");
	if (!f)
		return fail(err, ONUS_ERR_OUTPUT, "%s cannot be written", str_c(&path));
	(void)fprintf(f, "# type: country\n");
	for (size_t i = 10; i < LANGUAGE_CASE_WORDS / 2; i += 5)
		(void)fprintf(f, "%s\n%s %s\n", c->words[i], c->words[i], c->words[i + 1]);
	(void)fclose(f);
	const char *const paths[] = {str_c(&path)};
	onus_status status = gazetteer_compile(paths, 1, c->arena, &g, err);
	(void)unlink(str_c(&path));
	if (status != ONUS_OK)
		return status;
	uint64_t *keys = add(c, "gaz.keys", MODEL_U64, sizeof *keys, g.n, 1);
	uint16_t *types = add(c, "gaz.types", MODEL_U16, sizeof *types, g.n, 1);
	uint32_t *longest = add(c, "gaz.longest", MODEL_U32, sizeof *longest, 1, 1);
	if (!keys || !types || !longest)
		return fail_memory(err, "making a model");
	memcpy(keys, g.keys, g.n * sizeof *keys);
	memcpy(types, g.types, g.n * sizeof *types);
	*longest = g.longest;
	return ONUS_OK;
}

static onus_status add_lemmas(language_case *c, onus_error *err)
{
	static const lemma_sample samples[] = {
	    {SPAN("words"), SPAN("word"), 3, 1},  {SPAN("trees"), SPAN("tree"), 3, 1},
	    {SPAN("went"), SPAN("go"), 4, 2},     {SPAN("walked"), SPAN("walk"), 4, 2},
	    {SPAN("talked"), SPAN("talk"), 4, 2}, {SPAN("mice"), SPAN("mouse"), 3, 1},
	};
	model_table tables[LEMMA_TABLES];
	TRY(lemma_learn(samples, sizeof samples / sizeof *samples, 5, c->arena, tables, err));
	for (size_t i = 0; i < LEMMA_TABLES; i++)
		c->tables[c->n_tables++] = tables[i];
	return ONUS_OK;
}

onus_status language_case_make(language_case *c, const language_case_sizes *sizes, uint64_t seed, const char *folder,
			       onus_error *err)
{
	*c = (language_case){.arena = arena_new(0), .sizes = *sizes, .seed = seed};
	if (!c->arena)
		return fail_memory(err, "making a model");
	make_words(c);
	if (!add_input(c) || !add_network(c) || !add_names(c, "names.upos", "U", UPOS) ||
	    !add_names(c, "names.xpos", "X", sizes->xpos) || !add_names(c, "names.relation", "r", sizes->relations) ||
	    !add_text(c, "card", "{\"name\":\"random\"}"))
		return fail_memory(err, "making a model");
	TRY(add_gazetteer(c, folder, err));
	return add_lemmas(c, err);
}

void language_case_close(language_case *c)
{
	arena_free(c->arena);
	c->arena = NULL;
}

model_table *language_case_table(language_case *c, const char *name)
{
	for (size_t i = 0; i < c->n_tables; i++)
		if (!strcmp(c->tables[i].name, name))
			return &c->tables[i];
	return NULL;
}

language_sentence language_case_sentence(language_case *c, uint32_t n, arena *a)
{
	language_sentence s = {.words = arena_calloc(a, n ? n : 1, sizeof *s.words), .n = n};
	if (!s.words)
		return (language_sentence){0};
	for (uint32_t i = 0; i < n; i++) {
		/* Low numbers often, high ones now and then; and words that were never seen. */
		const uint32_t most = 1 + language_case_dice(c, LANGUAGE_CASE_WORDS);
		s.words[i].form = span_of(c->words[language_case_dice(c, most)]);
		if (language_case_dice(c, 10) == 0)
			s.words[i].form = arena_printf(a, "%s%u", c->words[language_case_dice(c, LANGUAGE_CASE_WORDS)],
						       language_case_dice(c, 100000));
	}
	return s;
}
