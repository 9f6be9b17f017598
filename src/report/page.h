/* SPDX-License-Identifier: Apache-2.0 */
/*
 * page.h - text for a person: wrapped, safe for a terminal, written to the sink in large pieces.
 *
 * Whatever is added through page_text or page_words goes through utf8_add_safe first: no control or bidi character of a
 * document leaves raw. White space collapses; lines are broken at PAGE_WIDTH columns.
 */
#ifndef REPORT_PAGE_H
#define REPORT_PAGE_H

#include "base/error.h"
#include "base/str.h"

enum { PAGE_WIDTH = 96 };

typedef struct page {
	const onus_sink *sink;
	str out;
	bool failed;
} page;

page page_make(const onus_sink *sink);
void page_free(page *p);
#define PAGE_AUTO __attribute__((cleanup(page_free))) page

/* Our own words and markup, as they are; flushes now and then. */
void page_raw(page *p, const char *c_string);
void page_rawf(page *p, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* Wraps `text`: the first line behind `first` columns that are there already, the others behind `indent` spaces. Ends
 * the line. */
void page_wrap(page *p, span text, unsigned first, unsigned indent);
/* page_wrap at `indent`, of a formatted text. */
void page_para(page *p, unsigned indent, unsigned hanging, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
/* Made safe, white space collapsed, on the line in hand. */
void page_text(page *p, span text);
void page_flush(page *p);
/* ERR_OUTPUT, ERR_MEMORY or ONUS_OK. */
onus_status page_end(page *p, onus_error *err) MUST_CHECK;

/* Appends text made safe and with white space collapsed. */
void str_add_words(str *out, span text);

#endif
