/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Plain text: the rendition is the text as it is; only the blocks are found. Lines become blocks by blank lines, by
 * list markers, by one-paragraph-a-line, or, where the file was wrapped by hand, by whether the next line's first word
 * would still have fitted: the test that a wrapping editor made when it broke the line.
 */
#include "base/utf8.h"
#include "reader/classify.h"
#include "reader/formats.h"
#include "reader/words.h"

typedef struct line {
	uint32_t start, end; /* without white space at both ends */
	uint32_t width;
	uint16_t indent, first; /* columns before it, and of its first word */
} line;

typedef VEC(line) line_list;

static bool find_lines(const decoded *d, arena *a, line_list *lines)
{
	span text = d->text;
	for (size_t at = 0; at < text.n;) {
		const char *nl = memchr(text.p + at, '\n', text.n - at);
		size_t end = nl ? (size_t)(nl - text.p) : text.n;
		size_t next = nl ? end + 1 : end;
		/* Old Macs end lines with CR alone. */
		const char *cr = memchr(text.p + at, '\r', end - at);
		if (cr && cr + 1 < text.p + end) {
			end = (size_t)(cr - text.p);
			next = end + 1;
		}
		size_t start = at;
		if (start == 0 && span_starts(text, SPAN("\xEF\xBB\xBF")))
			start = 3;
		size_t indent = 0;
		for (; start < end; start++) {
			if (text.p[start] == '\t')
				indent += 8;
			else if (text.p[start] == ' ' || text.p[start] == '\f')
				indent++;
			else
				break;
		}
		while (end > start && (unsigned char)text.p[end - 1] <= ' ')
			end--;
		line *slot = vec_push(lines, a);
		if (!slot)
			return false;
		size_t first = start;
		while (first < end && text.p[first] != ' ')
			first++;
		span words = span_slice(text, start, end);
		/* Only lines of a page's width are asked for theirs. */
		size_t width = words.n < 400 ? utf8_width(words) : words.n;
		*slot = (line){(uint32_t)start, (uint32_t)end, (uint32_t)(width + indent),
			       (uint16_t)(indent > 2000 ? 2000 : indent),
			       (uint16_t)(first - start > 2000 ? 2000 : utf8_width(span_slice(text, start, first)))};
		at = next;
	}
	return true;
}

static bool blank(const line *l)
{
	return l->start >= l->end;
}

/* The column at which the file was wrapped by hand, or 0: the width that makes most line breaks inside paragraphs
 * breaks that a wrapping editor would have made. */
static unsigned wrap_width(const line_list *lines)
{
	enum { LEAST = 38, MOST = 120 };
	size_t by_width[MOST + 1] = {0}, pairs = 0, wide = 0, full = 0;
	/* Lines of a whole paragraph's length say that nobody wrapped the file. */
	for (size_t i = 0; i < lines->n; i++) {
		full += !blank(&lines->v[i]);
		wide += lines->v[i].width > MOST;
	}
	if (wide * 20 > full)
		return 0;
	for (size_t i = 0; i + 1 < lines->n; i++) {
		const line *l = &lines->v[i];
		if (blank(l) || blank(&lines->v[i + 1]))
			continue;
		pairs++;
		if (l->width <= MOST)
			by_width[l->width]++;
	}
	if (pairs < 2)
		return 0;
	/* The width that all but a twentieth of the lines keep to. */
	size_t above = 0;
	unsigned width = MOST;
	while (width > LEAST && (above + by_width[width]) * 20 <= pairs)
		above += by_width[width--];
	size_t soft = 0;
	for (size_t i = 0; i + 1 < lines->n; i++) {
		const line *l = &lines->v[i], *next = &lines->v[i + 1];
		if (!blank(l) && !blank(next) && l->width + 1 + next->first + 3 > width)
			soft++;
	}
	return soft * 2 > pairs ? width : 0;
}

typedef struct layout {
	builder *b;
	span text;
	unsigned wrap;
	uint32_t start, end; /* of the block at work; start == end: none */
	block_kind kind;
	unsigned level;
	unsigned indent;
} layout;

