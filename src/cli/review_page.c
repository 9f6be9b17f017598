/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/review_page.h"

#include "base/utf8.h"

#include <string.h>

enum { LONGEST_PAGE = 1 << 22, NARROWEST = 16, FIELD_LINES = 3 };

static const char bold[] = "\033[1m", reverse[] = "\033[7m", plain[] = "\033[0m";

/* End of the line that begins at `at`: before a line feed, at the last space that fits, or where the columns end. */
static size_t line_end(span text, size_t at, size_t columns, size_t *ret_next)
{
	size_t width = 0, space = SIZE_MAX, i = at;
	while (i < text.n && text.p[i] != '\n') {
		size_t next = i;
		(void)utf8_next(text, &next);
		size_t more = utf8_width(span_slice(text, i, next));
		if (text.p[i] == ' ')
			space = i;
		if (width + more > columns && i > at) {
			if (space != SIZE_MAX && space > at) {
				*ret_next = space + 1;
				return space;
			}
			*ret_next = i;
			return i;
		}
		width += more;
		i = next;
	}
	*ret_next = i < text.n ? i + 1 : i;
	return i;
}

static size_t columns_for(int columns, size_t indent)
{
	return columns > (int)indent + NARROWEST ? (size_t)columns - indent : NARROWEST;
}

void page_wrap(str *out, span text, int columns, const char *indent)
{
	STR_AUTO safe = str_make(LONGEST_PAGE);
	utf8_add_safe(&safe, text, true);
	span all = str_span(&safe);
	for (size_t at = 0, next; at < all.n; at = next) {
		size_t end = line_end(all, at, columns_for(columns, strlen(indent)), &next);
		str_adds(out, indent);
		for (size_t i = at; i < end; i++)
			str_addc(out, all.p[i] == '\t' ? ' ' : all.p[i]);
		str_addc(out, '\n');
	}
}

/* The passage made safe, and where the words lie in it then. */
typedef struct marked {
	str text;
	size_t start, end;
} marked;

static void add_piece(marked *m, span piece)
{
	size_t from = m->text.n;
	utf8_add_safe(&m->text, piece, true);
	for (size_t i = from; i < m->text.n; i++)
		if (m->text.p[i] == '\t')
			m->text.p[i] = ' ';
}

static marked mark(const onus_draft *d, bool styles)
{
	span passage = span_of(d->passage);
	size_t start = utf8_boundary(passage, d->start), end = utf8_boundary(passage, d->end);
	if (end < start)
		end = start;
	marked m = {.text = str_make(LONGEST_PAGE)};
	add_piece(&m, span_slice(passage, 0, start));
	m.start = m.text.n;
	if (!styles)
		str_adds(&m.text, "[[");
	add_piece(&m, span_slice(passage, start, end));
	if (!styles)
		str_adds(&m.text, "]]");
	m.end = m.text.n;
	add_piece(&m, span_slice(passage, end, passage.n));
	return m;
}

static void add_line(str *out, const marked *m, size_t at, size_t end, bool styles)
{
	span all = str_span(&m->text);
	size_t from = m->start > at ? m->start : at, to = m->end < end ? m->end : end;
	str_adds(out, "  ");
	if (!styles || from >= to) {
		str_add(out, span_slice(all, at, end));
	} else {
		str_add(out, span_slice(all, at, from));
		str_adds(out, reverse);
		str_add(out, span_slice(all, from, to));
		str_adds(out, plain);
		str_add(out, span_slice(all, to, end));
	}
	str_addc(out, '\n');
}

