/* SPDX-License-Identifier: Apache-2.0 */
#include "base/arena.h"
#include "base/clock.h"
#include "base/hash.h"
#include "base/map.h"
#include "base/printer.h"
#include "base/utf8.h"
#include "base/vec.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static void arena_keeps_to_its_cap(void **state)
{
	(void)state;
	ARENA_AUTO a = arena_new(4096);
	assert_non_null(arena_alloc(a, 4000));
	assert_false(arena_failed(a));
	assert_null(arena_alloc(a, 4000));
	assert_true(arena_failed(a));
	volatile size_t many = SIZE_MAX / 2;
	assert_null(arena_calloc(a, many, 3));
}

static void vec_grows(void **state)
{
	(void)state;
	ARENA_AUTO a = arena_new(0);
	VEC(int) v = {0};
	for (int i = 0; i < 1000; i++) {
		int *slot = vec_push(&v, a);
		assert_non_null(slot);
		*slot = i;
	}
	for (int i = 0; i < 1000; i++)
		assert_int_equal(v.v[i], i);
}

static void map_keeps_order_and_finds(void **state)
{
	(void)state;
	ARENA_AUTO a = arena_new(0);
	map m = map_make(a);
	for (size_t i = 0; i < 500; i++) {
		bool new = false;
		*map_put(&m, arena_printf(a, "key %zu", i), &new) = i;
		assert_true(new);
	}
	for (size_t i = 0; i < 500; i++) {
		size_t *value = map_find(&m, arena_printf(a, "key %zu", i));
		assert_non_null(value);
		assert_int_equal(*value, i);
		assert_int_equal(m.entries[i].value, i);
	}
	assert_null(map_find(&m, SPAN("key 500")));
}

static void str_stops_at_its_maximum(void **state)
{
	(void)state;
	STR_AUTO s = str_make(5);
	str_adds(&s, "abc");
	str_adds(&s, "def");
	assert_true(s.failed);
	assert_string_equal(str_c(&s), "abc");
}

static void utf8_finds_bad_bytes(void **state)
{
	(void)state;
	assert_int_equal(utf8_check(SPAN("Gūi Mínhǎi 桂民海 \U0001F600 \uFFFD")), SIZE_MAX);
	assert_int_equal(utf8_check(SPAN("ab\xC0\xAF")), 2);       /* overlong */
	assert_int_equal(utf8_check(SPAN("a\xED\xA0\x80")), 1);    /* surrogate */
	assert_int_equal(utf8_check(SPAN("\xF4\x90\x80\x80")), 0); /* past U+10FFFF */
	assert_int_equal(utf8_check(SPAN("abc\xE2\x82")), 3);      /* cut short */
}

static void hostile_text_is_made_safe(void **state)
{
	(void)state;
	STR_AUTO s = str_make(1000);
	utf8_add_safe(&s, SPAN("a\x1b[31mb\u202Ec\xFF\nd\u200De"), false);
	assert_string_equal(str_c(&s), "a<U+001B>[31mb<U+202E>c<0xFF> d\u200De");
}

static void dates_go_round(void **state)
{
	(void)state;
	for (int32_t day = -200000; day < 200000; day += 37)
		assert_int_equal(date_to_days(date_from_days(day)), day);
	date d;
	assert_true(date_parse(SPAN("2024-02-29"), &d));
	assert_int_equal(date_weekday(d), 3); /* a Thursday */
	assert_false(date_parse(SPAN("2023-02-29"), &d));
	assert_false(date_parse(SPAN("2023-13"), &d));
	assert_false(date_parse(SPAN("2023-1-1"), &d));
	char text[16];
	date_print(date_add_months((date){2024, 1, 31}, 1), text);
	assert_string_equal(text, "2024-02-29");
}

static void hash_is_sha256(void **state)
{
	(void)state;
	hash256 h;
	char hex[65];
	assert_int_equal(hash_bytes(SPAN("abc"), &h, NULL), ONUS_OK);
	hash_hex(&h, hex);
	/* FIPS 180-4, example of one block */
	assert_string_equal(hex, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
	hash256 back;
	assert_true(hash_from_hex(span_of(hex), &back));
	assert_memory_equal(&back, &h, sizeof h);
}

static bool keep(void *ctx, const char *bytes, size_t n)
{
	str_add(ctx, span_make(bytes, n));
	return true;
}

static void print_rows(printer *p)
{
	printer_begin_list(p);
	for (int i = 0; i < 2; i++) {
		printer_begin_object(p);
		printer_fields(p, "name", i ? "=1+1" : "Wu, \"Li\"\x1b");
		printer_key(p, "who");
		printer_begin_list(p);
		printer_strings(p, "a");
		printer_strings(p, "b");
		printer_end_list(p);
		printer_key(p, "n");
		printer_number(p, i);
		printer_key(p, "none");
		printer_null(p);
		printer_end_object(p);
	}
	printer_end_list(p);
}

static void check_print(onus_format format, bool lines, const char *expected)
{
	STR_AUTO out = str_make(10000);
	onus_sink sink = {keep, &out};
	printer *p = printer_new(format, lines, &sink);
	print_rows(p);
	assert_int_equal(printer_end(p, NULL), ONUS_OK);
	printer_free(p);
	assert_string_equal(str_c(&out), expected);
}

static void one_printer_three_formats(void **state)
{
	(void)state;
	check_print(ONUS_JSON, false,
		    "[{\"name\": \"Wu, \\\"Li\\\"\\u001b\", \"who\": [\"a\", \"b\"], \"n\": 0, \"none\": null},\n"
		    "{\"name\": \"=1+1\", \"who\": [\"a\", \"b\"], \"n\": 1, \"none\": null}]\n");
	check_print(ONUS_JSON, true,
		    "{\"name\": \"Wu, \\\"Li\\\"\\u001b\", \"who\": [\"a\", \"b\"], \"n\": 0, \"none\": null}\n"
		    "{\"name\": \"=1+1\", \"who\": [\"a\", \"b\"], \"n\": 1, \"none\": null}\n");
	check_print(ONUS_CSV, false, "name,who,n,none\r\n\"Wu, \"\"Li\"\"<U+001B>\",a; b,0,\r\n'=1+1,a; b,1,\r\n");
	check_print(ONUS_TEXT, false,
		    "name              who   n  none\nWu, \"Li\"<U+001B>  a; b  0\n=1+1              a; b  1\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(arena_keeps_to_its_cap),
	    cmocka_unit_test(vec_grows),
	    cmocka_unit_test(map_keeps_order_and_finds),
	    cmocka_unit_test(str_stops_at_its_maximum),
	    cmocka_unit_test(utf8_finds_bad_bytes),
	    cmocka_unit_test(hostile_text_is_made_safe),
	    cmocka_unit_test(dates_go_round),
	    cmocka_unit_test(hash_is_sha256),
	    cmocka_unit_test(one_printer_three_formats),
	};
	return cmocka_run_group_tests_name("base", tests, NULL, NULL);
}
