/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Markdown as people write documents in it: headings, paragraphs, lists, quotations, emphasis, links, code fences, front
 * matter. Markup is left out of the text and the map leads back over it. It is read line by line in one pass; what looks
 * like markup and is not closed stays as it is.
 */
#include "base/utf8.h"
#include "reader/classify.h"
#include "reader/formats.h"
#include "reader/words.h"

typedef struct markdown {
	builder *b;
	span text;
	size_t start; /* of the block at work in the rendition */
	bool open;
	block_kind kind;
	unsigned level;
	bool titled, headed;
	/* The next ']' and ')' of the text, so that brackets that nothing closes are not searched again and again. */
	size_t next_square, next_round;
} markdown;

/* Where the next `c` at or behind `at` stands, or the text's end; `*known` is what was found before. */
static size_t next_of(const markdown *m, char c, size_t at, size_t *known)
{
	if (*known < at || *known == 0) {
		const char *hit = memchr(m->text.p + at, c, m->text.n - at);
		*known = hit ? (size_t)(hit - m->text.p) : m->text.n;
	}
	return *known;
}

static bool is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\r';
}

static void end_block(markdown *m)
{
	if (m->open)
		build_block(m->b, m->kind, m->level, m->start);
	m->open = false;
}

static void begin_block(markdown *m, block_kind kind, unsigned level)
{
	end_block(m);
	m->kind = kind;
	m->level = level;
}

/* ---- inside a line ---- */

/* The ']' that closes the '[' at `at`, or end. */
static size_t bracket_end(span s, size_t at, size_t end)
{
	unsigned depth = 0;
	for (size_t i = at; i < end && i - at < 600; i++) {
		if (s.p[i] == '\\')
			i++;
		else if (s.p[i] == '[')
			depth++;
		else if (s.p[i] == ']' && --depth == 0)
			return i;
	}
	return end;
}

/* Behind the "(address)" or "[label]" that follows a link's text; `at` where nothing does. */
static size_t target_end(span s, size_t at, size_t end)
{
	if (at >= end || (s.p[at] != '(' && s.p[at] != '['))
		return at;
	char close = s.p[at] == '(' ? ')' : ']';
	for (size_t i = at + 1; i < end && i - at < 3000; i++) {
		if (s.p[i] == '\\')
			i++;
		else if (s.p[i] == close)
			return i + 1;
	}
	return at;
}

static bool is_word(span s, size_t at)
{
	if (at >= s.n)
		return false;
	unsigned char c = (unsigned char)s.p[at];
	return c >= 0x80 || (unsigned)(c | 32) - 'a' < 26u || (unsigned)c - '0' < 10u;
}

/* A run of emphasis marks: '*' anywhere at a word's edge; '_' not within a word. 0: it stays. */
static size_t emphasis(span s, size_t at, size_t start, size_t end)
{
	char c = s.p[at];
	size_t n = 0;
	while (at + n < end && s.p[at + n] == c)
		n++;
	if (n > 3 || (c == '~' && n != 2))
		return 0;
	bool before = at > start && is_word(s, at - 1), after = at + n < end && is_word(s, at + n);
	bool space_before = at == start || is_space(s.p[at - 1]) || s.p[at - 1] == '\n';
	bool space_after = at + n >= end || is_space(s.p[at + n]) || s.p[at + n] == '\n';
	if (space_before && space_after)
		return 0;
	return c == '_' && before && after ? 0 : n;
}

static bool escapable(char c)
{
	return c && strchr("\\`*_{}[]()#+-.!>~|\"'<&", c) != NULL;
}

/* An entity that text uses; its length, and its words. */
static size_t entity(span s, size_t at, size_t end, const char **ret_words)
{
	static const char *const known[][2] = {{"&amp;", "&"},   {"&lt;", "<"},          {"&gt;", ">"},
					       {"&quot;", "\""}, {"&nbsp;", "\xC2\xA0"}, {"&copy;", "©"},
					       {"&ndash;", "–"}, {"&mdash;", "—"},       {"&#39;", "'"}};
	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (span_starts(span_slice(s, at, end), span_of(known[i][0]))) {
			*ret_words = known[i][1];
			return strlen(known[i][0]);
		}
	return 0;
}

