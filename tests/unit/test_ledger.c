/* SPDX-License-Identifier: Apache-2.0 */
#include "base/memory.h"
#include "ledger/ledger.h"

#include <setjmp.h>
#include <sqlite3.h>
#include <stdarg.h>
#include <unistd.h>

#include <cmocka.h>

/* A clock that ticks and random numbers that repeat, so that a run is like the other. */
typedef struct ticking {
	int64_t now;
	unsigned char next;
} ticking;

static int64_t tick(void *ctx)
{
	return ++((ticking *)ctx)->now;
}

static bool count_up(void *ctx, void *bytes, size_t n)
{
	for (size_t i = 0; i < n; i++)
		((unsigned char *)bytes)[i] = ((ticking *)ctx)->next++;
	return true;
}

/* Three documents: the second repeats the first in other lines, the third restates its call. */
static const char first[] = "Velk must free Mira Tann, says Oster House\n\n"
			    "Oster House urged Velk to release the poet Mira Tann at once and without conditions.\n\n"
			    "She has been held since May in a prison near the lake, where nobody may visit her.\n";
static const char second[] = "VELK must free Mira Tann, says Oster House\n\n"
			     "Oster House urged Velk to release the poet\nMira Tann at once and without conditions.\n\n"
			     "She has been held since May in a prison\nnear the lake, where nobody may visit her.\n";
static const char third[] =
    "A year without Mira Tann\n\n"
    "The Oster House urged Velk again to release the poet Mira Tann without any conditions.\n\n"
    "Her brother was told in the spring that no letter would be handed on to her before the winter.\n";

typedef struct sample {
	const char *text, *published;
	char id[65];
	rendition rendition;
	record_set set;
} sample;

static range find(const char *text, const char *words)
{
	size_t at = span_find(span_of(text), span_of(words), 0);
	assert_true(at != SIZE_MAX);
	return (range){(uint32_t)at, (uint32_t)(at + strlen(words))};
}

static void put(entry *e, arena *a, field_name name, const char *text, const char *words, actor_type type,
		const char *country)
{
	field *f = entry_add(e, a, name, span_of(words), find(text, words));
	assert_non_null(f);
	f->actor_type = (uint8_t)type;
	(void)snprintf(f->country, sizeof f->country, "%s", country);
}

static void make(sample *d, const char *text, const char *published, const char *action, arena *a)
{
	*d = (sample){.text = text, .published = published};
	hash256 h;
	assert_int_equal(hash_bytes(span_of(text), &h, NULL), ONUS_OK);
	hash_hex(&h, d->id);
	d->rendition.text = span_of(text);
	span rest = span_of(text);
	for (size_t at = 0; at < rest.n;) {
		size_t end = span_find(rest, SPAN("\n\n"), at);
		end = end == SIZE_MAX ? rest.n : end;
		block *b = vec_push(&d->rendition.blocks, a);
		assert_non_null(b);
		*b = (block){{(uint32_t)at, (uint32_t)end}, BLOCK_PARAGRAPH, 0};
		at = end + 2;
	}
	d->rendition.format = SPAN("text");
	d->set.document = (entry){.kind = ONUS_DOCUMENT, .rule = SPAN("document")};
	assert_non_null(entry_add(&d->set.document, a, F_PUBLISHED, span_of(published), (range){0, 0}));
	entry *e = vec_push(&d->set.entries, a);
	assert_non_null(e);
	*e = (entry){.kind = ONUS_CALL, .rule = SPAN("call.urge.to"), .evidence = find(text, action)};
	put(e, a, F_CALLER, text, "Oster House", ACTOR_BODY, "");
	put(e, a, F_ADDRESSEE, text, "Velk", ACTOR_STATE, "XV");
	put(e, a, F_ACTION, text, action, ACTOR_UNKNOWN, "");
	put(e, a, F_PEOPLE, text, "Mira Tann", ACTOR_PERSON, "");
	/* Twice the same words: two entries, two ids. */
	entry *again = vec_push(&d->set.entries, a);
	assert_non_null(again);
	assert_true(entry_copy(again, &d->set.entries.v[0], a));
}

