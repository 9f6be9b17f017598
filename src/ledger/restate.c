/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Calls that restate one another: made on the same actor, for the same thing.
 *
 * Likeness is the share of word stems that two actions have in common (Jaccard); at least ALIKE per cent, and where
 * both name people, one of them at least in common. Candidates are found without comparing each call with each: a call
 * is filed under BANDS keys, each made of the actor called on and two of the least hashes of its stems (MinHash:
 * Broder, "On the resemblance and containment of documents", 1997; banding: Leskovec et al., "Mining of Massive
 * Datasets", 3.4). The call is linked to the one that it resembles most; groups are what such links join.
 */
#include "base/map.h"
#include "base/utf8.h"
#include "ledger/fold.h"
#include "names/key.h"
#include "text/fold.h"

enum { BANDS = 6, ROWS = 2, ALIKE = 55, SHORTEST_STEM = 3, LONGEST_STEM = 6, FEWEST_STEMS = 2 };

/* Words that say nothing of what is asked for. */
static bool is_empty_word(span word)
{
	static const char *const words[] = {
	    "and",  "the", "that", "this", "these",  "those", "with",  "from",  "into",  "for",  "has",      "have",
	    "been", "was", "were", "are",  "its",    "his",   "her",   "their", "them",  "they", "who",      "which",
	    "all",  "any", "also", "must", "should", "will",  "would", "such",  "other", "by",   "including"};
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (span_is(word, words[i]))
			return true;
	return false;
}

static bool add_stem(map *stems, arena *a, span word)
{
	if (word.n < SHORTEST_STEM || is_empty_word(word))
		return true;
	span stem = span_slice(word, 0, utf8_boundary(word, word.n < LONGEST_STEM ? word.n : LONGEST_STEM));
	span copy = arena_span(a, stem);
	return copy.p && map_put(stems, copy, NULL);
}

/* The stems of a text, each once. */
static onus_status stems_of(span text, arena *a, map *ret_stems, onus_error *err)
{
	map stems = map_make(a);
	STR_AUTO folded = str_make(text.n * 18 + 64);
	text_fold(text, &folded);
	bool sound = !folded.failed;
	span s = str_span(&folded);
	size_t start = 0;
	for (size_t at = 0; at < s.n && sound;) {
		size_t before = at;
		uint32_t rune = utf8_next(s, &at);
		if (text_is_letter(rune) || text_is_digit(rune))
			continue;
		sound = add_stem(&stems, a, span_slice(s, start, before));
		start = at;
	}
	if (!sound || !add_stem(&stems, a, span_slice(s, start, s.n)))
		return fail_memory(err, "comparing calls");
	*ret_stems = stems;
	return ONUS_OK;
}

static uint64_t mixed(uint64_t h, uint64_t seed)
{
	/* splitmix64's finisher (Steele, Lea, Flood, 2014) */
	h += seed * 0x9e3779b97f4a7c15u;
	h = (h ^ h >> 30) * 0xbf58476d1ce4e5b9u;
	h = (h ^ h >> 27) * 0x94d049bb133111ebu;
	return h ^ h >> 31;
}

static uint64_t least(const map *stems, uint64_t seed)
{
	uint64_t least = UINT64_MAX;
	for (size_t i = 0; i < stems->n; i++) {
		uint64_t h = mixed(stems->entries[i].hash, seed);
		if (h < least)
			least = h;
	}
	return least;
}

static unsigned likeness(const map *x, const map *y)
{
	size_t common = 0;
	for (size_t i = 0; i < x->n; i++)
		common += map_find(y, x->entries[i].key) != NULL;
	size_t all = x->n + y->n - common;
	return all ? (unsigned)(common * 100 / all) : 0;
}

/* Keys of the actors in the fields of one name. */
static onus_status actors_of(const entry *e, field_name name, arena *a, map *ret_keys, onus_error *err)
{
	map keys = map_make(a);
	for (const field *f = entry_field(e, name); f; f = entry_next(e, f)) {
		STR_AUTO key = str_make(4096);
		names_key((actor_type)f->actor_type, f->country, f->value, &key);
		span copy = key.failed || !key.n ? (span){"", 0} : arena_span(a, str_span(&key));
		if (!copy.p || (copy.n && !map_put(&keys, copy, NULL)))
			return fail_memory(err, "comparing calls");
	}
	*ret_keys = keys;
	return ONUS_OK;
}

/* The best of what was seen so far. */
typedef struct best_call {
	unsigned alike;
	bool later; /* published after the call that is folded in: then it is the one that restates */
	char id[64];
} best_call;

static void keep_short(char *to, size_t room, span from)
{
	size_t n = from.n < room ? from.n : room - 1;
	if (n)
		memcpy(to, from.p, n);
	to[n] = '\0';
}

static onus_status consider(const store_rows *rows, const fold_record *r, const map *stems, const map *people,
			    best_call *best, onus_error *err)
{
	ARENA_AUTO a = arena_new(0);
	if (!a)
		return fail_memory(err, "comparing calls");
	map theirs = {0}, their_people = {0};
	entry e;
	TRY(stems_of(store_text(rows, 3), a, &theirs, err));
	unsigned alike = likeness(stems, &theirs);
	if (alike < ALIKE || alike <= best->alike)
		return ONUS_OK;
	TRY(entry_decode(store_blob(rows, 2), a, &e, err));
	TRY(actors_of(&e, F_PEOPLE, a, &their_people, err));
	if (people->n && their_people.n && likeness(people, &their_people) == 0)
		return ONUS_OK;
	best->alike = alike;
	best->later = span_compare(store_text(rows, 1), r->published) > 0;
	keep_short(best->id, sizeof best->id, store_text(rows, 0));
	return ONUS_OK;
}

static onus_status meet(store *s, const fold_record *r, int64_t key, const map *stems, const map *people,
			best_call *best, onus_error *err)
{
	ROWS_AUTO rows = NULL;
	bool more;
	TRY(store_query(s, "ledger_call_key_find", PARAMS(value_int(key), value_text(r->id)), &rows, err));
	for (;;) {
		TRY(store_step(rows, &more, err));
		if (!more)
			return ONUS_OK;
		TRY(consider(rows, r, stems, people, best, err));
	}
}

onus_status restate_link(store *s, const fold_record *r, span words, arena *a, onus_error *err)
{
	map stems = {0}, people = {0}, on = {0};
	TRY(stems_of(words, a, &stems, err));
	TRY(actors_of(r->entry, F_PEOPLE, a, &people, err));
	TRY(actors_of(r->entry, F_TARGET, a, &on, err));
	if (on.n == 0)
		TRY(actors_of(r->entry, F_ADDRESSEE, a, &on, err));
	if (stems.n < FEWEST_STEMS)
		return ONUS_OK;
	best_call best = {0};
	for (size_t i = 0; i < on.n; i++) {
		for (uint64_t band = 0; band < BANDS; band++) {
			uint64_t h = on.entries[i].hash;
			for (uint64_t row = 0; row < ROWS; row++)
				h = mixed(h ^ least(&stems, band * ROWS + row + 1), band + 1);
			int64_t key = (int64_t)(h >> 1);
			TRY(meet(s, r, key, &stems, &people, &best, err));
			TRY(store_exec(s, "ledger_call_key_put", PARAMS(value_int(key), value_text(r->id)), err));
		}
	}
	if (!best.alike)
		return ONUS_OK;
	char reason[96];
	(void)snprintf(reason, sizeof reason, "the same actor is called on; %u %% of the action's words agree",
		       best.alike);
	span other = span_of(best.id);
	return store_exec(s, "ledger_link_put",
			  PARAMS(value_text(best.later ? other : r->id), value_string("restates"),
				 value_text(best.later ? r->id : other), value_string(reason)),
			  err);
}
