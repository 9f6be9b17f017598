/* SPDX-License-Identifier: Apache-2.0 */
/* From a model's file to a model: which tables there must be, their shapes, and what their numbers may be. */
#include "language/entity.h"
#include "language/model.h"

#include "base/limits.h"
#include "base/utf8.h"

#include <math.h>
#include <stdio.h>

/* Greater than any scale, bias or step can be, and so small that no sum of products with it is infinite. */
#define MOST_FLOAT 1e6f
/* A move that shall never be made may cost this. */
#define MOST_MOVE  1e9f
#define LEAST_STEP 1e-9f
/* What VPMADDUBSW can add without saturating (network.h). */
#define MOST_WEIGHT 63

static onus_status wrong(const language_model *m, const char *table, const char *what, onus_error *err)
{
	return fail(err, ONUS_ERR_INPUT, "%s: the language model is damaged: table %s %s",
		    SAFE(model_file_path(m->file)), table, what);
}

static void copy(void *to, const void *from, size_t n)
{
	if (from)
		memcpy(to, from, n);
}

/* n numbers, as one row or as one column; n = 0: any number of them. */
static onus_status list_of(const language_model *m, const char *name, model_type type, uint32_t n, model_table *ret,
			   onus_error *err)
{
	model_table t = {0};
	TRY(model_file_table(m->file, name, type, 0, 0, &t, err));
	if ((t.rows != 1 && t.columns != 1) || (n && (uint64_t)t.rows * t.columns != n))
		return wrong(m, name, "has another number of numbers than the others need", err);
	*ret = t;
	return ONUS_OK;
}

static onus_status floats_of(const language_model *m, const char *name, uint32_t n, const float **ret, onus_error *err)
{
	model_table t = {0};
	TRY(list_of(m, name, MODEL_F32, n, &t, err));
	const float *v = t.data;
	for (uint32_t i = 0; v && i < n; i++)
		if (!(fabsf(v[i]) <= MOST_FLOAT))
			return wrong(m, name, "has a number out of bounds", err);
	*ret = v;
	return ONUS_OK;
}

static onus_status read_sizes(language_model *m, onus_error *err)
{
	static const struct {
		uint32_t least, most;
	} bounds[NET_META_COUNT] = {
	    [NET_FEATURES_VERSION] = {FEATURES_VERSION, FEATURES_VERSION},
	    [NET_X] = {1, KERNEL_MOST_COLUMNS},
	    [NET_H] = {KERNEL_PANEL, MODEL_MOST_UNITS},
	    [NET_LAYERS] = {2, MODEL_LAYERS},
	    [NET_A] = {1, MODEL_MOST_SPACE},
	    [NET_L] = {1, MODEL_MOST_SPACE},
	    [NET_T] = {1, MODEL_MOST_SPACE},
	    [NET_E] = {1, MODEL_MOST_SPACE},
	    [NET_CONTEXT] = {GAZETTEER_CONTEXT, GAZETTEER_CONTEXT},
	    [NET_UPOS] = {1, MODEL_MOST_NAMES},
	    [NET_XPOS] = {1, MODEL_MOST_NAMES},
	    [NET_RELATIONS] = {1, MODEL_MOST_NAMES},
	    [NET_ROOT_RELATION] = {0, MODEL_MOST_NAMES},
	};
	model_table t = {0};
	TRY(list_of(m, "meta", MODEL_U32, NET_META_COUNT, &t, err));
	copy(m->meta, t.data, sizeof m->meta);
	for (size_t i = 0; i < NET_META_COUNT; i++)
		if (m->meta[i] < bounds[i].least || m->meta[i] > bounds[i].most)
			return i == NET_FEATURES_VERSION || i == NET_CONTEXT
				   ? fail(err, ONUS_ERR_INPUT,
					  "%s: the language model was trained for other features of words than this "
					  "program's (number %zu of its sizes is %u, not %u)",
					  SAFE(model_file_path(m->file)), i, m->meta[i], bounds[i].least)
				   : wrong(m, "meta", "has a size out of bounds", err);
	if (m->meta[NET_H] % KERNEL_PANEL || m->meta[NET_ROOT_RELATION] >= m->meta[NET_RELATIONS])
		return wrong(m, "meta", "has a size out of bounds", err);
	const float *steps = NULL;
	TRY(floats_of(m, "steps", NET_STEP_COUNT, &steps, err));
	copy(m->steps, steps, sizeof m->steps);
	for (size_t i = 0; i < NET_STEP_COUNT; i++)
		if (!(m->steps[i] >= LEAST_STEP))
			return wrong(m, "steps", "has a step that is too small", err);
	const uint32_t parts[PART_COUNT] = {m->meta[NET_A], m->meta[NET_A], m->meta[NET_L],
					    m->meta[NET_L], m->meta[NET_T], m->meta[NET_E]};
	for (size_t i = 0; i < PART_COUNT; i++) {
		m->part_at[i] = m->part_columns;
		m->part_columns += parts[i];
	}
	return ONUS_OK;
}

