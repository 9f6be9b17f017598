/* SPDX-License-Identifier: Apache-2.0 */
#include "reader/decode.h"
#include "base/limits.h"
#include "base/utf8.h"

#include <unicode/ucnv.h>
#include <unicode/ucsdet.h>

enum { CHUNK = 8 * 1024, SAMPLE = 128 * 1024 };

bool map_add(decoded *d, arena *a, map_run run)
{
	if (run.text_n == 0)
		return true;
	map_run *last = d->map.n ? &d->map.v[d->map.n - 1] : NULL;
	bool touches = last && last->source + last->source_n == run.source;
	if (touches && last->same && run.same) {
		last->text_n += run.text_n;
		last->source_n += run.source_n;
		return true;
	}
	/* Characters that are no copies get a run each, so that offsets are exact; only in texts of millions of them
	 * are they joined, up to a word's length. */
	if (touches && !last->same && !run.same && d->map.n > LIMIT_MAP_RUNS / 4 && last->text_n < 32) {
		last->text_n += run.text_n;
		last->source_n += run.source_n;
		return true;
	}
	map_run *slot = vec_push(&d->map, a);
	if (slot)
		*slot = run;
	return slot != NULL;
}

static const char *bom_of(span b, size_t *ret_n)
{
	static const struct {
		const char *name;
		unsigned char mark[4];
		size_t n;
	} marks[] = {{"UTF-8", {0xEF, 0xBB, 0xBF}, 3},
		     {"UTF-32LE", {0xFF, 0xFE, 0, 0}, 4},
		     {"UTF-32BE", {0, 0, 0xFE, 0xFF}, 4},
		     {"UTF-16LE", {0xFF, 0xFE}, 2},
		     {"UTF-16BE", {0xFE, 0xFF}, 2}};
	for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
		if (b.n >= marks[i].n && memcmp(b.p, marks[i].mark, marks[i].n) == 0) {
			*ret_n = marks[i].n;
			return marks[i].name;
		}
	*ret_n = 0;
	return NULL;
}

/* True where `b` reads as UTF-16 of this order: spaces and line ends are there, surrogates pair, controls are rare. */
static bool reads_as_wide(span b, bool little)
{
	size_t n = b.n / 2, spaces = 0, odd = 0, latin = 0;
	bool high = false;
	for (size_t i = 0; i < n; i++) {
		unsigned a = (unsigned char)b.p[2 * i], c = (unsigned char)b.p[2 * i + 1];
		unsigned unit = little ? c << 8 | a : a << 8 | c;
		bool is_high = unit >= 0xD800 && unit <= 0xDBFF, is_low = unit >= 0xDC00 && unit <= 0xDFFF;
		if (is_low != high || (unit < 0x20 && unit != '\n' && unit != '\r' && unit != '\t') ||
		    (unit >= 0xE000 && unit <= 0xF8FF) || unit >= 0xFFF0)
			odd++;
		high = is_high;
		spaces += unit == ' ' || unit == '\n' || unit == 0x3000 || unit == 0x3002;
		latin += unit >= 0x20 && unit < 0x100;
	}
	return n > 1 && odd * 50 < n + 49 && (spaces * 40 > n || latin * 2 > n);
}

const char *decode_wide(span bytes)
{
	size_t mark;
	const char *name = bom_of(bytes, &mark);
	if (name)
		return span_starts(span_of(name), SPAN("UTF-16")) ? name : NULL;
	span b = span_slice(bytes, 0, 64 * 1024);
	b.n &= ~(size_t)1;
	size_t zeros[2] = {0, 0}, printable = 0;
	for (size_t i = 0; i < b.n; i++) {
		zeros[i & 1] += b.p[i] == 0;
		printable += b.p[i] >= ' ' && b.p[i] < 0x7F;
	}
	size_t all = zeros[0] + zeros[1];
	if (all * 60 < b.n)
		return NULL;
	/* Stray NULs in ASCII: taken for pairs, its letters would be Chinese. Half of wide Latin text is NULs. */
	if (all * 5 < b.n * 2 && printable * 10 > (b.n - all) * 9)
		return NULL;
	if (zeros[1] > 9 * zeros[0] && reads_as_wide(b, true))
		return "UTF-16LE";
	if (zeros[0] > 9 * zeros[1] && reads_as_wide(b, false))
		return "UTF-16BE";
	return NULL;
}

