/* SPDX-License-Identifier: Apache-2.0 */
#include "desk/queue.h"

#include "base/clock.h"
#include "base/utf8.h"
#include "names/key.h"
#include "text/fold.h"

/* Bytes shown on each side of the words where their paragraph is longer: a screen's worth. */
enum { AROUND = 1200 };

/* A name as two parameters: the key of the state that it names, if it does, and its folded words. */
typedef struct name_filter {
	span key, folded;
} name_filter;

static onus_status nearest_name(store *s, const places *known, span folded, const char *typed, onus_error *err)
{
	ROWS_AUTO rows = NULL;
	TRY(store_query(s, "desk_names", NO_PARAMS, &rows, err));
	size_t best = folded.n / 3 + 1;
	STR_AUTO near = str_make(4096);
	for (bool more = true;;) {
		TRY(store_step(rows, &more, err));
		if (!more)
			break;
		size_t d = names_distance(folded, store_text(rows, 0), best);
		if (d < best) {
			best = d;
			str_clear(&near);
			str_add(&near, store_text(rows, 1));
		}
	}
	const place_name *other = near.n ? NULL : places_nearest(known, folded);
	if (other)
		str_add(&near, other->name);
	if (near.n)
		return fail(err, ONUS_ERR_NOT_FOUND, "nobody in this casefile is called \"%s\"; did you mean \"%s\"?",
			    SAFE(typed), SAFE_SPAN(str_span(&near)));
	return fail(err, ONUS_ERR_NOT_FOUND, "nobody in this casefile is called \"%s\"; onus people lists the names",
		    SAFE(typed));
}

static onus_status read_name(store *s, const places *known, const char *typed, bool actor, arena *a,
			     name_filter *ret_filter, onus_error *err)
{
	if (!typed)
		return ONUS_OK;
	STR_AUTO folded = str_make(4096), key = str_make(4096);
	text_fold(span_of(typed), &folded);
	if (folded.failed || folded.n == 0)
		return fail(err, ONUS_ERR_USAGE, "\"%s\" is not a name", SAFE(typed));
	const place *state = places_find(known, span_of(typed));
	if (state && !state->region)
		names_key(ACTOR_STATE, state->code, state->name, &key);
	name_filter filter = {arena_span(a, str_span(&key)), arena_span(a, str_span(&folded))};
	if (key.failed || arena_failed(a))
		return fail_memory(err, "reading a filter");
	int64_t count = 0;
	if (actor) {
		TRY(store_one_int(s, "desk_known_name",
				  PARAMS(value_text_or_null(filter.key), value_text(filter.folded)), NULL, &count,
				  err));
		if (count == 0)
			return nearest_name(s, known, filter.folded, typed, err);
	}
	*ret_filter = filter;
	return ONUS_OK;
}

static onus_status read_date(const char *typed, bool last, char ret_text[16], onus_error *err)
{
	ret_text[0] = '\0';
	if (!typed)
		return ONUS_OK;
	date d;
	if (!date_parse(span_of(typed), &d))
		return fail(err, ONUS_ERR_USAGE, "\"%s\" is not a date; write YYYY, YYYY-MM or YYYY-MM-DD",
			    SAFE(typed));
	date_print(last ? date_latest(d) : date_earliest(d), ret_text);
	return ONUS_OK;
}

onus_status queue_make(store *s, const places *known, const onus_list_options *o, int64_t document, arena *a,
		       queue *ret_queue, onus_error *err)
{
	static const char *const states[] = {
	    [ONUS_ANY_STATE] = "draft", [ONUS_DRAFT] = "draft",       [ONUS_ACCEPTED] = "accepted",
	    [ONUS_EDITED] = "edited",   [ONUS_REJECTED] = "rejected", [ONUS_REVIEWED] = "accepted"};
	name_filter by = {0}, on = {0}, about = {0}, where = {0};
	char since[16], until[16];
	TRY(read_date(o->since, false, since, err));
	TRY(read_date(o->until, true, until, err));
	TRY(read_name(s, known, o->by, true, a, &by, err));
	TRY(read_name(s, known, o->on, true, a, &on, err));
	TRY(read_name(s, known, o->about, true, a, &about, err));
	TRY(read_name(s, known, o->place, false, a, &where, err));
	const char *kind = o->kind == ONUS_ACTOR ? NULL : record_kind_word(o->kind);
	ROWS_AUTO rows = NULL;
	TRY(store_query(
	    s, "desk_queue",
	    PARAMS(value_string(states[o->state]), value_string(kind), document ? value_int(document) : value_null(),
		   value_text_or_null(span_of(since)), value_text_or_null(span_of(until)), value_text_or_null(by.key),
		   value_text_or_null(by.folded), value_text_or_null(on.key), value_text_or_null(on.folded),
		   value_text_or_null(about.key), value_text_or_null(about.folded), value_text_or_null(where.key),
		   value_text_or_null(where.folded), value_int(o->limit ? (int64_t)o->limit : -1)),
	    &rows, err));
	queue q = {0};
	for (bool more = true;;) {
		TRY(store_step(rows, &more, err));
		if (!more)
			break;
		span *slot = vec_push(&q.ids, a);
		if (slot)
			*slot = arena_span(a, store_text(rows, 0));
	}
	if (arena_failed(a))
		return fail_memory(err, "listing the drafts");
	*ret_queue = q;
	return ONUS_OK;
}

range passage_around(const rendition *r, range words)
{
	range shown = words;
	for (size_t i = rendition_block_at(r, words.start); i < r->blocks.n; i++) {
		range b = r->blocks.v[i].where;
		if (b.start >= words.end && !range_empty(words))
			break;
		if (b.start < shown.start)
			shown.start = b.start;
		if (b.end > shown.end)
			shown.end = b.end;
		if (range_empty(words))
			break;
	}
	if (words.start - shown.start > AROUND)
		shown.start = (uint32_t)utf8_boundary(r->text, words.start - AROUND);
	if (shown.end - words.end > AROUND)
		shown.end = (uint32_t)utf8_boundary(r->text, words.end + AROUND);
	return shown;
}