static onus_status check_weights(const language_model *m, const char *name, const int8_t *w, size_t n, onus_error *err)
{
	int beyond = 0;
	for (size_t i = 0; w && i < n; i++)
		beyond |= w[i] > MOST_WEIGHT || w[i] < -MOST_WEIGHT;
	return beyond ? wrong(m, name, "has a weight beyond 63", err) : ONUS_OK;
}

static onus_status read_weights(language_model *m, model_matrix which, const char *name, int32_t zero, uint32_t rows,
				uint32_t columns, const char *bias, onus_error *err)
{
	model_weights *w = &m->weights[which];
	model_table t = {0};
	char scale[MODEL_NAME_BYTES];
	(void)snprintf(scale, sizeof scale, "%s.scale", name);
	TRY(model_file_table(m->file, name, MODEL_I8, rows, columns, &t, err));
	TRY(check_weights(m, name, t.data, t.bytes, err));
	TRY(floats_of(m, scale, rows, &w->scale, err));
	if (bias)
		TRY(floats_of(m, bias, rows, &w->bias, err));
	w->w = t.data;
	w->rows = rows;
	w->columns = columns;
	w->zero = zero;
	w->there = true;
	return ONUS_OK;
}

static onus_status read_matrices(language_model *m, onus_error *err)
{
	const uint32_t x = m->meta[NET_X], h = m->meta[NET_H], a = m->meta[NET_A], l = m->meta[NET_L],
		       relations = m->meta[NET_RELATIONS];
	const struct {
		uint32_t rows, columns;
		const char *bias;
	} shapes[MODEL_MATRIX_COUNT] = {
	    [MODEL_L1_IN] = {8 * h, x, "l1.bias"},
	    [MODEL_L1_REC] = {8 * h, h, NULL},
	    [MODEL_L2_IN] = {8 * h, 2 * h, "l2.bias"},
	    [MODEL_L2_REC] = {8 * h, h, NULL},
	    [MODEL_L3_IN] = {8 * h, 2 * h, "l3.bias"},
	    [MODEL_L3_REC] = {8 * h, h, NULL},
	    [MODEL_PART] = {m->part_columns, 2 * h, "part.bias"},
	    [MODEL_ARC_U] = {a, a, NULL},
	    [MODEL_ARC_B] = {1, a, NULL},
	    [MODEL_LABEL_PRODUCT] = {relations, l, NULL},
	    [MODEL_LABEL_DEP] = {relations, l, NULL},
	    [MODEL_LABEL_HEAD] = {relations, l, "label.bias"},
	    [MODEL_UPOS] = {m->meta[NET_UPOS], m->meta[NET_T], "upos.bias"},
	    [MODEL_XPOS] = {m->meta[NET_XPOS], m->meta[NET_T], "xpos.bias"},
	    [MODEL_ENTITY] = {ENTITY_COUNT, m->meta[NET_E], "entity.bias"},
	};
#define READ_MATRIX(name, table, zero)                                                                                 \
	if (m->meta[NET_LAYERS] > 2 || (MODEL_##name != MODEL_L3_IN && MODEL_##name != MODEL_L3_REC))                  \
		TRY(read_weights(m, MODEL_##name, table, zero, shapes[MODEL_##name].rows,                              \
				 shapes[MODEL_##name].columns, shapes[MODEL_##name].bias, err));
	MODEL_MATRICES(READ_MATRIX)
#undef READ_MATRIX
	return ONUS_OK;
}

static onus_status read_input(language_model *m, onus_error *err)
{
	static const struct {
		const char *name;
		uint32_t rows;
	} tables[INPUT_TABLES] = {
	    [INPUT_WORD] = {"x.word", 0},
	    [INPUT_AFFIX + FEATURE_PREFIX2] = {"x.prefix2", FEATURE_AFFIX_ROWS},
	    [INPUT_AFFIX + FEATURE_PREFIX3] = {"x.prefix3", FEATURE_AFFIX_ROWS},
	    [INPUT_AFFIX + FEATURE_SUFFIX1] = {"x.suffix1", FEATURE_AFFIX_ROWS},
	    [INPUT_AFFIX + FEATURE_SUFFIX2] = {"x.suffix2", FEATURE_AFFIX_ROWS},
	    [INPUT_AFFIX + FEATURE_SUFFIX3] = {"x.suffix3", FEATURE_AFFIX_ROWS},
	    [INPUT_AFFIX + FEATURE_SUFFIX4] = {"x.suffix4", FEATURE_AFFIX_ROWS},
	    [INPUT_SHAPE] = {"x.shape", FEATURE_SHAPE_ROWS},
	    [INPUT_PIECE] = {"x.piece", FEATURE_PIECE_ROWS},
	};
	model_input *in = &m->input;
	uint64_t columns = 0;
	model_table t = {0};
	for (size_t i = 0; i < INPUT_TABLES; i++) {
		TRY(model_file_table(m->file, tables[i].name, MODEL_I8, tables[i].rows, 0, &t, err));
		in->table[i] = t.data;
		in->columns[i] = t.columns;
		columns += t.columns;
		if (i == INPUT_WORD)
			in->n_words = t.rows - 1;
	}
	TRY(model_file_table(m->file, "x.vector", MODEL_U8, 0, 0, &t, err));
	in->vectors = t.data;
	in->vector_bytes = t.columns;
	in->n_vectors = t.rows - 1;
	columns += 2 * (uint64_t)t.columns;
	if (columns != m->meta[NET_X])
		return wrong(m, "meta", "gives x another width than the tables x.* have", err);
	if (in->n_words) {
		TRY(list_of(m, "x.word.keys", MODEL_U32, in->n_words, &t, err));
		in->word_keys = t.data;
	}
	if (in->n_vectors) {
		TRY(list_of(m, "x.vector.keys", MODEL_U32, in->n_vectors, &t, err));
		in->vector_keys = t.data;
	}
	TRY(model_file_table(m->file, "l1.context", MODEL_I16, m->meta[NET_CONTEXT], 8 * m->meta[NET_H], &t, err));
	m->context = t.data;
	TRY(list_of(m, "root.arc", MODEL_U8, m->meta[NET_A], &t, err));
	m->root_arc = t.data;
	return ONUS_OK;
}

static onus_status read_moves(language_model *m, onus_error *err)
{
	model_table t = {0};
	TRY(model_file_table(m->file, "entity.move", MODEL_F32, ENTITY_MOVES, ENTITY_COUNT, &t, err));
	float *moves = arena_alloc(m->arena, t.bytes);
	if (!moves)
		return fail_memory(err, "opening a language model");
	copy(moves, t.data, t.bytes);
	for (size_t i = 0; i < (size_t)ENTITY_MOVES * ENTITY_COUNT; i++)
		if (!(fabsf(moves[i]) <= MOST_MOVE))
			return wrong(m, t.name, "has a number out of bounds", err);
	m->moves = moves;
	return ONUS_OK;
}

static onus_status read_gazetteer(language_model *m, onus_error *err)
{
	model_table keys = {0}, types = {0}, longest = {0};
	TRY(list_of(m, "gaz.keys", MODEL_U64, 0, &keys, err));
	const uint64_t n = (uint64_t)keys.rows * keys.columns;
	if (n > UINT32_MAX / 2)
		return wrong(m, keys.name, "is too large", err);
	TRY(list_of(m, "gaz.types", MODEL_U16, (uint32_t)n, &types, err));
	TRY(list_of(m, "gaz.longest", MODEL_U32, 1, &longest, err));
	m->gazetteer = (gazetteer){.keys = keys.data, .types = types.data, .n = (uint32_t)n};
	copy(&m->gazetteer.longest, longest.data, sizeof m->gazetteer.longest);
	return ONUS_OK;
}

/* Names end up in a table of columns: none is empty, none has white space or other control characters in it. */
static bool proper_name(span s)
{
	bool ok = s.n > 0 && utf8_check(s) == SIZE_MAX;
	for (size_t i = 0; ok && i < s.n; i++)
		ok = (unsigned char)s.p[i] > ' ' && s.p[i] != 0x7f;
	return ok;
}

static onus_status read_names(language_model *m, const char *table, uint32_t n, const char ***ret, onus_error *err)
{
	model_table t = {0};
	TRY(list_of(m, table, MODEL_TEXT, 0, &t, err));
	const char **names = arena_calloc(m->arena, n, sizeof *names);
	if (!names)
		return fail_memory(err, "opening a language model");
	span rest = {t.data, t.bytes}, name;
	uint32_t found = 0;
	while (span_next(&rest, '\n', &name)) {
		if (found == n || !proper_name(name))
			return wrong(m, table, "has not the names that it should have", err);
		names[found] = arena_string(m->arena, name);
		if (!names[found++])
			return fail_memory(err, "opening a language model");
	}
	if (found != n)
		return wrong(m, table, "has not the names that it should have", err);
	*ret = names;
	return ONUS_OK;
}

static uint8_t relation_called(const language_model *m, const char *name, uint8_t otherwise)
{
	for (uint32_t i = 0; i < m->meta[NET_RELATIONS]; i++)
		if (!strcmp(m->relation_names[i], name))
			return (uint8_t)i;
	return otherwise;
}

onus_status model_read_tables(language_model *m, onus_error *err)
{
	TRY(read_sizes(m, err));
	TRY(read_matrices(m, err));
	TRY(read_input(m, err));
	TRY(read_moves(m, err));
	TRY(read_gazetteer(m, err));
	TRY(read_names(m, "names.upos", m->meta[NET_UPOS], &m->upos_names, err));
	TRY(read_names(m, "names.xpos", m->meta[NET_XPOS], &m->xpos_names, err));
	TRY(read_names(m, "names.relation", m->meta[NET_RELATIONS], &m->relation_names, err));
	/* It does not always know the file's name. */
	const onus_status lemmas = lemma_open(m->file, &m->lemmas, err);
	if (lemmas != ONUS_OK)
		return err && !strstr(err->message, SAFE(model_file_path(m->file)))
			   ? fail_within(err, lemmas, SAFE(model_file_path(m->file)))
			   : lemmas;
	m->later_root = relation_called(m, "parataxis", relation_called(m, "dep", 0));
	model_table card = {0};
	TRY(list_of(m, "card", MODEL_TEXT, 0, &card, err));
	m->card = (span){card.data, card.bytes};
	return utf8_check(m->card) == SIZE_MAX ? ONUS_OK : wrong(m, card.name, "is no text", err);
}
