/* SPDX-License-Identifier: Apache-2.0 */
/* Renditions, their encoding, and the frames they travel in: what is right comes through, everything else does not. */
#include "base/limits.h"
#include "base/str.h"
#include "wire/frame.h"
#include "wire/wire.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

/* "Tïtle\n\nA word." out of a file in windows-1252. */
static rendition sample(arena *a)
{
	rendition r = {.text = SPAN("T\xC3\xAFtle\n\nA word."),
		       .format = SPAN("text"),
		       .charset = SPAN("windows-1252"),
		       .source_size = 14,
		       .replaced = 0};
	block *b = vec_push(&r.blocks, a);
	*b = (block){{0, 6}, BLOCK_TITLE, 0};
	b = vec_push(&r.blocks, a);
	*b = (block){{8, 15}, BLOCK_LIST_ITEM, 2};
	map_run *m = vec_push(&r.map, a);
	*m = (map_run){0, 1, 0, 1, true};
	m = vec_push(&r.map, a);
	*m = (map_run){1, 2, 1, 1, false};
	m = vec_push(&r.map, a);
	*m = (map_run){3, 12, 2, 12, true};
	meta_item *item = vec_push(&r.meta, a);
	*item = (meta_item){META_TITLE, SPAN("T\xC3\xAFtle"), {0, 6}, SPAN("title line")};
	item = vec_push(&r.meta, a);
	*item = (meta_item){META_PUBLISHED, SPAN("2021-03-04"), {0, 0}, SPAN("date")};
	return r;
}

static bool take(void *ctx, const char *bytes, size_t n)
{
	str_add(ctx, (span){bytes, n});
	return !((str *)ctx)->failed;
}

static void layout_comes_back(void **state)
{
	(void)state;
	ARENA_AUTO a = arena_new(0);
	rendition r = sample(a), back;
	onus_error err = {0};
	assert_int_equal(rendition_check(&r, &err), ONUS_OK);
	STR_AUTO bytes = str_make(MIB), again = str_make(MIB);
	wire_rendition_encode(&r, &bytes);
	assert_int_equal(wire_rendition_decode(str_span(&bytes), r.text, a, &back, &err), ONUS_OK);
	assert_int_equal(back.blocks.n, 2);
	assert_int_equal(back.blocks.v[1].kind, BLOCK_LIST_ITEM);
	assert_int_equal(back.blocks.v[1].level, 2);
	assert_int_equal(back.map.n, 3);
	assert_int_equal(back.map.v[1].source_n, 1);
	assert_true(span_is(rendition_meta(&back, META_PUBLISHED), "2021-03-04"));
	assert_null(rendition_meta(&back, META_PLACE).p);
	wire_rendition_encode(&back, &again);
	assert_true(span_equal(str_span(&bytes), str_span(&again)));
}

/* The bytes that docs/rooms/wire.md gives as its example. */
static void layout_has_the_documented_bytes(void **state)
{
	(void)state;
	ARENA_AUTO a = arena_new(0);
	rendition r = {.text = SPAN("Hi"), .format = SPAN("text"), .charset = SPAN("UTF-8"), .source_size = 2};
	block *b = vec_push(&r.blocks, a);
	*b = (block){{0, 2}, BLOCK_PARAGRAPH, 0};
	map_run *m = vec_push(&r.map, a);
	*m = (map_run){0, 2, 0, 2, true};
	STR_AUTO bytes = str_make(MIB);
	wire_rendition_encode(&r, &bytes);
	assert_true(span_equal(str_span(&bytes),
			       SPAN("ONL1\x02\x02\x00\x04text\x05UTF-8\x01\x00\x02\x02\x00\x01\x05\x00\x00")));
}

static void every_cut_and_every_extra_byte_is_refused(void **state)
{
	(void)state;
	ARENA_AUTO a = arena_new(0);
	rendition r = sample(a), back;
	STR_AUTO bytes = str_make(MIB);
	wire_rendition_encode(&r, &bytes);
	for (size_t n = 0; n < bytes.n; n++)
		assert_int_not_equal(wire_rendition_decode(span_slice(str_span(&bytes), 0, n), r.text, a, &back, NULL),
				     ONUS_OK);
	str_addc(&bytes, '\0');
	assert_int_equal(wire_rendition_decode(str_span(&bytes), r.text, a, &back, NULL), ONUS_ERR_INTEGRITY);
}

