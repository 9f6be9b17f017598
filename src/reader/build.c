/* SPDX-License-Identifier: Apache-2.0 */
#include "reader/build.h"
#include "base/utf8.h"

builder build_start(const decoded *from, arena *a)
{
	return (builder){.a = a, .from = from, .text = str_make(LIMIT_TEXT_BYTES)};
}

void build_end(builder *b)
{
	str_free(&b->text);
}

void build_copy(builder *b, size_t start, size_t end)
{
	if (end <= start)
		return;
	uint32_t at = (uint32_t)b->text.n, n = (uint32_t)(end - start);
	str_add(&b->text, span_slice(b->from->text, start, end));
	if (!b->text.failed)
		(void)map_add(&b->made, b->a, (map_run){at, n, (uint32_t)start, n, true});
	b->at = (uint32_t)end;
}

void build_words(builder *b, span words, size_t start, size_t end)
{
	uint32_t at = (uint32_t)b->text.n;
	str_add(&b->text, words);
	if (!b->text.failed)
		(void)map_add(&b->made, b->a,
			      (map_run){at, (uint32_t)words.n, (uint32_t)start, (uint32_t)(end - start), false});
	b->at = (uint32_t)end;
}

void build_space(builder *b, const char *space)
{
	if (b->text.n)
		build_words(b, span_of(space), b->at, b->at);
}

static bool is_blank(uint32_t c)
{
	return c == ' ' || (c >= '\t' && c <= '\r') || c == 0xA0 || c == 0x3000 || c == 0x2028 || c == 0x2029 ||
	       c == 0xFEFF || c == 0x202F || c == 0x205F || (c >= 0x2000 && c <= 0x200B);
}

void build_block(builder *b, block_kind kind, unsigned level, size_t start)
{
	span text = str_span(&b->text);
	size_t end = text.n;
	while (start < end) {
		size_t next = start;
		if (!is_blank(utf8_next(text, &next)))
			break;
		start = next;
	}
	while (end > start) {
		size_t before = end;
		if (!is_blank(utf8_previous(text, &before)))
			break;
		end = before;
	}
	if (start >= end || b->blocks.n > LIMIT_BLOCKS)
		return;
	block *slot = vec_push(&b->blocks, b->a);
	if (slot)
		*slot = (block){{(uint32_t)start, (uint32_t)end}, (uint8_t)kind, (uint8_t)level};
}

void build_meta(builder *b, meta_key key, span value, range where, const char *origin)
{
	if (b->meta.n >= LIMIT_META_ITEMS)
		return;
	STR_AUTO folded = str_make(LIMIT_META_BYTES);
	bool space = false;
	for (size_t at = 0; at < value.n && folded.n < LIMIT_META_BYTES - 8;) {
		uint32_t c = utf8_next(value, &at);
		if (is_blank(c)) {
			space = folded.n > 0;
		} else if (!utf8_hostile(c)) {
			if (space)
				str_addc(&folded, ' ');
			space = false;
			str_add_rune(&folded, c);
		}
	}
	if (folded.n == 0)
		return;
	for (size_t i = 0; i < b->meta.n; i++)
		if (b->meta.v[i].key == key && span_equal(b->meta.v[i].value, str_span(&folded)))
			return;
	meta_item *slot = vec_push(&b->meta, b->a);
	if (slot)
		*slot = (meta_item){(uint8_t)key, arena_span(b->a, str_span(&folded)), where,
				    arena_span(b->a, span_of(origin))};
}

/* The decoder's run that holds the offset, searched onwards from *hint: offsets come in order. */
static const map_run *run_of(const decoded *d, uint32_t at, size_t *hint)
{
	while (*hint > 0 && d->map.v[*hint].text > at)
		(*hint)--;
	while (*hint + 1 < d->map.n && d->map.v[*hint].text + d->map.v[*hint].text_n <= at)
		(*hint)++;
	return &d->map.v[*hint];
}

static uint32_t source_start(const map_run *run, uint32_t at)
{
	if (at >= run->text + run->text_n)
		return run->source + run->source_n;
	return run->same ? run->source + (at - run->text) : run->source;
}

static uint32_t source_end(const map_run *run, uint32_t end)
{
	return run->same ? run->source + (end - run->text) : run->source + run->source_n;
}

/* Runs to offsets in the decoded text become runs to bytes of the file. */
static bool join_maps(builder *b, decoded *joined)
{
	const decoded *from = b->from;
	size_t hint = 0;
	for (size_t i = 0; i < b->made.map.n; i++) {
		const map_run *m = &b->made.map.v[i];
		if (from->map.n == 0) {
			if (!map_add(joined, b->a, (map_run){m->text, m->text_n, 0, 0, false}))
				return false;
			continue;
		}
		if (!m->same) {
			uint32_t start = source_start(run_of(from, m->source, &hint), m->source);
			uint32_t end = start;
			if (m->source_n)
				end = source_end(run_of(from, m->source + m->source_n - 1, &hint),
						 m->source + m->source_n);
			if (!map_add(joined, b->a, (map_run){m->text, m->text_n, start, end - start, false}))
				return false;
			continue;
		}
		for (uint32_t done = 0; done < m->text_n;) {
			uint32_t at = m->source + done;
			const map_run *run = run_of(from, at, &hint);
			uint32_t n = run->text + run->text_n - at;
			if (n > m->text_n - done)
				n = m->text_n - done;
			uint32_t start = source_start(run, at);
			if (!map_add(joined, b->a,
				     (map_run){m->text + done, n, start, source_end(run, at + n) - start, run->same}))
				return false;
			done += n;
		}
	}
	return true;
}

onus_status build_rendition(builder *b, const char *format, uint32_t source_size, rendition *ret_rendition,
			    onus_error *err)
{
	if (b->text.failed)
		return fail(err, ONUS_ERR_LIMIT, "its text is longer than %u MB; split it into documents",
			    LIMIT_TEXT_BYTES / MIB);
	if (b->blocks.n > LIMIT_BLOCKS)
		return fail(err, ONUS_ERR_LIMIT, "it has more than %u paragraphs; split it into documents",
			    LIMIT_BLOCKS);
	decoded joined = {0};
	rendition r = {.format = span_of(format),
		       .charset = b->from->charset,
		       .source_size = source_size,
		       .replaced = b->from->replaced};
	bool whole = b->made.map.n == 1 && b->made.map.v[0].same && b->text.n == b->from->text.n;
	if (!join_maps(b, &joined))
		return fail_memory(err, "mapping a text");
	if (joined.map.n > LIMIT_MAP_RUNS)
		return fail(err, ONUS_ERR_LIMIT, "its text is too scattered; split it into documents");
	r.text = whole ? b->from->text : arena_span(b->a, str_span(&b->text));
	memcpy(&r.blocks, &b->blocks, sizeof r.blocks);
	memcpy(&r.map, &joined.map, sizeof r.map);
	memcpy(&r.meta, &b->meta, sizeof r.meta);
	if (arena_failed(b->a))
		return fail_memory(err, "laying out a text");
	*ret_rendition = r;
	return ONUS_OK;
}