const char *decode_label(span label)
{
	/* Where the web's names mean something else than IANA's, or ICU's converter of that name is narrower. */
	static const char *const same_as[][2] = {
	    {"iso-8859-1", "windows-1252"}, {"iso8859-1", "windows-1252"},
	    {"iso_8859-1", "windows-1252"}, {"latin1", "windows-1252"},
	    {"latin-1", "windows-1252"},    {"l1", "windows-1252"},
	    {"us-ascii", "windows-1252"},   {"ascii", "windows-1252"},
	    {"iso-8859-9", "windows-1254"}, {"latin5", "windows-1254"},
	    {"iso-8859-11", "windows-874"}, {"tis-620", "windows-874"},
	    {"gb2312", "GB18030"},          {"gbk", "GB18030"},
	    {"x-gbk", "GB18030"},           {"gb_2312-80", "GB18030"},
	    {"gb18030", "GB18030"},         {"big5-hkscs", "Big5-HKSCS"},
	    {"big5", "Big5-HKSCS"},         {"ks_c_5601-1987", "windows-949"},
	    {"euc-kr", "windows-949"},      {"shift_jis", "windows-31j"},
	    {"sjis", "windows-31j"},        {"utf8", "UTF-8"},
	    {"unicode-1-1-utf-8", "UTF-8"}, {"x-sjis", "windows-31j"},
	    {"iso-8859-8-i", "ISO-8859-8"},
	};
	char name[64];
	label = span_trim(label);
	if (label.n == 0 || label.n >= sizeof name)
		return NULL;
	for (size_t i = 0; i < label.n; i++) {
		char c = label.p[i];
		name[i] = c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
	}
	name[label.n] = '\0';
	for (size_t i = 0; i < sizeof same_as / sizeof *same_as; i++)
		if (span_is((span){name, label.n}, same_as[i][0]))
			return same_as[i][1];
	UErrorCode status = U_ZERO_ERROR;
	const char *standard = ucnv_getStandardName(name, "MIME", &status);
	if (U_SUCCESS(status) && !standard)
		standard = ucnv_getStandardName(name, "IANA", &status);
	if (U_FAILURE(status) || !standard)
		return NULL;
	/* A page whose ASCII bytes we could read is in none of these, whatever it says. */
	span s = span_of(standard);
	if (span_starts(s, SPAN("UTF-16")) || span_starts(s, SPAN("UTF-32")))
		return "UTF-8";
	return span_starts(s, SPAN("UTF-7")) || span_starts(s, SPAN("ISO-2022")) || span_starts(s, SPAN("IBM")) ||
		       span_starts(s, SPAN("SCSU")) || span_starts(s, SPAN("HZ"))
		   ? NULL
		   : standard;
}

static bool is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

span decode_html_label(span bytes)
{
	/* Browsers look through the first 1024 bytes; pages in the wild begin with comments, so a little further. */
	span head = span_slice(bytes, 0, 8192);
	for (size_t at = 0; at + 8 < head.n; at++) {
		if ((head.p[at] | 32) != 'c' || strncasecmp(head.p + at, "charset", 7) != 0)
			continue;
		size_t i = at + 7;
		while (i < head.n && is_space(head.p[i]))
			i++;
		if (i >= head.n || head.p[i] != '=')
			continue;
		i++;
		while (i < head.n && (is_space(head.p[i]) || head.p[i] == '"' || head.p[i] == '\''))
			i++;
		size_t start = i;
		while (i < head.n && !is_space(head.p[i]) && !memchr("\"';/>?", head.p[i], 6))
			i++;
		if (i > start)
			return span_slice(head, start, i);
	}
	if (span_starts(head, SPAN("<?xml"))) {
		size_t at = span_find(span_slice(head, 0, 200), SPAN("encoding="), 0);
		if (at != SIZE_MAX && at + 11 < head.n) {
			span rest = span_slice(head, at + 10, head.n);
			size_t n = 0;
			while (n < rest.n && n < 40 && rest.p[n] != '"' && rest.p[n] != '\'')
				n++;
			return span_slice(rest, 0, n);
		}
	}
	return (span){NULL, 0};
}