/* A changed byte gives an error, or a rendition that keeps every promise and encodes to these very bytes. */
static void every_changed_byte_is_caught_or_harmless(void **state)
{
	(void)state;
	ARENA_AUTO keep = arena_new(0);
	rendition r = sample(keep);
	STR_AUTO bytes = str_make(MIB);
	wire_rendition_encode(&r, &bytes);
	for (size_t i = 0; i < bytes.n; i++)
		for (unsigned v = 0; v < 256; v++) {
			ARENA_AUTO a = arena_new(16 * MIB);
			char was = bytes.p[i];
			bytes.p[i] = (char)v;
			rendition back;
			if (wire_rendition_decode(str_span(&bytes), r.text, a, &back, NULL) == ONUS_OK) {
				assert_int_equal(rendition_check(&back, NULL), ONUS_OK);
				STR_AUTO again = str_make(MIB);
				wire_rendition_encode(&back, &again);
				assert_true(span_equal(str_span(&bytes), str_span(&again)));
			}
			bytes.p[i] = was;
		}
}

static void check_finds_what_is_wrong(void **state)
{
	(void)state;
	ARENA_AUTO a = arena_new(0);
	rendition r;
#define BROKEN(change)                                                                                                 \
	do {                                                                                                           \
		r = sample(a);                                                                                         \
		change;                                                                                                \
		assert_int_not_equal(rendition_check(&r, NULL), ONUS_OK);                                              \
	} while (0)
	BROKEN(r.text = SPAN("T\xC3Xtle\n\nA word."));
	BROKEN(r.blocks.v[0].where.end = 9);
	BROKEN(r.blocks.v[0].where.end = 0);
	BROKEN(r.blocks.v[0].where.end = 2);
	BROKEN(r.blocks.v[1].where.end = 16);
	BROKEN(r.blocks.v[1].kind = 200);
	BROKEN(r.map.v[1].text = 2);
	BROKEN(r.map.v[2].text_n = 11);
	BROKEN(r.map.v[2].source = 0);
	BROKEN(r.map.v[2].source_n = 11);
	BROKEN(r.source_size = 13);
	BROKEN(r.meta.v[0].value = SPAN("\xFF"));
	BROKEN(r.meta.v[0].where.end = 99);
	BROKEN(r.meta.v[0].where.start = 2);
	BROKEN(r.meta.v[0].key = 99);
	BROKEN(r.format = SPAN(""));
}

static void offsets_lead_back(void **state)
{
	(void)state;
	ARENA_AUTO a = arena_new(0);
	rendition r = sample(a);
	range s = rendition_source(&r, (range){8, 15});
	assert_int_equal(s.start, 7);
	assert_int_equal(s.end, 14);
	s = rendition_source(&r, (range){0, 3});
	assert_int_equal(s.start, 0);
	assert_int_equal(s.end, 2);
	s = rendition_source(&r, (range){1, 4});
	assert_int_equal(s.start, 1);
	assert_int_equal(s.end, 3);
	assert_int_equal(rendition_block_at(&r, 0), 0);
	assert_int_equal(rendition_block_at(&r, 6), 1);
	assert_int_equal(rendition_block_at(&r, 14), 1);
	assert_int_equal(rendition_block_at(&r, 15), 2);
}

static void frames_come_through_in_pieces_of_any_size(void **state)
{
	(void)state;
	for (size_t size = 1; size < 90; size += 7) {
		ARENA_AUTO a = arena_new(0);
		rendition r = sample(a), back;
		STR_AUTO sent = str_make(MIB);
		assert_true(frame_send_rendition(&r, take, &sent));
		frame_receiver f = frame_receive(a);
		for (size_t at = 0; at < sent.n; at += size)
			assert_int_equal(frame_feed(&f, span_slice(str_span(&sent), at, at + size), NULL), ONUS_OK);
		assert_int_equal(frame_finish(&f, &back, NULL), ONUS_OK);
		assert_true(span_equal(back.text, r.text));
		assert_int_equal(back.blocks.n, 2);
	}
}