static void add_block(layout *l)
{
	if (l->end > l->start) {
		block *slot = vec_push(&l->b->blocks, l->b->a);
		if (slot)
			*slot = (block){{l->start, l->end}, (uint8_t)l->kind, (uint8_t)l->level};
	}
	l->start = l->end;
}

/* "date 2019-03-22 Expand ..." and "Date: 20 March 2024 ...": a date that was run into the line is cut off it. */
static uint32_t run_in_date(span words)
{
	if (!words_start(words, "date ") && !words_start(words, "date: ") && !words_start(words, "published "))
		return 0;
	size_t at = 0;
	while (at < words.n && words.p[at] != ' ')
		at++;
	while (at < words.n && words.p[at] == ' ')
		at++;
	date day;
	return words_date(words, &at, &day) && at < words.n && words.p[at] == ' ' ? (uint32_t)at : 0;
}

static void begin(layout *l, const line *this)
{
	add_block(l);
	span words = span_slice(l->text, this->start, this->end);
	unsigned level;
	bool bullet;
	size_t marker = words_marker(words, &level, &bullet);
	l->start = this->start;
	l->end = this->end;
	l->kind = BLOCK_PARAGRAPH;
	l->level = 0;
	l->indent = this->indent;
	/* "3. März 2021" is no third item. */
	date_line day;
	if (marker && !words_date_line(words, &day)) {
		l->start += (uint32_t)marker;
		l->kind = BLOCK_LIST_ITEM;
		l->level = level + (bullet && this->indent >= 4 ? 1 : 0);
		return;
	}
	/* Two columns of a letterhead: "UNITED NATIONS          Distr. GENERAL". */
	size_t gap = this->start < 600 ? span_find(words, SPAN("      "), 0) : SIZE_MAX;
	if (gap != SIZE_MAX) {
		l->end = this->start + (uint32_t)gap;
		add_block(l);
		l->start = this->start + (uint32_t)gap;
		while (l->text.p[l->start] == ' ')
			l->start++;
		l->end = this->end;
		return;
	}
	uint32_t cut = run_in_date(words);
	if (cut) {
		l->end = this->start + cut;
		l->kind = BLOCK_BYLINE;
		add_block(l);
		l->start = this->start + cut + 1;
		l->end = this->end;
		l->kind = BLOCK_PARAGRAPH;
	}
}

static bool goes_on(const layout *l, const line *before, const line *this)
{
	if (!l->wrap || blank(before))
		return false;
	unsigned level;
	bool bullet;
	span words = span_slice(l->text, this->start, this->end);
	date_line day;
	if (words_marker(words, &level, &bullet) || words_date_line(words, &day))
		return false;
	/* An indented first line begins a paragraph, but for the hanging lines of an item. */
	if (this->indent > before->indent + 1 && l->kind != BLOCK_LIST_ITEM)
		return false;
	return before->width + 1 + this->first + 3 > l->wrap;
}

static void find_blocks(builder *b, const line_list *lines)
{
	layout l = {.b = b, .text = str_span(&b->text), .wrap = wrap_width(lines)};
	for (size_t i = 0; i < lines->n; i++) {
		const line *this = &lines->v[i];
		if (blank(this)) {
			add_block(&l);
			continue;
		}
		if (i > 0 && l.end > l.start && goes_on(&l, &lines->v[i - 1], this))
			l.end = this->end;
		else
			begin(&l, this);
	}
	add_block(&l);
}

onus_status read_text(const decoded *d, uint32_t size, arena *a, rendition *ret_rendition, onus_error *err)
{
	line_list lines = {0};
	if (!find_lines(d, a, &lines))
		return fail_memory(err, "finding the lines of a text");
	builder b = build_start(d, a);
	build_copy(&b, 0, d->text.n);
	onus_status status = ONUS_OK;
	if (!b.text.failed) {
		find_blocks(&b, &lines);
		classify(&b, (classify_hints){false, false});
	}
	status = build_rendition(&b, "text", size, ret_rendition, err);
	build_end(&b);
	return status;
}
