/* SPDX-License-Identifier: Apache-2.0 */
#include "names/places.h"
#include "base/arena.h"
#include "base/limits.h"
#include "base/memory.h"
#include "base/utf8.h"
#include "base/vec.h"
#include "names/places_table.h"
#include "text/fold.h"

#include <stdlib.h>

enum { COLUMNS = 8, LONGEST_NAME = 300 };
enum { CODE, NAME, DEMONYMS, CAPITAL, OTHER_NAMES, SEATS, FLAGS, ALPHA3 };

struct places {
	arena *arena;
	VEC(place) list;
	VEC(place_name) names;
	VEC(size_t) owners; /* of names: index into list, until list has stopped moving */
	const place_name **sorted;
};

static span without_article(span folded)
{
	span article = SPAN("the ");
	return span_starts(folded, article) && folded.n > article.n ? span_slice(folded, article.n, folded.n) : folded;
}

static bool code_valid(span code)
{
	if (code.n < 2 || code.n > 3)
		return false;
	for (size_t i = 0; i < code.n; i++)
		if (code.p[i] < 'A' || code.p[i] > 'Z')
			return false;
	return true;
}

static void code_copy(char out[4], span code)
{
	memcpy(out, code.p, code.n);
	out[code.n] = '\0';
}

static onus_status add_name(places *p, size_t owner, span name, place_name_kind kind, const char *where, int line,
			    onus_error *err)
{
	name = span_trim(name);
	bool ambiguous = span_ends(name, SPAN("?"));
	if (ambiguous)
		name.n--;
	if (!name.n)
		return ONUS_OK;
	if (name.n > LONGEST_NAME)
		return fail(err, ONUS_ERR_INPUT, "%s, line %d: a name is longer than %d bytes", where, line,
			    LONGEST_NAME);
	STR_AUTO folded = str_make(4 * LONGEST_NAME);
	text_fold(name, &folded);
	if (folded.failed)
		return fail_memory(err, "reading the table of places");
	span key = without_article(str_span(&folded));
	if (!key.n)
		return fail(err, ONUS_ERR_INPUT, "%s, line %d: \"%s\" has no letters", where, line, SAFE_SPAN(name));
	for (size_t i = p->names.n; i-- > 0 && p->owners.v[i] == owner;)
		if (span_equal(p->names.v[i].folded, key) && (kind != PLACE_CODE || p->names.v[i].kind == PLACE_CODE))
			return ONUS_OK;
	place_name *slot = vec_push(&p->names, p->arena);
	size_t *slot_owner = vec_push(&p->owners, p->arena);
	if (!slot || !slot_owner)
		return fail_memory(err, "reading the table of places");
	*slot = (place_name){.name = arena_span(p->arena, name),
			     .folded = arena_span(p->arena, key),
			     .kind = kind,
			     .ambiguous = ambiguous};
	*slot_owner = owner;
	return arena_failed(p->arena) ? fail_memory(err, "reading the table of places") : ONUS_OK;
}

static onus_status add_names(places *p, size_t owner, span list, place_name_kind kind, const char *where, int line,
			     onus_error *err)
{
	for (span name; span_next(&list, '|', &name);)
		TRY(add_name(p, owner, name, kind, where, line, err));
	return ONUS_OK;
}

static bool has_flag(span flags, const char *flag)
{
	for (span f; span_next(&flags, '|', &f);)
		if (span_is(span_trim(f), flag))
			return true;
	return false;
}

static onus_status check_flags(span flags, const char *where, int line, onus_error *err)
{
	for (span f; span_next(&flags, '|', &f);)
		if (!span_is(span_trim(f), "region") && !span_is(span_trim(f), "passive"))
			return fail(err, ONUS_ERR_INPUT,
				    "%s, line %d: \"%s\" is not a flag; flags are region and passive", where, line,
				    SAFE_SPAN(f));
	return ONUS_OK;
}

static size_t find_code(const places *p, span code)
{
	for (size_t i = 0; i < p->list.n; i++)
		if (!p->list.v[i].region && span_is(code, p->list.v[i].code))
			return i;
	return SIZE_MAX;
}

static span first_of(places *p, span list)
{
	span first = {NULL, 0};
	(void)span_next(&list, '|', &first);
	first = span_trim(first);
	if (span_ends(first, SPAN("?")))
		first.n--;
	return first.n ? arena_span(p->arena, first) : (span){NULL, 0};
}