typedef struct census {
	size_t bad, wide, high, nul, control; /* ill-formed sequences, well-formed long ones, bytes >= 0x80, ... */
	bool replacement;                     /* has U+FFFD already */
} census;

static census count(span b)
{
	census c = {0};
	for (size_t at = 0; at < b.n;) {
		unsigned char first = (unsigned char)b.p[at];
		if (first < 0x80) {
			c.nul += first == 0;
			c.control += first < 32 && first != '\n' && first != '\r' && first != '\t' && first != '\f' &&
				     first != 0x1B && first != 0x0B;
			at++;
			continue;
		}
		size_t before = at;
		uint32_t rune = utf8_next(b, &at);
		bool bad = rune == UTF8_BAD && !(at - before == 3 && first == 0xEF);
		c.bad += bad;
		c.wide += !bad;
		c.high += at - before;
	}
	return c;
}

/* How far bytes >= 0x80 sit where windows-1252 has letters within words, quotes, dashes. */
static bool plausible_latin(span b)
{
	size_t good = 0, odd = 0;
	for (size_t i = 0; i < b.n; i++) {
		unsigned char c = (unsigned char)b.p[i];
		if (c < 0x80)
			continue;
		unsigned before = i ? (unsigned char)b.p[i - 1] : ' ',
			 after = i + 1 < b.n ? (unsigned char)b.p[i + 1] : ' ';
		bool letter_by = (before | 32u) - 'a' < 26u || (after | 32u) - 'a' < 26u;
		bool letter = c >= 0xC0 && c != 0xD7 && c != 0xF7;
		bool mark = c == 0x80 || c == 0x82 || c == 0x84 || c == 0x85 || c == 0x8A || c == 0x8C || c == 0x8E ||
			    (c >= 0x91 && c <= 0x97) || c == 0x99 || c == 0x9A || c == 0x9C || c == 0x9E ||
			    (c >= 0xA0 && c < 0xC0);
		if (mark || (letter && letter_by && c != 0xFF))
			good++;
		else
			odd++;
	}
	return good > odd;
}

static const char *detect(span b)
{
	/* From a little before the first byte that says anything. */
	size_t first = 0;
	while (first < b.n && (unsigned char)b.p[first] < 0x80)
		first++;
	span sample = span_slice(b, first > 1024 ? first - 1024 : 0, b.n);
	sample = span_slice(sample, 0, SAMPLE);
	static const char *const known[] = {
	    "windows-1252", "ISO-8859-1",   "ISO-8859-2", "windows-1250", "ISO-8859-5", "windows-1251", "KOI8-R",
	    "ISO-8859-6",   "windows-1256", "ISO-8859-7", "windows-1253", "ISO-8859-8", "windows-1255", "ISO-8859-9",
	    "windows-1254", "GB18030",      "Big5",       "Shift_JIS",    "EUC-JP",     "EUC-KR"};
	UErrorCode status = U_ZERO_ERROR;
	UCharsetDetector *detector = ucsdet_open(&status);
	const char *found = NULL;
	if (U_SUCCESS(status)) {
		ucsdet_setText(detector, sample.p, (int32_t)sample.n, &status);
		int32_t n = 0;
		const UCharsetMatch **all = ucsdet_detectAll(detector, &n, &status);
		for (int32_t i = 0; U_SUCCESS(status) && i < n && !found; i++) {
			UErrorCode inner = U_ZERO_ERROR;
			const char *name = ucsdet_getName(all[i], &inner);
			if (ucsdet_getConfidence(all[i], &inner) < 10)
				break;
			for (size_t k = 0; name && k < sizeof known / sizeof *known && !found; k++)
				if (span_is(span_of(name), known[k]))
					found = known[k];
		}
	}
	ucsdet_close(detector);
	return found;
}

