/* SPDX-License-Identifier: Apache-2.0 */
#include "text/fold.h"

#include "base/utf8.h"

#include <unicode/uchar.h>
#include <unicode/unorm2.h>

bool text_is_letter(uint32_t rune)
{
	if (rune < 0x80)
		return (rune | 32) >= 'a' && (rune | 32) <= 'z';
	return u_isalpha((UChar32)rune) || (U_GET_GC_MASK((UChar32)rune) & U_GC_M_MASK) != 0;
}

bool text_is_upper(uint32_t rune)
{
	if (rune < 0x80)
		return rune >= 'A' && rune <= 'Z';
	return u_isupper((UChar32)rune) || u_istitle((UChar32)rune);
}

bool text_is_digit(uint32_t rune)
{
	return rune < 0x80 ? rune >= '0' && rune <= '9' : u_isdigit((UChar32)rune);
}

bool text_is_space(uint32_t rune)
{
	if (rune < 0x80)
		return rune == ' ' || (rune >= 9 && rune <= 13);
	return u_isUWhiteSpace((UChar32)rune) || rune == 0x200B || rune == 0xFEFF;
}

/* Quotes and dashes as ASCII; 0 for what is dropped. */
static uint32_t plain_mark(uint32_t rune)
{
	switch (rune) {
	case 0x2018:
	case 0x2019:
	case 0x201A:
	case 0x201B:
	case 0x2032:
	case 0x02BC:
	case 0x02BB:
	case 0xFF07: return '\'';
	case 0x201C:
	case 0x201D:
	case 0x201E:
	case 0x201F:
	case 0x2033:
	case 0x00AB:
	case 0x00BB: return '"';
	case 0x2010:
	case 0x2011:
	case 0x2012:
	case 0x2013:
	case 0x2014:
	case 0x2015:
	case 0x2212: return '-';
	case 0x00AD:
	case 0x200C:
	case 0x200D:
	case 0x2060:
	case 0x200E:
	case 0x200F: return 0;
	default: return rune;
	}
}

/* What has no decomposition and is written otherwise where the letter is not to be had. */
static const char *habit(uint32_t rune)
{
	switch (rune) {
	case 0x00F8: return "o";
	case 0x0111:
	case 0x00F0: return "d";
	case 0x0142: return "l";
	case 0x0131: return "i";
	case 0x00E6: return "ae";
	case 0x0153: return "oe";
	case 0x00FE: return "th";
	case 0x0127: return "h";
	default: return NULL;
	}
}

typedef struct folder {
	str *out;
	bool space, any; /* a space is due before the next character; something has been written */
} folder;

static void fold_out(folder *f, uint32_t rune)
{
	if (text_is_space(rune)) {
		f->space = true;
		return;
	}
	rune = plain_mark(rune);
	if (rune == 0)
		return;
	if (f->space && f->any)
		str_addc(f->out, ' ');
	f->space = false;
	f->any = true;
	const char *ascii = habit(rune);
	if (ascii)
		str_adds(f->out, ascii);
	else if (rune < 0x80)
		str_addc(f->out, (char)rune);
	else
		str_add_rune(f->out, rune);
}

/* Full case folding of the few runes that become two; the rest one to one. */
static void fold_case(folder *f, uint32_t rune)
{
	if (rune == 0xDF || rune == 0x1E9E) {
		fold_out(f, 's');
		fold_out(f, 's');
		return;
	}
	fold_out(f, (uint32_t)u_foldCase((UChar32)rune, U_FOLD_CASE_DEFAULT));
}

static void fold_piece(folder *f, const UNormalizer2 *nfkd, uint32_t rune, int depth)
{
	UChar piece[64];
	UErrorCode status = U_ZERO_ERROR;
	int32_t n = nfkd && depth == 0 ? unorm2_getDecomposition(nfkd, (UChar32)rune, piece, 64, &status) : -1;
	if (n < 0 || U_FAILURE(status)) {
		if ((U_GET_GC_MASK((UChar32)rune) & (U_GC_MN_MASK | U_GC_ME_MASK)) == 0)
			fold_case(f, rune);
		return;
	}
	for (int32_t i = 0; i < n; i++) {
		uint32_t c = piece[i];
		if (U16_IS_LEAD(c) && i + 1 < n)
			c = (uint32_t)U16_GET_SUPPLEMENTARY(c, piece[++i]);
		if ((U_GET_GC_MASK((UChar32)c) & (U_GC_MN_MASK | U_GC_ME_MASK)) == 0)
			fold_case(f, c);
	}
}

void text_fold(span s, str *out)
{
	UErrorCode status = U_ZERO_ERROR;
	const UNormalizer2 *nfkd = unorm2_getNFKDInstance(&status);
	folder f = {.out = out};
	for (size_t at = 0; at < s.n;) {
		unsigned char c = (unsigned char)s.p[at];
		if (c < 0x80) {
			at++;
			fold_out(&f, c >= 'A' && c <= 'Z' ? c + 32u : c);
		} else {
			fold_piece(&f, U_FAILURE(status) ? NULL : nfkd, utf8_next(s, &at), 0);
		}
	}
}

void text_lower(span s, str *out)
{
	for (size_t at = 0; at < s.n;) {
		unsigned char c = (unsigned char)s.p[at];
		if (c < 0x80) {
			at++;
			str_addc(out, (char)(c >= 'A' && c <= 'Z' ? c + 32 : c));
			continue;
		}
		uint32_t rune = utf8_next(s, &at);
		switch (rune) {
		case 0x2018:
		case 0x2019:
		case 0x02BC: str_addc(out, '\''); break;
		case 0x2010:
		case 0x2011: str_addc(out, '-'); break;
		case 0x00AD:
		case 0x200B: break;
		default: str_add_rune(out, (uint32_t)u_tolower((UChar32)rune)); break;
		}
	}
}
