/* SPDX-License-Identifier: Apache-2.0 */
/*
 * libxml2's HTML parser, driven as a stream of events. Its text arrives in pieces of its own choosing; where each
 * stands in the page is taken from the parser's position and then checked against the page's bytes: what is not found
 * there byte for byte (an entity, above all) is mapped as a whole.
 *
 * The parser searches its stack of open elements for every end tag, so a page of a million open ones would cost the
 * square of that. Elements deeper than LIMIT_HTML_DEPTH are taken off its stack again at once: their text stays and
 * belongs to their ancestor.
 */
#include "reader/html.h"
#include "reader/words.h"

#include <libxml/HTMLparser.h>
#include <libxml/parserInternals.h>

typedef struct tag {
	const char *name;
	uint8_t kind, level;
} tag;

/* Sorted by name. What is not here is inline. */
static const tag tags[] = {
    {"a", KIND_LINK, 0},           {"address", KIND_BOX, 0},   {"applet", KIND_DROP, 0},
    {"article", KIND_ARTICLE, 0},  {"aside", KIND_AROUND, 0},  {"audio", KIND_DROP, 0},
    {"blockquote", KIND_QUOTE, 0}, {"body", KIND_ROOT, 0},     {"br", KIND_BREAK, 0},
    {"button", KIND_DROP, 0},      {"canvas", KIND_DROP, 0},   {"caption", KIND_CAPTION, 0},
    {"center", KIND_BOX, 0},       {"datalist", KIND_DROP, 0}, {"dd", KIND_ITEM, 0},
    {"details", KIND_BOX, 0},      {"dialog", KIND_AROUND, 0}, {"dir", KIND_LIST, 0},
    {"div", KIND_BOX, 0},          {"dl", KIND_LIST, 0},       {"dt", KIND_ITEM, 0},
    {"embed", KIND_DROP, 0},       {"fieldset", KIND_BOX, 0},  {"figcaption", KIND_CAPTION, 0},
    {"figure", KIND_FIGURE, 0},    {"footer", KIND_AROUND, 0}, {"form", KIND_BOX, 0},
    {"frameset", KIND_BOX, 0},     {"h1", KIND_HEADING, 1},    {"h2", KIND_HEADING, 2},
    {"h3", KIND_HEADING, 3},       {"h4", KIND_HEADING, 4},    {"h5", KIND_HEADING, 5},
    {"h6", KIND_HEADING, 6},       {"head", KIND_BOX, 0},      {"header", KIND_HEADER, 0},
    {"hgroup", KIND_BOX, 0},       {"hr", KIND_RULE, 0},       {"html", KIND_ROOT, 0},
    {"iframe", KIND_DROP, 0},      {"li", KIND_ITEM, 0},       {"main", KIND_MAIN, 0},
    {"math", KIND_DROP, 0},        {"menu", KIND_AROUND, 0},   {"nav", KIND_AROUND, 0},
    {"noscript", KIND_DROP, 0},    {"object", KIND_DROP, 0},   {"ol", KIND_LIST, 0},
    {"optgroup", KIND_DROP, 0},    {"option", KIND_DROP, 0},   {"output", KIND_DROP, 0},
    {"p", KIND_PARAGRAPH, 0},      {"pre", KIND_PRE, 0},       {"progress", KIND_DROP, 0},
    {"script", KIND_DROP, 0},      {"section", KIND_BOX, 0},   {"select", KIND_DROP, 0},
    {"style", KIND_DROP, 0},       {"summary", KIND_BOX, 0},   {"svg", KIND_DROP, 0},
    {"table", KIND_TABLE, 0},      {"tbody", KIND_BOX, 0},     {"td", KIND_CELL, 0},
    {"template", KIND_DROP, 0},    {"textarea", KIND_DROP, 0}, {"tfoot", KIND_BOX, 0},
    {"th", KIND_CELL, 0},          {"thead", KIND_BOX, 0},     {"title", KIND_DROP, 0},
    {"tr", KIND_BOX, 0},           {"ul", KIND_LIST, 0},       {"video", KIND_DROP, 0},
};

static tag tag_of(const char *name)
{
	size_t low = 0, high = sizeof tags / sizeof *tags;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = strcmp(name, tags[middle].name);
		if (order == 0)
			return tags[middle];
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return (tag){name, KIND_INLINE, 0};
}

/* An element that is open in the parser. */
typedef struct opened {
	const char *name; /* of the parser's dictionary */
	uint32_t node;    /* or NO_NODE */
	bool drop, link, title, json;
} opened;

