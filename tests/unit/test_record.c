/* SPDX-License-Identifier: Apache-2.0 */
#include "base/cursor.h"
#include "record/record.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static const char text[] = "Oster House urged Velk to free Mira Tann, held since May.";

static range find(const char *words)
{
	size_t at = span_find(span_of(text), span_of(words), 0);
	assert_true(at != SIZE_MAX);
	return (range){(uint32_t)at, (uint32_t)(at + strlen(words))};
}

static void add(entry *e, arena *a, field_name name, const char *value, uint16_t group)
{
	size_t at = span_find(span_of(text), span_of(value), 0);
	field *f = entry_add(e, a, name, span_of(value), at == SIZE_MAX ? (range){0, 0} : find(value));
	assert_non_null(f);
	f->group = group;
}

static entry a_call(arena *a)
{
	entry e = {.kind = ONUS_CALL, .rule = SPAN("call.urge.to"), .evidence = {0, sizeof text - 1}};
	add(&e, a, F_CALLER, "Oster House", 0);
	add(&e, a, F_ADDRESSEE, "Velk", 0);
	memcpy(e.fields.v[1].country, "XV", 2);
	e.fields.v[1].actor_type = ACTOR_STATE;
	add(&e, a, F_ACTION, "free Mira Tann", 0);
	add(&e, a, F_PEOPLE, "Mira Tann", 0);
	add(&e, a, F_MODALITY, "urged", 0);
	return e;
}

static entry a_case(arena *a)
{
	entry e = {.kind = ONUS_CASE,
		   .confidentiality = CONFIDENTIAL,
		   .rule = SPAN("case.held"),
		   .evidence = find("held since May")};
	add(&e, a, F_PERSON, "Mira Tann", 0);
	add(&e, a, F_ACT, "detention", 1);
	add(&e, a, F_BY, "Velk", 1);
	add(&e, a, F_ACT, "charge", 2);
	return e;
}

static void encoding_goes_round(void **state)
{
	(void)state;
	ARENA_AUTO a = arena_new(0);
	entry entries[] = {a_call(a), a_case(a)};
	for (size_t i = 0; i < 2; i++) {
		assert_int_equal(entry_check(&entries[i], NULL), ONUS_OK);
		STR_AUTO bytes = str_make(10000), again = str_make(10000);
		entry_encode(&entries[i], &bytes);
		entry back;
		assert_int_equal(entry_decode(str_span(&bytes), a, &back, NULL), ONUS_OK);
		entry_encode(&back, &again);
		assert_true(span_equal(str_span(&bytes), str_span(&again)));
		/* cut anywhere, or with a byte too many, it is refused */
		for (size_t n = 0; n < bytes.n; n++)
			assert_int_equal(entry_decode(span_slice(str_span(&bytes), 0, n), a, &back, NULL),
					 ONUS_ERR_INTEGRITY);
		str_addc(&bytes, 'x');
		assert_int_equal(entry_decode(str_span(&bytes), a, &back, NULL), ONUS_ERR_INTEGRITY);
	}
}

/* Whatever decodes, encodes to the bytes it came from: no two encodings of one entry. */
static void encoding_is_the_only_one(void **state)
{
	(void)state;
	ARENA_AUTO a = arena_new(0);
	entry call = a_call(a);
	STR_AUTO bytes = str_make(10000);
	entry_encode(&call, &bytes);
	for (size_t i = 0; i < bytes.n; i++)
		for (unsigned bit = 0; bit < 8; bit++) {
			bytes.p[i] = (char)(bytes.p[i] ^ (1 << bit));
			entry back;
			if (entry_decode(str_span(&bytes), a, &back, NULL) == ONUS_OK) {
				STR_AUTO again = str_make(10000);
				entry_encode(&back, &again);
				assert_true(span_equal(str_span(&bytes), str_span(&again)));
			}
			bytes.p[i] = (char)(bytes.p[i] ^ (1 << bit));
		}
}

static onus_status edit(entry *e, arena *a, const char *change, onus_error *err)
{
	return entry_edit(e, a, span_of(change), span_of(text), err);
}

static void edits_change_and_keep_their_words(void **state)
{
	(void)state;
	ARENA_AUTO a = arena_new(0);
	entry e = a_call(a);
	assert_int_equal(edit(&e, a, "modality = demanded", NULL), ONUS_OK);
	assert_true(span_is(entry_value(&e, F_MODALITY), "demanded"));
	assert_true(e.by_person);
	assert_int_equal(edit(&e, a, "caller+=Velk", NULL), ONUS_OK);
	const field *second = entry_next(&e, entry_field(&e, F_CALLER));
	assert_int_equal(second->where.start, find("Velk").start);
	assert_int_equal(edit(&e, a, "caller-=Oster House", NULL), ONUS_OK);
	assert_true(span_is(entry_value(&e, F_CALLER), "Velk"));
	assert_int_equal(edit(&e, a, "action=@26-35", NULL), ONUS_OK);
	assert_true(span_is(entry_value(&e, F_ACTION), "free Mira"));
}

