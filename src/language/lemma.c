/* SPDX-License-Identifier: Apache-2.0 */
#include "language/lemma_form.h"

#include "base/utf8.h"
#include "language/features.h"

static const struct {
	const char *name;
	model_type type;
} shapes[LEMMA_TABLES] = {
    [LEMMA_TABLE_META] = {"lemma.meta", MODEL_U32},
    [LEMMA_TABLE_WORD_KEYS] = {"lemma.word.keys", MODEL_U32},
    [LEMMA_TABLE_WORD_AT] = {"lemma.word.at", MODEL_U32},
    [LEMMA_TABLE_WORD_TEXT] = {"lemma.word.text", MODEL_TEXT},
    [LEMMA_TABLE_RULE_KEYS] = {"lemma.rule.keys", MODEL_U32},
    [LEMMA_TABLE_RULE_EDIT] = {"lemma.rule.edit", MODEL_U16},
    [LEMMA_TABLE_EDIT_CUT] = {"lemma.edit.cut", MODEL_U8},
    [LEMMA_TABLE_EDIT_AT] = {"lemma.edit.at", MODEL_U32},
    [LEMMA_TABLE_EDIT_TEXT] = {"lemma.edit.text", MODEL_TEXT},
};

/* ---- opening ---- */

static onus_status damaged(unsigned table, const char *what, onus_error *err)
{
	return fail(err, ONUS_ERR_INPUT, "the language model is damaged: table %s %s", shapes[table].name, what);
}

static onus_status check_keys(const model_table *t, unsigned table, onus_error *err)
{
	const uint32_t *keys = t->data;
	for (uint32_t i = 1; i < t->rows; i++) {
		if (keys[i] <= keys[i - 1])
			return damaged(table, "is not in order", err);
	}
	return ONUS_OK;
}

/* Pieces of at most `longest` bytes, each of whole characters that a line may hold. */
static onus_status check_pieces(const model_table *at_table, const model_table *text_table, unsigned table,
				size_t longest, onus_error *err)
{
	const uint32_t *at = at_table->data;
	span text = {text_table->data, text_table->bytes};
	if (utf8_check(text) != SIZE_MAX)
		return damaged(table + 1, "is not UTF-8", err);
	for (size_t i = 0; i + 1 < text.n; i++) {
		if ((unsigned char)text.p[i] < ' ')
			return damaged(table + 1, "holds a control character", err);
	}
	if (at[0] != 0)
		return damaged(table, "does not begin at 0", err);
	for (uint32_t i = 1; i < at_table->rows; i++) {
		if (at[i] < at[i - 1] || at[i] >= text.n || at[i] - at[i - 1] > longest)
			return damaged(table, "leaves its text", err);
		if (((unsigned char)text.p[at[i]] & 0xC0) == 0x80)
			return damaged(table, "cuts a character in two", err);
	}
	return ONUS_OK;
}

static onus_status check_shapes(const model_table t[LEMMA_TABLES], onus_error *err)
{
	for (unsigned i = 0; i < LEMMA_TABLES; i++) {
		bool is_text = shapes[i].type == MODEL_TEXT;
		if (t[i].type != (uint32_t)shapes[i].type || t[i].rows == 0 || (!is_text && t[i].columns != 1) ||
		    !t[i].data)
			return damaged(i, "is of another type or shape", err);
	}
	uint32_t words = t[LEMMA_TABLE_WORD_KEYS].rows, rules = t[LEMMA_TABLE_RULE_KEYS].rows;
	uint32_t edits = t[LEMMA_TABLE_EDIT_CUT].rows;
	if (t[LEMMA_TABLE_META].rows != LEMMA_META_COUNT)
		return damaged(LEMMA_TABLE_META, "has another number of rows", err);
	if (t[LEMMA_TABLE_WORD_AT].rows != (uint64_t)words + 1)
		return damaged(LEMMA_TABLE_WORD_AT, "has another number of rows than its keys need", err);
	if (t[LEMMA_TABLE_RULE_EDIT].rows != rules)
		return damaged(LEMMA_TABLE_RULE_EDIT, "has another number of rows than its keys need", err);
	if (t[LEMMA_TABLE_EDIT_AT].rows != (uint64_t)edits + 1)
		return damaged(LEMMA_TABLE_EDIT_AT, "has another number of rows than its edits need", err);
	return ONUS_OK;
}

