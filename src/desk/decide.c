/* SPDX-License-Identifier: Apache-2.0 */
#include "desk/decide.h"

#include "base/limits.h"
#include "base/utf8.h"
#include "text/fold.h"

static onus_status check_typed(const char *words, const char *what, onus_error *err)
{
	span s = span_of(words);
	if (s.n > LIMIT_TYPED_BYTES)
		return fail(err, ONUS_ERR_LIMIT, "%s is longer than %u KiB", what, LIMIT_TYPED_BYTES / KIB);
	if (utf8_check(s) != SIZE_MAX)
		return fail(err, ONUS_ERR_USAGE, "%s is not UTF-8 text", what);
	return ONUS_OK;
}

static actor_type type_of_word(span word)
{
	for (int t = ACTOR_UNKNOWN; t <= ACTOR_OFFICE; t++)
		if (span_is(word, actor_type_word((actor_type)t)))
			return (actor_type)t;
	return ACTOR_UNKNOWN;
}

static void set_country(field *f, span code)
{
	if (code.n >= sizeof f->country)
		return;
	memset(f->country, 0, sizeof f->country);
	if (code.n)
		memcpy(f->country, code.p, code.n);
}

static onus_status recognise(store *s, const places *known, field *f, onus_error *err)
{
	const place *state = places_find(known, f->value);
	if (state && !state->region) {
		place_name_kind kind = places_find_kind(known, f->value);
		/* A capital stands for its government as one who acts; a visit to it goes to the city. */
		bool city = kind == PLACE_CAPITAL && f->name == F_TO;
		f->actor_type = city ? ACTOR_PLACE : ACTOR_STATE;
		set_country(f, span_of(state->code));
		return ONUS_OK;
	}
	STR_AUTO folded = str_make(LIMIT_TYPED_BYTES * 4);
	text_fold(f->value, &folded);
	if (folded.failed)
		return fail_memory(err, "reading a name");
	ROWS_AUTO rows = NULL;
	TRY(store_query(s, "desk_actor_of_name", PARAMS(value_text(str_span(&folded))), &rows, err));
	bool found = false;
	TRY(store_step(rows, &found, err));
	if (!found)
		return ONUS_OK;
	f->actor_type = (uint8_t)type_of_word(store_text(rows, 0));
	set_country(f, store_text(rows, 1));
	return ONUS_OK;
}

onus_status actors_recognise(store *s, const places *known, entry *e, onus_error *err)
{
	for (size_t i = 0; i < e->fields.n; i++) {
		field *f = &e->fields.v[i];
		if (field_type_of((field_name)f->name) == FIELD_ACTOR && f->actor_type == ACTOR_UNKNOWN)
			TRY(recognise(s, known, f, err));
	}
	return ONUS_OK;
}

onus_status decide(store *s, const onus_host *host, const places *known, const onus_decision *d, span id,
		   const entry *e, span text, arena *a, onus_error *err)
{
	static const ledger_kind kinds[] = {
	    [ONUS_ACCEPT] = LEDGER_ACCEPT, [ONUS_EDIT] = LEDGER_EDIT, [ONUS_REJECT] = LEDGER_REJECT};
	span why = span_trim(span_of(d->why)), by = span_trim(span_of(d->by));
	TRY(check_typed(d->why, "the reason", err));
	TRY(check_typed(d->by, "the name of who decides", err));
	if (d->verdict == ONUS_REJECT && why.n == 0)
		return fail(err, ONUS_ERR_USAGE, "a rejection needs a reason; give it with --why");
	if (d->verdict == ONUS_EDIT && d->n_edits == 0)
		return fail(err, ONUS_ERR_USAGE, "an edit needs at least one FIELD=VALUE");
	if (e->kind == ONUS_OUTCOME && d->verdict == ONUS_EDIT)
		return fail(err, ONUS_ERR_USAGE,
			    "an outcome is not edited; reject it, and record what is right with "
			    "onus follow");
	entry work;
	if (!entry_copy(&work, e, a))
		return fail_memory(err, "deciding");
	if (d->verdict == ONUS_EDIT) {
		for (size_t i = 0; i < d->n_edits; i++)
			TRY(entry_edit(&work, a, span_of(d->edits[i]), text, err));
		TRY(actors_recognise(s, known, &work, err));
	}
	TRY(entry_check(&work, err));
	TRY(store_begin(s, err));
	int64_t seq;
	onus_status status = ledger_decide(s, host, kinds[d->verdict], id, &work, by, why, &seq, err);
	if (status == ONUS_OK)
		status = store_commit(s, err);
	if (status != ONUS_OK)
		store_rollback(s);
	return status;
}
