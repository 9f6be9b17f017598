/* SPDX-License-Identifier: Apache-2.0 */
#include "text/rendition.h"
#include "base/limits.h"
#include "base/utf8.h"

static const char *const block_words[] = {
#define BLOCK_WORD(name, word) [BLOCK_##name] = word,
    BLOCK_KINDS(BLOCK_WORD)
#undef BLOCK_WORD
};
static const char *const meta_words[] = {
#define META_WORD(name, word) [META_##name] = word,
    META_KEYS(META_WORD)
#undef META_WORD
};
enum { BLOCK_KIND_COUNT = sizeof block_words / sizeof *block_words };

const char *block_kind_word(block_kind kind)
{
	return (unsigned)kind < BLOCK_KIND_COUNT ? block_words[kind] : "unknown";
}

const char *meta_key_word(meta_key key)
{
	return (unsigned)key < META_KEY_COUNT ? meta_words[key] : "unknown";
}

static bool boundary(span text, uint32_t at)
{
	return at >= text.n || ((unsigned char)text.p[at] & 0xC0) != 0x80;
}

static onus_status check_blocks(const rendition *r, onus_error *err)
{
	uint32_t end = 0;
	if (r->blocks.n > LIMIT_BLOCKS)
		return fail(err, ONUS_ERR_LIMIT, "the document has more than %u blocks", LIMIT_BLOCKS);
	for (size_t i = 0; i < r->blocks.n; i++) {
		const block *b = &r->blocks.v[i];
		if (b->where.start < end || range_empty(b->where) || b->where.end > r->text.n)
			return fail(err, ONUS_ERR_INTEGRITY, "block %zu is empty, out of order or past the text", i);
		if (!boundary(r->text, b->where.start) || !boundary(r->text, b->where.end))
			return fail(err, ONUS_ERR_INTEGRITY, "block %zu cuts a character", i);
		if (b->kind >= BLOCK_KIND_COUNT)
			return fail(err, ONUS_ERR_INTEGRITY, "block %zu is of no known kind", i);
		end = b->where.end;
	}
	return ONUS_OK;
}

static onus_status check_map(const rendition *r, onus_error *err)
{
	uint32_t at = 0, source = 0;
	if (r->map.n > LIMIT_MAP_RUNS)
		return fail(err, ONUS_ERR_LIMIT, "the offset map has more than %u runs", LIMIT_MAP_RUNS);
	for (size_t i = 0; i < r->map.n; i++) {
		const map_run *m = &r->map.v[i];
		if (m->text != at || m->text_n == 0 || m->text_n > r->text.n - at)
			return fail(err, ONUS_ERR_INTEGRITY, "map run %zu leaves a gap or passes the text", i);
		if (m->source < source || m->source > r->source_size || m->source_n > r->source_size - m->source)
			return fail(err, ONUS_ERR_INTEGRITY, "map run %zu is out of order or past the file", i);
		if (m->same && m->source_n != m->text_n)
			return fail(err, ONUS_ERR_INTEGRITY, "map run %zu says it is a copy and is not", i);
		at += m->text_n;
		source = m->source;
	}
	if (at != r->text.n)
		return fail(err, ONUS_ERR_INTEGRITY, "the offset map ends before the text");
	return ONUS_OK;
}

static onus_status check_meta(const rendition *r, onus_error *err)
{
	if (r->meta.n > LIMIT_META_ITEMS)
		return fail(err, ONUS_ERR_LIMIT, "the document has more than %u metadata items", LIMIT_META_ITEMS);
	for (size_t i = 0; i < r->meta.n; i++) {
		const meta_item *m = &r->meta.v[i];
		if (m->key >= META_KEY_COUNT || m->value.n == 0 || m->value.n > LIMIT_META_BYTES ||
		    m->origin.n > LIMIT_META_BYTES || utf8_check(m->value) != SIZE_MAX ||
		    utf8_check(m->origin) != SIZE_MAX)
			return fail(err, ONUS_ERR_INTEGRITY, "metadata item %zu is not well-formed", i);
		if (m->where.start > m->where.end || m->where.end > r->text.n || !boundary(r->text, m->where.start) ||
		    !boundary(r->text, m->where.end))
			return fail(err, ONUS_ERR_INTEGRITY, "metadata item %zu points past the text", i);
	}
	return ONUS_OK;
}

onus_status rendition_check(const rendition *r, onus_error *err)
{
	if (r->text.n > LIMIT_TEXT_BYTES)
		return fail(err, ONUS_ERR_LIMIT, "the text is longer than %u MB", LIMIT_TEXT_BYTES / MIB);
	if (r->source_size > LIMIT_INPUT_BYTES)
		return fail(err, ONUS_ERR_LIMIT, "the file is larger than %u MB", LIMIT_INPUT_BYTES / MIB);
	if (utf8_check(r->text) != SIZE_MAX)
		return fail(err, ONUS_ERR_INTEGRITY, "the text is not well-formed UTF-8");
	if (r->format.n == 0 || r->format.n > 32 || utf8_check(r->format) != SIZE_MAX || r->charset.n == 0 ||
	    r->charset.n > 64 || utf8_check(r->charset) != SIZE_MAX)
		return fail(err, ONUS_ERR_INTEGRITY, "the format or character set is not named well");
	TRY(check_blocks(r, err));
	TRY(check_map(r, err));
	return check_meta(r, err);
}

span rendition_meta(const rendition *r, meta_key key)
{
	for (size_t i = 0; i < r->meta.n; i++)
		if (r->meta.v[i].key == key)
			return r->meta.v[i].value;
	return (span){NULL, 0};
}

/* Index of the run that holds the text offset; map.n past the end. */
static size_t run_at(const rendition *r, uint32_t offset)
{
	size_t low = 0, high = r->map.n;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		const map_run *m = &r->map.v[middle];
		if (offset >= m->text + m->text_n)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

range rendition_source(const rendition *r, range text)
{
	if (range_empty(text))
		return (range){0, 0};
	size_t first = run_at(r, text.start), last = run_at(r, text.end - 1);
	if (first >= r->map.n || last >= r->map.n)
		return (range){0, 0};
	const map_run *a = &r->map.v[first], *b = &r->map.v[last];
	range source = {a->source, b->source + b->source_n};
	if (a->same)
		source.start = a->source + (text.start - a->text);
	if (b->same)
		source.end = b->source + (text.end - b->text);
	/* A run inside may reach further than the last one where folded space overlaps its neighbours. */
	if (source.end < source.start)
		source.end = source.start;
	return source;
}

size_t rendition_block_at(const rendition *r, uint32_t offset)
{
	size_t low = 0, high = r->blocks.n;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (offset >= r->blocks.v[middle].where.end)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}
