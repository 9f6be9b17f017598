/* SPDX-License-Identifier: Apache-2.0 */
#include "base/printer.h"
#include "base/memory.h"
#include "base/utf8.h"
#include "base/vec.h"

#include <stdarg.h>
#include <stdio.h>

enum { DEEPEST = 32, FLUSH_AT = 64 * 1024, LONGEST_LINE = 64 * 1024 * 1024, WIDEST_COLUMN = 60 };

typedef VEC(span) cells;

struct printer {
	onus_format format;
	bool lines, failed;
	const onus_sink *sink;
	str out;
	int depth;
	bool is_object[DEEPEST], started[DEEPEST], after_key;
	/* TEXT and CSV: the table that is being collected. TEXT needs all rows for its widths. */
	arena *arena;
	cells columns;
	VEC(cells) rows;
	str cell;
	size_t column; /* the column of the cell in hand; SIZE_MAX: none */
};

printer *printer_new(onus_format format, bool lines, const onus_sink *sink)
{
	printer *p = mem_alloc(sizeof *p);
	if (!p)
		return NULL;
	*p = (printer){.format = format,
		       .lines = lines,
		       .sink = sink,
		       .out = str_make(LONGEST_LINE),
		       .cell = str_make(LONGEST_LINE),
		       .column = SIZE_MAX,
		       .arena = arena_new(0)};
	if (!p->arena) {
		mem_free(p);
		return NULL;
	}
	return p;
}

void printer_free(printer *p)
{
	if (!p)
		return;
	str_free(&p->out);
	str_free(&p->cell);
	arena_free(p->arena);
	mem_free(p);
}

onus_format printer_format(const printer *p)
{
	return p->format;
}

static void flush(printer *p)
{
	if (p->out.failed || arena_failed(p->arena))
		p->failed = true;
	if (p->out.n && !p->failed && !p->sink->write(p->sink->ctx, p->out.p, p->out.n))
		p->failed = true;
	str_clear(&p->out);
}

void str_add_json(str *out, span s)
{
	str_addc(out, '"');
	for (size_t at = 0; at < s.n;) {
		size_t before = at;
		uint32_t c = utf8_next(s, &at);
		if (c == '"' || c == '\\') {
			str_addc(out, '\\');
			str_addc(out, (char)c);
		} else if (c == '\n') {
			str_adds(out, "\\n");
		} else if (c == '\t') {
			str_adds(out, "\\t");
		} else if (utf8_hostile(c) && c <= 0xFFFF) {
			str_addf(out, "\\u%04x", (unsigned)c);
		} else if (utf8_hostile(c)) {
			c -= 0x10000;
			str_addf(out, "\\u%04x\\u%04x", (unsigned)(0xD800 | c >> 10), (unsigned)(0xDC00 | (c & 0x3FF)));
		} else if (c == UTF8_BAD) {
			str_add_rune(out, UTF8_BAD);
		} else {
			str_add(out, span_slice(s, before, at));
		}
	}
	str_addc(out, '"');
}

void str_add_csv(str *out, span s)
{
	STR_AUTO safe = str_make(LONGEST_LINE);
	/* A cell that begins so runs as a formula when a spreadsheet opens the file. */
	if (s.n && s.p[0] && strchr("=+-@\t\r", s.p[0]))
		str_addc(&safe, '\'');
	utf8_add_safe(&safe, s, true);
	if (safe.failed)
		out->failed = true;
	span text = str_span(&safe);
	if (!text.n ||
	    (!memchr(text.p, '"', text.n) && !memchr(text.p, ',', text.n) && !memchr(text.p, '\n', text.n))) {
		str_add(out, text);
		return;
	}
	str_addc(out, '"');
	for (span rest = text; rest.n;) {
		char *quote = memchr(rest.p, '"', rest.n);
		size_t n = quote ? (size_t)(quote - rest.p) + 1 : rest.n;
		str_add(out, span_slice(rest, 0, n));
		if (quote)
			str_addc(out, '"');
		rest = span_slice(rest, n, rest.n);
	}
	str_addc(out, '"');
}

void str_add_html(str *out, span s)
{
	STR_AUTO safe = str_make(LONGEST_LINE);
	utf8_add_safe(&safe, s, true);
	if (safe.failed)
		out->failed = true;
	for (size_t i = 0; i < safe.n; i++) {
		char c = safe.p[i];
		switch (c) {
		case '<': str_adds(out, "&lt;"); break;
		case '>': str_adds(out, "&gt;"); break;
		case '&': str_adds(out, "&amp;"); break;
		case '"': str_adds(out, "&quot;"); break;
		case '\'': str_adds(out, "&#39;"); break;
		default: str_addc(out, c);
		}
	}
}

