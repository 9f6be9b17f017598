/* SPDX-License-Identifier: Apache-2.0 */
/*
 * From events to text: white space is folded as a browser folds it, elements that make blocks end the block at work,
 * and what an element means decides the kind. Soft hyphens and zero-width spaces, which only tell where a line may
 * break, are left out, so that words can be found.
 */
#include "reader/html.h"
#include "reader/words.h"

typedef struct writer {
	const html_page *page;
	builder *b;
	uint32_t node;                   /* the innermost element */
	size_t start;                    /* of the block at work in the text */
	bool open;                       /* there is text in it */
	bool space;                      /* white space is due before the next word */
	uint32_t space_start, space_end; /* where it stood */
	unsigned breaks;                 /* line breaks since the last word */
	unsigned pre;                    /* depth of <pre> */
	bool title, headings;
} writer;

static bool is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

/* ---- kinds ---- */

typedef struct verdict {
	block_kind kind;
	unsigned level;
} verdict;

/* What the elements around the block make of it, from the inside out. */
static verdict verdict_of(writer *w, size_t n)
{
	const html_page *page = w->page;
	verdict v = {BLOCK_PARAGRAPH, 0};
	bool known = false, byline = false;
	unsigned lists = 0;
	for (uint32_t i = w->node; i != NO_NODE; i = page->nodes.v[i].parent) {
		const html_node *node = &page->nodes.v[i];
		lists += node->kind == KIND_LIST;
		byline |= (node->signs & SIGN_BYLINE) && !(node->kind == KIND_ROOT) && node->text < 300;
		if (known)
			continue;
		known = true;
		if (node->kind == KIND_HEADING)
			v = (verdict){BLOCK_HEADING, node->level};
		else if (node->kind == KIND_CAPTION || ((node->signs & SIGN_CAPTION) && node->text < 1000))
			v.kind = BLOCK_CAPTION;
		else if (node->kind == KIND_FIGURE && node->text < 1000)
			v.kind = BLOCK_CAPTION;
		else if (node->kind == KIND_QUOTE)
			v.kind = BLOCK_QUOTE;
		else if (node->kind == KIND_ITEM)
			v = (verdict){BLOCK_LIST_ITEM, 0};
		else
			known = false;
	}
	if (v.kind == BLOCK_LIST_ITEM)
		v.level = lists ? lists : 1;
	if (v.kind == BLOCK_PARAGRAPH && byline && n < 200)
		v.kind = BLOCK_BYLINE;
	if (w->node != NO_NODE && page->nodes.v[w->node].around)
		return (verdict){BLOCK_BOILERPLATE, 0};
	if (v.kind == BLOCK_HEADING && v.level == 1 && !w->title) {
		w->title = true;
		return (verdict){BLOCK_TITLE, 0};
	}
	w->headings |= v.kind == BLOCK_HEADING;
	return v;
}

/* A block of lines that begin with bullets (typed with <br> between them) is a list. */
static void add_lines(writer *w, verdict v, size_t start)
{
	span text = str_span(&w->b->text);
	size_t end = text.n;
	bool splits = v.kind == BLOCK_PARAGRAPH || v.kind == BLOCK_LIST_ITEM || v.kind == BLOCK_QUOTE;
	while (start < end) {
		span line = span_slice(text, start, end);
		unsigned level;
		bool bullet;
		size_t marker = splits ? words_marker(line, &level, &bullet) : 0;
		verdict its = v;
		if (marker && (bullet || v.kind != BLOCK_LIST_ITEM)) {
			start += marker;
			if (v.kind != BLOCK_LIST_ITEM)
				its = (verdict){BLOCK_LIST_ITEM, level};
		}
		/* To the next line that begins with a marker. */
		size_t at = start;
		while (splits && (at = span_find(text, SPAN("\n"), at)) != SIZE_MAX && at < end) {
			at++;
			if (words_marker(span_slice(text, at, end), &level, &bullet))
				break;
		}
		size_t stop = splits && at < end ? at : end;
		/* build_block goes to the text's end; this one ends earlier. */
		str *all = &w->b->text;
		size_t keep = all->n;
		all->n = stop;
		build_block(w->b, its.kind, its.level, start);
		all->n = keep;
		start = stop;
	}
}

static void end_block(writer *w)
{
	if (w->open) {
		verdict v = verdict_of(w, w->b->text.n - w->start);
		add_lines(w, v, w->start);
	}
	w->open = w->space = false;
	w->breaks = 0;
}

/* ---- text ---- */