static void keep(store *s, const onus_host *host, const sample *d, ledger_added *ret_added)
{
	onus_error err = {0};
	ledger_document doc = {.id = span_of(d->id),
			       .source = SPAN("a file"),
			       .bytes = span_of(d->text),
			       .rendition = &d->rendition,
			       .layout = SPAN("layout"),
			       .reader = SPAN("test"),
			       .set = &d->set,
			       .rules = "rules"};
	assert_int_equal(store_begin(s, &err), ONUS_OK);
	if (ledger_add_document(s, host, &doc, ret_added, &err) != ONUS_OK)
		fail_msg("%s", err.message);
	assert_int_equal(store_commit(s, &err), ONUS_OK);
}

typedef struct house {
	char path[64];
	arena *arena;
	ticking ticking;
	onus_host host;
	store *store;
	sample samples[3];
	ledger_added added[3];
} house;

static int build_house(void **state)
{
	house *h = test_calloc(1, sizeof *h);
	(void)snprintf(h->path, sizeof h->path, "ledger-test-%d.onus", (int)getpid());
	(void)unlink(h->path);
	h->arena = arena_new(0);
	h->host = (onus_host){tick, count_up, &h->ticking};
	onus_error err = {0};
	if (store_open(h->path, STORE_CREATE, (span){NULL, 0}, &h->store, &err) != ONUS_OK)
		fail_msg("%s", err.message);
	make(&h->samples[0], first, "2024-05-02", "release the poet Mira Tann at once and without conditions",
	     h->arena);
	make(&h->samples[1], second, "2024-05-04", "release the poet\nMira Tann at once and without conditions",
	     h->arena);
	make(&h->samples[2], third, "2025-05-02", "release the poet Mira Tann without any conditions", h->arena);
	for (size_t i = 0; i < 3; i++)
		keep(h->store, &h->host, &h->samples[i], &h->added[i]);
	*state = h;
	return 0;
}

static int leave_house(void **state)
{
	house *h = *state;
	store_close(h->store);
	arena_free(h->arena);
	(void)unlink(h->path);
	test_free(h);
	return 0;
}

/* Everything that a query gives, as text. */
static char *dump(const house *h, const char *sql, arena *a)
{
	sqlite3 *db = NULL;
	sqlite3_stmt *q = NULL;
	STR_AUTO out = str_make(1 << 22);
	assert_int_equal(sqlite3_open_v2(h->path, &db, SQLITE_OPEN_READWRITE, NULL), SQLITE_OK);
	if (sqlite3_prepare_v2(db, sql, -1, &q, NULL) != SQLITE_OK)
		fail_msg("%s: %s", sql, sqlite3_errmsg(db));
	while (sqlite3_step(q) == SQLITE_ROW) {
		for (int i = 0; i < sqlite3_column_count(q); i++) {
			const unsigned char *bytes = sqlite3_column_blob(q, i);
			for (int k = 0; k < sqlite3_column_bytes(q, i); k++)
				str_addf(&out, bytes[k] > 31 && bytes[k] < 127 ? "%c" : "\\%02x", bytes[k]);
			str_adds(&out, sqlite3_column_type(q, i) == SQLITE_NULL ? "NULL|" : "|");
		}
		str_addc(&out, '\n');
	}
	sqlite3_finalize(q);
	sqlite3_close(db);
	char *copy = arena_string(a, str_span(&out));
	assert_non_null(copy);
	return copy;
}

static void change(const house *h, const char *sql)
{
	sqlite3 *db = NULL;
	assert_int_equal(sqlite3_open_v2(h->path, &db, SQLITE_OPEN_READWRITE, NULL), SQLITE_OK);
	if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK)
		fail_msg("%s: %s", sql, sqlite3_errmsg(db));
	sqlite3_close(db);
}

static char *derived(const house *h, arena *a)
{
	static const char *const tables[] = {"facts", "record",   "field",   "actor",        "alias",
					     "link",  "call_key", "passage", "passage_words"};
	STR_AUTO all = str_make(1 << 22);
	for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
		/* In the order in which the rows lie, which has to be the same too. */
		char sql[128];
		(void)snprintf(sql, sizeof sql, "SELECT * FROM %s", tables[i]);
		str_addf(&all, "%s\n%s", tables[i], dump(h, sql, a));
	}
	return arena_string(a, str_span(&all));
}

/* The first draft of a document as it was made; its id. */
static entry entry_of(const sample *d, arena *a, char *ret_id)
{
	entry e;
	assert_true(entry_copy(&e, &d->set.entries.v[0], a));
	assert_int_equal(ledger_record_id(span_of(d->id), &e, 0, ret_id, NULL), ONUS_OK);
	return e;
}