typedef struct parse {
	html_page *page;
	htmlParserCtxtPtr ctxt;
	VEC(opened) stack;
	size_t depth;  /* of `stack` that is in use */
	uint32_t node; /* the innermost */
	unsigned drops, links, titles, jsons;
	uint32_t at; /* where the next text can begin at the earliest */
	bool failed;
} parse;

span html_attribute(const char *const *attributes, const char *name)
{
	for (size_t i = 0; attributes && attributes[i]; i += 2)
		if (attributes[i + 1] && strcmp(attributes[i], name) == 0)
			return span_of(attributes[i + 1]);
	return (span){NULL, 0};
}

/* ---- what class, id and role say ---- */

static bool is_word(span token, const char *const *list, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (words_equal(token, list[i]))
			return true;
	return false;
}

static unsigned token_signs(span token)
{
	static const char *const around[] = {
	    "nav",           "navbar",     "navigation", "menu",      "submenu",      "breadcrumb",      "breadcrumbs",
	    "share",         "sharing",    "social",     "cookie",    "cookies",      "consent",         "gdpr",
	    "sidebar",       "related",    "newsletter", "subscribe", "subscription", "promo",           "advert",
	    "advertisement", "ads",        "ad",         "comments",  "comment",      "widget",          "toolbar",
	    "topbar",        "pagination", "pager",      "taglist",   "tags",         "popup",           "modal",
	    "signup",        "login",      "skip",       "masthead",  "recommended",  "recommendations", "trending",
	    "popular",       "donate",     "donation",   "footer",    "colophon",     "addthis",         "sharethis",
	    "outbrain",      "taboola",    "disqus",     "banner",    "searchbox",    "search",          "copyright",
	    "topnav",        "subnav",     "noprint",    "sponsored", "teaser",       "teasers"};
	static const char *const caption[] = {"caption", "figcaption", "credit", "photocredit", "imagecaption"};
	static const char *const byline[] = {"byline", "author",    "authors",   "dateline", "date",   "pubdate",
					     "meta",   "timestamp", "published", "posted",   "kicker", "postmeta"};
	unsigned signs = 0;
	if (is_word(token, around, sizeof around / sizeof *around))
		signs |= SIGN_AROUND;
	if (is_word(token, caption, sizeof caption / sizeof *caption))
		signs |= SIGN_CAPTION;
	if (is_word(token, byline, sizeof byline / sizeof *byline))
		signs |= SIGN_BYLINE;
	return signs;
}

/* Words of "shareBar related-links": cut at everything that is no letter, and where a capital follows a small one. */
static unsigned signs_of(span words)
{
	unsigned signs = 0;
	words = span_slice(words, 0, 400);
	for (size_t i = 0; i < words.n;) {
		size_t end = i;
		while (end < words.n) {
			char c = words.p[end];
			bool letter = (unsigned)(c | 32) - 'a' < 26u;
			bool hump = end > i && c >= 'A' && c <= 'Z' && words.p[end - 1] >= 'a';
			if (!letter || hump)
				break;
			end++;
		}
		if (end > i)
			signs |= token_signs(span_slice(words, i, end));
		i = end > i ? end : i + 1;
	}
	return signs;
}

static unsigned role_signs(span role)
{
	static const char *const around[] = {"navigation", "banner",      "contentinfo", "complementary", "search",
					     "dialog",     "alertdialog", "menu",        "menubar",       "toolbar"};
	if (is_word(role, around, sizeof around / sizeof *around))
		return SIGN_AROUND;
	return words_equal(role, "main") ? SIGN_MAIN : 0;
}

static bool is_hidden(const char *const *attributes)
{
	for (size_t i = 0; attributes && attributes[i]; i += 2)
		if (strcmp(attributes[i], "hidden") == 0)
			return true;
	span style = html_attribute(attributes, "style");
	style = span_slice(style, 0, 400);
	return words_have(style, "display:none") || words_have(style, "display: none");
}

/* ---- events ---- */

static uint32_t position(const parse *p)
{
	const xmlParserInput *in = p->ctxt->input;
	if (!in || !in->base || in->cur < in->base)
		return p->at;
	size_t at = in->consumed + (size_t)(in->cur - in->base);
	return at > p->page->d->text.n ? (uint32_t)p->page->d->text.n : (uint32_t)at;
}

static void add_item(parse *p, html_event event, uint32_t which)
{
	html_item *item = vec_push(&p->page->items, p->page->a);
	if (item)
		*item = (html_item){(unsigned)event & 3u, which & 0x3FFFFFFFu};
	else
		p->failed = true;
}

