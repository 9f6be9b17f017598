/* SPDX-License-Identifier: Apache-2.0 */
/* The journal's bytes. */
#include "ledger/ledger.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static void put(entry *e, arena *a, field_name name, const char *text, const char *words, actor_type type,
		const char *country)
{
	size_t at = span_find(span_of(text), span_of(words), 0);
	assert_true(at != SIZE_MAX);
	field *f = entry_add(e, a, name, span_of(words), (range){(uint32_t)at, (uint32_t)(at + strlen(words))});
	assert_non_null(f);
	f->actor_type = (uint8_t)type;
	(void)snprintf(f->country, sizeof f->country, "%s", country);
}

static void leaves_and_bodies_go_round(void **state)
{
	(void)state;
	ledger_row row = {.seq = 7,
			  .time = 1700000000000,
			  .kind = LEDGER_EDIT,
			  .subject = SPAN("call-0123456789"),
			  .document = SPAN("ab"),
			  .where = {3, 9}};
	row.commitment.b[0] = 1;
	row.previous.b[31] = 2;
	STR_AUTO leaf = str_make(1000), again = str_make(1000);
	ledger_leaf_encode(&row, &leaf);
	ledger_row back;
	assert_int_equal(ledger_leaf_decode(str_span(&leaf), &back, NULL), ONUS_OK);
	ledger_leaf_encode(&back, &again);
	assert_true(span_equal(str_span(&leaf), str_span(&again)));
	for (size_t n = 0; n < leaf.n; n++)
		assert_int_equal(ledger_leaf_decode((span){leaf.p, n}, &back, NULL), ONUS_ERR_INTEGRITY);
	str_addc(&leaf, 'x');
	assert_int_equal(ledger_leaf_decode(str_span(&leaf), &back, NULL), ONUS_ERR_INTEGRITY);
	ARENA_AUTO a = arena_new(0);
	decision_event d = {.by = SPAN("Ana"), .why = SPAN(""), .entry = {.kind = ONUS_CALL, .rule = SPAN("r")}}, d2;
	STR_AUTO body = str_make(1000);
	decision_encode(&d, &body);
	assert_int_equal(decision_decode(str_span(&body), a, &d2, NULL), ONUS_OK);
	assert_true(span_is(d2.by, "Ana") && span_is(d2.entry.rule, "r"));
	for (size_t n = 0; n < body.n; n++)
		assert_int_not_equal(decision_decode((span){body.p, n}, a, &d2, NULL), ONUS_OK);
}

/* Whatever decodes encodes to the bytes that it came from: there is one encoding, and no bit of it is idle. */
static void no_bit_is_idle(void **state)
{
	(void)state;
	ledger_row row = {.seq = 7, .time = 5, .kind = LEDGER_SETTING, .subject = SPAN("places"), .document = SPAN("")};
	document_event told = {SPAN("ab"), SPAN("a.txt"), SPAN("cd"), SPAN(""), 12};
	setting_event set = {SPAN("k"), SPAN("value")};
	decision_event d = {.by = SPAN("Ana"), .why = SPAN("so"), .entry = {.kind = ONUS_QUOTE, .rule = SPAN("r")}};
	str all[4];
	for (size_t i = 0; i < 4; i++)
		all[i] = str_make(1000);
	ledger_leaf_encode(&row, &all[0]);
	document_event_encode(&told, &all[1]);
	setting_event_encode(&set, &all[2]);
	decision_encode(&d, &all[3]);
	for (size_t i = 0; i < 4; i++) {
		for (size_t bit = 0; bit < all[i].n * 8; bit++) {
			ARENA_AUTO a = arena_new(0);
			STR_AUTO again = str_make(1000);
			all[i].p[bit / 8] ^= (char)(1 << bit % 8);
			span bytes = str_span(&all[i]);
			bool read = i == 0   ? ledger_leaf_decode(bytes, &row, NULL) == ONUS_OK
				    : i == 1 ? document_event_decode(bytes, &told, NULL) == ONUS_OK
				    : i == 2 ? setting_event_decode(bytes, &set, NULL) == ONUS_OK
					     : decision_decode(bytes, a, &d, NULL) == ONUS_OK;
			if (read) {
				if (i == 0)
					ledger_leaf_encode(&row, &again);
				else if (i == 1)
					document_event_encode(&told, &again);
				else if (i == 2)
					setting_event_encode(&set, &again);
				else
					decision_encode(&d, &again);
				assert_true(span_equal(str_span(&again), bytes));
			}
			all[i].p[bit / 8] ^= (char)(1 << bit % 8);
		}
		str_free(&all[i]);
	}
}

/* The example of docs/file-format.md, with its numbers. */
static void the_example_of_the_file_format_holds(void **state)
{
	(void)state;
	static const char text[] = "Oster House urged Velk to free Mira Tann.";
	ARENA_AUTO a = arena_new(0);
	hash256 h;
	char hex[65], id[64], salt[32];
	entry e = {.kind = ONUS_CALL, .rule = SPAN("call.urge.to"), .evidence = {0, sizeof text - 1}};
	put(&e, a, F_CALLER, text, "Oster House", ACTOR_BODY, "");
	put(&e, a, F_ADDRESSEE, text, "Velk", ACTOR_STATE, "XV");
	put(&e, a, F_ACTION, text, "free Mira Tann", ACTOR_UNKNOWN, "");
	STR_AUTO whole = str_make(1000), body = str_make(1000), leaf = str_make(1000);
	entry_encode(&e, &whole);
	assert_int_equal(whole.n, 121);
	decision_event d = {.by = SPAN("Ana"), .why = SPAN(""), .entry = e};
	decision_encode(&d, &body);
	assert_int_equal(body.n, 137);
	for (size_t i = 0; i < sizeof salt; i++)
		salt[i] = (char)i;
	ledger_row row = {.seq = 1, .time = 1742860800000, .kind = LEDGER_ACCEPT, .where = e.evidence};
	assert_int_equal(hash_keyed((span){salt, sizeof salt}, str_span(&body), &row.commitment, NULL), ONUS_OK);
	hash_hex(&row.commitment, hex);
	assert_string_equal(hex, "fcac2ae1337723e7db26f7f4ddafffb3672315a402c46da5ff79241cc7fa1e48");
	assert_int_equal(hash_bytes(span_of(text), &h, NULL), ONUS_OK);
	hash_hex(&h, hex);
	assert_string_equal(hex, "0982db51497c1f2f51e5f70da6ec8245ec6adbeed35a44bc63081fb823b10a7e");
	assert_int_equal(ledger_record_id(span_of(hex), &e, 0, id, NULL), ONUS_OK);
	assert_string_equal(id, "call-b8bbfc2f6c");
	row.subject = span_of(id);
	row.document = span_of(hex);
	ledger_leaf_encode(&row, &leaf);
	assert_int_equal(leaf.n, 218);
	assert_int_equal(ledger_leaf_hash(str_span(&leaf), &h, NULL), ONUS_OK);
	hash_hex(&h, hex);
	assert_string_equal(hex, "cd462c844fecb0f0b670f2fdb69403982805e8f1cee8986380ef0f28494dc623");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(leaves_and_bodies_go_round),
	    cmocka_unit_test(no_bit_is_idle),
	    cmocka_unit_test(the_example_of_the_file_format_holds),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
