/* SPDX-License-Identifier: Apache-2.0 */
/*
 * build.h - putting a rendition together: text copied or rewritten from the decoded text, blocks over it, and a map
 * that at the end is joined with the decoder's so that it leads to the file's bytes.
 */
#ifndef READER_BUILD_H
#define READER_BUILD_H

#include "base/limits.h"
#include "base/str.h"
#include "reader/decode.h"

typedef struct builder {
	arena *a;
	const decoded *from;
	str text;
	decoded made; /* only its map: to offsets in from->text */
	VEC(block) blocks;
	VEC(meta_item) meta;
	uint32_t at; /* in from->text: behind what was taken last */
} builder;

builder build_start(const decoded *from, arena *a);
/* Gives the memory back that is not the arena's. */
void build_end(builder *b);

/* Copies from->text[start, end). */
void build_copy(builder *b, size_t start, size_t end);
/* `words` stand for from->text[start, end). */
void build_words(builder *b, span words, size_t start, size_t end);
/* White space between blocks, which stands for nothing. */
void build_space(builder *b, const char *space);
/* A block over text[start, what there is now), trimmed; none where that is empty. False at a limit or without memory.
 */
void build_block(builder *b, block_kind kind, unsigned level, size_t start);
/* Adds metadata; cut at LIMIT_META_BYTES, folded to single spaces, dropped where empty or already there. */
void build_meta(builder *b, meta_key key, span value, range where, const char *origin);

/* The rendition; its text is a copy of b->text, or from->text itself where that was copied whole. */
onus_status build_rendition(builder *b, const char *format, uint32_t source_size, rendition *ret_rendition,
			    onus_error *err) MUST_CHECK;

#endif