static void stop_if_failed(parse *p)
{
	if (p->failed || arena_failed(p->page->a)) {
		p->failed = true;
		xmlStopParser(p->ctxt);
	}
}

static void pass_tag(parse *p)
{
	uint32_t at = position(p);
	span text = p->page->d->text;
	if (at < text.n && text.p[at] == '>')
		at++;
	if (at > p->at)
		p->at = at;
}

static uint32_t open_node(parse *p, tag t, const char *const *attributes)
{
	html_page *page = p->page;
	uint32_t number = (uint32_t)page->nodes.n;
	html_node *node = NULL;
	if (number < 0x3FFFFFFF)
		node = vec_push(&page->nodes, page->a);
	if (!node) {
		p->failed = true;
		return p->node;
	}
	*node = (html_node){.parent = p->node, .kind = t.kind, .level = t.level, .end = UINT32_MAX};
	if (t.kind != KIND_LINK && t.kind != KIND_ROOT)
		node->signs = (uint8_t)(signs_of(html_attribute(attributes, "class")) |
					signs_of(html_attribute(attributes, "id")) |
					role_signs(html_attribute(attributes, "role")));
	if (t.kind == KIND_HEADING && t.level == 1)
		node->title = true;
	add_item(p, EVENT_OPEN, number);
	p->node = number;
	return number;
}

static void start_element(void *user, const xmlChar *xml_name, const xmlChar **xml_attributes)
{
	parse *p = user;
	if (p->failed)
		return;
	const char *name = (const char *)xml_name;
	const char *const *attributes = (const char *const *)(const void *)xml_attributes;
	tag t = tag_of(name);
	pass_tag(p);
	html_meta_element(p->page, name, attributes);
	opened open = {.name = name, .node = NO_NODE};
	bool raw = strcmp(name, "script") == 0 || strcmp(name, "style") == 0;
	const htmlElemDesc *known = htmlTagLookup(xml_name);
	bool empty = known && known->empty;
	if (p->depth >= LIMIT_HTML_DEPTH && !raw && !empty) {
		/* Flattened: off the parser's stack, as if it had not been opened. What it breaks it still breaks. */
		if (p->ctxt->nameNr > 1) {
			p->ctxt->nameNr--;
			p->ctxt->name = p->ctxt->nameTab[p->ctxt->nameNr - 1];
		}
		if (t.kind >= KIND_BOX && p->drops == 0) {
			add_item(p, EVENT_BREAK, 2);
			stop_if_failed(p);
		}
		return;
	}
	if (t.kind == KIND_DROP || (t.kind != KIND_ROOT && is_hidden(attributes))) {
		open.drop = true;
		open.title = strcmp(name, "title") == 0 && p->page->title.n == 0;
		open.json = raw && words_start(html_attribute(attributes, "type"), "application/ld+json");
		if (open.json)
			str_clear(&p->page->json);
	} else if (p->drops == 0 && (t.kind == KIND_BREAK || t.kind == KIND_RULE)) {
		add_item(p, EVENT_BREAK, t.kind == KIND_RULE ? 2 : 1);
	} else if (p->drops == 0 && t.kind != KIND_INLINE) {
		open.node = open_node(p, t, attributes);
		open.link = t.kind == KIND_LINK;
	}
	p->drops += open.drop;
	p->links += open.link;
	p->titles += open.title;
	p->jsons += open.json;
	if (p->depth == p->stack.n && !vec_push(&p->stack, p->page->a))
		p->failed = true;
	else
		p->stack.v[p->depth++] = open;
	stop_if_failed(p);
}

static void close_top(parse *p)
{
	opened open = p->stack.v[--p->depth];
	if (open.json)
		html_meta_json(p->page, str_span(&p->page->json));
	if (open.node != NO_NODE) {
		add_item(p, EVENT_CLOSE, open.node);
		p->page->nodes.v[open.node].end = (uint32_t)p->page->nodes.n;
		p->node = p->page->nodes.v[open.node].parent;
	}
	p->drops -= open.drop;
	p->links -= open.link;
	p->titles -= open.title;
	p->jsons -= open.json;
}

static void end_element(void *user, const xmlChar *name)
{
	parse *p = user;
	if (p->failed)
		return;
	pass_tag(p);
	size_t found = p->depth;
	while (found > 0 && strcmp(p->stack.v[found - 1].name, (const char *)name) != 0)
		found--;
	if (found == 0)
		return;
	while (p->depth >= found)
		close_top(p);
	stop_if_failed(p);
}

