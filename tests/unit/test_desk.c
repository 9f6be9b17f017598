/* SPDX-License-Identifier: Apache-2.0 */
/* The desk on a casefile in memory: the order of the queue, filters, decisions, outcomes and their vocabularies. */
#include "base/utf8.h"
#include "desk/decide.h"
#include "desk/queue.h"
#include "desk/vocabulary.h"
#include "ledger/ledger.h"
#include "names/places.h"
#include "store/store.h"
#include "wire/wire.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#define OK(call)                                                                                                       \
	do {                                                                                                           \
		onus_error err_ = {0};                                                                                 \
		onus_error *err = &err_;                                                                               \
		onus_status got_ = (call);                                                                             \
		if (got_ != ONUS_OK)                                                                                   \
			print_error("%s: %s\n", onus_status_name(got_), err_.message);                                 \
		assert_int_equal(got_, ONUS_OK);                                                                       \
	} while (0)
#define FAILS(status, call)                                                                                            \
	do {                                                                                                           \
		onus_error err_ = {0};                                                                                 \
		onus_error *err = &err_;                                                                               \
		assert_int_equal((call), (status));                                                                    \
		assert_true(err_.message[0]);                                                                          \
		last_message = err_;                                                                                   \
	} while (0)

static onus_error last_message;

typedef struct desk {
	store *store;
	places *places;
	arena *arena;
	onus_host host;
} desk;

static int64_t fixed_now(void *ctx)
{
	(void)ctx;
	return 1700000000000;
}

static bool fixed_random(void *ctx, void *bytes, size_t n)
{
	(void)ctx;
	memset(bytes, 7, n);
	return true;
}

/* A document of one sentence that makes one call. */
static void add_document(desk *d, const char *bytes, const char *caller, const char *addressee, const char *published)
{
	arena *a = d->arena;
	span text = span_of(bytes);
	range all = {0, (uint32_t)text.n};
	rendition r = {.text = text, .format = SPAN("text"), .charset = SPAN("UTF-8"), .source_size = (uint32_t)text.n};
	block *b = vec_push(&r.blocks, a);
	*b = (block){all, BLOCK_PARAGRAPH, 0};
	map_run *run = vec_push(&r.map, a);
	*run = (map_run){0, all.end, 0, all.end, true};
	record_set set = {.document = {.kind = ONUS_DOCUMENT}};
	if (*published)
		assert_non_null(entry_add(&set.document, a, F_PUBLISHED, span_of(published), (range){0, 0}));
	entry *e = vec_push(&set.entries, a);
	*e = (entry){.kind = ONUS_CALL, .evidence = all, .rule = SPAN("call.test")};
	field *f = entry_add(e, a, F_CALLER, span_of(caller), (range){0, 0});
	f->actor_type = ACTOR_BODY;
	f = entry_add(e, a, F_ADDRESSEE, span_of(addressee), (range){0, 0});
	f->actor_type = ACTOR_STATE;
	const place *state = places_find(d->places, span_of(addressee));
	assert_non_null(state);
	memcpy(f->country, state->code, sizeof f->country);
	assert_non_null(entry_add(e, a, F_ACTION, text, all));
	assert_non_null(entry_add(e, a, F_MODALITY, SPAN("urged"), (range){0, 0}));
	STR_AUTO layout = str_make(1 << 20);
	wire_rendition_encode(&r, &layout);
	hash256 hash;
	OK(hash_bytes(text, &hash, err));
	char id[65];
	hash_hex(&hash, id);
	ledger_document document = {.id = arena_span(a, span_of(id)),
				    .source = SPAN("a.txt"),
				    .bytes = text,
				    .rendition = &r,
				    .layout = str_span(&layout),
				    .reader = SPAN("1"),
				    .set = &set,
				    .rules = "0000"};
	ledger_added added;
	OK(store_begin(d->store, err));
	OK(ledger_add_document(d->store, &d->host, &document, &added, err));
	OK(store_commit(d->store, err));
}

static int open_desk(void **state)
{
	static desk d;
	d = (desk){.arena = arena_new(0), .host = {fixed_now, fixed_random, NULL}};
	OK(store_open_memory(&d.store, err));
	OK(places_new(SPAN(""), &d.places, err));
	add_document(&d, "Older words urge France.", "Rights Meridian", "France", "2020-01-02");
	add_document(&d, "Undated words urge Spain.", "Harbour Watch", "Spain", "");
	add_document(&d, "Newer words urge Spain.", "Rights Meridian", "Spain", "2021-05");
	*state = &d;
	return 0;
}

static int close_desk(void **state)
{
	desk *d = *state;
	store_close(d->store);
	places_free(d->places);
	arena_free(d->arena);
	return 0;
}

static queue waiting(desk *d, onus_list_options o)
{
	queue q = {0};
	OK(queue_make(d->store, d->places, &o, 0, d->arena, &q, err));
	return q;
}