static onus_status add_row(places *p, const span cell[COLUMNS], const char *where, int line, onus_error *err)
{
	if (!code_valid(cell[CODE]))
		return fail(err, ONUS_ERR_INPUT, "%s, line %d: \"%s\" is not a code of two or three letters A-Z", where,
			    line, SAFE_SPAN(cell[CODE]));
	if (cell[ALPHA3].n && !(code_valid(cell[ALPHA3]) && cell[ALPHA3].n == 3))
		return fail(err, ONUS_ERR_INPUT, "%s, line %d: \"%s\" is not a code of three letters A-Z", where, line,
			    SAFE_SPAN(cell[ALPHA3]));
	TRY(check_flags(cell[FLAGS], where, line, err));
	span name = first_of(p, cell[NAME]);
	if (!name.n)
		return fail(err, ONUS_ERR_INPUT, "%s, line %d: the second column, the name, is empty", where, line);
	bool region = has_flag(cell[FLAGS], "region");
	size_t at = region ? SIZE_MAX : find_code(p, cell[CODE]);
	if (at == SIZE_MAX) {
		place *slot = vec_push(&p->list, p->arena);
		if (!slot)
			return fail_memory(err, "reading the table of places");
		code_copy(slot->code, cell[CODE]);
		if (cell[ALPHA3].n)
			code_copy(slot->alpha3, cell[ALPHA3]);
		slot->region = region;
		slot->acts = !region && !has_flag(cell[FLAGS], "passive");
		slot->name = name;
		slot->capital = first_of(p, cell[CAPITAL]);
		slot->demonyms = arena_span(p->arena, cell[DEMONYMS]);
		at = p->list.n - 1;
		TRY(add_names(p, at, cell[NAME], PLACE_NAME, where, line, err));
		if (!region)
			TRY(add_name(p, at, cell[CODE], PLACE_CODE, where, line, err));
		TRY(add_name(p, at, cell[ALPHA3], PLACE_CODE, where, line, err));
	} else {
		TRY(add_names(p, at, cell[NAME], PLACE_OTHER, where, line, err));
	}
	TRY(add_names(p, at, cell[OTHER_NAMES], PLACE_OTHER, where, line, err));
	TRY(add_names(p, at, cell[DEMONYMS], PLACE_DEMONYM, where, line, err));
	TRY(add_names(p, at, cell[CAPITAL], PLACE_CAPITAL, where, line, err));
	return add_names(p, at, cell[SEATS], PLACE_SEAT, where, line, err);
}

static onus_status check_line(span text, const char *where, int line, onus_error *err)
{
	size_t bad = utf8_check(text);
	if (bad != SIZE_MAX)
		return fail(err, ONUS_ERR_INPUT, "%s, line %d: byte %zu is not UTF-8", where, line, bad + 1);
	for (size_t at = 0; at < text.n;) {
		uint32_t c = utf8_next(text, &at);
		if (c != '\t' && utf8_hostile(c))
			return fail(err, ONUS_ERR_INPUT, "%s, line %d: a control character (U+%04X)", where, line,
				    (unsigned)c);
	}
	return ONUS_OK;
}

static onus_status read_table(places *p, span table, const char *where, onus_error *err)
{
	int line = 0;
	for (span text; span_next(&table, '\n', &text);) {
		line++;
		if (span_ends(text, SPAN("\r")))
			text.n--;
		if (!span_trim(text).n || text.p[0] == '#' || span_starts(text, SPAN("code\t")))
			continue;
		TRY(check_line(text, where, line, err));
		span cell[COLUMNS] = {{NULL, 0}};
		size_t n = 0;
		for (span rest = text, piece; span_next(&rest, '\t', &piece); n++) {
			if (n == COLUMNS)
				return fail(err, ONUS_ERR_INPUT, "%s, line %d: more than %d columns", where, line,
					    COLUMNS);
			cell[n] = span_trim(piece);
		}
		if (n < 2)
			return fail(err, ONUS_ERR_INPUT,
				    "%s, line %d: a row has a code and a name, with a tab between them", where, line);
		TRY(add_row(p, cell, where, line, err));
	}
	return ONUS_OK;
}

static int by_folded(const void *a, const void *b)
{
	const place_name *x = *(const place_name *const *)a, *y = *(const place_name *const *)b;
	int order = span_compare(x->folded, y->folded);
	if (order)
		return order;
	if (x->kind != y->kind)
		return x->kind < y->kind ? -1 : 1;
	return x < y ? -1 : x > y;
}

