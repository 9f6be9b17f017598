/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a page says about itself. Sources are ordered by how often they are right: what a site writes for machines on
 * purpose (OpenGraph, JSON-LD, citation tags) before what it writes for the window's title bar.
 */
#include "base/clock.h"
#include "base/utf8.h"
#include "reader/html.h"
#include "reader/words.h"

#include <json-c/json.h>

void html_add_fact(html_page *page, meta_key key, unsigned rank, span value, const char *origin)
{
	if (page->facts.n >= LIMIT_META_ITEMS || span_trim(value).n == 0)
		return;
	html_fact *fact = vec_push(&page->facts, page->a);
	if (fact)
		*fact = (html_fact){(uint8_t)key, (uint8_t)rank,
				    arena_span(page->a, span_slice(value, 0, LIMIT_META_BYTES)), origin};
}

typedef struct source {
	const char *name;
	uint8_t key, rank;
} source;

/* <meta name|property|itemprop=...>. The lower the rank, the more it is trusted. */
static const source meta_sources[] = {
    {"og:title", META_TITLE, 1},
    {"citation_title", META_TITLE, 3},
    {"dc.title", META_TITLE, 4},
    {"dcterms.title", META_TITLE, 4},
    {"twitter:title", META_TITLE, 5},
    {"citation_publisher", META_PUBLISHER, 2},
    {"dc.publisher", META_PUBLISHER, 3},
    {"dcterms.publisher", META_PUBLISHER, 3},
    {"og:site_name", META_PUBLISHER, 4},
    {"application-name", META_PUBLISHER, 6},
    {"citation_author", META_AUTHOR, 2},
    {"author", META_AUTHOR, 3},
    {"dc.creator", META_AUTHOR, 3},
    {"dcterms.creator", META_AUTHOR, 3},
    {"parsely-author", META_AUTHOR, 3},
    {"article:author", META_AUTHOR, 4},
    {"article:published_time", META_PUBLISHED, 1},
    {"og:article:published_time", META_PUBLISHED, 1},
    {"citation_publication_date", META_PUBLISHED, 3},
    {"datepublished", META_PUBLISHED, 3},
    {"dc.date.issued", META_PUBLISHED, 3},
    {"dcterms.issued", META_PUBLISHED, 3},
    {"dc.date", META_PUBLISHED, 4},
    {"dcterms.date", META_PUBLISHED, 4},
    {"dcterms.created", META_PUBLISHED, 4},
    {"pubdate", META_PUBLISHED, 4},
    {"publishdate", META_PUBLISHED, 4},
    {"publish_date", META_PUBLISHED, 4},
    {"parsely-pub-date", META_PUBLISHED, 4},
    {"sailthru.date", META_PUBLISHED, 4},
    {"date", META_PUBLISHED, 5},
    {"og:locale", META_LANGUAGE, 3},
    {"dc.language", META_LANGUAGE, 2},
    {"dcterms.language", META_LANGUAGE, 2},
    {"geo.placename", META_PLACE, 4},
    {"og:url", META_URL, 2},
};

static void meta_element(html_page *page, const char *const *attributes)
{
	static const char *const names[] = {"property", "name", "itemprop"};
	span content = html_attribute(attributes, "content");
	for (size_t k = 0; k < sizeof names / sizeof *names; k++) {
		span name = html_attribute(attributes, names[k]);
		for (size_t i = 0; name.n && i < sizeof meta_sources / sizeof *meta_sources; i++)
			if (words_equal(name, meta_sources[i].name))
				html_add_fact(page, (meta_key)meta_sources[i].key, meta_sources[i].rank, content,
					      meta_sources[i].name);
	}
	if (words_equal(html_attribute(attributes, "http-equiv"), "content-language"))
		html_add_fact(page, META_LANGUAGE, 4, content, "content-language");
}

void html_meta_element(html_page *page, const char *name, const char *const *attributes)
{
	if (!attributes)
		return;
	if (strcmp(name, "meta") == 0) {
		meta_element(page, attributes);
	} else if (strcmp(name, "link") == 0) {
		if (words_equal(html_attribute(attributes, "rel"), "canonical"))
			html_add_fact(page, META_URL, 1, html_attribute(attributes, "href"), "canonical");
	} else if (strcmp(name, "html") == 0) {
		html_add_fact(page, META_LANGUAGE, 1, html_attribute(attributes, "lang"), "html lang");
		html_add_fact(page, META_LANGUAGE, 1, html_attribute(attributes, "xml:lang"), "html lang");
	} else if (strcmp(name, "time") == 0) {
		bool stated = words_equal(html_attribute(attributes, "itemprop"), "datePublished") ||
			      html_attribute(attributes, "pubdate").n;
		html_add_fact(page, META_PUBLISHED, stated ? 3 : 6, html_attribute(attributes, "datetime"), "time");
	}
}