/* Behind an inline tag or "<https://...>", whose text begins at *text and ends at *text_end (an address) or is empty. */
static size_t angle(span s, size_t at, size_t end, size_t *text, size_t *text_end)
{
	const char *close = memchr(s.p + at, '>', end - at < 2000 ? end - at : 2000);
	if (!close || at + 2 >= end)
		return at;
	size_t stop = (size_t)(close - s.p);
	char c = s.p[at + 1];
	bool letter = (unsigned)(c | 32) - 'a' < 26u;
	*text = *text_end = stop;
	span inside = span_slice(s, at + 1, stop);
	if (memchr(inside.p, ' ', inside.n) == NULL &&
	    (span_find(inside, SPAN("://"), 0) != SIZE_MAX || memchr(inside.p, '@', inside.n))) {
		*text = at + 1;
		return stop + 1;
	}
	return letter || c == '/' || c == '!' ? stop + 1 : at;
}

/* Copies s[at, end) without its markup. Links are entered once: what is in brackets is copied by the same loop. */
static void write_inline(markdown *m, size_t start, size_t end)
{
	span s = m->text;
	size_t copied = start, at = start;
	/* Closing brackets of links whose text is being copied, and where their targets end. */
	struct {
		size_t close, after;
	} links[8];
	unsigned depth = 0;
	while (at < end) {
		char c = s.p[at];
		size_t skip = 0, text = 0, text_end = 0;
		const char *words = NULL;
		if (depth && at == links[depth - 1].close) {
			skip = links[--depth].after - at;
		} else if (c == '\\' && at + 1 < end && escapable(s.p[at + 1])) {
			build_copy(m->b, copied, at);
			copied = at + 1;
			at += 2;
			continue;
		} else if (c == '*' || c == '_' || c == '~') {
			skip = emphasis(s, at, start, end);
		} else if (c == '`') {
			skip = 1;
		} else if (c == '&') {
			skip = entity(s, at, end, &words);
		} else if (c == '<') {
			skip = angle(s, at, end, &text, &text_end) - at;
		} else if (c == '[' || (c == '!' && at + 1 < end && s.p[at + 1] == '[')) {
			size_t open = c == '!' ? at + 1 : at;
			size_t close = next_of(m, ']', open, &m->next_square) < end ? bracket_end(s, open, end) : end;
			bool round = close + 1 < end && s.p[close + 1] == '(';
			if (round && next_of(m, ')', close, &m->next_round) >= end)
				close = end;
			size_t after = close < end ? target_end(s, close + 1, end) : end;
			if (close < end && after > close + 1 && depth < 8) {
				links[depth].close = close;
				links[depth++].after = after;
				skip = open + 1 - at;
			}
		}
		if (!skip) {
			at++;
			continue;
		}
		build_copy(m->b, copied, at);
		if (words)
			build_words(m->b, span_of(words), at, at + skip);
		else if (text_end > text)
			build_copy(m->b, text, text_end);
		at += skip;
		copied = at;
	}
	build_copy(m->b, copied, end);
}

/* ---- lines ---- */

static void write_line(markdown *m, size_t start, size_t end, bool literal)
{
	while (start < end && is_space(m->text.p[start]))
		start++;
	while (end > start && is_space(m->text.p[end - 1]))
		end--;
	/* A backslash at the end is a line break. */
	if (!literal && end > start && m->text.p[end - 1] == '\\')
		end--;
	if (start >= end)
		return;
	if (m->open) {
		build_words(m->b, SPAN("\n"), m->b->at, start);
	} else {
		build_space(m->b, "\n\n");
		m->start = m->b->text.n;
		m->open = true;
	}
	if (literal)
		build_copy(m->b, start, end);
	else
		write_inline(m, start, end);
}

static size_t hashes(span line)
{
	size_t n = 0;
	while (n < line.n && line.p[n] == '#')
		n++;
	return n >= 1 && n <= 6 && (n == line.n || is_space(line.p[n])) ? n : 0;
}

