/* SPDX-License-Identifier: Apache-2.0 */
#include "report/filter.h"
#include "base/limits.h"
#include "base/utf8.h"
#include "names/key.h"
#include "text/fold.h"

#include <ctype.h>

static bool word_byte(char c)
{
	return isalnum((unsigned char)c) || (unsigned char)c >= 0x80;
}

bool whole_words(span words, span needle)
{
	if (!needle.n)
		return false;
	for (size_t at = span_find(words, needle, 0); at != SIZE_MAX; at = span_find(words, needle, at + 1)) {
		size_t end = at + needle.n;
		bool starts = at == 0 || !word_byte(words.p[at - 1]) || !word_byte(needle.p[0]);
		bool ends = end == words.n || !word_byte(words.p[end]) || !word_byte(needle.p[needle.n - 1]);
		if (starts && ends)
			return true;
	}
	return false;
}

/* Keeps the nearest name so far: of the whole name, or of one of its words. */
typedef struct nearest {
	size_t distance;
	span name;
} nearest;

static void look_near(nearest *best, span typed, span folded, span name, arena *a)
{
	size_t distance = names_distance(typed, folded, best->distance);
	for (span rest = folded, word; distance > 0 && span_next(&rest, ' ', &word);)
		if (word.n > 3) {
			size_t of_word = names_distance(typed, word, best->distance);
			/* a whole name that is as near goes before a part of one */
			if (of_word < distance)
				distance = of_word;
		}
	if (distance < best->distance || (distance == best->distance && !best->name.n)) {
		best->distance = distance;
		best->name = arena_span(a, name);
	}
}

/* Rows of key, folded name, name. */
static onus_status read_names(book *b, const char *query, selector *s, nearest *best, onus_error *err)
{
	ROWS_AUTO rows = NULL;
	TRY(store_query(b->store, query, NO_PARAMS, &rows, err));
	bool more = false;
	TRY(store_step(rows, &more, err));
	while (more) {
		STR_AUTO fold = str_make(LIMIT_TEXT_BYTES);
		span folded = store_text(rows, 1);
		if (!folded.p) {
			text_fold(store_text(rows, 2), &fold);
			folded = str_span(&fold);
		}
		if (whole_words(folded, s->folded)) {
			size_t *key = map_put(&s->keys, arena_span(b->arena, store_text(rows, 0)), NULL);
			span *name = vec_push(&s->names, b->arena);
			if (!key || !name)
				return fail_memory(err, "looking for a name");
			*name = arena_span(b->arena, folded);
		} else {
			look_near(best, s->folded, folded, store_text(rows, 2), b->arena);
		}
		TRY(store_step(rows, &more, err));
	}
	return ONUS_OK;
}

static onus_status add_countries(book *b, selector *s, onus_error *err)
{
	const place_name *const *found = NULL;
	size_t n = places_lookup_folded(b->places, s->folded, &found);
	for (size_t i = 0; i < n; i++) {
		/* "XA" typed is the code; a capital that is also a state's own name is the state. */
		if (found[i]->place->region || found[i]->kind != found[0]->kind)
			continue;
		char **slot = vec_push(&s->countries, b->arena);
		if (slot)
			*slot = arena_string(b->arena, span_of(found[i]->place->code));
		if (!slot || !*slot)
			return fail_memory(err, "looking for a name");
		for (size_t k = 0; k < places_name_count(b->places); k++) {
			const place_name *other = places_name_at(b->places, k);
			if (other->place != found[i]->place || other->kind == PLACE_CODE || other->ambiguous)
				continue;
			span *name = vec_push(&s->names, b->arena);
			if (!name)
				return fail_memory(err, "looking for a name");
			*name = other->folded;
		}
	}
	return ONUS_OK;
}

onus_status selector_make(book *b, const char *option, const char *typed, selector *ret_selector, onus_error *err)
{
	selector s = {.any = !typed, .keys = map_make(b->arena), .typed = span_of(typed)};
	if (!typed) {
		*ret_selector = s;
		return ONUS_OK;
	}
	if (s.typed.n > LIMIT_META_BYTES || utf8_check(s.typed) != SIZE_MAX)
		return fail(err, ONUS_ERR_USAGE, "--%s is not a name: \"%s\"", option, SAFE(typed));
	STR_AUTO folded = str_make(4 * LIMIT_META_BYTES);
	text_fold(s.typed, &folded);
	s.folded = arena_span(b->arena, str_span(&folded));
	if (folded.failed || !s.folded.p)
		return fail_memory(err, "looking for a name");
	if (!s.folded.n)
		return fail(err, ONUS_ERR_USAGE, "--%s is empty; give a name", option);
	nearest best = {.distance = s.folded.n < 4 ? 1 : s.folded.n / 3 + 1};
	TRY(read_names(b, "report_aliases", &s, &best, err));
	TRY(read_names(b, "report_publishers", &s, &best, err));
	TRY(add_countries(b, &s, err));
	bool region = places_find(b->places, s.typed) != NULL;
	if (s.names.n == 0 && !region) {
		const place_name *state = places_nearest(b->places, s.typed);
		if (state && (!best.name.n || names_distance(s.folded, state->folded, best.distance) <= best.distance))
			best.name = state->name;
		if (best.name.n)
			return fail(err, ONUS_ERR_NOT_FOUND,
				    "nobody and no state is called \"%s\" here; did you mean \"%s\"?", SAFE(typed),
				    SAFE_SPAN(best.name));
		return fail(err, ONUS_ERR_NOT_FOUND,
			    "nobody and no state is called \"%s\" here; onus people lists the names", SAFE(typed));
	}
	*ret_selector = s;
	return ONUS_OK;
}

