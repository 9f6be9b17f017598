/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/engine.h"

#include "base/memory.h"

static onus_status core_load(struct extract_engine *e, onus_error *err)
{
#define CORE_LOAD(field, name)                                                                                         \
	e->is.field = rules_class(&e->rules, SPAN(name));                                                              \
	if (e->is.field < 0)                                                                                           \
		return fail(err, ONUS_ERR_INTERNAL, "the rules have no word class \"%s\"", name);
	CORE_CLASSES(CORE_LOAD)
#undef CORE_LOAD
	return ONUS_OK;
}

onus_status extract_engine_new(span places_tsv, extract_engine **ret_engine, onus_error *err)
{
	arena *a = arena_new(0);
	extract_engine *e = a ? arena_alloc(a, sizeof *e) : NULL;
	if (!e) {
		arena_free(a);
		return fail_memory(err, "loading the rules");
	}
	e->arena = a;
	onus_status status = rules_load(embedded_rules, embedded_rules_n, embedded_rules_hash, a, &e->rules, err);
	if (status == ONUS_OK)
		status = core_load(e, err);
	if (status == ONUS_OK)
		status = places_new(places_tsv, &e->places, err);
	if (status != ONUS_OK) {
		extract_engine_free(e);
		return status;
	}
	*ret_engine = e;
	return ONUS_OK;
}

void extract_engine_free(extract_engine *engine)
{
	if (!engine)
		return;
	places_free(engine->places);
	arena_free(engine->arena);
}

const char *extract_rules_hash(const extract_engine *engine)
{
	return engine->rules.hash;
}

/* Order of entries: kind, evidence, words, then as they came. */
typedef struct sort_key {
	uint8_t kind;
	range evidence, words;
	uint32_t at;
} sort_key;

static int order_of_kind(uint8_t kind)
{
	switch (kind) {
	case ONUS_CALL: return 0;
	case ONUS_PLEDGE: return 1;
	case ONUS_CASE: return 2;
	case ONUS_VISIT: return 3;
	case ONUS_QUOTE: return 4;
	default: return 5;
	}
}

static int compare_number(uint32_t a, uint32_t b)
{
	return (a > b) - (a < b);
}

static int compare_keys(const void *left, const void *right)
{
	const sort_key *a = left, *b = right;
	int order = order_of_kind(a->kind) - order_of_kind(b->kind);
	if (!order)
		order = compare_number(a->evidence.start, b->evidence.start);
	if (!order)
		order = compare_number(a->words.start, b->words.start);
	if (!order)
		order = compare_number(a->evidence.end, b->evidence.end);
	return order ? order : compare_number(a->at, b->at);
}

static onus_status sort_entries(record_set *set, arena *a, onus_error *err)
{
	size_t n = set->entries.n;
	if (n < 2)
		return ONUS_OK;
	sort_key *keys = arena_calloc(a, n, sizeof *keys);
	entry *sorted = arena_calloc(a, n, sizeof *sorted);
	if (!keys || !sorted)
		return fail_memory(err, "ordering the drafts");
	for (size_t i = 0; i < n; i++) {
		const entry *e = &set->entries.v[i];
		keys[i] =
		    (sort_key){.kind = e->kind, .evidence = e->evidence, .words = entry_words(e), .at = (uint32_t)i};
	}
	qsort(keys, n, sizeof *keys, compare_keys);
	for (size_t i = 0; i < n; i++)
		sorted[i] = set->entries.v[keys[i].at];
	set->entries.v = sorted;
	set->entries.cap = n;
	return ONUS_OK;
}

static onus_status run(const extract_engine *engine, const rendition *text, arena *a, trace *t, record_set *ret_set,
		       onus_error *err)
{
	analysis an;
	TRY(analysis_make(engine, text, a, &an, err));
	record_set set = {.note = an.note};
	set.document.kind = ONUS_DOCUMENT;
	pass_output out = {.arena = a, .set = &set, .trace = t};
	TRY(pass_document(&an, &out, err));
	if (an.readable) {
		TRY(pass_call(&an, &out, err));
		TRY(pass_pledge(&an, &out, err));
		TRY(pass_case(&an, &out, err));
		TRY(pass_visit(&an, &out, err));
		TRY(pass_quote(&an, &out, err));
	}
	if (out.failed)
		return fail_memory(err, "drafting entries");
	TRY(sort_entries(&set, a, err));
	*ret_set = set;
	return ONUS_OK;
}

onus_status extract_run(const extract_engine *engine, const rendition *text, arena *a, record_set *ret_set,
			onus_error *err)
{
	return run(engine, text, a, NULL, ret_set, err);
}

onus_status extract_explain(const extract_engine *engine, const rendition *text, const entry *e, arena *a,
			    explanation *ret_explanation, onus_error *err)
{
	trace t = {.arena = a};
	record_set set = {0};
	TRY(run(engine, text, a, &t, &set, err));
	const rule *drafted_by = rules_find(&engine->rules, e->rule);
	const entry *found = NULL;
	for (size_t i = 0; i < set.entries.n && !found; i++) {
		const entry *one = &set.entries.v[i];
		if (one->kind == e->kind && span_equal(one->rule, e->rule) &&
		    one->evidence.start == e->evidence.start && one->evidence.end == e->evidence.end)
			found = one;
	}
	if (!drafted_by || !found)
		return fail(
		    err, ONUS_ERR_NOT_FOUND,
		    "no rule drafts this entry from its document now: a person made it, or the rules have changed");
	explanation x = {
	    .fired = {.rule = drafted_by->id, .description = drafted_by->description, .where = found->evidence}};
	for (size_t i = 0; i < found->fields.n; i++) {
		const field *f = &found->fields.v[i];
		if (range_empty(f->where))
			continue;
		explained_words *w = vec_push(&x.words, a);
		if (!w)
			return fail_memory(err, "explaining an entry");
		*w = (explained_words){.role = span_of(field_word((field_name)f->name)), .where = f->where};
	}
	for (size_t i = 0; i < t.notes.n; i++) {
		const trace_note *note = &t.notes.v[i];
		if (!range_overlaps(note->where, found->evidence))
			continue;
		if (note->fired) {
			if (note->rule == drafted_by && !range_empty(note->where)) {
				explained_words *w = vec_push(&x.words, a);
				if (!w)
					return fail_memory(err, "explaining an entry");
				*w = (explained_words){.role = SPAN("trigger"), .where = note->where};
			}
			continue;
		}
		explained_rule *near = vec_push(&x.nearly, a);
		if (!near)
			return fail_memory(err, "explaining an entry");
		*near = (explained_rule){.rule = note->rule->id,
					 .description = note->rule->description,
					 .reason = note->reason,
					 .where = note->where};
	}
	*ret_explanation = x;
	return ONUS_OK;
}
