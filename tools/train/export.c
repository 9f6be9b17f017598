/* SPDX-License-Identifier: Apache-2.0 */
#include "export.h"

#include "net_work.h"

#include "base/str.h"
#include "language/entity.h"
#include "language/lemma.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MOST_WEIGHT 63
#define H_STEP      (1.0 / 127)

typedef VEC(model_table) table_vec;

typedef struct exporter {
	const net *net;
	const real *params;
	const export_parts *parts;
	arena *arena;
	table_vec tables;
	double column_step[4096]; /* of x */
	float steps[NET_STEP_COUNT];
	bool failed;
} exporter;

static size_t size_of(model_type type)
{
	switch (type) {
	case MODEL_I16:
	case MODEL_U16: return 2;
	case MODEL_U32:
	case MODEL_F32: return 4;
	case MODEL_U64: return 8;
	default: return 1;
	}
}

/* A new table; its data, to be filled in. */
static void *table(exporter *e, const char *name, model_type type, size_t rows, size_t columns)
{
	model_table *t = vec_push(&e->tables, e->arena);
	void *data = arena_calloc(e->arena, rows * columns + 64, size_of(type));
	if (!t || !data) {
		e->failed = true;
		return NULL;
	}
	*t = (model_table){.type = type,
			   .rows = (uint32_t)rows,
			   .columns = (uint32_t)columns,
			   .data = data,
			   .bytes = rows * columns * size_of(type)};
	(void)snprintf(t->name, sizeof t->name, "%s", name);
	return data;
}

static double clamp_round(double x, double least, double most)
{
	x = rint(x);
	return x < least ? least : x > most ? most : x;
}

/* Weights as bytes with a scale a row. `column_step`: what each input's unit is worth, or NULL: all `step`. */
static void weights(exporter *e, const char *name, const real *w, size_t rows, size_t columns, size_t ld,
		    const double *column_step, double step)
{
	char scale_name[64];
	(void)snprintf(scale_name, sizeof scale_name, "%s.scale", name);
	int8_t *bytes = table(e, name, MODEL_I8, rows, columns);
	float *scale = table(e, scale_name, MODEL_F32, rows, 1);
	for (size_t r = 0; r < rows && !e->failed; r++) {
		double most = 1e-12;
		for (size_t c = 0; c < columns; c++)
			most = fmax(most, fabs((double)w[r * ld + c] * (column_step ? column_step[c] : step)));
		scale[r] = (float)(most / MOST_WEIGHT);
		for (size_t c = 0; c < columns; c++)
			bytes[r * columns + c] = (int8_t)clamp_round(
			    (double)w[r * ld + c] * (column_step ? column_step[c] : step) / (double)scale[r],
			    -MOST_WEIGHT, MOST_WEIGHT);
	}
}

static void floats(exporter *e, const char *name, const real *v, size_t rows, size_t columns)
{
	float *f = table(e, name, MODEL_F32, rows, columns);
	for (size_t i = 0; i < rows * columns && !e->failed; i++)
		f[i] = (float)v[i];
}

static void layer_of(exporter *e, param p, const char *name, double step)
{
	weights(e, name, param_at(e->net, e->params, p), e->net->shape[p].rows, e->net->shape[p].columns,
		e->net->shape[p].columns, NULL, step);
}

static void floats_of(exporter *e, param p, const char *name)
{
	floats(e, name, param_at(e->net, e->params, p), e->net->shape[p].rows, e->net->shape[p].columns);
}

/* ---- x ---- */

static void embedding(exporter *e, param p, const char *name, size_t column, double most)
{
	const size_t rows = e->net->shape[p].rows, columns = e->net->shape[p].columns;
	const real *v = param_at(e->net, e->params, p);
	for (size_t i = 0; most <= 0 && i < rows * columns; i++)
		most = fmin(most, -fabs((double)v[i]));
	const double step = fabs(most) / 127;
	int8_t *bytes = table(e, name, MODEL_I8, rows, columns);
	for (size_t i = 0; i < rows * columns && !e->failed; i++)
		bytes[i] = (int8_t)clamp_round((double)v[i] / step, -127, 127);
	for (size_t i = 0; i < columns; i++)
		e->column_step[column + i] = step;
}

/* The greatest number in any form's bag of pieces: they are quantised so that no bag is cut. */
static double greatest_bag(const exporter *e)
{
	const size_t columns = e->net->size.piece;
	const real *v = param_at(e->net, e->params, P_PIECE);
	const corpus *c = e->parts->corpus;
	double most = 1e-6, bag[512];
	for (size_t f = 0; f < c->forms.n; f++) {
		const word_features *w = &c->forms.v[f].features;
		for (size_t i = 0; i < columns; i++) {
			bag[i] = 0;
			for (uint32_t k = 0; k < w->n_pieces; k++)
				bag[i] += (double)v[w->pieces[k] * columns + i];
			most = fmax(most, fabs(bag[i]) / sqrt((double)(w->n_pieces ? w->n_pieces : 1)));
		}
	}
	return most;
}

