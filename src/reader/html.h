/* SPDX-License-Identifier: Apache-2.0 */
/*
 * html.h - a page between its four steps: html_parse (libxml2's events become a flat list), html_weigh (which parts are
 * the text, which the page around it), html_write (blocks and map), html_meta_finish (metadata, most trusted first).
 *
 * There is no tree of libxml2's: only elements that can hold blocks get a node, in the order of the page, so that a
 * parent's number is smaller than its child's. Every step is linear in the page.
 */
#ifndef READER_HTML_H
#define READER_HTML_H

#include "reader/build.h"

typedef enum html_kind {
	KIND_INLINE, /* no node: b, span, unknown elements */
	KIND_DROP,   /* script, style, form controls: their text is none of the document's */
	KIND_BREAK,  /* br */
	KIND_RULE,   /* hr */
	KIND_LINK,
	KIND_BOX, /* div and everything else that makes a block and means nothing */
	KIND_PARAGRAPH,
	KIND_HEADING, /* level says which */
	KIND_LIST,
	KIND_ITEM,
	KIND_QUOTE,
	KIND_PRE,
	KIND_FIGURE,
	KIND_CAPTION,
	KIND_TABLE,
	KIND_CELL,
	KIND_MAIN,
	KIND_ARTICLE,
	KIND_HEADER,
	KIND_AROUND, /* nav, aside, footer, dialog */
	KIND_ROOT,   /* html, body */
} html_kind;

/* What class, id and role say of an element. */
enum {
	SIGN_AROUND = 1,
	SIGN_CAPTION = 2,
	SIGN_BYLINE = 4,
	SIGN_MAIN = 8,
};

enum { NO_NODE = UINT32_MAX };

typedef struct html_node {
	uint32_t parent;
	uint32_t text, linked; /* bytes of text inside; of them in links. Sums after html_parse */
	uint32_t prose;        /* weight of the paragraphs right in it */
	uint32_t end;          /* number of the first node behind it */
	uint8_t kind, level, signs;
	bool title;  /* has an h1 inside */
	bool around; /* set by html_weigh: not the document's own text */
} html_node;

typedef enum html_event { EVENT_OPEN, EVENT_CLOSE, EVENT_TEXT, EVENT_BREAK } html_event;

/* An event and the number of its node or piece. */
typedef struct html_item {
	uint32_t event : 2, which : 30;
} html_item;

/* Text as the parser gave it, and where it stands in the decoded page. */
typedef struct html_piece {
	uint32_t start, end;
	const char *words; /* NULL: the bytes of the page as they are; else `n` bytes that stand for them */
	uint32_t n;
} html_piece;

/* Metadata as it is found, to be ordered by trust at the end. */
typedef struct html_fact {
	uint8_t key, rank;
	span value;
	const char *origin;
} html_fact;

typedef struct html_page {
	arena *a;
	const decoded *d;
	VEC(html_node) nodes;
	VEC(html_item) items;
	VEC(html_piece) pieces;
	VEC(html_fact) facts;
	str title, json; /* of <title>; of one script of JSON-LD */
} html_page;

onus_status html_parse(html_page *page, onus_error *err) MUST_CHECK;
void html_weigh(html_page *page);
void html_write(const html_page *page, builder *b, bool *ret_headings, bool *ret_title);

/* While parsing: <meta>, <link>, <html lang>, <time>. `attributes` are libxml2's: name, value, ..., NULL; or NULL. */
void html_meta_element(html_page *page, const char *name, const char *const *attributes);
/* One whole script of JSON-LD. */
void html_meta_json(html_page *page, span json);
void html_add_fact(html_page *page, meta_key key, unsigned rank, span value, const char *origin);
/* Into the builder, by rank. */
void html_meta_finish(html_page *page, builder *b);

/* The value of an attribute, or {NULL, 0}. */
span html_attribute(const char *const *attributes, const char *name);

#endif
