/* SPDX-License-Identifier: Apache-2.0 */
#include "reader/classify.h"
#include "base/utf8.h"
#include "reader/words.h"

/* The head of a document: the short blocks before its first paragraph of prose. */
enum { HEAD_MOST = 14, PROSE = 160 };

static span words_of(const builder *b, const block *this)
{
	return span_in(str_span(&b->text), this->where);
}

static bool settled(const block *this)
{
	return this->kind == BLOCK_BOILERPLATE || this->kind == BLOCK_CAPTION || this->kind == BLOCK_BYLINE;
}

/* ---- captions, boilerplate, list items: anywhere ---- */

static void mark_lines(builder *b)
{
	bool caption_follows = false;
	for (size_t i = 0; i < b->blocks.n; i++) {
		block *this = &b->blocks.v[i];
		span words = words_of(b, this);
		if (settled(this) || this->kind == BLOCK_TITLE || this->kind == BLOCK_QUOTE) {
			caption_follows = false;
			continue;
		}
		if (this->kind == BLOCK_PARAGRAPH && words_caption(words)) {
			this->kind = BLOCK_CAPTION;
			/* "Expand" alone: what comes next, short and without an end, is the caption. */
			caption_follows = words.n < 10;
			continue;
		}
		if (caption_follows && this->kind == BLOCK_PARAGRAPH && words.n < 200 && !words_sentence(words)) {
			this->kind = BLOCK_CAPTION;
			continue;
		}
		caption_follows = false;
		if (words_boilerplate(words))
			this->kind = BLOCK_BOILERPLATE;
	}
}

/* An item of a list that has no bullets ends with a semicolon, maybe "; and". */
static bool item_end(span words)
{
	return words_end(words, ";") || words_end(words, "; and") || words_end(words, "; or") ||
	       words_end(words, ", and") || words_end(words, "; and,");
}

static void mark_run_in_lists(builder *b)
{
	enum { ITEM_MOST = 900 };
	for (size_t i = 0; i + 1 < b->blocks.n; i++) {
		if (!words_end(words_of(b, &b->blocks.v[i]), ":") || settled(&b->blocks.v[i]))
			continue;
		size_t last = i;
		for (size_t k = i + 1; k < b->blocks.n; k++) {
			const block *this = &b->blocks.v[k];
			span words = words_of(b, this);
			if (this->kind != BLOCK_PARAGRAPH || words.n > ITEM_MOST)
				break;
			/* The last item ends as a sentence; it is one only behind others. */
			if (item_end(words)) {
				last = k;
			} else {
				if (last > i && words_sentence(words))
					last = k;
				break;
			}
		}
		for (size_t k = i + 1; k <= last; k++) {
			b->blocks.v[k].kind = BLOCK_LIST_ITEM;
			b->blocks.v[k].level = 1;
		}
		i = last;
	}
}

/* ---- the head ---- */

static bool has_digit(span words)
{
	for (size_t i = 0; i < words.n; i++)
		if (words.p[i] >= '0' && words.p[i] <= '9')
			return true;
	return false;
}

static bool prose(span words)
{
	return words.n >= PROSE || (words_sentence(words) && words_count(words) > 12) ||
	       (words_sentence(words) && words.p[0] == '(');
}

/* A first line that ends in a full stop ("..., Inc.") is a title all the same where a byline or date stands below it. */
static bool headed(const builder *b, size_t first)
{
	for (size_t i = first + 1; i < b->blocks.n && i < first + 3; i++) {
		date_line day;
		range name;
		span words = words_of(b, &b->blocks.v[i]);
		if (words_date_line(words, &day) || words_byline(words, &name) != NO_BYLINE)
			return true;
	}
	return false;
}

