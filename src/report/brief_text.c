/* SPDX-License-Identifier: Apache-2.0 */
/* The brief as plain text and as Markdown (CommonMark). */
#include "report/brief.h"

#include <ctype.h>

enum { LONGEST_LINE = 1 << 24 };

static void add_mark(str *out, const brief *b, const brief_item *item)
{
	if (item->record.entry.confidentiality == CONFIDENTIAL)
		str_adds(out, " [confidential]");
	if (!b->reviewed && span_is(item->record.state, "draft"))
		str_adds(out, " [draft]");
}

static void add_citation(str *out, const brief_item *item)
{
	const book_document *d = item->record.document;
	if (!d) {
		str_adds(out, "no document in the casefile");
	} else {
		str_add(out, d->publisher.n ? d->publisher : book_title(d));
		str_addf(out, ", %.*s", d->published.n ? (int)d->published.n : 7,
			 d->published.n ? d->published.p : "no date");
	}
	str_addf(out, "; %.*s", (int)item->record.id.n, item->record.id.p);
}

/* ---- text ---- */

static void rule(sheet *s, span over, char c)
{
	STR_AUTO plain = str_make(LONGEST_LINE);
	str_add_words(&plain, over);
	size_t width = sheet_take(s, &plain).n;
	width = width < SHEET_WIDTH ? width : SHEET_WIDTH;
	for (size_t i = 0; i < width; i++)
		str_addc(&s->out, c);
	sheet_raw(s, "\n");
}

static void indented(sheet *s, unsigned indent, unsigned hanging, span text)
{
	sheet_rawf(s, "%*s", (int)indent, "");
	sheet_wrap(s, text, indent, hanging);
}

static void text_item(const brief *b, const brief_node *node, sheet *s)
{
	unsigned indent = node->level ? 6 : 2;
	STR_AUTO line = str_make(LONGEST_LINE);
	str_add(&line, node->text);
	add_mark(&line, b, node->item);
	sheet_rawf(s, "%*s- ", (int)indent, "");
	sheet_wrap(s, sheet_take(s, &line), indent + 2, indent + 4);
	if (node->item->cited) {
		str_clear(&line);
		str_addc(&line, '"');
		str_add(&line, node->item->words);
		str_addc(&line, '"');
		indented(s, indent + 4, indent + 5, sheet_take(s, &line));
	}
	str_clear(&line);
	if (node->item->source)
		str_addf(&line, "[%u] ", node->item->source);
	add_citation(&line, node->item);
	indented(s, indent + 4, indent + 8, sheet_take(s, &line));
	for (size_t i = 0; i < node->notes.n; i++)
		indented(s, indent + 4, indent + 6, node->notes.v[i]);
}

void brief_print_text(const brief *b, const brief_nodes *nodes, sheet *s)
{
	for (size_t i = 0; i < nodes->n; i++) {
		const brief_node *node = &nodes->v[i];
		switch (node->kind) {
		case NODE_TITLE:
			indented(s, 0, 0, node->text);
			rule(s, node->text, '=');
			break;
		case NODE_SECTION:
			sheet_raw(s, "\n");
			indented(s, 0, 0, node->text);
			rule(s, node->text, '-');
			break;
		case NODE_PART:
			sheet_raw(s, "\n");
			indented(s, 0, 0, node->text);
			break;
		case NODE_PARAGRAPH: indented(s, 2, 2, node->text); break;
		case NODE_ITEM:
			if (i > 0 && nodes->v[i - 1].kind == NODE_ITEM && !node->level)
				sheet_raw(s, "\n");
			text_item(b, node, s);
			break;
		case NODE_SOURCE:
			sheet_rawf(s, "  [%u] ", node->document->number);
			sheet_wrap(s, node->text, 7, 7);
			break;
		}
	}
}

/* ---- Markdown ---- */

/* Made safe, white space collapsed, and nothing left that CommonMark, or the links of GitHub's, would take for markup. */
static void add_markdown(str *out, span text)
{
	STR_AUTO plain = str_make(LONGEST_LINE);
	str_add_words(&plain, text);
	if (plain.failed)
		out->failed = true;
	size_t digits = 0;
	while (digits < plain.n && isdigit((unsigned char)plain.p[digits]))
		digits++;
	for (size_t i = 0; i < plain.n; i++) {
		char c = plain.p[i];
		bool start = i == 0 && (c == '+' || c == '-' || c == '=');
		bool numbered = digits && i == digits && (c == '.' || c == ')');
		bool link = (c == '.' && i >= 3 && !strncasecmp(plain.p + i - 3, "www", 3)) ||
			    (c == ':' && i + 1 < plain.n && plain.p[i + 1] == '/');
		if (start || numbered || link || memchr("\\`*_{}[]<>#|~&!@", c, 16))
			str_addc(out, '\\');
		str_addc(out, c);
	}
}

static void markdown_line(sheet *s, const char *before, span text, const char *after)
{
	str_adds(&s->out, before);
	add_markdown(&s->out, text);
	sheet_raw(s, after);
}

static void markdown_item(const brief *b, const brief_node *node, sheet *s)
{
	const char *first = node->level ? "  - " : "- ";
	const char *rest = node->level ? "    " : "  ";
	STR_AUTO line = str_make(LONGEST_LINE);
	str_add(&line, node->text);
	add_mark(&line, b, node->item);
	if (node->level)
		sheet_raw(s, "\n");
	markdown_line(s, first, sheet_take(s, &line), "\n");
	if (node->item->cited) {
		sheet_rawf(s, "\n%s> ", rest);
		markdown_line(s, "", node->item->words, "\n\n");
	}
	str_clear(&line);
	add_citation(&line, node->item);
	sheet_raw(s, rest);
	if (node->item->source)
		sheet_rawf(s, "[\\[%u\\]](#source-%u) ", node->item->source, node->item->source);
	markdown_line(s, "", sheet_take(s, &line), "\n");
	for (size_t i = 0; i < node->notes.n; i++) {
		sheet_rawf(s, "\n%s", rest);
		markdown_line(s, "", node->notes.v[i], "\n");
	}
}

void brief_print_markdown(const brief *b, const brief_nodes *nodes, sheet *s)
{
	for (size_t i = 0; i < nodes->n; i++) {
		const brief_node *node = &nodes->v[i];
		switch (node->kind) {
		case NODE_TITLE: markdown_line(s, "# ", node->text, "\n\n"); break;
		case NODE_SECTION: markdown_line(s, "\n## ", node->text, "\n\n"); break;
		case NODE_PART: markdown_line(s, "\n### ", node->text, "\n\n"); break;
		case NODE_PARAGRAPH: markdown_line(s, "", node->text, "\n\n"); break;
		case NODE_ITEM: markdown_item(b, node, s); break;
		case NODE_SOURCE:
			sheet_rawf(s, "<a id=\"source-%u\"></a>\\[%u\\] ", node->document->number,
				   node->document->number);
			markdown_line(s, "", node->text, "\n\n");
			break;
		}
	}
}