static void keys_of(exporter *e, const char *name, const uint64_t *keys, uint32_t n)
{
	uint32_t *k = table(e, name, MODEL_U32, n, 1);
	for (uint32_t i = 0; i < n && !e->failed; i++)
		k[i] = (uint32_t)(keys[i] >> 32);
}

static void input_tables(exporter *e)
{
	static const char *const affixes[] = {"x.prefix2", "x.prefix3", "x.suffix1",
					      "x.suffix2", "x.suffix3", "x.suffix4"};
	const net_sizes *z = &e->net->size;
	size_t column = 0;
	embedding(e, P_WORD, "x.word", column, 0);
	column += z->word;
	for (int i = 0; i < FEATURE_AFFIXES; column += z->affix[i], i++)
		embedding(e, (param)(P_AFFIX + i), affixes[i], column, 0);
	embedding(e, P_SHAPE, "x.shape", column, 0);
	column += z->shape;
	embedding(e, P_PIECE, "x.piece", column, greatest_bag(e));
	column += z->piece;
	const vector_table *v = e->parts->vectors;
	uint8_t *packed = table(e, "x.vector", MODEL_U8, 1 + v->n, v->columns / 2);
	for (size_t i = 0; i < ((size_t)v->n + 1) * v->columns / 2 && !e->failed; i++)
		packed[i] = (uint8_t)(v->values[2 * i] | v->values[2 * i + 1] << 4);
	for (size_t i = 0; i < v->columns; i++)
		e->column_step[column + i] = (double)VECTOR_STEP / 8;
	keys_of(e, "x.word.keys", e->parts->words->keys, e->parts->words->n);
	keys_of(e, "x.vector.keys", v->keys, v->n);
}

static void layers(exporter *e)
{
	const net *n = e->net;
	const size_t h = n->size.hidden;
	const real *in = param_at(n, e->params, P_IN);
	weights(e, "l1.in", in, 8 * h, n->x, n->x_context, e->column_step, 0);
	int16_t *context = table(e, "l1.context", MODEL_I16, n->size.context, 8 * h);
	for (size_t c = 0; c < n->size.context && !e->failed; c++)
		for (size_t r = 0; r < 8 * h; r++)
			context[c * 8 * h + r] = (int16_t)clamp_round(
			    (double)in[r * n->x_context + n->x + c] * (double)NET_FIXED, -32767, 32767);
	for (uint32_t l = 0; l < n->size.layers; l++) {
		char name[16];
		if (l > 0) {
			(void)snprintf(name, sizeof name, "l%u.in", l + 1);
			layer_of(e, (param)(P_IN + l), name, H_STEP);
		}
		(void)snprintf(name, sizeof name, "l%u.bias", l + 1);
		floats_of(e, (param)(P_BIAS + l), name);
		(void)snprintf(name, sizeof name, "l%u.rec", l + 1);
		layer_of(e, (param)(P_REC + l), name, H_STEP);
	}
	layer_of(e, P_PART, "part", H_STEP);
	floats_of(e, P_PART_BIAS, "part.bias");
}

/* ---- steps ---- */

typedef struct seen {
	float *v;
	size_t n, cap;
} seen;

static void see(seen *s, double x)
{
	if (s->n < s->cap)
		s->v[s->n++] = (float)fabs(x);
}

static int by_size(const void *a, const void *b)
{
	const float x = *(const float *)a, y = *(const float *)b;
	return x < y ? -1 : x > y;
}

/* All but one in ten thousand lie under it: the rest are cut, which costs less than coarser steps for all. */
static double most_of(seen *s)
{
	qsort(s->v, s->n, sizeof *s->v, by_size);
	return s->n ? fmax(1e-6, (double)s->v[s->n - 1 - s->n / 10000]) : 1;
}