/* Names that stand for two places of different codes are ambiguous, whatever the table says. */
static onus_status sort_names(places *p, onus_error *err)
{
	p->sorted = arena_calloc(p->arena, p->names.n + 1, sizeof(place_name *));
	if (!p->sorted)
		return fail_memory(err, "reading the table of places");
	for (size_t i = 0; i < p->names.n; i++) {
		p->names.v[i].place = &p->list.v[p->owners.v[i]];
		p->sorted[i] = &p->names.v[i];
	}
	qsort(p->sorted, p->names.n, sizeof(place_name *), by_folded);
	for (size_t from = 0, to; from < p->names.n; from = to) {
		bool several = false;
		for (to = from + 1; to < p->names.n && span_equal(p->sorted[from]->folded, p->sorted[to]->folded); to++)
			several |= strcmp(p->sorted[from]->place->code, p->sorted[to]->place->code) != 0;
		for (size_t i = from; several && i < to; i++)
			p->names.v[p->sorted[i] - p->names.v].ambiguous = true;
	}
	return ONUS_OK;
}

onus_status places_new(span extra_tsv, places **ret_places, onus_error *err)
{
	if (extra_tsv.n > LIMIT_PLACES_BYTES)
		return fail(err, ONUS_ERR_LIMIT, "the table of places is larger than %u bytes", LIMIT_PLACES_BYTES);
	places *p = mem_alloc(sizeof *p);
	if (!p)
		return fail_memory(err, "reading the table of places");
	*p = (places){.arena = arena_new(0)};
	onus_status status = p->arena ? ONUS_OK : fail_memory(err, "reading the table of places");
	if (status == ONUS_OK)
		status = read_table(p, (span){places_table, places_table_size}, "the built-in table of places", err);
	if (status == ONUS_OK)
		status = read_table(p, extra_tsv, "the table of places", err);
	if (status == ONUS_OK)
		status = sort_names(p, err);
	if (status != ONUS_OK) {
		places_free(p);
		return status;
	}
	*ret_places = p;
	return ONUS_OK;
}

void places_free(places *p)
{
	if (!p)
		return;
	arena_free(p->arena);
	mem_free(p);
}

size_t places_lookup_folded(const places *p, span folded, const place_name *const **ret_first)
{
	span key = without_article(span_trim(folded));
	size_t low = 0, high = p->names.n;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (span_compare(p->sorted[middle]->folded, key) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	size_t n = 0;
	while (low + n < p->names.n && span_equal(p->sorted[low + n]->folded, key))
		n++;
	if (n)
		*ret_first = &p->sorted[low];
	return key.n ? n : 0;
}

size_t places_lookup(const places *p, span words, const place_name *const **ret_first)
{
	if (words.n > LONGEST_NAME)
		return 0;
	STR_AUTO folded = str_make(4 * LONGEST_NAME);
	text_fold(words, &folded);
	return folded.failed ? 0 : places_lookup_folded(p, str_span(&folded), ret_first);
}

const place *places_find(const places *p, span words)
{
	const place_name *const *first = NULL;
	return places_lookup(p, words, &first) ? first[0]->place : NULL;
}

place_name_kind places_find_kind(const places *p, span words)
{
	const place_name *const *first = NULL;
	return places_lookup(p, words, &first) ? first[0]->kind : PLACE_NO_NAME;
}

const place *places_by_code(const places *p, span code)
{
	const place_name *const *first = NULL;
	size_t n = code.n == 2 || code.n == 3 ? places_lookup(p, code, &first) : 0;
	for (size_t i = 0; i < n; i++)
		if (first[i]->kind == PLACE_CODE)
			return first[i]->place;
	return NULL;
}

const place_name *places_nearest(const places *p, span words)
{
	if (words.n > LONGEST_NAME)
		return NULL;
	STR_AUTO folded = str_make(4 * LONGEST_NAME);
	text_fold(words, &folded);
	if (folded.failed)
		return NULL;
	span key = without_article(str_span(&folded));
	size_t most = key.n < 3 ? 0 : key.n < 6 ? 1 : key.n / 3;
	const place_name *best = NULL;
	for (size_t i = 0; i < p->names.n; i++) {
		const place_name *name = &p->names.v[i];
		if (name->kind == PLACE_CODE && name->folded.n < 3)
			continue;
		size_t distance = names_distance(key, name->folded, most);
		if (distance > most || (best && distance == most && name->kind >= best->kind))
			continue;
		best = name;
		most = distance;
	}
	return best;
}

size_t places_name_count(const places *p)
{
	return p->names.n;
}

const place_name *places_name_at(const places *p, size_t i)
{
	return i < p->names.n ? &p->names.v[i] : NULL;
}

size_t places_count(const places *p)
{
	return p->list.n;
}

const place *places_at(const places *p, size_t i)
{
	return i < p->list.n ? &p->list.v[i] : NULL;
}
