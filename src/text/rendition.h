/* SPDX-License-Identifier: Apache-2.0 */
/*
 * rendition.h - the text of a document as everything after the reader sees it: UTF-8 bytes, cut into blocks, with a map
 * back to the bytes of the file and the metadata that the file carried.
 *
 * Invariants (rendition_check tests them; what comes from the reader is never used before it passed):
 *  - text is well-formed UTF-8 of at most LIMIT_TEXT_BYTES; for a plain-text file in UTF-8 it is the file, byte for
 * byte;
 *  - blocks are in order, do not overlap, are not empty and lie on character boundaries; what lies between blocks is
 *    white space or markup that is no text;
 *  - map runs are in order, cover the text without gaps, and lie within the file;
 *  - metadata values are well-formed UTF-8; `where` is empty or a range of text.
 * Everything belongs to the arena that the rendition was made in. Read-only after it was made; may be shared by
 * threads.
 */
#ifndef TEXT_RENDITION_H
#define TEXT_RENDITION_H

#include "base/arena.h"
#include "base/error.h"
#include "base/vec.h"

/* X(NAME, word). The words are stored and printed: do not change them. */
#define BLOCK_KINDS(X)                                                                                                 \
	X(TITLE, "title")     /* the document's title line */                                                          \
	X(HEADING, "heading") /* a heading below it; level 1 to 6 */                                                   \
	X(PARAGRAPH, "paragraph")                                                                                      \
	X(LIST_ITEM, "list item")     /* without its bullet or number; level is the depth, from 1 */                   \
	X(CAPTION, "caption")         /* of a picture; credits belong to it */                                         \
	X(BYLINE, "byline")           /* who wrote or issued it, and date lines: "Office of the Spokesperson" */       \
	X(QUOTE, "quote")             /* a block set off as a quotation */                                             \
	X(BOILERPLATE, "boilerplate") /* menus, share bars, footers, related links: kept, not extracted from */
typedef enum block_kind {
#define BLOCK_ENUM(name, word) BLOCK_##name,
	BLOCK_KINDS(BLOCK_ENUM)
#undef BLOCK_ENUM
} block_kind;

typedef struct block {
	range where;
	uint8_t kind; /* block_kind */
	uint8_t level;
} block;

/* Text [text, text + text_n) comes from the file's bytes [source, source + source_n). `same`: byte for byte, so that
 * offsets inside translate one to one; otherwise (an entity, a folded space, another charset) the run translates as a
 * whole. */
typedef struct map_run {
	uint32_t text, text_n;
	uint32_t source, source_n;
	bool same;
} map_run;

#define META_KEYS(X)                                                                                                   \
	X(TITLE, "title")                                                                                              \
	X(PUBLISHER, "publisher") /* the body that issues it; a site's name where nothing better is there */           \
	X(AUTHOR, "author")       /* one item for each */                                                              \
	X(PUBLISHED, "published") /* ISO date */                                                                       \
	X(LANGUAGE, "language")   /* BCP 47, lower-case primary subtag first */                                        \
	X(PLACE, "place")                                                                                              \
	X(KIND, "kind") /* press release, letter, statement, news, resolution, report */                               \
	X(URL, "url")   /* canonical address, as the file states it */
typedef enum meta_key {
#define META_ENUM(name, word) META_##name,
	META_KEYS(META_ENUM)
#undef META_ENUM
	    META_KEY_COUNT
} meta_key;

typedef struct meta_item {
	uint8_t key; /* meta_key */
	span value;
	range where; /* the words in the text that say so; empty where markup said it */
	span origin; /* "og:title", "json-ld datePublished", "time", "front matter", "date line", ... */
} meta_item;

typedef struct rendition {
	span text;
	VEC(block) blocks;
	VEC(map_run) map;
	VEC(meta_item) meta;
	span format;  /* "text", "markdown", "html" */
	span charset; /* IANA name, e.g. "UTF-8", "windows-1252" */
	uint32_t source_size;
	uint32_t replaced; /* bytes or characters that could not be decoded and stand as U+FFFD */
} rendition;

const char *block_kind_word(block_kind kind);
const char *meta_key_word(meta_key key);

/* ERR_INTEGRITY naming the first invariant that does not hold. Linear. */
onus_status rendition_check(const rendition *r, onus_error *err) MUST_CHECK;
/* First value of a key in order of the list (most trusted first), or {NULL, 0}. */
span rendition_meta(const rendition *r, meta_key key);
/* The bytes of the file that the range of text comes from; widened to whole runs where they do not translate one to
 * one. */
range rendition_source(const rendition *r, range text);
/* Index of the block that holds the offset, or of the next one; blocks.n at the end. Binary search. */
size_t rendition_block_at(const rendition *r, uint32_t offset);

#endif