static void before_word(writer *w, uint32_t at)
{
	if (!w->open) {
		build_space(w->b, "\n\n");
		w->start = w->b->text.n;
		w->open = true;
	} else if (w->breaks) {
		build_words(w->b, SPAN("\n"), w->space_start < w->b->at ? w->b->at : w->space_start, at);
	} else if (w->space) {
		span text = w->page->d->text;
		if (w->space_end == w->space_start + 1 && text.p[w->space_start] == ' ')
			build_copy(w->b, w->space_start, w->space_end);
		else
			build_words(w->b, SPAN(" "), w->space_start, w->space_end);
	}
	w->space = false;
	w->breaks = 0;
}

static void note_space(writer *w, uint32_t start, uint32_t end)
{
	if (!w->open)
		return;
	if (!w->space)
		w->space_start = start;
	w->space = true;
	w->space_end = end;
}

/* Bytes of a character that is left out, or 0. */
static size_t invisible(span s, size_t at)
{
	static const char *const signs[] = {"\xC2\xAD", "\xE2\x80\x8B", "\xEF\xBB\xBF", "\xE2\x81\xA0"};
	for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
		if (span_starts(span_slice(s, at, s.n), span_of(signs[i])))
			return strlen(signs[i]);
	return 0;
}

static bool maybe_invisible(char c)
{
	return c == '\xC2' || c == '\xE2' || c == '\xEF';
}

/* Bytes of the page as they are, at `start`. */
static void write_exact(writer *w, uint32_t start, uint32_t end)
{
	span s = span_slice(w->page->d->text, 0, end);
	for (size_t i = start; i < end;) {
		if (is_space(s.p[i]) && !w->pre) {
			size_t from = i;
			while (i < end && is_space(s.p[i]))
				i++;
			note_space(w, (uint32_t)from, (uint32_t)i);
			continue;
		}
		size_t hidden = maybe_invisible(s.p[i]) ? invisible(s, i) : 0;
		if (hidden) {
			i += hidden;
			continue;
		}
		/* As far as nothing has to be folded or left out. */
		size_t from = i;
		while (i < end) {
			char c = s.p[i];
			if (!w->pre && is_space(c) && (c != ' ' || i + 1 >= end || is_space(s.p[i + 1])))
				break;
			if (maybe_invisible(c) && i > from && invisible(s, i))
				break;
			i++;
		}
		before_word(w, (uint32_t)from);
		build_copy(w->b, from, i);
	}
}

/* Words that stand for something else in the page: an entity. */
static void write_other(writer *w, span words, uint32_t start, uint32_t end)
{
	span left = span_trim(words);
	if (left.n == 0 && !w->pre) {
		note_space(w, start, end);
		return;
	}
	if (w->pre)
		left = words;
	else if (left.p > words.p)
		note_space(w, start, start);
	/* Folded piece by piece, each standing for the whole. */
	STR_AUTO folded = str_make(words.n + 1);
	for (size_t i = 0; i < left.n;) {
		size_t hidden = maybe_invisible(left.p[i]) ? invisible(left, i) : 0;
		if (hidden) {
			i += hidden;
			continue;
		}
		bool space = is_space(left.p[i]) && !w->pre;
		str_addc(&folded, space ? ' ' : left.p[i]);
		i++;
		while (space && i < left.n && is_space(left.p[i]))
			i++;
	}
	if (folded.n) {
		before_word(w, start);
		build_words(w->b, str_span(&folded), start, end);
	}
	if (!w->pre && left.p + left.n < words.p + words.n)
		note_space(w, end, end);
}

static void write_break(writer *w, unsigned weight)
{
	if (!w->open)
		return;
	w->breaks += weight;
	if (!w->space)
		w->space_start = w->space_end = w->b->at;
	if (w->breaks >= 2)
		end_block(w);
}

void html_write(const html_page *page, builder *b, bool *ret_headings, bool *ret_title)
{
	writer w = {.page = page, .b = b, .node = NO_NODE};
	for (size_t i = 0; i < page->items.n && !b->text.failed; i++) {
		html_item item = page->items.v[i];
		const html_node *node = item.event <= EVENT_CLOSE ? &page->nodes.v[item.which] : NULL;
		switch ((html_event)item.event) {
		case EVENT_OPEN:
			if (node->kind != KIND_LINK)
				end_block(&w);
			w.node = item.which;
			w.pre += node->kind == KIND_PRE;
			break;
		case EVENT_CLOSE:
			if (node->kind != KIND_LINK)
				end_block(&w);
			w.pre -= node->kind == KIND_PRE;
			w.node = node->parent;
			break;
		case EVENT_TEXT: {
			const html_piece *piece = &page->pieces.v[item.which];
			if (piece->words)
				write_other(&w, (span){piece->words, piece->n}, piece->start, piece->end);
			else
				write_exact(&w, piece->start, piece->end);
			break;
		}
		case EVENT_BREAK: write_break(&w, item.which); break;
		}
	}
	end_block(&w);
	*ret_headings = w.headings;
	*ret_title = w.title;
}
