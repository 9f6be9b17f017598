/* SPDX-License-Identifier: Apache-2.0 */
#include "language/features.h"

#include "base/utf8.h"

#include <unicode/uchar.h>

#define FORM_RUNES (FEATURE_MAX_BYTES + 2)

/* Kinds of hashes: seeds that keep a suffix from meaning what the same prefix means. */
enum { SEED_AFFIX = 16, SEED_SHAPE = 32, SEED_PIECE = 48 };

uint64_t feature_hash(span bytes, uint64_t seed)
{
	uint64_t h = 0xcbf29ce484222325u ^ (seed * 0x9e3779b97f4a7c15u);
	for (size_t i = 0; i < bytes.n; i++)
		h = (h ^ (unsigned char)bytes.p[i]) * 0x100000001b3u;
	/* FNV's low bits are weak for short strings: the finalizer of MurmurHash3 (Appleby 2011) mixes them. */
	h ^= h >> 33;
	h *= 0xff51afd7ed558ccdu;
	h ^= h >> 33;
	h *= 0xc4ceb9fe1a85ec53u;
	h ^= h >> 33;
	return h;
}

uint32_t feature_row(uint64_t hash, const uint32_t *keys, uint32_t n)
{
	const uint32_t key = (uint32_t)(hash >> 32);
	uint32_t low = 0, high = n;
	while (low < high) {
		const uint32_t middle = low + (high - low) / 2;
		if (keys[middle] < key)
			low = middle + 1;
		else
			high = middle;
	}
	return low < n && keys[low] == key ? low + 1 : 0;
}

/* A rune's class in a shape: what a reader sees of a word without reading it. */
static char shape_class(UChar32 c)
{
	if (u_isupper(c) || u_istitle(c))
		return 'X';
	if (u_isalpha(c))
		return c < 0x250 || u_islower(c) ? 'x' : 'o';
	if (u_isdigit(c))
		return 'd';
	if (c < 0x80)
		return (char)c;
	return u_ispunct(c) ? 'p' : 's';
}

/* Runs of a class of up to two count as they are, longer ones as two: "X", "Xx", "Xxx" all differ from "XX". */
static uint16_t shape_of(const UChar32 *runes, size_t n)
{
	char shape[24];
	size_t m = 0, run = 0;
	char last = 0;
	for (size_t i = 0; i < n && m < sizeof shape; i++) {
		const char class = shape_class(runes[i]);
		run = class == last ? run + 1 : 1;
		last = class;
		if (run <= 2)
			shape[m++] = class;
	}
	return (uint16_t)(feature_hash((span){shape, m}, SEED_SHAPE) % FEATURE_SHAPE_ROWS);
}

typedef struct folded {
	char bytes[4 * FORM_RUNES];
	uint16_t at[FORM_RUNES + 1]; /* where each character begins, and where the last ends */
	size_t n;
} folded;

static void fold_add(folded *f, UChar32 c)
{
	char bytes[4];
	const size_t n = utf8_encode((uint32_t)c, bytes);
	memcpy(f->bytes + f->at[f->n], bytes, n);
	f->at[f->n + 1] = (uint16_t)(f->at[f->n] + n);
	f->n++;
}

static span fold_cut(const folded *f, size_t first, size_t end)
{
	return (span){f->bytes + f->at[first], (size_t)(f->at[end] - f->at[first])};
}

static uint16_t affix(const folded *f, size_t first, size_t end, unsigned kind)
{
	return (uint16_t)(feature_hash(fold_cut(f, first, end), SEED_AFFIX + kind) % FEATURE_AFFIX_ROWS);
}

/* f holds "<form>": characters 1 .. n - 2 are the form's. */
static void affixes_of(const folded *f, uint16_t ret[FEATURE_AFFIXES])
{
	const size_t end = f->n - 1, length = end - 1;
	for (unsigned k = 2; k <= 3; k++)
		ret[FEATURE_PREFIX2 + (k - 2)] = affix(f, 1, 1 + (length < k ? length : k), FEATURE_PREFIX2 + (k - 2));
	for (unsigned k = 1; k <= 4; k++)
		ret[FEATURE_SUFFIX1 + (k - 1)] =
		    affix(f, end - (length < k ? length : k), end, FEATURE_SUFFIX1 + (k - 1));
}

static uint32_t pieces_of(const folded *f, uint16_t *ret)
{
	uint32_t n = 0;
	for (size_t length = 3; length <= 5; length++)
		for (size_t i = 0; i + length <= f->n && n < FEATURE_MAX_PIECES; i++)
			ret[n++] =
			    (uint16_t)(feature_hash(fold_cut(f, i, i + length), SEED_PIECE) % FEATURE_PIECE_ROWS);
	return n;
}

void features_of(span form, word_features *ret)
{
	UChar32 runes[FEATURE_MAX_BYTES];
	folded f = {.n = 0};
	size_t n = 0, hyphen = 0;
	const span cut =
	    span_slice(form, 0, utf8_boundary(form, form.n < FEATURE_MAX_BYTES ? form.n : FEATURE_MAX_BYTES));
	fold_add(&f, '<');
	for (size_t at = 0; at < cut.n && n < FEATURE_MAX_BYTES;) {
		const UChar32 c = (UChar32)utf8_next(cut, &at);
		runes[n++] = c;
		const UChar32 plain = c == 0x2019 || c == 0x2018 ? '\'' : u_tolower(c);
		fold_add(&f, plain);
		if (plain == '-' || plain == 0x2010 || plain == 0x2011)
			hyphen = n;
	}
	fold_add(&f, '>');
	ret->word = feature_hash(fold_cut(&f, 1, f.n - 1), FEATURE_SEED_WORD);
	ret->vector_rest =
	    hyphen > 1 && hyphen < n ? feature_hash(fold_cut(&f, 1 + hyphen, f.n - 1), FEATURE_SEED_WORD) : 0;
	affixes_of(&f, ret->affix);
	ret->shape = shape_of(runes, n);
	ret->n_pieces = pieces_of(&f, ret->pieces);
}