/* ---- JSON ---- */

static void json_before_value(printer *p)
{
	if (p->format != ONUS_JSON)
		return;
	if (p->after_key) {
		p->after_key = false;
		return;
	}
	if (p->depth == 0)
		return;
	bool line = p->lines && p->depth == 1 && !p->is_object[1];
	if (p->started[p->depth])
		str_adds(&p->out, line ? "" : p->depth == 1 ? ",\n" : ", ");
	p->started[p->depth] = true;
}

static void json_after_value(printer *p)
{
	if (p->lines && p->depth == 1 && !p->is_object[1])
		str_addc(&p->out, '\n');
	if (p->out.n >= FLUSH_AT)
		flush(p);
}

/* ---- tables ---- */

static void end_row(printer *p, cells *row)
{
	for (size_t i = 0; i < p->columns.n; i++) {
		if (i)
			str_addc(&p->out, ',');
		str_add_csv(&p->out, i < row->n ? row->v[i] : (span){NULL, 0});
	}
	str_adds(&p->out, "\r\n");
	if (p->out.n >= FLUSH_AT)
		flush(p);
}

static void store_cell(printer *p)
{
	if (p->column == SIZE_MAX || p->rows.n == 0)
		return;
	cells *row = &p->rows.v[p->rows.n - 1];
	while (row->n <= p->column)
		if (!vec_push(row, p->arena))
			break;
	if (row->n > p->column)
		row->v[p->column] = arena_span(p->arena, str_span(&p->cell));
	str_clear(&p->cell);
	p->column = SIZE_MAX;
}

static void print_table(printer *p)
{
	size_t n = p->columns.n;
	size_t *widths = arena_calloc(p->arena, n ? n : 1, sizeof *widths);
	if (!widths)
		return;
	for (size_t c = 0; c < n; c++) {
		widths[c] = utf8_width(p->columns.v[c]);
		for (size_t r = 0; r < p->rows.n; r++) {
			size_t w = c < p->rows.v[r].n ? utf8_width(p->rows.v[r].v[c]) : 0;
			if (w > widths[c])
				widths[c] = w > WIDEST_COLUMN && c + 1 < n ? WIDEST_COLUMN : w;
		}
	}
	for (size_t r = 0; r <= p->rows.n; r++) {
		const cells *row = r ? &p->rows.v[r - 1] : &p->columns;
		for (size_t c = 0; c < n; c++) {
			span cell = c < row->n ? row->v[c] : (span){NULL, 0};
			size_t end = 0, width = 0;
			while (end < cell.n) {
				size_t next = end;
				(void)utf8_next(cell, &next);
				size_t more = utf8_width(span_slice(cell, end, next));
				if (c + 1 < n && width + more > widths[c])
					break;
				width += more;
				end = next;
			}
			bool cut = end < cell.n;
			if (cut) {
				/* room for the mark of the cut */
				size_t back = end;
				width -= utf8_width(span_slice(cell, (utf8_previous(cell, &back), back), end));
				end = back;
			}
			str_add(&p->out, span_slice(cell, 0, end));
			if (cut) {
				str_adds(&p->out, "…");
				width++;
			}
			for (; c + 1 < n && width < widths[c] + 2; width++)
				str_addc(&p->out, ' ');
		}
		while (p->out.n && p->out.p[p->out.n - 1] == ' ')
			p->out.n--;
		str_addc(&p->out, '\n');
		if (p->out.n >= FLUSH_AT)
			flush(p);
	}
}

static void table_value(printer *p, span value)
{
	if (p->depth < 2 || p->column == SIZE_MAX)
		return;
	if (p->depth > 2 && p->is_object[p->depth])
		return;
	if (p->cell.n && p->depth > 2)
		str_adds(&p->cell, "; ");
	if (p->format == ONUS_TEXT)
		utf8_add_safe(&p->cell, value, false);
	else
		str_add(&p->cell, value);
	if (p->depth == 2)
		store_cell(p);
}

/* ---- calls ---- */

static void begin(printer *p, bool object)
{
	json_before_value(p);
	if (p->depth + 1 >= DEEPEST) {
		p->failed = true;
		return;
	}
	p->depth++;
	p->is_object[p->depth] = object;
	p->started[p->depth] = false;
	bool line_list = p->lines && p->depth == 1 && !object;
	if (p->format == ONUS_JSON && !line_list)
		str_adds(&p->out, object ? "{" : "[");
	if (p->format != ONUS_JSON && object && p->depth == 2 && !vec_push(&p->rows, p->arena))
		p->failed = true;
}

