/* SPDX-License-Identifier: Apache-2.0 */
#include "corpus.h"

#include "language/language.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

void corpus_new(corpus *ret, arena *a)
{
	*ret = (corpus){.arena = a};
	ret->form_ids = map_make(a);
	ret->lemma_ids = map_make(a);
	ret->upos_ids = map_make(a);
	ret->xpos_ids = map_make(a);
	ret->relation_ids = map_make(a);
}

onus_status corpus_file(const char *path, arena *a, span *ret, onus_error *err)
{
	FILE *f = fopen(path, "rb");
	if (!f)
		return fail(err, ONUS_ERR_INPUT, "%s: cannot be opened: %m", SAFE(path));
	onus_status status = ONUS_OK;
	char *bytes = NULL;
	long size = -1;
	if (fseek(f, 0, SEEK_END) || (size = ftell(f)) < 0 || fseek(f, 0, SEEK_SET))
		status = fail(err, ONUS_ERR_INPUT, "%s: cannot be read: %m", SAFE(path));
	else if (!(bytes = arena_alloc(a, (size_t)size + 1)))
		status = fail_memory(err, "reading training data");
	else if (fread(bytes, 1, (size_t)size, f) != (size_t)size)
		status = fail(err, ONUS_ERR_INPUT, "%s: ended early", SAFE(path));
	fclose(f);
	if (status == ONUS_OK)
		*ret = (span){bytes, (size_t)size};
	return status;
}

/* Number of a name; a new one is given where the corpus is still open, else UINT32_MAX. */
static uint32_t number_of(corpus *c, map *ids, span_vec *names, span name)
{
	size_t *id = map_find(ids, name);
	if (id)
		return (uint32_t)*id;
	if (c->closed && ids != &c->form_ids && ids != &c->lemma_ids)
		return UINT32_MAX;
	const span copy = arena_span(c->arena, name);
	span *slot = vec_push(names, c->arena);
	id = map_put(ids, copy, NULL);
	if (!slot || !id || (name.n && !copy.p))
		return UINT32_MAX;
	*slot = copy;
	*id = names->n - 1;
	return (uint32_t)*id;
}

static uint32_t form_number(corpus *c, span text)
{
	const uint32_t id = number_of(c, &c->form_ids, &c->form_texts, text);
	if (id != UINT32_MAX && id == c->forms.n) {
		form *f = vec_push(&c->forms, c->arena);
		if (!f)
			return UINT32_MAX;
		features_of(text, &f->features);
	}
	return id;
}

typedef struct row {
	span form, lemma, upos, xpos, relation;
	uint32_t head;
	uint8_t entity, entity2;
} row;
typedef VEC(row) row_vec;

#define PUSH(vec, value)                                                                                               \
	do {                                                                                                           \
		__typeof__((vec)->v) slot_ = vec_push((vec), c->arena);                                                \
		if (!slot_)                                                                                            \
			return fail_memory(err, "reading training data");                                              \
		*slot_ = (__typeof__(*slot_))(value);                                                                  \
	} while (0)

static onus_status add_sentence(corpus *c, const row_vec *rows, bool tree, bool entity, bool entity2, onus_error *err)
{
	if (rows->n == 0 || rows->n > CORPUS_LONGEST)
		return ONUS_OK;
	const sentence s = {c->type.n, (uint32_t)rows->n, tree, entity, entity2};
	for (size_t i = 0; i < rows->n; i++) {
		const row *r = &rows->v[i];
		const uint32_t type = form_number(c, r->form);
		const uint32_t upos = tree ? number_of(c, &c->upos_ids, &c->upos_names, r->upos) : 0;
		const uint32_t xpos = tree ? number_of(c, &c->xpos_ids, &c->xpos_names, r->xpos) : 0;
		const uint32_t relation = tree ? number_of(c, &c->relation_ids, &c->relation_names, r->relation) : 0;
		const uint32_t lemma = tree ? number_of(c, &c->lemma_ids, &c->lemmas, r->lemma) : 0;
		if (type == UINT32_MAX || lemma == UINT32_MAX)
			return fail_memory(err, "reading training data");
		PUSH(&c->type, type);
		PUSH(&c->context, 0);
		PUSH(&c->head, r->head);
		PUSH(&c->upos, upos > 255 ? 255 : upos);
		PUSH(&c->xpos, xpos > 255 ? 255 : xpos);
		PUSH(&c->relation, relation > 255 ? 255 : relation);
		PUSH(&c->entity, r->entity);
		PUSH(&c->entity2, r->entity2);
		PUSH(&c->lemma, lemma);
	}
	PUSH(&c->sentences, s);
	return ONUS_OK;
}

/* "B-PER" and the like -> tag, with types in the order PER ORG LOC MISC; what is not among `types` of them is O. */
static uint8_t tag_of(span word, uint8_t before, unsigned types)
{
	static const char *const names[] = {"PER", "ORG", "LOC", "MISC"};
	if (word.n < 3 || word.p[1] != '-')
		return 0;
	for (unsigned t = 0; t < types; t++)
		if (span_is(span_slice(word, 2, word.n), names[t])) {
			const uint8_t begin = (uint8_t)(1 + 2 * t);
			/* an inside tag that nothing began begins */
			const bool inside = word.p[0] == 'I' && (before == begin || before == begin + 1);
			return (uint8_t)(begin + (inside ? 1 : 0));
		}
	return 0;
}