/* Where the n bytes stand in the page: right before the parser, or right behind what came last; false: not as such. */
static bool locate(const parse *p, span words, uint32_t now, uint32_t *ret_start)
{
	span text = p->page->d->text;
	if (now >= words.n && now - words.n >= p->at && memcmp(text.p + (now - words.n), words.p, words.n) == 0) {
		*ret_start = (uint32_t)(now - words.n);
		return true;
	}
	if (words.n <= text.n - p->at && memcmp(text.p + p->at, words.p, words.n) == 0) {
		*ret_start = p->at;
		return true;
	}
	return false;
}

static void add_text(parse *p, span words)
{
	html_page *page = p->page;
	uint32_t now = position(p), start = p->at;
	if (now < p->at)
		now = p->at;
	bool exact = locate(p, words, now, &start);
	html_piece *piece = NULL;
	if (page->pieces.n < 0x3FFFFFFF)
		piece = vec_push(&page->pieces, page->a);
	if (!piece) {
		p->failed = true;
		return;
	}
	*piece = (html_piece){.start = start, .end = exact ? start + (uint32_t)words.n : now};
	if (!exact) {
		piece->words = arena_string(page->a, words);
		piece->n = (uint32_t)words.n;
	}
	p->at = piece->end;
	add_item(p, EVENT_TEXT, (uint32_t)(page->pieces.n - 1));
	uint32_t n = 0;
	for (size_t i = 0; i < words.n; i++)
		n += (unsigned char)words.p[i] > ' ';
	if (p->node != NO_NODE) {
		page->nodes.v[p->node].text += n;
		if (p->links)
			page->nodes.v[p->node].linked += n;
	}
}

static void characters(void *user, const xmlChar *bytes, int n)
{
	parse *p = user;
	span words = {(const char *)bytes, n > 0 ? (size_t)n : 0};
	if (p->failed || words.n == 0)
		return;
	if (p->titles)
		str_add(&p->page->title, words);
	if (p->jsons)
		str_add(&p->page->json, words);
	if (p->drops)
		p->at = position(p) > p->at ? position(p) : p->at;
	else
		add_text(p, words);
	stop_if_failed(p);
}

/* Sums for each element what is inside it; a child has a greater number than its parent. */
static void sum_up(html_page *page)
{
	for (size_t i = page->nodes.n; i-- > 0;) {
		html_node *node = &page->nodes.v[i];
		if (node->end > page->nodes.n)
			node->end = (uint32_t)page->nodes.n;
		if (node->parent == NO_NODE)
			continue;
		html_node *parent = &page->nodes.v[node->parent];
		parent->text += node->text;
		parent->linked += node->linked;
		parent->title |= node->title;
	}
}

onus_status html_parse(html_page *page, onus_error *err)
{
	span text = page->d->text;
	if (span_starts(text, SPAN("\xEF\xBB\xBF")) && text.n == 3)
		return ONUS_OK;
	parse p = {.page = page, .node = NO_NODE};
	/* One node around everything, as pages come without <html> and <body>. */
	tag root = {"", KIND_ROOT, 0};
	p.ctxt = htmlCreateMemoryParserCtxt(text.p, (int)text.n);
	if (!p.ctxt)
		return fail_memory(err, "reading a page");
	htmlSAXHandler sax = {.startElement = start_element,
			      .endElement = end_element,
			      .characters = characters,
			      .ignorableWhitespace = characters,
			      .cdataBlock = characters};
	htmlSAXHandler *own = p.ctxt->sax;
	p.ctxt->sax = &sax;
	p.ctxt->userData = &p;
	/* Nothing is loaded, nothing substituted, no size limit lifted. The text is UTF-8 already, whatever it says. */
	(void)htmlCtxtUseOptions(p.ctxt, HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING |
					     HTML_PARSE_NONET | HTML_PARSE_NOIMPLIED | HTML_PARSE_IGNORE_ENC);
	(void)xmlSwitchEncoding(p.ctxt, XML_CHAR_ENCODING_UTF8);
	(void)open_node(&p, root, NULL);
	(void)htmlParseDocument(p.ctxt);
	while (!p.failed && p.depth > 0)
		close_top(&p);
	if (!p.failed)
		add_item(&p, EVENT_CLOSE, 0);
	bool memory = !p.failed && !arena_failed(page->a) && p.ctxt->errNo != XML_ERR_NO_MEMORY;
	p.ctxt->sax = own;
	if (p.ctxt->myDoc)
		xmlFreeDoc(p.ctxt->myDoc);
	p.ctxt->myDoc = NULL;
	htmlFreeParserCtxt(p.ctxt);
	if (!memory)
		return fail_memory(err, "reading a page");
	sum_up(page);
	return ONUS_OK;
}