static size_t head_length(const builder *b)
{
	size_t n = 0, seen = 0;
	for (; n < b->blocks.n && seen < HEAD_MOST; n++) {
		const block *this = &b->blocks.v[n];
		if (this->kind == BLOCK_BOILERPLATE || this->kind == BLOCK_CAPTION)
			continue;
		/* A title may be long, but does not end as a sentence does. */
		span words = words_of(b, this);
		bool long_title = seen == 0 && words.n < LIMIT_TITLE_BYTES && (!words_sentence(words) || headed(b, n));
		if (this->kind == BLOCK_LIST_ITEM || this->kind == BLOCK_QUOTE || (prose(words) && !long_title))
			break;
		seen++;
	}
	return n;
}

/* "Minister of Justice ..." of an address and "Your Excellency," are no titles. */
static bool address_line(span words)
{
	return words_start(words, "dear ") || words_start(words, "your excellency") || words_end(words, ",") ||
	       words_start(words, "mr.") || words_start(words, "tel:") || words_start(words, "fax") ||
	       words_start(words, "to:") || words_start(words, "cc:") || words_have(words, "Fax") ||
	       words_have(words, "Tel");
}

static int title_score(span words, size_t order, const char **ret_kind)
{
	const char *label;
	int score = order == 0 ? 3 : order == 1 ? 1 : 0;
	if (words.n > LIMIT_TITLE_BYTES || words_label(words, &label) || address_line(words))
		return -10;
	*ret_kind = words_kind(words);
	if (*ret_kind)
		score += 2;
	size_t n = words_count(words);
	score += n >= 4 ? 1 : n <= 2 ? -1 : 0;
	if (words_start(words, "re:") || words_start(words, "subject:"))
		score += 2;
	if (words_shout(words) && order > 0 && n >= 3)
		score += 2;
	if (words_body(words) && !*ret_kind && n <= 8 && order < 3 && !words_have(words, "said"))
		score -= n >= 6 ? 1 : 3;
	if (words.p[0] == '(' || words_end(words, ":"))
		score -= 4;
	return score;
}

static bool have_meta(const builder *b, meta_key key)
{
	for (size_t i = 0; i < b->meta.n; i++)
		if (b->meta.v[i].key == key)
			return true;
	return false;
}

static void date_meta(builder *b, const block *this, const date_line *d)
{
	char iso[16];
	bool known = have_meta(b, META_PUBLISHED);
	date_print(d->day, iso);
	range where = {this->where.start + d->words.start, this->where.start + d->words.end};
	build_meta(b, META_PUBLISHED, span_of(iso), where, "date line");
	/* "Geneva, 3 May 2021" tells the place; but with the date already told, "Jane Roe, May 3, 2021" tells who. */
	if (!range_empty(d->place) && known && words_count(span_in(words_of(b, this), d->place)) > 1) {
		range who = {this->where.start + d->place.start, this->where.start + d->place.end};
		build_meta(b, META_AUTHOR, span_in(str_span(&b->text), who), who, "byline");
	} else if (!range_empty(d->place)) {
		range place = {this->where.start + d->place.start, this->where.start + d->place.end};
		build_meta(b, META_PLACE, span_in(str_span(&b->text), place), place, "date line");
	}
}

static void byline_meta(builder *b, const block *this, byline_kind who, range name)
{
	range where = {this->where.start + name.start, this->where.start + name.end};
	span value = span_in(str_span(&b->text), where);
	if (who == BYLINE_PERSON)
		build_meta(b, META_AUTHOR, value, where, "byline");
	else
		build_meta(b, META_PUBLISHER, value, where, "byline");
}

/* Dates, bylines and labels of the head; what is left may be the title or the publisher. */
static void mark_head(builder *b, size_t head, bool *taken)
{
	for (size_t i = 0; i < head; i++) {
		block *this = &b->blocks.v[i];
		if (this->kind == BLOCK_BOILERPLATE || this->kind == BLOCK_CAPTION) {
			taken[i] = true;
			continue;
		}
		span words = words_of(b, this);
		date_line day;
		range name;
		const char *label = "";
		if (words_date_line(words, &day)) {
			date_meta(b, this, &day);
		} else if (words_label(words, &label)) {
			if (label[0])
				build_meta(b, META_KIND, span_of(label), this->where, "label");
		} else {
			byline_kind who = words_byline(words, &name);
			if (who == NO_BYLINE) {
				taken[i] = this->kind == BLOCK_TITLE || this->kind == BLOCK_BYLINE;
				continue;
			}
			byline_meta(b, this, who, name);
		}
		taken[i] = true;
		if (this->kind == BLOCK_PARAGRAPH || this->kind == BLOCK_HEADING)
			this->kind = BLOCK_BYLINE;
	}
}

