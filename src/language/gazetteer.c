/* SPDX-License-Identifier: Apache-2.0 */
#include "language/gazetteer.h"

#include "language/features.h"
#include "text/fold.h"

#include "base/utf8.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

/* Kinds of hashes. An acronym of a list is hashed apart, so that "WHO" is not found in "Who". */
enum { SEED_PIECE_OF_NAME = 64, SEED_ACRONYM = 65 };

/* A word's folded bytes; longer ones are in no list. */
#define WORD_BYTES  96u
#define WORD_PIECES 6u
/* Words that a match may span; a power of two, for the ring in which their hashes are kept. */
#define WINDOW      32u
#define LINE_BYTES  512u
#define MAX_ACRONYM 5u
#define MAX_PHRASES 2000000u
#define TYPES_MASK  ((1u << GAZETTEER_TYPE_COUNT) - 1u)
/* The top bit of a key's types: some longer phrase begins so. */
#define GOES_ON 0x8000u
/* What is a name in small letters as well: "american", "the president". */
#define SMALL_LETTERS ((1u << GAZETTEER_DEMONYM) | (1u << GAZETTEER_TITLE))

_Static_assert(GAZETTEER_TYPE_COUNT <= 15, "types and GOES_ON share 16 bits");
_Static_assert(GAZETTEER_CONTEXT <= 32, "flags are 32 bits");

typedef struct word_hash {
	uint64_t pieces[WORD_PIECES];
	uint64_t acronym; /* 0: it is none */
	uint32_t n;       /* 0 for hyphens and apostrophes, over which a match goes on */
	bool capital;     /* it has a capital letter */
} word_hash;

/* ---- words ---- */

static bool is_hyphen(char c)
{
	return c == '-' || c == '/' || c == '_' || c == ' ';
}

/* Looks at the letters only: all capitals, two or more of them. */
static bool look_at_case(span form, bool *ret_capital)
{
	size_t upper = 0, lower = 0;
	for (size_t at = 0; at < form.n;) {
		const uint32_t rune = utf8_next(form, &at);
		if (text_is_upper(rune))
			upper++;
		else if (text_is_letter(rune))
			lower++;
	}
	*ret_capital = upper > 0;
	return upper >= 2 && lower == 0;
}

/* The folded word's pieces, between hyphens; periods and apostrophes are dropped, so that "U.S." is "US" and "Sana'a"
 * "Sanaa", but the "'s" of a possessive is a piece, as it is a word in UD. */
static void cut_pieces(span folded, word_hash *ret)
{
	char piece[WORD_BYTES];
	size_t n = 0;
	bool word = false;
	for (size_t i = 0; i <= folded.n; i++) {
		const bool possessive = i + 2 == folded.n && folded.p[i] == '\'' && folded.p[i + 1] == 's';
		if (i == folded.n || possessive || is_hyphen(folded.p[i])) {
			if (n > 0 && ret->n < WORD_PIECES)
				ret->pieces[ret->n++] = feature_hash((span){piece, n}, SEED_PIECE_OF_NAME);
			n = 0;
		} else if (folded.p[i] != '\'' && folded.p[i] != '.' && folded.p[i] != '`') {
			piece[n++] = folded.p[i];
			word = true;
		} else if (folded.p[i] == '.' && folded.n == 1) {
			piece[n++] = '.'; /* a full stop of its own ends a name */
			word = true;
		}
	}
	if (!word)
		ret->n = 0;
}

static void hash_word(span form, word_hash *ret)
{
	char bytes[WORD_BYTES];
	str folded = {.p = bytes, .cap = sizeof bytes, .max = sizeof bytes - 1}; /* never grows, so never allocates */
	*ret = (word_hash){.n = 0};
	if (form.n < sizeof bytes)
		text_fold(form, &folded);
	if (form.n >= sizeof bytes || folded.failed || folded.n == 0) {
		ret->pieces[ret->n++] = 0; /* the hash of no phrase */
		return;
	}
	const bool capitals = look_at_case(form, &ret->capital);
	cut_pieces((span){bytes, folded.n}, ret);
	if (!capitals || ret->n != 1)
		return;
	char letters[WORD_BYTES];
	size_t n = 0;
	for (size_t i = 0; i < folded.n; i++)
		if (bytes[i] != '.' && bytes[i] != '\'')
			letters[n++] = bytes[i];
	if (n <= MAX_ACRONYM)
		ret->acronym = feature_hash((span){letters, n}, SEED_ACRONYM);
}

