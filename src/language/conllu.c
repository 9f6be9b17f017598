/* SPDX-License-Identifier: Apache-2.0 */
#include "language/conllu.h"

#include "base/limits.h"
#include "base/utf8.h"

/* A sentence as it is read. */
typedef struct sentence_reader {
	conllu_reader *r;
	arena *a;
	conllu_lines *lines;
	uint32_t words;     /* so far */
	uint32_t range_end; /* last word of the multi-word token read last */
	uint32_t empty;     /* empty nodes behind the word read last */
} sentence_reader;

#define refuse(r, err, format, ...) fail(err, ONUS_ERR_INPUT, "line %zu: " format, (r)->line, __VA_ARGS__)

void conllu_start(conllu_reader *r, span bytes)
{
	if (span_starts(bytes, SPAN("\xEF\xBB\xBF")))
		bytes = span_slice(bytes, 3, bytes.n);
	*r = (conllu_reader){.left = bytes};
}

span conllu_column(const conllu_line *line, unsigned column)
{
	return span_slice(line->text, line->at[column], line->at[column + 1] - 1);
}

bool conllu_comment_is(span comment, const char *key, span *ret_value)
{
	span rest = span_trim(span_slice(comment, 1, comment.n)), name = span_of(key);
	if (comment.n == 0 || comment.p[0] != '#' || !span_starts(rest, name))
		return false;
	rest = span_slice(rest, name.n, rest.n);
	if (rest.n && rest.p[0] != ' ' && rest.p[0] != '\t' && rest.p[0] != '=')
		return false;
	rest = span_trim(rest);
	*ret_value = rest.n && rest.p[0] == '=' ? span_trim(span_slice(rest, 1, rest.n)) : rest;
	return true;
}

/* ---- one line ---- */

/* A number without sign and leading zeros, UINT32_MAX where it is none. */
static uint32_t number(span s)
{
	uint32_t n = 0;
	if (s.n == 0 || s.n > 9 || (s.p[0] == '0' && s.n > 1))
		return UINT32_MAX;
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] < '0' || s.p[i] > '9')
			return UINT32_MAX;
		n = n * 10 + (uint32_t)(s.p[i] - '0');
	}
	return n;
}

static onus_status check_bytes(const conllu_reader *r, span text, onus_error *err)
{
	size_t bad = utf8_check(text);
	if (bad != SIZE_MAX)
		return refuse(r, err, "byte %zu is not UTF-8", bad + 1);
	for (size_t i = 0; i < text.n; i++) {
		unsigned char c = (unsigned char)text.p[i];
		if ((c < 0x20 && c != '\t') || c == 0x7F)
			return refuse(r, err, "byte %zu is the control character U+%04X", i + 1, c);
	}
	return ONUS_OK;
}

static onus_status cut_columns(const conllu_reader *r, conllu_line *line, onus_error *err)
{
	static const char *const names[] = {"ID",    "FORM", "LEMMA",  "UPOS", "XPOS",
					    "FEATS", "HEAD", "DEPREL", "DEPS", "MISC"};
	span text = line->text;
	size_t tabs = 0;
	for (size_t i = 0; i < text.n; i++)
		tabs += text.p[i] == '\t';
	if (tabs + 1 != CONLLU_COLUMNS)
		return refuse(r, err, "there are %zu columns between tabs where there must be 10: \"%s\"", tabs + 1,
			      SAFE_SPAN(text));
	unsigned column = 0;
	for (size_t i = 0; i < text.n; i++)
		if (text.p[i] == '\t')
			line->at[++column] = (uint32_t)i + 1;
	line->at[CONLLU_COLUMNS] = (uint32_t)text.n + 1;
	for (column = 0; column < CONLLU_COLUMNS; column++)
		if (conllu_column(line, column).n == 0)
			return refuse(r, err, "column %u (%s) is empty; what is not known is written _", column + 1,
				      names[column]);
	return ONUS_OK;
}

static onus_status check_word(sentence_reader *s, uint32_t id, onus_error *err)
{
	if (id != s->words + 1 && s->words)
		return refuse(s->r, err, "word %u stands where word %u is due%s", id, s->words + 1,
			      id == 1 ? "; is the empty line between two sentences missing?" : "");
	if (id != s->words + 1)
		return refuse(s->r, err, "the sentence begins with word %u, not with word 1", id);
	if (id > LIMIT_CONLLU_WORDS)
		return fail(err, ONUS_ERR_LIMIT,
			    "line %zu: the sentence has more than %u words; are empty lines missing?", s->r->line,
			    LIMIT_CONLLU_WORDS);
	s->words = id;
	s->empty = 0;
	return ONUS_OK;
}

static onus_status check_range(sentence_reader *s, span id, size_t hyphen, onus_error *err)
{
	uint32_t first = number(span_slice(id, 0, hyphen)), last = number(span_slice(id, hyphen + 1, id.n));
	if (first == UINT32_MAX || last == UINT32_MAX || last < first)
		return refuse(s->r, err, "\"%s\" is no range of words", SAFE_SPAN(id));
	if (first != s->words + 1)
		return refuse(s->r, err, "the multi-word token %s stands where word %u is due", SAFE_SPAN(id),
			      s->words + 1);
	if (first <= s->range_end)
		return refuse(s->r, err, "the multi-word token %s overlaps the one before it", SAFE_SPAN(id));
	s->range_end = last;
	return ONUS_OK;
}

static onus_status check_empty(sentence_reader *s, span id, size_t dot, onus_error *err)
{
	uint32_t word = number(span_slice(id, 0, dot)), nth = number(span_slice(id, dot + 1, id.n));
	if (word != s->words || nth != s->empty + 1)
		return refuse(s->r, err, "\"%s\" stands where empty node %u.%u could be", SAFE_SPAN(id), s->words,
			      s->empty + 1);
	s->empty = nth;
	return ONUS_OK;
}