typedef struct tags {
	size_t first, n;
} tags;
typedef struct tag_file {
	map by_id;
	VEC(tags) sentences;
	VEC(uint8_t) tags;
} tag_file;

/* The second or later column that looks like a tag. */
static span second_column(span line)
{
	span piece;
	span_next(&line, '\t', &piece);
	span_next(&line, '\t', &piece);
	return span_next(&line, '\t', &piece) ? piece : (span){NULL, 0};
}

static onus_status read_tags(corpus *c, const char *path, tag_file *ret, onus_error *err)
{
	span text = {NULL, 0}, line;
	TRY(corpus_file(path, c->arena, &text, err));
	ret->by_id = map_make(c->arena);
	uint8_t before = 0;
	while (span_next(&text, '\n', &line)) {
		if (span_starts(line, SPAN("# sent_id = "))) {
			PUSH(&ret->sentences, ((tags){ret->tags.n, 0}));
			size_t *id = map_put(&ret->by_id, span_slice(line, 12, line.n), NULL);
			if (!id)
				return fail_memory(err, "reading training data");
			*id = ret->sentences.n - 1;
			before = 0;
		} else if (line.n && line.p[0] != '#' && ret->sentences.n) {
			before = tag_of(second_column(line), before, 3);
			PUSH(&ret->tags, before);
			ret->sentences.v[ret->sentences.n - 1].n++;
		}
	}
	return ONUS_OK;
}

static bool parse_row(span line, row *ret)
{
	span column[10];
	for (int i = 0; i < 10; i++)
		if (!span_next(&line, '\t', &column[i]))
			return false;
	*ret =
	    (row){.form = column[1], .lemma = column[2], .upos = column[3], .xpos = column[4], .relation = column[7]};
	if (span_find(column[5], SPAN("Typo=Yes"), 0) != SIZE_MAX)
		ret->lemma = SPAN("_"); /* the lemma of what was meant: nothing to learn from */
	if (column[6].n == 0 || column[6].n > 5)
		return false;
	for (size_t i = 0; i < column[6].n; i++) {
		if (column[6].p[i] < '0' || column[6].p[i] > '9')
			return false;
		ret->head = ret->head * 10 + (uint32_t)(column[6].p[i] - '0');
	}
	return true;
}

/* Multi-word tokens "3-4" and empty nodes "8.1" are no words. */
static bool is_word(span line)
{
	for (size_t i = 0; i < line.n && line.p[i] != '\t'; i++)
		if (line.p[i] == '-' || line.p[i] == '.')
			return false;
	return true;
}

static onus_status end_tree(corpus *c, row_vec *rows, const tags *found, const tag_file *file, onus_error *err)
{
	const bool tagged = found && found->n == rows->n;
	for (size_t i = 0; i < rows->n && tagged; i++)
		rows->v[i].entity = file->tags.v[found->first + i];
	TRY(add_sentence(c, rows, true, tagged, false, err));
	rows->n = 0;
	return ONUS_OK;
}

onus_status corpus_treebank(corpus *c, const char *path, const char *entities, onus_error *err)
{
	tag_file file = {0};
	if (entities)
		TRY(read_tags(c, entities, &file, err));
	span text = {NULL, 0}, line;
	TRY(corpus_file(path, c->arena, &text, err));
	row_vec rows = {0};
	const tags *found = NULL;
	for (size_t number = 1; span_next(&text, '\n', &line); number++) {
		if (line.n == 0) {
			TRY(end_tree(c, &rows, found, &file, err));
			found = NULL;
		} else if (line.p[0] == '#') {
			const size_t *id = entities && span_starts(line, SPAN("# sent_id = "))
					       ? map_find(&file.by_id, span_slice(line, 12, line.n))
					       : NULL;
			found = id ? &file.sentences.v[*id] : found;
		} else if (is_word(line)) {
			row r;
			if (!parse_row(line, &r))
				return fail(err, ONUS_ERR_INPUT, "%s: line %zu: not ten columns of CoNLL-U with a head",
					    SAFE(path), number);
			PUSH(&rows, r);
		}
	}
	return end_tree(c, &rows, found, &file, err);
}

onus_status corpus_wikigold(corpus *c, const char *path, onus_error *err)
{
	span text = {NULL, 0}, line;
	TRY(corpus_file(path, c->arena, &text, err));
	row_vec rows = {0};
	uint8_t before = 0;
	while (span_next(&text, '\n', &line)) {
		if (line.n == 0) {
			TRY(add_sentence(c, &rows, false, false, true, err));
			rows.n = 0;
			before = 0;
			continue;
		}
		row r = {0};
		span rest = line;
		span_next(&rest, '\t', &r.form);
		if (!span_next(&rest, '\t', &r.form) || r.form.n == 0)
			continue;
		before = r.entity2 = tag_of(second_column(line), before, 4);
		PUSH(&rows, r);
	}
	return add_sentence(c, &rows, false, false, true, err);
}

onus_status corpus_context(corpus *c, const gazetteer *g, onus_error *err)
{
	span *forms = arena_calloc(c->arena, CORPUS_LONGEST, sizeof *forms);
	if (!forms)
		return fail_memory(err, "looking words up in the lists");
	for (size_t s = 0; s < c->sentences.n; s++) {
		const sentence *one = &c->sentences.v[s];
		for (uint32_t i = 0; i < one->n; i++)
			forms[i] = c->form_texts.v[c->type.v[one->first + i]];
		gazetteer_flags(g, forms, one->n, c->context.v + one->first);
	}
	return ONUS_OK;
}