static onus_status measure_steps(exporter *e, onus_error *err)
{
	enum { BATCH = 32, SEEN = 4000000 };
	const net *n = e->net;
	const corpus *c = e->parts->corpus;
	const size_t a = n->size.arc, l = n->size.label;
	const size_t part_end[] = {a, 2 * a, 2 * a + l, 2 * a + 2 * l, n->at_entity, n->part};
	seen all[NET_STEP_COUNT] = {0};
	for (int i = 0; i < NET_STEP_ARC; i++) {
		all[i].cap = SEEN;
		if (!(all[i].v = arena_calloc(e->arena, SEEN, sizeof *all[i].v)))
			return fail_memory(err, "measuring the network");
	}
	worker *w = worker_new(n, (size_t)BATCH * CORPUS_LONGEST);
	if (!w)
		return fail_memory(err, "measuring the network");
	for (size_t s = e->parts->calibrate; s + BATCH <= e->parts->calibrate_end; s += BATCH) {
		sample samples[BATCH];
		const sample *batch[BATCH];
		losses ignored = {0};
		for (size_t i = 0; i < BATCH; i++) {
			const sentence *one = &c->sentences.v[s + i];
			samples[i] =
			    (sample){.n = one->n, .type = c->type.v + one->first, .context = c->context.v + one->first};
			batch[i] = &samples[i];
		}
		net_run(n, e->params, c->forms.v, batch, BATCH, w, NULL, NULL, 1, &ignored);
		for (size_t r = 0; r < w->packing.rows; r++) {
			for (size_t j = 0, p = 0; j < n->part; j++) {
				p += j >= part_end[p];
				see(&all[NET_STEP_ARC_DEP + p], (double)w->parts[r * n->part + j]);
			}
			for (size_t j = 0; j < a; j++)
				see(&all[NET_STEP_ARC_Y], (double)w->y[r * a + j]);
		}
		for (size_t i = 0; i < BATCH; i++)
			for (size_t t = 0; t < samples[i].n; t++) {
				const size_t head = c->head.v[c->sentences.v[s + i].first + t], b = w->order[i];
				const real *dep = w->parts + row_at(w, b, t) * n->part + n->at_label_dep;
				const real *above =
				    head ? w->parts + row_at(w, b, head - 1) * n->part + n->at_label_dep + l
					 : w->root_label;
				for (size_t j = 0; j < l; j++)
					see(&all[NET_STEP_PRODUCT], (double)(dep[j] * above[j]));
			}
	}
	worker_free(w);
	for (int i = 0; i < NET_STEP_ARC; i++)
		e->steps[i] = (float)(most_of(&all[i]) / (i == NET_STEP_ARC_Y ? 127 : 255));
	return ONUS_OK;
}

static void root(exporter *e, param p, const char *name, double step)
{
	const size_t n = e->net->shape[p].columns;
	const real *v = param_at(e->net, e->params, p);
	uint8_t *bytes = table(e, name, MODEL_U8, 1, n);
	for (size_t i = 0; i < n && !e->failed; i++)
		bytes[i] = (uint8_t)clamp_round((double)v[i] / step, 0, 255);
}

static void heads(exporter *e)
{
	const float *s = e->steps;
	const double product = (double)s[NET_STEP_PRODUCT];
	root(e, P_ROOT_ARC, "root.arc", (double)s[NET_STEP_ARC_HEAD]);
	root(e, P_ROOT_LABEL, "root.label", (double)s[NET_STEP_LABEL_HEAD]);
	layer_of(e, P_ARC_U, "arc.u", (double)s[NET_STEP_ARC_HEAD]);
	layer_of(e, P_ARC_B, "arc.b", (double)s[NET_STEP_ARC_HEAD]);
	layer_of(e, P_LABEL_PRODUCT, "label.product", product);
	layer_of(e, P_LABEL_DEP, "label.dep", (double)s[NET_STEP_LABEL_DEP]);
	layer_of(e, P_LABEL_HEAD, "label.head", (double)s[NET_STEP_LABEL_HEAD]);
	floats_of(e, P_LABEL_BIAS, "label.bias");
	layer_of(e, P_UPOS, "upos", (double)s[NET_STEP_TAG]);
	floats_of(e, P_UPOS_BIAS, "upos.bias");
	layer_of(e, P_XPOS, "xpos", (double)s[NET_STEP_TAG]);
	floats_of(e, P_XPOS_BIAS, "xpos.bias");
	layer_of(e, P_ENTITY, "entity", (double)s[NET_STEP_ENTITY]);
	floats_of(e, P_ENTITY_BIAS, "entity.bias");
	floats_of(e, P_ENTITY_MOVE, "entity.move");
	float *steps = table(e, "steps", MODEL_F32, 1, NET_STEP_COUNT);
	if (e->failed)
		return;
	memcpy(steps, s, sizeof e->steps);
	steps[NET_STEP_PRODUCT] = (float)((double)s[NET_STEP_LABEL_DEP] * (double)s[NET_STEP_LABEL_HEAD] / product);
	steps[NET_STEP_ARC] = (float)((double)s[NET_STEP_ARC_DEP] * (double)s[NET_STEP_ARC_Y]);
}