static const char *choose(span bytes, span label, const census *c)
{
	const char *declared = decode_label(label);
	if (c->bad == 0)
		return declared && c->wide &&
			       (span_is(span_of(declared), "GB18030") || span_is(span_of(declared), "Big5-HKSCS") ||
				span_is(span_of(declared), "windows-31j")) &&
			       c->wide < 4
			   ? declared
			   : "UTF-8";
	if (declared && !span_is(span_of(declared), "UTF-8"))
		return declared;
	/* Well-formed sequences do not come about by chance: a few flaws among many of them are damage. A label does
	 * not make UTF-8 of what has none. */
	if (c->wide >= 2 * c->bad)
		return "UTF-8";
	/* A sequence that the file's end cut off. */
	size_t tail = bytes.n;
	while (tail > 0 && bytes.n - tail < 3 && ((unsigned char)bytes.p[tail - 1] & 0xC0) == 0x80)
		tail--;
	if (c->bad == 1 && tail > 0 && tail < bytes.n && (unsigned char)bytes.p[tail - 1] >= 0xE0 &&
	    (unsigned char)bytes.p[tail - 1] < 0xF5)
		return "UTF-8";
	bool few = c->high < 16 && c->high * 20 < bytes.n;
	if (few)
		return plausible_latin(bytes) ? "windows-1252" : "UTF-8";
	const char *found = detect(bytes);
	if (!found)
		return plausible_latin(bytes) ? "windows-1252" : "UTF-8";
	return span_is(span_of(found), "ISO-8859-1") ? "windows-1252" : found;
}

static onus_status too_long(size_t max, onus_error *err)
{
	return fail(err, ONUS_ERR_LIMIT, "its text is longer than %zu MB; split it into documents", max / MIB);
}

/* UTF-8 with flaws: each becomes U+FFFD, and so does each NUL. */
static onus_status mend(span bytes, size_t max, arena *a, decoded *d, onus_error *err)
{
	STR_AUTO out = str_make(max);
	for (size_t at = 0; at < bytes.n && !out.failed;) {
		size_t start = at;
		uint32_t rune = 0;
		while (at < bytes.n) {
			size_t next = at;
			rune = utf8_next(bytes, &next);
			if (rune == 0 || (rune == UTF8_BAD && !(next - at == 3 && (unsigned char)bytes.p[at] == 0xEF)))
				break;
			at = next;
		}
		map_run run = {(uint32_t)out.n, (uint32_t)(at - start), (uint32_t)start, (uint32_t)(at - start), true};
		str_add(&out, span_slice(bytes, start, at));
		if (!map_add(d, a, run))
			return fail_memory(err, "decoding a text");
		if (at == bytes.n)
			break;
		start = at;
		(void)utf8_next(bytes, &at);
		run = (map_run){(uint32_t)out.n, 3, (uint32_t)start, (uint32_t)(at - start), false};
		str_add_rune(&out, UTF8_BAD);
		d->replaced++;
		if (!map_add(d, a, run))
			return fail_memory(err, "decoding a text");
	}
	if (out.failed)
		return too_long(max, err);
	d->text = arena_span(a, str_span(&out));
	return d->text.p || out.n == 0 ? ONUS_OK : fail_memory(err, "decoding a text");
}

typedef struct conversion {
	span bytes;
	arena *a;
	decoded *d;
	str out;
	uint32_t source; /* where the character at work begins */
	uint32_t pending_high;
} conversion;

/* One character that came from bytes [start, end). */
static bool add_character(conversion *c, uint32_t rune, uint32_t start, uint32_t end)
{
	if (rune == 0 || rune == UTF8_BAD || (rune >= 0xD800 && rune <= 0xDFFF)) {
		c->d->replaced++;
		rune = UTF8_BAD;
	}
	uint32_t at = (uint32_t)c->out.n;
	if (rune < 0x80)
		str_addc(&c->out, (char)rune);
	else
		str_add_rune(&c->out, rune);
	uint32_t n = (uint32_t)c->out.n - at;
	bool same = rune < 0x80 && end - start == 1 && c->bytes.p[start] == (char)rune;
	return map_add(c->d, c->a, (map_run){at, n, start, end - start, same});
}