static void mark_title(builder *b, size_t head, bool *taken)
{
	/* Words that stand alone are no title of anything. */
	if (b->blocks.n < 2)
		return;
	size_t best = SIZE_MAX, order = 0;
	int best_score = 0;
	for (size_t i = 0; i < head; i++) {
		if (taken[i])
			continue;
		const char *its_kind = NULL;
		int score = title_score(words_of(b, &b->blocks.v[i]), order++, &its_kind);
		if (score > best_score) {
			best = i;
			best_score = score;
		}
	}
	if (best == SIZE_MAX)
		return;
	block *title = &b->blocks.v[best];
	title->kind = BLOCK_TITLE;
	title->level = 0;
	taken[best] = true;
}

/* A heading that is only a label ("URGENT ACTION") hands its place to the one below it. */
static void pass_title_on(builder *b, size_t head)
{
	const char *kind;
	for (size_t i = 0; i < head; i++) {
		if (b->blocks.v[i].kind != BLOCK_TITLE || !words_label(words_of(b, &b->blocks.v[i]), &kind))
			continue;
		for (size_t k = i + 1; k < head; k++)
			if (b->blocks.v[k].kind == BLOCK_HEADING) {
				b->blocks.v[i].kind = BLOCK_BYLINE;
				b->blocks.v[k].kind = BLOCK_TITLE;
				b->blocks.v[k].level = 0;
				return;
			}
	}
}

/* The first title is metadata too, behind what front matter or a page's head said. */
static void title_meta(builder *b)
{
	for (size_t i = 0; i < b->blocks.n; i++)
		if (b->blocks.v[i].kind == BLOCK_TITLE) {
			const block *title = &b->blocks.v[i];
			build_meta(b, META_TITLE, words_of(b, title), title->where, "title line");
			const char *kind = words_kind(words_of(b, title));
			if (kind)
				build_meta(b, META_KIND, span_of(kind), title->where, "title line");
			return;
		}
}

/* "... Council, sixtieth session. 16 September 2025", "Index: 31/14 · Date: 20 March 2024": a date within a line of the
 * head, where no line is a date alone. */
static void mark_inner_date(builder *b, size_t head)
{
	for (size_t i = 0; i < head && !have_meta(b, META_PUBLISHED); i++) {
		const block *this = &b->blocks.v[i];
		span words = words_of(b, this);
		if (words.n > 250 || this->kind == BLOCK_CAPTION || this->kind == BLOCK_BOILERPLATE ||
		    this->kind == BLOCK_TITLE)
			continue;
		for (size_t at = 0; at < words.n; at++) {
			bool edge = at == 0 || words.p[at - 1] == ' ' || words.p[at - 1] == '(';
			size_t end = at;
			date day;
			if (!edge || !words_date(words, &end, &day))
				continue;
			date_line line = {day, {(uint32_t)at, (uint32_t)end}, {0, 0}};
			/* At the end, or behind "Date:" or "updated": not a date that the line tells of. */
			span before = span_trim(span_slice(words, 0, at));
			span behind = span_trim(span_slice(words, end, words.n));
			if (behind.n <= 1 || words_end(before, "date:") || words_end(before, "updated") ||
			    words_end(before, "published"))
				date_meta(b, this, &line);
			break;
		}
	}
}