/* ---- the rest ---- */

static void text(exporter *e, const char *name, span bytes)
{
	char *to = table(e, name, MODEL_TEXT, 1, bytes.n);
	if (!e->failed && bytes.n)
		memcpy(to, bytes.p, bytes.n);
}

static void names(exporter *e, const char *name, const span_vec *list)
{
	STR_AUTO all = str_make(65536);
	for (size_t i = 0; i < list->n; i++) {
		str_add(&all, list->v[i]);
		str_addc(&all, '\n');
	}
	text(e, name, str_span(&all));
}

static uint32_t number_in(const span_vec *list, const char *name)
{
	for (size_t i = 0; i < list->n; i++)
		if (span_is(list->v[i], name))
			return (uint32_t)i;
	return 0;
}

static onus_status lemmas(exporter *e, onus_error *err)
{
	const corpus *c = e->parts->corpus;
	model_table tables[LEMMA_TABLES];
	size_t n = 0;
	lemma_sample *samples = arena_calloc(e->arena, c->type.n, sizeof *samples);
	if (!samples)
		return fail_memory(err, "learning lemmas");
	for (size_t s = 0; s < e->parts->train; s++) {
		const sentence *one = &c->sentences.v[s];
		for (uint32_t i = 0; i < one->n && one->tree; i++) {
			const size_t at = one->first + i;
			const span lemma = c->lemmas.v[c->lemma.v[at]], word = c->form_texts.v[c->type.v[at]];
			if (lemma.n && (!span_is(lemma, "_") || span_is(word, "_")))
				samples[n++] = (lemma_sample){word, lemma, c->upos.v[at], c->xpos.v[at]};
		}
	}
	TRY(lemma_learn(samples, n, (uint8_t)number_in(&c->upos_names, "PROPN"), e->arena, tables, err));
	for (size_t i = 0; i < LEMMA_TABLES; i++) {
		model_table *t = vec_push(&e->tables, e->arena);
		if (!t)
			return fail_memory(err, "learning lemmas");
		*t = tables[i];
	}
	return ONUS_OK;
}

static void lists(exporter *e)
{
	const gazetteer *g = e->parts->lists;
	uint64_t *keys = table(e, "gaz.keys", MODEL_U64, g->n, 1);
	uint16_t *types = table(e, "gaz.types", MODEL_U16, g->n, 1);
	uint32_t *longest = table(e, "gaz.longest", MODEL_U32, 1, 1);
	if (e->failed)
		return;
	memcpy(keys, g->keys, g->n * sizeof *keys);
	memcpy(types, g->types, g->n * sizeof *types);
	*longest = g->longest;
}

static void meta(exporter *e)
{
	const net_sizes *z = &e->net->size;
	const uint32_t numbers[NET_META_COUNT] = {
	    [NET_FEATURES_VERSION] = FEATURES_VERSION,
	    [NET_X] = e->net->x,
	    [NET_H] = z->hidden,
	    [NET_LAYERS] = z->layers,
	    [NET_A] = z->arc,
	    [NET_L] = z->label,
	    [NET_T] = z->tag,
	    [NET_E] = z->entity,
	    [NET_CONTEXT] = z->context,
	    [NET_UPOS] = z->upos,
	    [NET_XPOS] = z->xpos,
	    [NET_RELATIONS] = z->relations,
	    [NET_ROOT_RELATION] = number_in(&e->parts->corpus->relation_names, "root"),
	};
	uint32_t *to = table(e, "meta", MODEL_U32, 1, NET_META_COUNT);
	if (!e->failed)
		memcpy(to, numbers, sizeof numbers);
}

onus_status export_model(const net *n, const real *params, const export_parts *parts, const char *path, arena *a,
			 onus_error *err)
{
	exporter *e = arena_alloc(a, sizeof *e);
	if (!e || n->x_context > sizeof e->column_step / sizeof *e->column_step)
		return fail_memory(err, "writing the model");
	*e = (exporter){.net = n, .params = params, .parts = parts, .arena = a};
	TRY(measure_steps(e, err));
	meta(e);
	text(e, "card", parts->card);
	names(e, "names.upos", &parts->corpus->upos_names);
	names(e, "names.xpos", &parts->corpus->xpos_names);
	names(e, "names.relation", &parts->corpus->relation_names);
	input_tables(e);
	layers(e);
	heads(e);
	lists(e);
	TRY(lemmas(e, err));
	if (e->failed)
		return fail_memory(err, "writing the model");
	return model_file_write(path, e->tables.v, e->tables.n, err);
}