static uint64_t roll(uint64_t hash, uint64_t piece)
{
	hash = (hash << 23 | hash >> 41) * 0x9e3779b97f4a7c15u ^ piece;
	hash *= 0xff51afd7ed558ccdu;
	return hash ^ hash >> 32;
}

/* ---- compiling ---- */

typedef struct entry {
	uint64_t key;
	uint16_t types;
} entry;

typedef struct compiler {
	arena *work;
	VEC(entry) entries;
	uint32_t longest;
	const char *path;
	size_t line;
	onus_error *err;
} compiler;

static onus_status bad(const compiler *c, const char *why)
{
	return fail(c->err, ONUS_ERR_INPUT, "%s, line %zu: %s", SAFE(c->path), c->line, why);
}

static onus_status add_key(compiler *c, uint64_t key, uint16_t types)
{
	if (c->entries.n >= MAX_PHRASES)
		return bad(c, "the lists hold too many phrases");
	entry *e = vec_push(&c->entries, c->work);
	if (!e)
		return fail_memory(c->err, "compiling lists of names");
	*e = (entry){key, types};
	return ONUS_OK;
}

static onus_status add_phrase(compiler *c, span phrase, uint16_t type)
{
	uint64_t pieces[WINDOW];
	uint32_t n = 0, words = 0;
	word_hash w = {.n = 0};
	for (span rest = phrase, word; span_next(&rest, ' ', &word);) {
		if (word.n == 0)
			continue;
		if (word.n >= WORD_BYTES)
			return bad(c, "a word is too long");
		hash_word(word, &w);
		words++;
		if (n + w.n > WINDOW / 2)
			return bad(c, "the phrase has too many words");
		for (uint32_t i = 0; i < w.n; i++)
			pieces[n++] = w.pieces[i];
	}
	if (n == 0)
		return bad(c, "there is no word in it");
	if (n > c->longest)
		c->longest = n;
	if (words == 1 && w.acronym)
		return add_key(c, w.acronym, type);
	uint64_t key = pieces[0];
	for (uint32_t i = 1; i < n; i++) {
		TRY(add_key(c, key, GOES_ON));
		key = roll(key, pieces[i]);
	}
	return add_key(c, key, type);
}

static bool type_named(span word, uint16_t *ret_type)
{
	static const char *const words[] = {
#define GAZETTEER_WORD(name, word) word,
	    GAZETTEER_TYPES(GAZETTEER_WORD)
#undef GAZETTEER_WORD
	};
	for (unsigned i = 0; i < GAZETTEER_TYPE_COUNT; i++)
		if (span_is(word, words[i])) {
			*ret_type = (uint16_t)(1u << i);
			return true;
		}
	return false;
}

static onus_status add_line(compiler *c, span line, uint16_t *type)
{
	const span mark = SPAN("# type:");
	line = span_trim(line);
	if (span_starts(line, mark)) {
		if (*type)
			return bad(c, "the list has a type already");
		if (!type_named(span_trim(span_slice(line, mark.n, line.n)), type))
			return bad(c, "no such type");
		return ONUS_OK;
	}
	const size_t comment = span_find(line, SPAN("#"), 0);
	line = span_trim(span_slice(line, 0, comment));
	if (line.n == 0)
		return ONUS_OK;
	if (!*type)
		return bad(c, "a \"# type:\" line must come before the phrases");
	if (utf8_check(line) != SIZE_MAX)
		return bad(c, "it is not UTF-8");
	return add_phrase(c, line, *type);
}

static void close_file(FILE **f)
{
	if (*f)
		(void)fclose(*f);
}

static onus_status add_file(compiler *c, const char *path)
{
	char line[LINE_BYTES];
	uint16_t type = 0;
	c->path = path;
	c->line = 0;
	__attribute__((cleanup(close_file))) FILE *f = fopen(path, "re");
	if (!f)
		return fail(c->err, errno == ENOENT ? ONUS_ERR_NOT_FOUND : ONUS_ERR_DISK,
			    "%s: the list cannot be opened", SAFE(path));
	while (fgets(line, sizeof line, f)) {
		const span read = span_of(line);
		c->line++;
		if (!span_ends(read, SPAN("\n")) && !feof(f))
			return bad(c, "the line is too long, or holds a zero byte");
		TRY(add_line(c, read, &type));
	}
	if (ferror(f))
		return fail(c->err, ONUS_ERR_DISK, "%s: the list cannot be read", SAFE(path));
	return ONUS_OK;
}

