/* SPDX-License-Identifier: Apache-2.0 */
#include "text/sentence_gap.h"

/* What a word looks like. */
enum {
	KIND_EDGE, /* before the first, behind the last */
	KIND_LOWER,
	KIND_CAPITAL,
	KIND_CAPITALS,
	KIND_INITIAL, /* A, J. */
	KIND_ABBREVIATION,
	KIND_NUMBER,
	KIND_STOP,
	KIND_EXCLAIM,
	KIND_ASK,
	KIND_DOTS,
	KIND_STOPS, /* ?! and the like */
	KIND_COMMA,
	KIND_SEMICOLON,
	KIND_COLON,
	KIND_DASH,
	KIND_DASHES,
	KIND_OPEN,
	KIND_CLOSE,
	KIND_QUOTE_OPEN,
	KIND_QUOTE_CLOSE,
	KIND_SINGLE_OPEN,
	KIND_SINGLE_CLOSE,
	KIND_LINE, /* a drawing of three strokes or more */
	KIND_FACE,
	KIND_LINK,
	KIND_BULLET,
	KIND_SYMBOL,
};

static uint32_t mix(uint32_t h, uint32_t v)
{
	h = (h ^ v) * 0x9E3779B1u;
	return h ^ (h >> 15);
}

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

static uint32_t hash(span s)
{
	uint32_t h = 2166136261u;
	for (size_t i = 0; i < s.n; i++) {
		char c = lower(s.p[i]);
		/* A typographic apostrophe counts as a plain one. */
		if (i + 2 < s.n && s.p[i] == '\xE2' && s.p[i + 1] == '\x80' && s.p[i + 2] == '\x99') {
			c = '\'';
			i += 2;
		}
		h = (h ^ (unsigned char)c) * 16777619u;
	}
	return mix(h, (uint32_t)s.n);
}

static bool all(span s, const char *set)
{
	for (size_t i = 0; i < s.n; i++)
		if (!s.p[i] || !strchr(set, s.p[i]))
			return false;
	return true;
}

static uint8_t mark_kind(span s)
{
	static const struct {
		const char *form;
		uint8_t kind;
	} marks[] = {{".", KIND_STOP},
		     {"!", KIND_EXCLAIM},
		     {"?", KIND_ASK},
		     {",", KIND_COMMA},
		     {";", KIND_SEMICOLON},
		     {":", KIND_COLON},
		     {"-", KIND_DASH},
		     {"(", KIND_OPEN},
		     {"[", KIND_OPEN},
		     {")", KIND_CLOSE},
		     {"]", KIND_CLOSE},
		     {"\xE2\x80\x94", KIND_DASHES},
		     {"--", KIND_DASHES},
		     {"\xE2\x80\x93", KIND_DASH},
		     {"\xE2\x80\xA6", KIND_DOTS},
		     {"*", KIND_BULLET},
		     {"\xE2\x80\xA2", KIND_BULLET},
		     {"\xC2\xB7", KIND_BULLET},
		     {">", KIND_BULLET}};
	for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
		if (span_is(s, marks[i].form))
			return marks[i].kind;
	if (all(s, "."))
		return KIND_DOTS;
	if (all(s, "!"))
		return KIND_EXCLAIM;
	if (all(s, "?"))
		return KIND_ASK;
	if (all(s, ".!?,:") || span_starts(s, SPAN("\xE2\x80\xA6")))
		return KIND_STOPS;
	if (s.n >= 3 && all(s, "-=*_~+|<>^\\#"))
		return KIND_LINE;
	if (s.n >= 2 && s.n <= 4 && memchr(":;=(^<>", s.p[0], 7) && !all(s, "<") && !all(s, ">"))
		return KIND_FACE;
	return KIND_SYMBOL;
}