static void decide_all(house *h)
{
	onus_error err = {0};
	char id[64], outcome[64];
	int64_t seq;
	entry e = entry_of(&h->samples[0], h->arena, id);
	assert_int_equal(store_begin(h->store, &err), ONUS_OK);
	assert_int_equal(
	    ledger_decide(h->store, &h->host, LEDGER_ACCEPT, span_of(id), &e, SPAN("Ana"), SPAN(""), &seq, &err),
	    ONUS_OK);
	entry o = {.kind = ONUS_OUTCOME, .by_person = true, .rule = SPAN("")};
	assert_non_null(entry_add(&o, h->arena, F_OF, span_of(id), (range){0, 0}));
	assert_non_null(entry_add(&o, h->arena, F_OUTCOME_TYPE, SPAN("response"), (range){0, 0}));
	assert_non_null(entry_add(&o, h->arena, F_VALUE, SPAN("silent"), (range){0, 0}));
	assert_non_null(entry_add(&o, h->arena, F_DATE, SPAN("2025-01-01"), (range){0, 0}));
	if (ledger_outcome(h->store, &h->host, &o, SPAN(""), SPAN("Ana"), outcome, &err) != ONUS_OK)
		fail_msg("%s", err.message);
	assert_int_equal(strncmp(outcome, "outcome-", 8), 0);
	e = entry_of(&h->samples[2], h->arena, id);
	e.fields.v[0].value = SPAN("Oster House Trust");
	e.fields.v[0].where = (range){0, 0};
	assert_int_equal(
	    ledger_decide(h->store, &h->host, LEDGER_EDIT, span_of(id), &e, SPAN("Ana"), SPAN(""), &seq, &err),
	    ONUS_OK);
	assert_int_equal(
	    ledger_decide(h->store, &h->host, LEDGER_REJECT, span_of(id), &e, SPAN(""), SPAN("twice"), &seq, &err),
	    ONUS_OK);
	assert_int_equal(ledger_setting(h->store, &h->host, SPAN("places"), SPAN("XV\tVelk\n"), &err), ONUS_OK);
	assert_int_equal(
	    ledger_decide(h->store, &h->host, LEDGER_ACCEPT, SPAN("call-0"), &e, SPAN(""), SPAN(""), &seq, &err),
	    ONUS_ERR_NOT_FOUND);
	assert_int_equal(store_commit(h->store, &err), ONUS_OK);
}

static void a_repeated_text_gets_no_second_drafts(void **state)
{
	house *h = *state;
	assert_int_equal(h->added[0].drafts, 2);
	assert_int_equal(h->added[0].same_as, 0);
	assert_int_equal(h->added[1].drafts, 0);
	assert_int_equal(h->added[1].same_as, h->added[0].n);
	assert_int_equal(h->added[2].drafts, 2);
	assert_int_equal(h->added[2].same_as, 0);
	char *links = dump(h, "SELECT source, target FROM link WHERE kind = 'same text'", h->arena);
	assert_non_null(strstr(links, h->samples[1].id));
	/* Another file with the same text again, but a year later: a new statement. */
	sample later;
	ledger_added added;
	STR_AUTO text = str_make(2000);
	str_addf(&text, "%s\n\n", first);
	make(&later, str_c(&text), "2025-06-02", "release the poet Mira Tann at once and without conditions", h->arena);
	keep(h->store, &h->host, &later, &added);
	assert_int_equal(added.same_as, 0);
	assert_int_equal(added.drafts, 2);
}

static void a_call_that_comes_again_is_linked(void **state)
{
	house *h = *state;
	char *links = dump(h,
			   "SELECT s.published, t.published FROM link l JOIN record s ON s.id = l.source "
			   "JOIN record t ON t.id = l.target WHERE l.kind = 'restates' ORDER BY 1, 2",
			   h->arena);
	assert_non_null(strstr(links, "2025-05-02|2024-05-02|"));
	assert_null(strstr(links, "2024-05-02|2025-05-02|"));
}

