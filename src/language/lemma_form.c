/* SPDX-License-Identifier: Apache-2.0 */
#include "language/lemma_form.h"

#include "base/utf8.h"
#include "language/features.h"
#include "text/fold.h"

enum { SEED_WORD = 101, SEED_RULE = 102 };
enum { BEGINNING = '^' };

static uint8_t kind_of(span form)
{
	size_t upper = 0, lower = 0;
	bool is_first_upper = false;
	for (size_t at = 0; at < form.n;) {
		bool is_first = at == 0;
		uint32_t rune = utf8_next(form, &at);
		if (text_is_upper(rune)) {
			upper++;
			is_first_upper |= is_first;
		} else if (text_is_letter(rune)) {
			lower++;
		}
	}
	if (upper == 0)
		return LEMMA_KIND_LOWER;
	if (upper == 1 && is_first_upper)
		return LEMMA_KIND_CAPITAL;
	if (lower > 0)
		return LEMMA_KIND_MIXED;
	return form.n <= LEMMA_SHORT_CAPS ? LEMMA_KIND_SHORT_CAPS : LEMMA_KIND_LONG_CAPS;
}

static bool is_ascii(span s)
{
	for (size_t i = 0; i < s.n; i++) {
		if ((unsigned char)s.p[i] >= 0x80)
			return false;
	}
	return true;
}

bool lemma_form_make(span form, lemma_form *ret)
{
	*ret = (lemma_form){.bytes = {BEGINNING}};
	char *lower = ret->bytes + 1;
	size_t n = form.n;
	if (is_ascii(form)) {
		for (size_t i = 0; i < n; i++)
			lower[i] = (char)(form.p[i] >= 'A' && form.p[i] <= 'Z' ? form.p[i] + 32 : form.p[i]);
	} else {
		STR_AUTO made = str_make(LEMMA_LOWER_BYTES);
		text_lower(form, &made);
		if (made.failed)
			return false;
		n = made.n;
		memcpy(lower, str_c(&made), n);
	}
	ret->form = form;
	ret->lower = (span){lower, n};
	ret->kind = kind_of(form);
	return true;
}

span lemma_in_case(const lemma_form *f, unsigned letter_case, char *buffer)
{
	span from = letter_case == LEMMA_KEEP ? f->form : f->lower;
	size_t n = 0;
	for (size_t i = 0; i < from.n; i++) {
		if (letter_case != LEMMA_DIGITS || from.p[i] != ',')
			buffer[n++] = from.p[i];
	}
	/* Letters beyond ASCII keep the case that they have in lower: none such begins a lemma of the treebanks. */
	if (letter_case == LEMMA_TITLE && n > 0 && buffer[0] >= 'a' && buffer[0] <= 'z')
		buffer[0] = (char)(buffer[0] - 32);
	return (span){buffer, n};
}

bool lemma_edit(span base, size_t cut, span add, char *buffer, span *ret_lemma)
{
	if (cut > base.n || base.n - cut + add.n == 0 || add.n > LEMMA_ADD_BYTES)
		return false;
	size_t stays = base.n - cut;
	if (cut > 0 && ((unsigned char)base.p[stays] & 0xC0) == 0x80)
		return false;
	memmove(buffer, base.p, stays);
	if (add.n > 0)
		memcpy(buffer + stays, add.p, add.n);
	*ret_lemma = (span){buffer, stays + add.n};
	return true;
}

/* ---- keys ---- */

uint64_t lemma_word_hash(const lemma_form *f, unsigned upos, unsigned xpos, unsigned propn)
{
	span word = upos == propn ? f->form : f->lower;
	char key[2 + LEMMA_LOWER_BYTES] = {(char)upos, (char)xpos};
	if (word.n > 0)
		memcpy(key + 2, word.p, word.n);
	return feature_hash((span){key, 2 + word.n}, SEED_WORD);
}

size_t lemma_longest_end(const lemma_form *f)
{
	return f->lower.n + 1 < LEMMA_END_BYTES ? f->lower.n + 1 : LEMMA_END_BYTES;
}

uint64_t lemma_rule_hash(const lemma_form *f, unsigned upos, unsigned xpos, size_t n)
{
	char key[3 + LEMMA_END_BYTES] = {(char)upos, (char)xpos, (char)f->kind};
	memcpy(key + 3, f->lower.p + f->lower.n - n, n); /* the mark is the byte before lower's first */
	return feature_hash((span){key, 3 + n}, SEED_RULE);
}