/* A yes or no that memory was too short for: the arena remembers, and the report fails at its end. */
static void remember(arena *a)
{
	volatile size_t more_than_there_is = SIZE_MAX / 2;
	(void)arena_calloc(a, more_than_there_is, 3);
}

bool selector_actor(const selector *s, span key, span country)
{
	if (s->any || (key.n && map_find(&s->keys, key)))
		return true;
	for (size_t i = 0; i < s->countries.n; i++)
		if (country.n && span_is(country, s->countries.v[i]))
			return true;
	return false;
}

bool selector_field(const selector *s, const field *f, arena *a)
{
	if (s->any)
		return true;
	if (field_type_of((field_name)f->name) != FIELD_ACTOR)
		return false;
	STR_AUTO key = str_make(LIMIT_META_BYTES);
	names_key((actor_type)f->actor_type, f->country, f->value, &key);
	/* A name too long for a key is nobody's. */
	if (key.failed && f->value.n < LIMIT_META_BYTES / 2)
		remember(a);
	return selector_actor(s, str_span(&key), span_of(f->country));
}

bool selector_entry(const selector *s, const entry *e, field_name name, arena *a)
{
	if (s->any)
		return true;
	for (const field *f = entry_field(e, name); f; f = entry_next(e, f))
		if (selector_field(s, f, a))
			return true;
	return false;
}

bool selector_words(const selector *s, span words, arena *a)
{
	if (s->any)
		return true;
	STR_AUTO folded = str_make(LIMIT_TEXT_BYTES);
	text_fold(words, &folded);
	if (folded.failed)
		remember(a);
	if (whole_words(str_span(&folded), s->folded))
		return true;
	for (size_t i = 0; i < s->names.n; i++)
		if (whole_words(str_span(&folded), s->names.v[i]))
			return true;
	return false;
}

bool selector_place(const selector *s, const places *p, span value, const char *country)
{
	if (s->any)
		return true;
	if (!value.n)
		return false;
	STR_AUTO folded = str_make(4 * LIMIT_META_BYTES);
	text_fold(value, &folded);
	if (whole_words(str_span(&folded), s->folded))
		return true;
	const place *named = places_find(p, value);
	for (size_t i = 0; i < s->countries.n; i++)
		if ((country && !strcmp(country, s->countries.v[i])) ||
		    (named && !strcmp(named->code, s->countries.v[i])))
			return true;
	return false;
}

onus_status typed_date(const char *option, const char *typed, bool latest, date *ret_date, onus_error *err)
{
	date d = {0};
	if (typed && !date_parse(span_of(typed), &d))
		return fail(err, ONUS_ERR_USAGE, "--%s: \"%s\" is not a date; a date is 2019, 2019-03 or 2019-03-22",
			    option, SAFE(typed));
	*ret_date = !typed ? d : latest ? date_latest(d) : date_earliest(d);
	return ONUS_OK;
}

onus_status typed_dates(const char *since_option, const char *since, const char *until_option, const char *until,
			date *ret_since, date *ret_until, onus_error *err)
{
	date first = {0}, last = {0};
	TRY(typed_date(since_option, since, false, &first, err));
	TRY(typed_date(until_option, until, true, &last, err));
	if (first.year && last.year && date_compare(last, first) < 0)
		return fail(err, ONUS_ERR_USAGE, "--%s %s is after --%s %s: change them round", since_option,
			    SAFE(since), until_option, SAFE(until));
	*ret_since = first;
	*ret_until = last;
	return ONUS_OK;
}

static bool hex_prefix(span s)
{
	for (size_t i = 0; i < s.n; i++)
		if (!isxdigit((unsigned char)s.p[i]))
			return false;
	return s.n >= 4 && s.n <= 64;
}

onus_status typed_document(book *b, const char *typed, book_document **ret_document, onus_error *err)
{
	span prefix = span_of(typed);
	if (span_starts(prefix, SPAN("sha256:")))
		prefix = span_slice(prefix, 7, prefix.n);
	if (!hex_prefix(prefix))
		return fail(
		    err, ONUS_ERR_USAGE,
		    "\"%s\" is no id: an entry's is like call-4f1c09a2be, a document's at least 4 of its 64 hex digits",
		    SAFE(typed));
	STR_AUTO lower = str_make(64);
	for (size_t i = 0; i < prefix.n; i++)
		str_addc(&lower, (char)tolower((unsigned char)prefix.p[i]));
	ROWS_AUTO rows = NULL;
	TRY(store_query(b->store, "show_document_ids", PARAMS(value_text(str_span(&lower))), &rows, err));
	bool more = false;
	TRY(store_step(rows, &more, err));
	if (!more)
		return fail(err, ONUS_ERR_NOT_FOUND, "no document's id begins with \"%s\"; onus documents lists them",
			    SAFE(typed));
	int64_t n = store_int(rows, 1);
	STR_AUTO candidates = str_make(600);
	str_addf(&candidates, "%.12s", store_text(rows, 0).p);
	TRY(store_step(rows, &more, err));
	bool several = more;
	while (more) {
		str_addf(&candidates, ", %.12s", store_text(rows, 0).p);
		TRY(store_step(rows, &more, err));
	}
	if (several)
		return fail(err, ONUS_ERR_USAGE, "\"%s\" begins more than one id: %s", SAFE(typed), str_c(&candidates));
	return book_document_of(b, n, ret_document, err);
}
