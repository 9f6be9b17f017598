/* SPDX-License-Identifier: Apache-2.0 */
/* The encoding is laid out byte by byte in docs/rooms/wire.md; keep the two together. */
#include "base/limits.h"
#include "wire/wire.h"

static const char magic[4] = {'O', 'N', 'L', '1'};

static void add_number(str *out, uint64_t v)
{
	while (v >= 0x80) {
		str_addc(out, (char)(unsigned char)(v | 0x80));
		v >>= 7;
	}
	str_addc(out, (char)v);
}

static void add_words(str *out, span s)
{
	add_number(out, s.n);
	str_add(out, s);
}

void wire_rendition_encode(const rendition *r, str *out)
{
	str_add(out, (span){magic, sizeof magic});
	add_number(out, r->source_size);
	add_number(out, r->text.n);
	add_number(out, r->replaced);
	add_words(out, r->format);
	add_words(out, r->charset);
	add_number(out, r->blocks.n);
	uint32_t end = 0;
	for (size_t i = 0; i < r->blocks.n; i++) {
		const block *b = &r->blocks.v[i];
		add_number(out, b->where.start - end);
		add_number(out, b->where.end - b->where.start);
		str_addc(out, (char)b->kind);
		str_addc(out, (char)b->level);
		end = b->where.end;
	}
	add_number(out, r->map.n);
	uint32_t source = 0;
	for (size_t i = 0; i < r->map.n; i++) {
		const map_run *m = &r->map.v[i];
		add_number(out, (uint64_t)m->text_n << 1 | (m->same ? 1u : 0u));
		add_number(out, m->source - source);
		if (!m->same)
			add_number(out, m->source_n);
		source = m->source;
	}
	add_number(out, r->meta.n);
	for (size_t i = 0; i < r->meta.n; i++) {
		const meta_item *m = &r->meta.v[i];
		str_addc(out, (char)m->key);
		add_words(out, m->value);
		add_number(out, m->where.start);
		add_number(out, m->where.end - m->where.start);
		add_words(out, m->origin);
	}
}

/* A cursor that remembers its first failure and gives zeros after it. */
typedef struct cursor {
	span left;
	bool failed;
} cursor;

static uint8_t take_byte(cursor *c)
{
	if (c->left.n == 0) {
		c->failed = true;
		return 0;
	}
	uint8_t b = (uint8_t)c->left.p[0];
	c->left = span_slice(c->left, 1, c->left.n);
	return b;
}

/* At most `max`, in the shortest form. */
static uint64_t take_number(cursor *c, uint64_t max)
{
	uint64_t v = 0;
	for (unsigned shift = 0; shift < 64 && !c->failed; shift += 7) {
		uint8_t b = take_byte(c);
		v |= (uint64_t)(b & 0x7F) << shift;
		if (b & 0x80)
			continue;
		if ((b == 0 && shift > 0) || (shift == 63 && b > 1) || v > max)
			break;
		return c->failed ? 0 : v;
	}
	c->failed = true;
	return 0;
}

static uint32_t take_u32(cursor *c)
{
	return (uint32_t)take_number(c, UINT32_MAX);
}

static span take_words(cursor *c, size_t max, arena *a)
{
	size_t n = take_number(c, max);
	if (c->failed || n > c->left.n) {
		c->failed = true;
		return (span){NULL, 0};
	}
	span words = span_slice(c->left, 0, n);
	c->left = span_slice(c->left, n, c->left.n);
	return arena_span(a, words);
}

/* start + n without passing 32 bits. */
static uint32_t plus(cursor *c, uint32_t start, uint32_t n)
{
	if (n > UINT32_MAX - start)
		c->failed = true;
	return c->failed ? 0 : start + n;
}

/* A table of n rows, each of which needs `least` bytes at least: what cannot be there is refused before memory is asked
 * for it. */
static size_t take_count(cursor *c, size_t max, size_t least)
{
	size_t n = take_number(c, max);
	if (n > c->left.n / least)
		c->failed = true;
	return c->failed ? 0 : n;
}

static bool take_blocks(cursor *c, arena *a, rendition *r)
{
	size_t n = take_count(c, LIMIT_BLOCKS, 4);
	r->blocks.v = n ? arena_calloc(a, n, sizeof *r->blocks.v) : NULL;
	if (n && !r->blocks.v)
		return false;
	r->blocks.n = r->blocks.cap = n;
	uint32_t end = 0;
	for (size_t i = 0; i < n; i++) {
		block *b = &r->blocks.v[i];
		b->where.start = plus(c, end, take_u32(c));
		end = b->where.end = plus(c, b->where.start, take_u32(c));
		b->kind = take_byte(c);
		b->level = take_byte(c);
	}
	return true;
}

static bool take_map(cursor *c, arena *a, rendition *r)
{
	size_t n = take_count(c, LIMIT_MAP_RUNS, 2);
	r->map.v = n ? arena_calloc(a, n, sizeof *r->map.v) : NULL;
	if (n && !r->map.v)
		return false;
	r->map.n = r->map.cap = n;
	uint32_t text = 0, source = 0;
	for (size_t i = 0; i < n; i++) {
		map_run *m = &r->map.v[i];
		uint64_t head = take_number(c, (uint64_t)UINT32_MAX << 1 | 1);
		m->same = head & 1;
		m->text = text;
		m->text_n = (uint32_t)(head >> 1);
		text = plus(c, text, m->text_n);
		source = m->source = plus(c, source, take_u32(c));
		m->source_n = m->same ? m->text_n : take_u32(c);
	}
	return true;
}

static void take_meta(cursor *c, arena *a, rendition *r)
{
	size_t n = take_count(c, LIMIT_META_ITEMS, 5);
	for (size_t i = 0; i < n && !c->failed; i++) {
		meta_item *m = vec_push(&r->meta, a);
		if (!m)
			return;
		m->key = take_byte(c);
		m->value = take_words(c, LIMIT_META_BYTES, a);
		m->where.start = take_u32(c);
		m->where.end = plus(c, m->where.start, take_u32(c));
		m->origin = take_words(c, LIMIT_META_BYTES, a);
	}
}

onus_status wire_rendition_decode(span layout, span text, arena *a, rendition *ret_rendition, onus_error *err)
{
	if (layout.n < sizeof magic || memcmp(layout.p, magic, sizeof magic) != 0)
		return fail(err, ONUS_ERR_INTEGRITY, "the layout of the text does not begin as one");
	cursor c = {.left = span_slice(layout, sizeof magic, layout.n)};
	rendition r = {.text = text};
	r.source_size = take_u32(&c);
	uint32_t text_n = take_u32(&c);
	r.replaced = take_u32(&c);
	r.format = take_words(&c, 32, a);
	r.charset = take_words(&c, 64, a);
	if (take_blocks(&c, a, &r) && take_map(&c, a, &r))
		take_meta(&c, a, &r);
	if (c.failed)
		return fail(err, ONUS_ERR_INTEGRITY, "the layout of the text is cut off or garbled");
	if (arena_failed(a))
		return fail_memory(err, "reading the layout of a text");
	if (c.left.n)
		return fail(err, ONUS_ERR_INTEGRITY, "the layout of the text has %zu bytes too many", c.left.n);
	if (text_n != text.n)
		return fail(err, ONUS_ERR_INTEGRITY, "the layout belongs to a text of %u bytes, not %zu", text_n,
			    text.n);
	TRY(rendition_check(&r, err));
	*ret_rendition = r;
	return ONUS_OK;
}
