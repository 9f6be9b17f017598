/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The brief as one page that needs nothing else: no script, nothing loaded, the style allowed by its hash alone. The
 * words of a document reach it through str_add_html only; the paragraph that a line cites opens under it.
 */
#include "base/hash.h"
#include "base/printer.h"
#include "report/brief.h"

static const char style[] =
    ":root{color-scheme:light "
    "dark;--ink:#1a1a1a;--paper:#fff;--dim:#5c5c5c;--line:#d5d5d5;--mark:#fff0a8;--card:#f6f6f4}"
    "@media(prefers-color-scheme:dark){:root{--ink:#e8e6e3;--paper:#17181a;--dim:#a3a19d;--line:#3a3b3e;--mark:#5c4c00;"
    "--card:#1f2023}}"
    "*{box-sizing:border-box}"
    "body{margin:0 auto;max-width:48rem;padding:1.5rem 1rem 4rem;background:var(--paper);color:var(--ink);"
    "font:1rem/1.5 Charter,'Bitstream Charter','Sitka Text',Cambria,Georgia,serif}"
    "h1{font-size:1.7rem;line-height:1.2;margin:0 0 .75rem}"
    "h2{font-size:1.25rem;margin:2.2rem 0 .6rem;padding-top:.6rem;border-top:2px solid var(--ink)}"
    "h3{font-size:1.05rem;margin:1.4rem 0 .4rem}"
    "p{margin:.4rem 0}"
    "ul{list-style:none;margin:0;padding:0}"
    "li{margin:.7rem 0;padding-left:.8rem;border-left:3px solid var(--line);overflow-wrap:anywhere}"
    "li.under{margin-left:1.6rem;font-size:.94rem}"
    "li.draft{border-left-style:dotted}"
    ".tag{font:600 .72rem/1 system-ui,sans-serif;color:var(--dim);border:1px solid var(--line);border-radius:.2rem;"
    "padding:.1rem .3rem;margin-left:.4rem;white-space:nowrap}"
    "blockquote{margin:.2rem 0;font-style:italic}"
    ".cite,.note{font:.84rem/1.45 system-ui,sans-serif;color:var(--dim);margin:.1rem 0}"
    ".warn{border:2px solid var(--ink);padding:.5rem .8rem;font-weight:600}"
    "a{color:inherit}"
    "summary{cursor:pointer}"
    "details p{background:var(--card);padding:.6rem .8rem;margin:.4rem 0;border-radius:.25rem;font-size:.95rem;"
    "white-space:pre-line}"
    "mark{background:var(--mark);color:inherit}"
    "ol{padding-left:2.2rem}ol li{border:0;padding-left:.3rem;list-style:decimal}"
    "li:target{background:var(--mark)}"
    "@media print{@page{margin:18mm}body{max-width:none;padding:0;font-size:10.5pt;background:#fff;color:#000}"
    "li{break-inside:avoid}h2,h3{break-after:avoid}details:not([open]){display:none}a{text-decoration:none}}";

/* RFC 4648, section 4. */
static void add_base64(str *out, const unsigned char *bytes, size_t n)
{
	static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	for (size_t i = 0; i < n; i += 3) {
		uint32_t three = (uint32_t)bytes[i] << 16;
		if (i + 1 < n)
			three |= (uint32_t)bytes[i + 1] << 8;
		if (i + 2 < n)
			three |= bytes[i + 2];
		for (size_t k = 0; k < 4; k++)
			str_addc(out, i + k > n ? '=' : digits[three >> (18 - 6 * k) & 63]);
	}
}

static void head(const brief_nodes *nodes, sheet *s)
{
	hash256 hash = {0};
	STR_AUTO base64 = str_make(100);
	if (hash_bytes((span){style, sizeof style - 1}, &hash, NULL) != ONUS_OK)
		s->out.failed = true;
	add_base64(&base64, hash.b, sizeof hash.b);
	sheet_rawf(s,
		   "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
		   "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-%s'; "
		   "base-uri 'none'; form-action 'none'\">\n"
		   "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
		   "<meta name=\"referrer\" content=\"no-referrer\">\n<title>",
		   str_c(&base64));
	str_add_html(&s->out, nodes->n ? nodes->v[0].text : SPAN("Brief"));
	sheet_rawf(s, "</title>\n<style>%s</style>\n</head>\n<body>\n", style);
}