static entry entry_of(desk *d, span id, int64_t *ret_document)
{
	entry e = {0};
	store_rows *rows = NULL;
	bool found = false;
	OK(store_query(d->store, "casefile_entry", PARAMS(value_text(id)), &rows, err));
	OK(store_step(rows, &found, err));
	assert_true(found);
	OK(entry_decode(store_blob(rows, 0), d->arena, &e, err));
	*ret_document = store_int(rows, 1);
	store_rows_free(rows);
	return e;
}

static void test_queue_order_and_filters(void **state)
{
	desk *d = *state;
	onus_list_options o = ONUS_LIST_OPTIONS_INIT(ONUS_ACTOR);
	queue all = waiting(d, o);
	assert_int_equal(all.ids.n, 3);
	int64_t document[3];
	for (size_t i = 0; i < 3; i++)
		(void)entry_of(d, all.ids.v[i], &document[i]);
	assert_int_equal(document[0], 3); /* newest */
	assert_int_equal(document[1], 1);
	assert_int_equal(document[2], 2); /* no date: last */
	o.kind = ONUS_PLEDGE;
	assert_int_equal(waiting(d, o).ids.n, 0);
	o.kind = ONUS_CALL;
	o.on = "Spain";
	assert_int_equal(waiting(d, o).ids.n, 2);
	o.on = "ES";
	assert_int_equal(waiting(d, o).ids.n, 2);
	o.by = "rights meridian";
	assert_int_equal(waiting(d, o).ids.n, 1);
	o.on = NULL;
	o.by = "Meridian";
	assert_int_equal(waiting(d, o).ids.n, 2);
	o.since = "2021";
	assert_int_equal(waiting(d, o).ids.n, 1);
	o.since = NULL;
	o.until = "2020";
	assert_int_equal(waiting(d, o).ids.n, 1);
	o.until = NULL;
	o.limit = 1;
	assert_int_equal(waiting(d, o).ids.n, 1);
	queue q;
	o.by = "Rights Meridien";
	FAILS(ONUS_ERR_NOT_FOUND, queue_make(d->store, d->places, &o, 0, d->arena, &q, err));
	assert_non_null(strstr(last_message.message, "Rights Meridian"));
	o.by = NULL;
	o.since = "2021-02-30";
	FAILS(ONUS_ERR_USAGE, queue_make(d->store, d->places, &o, 0, d->arena, &q, err));
}

static onus_status decide_on(desk *d, span id, onus_decision decision, onus_error *err)
{
	int64_t document;
	entry e = entry_of(d, id, &document);
	char *copy = arena_string(d->arena, id);
	decision.id = copy;
	span text = SPAN("Newer words urge Spain.");
	return decide(d->store, &d->host, d->places, &decision, id, &e, text, d->arena, err);
}

static void test_decisions(void **state)
{
	desk *d = *state;
	onus_list_options o = ONUS_LIST_OPTIONS_INIT(ONUS_ACTOR);
	span id = waiting(d, o).ids.v[0];
	FAILS(ONUS_ERR_USAGE, decide_on(d, id, (onus_decision){.verdict = ONUS_REJECT}, err));
	FAILS(ONUS_ERR_USAGE, decide_on(d, id, (onus_decision){.verdict = ONUS_REJECT, .why = " "}, err));
	FAILS(ONUS_ERR_USAGE, decide_on(d, id, (onus_decision){.verdict = ONUS_EDIT}, err));
	const char *bad[] = {"caller=X", "modality=bellowed"};
	FAILS(ONUS_ERR_INPUT, decide_on(d, id, (onus_decision){.verdict = ONUS_EDIT, .edits = bad, .n_edits = 2}, err));
	FAILS(ONUS_ERR_USAGE, decide_on(d, id, (onus_decision){.verdict = ONUS_ACCEPT, .by = "\xff"}, err));
	assert_int_equal(waiting(d, o).ids.n, 3);

	OK(decide_on(d, id, (onus_decision){.verdict = ONUS_ACCEPT, .by = "Ana"}, err));
	assert_int_equal(waiting(d, o).ids.n, 2);
	OK(decide_on(d, id, (onus_decision){.verdict = ONUS_REJECT, .why = "second thoughts"}, err));
	const char *good[] = {"caller=Harbour Watch", "addressee=the French government", "addressee+=France"};
	OK(decide_on(d, id, (onus_decision){.verdict = ONUS_EDIT, .edits = good, .n_edits = 3}, err));
	o.state = ONUS_EDITED;
	assert_int_equal(waiting(d, o).ids.n, 1);
	int64_t document;
	entry e = entry_of(d, id, &document);
	const field *caller = entry_field(&e, F_CALLER);
	/* A name that the casefile knows is the actor that it knows; a state is one by its name. */
	assert_int_equal(caller->actor_type, ACTOR_BODY);
	const field *addressee = entry_next(&e, entry_field(&e, F_ADDRESSEE));
	assert_int_equal(addressee->actor_type, ACTOR_STATE);
	assert_string_equal(addressee->country, "FR");
	assert_true(e.by_person);
	ledger_report report;
	OK(ledger_verify(d->store, &report, err));
	assert_int_equal(report.rows, 3 + 3);
}