static uint8_t kind_of(span s, const token *t)
{
	bool single = (t->flags & TOKEN_SINGLE) != 0;
	switch ((token_kind)t->kind) {
	case TOKEN_QUOTE_OPEN: return single ? KIND_SINGLE_OPEN : KIND_QUOTE_OPEN;
	case TOKEN_QUOTE_CLOSE: return single ? KIND_SINGLE_CLOSE : KIND_QUOTE_CLOSE;
	case TOKEN_NUMBER: return KIND_NUMBER;
	case TOKEN_LINK: return KIND_LINK;
	case TOKEN_WORD:
		if (t->flags & TOKEN_INITIAL)
			return KIND_INITIAL;
		if (t->flags & TOKEN_ABBREVIATION)
			return KIND_ABBREVIATION;
		return t->flags & TOKEN_ALL_CAPS ? KIND_CAPITALS : t->flags & TOKEN_CAPITAL ? KIND_CAPITAL : KIND_LOWER;
	case TOKEN_MARK:
	case TOKEN_SYMBOL: break;
	}
	return mark_kind(s);
}

static bool is_stop(uint8_t kind)
{
	return kind >= KIND_STOP && kind <= KIND_STOPS;
}

static bool is_closer(uint8_t kind)
{
	return kind == KIND_CLOSE || kind == KIND_QUOTE_CLOSE || kind == KIND_SINGLE_CLOSE;
}

void gap_words(span text, const token *words, size_t n, gap_word *w)
{
	uint8_t open = 0;
	for (size_t i = 0; i < n; i++) {
		span s = span_in(text, words[i].where);
		uint8_t kind = kind_of(s, &words[i]);
		if (kind == KIND_QUOTE_OPEN)
			open |= 1;
		else if (kind == KIND_QUOTE_CLOSE)
			open &= 2;
		else if (kind == KIND_OPEN)
			open |= 2;
		else if (kind == KIND_CLOSE)
			open &= 1;
		/* Numbers of more than two digits are all alike, marks are what they look like. */
		bool alike = (kind == KIND_NUMBER && s.n > 2) || (kind >= KIND_STOP && kind < KIND_SYMBOL);
		w[i] = (gap_word){.form = alike ? kind : hash(s),
				  .tail = alike ? kind : hash(span_slice(s, s.n > 3 ? s.n - 3 : 0, s.n)),
				  .kind = kind,
				  .open = open};
	}
	uint32_t stop = (uint32_t)n;
	for (size_t i = n; i-- > 0;) {
		if (is_stop(w[i].kind))
			stop = (uint32_t)i;
		w[i].stop = stop;
	}
}

bool gap_possible(const token *words, const gap_word *w, size_t i)
{
	if (words[i + 1].flags & TOKEN_CLITIC)
		return false;
	if (words[i + 1].flags & TOKEN_SPACE_BEFORE)
		return true;
	uint8_t next = w[i + 1].kind;
	return (is_stop(w[i].kind) || is_closer(w[i].kind) || w[i].kind == KIND_DASHES || w[i].kind == KIND_LINE) &&
	       !is_closer(next) && !is_stop(next) && next != KIND_COMMA;
}

/* 0, 1, 2, 3, 4-5, 6-8, 9-14, 15-24, 25-39, 40- */
static uint32_t length_class(size_t n)
{
	static const uint8_t limits[] = {1, 2, 3, 4, 6, 9, 15, 25, 40};
	uint32_t c = 0;
	while (c < sizeof limits && n >= limits[c])
		c++;
	return c;
}

typedef struct feature_list {
	uint16_t *buckets;
	size_t n;
} feature_list;

static void add(feature_list *f, uint32_t a, uint32_t b, uint32_t c, uint32_t d)
{
	/* The number of the template keeps the kinds apart. */
	uint32_t h = mix(mix(mix(mix((uint32_t)f->n * 0x85EBCA6Bu + 1, a), b), c), d);
	f->buckets[f->n++] = (uint16_t)((h ^ (h >> 16)) % GAP_BUCKETS);
}