static onus_status take_line(sentence_reader *s, span text, onus_error *err)
{
	TRY(check_bytes(s->r, text, err));
	conllu_line line = {.text = text};
	if (text.p[0] == '#') {
		line.kind = CONLLU_COMMENT;
	} else {
		TRY(cut_columns(s->r, &line, err));
		span id = conllu_column(&line, CONLLU_ID);
		const char *hyphen = memchr(id.p, '-', id.n), *dot = memchr(id.p, '.', id.n);
		uint32_t word = number(id);
		if (word != UINT32_MAX && word > 0) {
			line.kind = CONLLU_WORD;
			TRY(check_word(s, word, err));
		} else if (hyphen) {
			line.kind = CONLLU_RANGE;
			TRY(check_range(s, id, (size_t)(hyphen - id.p), err));
		} else if (dot) {
			line.kind = CONLLU_EMPTY;
			TRY(check_empty(s, id, (size_t)(dot - id.p), err));
		} else {
			return refuse(s->r, err, "\"%s\" is no number of a word, a range or an empty node",
				      SAFE_SPAN(id));
		}
	}
	conllu_line *slot = vec_push(s->lines, s->a);
	if (!slot)
		return fail_memory(err, "reading CoNLL-U");
	*slot = line;
	return ONUS_OK;
}

/* ---- the tree that is given ---- */

/* Walks from each word towards the root, painting; meeting the own paint again is a cycle. */
static uint32_t find_cycle(const uint32_t *head, uint32_t *paint, uint32_t n)
{
	for (uint32_t d = 1; d <= n; d++) {
		uint32_t h = d;
		while (h && !paint[h]) {
			paint[h] = d;
			h = head[h];
		}
		if (h && paint[h] == d)
			return h;
	}
	return 0;
}

/* The heads are computed anew, but a file that contradicts itself is not what its sender believes it to be. */
static onus_status check_heads(sentence_reader *s, size_t first, size_t first_number, onus_error *err)
{
	uint32_t n = s->words;
	uint32_t *head = arena_calloc(s->a, n + 1, sizeof *head), *paint = arena_calloc(s->a, n + 1, sizeof *paint);
	if (!head || !paint)
		return fail_memory(err, "reading CoNLL-U");
	size_t *number_of = arena_calloc(s->a, n + 1, sizeof *number_of);
	if (!number_of)
		return fail_memory(err, "reading CoNLL-U");
	uint32_t word = 0;
	for (size_t i = first; i < s->lines->n; i++) {
		const conllu_line *line = &s->lines->v[i];
		if (line->kind != CONLLU_WORD)
			continue;
		span given = conllu_column(line, CONLLU_HEAD);
		number_of[++word] = first_number + (i - first);
		if (span_is(given, "_"))
			continue;
		uint32_t h = number(given);
		if (h == UINT32_MAX)
			return fail(err, ONUS_ERR_INPUT, "line %zu: HEAD is \"%s\"; it must be a number or _",
				    number_of[word], SAFE_SPAN(given));
		if (h > n)
			return fail(err, ONUS_ERR_INPUT, "line %zu: HEAD is %u, and the sentence has %u words",
				    number_of[word], h, n);
		head[word] = h;
	}
	uint32_t cycle = find_cycle(head, paint, n);
	if (cycle)
		return fail(err, ONUS_ERR_INPUT,
			    "line %zu: word %u hangs on itself by way of its HEAD (a cycle); write _ into HEAD to have "
			    "it filled in",
			    number_of[cycle], cycle);
	return ONUS_OK;
}

/* ---- sentences ---- */

static bool next_line(conllu_reader *r, span *ret_text)
{
	if (!span_next(&r->left, '\n', ret_text))
		return false;
	r->line++;
	if (ret_text->n && ret_text->p[ret_text->n - 1] == '\r')
		ret_text->n--;
	return true;
}

onus_status conllu_next(conllu_reader *r, arena *a, conllu_lines *lines, uint32_t *ret_words, bool *ret_found,
			onus_error *err)
{
	sentence_reader s = {.r = r, .a = a, .lines = lines};
	size_t first = lines->n, first_number = 0;
	span text;
	while (next_line(r, &text)) {
		if (text.n == 0 && lines->n > first)
			break;
		if (text.n == 0)
			continue;
		if (lines->n == first)
			first_number = r->line;
		TRY(take_line(&s, text, err));
	}
	if (s.range_end > s.words)
		return refuse(r, err, "the sentence ends before word %u of its last multi-word token", s.range_end);
	if (s.words)
		TRY(check_heads(&s, first, first_number, err));
	*ret_words = s.words;
	*ret_found = lines->n > first;
	return ONUS_OK;
}

/* ---- writing ---- */

/* Bytes of the control character at s.p[i], or 0: U+0000 to U+001F, U+007F, and U+0080 to U+009F in two bytes. */
static size_t control_at(span s, size_t i)
{
	unsigned char c = (unsigned char)s.p[i];
	if (c < 0x20 || c == 0x7F)
		return 1;
	return c == 0xC2 && i + 1 < s.n && (unsigned char)s.p[i + 1] < 0xA0 ? 2 : 0;
}

void conllu_write_safe(str *out, span s)
{
	size_t from = 0;
	for (size_t i = 0; i < s.n; i++) {
		size_t control = control_at(s, i);
		if (!control)
			continue;
		str_add(out, span_slice(s, from, i));
		str_adds(out, "\xEF\xBF\xBD");
		from = i + control;
		i = from - 1;
	}
	str_add(out, span_slice(s, from, s.n));
}