/* A line of one character, three or more, spaces aside. */
static bool is_rule(span line, const char *set)
{
	size_t n = 0;
	char first = line.n ? line.p[0] : 0;
	if (!first || !strchr(set, first))
		return false;
	for (size_t i = 0; i < line.n; i++) {
		if (line.p[i] == first)
			n++;
		else if (!is_space(line.p[i]))
			return false;
	}
	return n >= 3 || (n >= 1 && strcmp(set, "=") == 0);
}

static void heading(markdown *m, unsigned level, size_t start, size_t end)
{
	bool title = level == 1 && !m->titled;
	m->titled |= title;
	m->headed |= !title;
	begin_block(m, title ? BLOCK_TITLE : BLOCK_HEADING, title ? 0 : level);
	while (end > start && (m->text.p[end - 1] == '#' || is_space(m->text.p[end - 1])))
		end--;
	write_line(m, start, end, false);
	end_block(m);
}

/* True where the next line underlines this one: a setext heading. Its level, or 0. */
static unsigned underlined(span text, size_t end)
{
	size_t start = end < text.n ? end + 1 : text.n;
	const char *nl = memchr(text.p + start, '\n', text.n - start);
	span next = span_trim(span_slice(text, start, nl ? (size_t)(nl - text.p) : text.n));
	return next.n && is_rule(next, "=") ? 1 : next.n >= 3 && next.p[0] == '-' && is_rule(next, "-") ? 2 : 0;
}

static bool is_table_rule(span line)
{
	bool bar = false;
	for (size_t i = 0; i < line.n; i++) {
		bar |= line.p[i] == '|';
		if (!strchr("|-: \t", line.p[i]))
			return false;
	}
	return bar;
}

/* One line of a document that is not in a fence: decides what it begins, then writes it. Gives the number of lines that
 * were used up. */
static unsigned take_line(markdown *m, size_t start, size_t end)
{
	span text = m->text;
	size_t at = start, indent = 0;
	bool quoted = false;
	for (;;) {
		while (at < end && is_space(text.p[at])) {
			indent += text.p[at] == '\t' ? 4 : 1;
			at++;
		}
		if (at >= end || text.p[at] != '>')
			break;
		quoted = true;
		indent = 0;
		at++;
	}
	span line = span_trim(span_slice(text, at, end));
	if (line.n == 0) {
		end_block(m);
		return 1;
	}
	size_t n = hashes(line);
	if (n) {
		heading(m, (unsigned)n, at + n, end);
		return 1;
	}
	unsigned under = !m->open && !quoted ? underlined(text, end) : 0;
	if (under && !is_rule(line, "-*_")) {
		heading(m, under, at, end);
		return 2;
	}
	if (is_rule(line, "-*_") || is_table_rule(line)) {
		end_block(m);
		return 1;
	}
	if (line.p[0] == '|') {
		/* A row of a table is a block, its cells as they stand. */
		begin_block(m, BLOCK_PARAGRAPH, 0);
		size_t stop = (size_t)(line.p - text.p) + line.n;
		write_line(m, at + 1, line.n > 1 && text.p[stop - 1] == '|' ? stop - 1 : stop, false);
		end_block(m);
		return 1;
	}
	unsigned level;
	bool bullet;
	size_t marker = words_marker(span_slice(text, at, end), &level, &bullet);
	/* A year or a number in running text is no item. */
	if (marker && !(m->open && !bullet && m->kind == BLOCK_PARAGRAPH)) {
		begin_block(m, BLOCK_LIST_ITEM, 1 + (unsigned)(indent / 2 > 6 ? 6 : indent / 2));
		write_line(m, at + marker, end, false);
		return 1;
	}
	block_kind kind = quoted ? BLOCK_QUOTE : BLOCK_PARAGRAPH;
	bool lazy = m->open && (m->kind == kind || m->kind == BLOCK_LIST_ITEM || m->kind == BLOCK_QUOTE);
	if (!lazy)
		begin_block(m, kind, 0);
	write_line(m, at, end, false);
	return 1;
}

/* ---- front matter ---- */