static void refusals_come_through(void **state)
{
	(void)state;
	ARENA_AUTO a = arena_new(0);
	STR_AUTO sent = str_make(MIB);
	assert_true(frame_send_refusal(ONUS_ERR_LIMIT, SPAN("it is too long"), take, &sent));
	frame_receiver f = frame_receive(a);
	rendition back;
	onus_error err = {0};
	assert_int_equal(frame_feed(&f, str_span(&sent), NULL), ONUS_OK);
	assert_int_equal(frame_finish(&f, &back, &err), ONUS_ERR_LIMIT);
	assert_string_equal(err.message, "it is too long");
}

static onus_status receive(span bytes)
{
	ARENA_AUTO a = arena_new(64 * MIB);
	frame_receiver f = frame_receive(a);
	rendition back;
	onus_status status = frame_feed(&f, bytes, NULL);
	return status == ONUS_OK ? frame_finish(&f, &back, NULL) : status;
}

static void frames_that_lie_are_refused(void **state)
{
	(void)state;
	ARENA_AUTO a = arena_new(0);
	rendition r = sample(a);
	STR_AUTO sent = str_make(MIB);
	assert_true(frame_send_rendition(&r, take, &sent));
	assert_int_equal(receive(str_span(&sent)), ONUS_OK);
	/* Cut anywhere. */
	for (size_t n = 0; n < sent.n; n++)
		assert_int_not_equal(receive(span_slice(str_span(&sent), 0, n)), ONUS_OK);
	/* Something behind. */
	str_add(&sent, SPAN("OF"));
	assert_int_not_equal(receive(str_span(&sent)), ONUS_OK);
	sent.n -= 2;
	str_add(&sent, SPAN("OF\x04\0\0\0\0\0"));
	assert_int_not_equal(receive(str_span(&sent)), ONUS_OK);
	sent.n -= 8;
	/* Each head's bytes changed. */
	for (size_t i = 0; i < 16; i++) {
		char was = sent.p[i];
		sent.p[i] = (char)(was ^ 0x41);
		assert_int_not_equal(receive(str_span(&sent)), ONUS_OK);
		sent.p[i] = was;
	}
	static const span lies[] = {
	    SPAN("OF\x01\0\x08\0\0\0\xFF\xFF\xFF\xFF\0\0\0\0"),   /* more text than there may be */
	    SPAN("OF\x01\0\x08\0\0\0\x01\0\0\0\xFF\xFF\xFF\xFF"), /* more layout */
	    SPAN("OF\x02\0\x01\0\0\0x"),                          /* text before the beginning */
	    SPAN("OF\x04\0\0\0\0\0"),                             /* the end first */
	    SPAN("OF\x07\0\0\0\0\0"),                             /* no such type */
	    SPAN("OF\x05\0\x01\0\0\0\x03"),                       /* a refusal without words */
	    SPAN("OF\x05\0\x03\0\0\0\x0cno"),                     /* with a status that is none of its own */
	    SPAN("OF\x05\0\x03\0\0\0\x03\xFF\xFE"),               /* that is no text */
	    SPAN("OF\x01\0\x08\0\0\0\x01\0\0\0\x01\0\0\0OF\x03\0\x01\0\0\0x"), /* layout before text */
	};
	for (size_t i = 0; i < sizeof lies / sizeof *lies; i++)
		assert_int_not_equal(receive(lies[i]), ONUS_OK);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(layout_comes_back),
	    cmocka_unit_test(layout_has_the_documented_bytes),
	    cmocka_unit_test(every_cut_and_every_extra_byte_is_refused),
	    cmocka_unit_test(every_changed_byte_is_caught_or_harmless),
	    cmocka_unit_test(check_finds_what_is_wrong),
	    cmocka_unit_test(offsets_lead_back),
	    cmocka_unit_test(frames_come_through_in_pieces_of_any_size),
	    cmocka_unit_test(refusals_come_through),
	    cmocka_unit_test(frames_that_lie_are_refused),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