static void end(printer *p, bool object)
{
	if (p->depth == 0)
		return;
	bool line_list = p->lines && p->depth == 1 && !object;
	if (p->format == ONUS_JSON) {
		if (!line_list)
			str_adds(&p->out, object ? "}" : "]");
	} else if (p->depth == 3) {
		store_cell(p);
	} else if (p->depth == 2 && object && p->format == ONUS_CSV && p->rows.n) {
		if (p->rows.n == 1)
			end_row(p, &p->columns);
		end_row(p, &p->rows.v[p->rows.n - 1]);
	}
	p->depth--;
	if (p->format != ONUS_JSON) {
		if (p->depth == 0 && !object && p->format == ONUS_TEXT && p->rows.n)
			print_table(p);
	} else if (p->depth == 0 && !line_list) {
		str_addc(&p->out, '\n');
	} else if (!line_list) {
		json_after_value(p);
	}
}

void printer_begin_list(printer *p)
{
	begin(p, false);
}

void printer_end_list(printer *p)
{
	end(p, false);
}

void printer_begin_object(printer *p)
{
	begin(p, true);
}

void printer_end_object(printer *p)
{
	end(p, true);
}

void printer_key(printer *p, const char *key)
{
	if (p->format == ONUS_JSON) {
		json_before_value(p);
		str_add_json(&p->out, span_of(key));
		str_adds(&p->out, ": ");
		p->after_key = true;
		return;
	}
	if (p->depth != 2)
		return;
	p->column = SIZE_MAX;
	for (size_t i = 0; i < p->columns.n && p->column == SIZE_MAX; i++)
		if (span_is(p->columns.v[i], key))
			p->column = i;
	/* CSV has printed its header with the first row; later keys have no column. */
	bool open = p->rows.n == 1 || p->format == ONUS_TEXT;
	if (p->column == SIZE_MAX && open) {
		span *column = vec_push(&p->columns, p->arena);
		if (column) {
			*column = arena_span(p->arena, span_of(key));
			p->column = p->columns.n - 1;
		}
	}
}

void printer_string(printer *p, span value)
{
	if (p->format != ONUS_JSON) {
		table_value(p, value);
		return;
	}
	json_before_value(p);
	str_add_json(&p->out, value);
	json_after_value(p);
}

void printer_strings(printer *p, const char *c_string)
{
	if (c_string)
		printer_string(p, span_of(c_string));
	else
		printer_null(p);
}

static void literal(printer *p, const char *json, const char *table)
{
	if (p->format != ONUS_JSON) {
		table_value(p, span_of(table));
		return;
	}
	json_before_value(p);
	str_adds(&p->out, json);
	json_after_value(p);
}

void printer_number(printer *p, int64_t value)
{
	char text[32];
	(void)snprintf(text, sizeof text, "%lld", (long long)value);
	literal(p, text, text);
}

void printer_bool(printer *p, bool value)
{
	literal(p, value ? "true" : "false", value ? "yes" : "no");
}

void printer_null(printer *p)
{
	literal(p, "null", "");
}

void printer_field(printer *p, const char *key, span value)
{
	printer_key(p, key);
	printer_string(p, value);
}

void printer_fields(printer *p, const char *key, const char *c_string)
{
	printer_key(p, key);
	printer_strings(p, c_string);
}

void printer_text(printer *p, const char *format, ...)
{
	if (p->format != ONUS_TEXT)
		return;
	STR_AUTO raw = str_make(LONGEST_LINE);
	va_list args, again;
	va_start(args, format);
	va_copy(again, args);
	int n = vsnprintf(NULL, 0, format, args);
	va_end(args);
	char *text = n < 0 ? NULL : mem_alloc((size_t)n + 1);
	if (text) {
		(void)vsnprintf(text, (size_t)n + 1, format, again);
		utf8_add_safe(&p->out, span_make(text, (size_t)n), true);
		mem_free(text);
	} else {
		p->failed = true;
	}
	va_end(again);
	if (p->out.n >= FLUSH_AT)
		flush(p);
}

onus_status printer_end(printer *p, onus_error *err)
{
	flush(p);
	if (!p->failed)
		return ONUS_OK;
	if (p->out.failed || arena_failed(p->arena))
		return fail_memory(err, "writing the output");
	return fail(err, ONUS_ERR_OUTPUT, "the output could not be written; the disk may be full or the pipe closed");
}