size_t gap_features(const token *words, const gap_word *w, size_t n, size_t i, size_t start,
		    uint16_t ret_buckets[GAP_FEATURES])
{
	static const gap_word edge = {.kind = KIND_EDGE};
	feature_list f = {ret_buckets, 0};
	const gap_word *p1 = &w[i], *p2 = i > 0 ? &w[i - 1] : &edge, *p3 = i > 1 ? &w[i - 2] : &edge;
	const gap_word *n1 = &w[i + 1], *n2 = i + 2 < n ? &w[i + 2] : &edge, *n3 = i + 3 < n ? &w[i + 3] : &edge;
	/* The mark before the closing ones. */
	size_t m = i;
	while (m > start && i - m < 6 && is_closer(w[m].kind))
		m--;
	uint32_t mark = w[m].kind * 32u + p1->kind, kinds = mark * 32 + n1->kind;
	bool space = (words[i + 1].flags & TOKEN_SPACE_BEFORE) != 0,
	     line = (words[i + 1].flags & TOKEN_LINE_BEFORE) != 0;
	uint32_t done = length_class(i + 1 - start), left = length_class(n - i - 1);
	uint32_t ahead = n1->stop < n ? length_class(n1->stop - i) : 15;
	/* How the paragraph is written: with stops at all, with one at its end. */
	uint32_t style = (w[0].stop < n) * 2u + is_stop(w[n - 1].kind);
	/* "(Laughter.)": a sentence of its own in brackets */
	uint32_t aside = 0;
	if (n1->kind == KIND_OPEN)
		for (size_t k = i + 2; k < n && k < i + 40 && !aside; k++)
			if (w[k].kind == KIND_CLOSE)
				aside = is_stop(w[k - 1].kind) ? 2 : 1;
	add(&f, mark, 0, 0, 0);
	add(&f, kinds, 0, 0, 0);
	add(&f, kinds, p2->kind, 0, 0);
	add(&f, kinds, n2->kind, 0, 0);
	add(&f, kinds, p2->kind, n2->kind, 0);
	add(&f, kinds, p2->kind * 32u + p3->kind, n2->kind * 32u + n3->kind, 0);
	add(&f, p1->form, 0, 0, 0);
	add(&f, n1->form, 0, 0, 0);
	add(&f, p1->form, n1->form, 0, 0);
	add(&f, n1->form, n1->kind, mark, 0);
	add(&f, p1->form, n1->kind, 0, 0);
	add(&f, p2->form, kinds, 0, 0);
	add(&f, n2->form, kinds, 0, 0);
	add(&f, n1->form, n2->form, mark, 0);
	add(&f, p2->form, p1->form, n1->kind, 0);
	add(&f, mark, done, 0, 0);
	add(&f, kinds, done, 0, 0);
	add(&f, kinds, left, 0, 0);
	add(&f, kinds, ahead, 0, 0);
	add(&f, kinds, style, 0, 0);
	add(&f, kinds, p1->open, 0, 0);
	add(&f, kinds, space, line, 0);
	add(&f, w[start].kind, mark, done, n1->kind);
	add(&f, w[start].form, mark, n1->kind, 0);
	add(&f, p1->tail, n1->kind, 0, 0);
	add(&f, n1->tail, mark, 0, 0);
	add(&f, n1->tail, p1->tail, 0, 0);
	add(&f, style, ahead, done, mark);
	add(&f, p1->open, style, mark, n1->kind);
	add(&f, n1->form, style, ahead, 0);
	add(&f, n1->form, p1->kind, n2->kind, 0);
	add(&f, aside, mark, p1->open, 0);
	add(&f, p1->form, n1->form, n2->form, 0);
	add(&f, p2->form, p1->form, n1->form, 0);
	add(&f, w[0].kind, kinds, 0, 0);
	add(&f, n1->form, left, 0, 0);
	add(&f, n1->form, done, p1->kind, 0);
	add(&f, w[start].form, w[start].form == n1->form, n1->kind, p1->kind);
	return f.n;
}

bool gap_ends(const token *words, const gap_word *w, size_t n, size_t i, size_t start)
{
	uint16_t buckets[GAP_FEATURES];
	size_t features = gap_features(words, w, n, i, start, buckets);
	int32_t sum = 0;
	for (size_t f = 0; f < features; f++)
		sum += gap_weights[buckets[f]];
	return sum > gap_threshold;
}