/* A line with a body's name before the prose, or the line between title and date: who issued it. */
static void mark_publisher(builder *b, size_t head, bool *taken)
{
	for (size_t i = 0; i < head; i++) {
		block *this = &b->blocks.v[i];
		span words = words_of(b, this);
		if (taken[i] || words_count(words) > 9 || words.n > 90 || has_digit(words))
			continue;
		date_line day;
		bool between = i > 0 && b->blocks.v[i - 1].kind == BLOCK_TITLE && i + 1 < head &&
			       words_date_line(words_of(b, &b->blocks.v[i + 1]), &day);
		if (!between && !words_body(words))
			continue;
		this->kind = BLOCK_BYLINE;
		taken[i] = true;
		build_meta(b, META_PUBLISHER, words, this->where, "publisher line");
	}
}

/* ---- headings ---- */

static bool no_small(span words)
{
	for (size_t i = 0; i < words.n; i++)
		if (words.p[i] >= 'a' && words.p[i] <= 'z')
			return false;
	return true;
}

static bool heading_shape(span words)
{
	if (words.n > 110 || words_count(words) > 14 || words.n < 3)
		return false;
	size_t at = words.n;
	uint32_t last = utf8_previous(words, &at);
	if (last == '.' || last == ',' || last == ';' || last == ':' || last == 0x201D || last == '"' || last == '!')
		return false;
	/* "QUESTION: ...?": a speaker of a transcript. */
	const char *colon = memchr(words.p, ':', words.n);
	if (colon && no_small(span_slice(words, 0, (size_t)(colon - words.p))) && !no_small(words))
		return false;
	unsigned char first = (unsigned char)words.p[0];
	return first >= 0x80 || (first >= 'A' && first <= 'Z') || (first >= '0' && first <= '9');
}

static void mark_headings(builder *b, size_t head)
{
	for (size_t i = head; i + 1 < b->blocks.n; i++) {
		block *this = &b->blocks.v[i];
		const block *next = &b->blocks.v[i + 1];
		if (this->kind != BLOCK_PARAGRAPH || !heading_shape(words_of(b, this)))
			continue;
		span after = words_of(b, next);
		bool leads = (next->kind == BLOCK_PARAGRAPH && (prose(after) || words_end(after, ":"))) ||
			     next->kind == BLOCK_LIST_ITEM;
		bool alone = i == 0 || b->blocks.v[i - 1].kind != BLOCK_PARAGRAPH ||
			     prose(words_of(b, &b->blocks.v[i - 1])) || words_shout(words_of(b, this));
		if (leads && alone) {
			this->kind = BLOCK_HEADING;
			this->level = 2;
		}
	}
}

/* What stands behind the end of a page: a run of boilerplate and bare lines up to the last block. */
static void mark_tail(builder *b)
{
	size_t i = b->blocks.n;
	size_t first = SIZE_MAX;
	for (size_t looked = 0; i > 0 && looked < 8; looked++) {
		const block *this = &b->blocks.v[i - 1];
		if (this->kind == BLOCK_BOILERPLATE)
			first = i - 1;
		else if (prose(words_of(b, this)) || this->kind == BLOCK_LIST_ITEM)
			break;
		i--;
	}
	for (; first < b->blocks.n; first++) {
		span words = words_of(b, &b->blocks.v[first]);
		if (b->blocks.v[first].kind == BLOCK_PARAGRAPH && words.n < 80 && !words_sentence(words))
			b->blocks.v[first].kind = BLOCK_BOILERPLATE;
	}
}

void classify(builder *b, classify_hints hints)
{
	if (b->blocks.n == 0 || arena_failed(b->a))
		return;
	mark_lines(b);
	mark_run_in_lists(b);
	size_t head = head_length(b);
	bool taken[HEAD_MOST * 4] = {false};
	if (head > sizeof taken)
		head = sizeof taken;
	pass_title_on(b, head);
	mark_head(b, head, taken);
	if (!hints.title)
		mark_title(b, head, taken);
	title_meta(b);
	mark_inner_date(b, head);
	if (!have_meta(b, META_PUBLISHER))
		mark_publisher(b, head, taken);
	if (!hints.headings)
		mark_headings(b, head);
	mark_tail(b);
}