static void actors_and_their_names_are_counted(void **state)
{
	house *h = *state;
	char *actors = dump(h, "SELECT key, name, country FROM actor ORDER BY key", h->arena);
	assert_string_equal(actors, "body:oster house|Oster House|NULL|\nperson:mira tann|Mira Tann|NULL|\n"
				    "state:XV|Velk|XV|\n");
	char *uses = dump(h, "SELECT actor, folded, uses FROM alias WHERE actor = 'person:mira tann'", h->arena);
	assert_string_equal(uses, "person:mira tann|mira tann|4|\n");
}

static void decisions_take_the_place_of_drafts(void **state)
{
	house *h = *state;
	decide_all(h);
	char *states = dump(h, "SELECT state, count(*) FROM record GROUP BY state ORDER BY state", h->arena);
	assert_string_equal(states, "accepted|2|\ndraft|2|\nrejected|1|\n");
	char *names = dump(h, "SELECT name, uses FROM alias WHERE actor LIKE 'body:%' ORDER BY 1", h->arena);
	assert_string_equal(names, "Oster House|3|\nOster House Trust|1|\n");
	char *answers = dump(h, "SELECT count(*) FROM link WHERE kind = 'answers'", h->arena);
	assert_string_equal(answers, "1|\n");
	ledger_report report = {0};
	onus_error err = {0};
	if (ledger_verify(h->store, &report, &err) != ONUS_OK)
		fail_msg("%s", err.message);
	assert_int_equal(report.rows, 8);
	assert_int_equal(report.documents, 3);
}

static onus_status drafts_again(void *ctx, span id, span text, span layout, arena *a, rendition *ret_rendition,
				record_set *ret_set, onus_error *err)
{
	(void)a, (void)err;
	const house *h = ctx;
	assert_true(span_is(layout, "layout"));
	for (size_t i = 0; i < 3; i++) {
		if (!span_is(id, h->samples[i].id))
			continue;
		assert_true(span_is(text, h->samples[i].text));
		*ret_rendition = h->samples[i].rendition;
		*ret_set = h->samples[i].set;
		return ONUS_OK;
	}
	return ONUS_ERR_INTERNAL;
}

static void rebuilding_gives_the_same_rows(void **state)
{
	house *h = *state;
	decide_all(h);
	onus_error err = {0};
	char *before = derived(h, h->arena);
	ledger_source source = {drafts_again, NULL, h, "rules", NULL};
	if (ledger_rebuild(h->store, &source, &err) != ONUS_OK)
		fail_msg("%s", err.message);
	assert_string_equal(derived(h, h->arena), before);
	assert_int_equal(store_check(h->store, &err), ONUS_OK);
	/* What was not derived from anything is gone after it. */
	change(h, "UPDATE record SET words = 'nothing of the kind'");
	assert_string_not_equal(derived(h, h->arena), before);
	assert_int_equal(ledger_rebuild(h->store, &source, &err), ONUS_OK);
	assert_string_equal(derived(h, h->arena), before);
	const int stop = 1;
	change(h, "UPDATE record SET words = 'left alone'");
	source.cancel = &stop;
	assert_int_equal(ledger_rebuild(h->store, &source, &err), ONUS_ERR_CANCELLED);
	assert_non_null(strstr(derived(h, h->arena), "left alone"));
}

static void a_decision_without_a_draft_still_stands(void **state)
{
	house *h = *state;
	decide_all(h);
	onus_error err = {0};
	/* The rules of today find nothing any more. */
	for (size_t i = 0; i < 3; i++)
		h->samples[i].set.entries.n = 0;
	ledger_source source = {drafts_again, NULL, h, "rules", NULL};
	if (ledger_rebuild(h->store, &source, &err) != ONUS_OK)
		fail_msg("%s", err.message);
	char *states = dump(h, "SELECT state, kind, document FROM record ORDER BY state, kind", h->arena);
	assert_string_equal(states, "accepted|call|1|\naccepted|outcome|NULL|\nrejected|call|3|\n");
	ledger_report report;
	assert_int_equal(ledger_verify(h->store, &report, &err), ONUS_OK);
}