onus_status lemma_view(const model_table t[LEMMA_TABLES], lemma_table *ret_table, onus_error *err)
{
	TRY(check_shapes(t, err));
	const uint32_t *meta = t[LEMMA_TABLE_META].data;
	if (meta[LEMMA_META_VERSION] != LEMMA_VERSION)
		return fail(err, ONUS_ERR_INPUT, "the language model's lemmas are of version %u; this program reads %u",
			    meta[LEMMA_META_VERSION], LEMMA_VERSION);
	if (meta[LEMMA_META_PROPN] > LEMMA_NO_TAG)
		return damaged(LEMMA_TABLE_META, "names a tag that is none", err);
	TRY(check_keys(&t[LEMMA_TABLE_WORD_KEYS], LEMMA_TABLE_WORD_KEYS, err));
	TRY(check_keys(&t[LEMMA_TABLE_RULE_KEYS], LEMMA_TABLE_RULE_KEYS, err));
	TRY(check_pieces(&t[LEMMA_TABLE_WORD_AT], &t[LEMMA_TABLE_WORD_TEXT], LEMMA_TABLE_WORD_AT, SIZE_MAX, err));
	TRY(check_pieces(&t[LEMMA_TABLE_EDIT_AT], &t[LEMMA_TABLE_EDIT_TEXT], LEMMA_TABLE_EDIT_AT, LEMMA_ADD_BYTES,
			 err));
	const uint16_t *edit = t[LEMMA_TABLE_RULE_EDIT].data;
	for (uint32_t i = 0; i < t[LEMMA_TABLE_RULE_EDIT].rows; i++) {
		if (edit[i] >= t[LEMMA_TABLE_EDIT_CUT].rows)
			return damaged(LEMMA_TABLE_RULE_EDIT, "names an edit that there is not", err);
	}
	*ret_table = (lemma_table){
	    .propn = meta[LEMMA_META_PROPN],
	    .word_keys = t[LEMMA_TABLE_WORD_KEYS].data,
	    .word_at = t[LEMMA_TABLE_WORD_AT].data,
	    .word_text = t[LEMMA_TABLE_WORD_TEXT].data,
	    .rule_keys = t[LEMMA_TABLE_RULE_KEYS].data,
	    .rule_edit = edit,
	    .edit_cut = t[LEMMA_TABLE_EDIT_CUT].data,
	    .edit_at = t[LEMMA_TABLE_EDIT_AT].data,
	    .edit_text = t[LEMMA_TABLE_EDIT_TEXT].data,
	    .n_words = t[LEMMA_TABLE_WORD_KEYS].rows,
	    .n_rules = t[LEMMA_TABLE_RULE_KEYS].rows,
	    .n_edits = t[LEMMA_TABLE_EDIT_CUT].rows,
	};
	return ONUS_OK;
}

onus_status lemma_open(const model_file *f, lemma_table *ret_table, onus_error *err)
{
	model_table t[LEMMA_TABLES];
	for (unsigned i = 0; i < LEMMA_TABLES; i++)
		TRY(model_file_table(f, shapes[i].name, shapes[i].type, 0, 0, &t[i], err));
	return lemma_view(t, ret_table, err);
}

void *lemma_table_new(unsigned table, uint32_t n, arena *a, model_table ret_tables[LEMMA_TABLES])
{
	static const uint8_t sizes[] = {[MODEL_U8] = 1, [MODEL_U16] = 2, [MODEL_U32] = 4, [MODEL_TEXT] = 1};
	size_t size = sizes[shapes[table].type];
	void *data = arena_calloc(a, n, size);
	ret_tables[table] = (model_table){
	    .type = (uint32_t)shapes[table].type, .rows = n, .columns = 1, .data = data, .bytes = n * size};
	memcpy(ret_tables[table].name, shapes[table].name, strlen(shapes[table].name));
	return data;
}

/* ---- looking up ---- */

static bool known_word(const lemma_table *t, const lemma_form *f, unsigned upos, unsigned xpos, span *ret_lemma)
{
	uint32_t row = feature_row(lemma_word_hash(f, upos, xpos, t->propn), t->word_keys, t->n_words);
	if (row == 0 || t->word_at[row] == t->word_at[row - 1])
		return false;
	*ret_lemma = (span){t->word_text + t->word_at[row - 1], t->word_at[row] - t->word_at[row - 1]};
	return true;
}

/* The number of the edit of the longest end that has one. */
static bool rule_of(const lemma_table *t, const lemma_form *f, unsigned upos, unsigned xpos, uint16_t *ret_edit)
{
	for (size_t n = lemma_longest_end(f) + 1; n-- > 0;) {
		uint32_t row = feature_row(lemma_rule_hash(f, upos, xpos, n), t->rule_keys, t->n_rules);
		if (row > 0) {
			*ret_edit = t->rule_edit[row - 1];
			return true;
		}
	}
	return false;
}

static span edited(const lemma_table *t, const lemma_form *f, unsigned upos, uint16_t edit, char *buffer)
{
	uint8_t cut = t->edit_cut[edit];
	span add = {t->edit_text + t->edit_at[edit], t->edit_at[edit + 1] - t->edit_at[edit]};
	span lemma;
	if (lemma_edit(lemma_in_case(f, cut >> 6, buffer), cut & 63u, add, buffer, &lemma))
		return lemma;
	return lemma_in_case(f, upos == t->propn ? LEMMA_KEEP : LEMMA_LOWER, buffer);
}

span lemma_of(const lemma_table *t, span form, uint8_t upos, uint8_t xpos, arena *a)
{
	lemma_form f;
	if (form.n == 0 || form.n > LEMMA_MAX_BYTES)
		return form;
	if (!lemma_form_make(form, &f))
		return (span){NULL, 0};
	span lemma;
	if (known_word(t, &f, upos, xpos, &lemma) || known_word(t, &f, upos, LEMMA_NO_TAG, &lemma))
		return lemma;
	char buffer[LEMMA_LOWER_BYTES + LEMMA_ADD_BYTES];
	uint16_t edit;
	bool has_rule = rule_of(t, &f, upos, xpos, &edit) || rule_of(t, &f, LEMMA_NO_TAG, xpos, &edit);
	if (!has_rule && upos != t->propn) {
		f.kind = LEMMA_KIND_LOWER; /* capitals not seen with these tags */
		has_rule = rule_of(t, &f, upos, xpos, &edit);
	}
	if (has_rule)
		lemma = edited(t, &f, upos, edit, buffer);
	else
		lemma = lemma_in_case(&f, upos == t->propn ? LEMMA_KEEP : LEMMA_LOWER, buffer);
	return span_equal(lemma, form) ? form : arena_span(a, lemma);
}