static void edits_that_make_no_sense_are_refused(void **state)
{
	(void)state;
	static const struct {
		const char *change, *says;
	} bad[] = {{"modality=sung", "one of: asked, urged"},
		   {"colour=red", "it has: caller, addressee"},
		   {"caller", "field=value"},
		   {"action=", "empty"},
		   {"action-=free Mira Tann", "needs its action"},
		   {"negated=maybe", "true or false"},
		   {"action=@5-9000", "no place"},
		   {"people-=Nobody", "to take away"}};
	ARENA_AUTO a = arena_new(0);
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		entry e = a_call(a);
		size_t n = e.fields.n;
		onus_error err = {0};
		assert_int_not_equal(edit(&e, a, bad[i].change, &err), ONUS_OK);
		if (!strstr(err.message, bad[i].says))
			fail_msg("\"%s\" says: %s", bad[i].change, err.message);
		assert_int_equal(e.fields.n, n);
		assert_false(e.by_person);
	}
}

static void acts_come_and_go_with_their_details(void **state)
{
	(void)state;
	ARENA_AUTO a = arena_new(0);
	entry e = a_case(a);
	assert_int_equal(edit(&e, a, "date=2024-05", NULL), ONUS_OK); /* of the last act */
	assert_int_equal(e.fields.v[e.fields.n - 1].group, 2);
	assert_int_equal(edit(&e, a, "act-=detention", NULL), ONUS_OK);
	assert_null(entry_field(&e, F_BY));
	assert_true(span_is(entry_value(&e, F_ACT), "charge"));
	assert_int_equal(edit(&e, a, "act+=release", NULL), ONUS_OK);
	assert_int_equal(e.fields.v[e.fields.n - 1].group, 3);
	assert_int_equal(edit(&e, a, "act=release", NULL), ONUS_OK);
	assert_null(entry_field(&e, F_DATE));
	assert_int_equal(edit(&e, a, "act-=release", NULL), ONUS_ERR_INPUT);
}

static bool keep(void *ctx, const char *bytes, size_t n)
{
	str_add(ctx, span_make(bytes, n));
	return true;
}

static void json_has_the_documented_shape(void **state)
{
	(void)state;
	ARENA_AUTO a = arena_new(0);
	STR_AUTO out = str_make(10000);
	onus_sink sink = {keep, &out};
	entry call = a_call(a), held = a_case(a);
	printer *p = printer_new(ONUS_JSON, true, &sink);
	printer_begin_list(p);
	entry_print(&call, p, "call-1", span_of(text));
	entry_print(&held, p, "case-1", span_of(text));
	printer_end_list(p);
	assert_int_equal(printer_end(p, NULL), ONUS_OK);
	printer_free(p);
	assert_string_equal(
	    str_c(&out),
	    "{\"id\": \"call-1\", \"caller\": [\"Oster House\"], \"addressee\": [\"Velk\"], \"target\": [], "
	    "\"action\": "
	    "{\"text\": \"free Mira Tann\", \"start\": 26, \"end\": 40}, \"people\": [\"Mira Tann\"], \"modality\": "
	    "\"urged\", "
	    "\"negated\": false, \"condition\": null, \"urgency\": null, \"deadline\": null, \"restates\": [], "
	    "\"rule\": \"call.urge.to\", \"evidence\": {\"start\": 0, \"end\": 57}}\n"
	    "{\"id\": \"case-1\", \"person\": \"Mira Tann\", \"acts\": [\"detention\", \"charge\"], \"details\": "
	    "[{\"act\": \"detention\", \"by\": [\"Velk\"], \"place\": null, \"date\": null, \"ground\": null, "
	    "\"evidence\": {\"start\": 0, \"end\": 0}}, {\"act\": \"charge\", \"by\": [], \"place\": null, \"date\": "
	    "null, "
	    "\"ground\": null, \"evidence\": {\"start\": 0, \"end\": 0}}], \"rule\": \"case.held\", "
	    "\"evidence\": {\"start\": 42, \"end\": 56}}\n");
}

static void cursors_stay_inside(void **state)
{
	(void)state;
	cursor c = cursor_of(SPAN("\x00\x00\x00\x05"
				  "abc"));
	assert_int_equal(cursor_counted(&c, 100).n, 0);
	assert_true(c.failed);
	c = cursor_of(SPAN("\x01\x02\x03\x04"));
	assert_int_equal(cursor_u32(&c), 0x01020304);
	assert_true(cursor_done(&c));
	assert_int_equal(cursor_u8(&c), 0);
	assert_false(cursor_done(&c));
	c = cursor_of(SPAN("\x00\x00\x00\x03"
			   "abc"));
	assert_int_equal(cursor_counted(&c, 2).n, 0);
	assert_true(c.failed);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(encoding_goes_round),
	    cmocka_unit_test(encoding_is_the_only_one),
	    cmocka_unit_test(edits_change_and_keep_their_words),
	    cmocka_unit_test(edits_that_make_no_sense_are_refused),
	    cmocka_unit_test(acts_come_and_go_with_their_details),
	    cmocka_unit_test(json_has_the_documented_shape),
	    cmocka_unit_test(cursors_stay_inside),
	};
	return cmocka_run_group_tests_name("record", tests, NULL, NULL);
}
