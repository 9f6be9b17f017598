/* SPDX-License-Identifier: Apache-2.0 */
/* One entry into the tables: its row, its fields, the actors that they name and the forms of their names. */
#include "base/limits.h"
#include "base/map.h"
#include "ledger/fold.h"
#include "names/key.h"
#include "text/fold.h"

enum { LONGEST_KEY = 4096 };

static span text_of_confidentiality(uint8_t c)
{
	return c == CONFIDENTIAL ? SPAN("confidential") : c == INTERNAL ? SPAN("internal") : SPAN("public");
}

/* The date that an entry bears itself. */
static span own_date(const entry *e)
{
	span from = entry_value(e, F_FROM);
	return from.n ? from : entry_value(e, F_DATE);
}

/* The words that carry it: from the document where it cites them, else as a person gave them. */
static span words_of(const entry *e, span text)
{
	static const field_name carriers[] = {F_ACTION, F_CONTENT, F_TEXT, F_VALUE};
	range where = entry_words(e);
	for (size_t i = 0; i < sizeof carriers / sizeof *carriers; i++) {
		const field *f = entry_field(e, carriers[i]);
		if (f && range_empty(f->where))
			return f->value;
	}
	return span_in(text, where);
}

static onus_status actor_in(store *s, const field *f, span key, onus_error *err)
{
	STR_AUTO folded = str_make(LIMIT_ENTRY_BYTES * 4);
	text_fold(f->value, &folded);
	if (folded.failed)
		return fail_memory(err, "keeping a name");
	TRY(store_exec(s, "ledger_actor_put",
		       PARAMS(value_text(key), value_string(actor_type_word((actor_type)f->actor_type)),
			      value_text(f->value), value_string(f->country[0] ? f->country : NULL)),
		       err));
	return store_exec(s, "ledger_alias_put",
			  PARAMS(value_text(key), value_text(str_span(&folded)), value_text(f->value)), err);
}

/* Remembers that the display name of an actor may have changed. */
static onus_status touch(map *touched, arena *a, span key, onus_error *err)
{
	bool new;
	span copy = arena_span(a, key);
	if (!copy.p || !map_put(touched, copy, &new))
		return fail_memory(err, "keeping a name");
	return ONUS_OK;
}

static onus_status name_touched(store *s, const map *touched, onus_error *err)
{
	for (size_t i = 0; i < touched->n; i++) {
		store_value key = value_text(touched->entries[i].key);
		TRY(store_exec(s, "ledger_alias_drop", &key, 1, err));
		TRY(store_exec(s, "ledger_actor_drop", &key, 1, err));
		TRY(store_exec(s, "ledger_actor_name", &key, 1, err));
	}
	return ONUS_OK;
}

/* Takes the fields of the row that is replaced out again, and what they counted for. */
static onus_status fields_out(store *s, span id, map *touched, arena *a, onus_error *err)
{
	ROWS_AUTO rows = NULL;
	bool more;
	TRY(store_query(s, "ledger_field_actors", PARAMS(value_text(id)), &rows, err));
	for (;;) {
		TRY(store_step(rows, &more, err));
		if (!more)
			break;
		TRY(touch(touched, a, store_text(rows, 0), err));
		TRY(store_exec(s, "ledger_alias_take",
			       PARAMS(value_text(store_text(rows, 0)), value_text(store_text(rows, 1))), err));
	}
	TRY(store_exec(s, "ledger_fields_drop", PARAMS(value_text(id)), err));
	TRY(store_exec(s, "ledger_call_keys_drop", PARAMS(value_text(id)), err));
	return store_exec(s, "ledger_links_drop", PARAMS(value_text(id)), err);
}

static onus_status field_in(store *s, span id, size_t n, const field *f, map *touched, arena *a, onus_error *err)
{
	STR_AUTO key = str_make(LONGEST_KEY);
	bool names = field_type_of((field_name)f->name) == FIELD_ACTOR;
	if (names)
		names_key((actor_type)f->actor_type, f->country, f->value, &key);
	/* A name that is too long for a key is no name; it stays a field without an actor. */
	if (names && key.n && !key.failed) {
		TRY(actor_in(s, f, str_span(&key), err));
		TRY(touch(touched, a, str_span(&key), err));
	}
	return store_exec(s, "ledger_field_put",
			  PARAMS(value_text(id), value_int((int64_t)n), value_int(f->group),
				 value_string(field_word((field_name)f->name)), value_text(f->value),
				 value_text_or_null(names && !key.failed ? str_span(&key) : (span){NULL, 0}),
				 value_string(f->country[0] ? f->country : NULL), value_int(f->where.start),
				 value_int(f->where.end)),
			  err);
}

static onus_status links_in(store *s, const fold_record *r, span words, arena *a, onus_error *err)
{
	for (const field *f = entry_field(r->entry, F_RESTATES); f; f = entry_next(r->entry, f))
		TRY(store_exec(s, "ledger_link_put",
			       PARAMS(value_text(r->id), value_string("restates"), value_text(f->value),
				      value_string("stated in the entry")),
			       err));
	for (const field *f = entry_field(r->entry, F_OF); f; f = entry_next(r->entry, f))
		TRY(store_exec(s, "ledger_link_put",
			       PARAMS(value_text(r->id), value_string("answers"), value_text(f->value),
				      value_text(entry_value(r->entry, F_OUTCOME_TYPE))),
			       err));
	if (r->entry->kind == ONUS_CALL && strcmp(r->state, "rejected") != 0)
		return restate_link(s, r, words, a, err);
	return ONUS_OK;
}

onus_status fold_in_record(store *s, const fold_record *r, arena *a, onus_error *err)
{
	const entry *e = r->entry;
	STR_AUTO body = str_make(LIMIT_ENTRY_BYTES);
	entry_encode(e, &body);
	if (body.failed)
		return fail(err, ONUS_ERR_LIMIT, "an entry is longer than %u bytes", LIMIT_ENTRY_BYTES);
	map touched = map_make(a);
	if (r->replaces)
		TRY(fields_out(s, r->id, &touched, a, err));
	span words = words_of(e, r->text);
	TRY(store_exec(s, r->replaces ? "ledger_record_update" : "ledger_record_put",
		       PARAMS(value_text(r->id), value_string(record_kind_word((onus_kind)e->kind)),
			      r->document ? value_int(r->document) : value_null(), value_int(e->evidence.start),
			      value_int(e->evidence.end), value_text(e->rule), value_text(r->rules),
			      value_string(r->state), value_text(text_of_confidentiality(e->confidentiality)),
			      value_text_or_null(r->published), value_text_or_null(own_date(e)), value_text(words),
			      r->decided ? value_int(r->decided) : value_null(), value_blob(str_span(&body))),
		       err));
	for (size_t i = 0; i < e->fields.n; i++)
		TRY(field_in(s, r->id, i, &e->fields.v[i], &touched, a, err));
	TRY(name_touched(s, &touched, err));
	return links_in(s, r, words, a, err);
}