/* ---- JSON-LD ---- */

enum { JSON_DEPTH = 24, JSON_OBJECTS = 200 };

static span text_of(json_object *o)
{
	if (!o || !json_object_is_type(o, json_type_string))
		return (span){NULL, 0};
	return (span){json_object_get_string(o), (size_t)json_object_get_string_len(o)};
}

static json_object *member(json_object *o, const char *name)
{
	json_object *value = NULL;
	return json_object_is_type(o, json_type_object) && json_object_object_get_ex(o, name, &value) ? value : NULL;
}

typedef struct graph {
	json_object *objects[JSON_OBJECTS];
	size_t n;
} graph;

static void collect(graph *g, json_object *o)
{
	if (json_object_is_type(o, json_type_array)) {
		size_t n = json_object_array_length(o);
		for (size_t i = 0; i < n && g->n < JSON_OBJECTS; i++)
			collect(g, json_object_array_get_idx(o, i));
		return;
	}
	if (!json_object_is_type(o, json_type_object) || g->n >= JSON_OBJECTS)
		return;
	g->objects[g->n++] = o;
	json_object *inner = member(o, "@graph");
	if (inner)
		collect(g, inner);
}

/* A thing stands where it is named, or elsewhere in the graph under the same @id. */
static span name_of(const graph *g, json_object *o)
{
	if (json_object_is_type(o, json_type_array) && json_object_array_length(o) > 0)
		o = json_object_array_get_idx(o, 0);
	span name = text_of(o);
	if (name.n || !o)
		return name;
	name = text_of(member(o, "name"));
	span id = text_of(member(o, "@id"));
	for (size_t i = 0; i < g->n && name.n == 0 && id.n; i++)
		if (span_equal(text_of(member(g->objects[i], "@id")), id))
			name = text_of(member(g->objects[i], "name"));
	return name;
}

static bool is_article(json_object *o)
{
	static const char *const types[] = {"NewsArticle",          "Article",      "BlogPosting",
					    "ReportageNewsArticle", "PressRelease", "Report",
					    "AnalysisNewsArticle",  "WebPage",      "OpinionNewsArticle"};
	json_object *type = member(o, "@type");
	size_t n = json_object_is_type(type, json_type_array) ? json_object_array_length(type) : 1;
	for (size_t k = 0; type && k < n && k < 8; k++) {
		span word =
		    text_of(json_object_is_type(type, json_type_array) ? json_object_array_get_idx(type, k) : type);
		for (size_t i = 0; i < sizeof types / sizeof *types; i++)
			if (words_equal(word, types[i]))
				return true;
	}
	return false;
}

static void article_facts(html_page *page, const graph *g, json_object *o)
{
	html_add_fact(page, META_TITLE, 2, text_of(member(o, "headline")), "json-ld headline");
	html_add_fact(page, META_PUBLISHED, 2, text_of(member(o, "datePublished")), "json-ld datePublished");
	html_add_fact(page, META_PUBLISHER, 1, name_of(g, member(o, "publisher")), "json-ld publisher");
	html_add_fact(page, META_LANGUAGE, 2, text_of(member(o, "inLanguage")), "json-ld inLanguage");
	html_add_fact(page, META_PLACE, 2, name_of(g, member(o, "contentLocation")), "json-ld contentLocation");
	json_object *authors = member(o, "author");
	size_t n = json_object_is_type(authors, json_type_array) ? json_object_array_length(authors) : 1;
	for (size_t i = 0; authors && i < n && i < 32; i++)
		html_add_fact(page, META_AUTHOR, 1,
			      name_of(g, json_object_is_type(authors, json_type_array)
					     ? json_object_array_get_idx(authors, i)
					     : authors),
			      "json-ld author");
}

void html_meta_json(html_page *page, span json)
{
	if (json.n == 0 || page->json.failed)
		return;
	json_tokener *tokener = json_tokener_new_ex(JSON_DEPTH);
	if (!tokener)
		return;
	json_object *root = json_tokener_parse_ex(tokener, json.p, (int)json.n);
	if (root) {
		graph g = {.n = 0};
		collect(&g, root);
		for (size_t i = 0; i < g.n; i++)
			if (is_article(g.objects[i]))
				article_facts(page, &g, g.objects[i]);
		(void)json_object_put(root);
	}
	json_tokener_free(tokener);
}

/* ---- the end ---- */