static void every_change_to_history_is_found(void **state)
{
	static const char *const harm[] = {
	    "UPDATE journal SET time = time + 1 WHERE seq = 2",
	    "UPDATE journal SET kind = 'reject' WHERE kind = 'accept'",
	    "UPDATE journal SET subject = 'call-0000000000' WHERE seq = 4",
	    "UPDATE journal SET text_end = text_end + 1 WHERE seq = 4",
	    "UPDATE journal SET author = randomblob(32) WHERE seq = 1",
	    "UPDATE journal SET hash = randomblob(32) WHERE seq = 8",
	    "UPDATE journal SET previous = randomblob(32) WHERE seq = 3",
	    "UPDATE journal SET commitment = randomblob(32) WHERE seq = 3",
	    "UPDATE content SET salt = randomblob(32) WHERE seq = 5",
	    "UPDATE content SET body = (SELECT body FROM content WHERE seq = 4) WHERE seq = 6",
	    "PRAGMA foreign_keys = OFF; DELETE FROM content WHERE seq = 3; DELETE FROM journal WHERE seq = 3",
	    "UPDATE document SET bytes = CAST('other' AS BLOB) WHERE n = 1",
	    "UPDATE document SET text = 'other' WHERE n = 1",
	    "UPDATE document SET source = 'elsewhere' WHERE n = 2",
	    "PRAGMA foreign_keys = OFF; DELETE FROM document WHERE n = 3",
	    "UPDATE setting SET value = 'other' WHERE key = 'places'",
	    "UPDATE record SET body = (SELECT body FROM record WHERE state = 'draft') WHERE state = 'accepted'",
	    "UPDATE record SET decided = NULL WHERE state = 'rejected'",
	};
	house *h = *state;
	decide_all(h);
	ledger_report report;
	onus_error err = {0};
	change(h, "PRAGMA wal_checkpoint(TRUNCATE)");
	for (size_t i = 0; i < sizeof harm / sizeof *harm; i++) {
		STR_AUTO sql = str_make(4096);
		assert_int_equal(store_begin(h->store, &err), ONUS_OK);
		store_rollback(h->store);
		sqlite3 *db = NULL;
		assert_int_equal(sqlite3_open_v2(h->path, &db, SQLITE_OPEN_READWRITE, NULL), SQLITE_OK);
		char copy[80];
		(void)snprintf(copy, sizeof copy, "%s-harmed", h->path);
		(void)unlink(copy);
		str_addf(&sql, "VACUUM INTO '%s'", copy);
		assert_int_equal(sqlite3_exec(db, str_c(&sql), NULL, NULL, NULL), SQLITE_OK);
		sqlite3_close(db);
		assert_int_equal(sqlite3_open_v2(copy, &db, SQLITE_OPEN_READWRITE, NULL), SQLITE_OK);
		if (sqlite3_exec(db, harm[i], NULL, NULL, NULL) != SQLITE_OK)
			fail_msg("%s: %s", harm[i], sqlite3_errmsg(db));
		sqlite3_close(db);
		STORE_AUTO harmed = NULL;
		if (store_open(copy, STORE_READ, (span){NULL, 0}, &harmed, &err) != ONUS_OK)
			fail_msg("%s", err.message);
		if (ledger_verify(harmed, &report, &err) != ONUS_ERR_INTEGRITY)
			fail_msg("not found: %s", harm[i]);
		(void)unlink(copy);
	}
	assert_int_equal(ledger_verify(h->store, &report, &err), ONUS_OK);
}

static void erased_content_keeps_the_chain(void **state)
{
	house *h = *state;
	decide_all(h);
	change(h, "UPDATE content SET salt = NULL, body = NULL WHERE seq = 5");
	ledger_report report = {0};
	onus_error err = {0};
	if (ledger_verify(h->store, &report, &err) != ONUS_OK)
		fail_msg("%s", err.message);
	assert_int_equal(report.erased, 1);
}

static void the_journal_needs_a_transaction(void **state)
{
	house *h = *state;
	ledger_event event = {LEDGER_SETTING, SPAN("k"), SPAN(""), {0, 0}, SPAN("")};
	int64_t seq;
	assert_int_equal(ledger_append(h->store, &h->host, &event, &seq, NULL), ONUS_ERR_INTERNAL);
	/* A body that does not decode is found before anything is committed. */
	assert_int_equal(store_begin(h->store, NULL), ONUS_OK);
	assert_int_equal(ledger_append(h->store, &h->host, &event, &seq, NULL), ONUS_ERR_INTEGRITY);
	store_rollback(h->store);
	ledger_report report = {0};
	assert_int_equal(ledger_verify(h->store, &report, NULL), ONUS_OK);
	assert_int_equal(report.rows, 3);
}