static onus_status convert(conversion *c, const char *charset, size_t skip, size_t max, onus_error *err)
{
	UErrorCode status = U_ZERO_ERROR;
	UConverter *converter = ucnv_open(charset, &status);
	if (U_FAILURE(status))
		return fail(err, ONUS_ERR_INPUT, "its character set %s is not known", charset);
	const char *from = c->bytes.p + skip, *end = c->bytes.p + c->bytes.n;
	UChar units[CHUNK] = {0};
	int32_t offsets[CHUNK] = {0};
	uint32_t rune = 0, rune_at = 0;
	bool have = false, memory = true, more = true;
	while (more && memory && !c->out.failed) {
		const char *base = from;
		UChar *to = units;
		status = U_ZERO_ERROR;
		ucnv_toUnicode(converter, &to, units + CHUNK, &from, end, offsets, true, &status);
		more = status == U_BUFFER_OVERFLOW_ERROR;
		if (U_FAILURE(status) && !more)
			break;
		uint32_t base_at = (uint32_t)(base - c->bytes.p);
		for (size_t i = 0; i < (size_t)(to - units) && memory; i++) {
			/* -1: of bytes taken in the call before. */
			uint32_t at = offsets[i] < 0 ? rune_at : base_at + (uint32_t)offsets[i];
			uint32_t unit = units[i];
			if (have && unit >= 0xDC00 && unit <= 0xDFFF && rune >= 0xD800 && rune <= 0xDBFF) {
				rune = 0x10000 + ((rune - 0xD800) << 10) + (unit - 0xDC00);
				continue;
			}
			if (have)
				memory = add_character(c, rune, rune_at, at > rune_at ? at : rune_at);
			rune = unit;
			rune_at = at;
			have = true;
		}
	}
	if (have && memory)
		memory = add_character(c, rune, rune_at, (uint32_t)c->bytes.n);
	ucnv_close(converter);
	if (!memory)
		return fail_memory(err, "decoding a text");
	if (c->out.failed)
		return too_long(max, err);
	if (U_FAILURE(status))
		return fail(err, ONUS_ERR_INPUT, "it cannot be decoded as %s", charset);
	c->d->text = arena_span(c->a, str_span(&c->out));
	return c->d->text.p || c->out.n == 0 ? ONUS_OK : fail_memory(err, "decoding a text");
}

onus_status decode_bytes(span bytes, span label, size_t max, arena *a, decoded *ret_decoded, onus_error *err)
{
	decoded d = {0};
	size_t mark;
	const char *charset = bom_of(bytes, &mark);
	if (!charset)
		charset = decode_wide(bytes);
	census c = {0};
	if (!charset || span_is(span_of(charset), "UTF-8")) {
		c = count(bytes);
		if (c.control > 8 ? c.control * 30 > bytes.n : c.control * 2 > bytes.n)
			return fail(err, ONUS_ERR_INPUT, "it is not text but binary data of no known format");
		if (!charset)
			charset = choose(bytes, label, &c);
	}
	if (span_is(span_of(charset), "UTF-8") && c.bad == 0 && c.nul == 0) {
		if (bytes.n > max)
			return too_long(max, err);
		d.text = bytes;
		if (!map_add(&d, a, (map_run){0, (uint32_t)bytes.n, 0, (uint32_t)bytes.n, true}))
			return fail_memory(err, "decoding a text");
	} else if (span_is(span_of(charset), "UTF-8")) {
		TRY(mend(bytes, max, a, &d, err));
	} else {
		conversion work = {.bytes = bytes, .a = a, .d = &d, .out = str_make(max)};
		onus_status status = convert(&work, charset, mark, max, err);
		str_free(&work.out);
		TRY(status);
	}
	if (d.replaced > 16 && (size_t)d.replaced * 10 > d.text.n / 2)
		return fail(err, ONUS_ERR_INPUT, "it is not text: %u of its characters mean nothing in %s", d.replaced,
			    charset);
	d.charset = arena_span(a, span_of(span_is(span_of(charset), "Big5-HKSCS") ? "Big5" : charset));
	*ret_decoded = d;
	return ONUS_OK;
}