static void front_matter_line(builder *b, span line)
{
	static const struct {
		const char *name;
		meta_key key;
	} keys[] = {{"title", META_TITLE},
		    {"publisher", META_PUBLISHER},
		    {"organization", META_PUBLISHER},
		    {"organisation", META_PUBLISHER},
		    {"site", META_PUBLISHER},
		    {"author", META_AUTHOR},
		    {"authors", META_AUTHOR},
		    {"date", META_PUBLISHED},
		    {"published", META_PUBLISHED},
		    {"lang", META_LANGUAGE},
		    {"language", META_LANGUAGE},
		    {"place", META_PLACE},
		    {"location", META_PLACE},
		    {"kind", META_KIND},
		    {"type", META_KIND},
		    {"url", META_URL},
		    {"canonical", META_URL}};
	const char *colon = memchr(line.p, ':', line.n);
	if (!colon)
		return;
	span name = span_trim(span_slice(line, 0, (size_t)(colon - line.p)));
	span value = span_trim(span_slice(line, (size_t)(colon - line.p) + 1, line.n));
	if (value.n >= 2 && (value.p[0] == '"' || value.p[0] == '\'') && value.p[value.n - 1] == value.p[0])
		value = span_slice(value, 1, value.n - 1);
	for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
		if (!words_equal(name, keys[i].name))
			continue;
		char iso[16];
		if (keys[i].key == META_PUBLISHED) {
			date day;
			size_t at = 0;
			if (!words_date(value, &at, &day))
				return;
			date_print(day, iso);
			value = span_of(iso);
		}
		if (keys[i].key == META_AUTHOR && value.n && value.p[0] == '[')
			value = span_slice(value, 1, value.n - 1);
		build_meta(b, keys[i].key, value, (range){0, 0}, "front matter");
		return;
	}
}

/* "---" lines with "key: value" between them at the very start. Where the text begins. */
static size_t front_matter(builder *b, span text)
{
	size_t start = span_starts(text, SPAN("\xEF\xBB\xBF")) ? 3 : 0;
	span rest = span_slice(text, start, text.n), line;
	if (!span_next(&rest, '\n', &line) || !span_is(span_trim(line), "---"))
		return start;
	span inside = rest;
	for (size_t n = 0; n < 100 && span_next(&rest, '\n', &line); n++) {
		line = span_trim(line);
		if (!span_is(line, "---") && !span_is(line, "..."))
			continue;
		span lines = {inside.p, (size_t)(line.p - inside.p)};
		while (span_next(&lines, '\n', &line))
			front_matter_line(b, line);
		return (size_t)(rest.p - text.p);
	}
	return start;
}

onus_status read_markdown(const decoded *d, uint32_t size, arena *a, rendition *ret_rendition, onus_error *err)
{
	builder b = build_start(d, a);
	markdown m = {.b = &b, .text = d->text};
	size_t at = front_matter(&b, d->text);
	for (size_t i = 0; i < b.meta.n; i++)
		m.titled |= b.meta.v[i].key == META_TITLE;
	bool told = m.titled;
	m.titled = false;
	bool fenced = false, comment = false;
	unsigned skip = 0;
	while (at < d->text.n && !b.text.failed && b.blocks.n <= LIMIT_BLOCKS) {
		const char *nl = memchr(d->text.p + at, '\n', d->text.n - at);
		size_t end = nl ? (size_t)(nl - d->text.p) : d->text.n;
		span line = span_trim(span_slice(d->text, at, end));
		if (skip) {
			skip--;
		} else if (!fenced && (comment || words_start(line, "<!--"))) {
			comment = span_find(line, SPAN("-->"), 0) == SIZE_MAX;
		} else if (words_start(line, "```") || words_start(line, "~~~")) {
			end_block(&m);
			fenced = !fenced;
		} else if (fenced) {
			if (!m.open)
				begin_block(&m, BLOCK_PARAGRAPH, 0);
			write_line(&m, at, end, true);
		} else {
			skip = take_line(&m, at, end) - 1;
		}
		at = end + 1;
	}
	end_block(&m);
	classify(&b, (classify_hints){m.headed || m.titled, m.titled || told});
	onus_status status = build_rendition(&b, "markdown", size, ret_rendition, err);
	build_end(&b);
	return status;
}
