/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sheet.h - text for a person: wrapped, safe for a terminal, written to the sink in large pieces.
 *
 * Whatever is added through sheet_text or page_words goes through utf8_add_safe first: no control or bidi character of a
 * document leaves raw. White space collapses; lines are broken at SHEET_WIDTH columns.
 */
#ifndef REPORT_SHEET_H
#define REPORT_SHEET_H

#include "base/error.h"
#include "base/str.h"

enum { SHEET_WIDTH = 96 };

typedef struct sheet {
	const onus_sink *sink;
	str out;
	bool failed;
} sheet;

sheet sheet_make(const onus_sink *sink);
void sheet_free(sheet *p);
#define SHEET_AUTO __attribute__((cleanup(sheet_free))) sheet

/* Our own words and markup, as they are; flushes now and then. */
void sheet_raw(sheet *p, const char *c_string);
void sheet_rawf(sheet *p, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* Wraps `text`: the first line behind `first` columns that are there already, the others behind `indent` spaces. Ends
 * the line. */
void sheet_wrap(sheet *p, span text, unsigned first, unsigned indent);
/* sheet_wrap at `indent`, of a formatted text. */
void sheet_para(sheet *p, unsigned indent, unsigned hanging, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
/* Made safe, white space collapsed, on the line in hand. */
void sheet_text(sheet *p, span text);
/* What was put together for the sheet; a str for which memory ran out makes the sheet fail. */
span sheet_take(sheet *p, const str *made);
void sheet_flush(sheet *p);
/* ERR_OUTPUT, ERR_MEMORY or ONUS_OK. */
onus_status sheet_end(sheet *p, onus_error *err) MUST_CHECK;

/* Appends text made safe and with white space collapsed. */
void str_add_words(str *out, span text);

#endif