static onus_status follow_on(desk *d, span of, onus_follow_options o, char *ret_id, onus_error *err)
{
	return follow(d->store, &d->host, d->places, &o, of, (span){NULL, 0}, d->arena, ret_id, err);
}

static void test_outcomes(void **state)
{
	desk *d = *state;
	onus_list_options o = ONUS_LIST_OPTIONS_INIT(ONUS_ACTOR);
	span id = waiting(d, o).ids.v[0];
	char outcome[64], other[64];
	OK(follow_on(d, id,
		     (onus_follow_options){.type = "response", .value = "Already-Done", .by = "Spain", .date = "2022"},
		     outcome, err));
	assert_memory_equal(outcome, "outcome-", 8);
	int64_t document;
	entry e = entry_of(d, span_of(outcome), &document);
	assert_true(span_is(entry_value(&e, F_VALUE), "already done"));
	assert_true(span_equal(entry_value(&e, F_OF), id));
	assert_int_equal(entry_field(&e, F_BY)->actor_type, ACTOR_STATE);
	OK(follow_on(d, id, (onus_follow_options){.type = "assessment", .value = "b2", .scale = "hrc"}, other, err));
	e = entry_of(d, span_of(other), &document);
	assert_true(span_is(entry_value(&e, F_VALUE), "B2"));
	assert_true(span_is(entry_value(&e, F_SCALE), "HRC"));
	OK(follow_on(d, id, (onus_follow_options){.type = "assessment", .value = "so-so", .scale = "Our own"}, other,
		     err));

	const onus_follow_options wrong[] = {
	    {.type = "response", .value = "notde"},
	    {.type = "response", .value = ""},
	    {.type = "response", .value = "noted", .scale = "HRC"},
	    {.type = "response", .value = "noted", .date = "tomorrow"},
	    {.type = "response", .value = "noted", .note = "\xff"},
	    {.type = "implementation", .value = "kept"},
	    {.type = "assessment", .value = "F", .scale = "HRC"},
	    {.type = "assessment", .value = "kept"}, /* a call has no scale of its own */
	    {.type = "verdict", .value = "kept"},
	};
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
		FAILS(ONUS_ERR_USAGE, follow_on(d, id, wrong[i], other, err));
	FAILS(ONUS_ERR_USAGE, follow_on(d, SPAN("quote-0123456789"),
					(onus_follow_options){.type = "response", .value = "noted"}, other, err));
}

static void test_vocabulary(void **state)
{
	(void)state;
	assert_string_equal(scale_find(SPAN("upr-info"))->name, "UPR Info");
	assert_null(scale_find(SPAN("upr")));
	assert_null(scale_find(SPAN("")));
	const char *word;
	OK(word_of(response_words, SPAN("Partly_Supported"), "response", &word, err));
	assert_string_equal(word, "partly supported");
	FAILS(ONUS_ERR_USAGE, word_of(response_words, SPAN("refusd"), "response", &word, err));
	assert_non_null(strstr(last_message.message, "did you mean \"refused\""));
	FAILS(ONUS_ERR_USAGE, word_of(response_words, SPAN("qqqq"), "response", &word, err));
	assert_null(strstr(last_message.message, "did you mean"));
	assert_non_null(strstr(last_message.message, "silent"));
}

static void test_passages(void **state)
{
	desk *d = *state;
	STR_AUTO text = str_make(1 << 20);
	for (int i = 0; i < 1000; i++)
		str_adds(&text, "ćafé ");
	str_adds(&text, "\n\nsecond");
	rendition r = {.text = str_span(&text)};
	uint32_t n = (uint32_t)text.n;
	*vec_push(&r.blocks, d->arena) = (block){{0, n - 8}, BLOCK_PARAGRAPH, 0};
	*vec_push(&r.blocks, d->arena) = (block){{n - 6, n}, BLOCK_PARAGRAPH, 0};
	range around = passage_around(&r, (range){n - 4, n - 2});
	assert_int_equal(around.start, n - 6);
	assert_int_equal(around.end, n);
	around = passage_around(&r, (range){3500, 3507});
	assert_true(around.start > 2000 && around.end < 5000);
	assert_int_equal(utf8_boundary(r.text, around.start), around.start);
	around = passage_around(&r, (range){0, n});
	assert_int_equal(around.start, 0);
	assert_int_equal(around.end, n);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(test_queue_order_and_filters, open_desk, close_desk),
	    cmocka_unit_test_setup_teardown(test_decisions, open_desk, close_desk),
	    cmocka_unit_test_setup_teardown(test_outcomes, open_desk, close_desk),
	    cmocka_unit_test(test_vocabulary),
	    cmocka_unit_test_setup_teardown(test_passages, open_desk, close_desk),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