static void element(sheet *s, const char *open, span text, const char *close)
{
	STR_AUTO words = str_make(1 << 26);
	str_add_words(&words, text);
	str_adds(&s->out, open);
	str_add_html(&s->out, sheet_take(s, &words));
	sheet_raw(s, close);
}

static void passage(const brief_item *item, sheet *s)
{
	span before = span_slice(item->passage, 0, item->where.start - item->around.start);
	span after = span_slice(item->passage, item->where.end - item->around.start, item->passage.n);
	str_adds(&s->out, "<p dir=\"auto\">");
	str_add_html(&s->out, before);
	str_adds(&s->out, "<mark>");
	str_add_html(&s->out, item->words);
	str_adds(&s->out, "</mark>");
	str_add_html(&s->out, after);
	str_adds(&s->out, "</p>\n");
	const book_document *d = item->record.document;
	element(s, "<p class=\"note\">", book_title(d), "");
	sheet_rawf(s, ", bytes %u to %u of sha256:%.*s</p>\n", item->where.start, item->where.end, (int)d->id.n,
		   d->id.p);
}

static void print_item(const brief *b, const brief_node *node, sheet *s)
{
	const brief_item *item = node->item;
	bool draft = !b->reviewed && span_is(item->record.state, "draft");
	sheet_rawf(s, "<li class=\"%s%s\">", node->level ? "under" : "item", draft ? " draft" : "");
	element(s, "<bdi>", node->text, "</bdi>");
	sheet_raw(s, draft ? "<span class=\"tag\">draft</span>" : "");
	sheet_raw(s,
		  item->record.entry.confidentiality == CONFIDENTIAL ? "<span class=\"tag\">confidential</span>" : "");
	if (item->cited)
		element(s, "\n<blockquote dir=\"auto\">\u201c", item->words, "\u201d</blockquote>");
	sheet_raw(s, "\n<p class=\"cite\">");
	if (item->source) {
		sheet_rawf(s, "<a href=\"#s%u\">[%u]</a> ", item->source, item->source);
		const book_document *d = item->record.document;
		element(s, "<bdi>", d->publisher.n ? d->publisher : book_title(d), "</bdi>");
		element(s, ", ", d->published.n ? d->published : SPAN("no date"), "; ");
	}
	element(s, "", item->record.id, "</p>\n");
	for (size_t i = 0; i < node->notes.n; i++)
		element(s, "<p class=\"note\"><bdi>", node->notes.v[i], "</bdi></p>\n");
	if (item->cited) {
		sheet_raw(s, "<details><summary class=\"note\">the passage</summary>\n");
		passage(item, s);
		sheet_raw(s, "</details>\n");
	}
	sheet_raw(s, "</li>\n");
}

void brief_print_html(const brief *b, const brief_nodes *nodes, sheet *s)
{
	head(nodes, s);
	brief_node_kind before = NODE_TITLE;
	for (size_t i = 0; i <= nodes->n; i++) {
		brief_node_kind kind = i < nodes->n ? nodes->v[i].kind : NODE_TITLE;
		if (before == NODE_ITEM && kind != NODE_ITEM)
			sheet_raw(s, "</ul>\n");
		if (before == NODE_SOURCE && kind != NODE_SOURCE)
			sheet_raw(s, "</ol>\n");
		if (i == nodes->n)
			break;
		if (kind == NODE_ITEM && before != NODE_ITEM)
			sheet_raw(s, "<ul>\n");
		if (kind == NODE_SOURCE && before != NODE_SOURCE)
			sheet_raw(s, "<ol>\n");
		const brief_node *node = &nodes->v[i];
		switch (kind) {
		case NODE_TITLE: element(s, "<h1>", node->text, "</h1>\n"); break;
		case NODE_SECTION: element(s, "<h2>", node->text, "</h2>\n"); break;
		case NODE_PART: element(s, "<h3>", node->text, "</h3>\n"); break;
		case NODE_PARAGRAPH:
			element(s, span_starts(node->text, SPAN("CONFIDENTIAL")) ? "<p class=\"warn\">" : "<p>",
				node->text, "</p>\n");
			break;
		case NODE_ITEM: print_item(b, node, s); break;
		case NODE_SOURCE:
			sheet_rawf(s, "<li id=\"s%u\">", node->document->number);
			element(s, "<bdi>", node->text, "</bdi></li>\n");
			break;
		}
		before = kind;
	}
	sheet_raw(s, "</body>\n</html>\n");
}