/* As many lines of the passage as there is room for, those of the words among them. */
static void add_passage(str *out, const onus_draft *d, page_size size, size_t room)
{
	marked m = mark(d, size.styles);
	span all = str_span(&m.text);
	size_t columns = columns_for(size.columns, 4), lines = 0, first = 0, last = 0;
	for (size_t at = 0, next; at < all.n; at = next, lines++) {
		size_t end = line_end(all, at, columns, &next);
		if (at <= m.start)
			first = lines;
		if (at < m.end || end <= m.start)
			last = lines;
	}
	size_t from = 0;
	if (lines > room) {
		size_t words = last - first + 1;
		from = first > (words < room ? (room - words) / 2 : 0) ? first - (words < room ? (room - words) / 2 : 0)
								       : 0;
		if (from + room > lines)
			from = lines - room;
	}
	size_t n = 0;
	for (size_t at = 0, next; at < all.n; at = next, n++) {
		size_t end = line_end(all, at, columns, &next);
		if (n < from || n >= from + room)
			continue;
		bool cut = (n == from && from > 0) || (n + 1 == from + room && n + 1 < lines);
		/* What stands for the rest never takes the place of the words. */
		cut = cut && (n < first || n > last);
		if (cut && room > 2)
			str_adds(out, "  …\n");
		else
			add_line(out, &m, at, end, size.styles);
	}
	str_free(&m.text);
}

static void add_field(str *out, const onus_draft_field *f, size_t number, page_size size)
{
	STR_AUTO safe = str_make(LONGEST_PAGE);
	utf8_add_safe(&safe, span_of(f->value), false);
	span all = str_span(&safe);
	size_t columns = columns_for(size.columns, 20), n = 0;
	str_addf(out, "%3zu  %-12s ", number, f->name);
	for (size_t at = 0, next; at < all.n; at = next, n++) {
		size_t end = line_end(all, at, columns, &next);
		if (n)
			str_adds(out, "                  ");
		if (n + 1 == FIELD_LINES && next < all.n) {
			str_add(out, span_slice(all, at, end));
			str_adds(out, " …\n");
			return;
		}
		str_add(out, span_slice(all, at, end));
		str_addc(out, '\n');
	}
	if (n == 0)
		str_addc(out, '\n');
}

void review_page(str *out, const onus_draft *d, page_size size, const char *place, const char *decided)
{
	STR_AUTO fields = str_make(LONGEST_PAGE);
	size_t field_lines = 0;
	for (size_t i = 0; i < d->n_fields; i++)
		add_field(&fields, &d->fields[i], i + 1, size);
	for (size_t i = 0; i < fields.n; i++)
		field_lines += fields.p[i] == '\n';

	if (size.styles)
		str_adds(out, bold);
	utf8_add_safe(out, span_of(d->id), false);
	if (size.styles)
		str_adds(out, plain);
	STR_AUTO where = str_make(LONGEST_PAGE);
	str_addf(&where, "%s%s%s", place, decided ? "; decided: " : "", decided ? decided : "");
	size_t taken_by_id = utf8_width(span_of(d->id)) + 2;
	if (taken_by_id + utf8_width(str_span(&where)) <= (size_t)(size.columns > 0 ? size.columns : 0)) {
		str_addf(out, "  %s\n", str_c(&where));
	} else {
		str_addc(out, '\n');
		page_wrap(out, str_span(&where), size.columns, "");
	}
	STR_AUTO source = str_make(LONGEST_PAGE);
	str_addf(&source, "%s%s%s", d->published && *d->published ? d->published : "no date",
		 d->document_title && *d->document_title ? ", " : "", d->document_title ? d->document_title : "");
	page_wrap(out, str_span(&source), size.columns, "");
	page_wrap(out, span_of(d->rule && *d->rule ? d->rule : "entered by a person"), size.columns, "rule: ");
	str_addc(out, '\n');
	/* Head, two empty lines, the line of keys and the one that is typed into. */
	size_t taken = field_lines + 9;
	size_t room = size.rows > 0 && (size_t)size.rows > taken + 4 ? (size_t)size.rows - taken : 4;
	add_passage(out, d, size, room);
	str_addc(out, '\n');
	str_add(out, str_span(&fields));
	str_addc(out, '\n');
}