#ifdef ONUS_FAULTS
/* A document and a decision in one transaction, on a casefile that has one document. */
static onus_status add_and_decide(house *h, store *s, onus_error *err)
{
	ledger_document doc = {.id = span_of(h->samples[2].id),
			       .source = SPAN("a file"),
			       .bytes = span_of(h->samples[2].text),
			       .rendition = &h->samples[2].rendition,
			       .layout = SPAN("layout"),
			       .set = &h->samples[2].set,
			       .rules = "rules"};
	ledger_added added;
	char id[64];
	int64_t seq;
	TRY(store_begin(s, err));
	TRY(ledger_add_document(s, &h->host, &doc, &added, err));
	TRY(ledger_record_id(span_of(h->samples[0].id), &h->samples[0].set.entries.v[0], 0, id, err));
	TRY(ledger_decide(s, &h->host, LEDGER_ACCEPT, span_of(id), &h->samples[0].set.entries.v[0], SPAN("Ana"),
			  SPAN(""), &seq, err));
	return store_commit(s, err);
}

static void memory_may_run_out_at_any_request(void **state)
{
	house *h = *state;
	size_t failed = 0;
	/* Each of the first requests, then a sample. */
	for (size_t n = 1;; n += 1 + n / 50) {
		STORE_AUTO s = NULL;
		onus_error err = {0};
		ledger_added added;
		ledger_report report = {0};
		if (store_open_memory(&s, &err) != ONUS_OK)
			fail_msg("before request %zu: %s", n, err.message);
		keep(s, &h->host, &h->samples[0], &added);
		(void)mem_fail_at(n);
		onus_status status = add_and_decide(h, s, &err);
		if (status != ONUS_OK)
			store_rollback(s);
		size_t requests = mem_fail_at(0);
		if (status != ONUS_OK && err.status != ONUS_ERR_MEMORY && err.status != ONUS_ERR_LIMIT)
			fail_msg("request %zu: %s", n, err.message);
		failed += status != ONUS_OK;
		if (ledger_verify(s, &report, &err) != ONUS_OK)
			fail_msg("request %zu: %s", n, err.message);
		assert_int_equal(report.rows, status == ONUS_OK ? 3 : 1);
		if (n > requests) {
			assert_int_equal(status, ONUS_OK);
			break;
		}
	}
	assert_true(failed > 50);
}

static void opening_may_run_out_of_memory(void **state)
{
	house *h = *state;
	store_close(h->store);
	h->store = NULL;
	for (store_mode mode = STORE_READ; mode <= STORE_CREATE; mode++) {
		for (size_t n = 1;; n++) {
			store *s = NULL;
			onus_error err = {0};
			if (mode == STORE_CREATE)
				(void)unlink(h->path);
			(void)mem_fail_at(n);
			onus_status status = store_open(h->path, mode, (span){NULL, 0}, &s, &err);
			size_t requests = mem_fail_at(0);
			store_close(s);
			if (n > requests) {
				assert_int_equal(status, ONUS_OK);
				break;
			}
			if (status == ONUS_OK)
				continue;
			if (err.status != ONUS_ERR_MEMORY)
				fail_msg("mode %d, request %zu: %s", (int)mode, n, err.message);
			/* Nothing is left of a casefile that could not be made, and nothing else is lost. */
			assert_int_equal(access(h->path, F_OK), mode == STORE_CREATE ? -1 : 0);
		}
	}
}
#endif

#define IN_HOUSE(test) cmocka_unit_test_setup_teardown(test, build_house, leave_house)

int main(void)
{
	const struct CMUnitTest tests[] = {
	    IN_HOUSE(a_repeated_text_gets_no_second_drafts), IN_HOUSE(a_call_that_comes_again_is_linked),
	    IN_HOUSE(actors_and_their_names_are_counted),    IN_HOUSE(decisions_take_the_place_of_drafts),
	    IN_HOUSE(rebuilding_gives_the_same_rows),        IN_HOUSE(a_decision_without_a_draft_still_stands),
	    IN_HOUSE(every_change_to_history_is_found),      IN_HOUSE(erased_content_keeps_the_chain),
	    IN_HOUSE(the_journal_needs_a_transaction),
#ifdef ONUS_FAULTS
	    IN_HOUSE(memory_may_run_out_at_any_request),     IN_HOUSE(opening_may_run_out_of_memory),
#endif
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
