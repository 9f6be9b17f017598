/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which part of a page is the document. First what its author says: main, article, nav, footer, and the words of class,
 * id and role. Then, for pages that say nothing, weight: a paragraph of prose counts for the element it stands in, and
 * by half for the one around that (Readability's idea, by Arc90 Labs); lists and boxes that are mostly links are menus.
 * Nothing is thrown away: what is around is marked as such.
 */
#include "reader/html.h"

/* Text that is not in links. */
static uint32_t plain(const html_node *node)
{
	return node->text - node->linked;
}

static bool is_block(const html_node *node)
{
	return node->kind == KIND_PARAGRAPH || node->kind == KIND_PRE || node->kind == KIND_QUOTE ||
	       node->kind == KIND_ITEM || node->kind == KIND_CELL || node->kind == KIND_BOX;
}

static void spread_prose(html_page *page)
{
	enum { LEAST = 60 };
	for (size_t i = page->nodes.n; i-- > 1;) {
		const html_node *node = &page->nodes.v[i];
		if (node->kind != KIND_PARAGRAPH && node->kind != KIND_PRE && node->kind != KIND_ITEM)
			continue;
		uint32_t weight = plain(node);
		if (weight < LEAST || node->linked > weight || node->parent == NO_NODE)
			continue;
		if (node->kind == KIND_ITEM)
			weight /= 2;
		html_node *parent = &page->nodes.v[node->parent];
		parent->prose += weight;
		/* A list or a quotation is no place of its own. */
		if (parent->parent != NO_NODE)
			page->nodes.v[parent->parent].prose +=
			    parent->kind == KIND_LIST || parent->kind == KIND_QUOTE ? weight : weight / 2;
	}
}

/* The element that holds the document; 0 is the whole page. */
static uint32_t find_region(const html_page *page)
{
	uint32_t whole = plain(&page->nodes.v[0]);
	uint32_t best = 0, most = 0;
	for (uint32_t i = 1; i < page->nodes.n; i++) {
		const html_node *node = &page->nodes.v[i];
		bool named = node->kind == KIND_MAIN || (node->signs & SIGN_MAIN);
		/* The first of nested ones, and the largest. */
		if (named && plain(node) > most) {
			best = i;
			most = plain(node);
		}
	}
	if (best && (uint64_t)most * 3 < whole)
		best = 0;
	/* An article that has most of what is in there; several of a size are a list of teasers. */
	uint32_t from = best, end = page->nodes.v[best].end;
	uint32_t inside = plain(&page->nodes.v[best]), article = 0;
	most = 0;
	for (uint32_t i = from + 1; i < end; i++)
		if (page->nodes.v[i].kind == KIND_ARTICLE && plain(&page->nodes.v[i]) > most) {
			article = i;
			most = plain(&page->nodes.v[i]);
		}
	if (article && (uint64_t)most * 5 > (uint64_t)inside * 3)
		return article;
	if (best)
		return best;
	uint32_t heaviest = 0;
	most = 0;
	for (uint32_t i = 0; i < page->nodes.n; i++)
		if (page->nodes.v[i].prose > most) {
			most = page->nodes.v[i].prose;
			heaviest = i;
		}
	return (uint64_t)most * 2 > whole ? heaviest : 0;
}

/* True where the element itself says or shows that it is of the page and not of the document. */
static bool is_around(const html_page *page, uint32_t number)
{
	const html_node *node = &page->nodes.v[number];
	uint32_t whole = plain(&page->nodes.v[0]);
	if (node->kind == KIND_LINK || node->kind == KIND_ROOT || node->kind == KIND_MAIN ||
	    node->kind == KIND_ARTICLE || node->kind == KIND_HEADING)
		return false;
	/* A wrapper called "with-sidebar" that holds most of the page is no sidebar. */
	if ((uint64_t)plain(node) * 5 > (uint64_t)whole * 2)
		return false;
	if (node->kind == KIND_AROUND)
		return !node->title;
	if ((node->signs & SIGN_AROUND) && !node->title)
		return true;
	bool caption = node->kind == KIND_FIGURE || node->kind == KIND_CAPTION || (node->signs & SIGN_CAPTION);
	if (caption || node->title || node->kind == KIND_QUOTE)
		return false;
	/* Mostly links: a menu, a list of other pages. A single paragraph has to be nothing else. */
	if (node->kind == KIND_LIST || node->kind == KIND_TABLE || node->kind == KIND_BOX || node->kind == KIND_HEADER)
		return node->linked >= 12 && (uint64_t)node->linked * 3 > (uint64_t)node->text * 2;
	return is_block(node) && node->kind != KIND_ITEM && node->linked >= 12 && node->linked == node->text;
}

void html_weigh(html_page *page)
{
	if (page->nodes.n == 0)
		return;
	spread_prose(page);
	uint32_t region = find_region(page);
	uint32_t region_end = page->nodes.v[region].end;
	for (uint32_t i = 0; i < page->nodes.n; i++) {
		html_node *node = &page->nodes.v[i];
		bool inside = i >= region && i < region_end;
		bool holds = i <= region && node->end >= region_end;
		bool inherited = i > 0 && node->parent != NO_NODE && page->nodes.v[node->parent].around;
		/* Right at the region the inheritance ends: what is outside of it is around, it is not. */
		if (i == region)
			inherited = false;
		node->around = inherited || is_around(page, i);
		if (inside || holds)
			continue;
		/* Outside: only a title, and what stands with it in a box of its own, is the document's. */
		bool beside_title = node->title || (node->parent != NO_NODE && page->nodes.v[node->parent].title &&
						    page->nodes.v[node->parent].end <= region);
		bool dated = (node->signs & SIGN_BYLINE) && i < region;
		if (!beside_title && !dated)
			node->around = true;
	}
}