static int by_key(const void *a, const void *b)
{
	const entry *x = a, *y = b;
	return x->key < y->key ? -1 : x->key > y->key;
}

onus_status gazetteer_compile(const char *const *paths, size_t n, arena *a, gazetteer *ret, onus_error *err)
{
	ARENA_AUTO work = arena_new(0);
	if (!work)
		return fail_memory(err, "compiling lists of names");
	compiler c = {.work = work, .err = err};
	for (size_t i = 0; i < n; i++)
		TRY(add_file(&c, paths[i]));
	entry *e = c.entries.v;
	if (c.entries.n)
		qsort(e, c.entries.n, sizeof *e, by_key);
	size_t kept = 0;
	for (size_t i = 0; i < c.entries.n; i++)
		if (kept && e[kept - 1].key == e[i].key)
			e[kept - 1].types |= e[i].types;
		else
			e[kept++] = e[i];
	uint64_t *keys = arena_calloc(a, kept + 1, sizeof *keys);
	uint16_t *types = arena_calloc(a, kept + 1, sizeof *types);
	if (!keys || !types)
		return fail_memory(err, "compiling lists of names");
	for (size_t i = 0; i < kept; i++) {
		keys[i] = e[i].key;
		types[i] = e[i].types;
	}
	*ret = (gazetteer){.keys = keys, .types = types, .n = (uint32_t)kept, .longest = c.longest};
	return ONUS_OK;
}

/* ---- matching ---- */

static uint32_t types_of(const gazetteer *g, uint64_t key)
{
	uint32_t low = 0, high = g->n;
	while (low < high) {
		const uint32_t middle = low + (high - low) / 2;
		if (g->keys[middle] < key)
			low = middle + 1;
		else
			high = middle;
	}
	return low < g->n && g->keys[low] == key ? g->types[low] : 0;
}

typedef struct matcher {
	const gazetteer *g;
	const span *forms;
	size_t n, hashed;                   /* words, and how many of them have been hashed */
	word_hash ring[WINDOW];             /* word i in ring[i % WINDOW] */
	size_t end[GAZETTEER_TYPE_COUNT];   /* behind the last match of the type */
	size_t found[GAZETTEER_TYPE_COUNT]; /* behind the longest match of the type that begins here, if `any` has it */
	uint32_t any;
} matcher;

static const word_hash *word_at(matcher *m, size_t i)
{
	for (; m->hashed <= i; m->hashed++)
		hash_word(m->forms[m->hashed], &m->ring[m->hashed % WINDOW]);
	return &m->ring[i % WINDOW];
}

static void found(matcher *m, uint32_t types, bool capital, size_t end)
{
	types &= capital ? TYPES_MASK : SMALL_LETTERS;
	for (m->any |= types; types; types &= types - 1)
		m->found[__builtin_ctz(types)] = end;
}

/* All phrases that begin with word `first`. */
static void match_at(matcher *m, size_t first)
{
	const word_hash *w = word_at(m, first);
	const bool capital = w->capital;
	uint64_t key = 0;
	bool begun = false;
	m->any = 0;
	if (w->acronym)
		found(m, types_of(m->g, w->acronym), true, first + 1);
	if (w->n == 0)
		return;
	for (size_t i = first; i < m->n && i < first + WINDOW; i++) {
		w = word_at(m, i);
		for (uint32_t k = 0; k < w->n; k++) {
			key = begun ? roll(key, w->pieces[k]) : w->pieces[k];
			begun = true;
			const uint32_t types = types_of(m->g, key);
			if (k + 1 == w->n)
				found(m, types, capital || w->capital, i + 1);
			if (!(types & GOES_ON))
				return;
		}
	}
}

void gazetteer_flags(const gazetteer *g, const span *forms, size_t n, uint32_t *ret_flags)
{
	matcher m = {.g = g, .forms = forms, .n = n};
	for (size_t i = 0; i < n; i++)
		ret_flags[i] = i == 0 ? 1u << GAZETTEER_FIRST : 0;
	for (size_t i = 0; i < n; i++) {
		match_at(&m, i);
		for (uint32_t types = m.any; types; types &= types - 1) {
			const unsigned t = (unsigned)__builtin_ctz(types);
			if (i < m.end[t])
				continue;
			m.end[t] = m.found[t];
			ret_flags[i] |= 1u << (2 * t);
			for (size_t k = i + 1; k < m.end[t]; k++)
				ret_flags[k] |= 1u << (2 * t + 1);
		}
	}
}