/* "en_US.UTF-8", "EN-us" become "en-us". */
static span language_of(html_page *page, span value)
{
	STR_AUTO out = str_make(40);
	value = span_trim(value);
	for (size_t i = 0; i < value.n && i < 35; i++) {
		char c = value.p[i] == '_' ? '-' : value.p[i];
		c = c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
		if (!(c >= 'a' && c <= 'z') && c != '-' && !(c >= '0' && c <= '9'))
			break;
		str_addc(&out, c);
	}
	span primary = str_span(&out);
	const char *dash = primary.n ? memchr(primary.p, '-', primary.n) : NULL;
	size_t n = dash ? (size_t)(dash - primary.p) : primary.n;
	return n < 2 || n > 3 ? (span){NULL, 0} : arena_span(page->a, primary);
}

static span date_of(html_page *page, span value)
{
	value = span_trim(value);
	date day;
	size_t at = 0;
	char iso[16];
	/* "2019-03-22T09:00:00+01:00": the day is meant where it was written. */
	if (!date_parse(span_slice(value, 0, 10), &day)) {
		bool found = false;
		for (; at < value.n && at < 40 && !found; at++)
			found = words_date(value, &at, &day);
		if (!found)
			return (span){NULL, 0};
	}
	date_print(day, iso);
	return arena_span(page->a, span_of(iso));
}

/* "Nine Years for Lawyer | Rights Group" without the site's name, which stands behind the last separator. */
static span title_of(const html_page *page, span title)
{
	static const char *const separators[] = {" | ", " – ", " — ", " - ", " :: ", " » ", " • "};
	title = span_trim(title);
	for (size_t s = 0; s < sizeof separators / sizeof *separators; s++) {
		size_t last = SIZE_MAX;
		for (size_t at = span_find(title, span_of(separators[s]), 0); at != SIZE_MAX;
		     at = span_find(title, span_of(separators[s]), at + 1))
			last = at;
		if (last == SIZE_MAX)
			continue;
		span left = span_trim(span_slice(title, 0, last));
		span site = span_trim(span_slice(title, last + strlen(separators[s]), title.n));
		bool known = s == 0;
		for (size_t i = 0; i < page->facts.n; i++)
			known |= page->facts.v[i].key == META_PUBLISHER && span_equal(page->facts.v[i].value, site);
		if (known ||
		    (words_count(left) >= 3 && words_count(site) <= 5 && words_count(site) < words_count(left)))
			return left;
	}
	return title;
}

static span value_of(html_page *page, const html_fact *fact)
{
	switch ((meta_key)fact->key) {
	case META_LANGUAGE: return language_of(page, fact->value);
	case META_PUBLISHED: return date_of(page, fact->value);
	case META_AUTHOR:
		/* OpenGraph's author is often the address of a page about him. */
		return words_start(fact->value, "http") || words_have(fact->value, "facebook") ? (span){NULL, 0}
											       : fact->value;
	case META_TITLE:
	case META_PUBLISHER:
	case META_PLACE:
	case META_KIND:
	case META_URL:
	case META_KEY_COUNT: break;
	}
	return fact->value;
}

void html_meta_finish(html_page *page, builder *b)
{
	enum { RANKS = 9 };
	/* The page's own heading comes behind what it says to machines, before the title bar's. */
	for (size_t i = 0; i < b->blocks.n; i++)
		if (b->blocks.v[i].kind == BLOCK_TITLE) {
			span words = span_in(str_span(&b->text), b->blocks.v[i].where);
			html_add_fact(page, META_TITLE, 6, words, "h1");
			break;
		}
	html_add_fact(page, META_TITLE, 7, title_of(page, str_span(&page->title)), "title");
	for (unsigned rank = 0; rank < RANKS; rank++)
		for (size_t i = 0; i < page->facts.n; i++) {
			const html_fact *fact = &page->facts.v[i];
			if (fact->rank != rank)
				continue;
			span value = value_of(page, fact);
			range where = {0, 0};
			/* Where the words of a title are in the text, they are cited. */
			if (fact->key == META_TITLE)
				for (size_t k = 0; k < b->blocks.n && k < 40; k++) {
					span words = span_in(str_span(&b->text), b->blocks.v[k].where);
					if (b->blocks.v[k].kind != BLOCK_BOILERPLATE &&
					    span_equal(words, span_trim(value))) {
						where = b->blocks.v[k].where;
						if (b->blocks.v[k].kind == BLOCK_PARAGRAPH ||
						    b->blocks.v[k].kind == BLOCK_HEADING)
							b->blocks.v[k].kind = BLOCK_TITLE;
						break;
					}
				}
			build_meta(b, (meta_key)fact->key, value, where, fact->origin);
		}
}
