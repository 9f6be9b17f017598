/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Passages, and documents that say the same.
 *
 * A passage is a block that is not boilerplate. One of at least LONG_LETTERS letters and digits gets a fingerprint: the
 * first 64 bits of SHA-256 over its folded words, so that line breaks, case, accents, punctuation and format do not
 * count and nobody can make two texts meet on purpose; so does the document as a whole. A document repeats an earlier
 * one when all their words are the same, or when long passages are at least half of it and at least SHARE per cent of
 * their bytes stand in the other document, both ways. The two must not have been published more than DAYS_APART apart:
 * a statement that is issued again a year later is a new one.
 */
#include "base/clock.h"
#include "base/map.h"
#include "base/utf8.h"
#include "ledger/fold.h"
#include "text/fold.h"

enum { LONG_LETTERS = 60, FEWEST_LETTERS = 30, SHARE = 80, DAYS_APART = 31 };

/* Letters and digits of the folded words, single spaces between words; how many letters and digits there are. */
static size_t bare_words(span folded, str *out)
{
	size_t letters = 0;
	bool gap = false;
	for (size_t at = 0; at < folded.n;) {
		uint32_t rune = utf8_next(folded, &at);
		if (text_is_letter(rune) || text_is_digit(rune)) {
			if (gap && letters)
				str_addc(out, ' ');
			gap = false;
			str_add_rune(out, rune);
			letters++;
		} else {
			gap = true;
		}
	}
	return letters;
}

static int64_t number_of(const hash256 *h)
{
	uint64_t bits = 0;
	for (size_t i = 0; i < 8; i++)
		bits = bits << 8 | h->b[i];
	return bits ? (int64_t)bits : 1;
}

/* The passage's own fingerprint, and its words into the document's. */
static onus_status fingerprint_of(span passage, hash_state *whole, size_t *letters_of_whole, int64_t *ret_fingerprint,
				  onus_error *err)
{
	/* Folding may lengthen a text, at most eighteenfold (U+FDFA): Unicode, UAX #15, table 6. */
	STR_AUTO folded = str_make(passage.n * 18 + 64), bare = str_make(passage.n * 18 + 64);
	text_fold(passage, &folded);
	size_t letters = bare_words(str_span(&folded), &bare);
	str_addc(&bare, ' ');
	if (folded.failed || bare.failed || !hash_update(whole, str_span(&bare)))
		return fail_memory(err, "comparing documents");
	*letters_of_whole += letters;
	int64_t fingerprint = 0;
	if (letters >= LONG_LETTERS) {
		hash256 h;
		TRY(hash_bytes(str_span(&bare), &h, err));
		fingerprint = number_of(&h);
	}
	*ret_fingerprint = fingerprint;
	return ONUS_OK;
}

static onus_status all_passages(const rendition *r, hash_state *whole, arena *a, fold_passages *passages,
				onus_error *err)
{
	size_t letters = 0;
	for (size_t i = 0; i < r->blocks.n; i++) {
		const block *b = &r->blocks.v[i];
		if (b->kind == BLOCK_BOILERPLATE)
			continue;
		fold_passage *p = vec_push(&passages->list, a);
		if (!p)
			return fail_memory(err, "comparing documents");
		p->where = b->where;
		TRY(fingerprint_of(span_in(r->text, b->where), whole, &letters, &p->fingerprint, err));
	}
	hash256 h;
	if (!hash_end(whole, &h))
		return fail_memory(err, "comparing documents");
	passages->fingerprint = letters >= FEWEST_LETTERS ? number_of(&h) : 0;
	return ONUS_OK;
}

onus_status passages_of(const rendition *r, arena *a, fold_passages *ret_passages, onus_error *err)
{
	fold_passages passages = {0};
	hash_state *whole = hash_new();
	if (!whole)
		return fail_memory(err, "comparing documents");
	onus_status status = all_passages(r, whole, a, &passages, err);
	hash_close(whole);
	if (status == ONUS_OK)
		*ret_passages = passages;
	return status;
}

static span key_of(const int64_t *number)
{
	return (span){(const char *)number, sizeof *number};
}

static size_t length_of(const fold_passage *p)
{
	return p->where.end - p->where.start;
}

/* How many bytes of long passages the earlier document has, and how many of them the new one has too. */
static onus_status compare_back(store *s, int64_t document, const map *mine, uint64_t *ret_shared, uint64_t *ret_all,
				onus_error *err)
{
	ROWS_AUTO rows = NULL;
	bool more;
	uint64_t shared = 0, all = 0;
	TRY(store_query(s, "ledger_passages_of", PARAMS(value_int(document)), &rows, err));
	for (;;) {
		TRY(store_step(rows, &more, err));
		if (!more)
			break;
		int64_t fingerprint = store_int(rows, 0);
		uint64_t length = (uint64_t)store_int(rows, 1);
		all += length;
		if (map_find(mine, key_of(&fingerprint)))
			shared += length;
	}
	*ret_shared = shared;
	*ret_all = all;
	return ONUS_OK;
}

