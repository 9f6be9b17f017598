/* SPDX-License-Identifier: Apache-2.0 */
#include "report/sheet.h"
#include "base/limits.h"
#include "base/memory.h"
#include "base/utf8.h"

#include <stdarg.h>
#include <stdio.h>

enum { FLUSH_AT = 64 * 1024 };

sheet sheet_make(const onus_sink *sink)
{
	return (sheet){.sink = sink, .out = str_make(4 * LIMIT_TEXT_BYTES)};
}

void sheet_free(sheet *p)
{
	str_free(&p->out);
}

void sheet_flush(sheet *p)
{
	if (p->out.failed)
		p->failed = true;
	if (p->out.n && !p->failed && !p->sink->write(p->sink->ctx, p->out.p, p->out.n))
		p->failed = true;
	bool no_memory = p->out.failed;
	str_clear(&p->out);
	p->out.failed = no_memory;
}

void sheet_raw(sheet *p, const char *c_string)
{
	str_adds(&p->out, c_string);
	if (p->out.n >= FLUSH_AT)
		sheet_flush(p);
}

__attribute__((format(printf, 2, 0))) static void add_formatted(str *out, const char *format, va_list args)
{
	char small[512];
	va_list again;
	va_copy(again, args);
	int n = vsnprintf(small, sizeof small, format, args);
	if (n >= 0 && (size_t)n < sizeof small) {
		str_add(out, span_make(small, (size_t)n));
	} else {
		char *large = n < 0 ? NULL : mem_alloc((size_t)n + 1);
		if (large) {
			(void)vsnprintf(large, (size_t)n + 1, format, again);
			str_add(out, span_make(large, (size_t)n));
			mem_free(large);
		} else {
			out->failed = true;
		}
	}
	va_end(again);
}

void sheet_rawf(sheet *p, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	add_formatted(&p->out, format, args);
	va_end(args);
	if (p->out.n >= FLUSH_AT)
		sheet_flush(p);
}

void str_add_words(str *out, span text)
{
	STR_AUTO safe = str_make(4 * LIMIT_TEXT_BYTES);
	utf8_add_safe(&safe, text, false);
	if (safe.failed)
		out->failed = true;
	span rest = span_trim(str_span(&safe));
	bool space = false;
	for (size_t i = 0, from = 0; i <= rest.n; i++) {
		bool here = i < rest.n && (rest.p[i] == ' ' || rest.p[i] == '\t' || rest.p[i] == '\n');
		if (i == rest.n || (here && !space)) {
			str_add(out, span_slice(rest, from, i));
			if (here)
				str_addc(out, ' ');
		}
		if (here)
			from = i + 1;
		space = here;
	}
}

static void indent_by(str *out, unsigned n)
{
	while (n-- > 0)
		str_addc(out, ' ');
}

void sheet_wrap(sheet *p, span text, unsigned first, unsigned indent)
{
	STR_AUTO words = str_make(4 * LIMIT_TEXT_BYTES);
	str_add_words(&words, text);
	if (words.failed)
		p->out.failed = true;
	size_t column = first;
	bool start = true;
	for (span rest = str_span(&words), word; span_next(&rest, ' ', &word);) {
		size_t width = utf8_width(word);
		if (!start && column + 1 + width > SHEET_WIDTH) {
			str_addc(&p->out, '\n');
			indent_by(&p->out, indent);
			column = indent;
		} else if (!start) {
			str_addc(&p->out, ' ');
			column++;
		}
		str_add(&p->out, word);
		column += width;
		start = false;
	}
	str_addc(&p->out, '\n');
	if (p->out.n >= FLUSH_AT)
		sheet_flush(p);
}

void sheet_para(sheet *p, unsigned indent, unsigned hanging, const char *format, ...)
{
	STR_AUTO text = str_make(4 * LIMIT_TEXT_BYTES);
	va_list args;
	va_start(args, format);
	add_formatted(&text, format, args);
	va_end(args);
	if (text.failed)
		p->out.failed = true;
	indent_by(&p->out, indent);
	sheet_wrap(p, str_span(&text), indent, hanging);
}

void sheet_text(sheet *p, span text)
{
	str_add_words(&p->out, text);
	if (p->out.n >= FLUSH_AT)
		sheet_flush(p);
}

span sheet_take(sheet *p, const str *made)
{
	if (made->failed)
		p->out.failed = true;
	return str_span(made);
}

onus_status sheet_end(sheet *p, onus_error *err)
{
	sheet_flush(p);
	if (p->out.failed)
		return fail_memory(err, "writing the report");
	if (p->failed)
		return fail(err, ONUS_ERR_OUTPUT,
			    "the output could not be written; the disk may be full or the pipe closed");
	return ONUS_OK;
}