static onus_status near_in_time(store *s, int64_t document, span published, bool *ret_near, onus_error *err)
{
	ROWS_AUTO rows = NULL;
	bool more, near = true;
	date ours, theirs;
	TRY(store_query(s, "ledger_facts_published", PARAMS(value_int(document)), &rows, err));
	TRY(store_step(rows, &more, err));
	if (more && date_parse(published, &ours) && date_parse(store_text(rows, 0), &theirs)) {
		/* As near as the two can be, where one of them is a month or a year. */
		int32_t gap1 = date_to_days(date_earliest(ours)) - date_to_days(date_latest(theirs));
		int32_t gap2 = date_to_days(date_earliest(theirs)) - date_to_days(date_latest(ours));
		near = gap1 <= DAYS_APART && gap2 <= DAYS_APART;
	}
	*ret_near = near;
	return ONUS_OK;
}

static bool most(uint64_t shared, uint64_t all)
{
	return all > 0 && shared * 100 >= all * SHARE;
}

/* Documents whose words are the same, all of them. */
static onus_status same_words_as(store *s, const fold_passages *passages, span published, int64_t *ret_document,
				 onus_error *err)
{
	ROWS_AUTO rows = NULL;
	int64_t found = 0;
	TRY(store_query(s, "ledger_same_words", PARAMS(value_int(passages->fingerprint)), &rows, err));
	for (bool near = false; !near;) {
		bool more;
		TRY(store_step(rows, &more, err));
		if (!more)
			break;
		TRY(near_in_time(s, store_int(rows, 0), published, &near, err));
		if (near)
			found = store_int(rows, 0);
	}
	*ret_document = found;
	return ONUS_OK;
}

/* Adds `bytes` to the sum of each document that has the passage. */
static onus_status meet(store *s, int64_t fingerprint, size_t bytes, map *theirs, arena *a, onus_error *err)
{
	ROWS_AUTO rows = NULL;
	bool more;
	TRY(store_query(s, "ledger_passage_find", PARAMS(value_int(fingerprint)), &rows, err));
	for (;;) {
		TRY(store_step(rows, &more, err));
		if (!more)
			return ONUS_OK;
		int64_t document = store_int(rows, 0);
		span key = arena_span(a, key_of(&document));
		size_t *sum = key.p ? map_put(theirs, key, NULL) : NULL;
		if (!sum)
			return fail_memory(err, "comparing documents");
		*sum += bytes;
	}
}

onus_status same_text_as(store *s, const fold_passages *passages, span published, arena *a, int64_t *ret_document,
			 onus_error *err)
{
	/* Bytes of our long passages, and those by document that has them, in the order in which they turn up. */
	map mine = map_make(a), theirs = map_make(a);
	uint64_t all = 0, lengthy = 0;
	for (size_t i = 0; i < passages->list.n; i++) {
		const fold_passage *p = &passages->list.v[i];
		all += length_of(p);
		if (!p->fingerprint)
			continue;
		lengthy += length_of(p);
		size_t *sum = map_put(&mine, key_of(&p->fingerprint), NULL);
		if (!sum)
			return fail_memory(err, "comparing documents");
		*sum += length_of(p);
	}
	int64_t found;
	TRY(same_words_as(s, passages, published, &found, err));
	for (size_t i = 0; i < mine.n && !found && lengthy * 2 >= all; i++) {
		int64_t fingerprint;
		memcpy(&fingerprint, mine.entries[i].key.p, sizeof fingerprint);
		TRY(meet(s, fingerprint, mine.entries[i].value, &theirs, a, err));
	}
	for (size_t i = 0; i < theirs.n; i++) {
		int64_t document;
		memcpy(&document, theirs.entries[i].key.p, sizeof document);
		if (!most(theirs.entries[i].value, lengthy) || (found && document > found))
			continue;
		uint64_t shared, whole;
		bool near;
		TRY(compare_back(s, document, &mine, &shared, &whole, err));
		TRY(near_in_time(s, document, published, &near, err));
		if (near && most(shared, whole))
			found = document;
	}
	*ret_document = found;
	return ONUS_OK;
}

onus_status passages_keep(store *s, int64_t document, span text, const fold_passages *passages, int64_t same_as,
			  arena *a, onus_error *err)
{
	map there = map_make(a);
	if (same_as) {
		ROWS_AUTO rows = NULL;
		bool more;
		TRY(store_query(s, "ledger_passages_of", PARAMS(value_int(same_as)), &rows, err));
		for (;;) {
			TRY(store_step(rows, &more, err));
			if (!more)
				break;
			int64_t fingerprint = store_int(rows, 0);
			span key = arena_span(a, key_of(&fingerprint));
			if (!key.p || !map_put(&there, key, NULL))
				return fail_memory(err, "keeping passages");
		}
	}
	for (size_t i = 0; i < passages->list.n; i++) {
		const fold_passage *p = &passages->list.v[i];
		if (p->fingerprint && map_find(&there, key_of(&p->fingerprint)))
			continue;
		TRY(store_exec(s, "ledger_passage_put",
			       PARAMS(value_int(document), value_int(p->where.start), value_int(p->where.end),
				      value_int(p->fingerprint)),
			       err));
		TRY(store_exec(s, "ledger_passage_words_put",
			       PARAMS(value_int(store_last_id(s)), value_text(span_in(text, p->where))), err));
	}
	return ONUS_OK;
}
