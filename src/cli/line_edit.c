/* SPDX-License-Identifier: Apache-2.0 */
/* One line to type in. It is drawn with carriage returns and spaces only, so that any terminal will do; a line longer
 * than the terminal is wide moves under it. */
#include "cli/terminal.h"

#include "base/limits.h"
#include "base/utf8.h"

typedef struct line {
	str text;
	size_t at;    /* cursor, on a character's boundary */
	size_t first; /* first byte that is shown */
} line;

static size_t shown_width(span s)
{
	STR_AUTO safe = str_make(LIMIT_TYPED_BYTES * 16);
	utf8_add_safe(&safe, s, false);
	return utf8_width(str_span(&safe));
}

static size_t after(span s, size_t at)
{
	if (at < s.n)
		(void)utf8_next(s, &at);
	return at;
}

static size_t before(span s, size_t at)
{
	if (at > 0)
		(void)utf8_previous(s, &at);
	return at;
}

static void draw(terminal *t, const char *prompt, line *l)
{
	int columns, rows;
	terminal_size(&columns, &rows);
	size_t taken = utf8_width(span_of(prompt));
	size_t room = (size_t)columns > taken + 8 ? (size_t)columns - taken - 1 : 8;
	span all = str_span(&l->text);
	if (l->first > l->at)
		l->first = l->at;
	while (shown_width(span_slice(all, l->first, l->at)) >= room)
		l->first = after(all, l->first);
	size_t end = l->at;
	while (end < all.n && shown_width(span_slice(all, l->first, after(all, end))) < room)
		end = after(all, end);
	STR_AUTO out = str_make(1 << 20);
	str_addf(&out, "\r%s", prompt);
	utf8_add_safe(&out, span_slice(all, l->first, end), false);
	for (size_t n = shown_width(span_slice(all, l->first, end)); n < room; n++)
		str_addc(&out, ' ');
	str_addf(&out, "\r%s", prompt);
	utf8_add_safe(&out, span_slice(all, l->first, l->at), false);
	terminal_write(t, str_span(&out));
}

/* text = text[0, from) + put + text[to, n) */
static void splice(line *l, size_t from, size_t to, span put)
{
	span all = str_span(&l->text);
	str next = str_make(LIMIT_TYPED_BYTES);
	str_add(&next, span_slice(all, 0, from));
	str_add(&next, put);
	str_add(&next, span_slice(all, to, all.n));
	if (next.failed) {
		str_free(&next);
		return;
	}
	str_free(&l->text);
	l->text = next;
	l->at = from + put.n;
}

static void type(line *l, uint32_t key)
{
	span all = str_span(&l->text);
	switch (key) {
	case KEY_LEFT: l->at = before(all, l->at); break;
	case KEY_RIGHT: l->at = after(all, l->at); break;
	case KEY_HOME: l->at = 0; break;
	case KEY_LAST: l->at = all.n; break;
	case KEY_BACKSPACE: splice(l, before(all, l->at), l->at, SPAN("")); break;
	case KEY_DELETE: {
		size_t at = l->at;
		splice(l, at, after(all, at), SPAN(""));
		break;
	}
	case KEY_CLEAR: splice(l, 0, all.n, SPAN("")); break;
	default:
		if (key < KEY_LEFT && key >= 0x20) {
			char bytes[4];
			splice(l, l->at, l->at, span_make(bytes, utf8_encode(key, bytes)));
		}
	}
}

bool line_edit(terminal *t, const char *prompt, str *value)
{
	line l = {.text = str_make(LIMIT_TYPED_BYTES)};
	str_add(&l.text, str_span(value));
	l.at = l.text.n;
	bool kept = false;
	for (bool done = false; !done;) {
		draw(t, prompt, &l);
		uint32_t key = terminal_key(t);
		switch (key) {
		case '\n':
			kept = true;
			done = true;
			break;
		case KEY_ESCAPE:
		case KEY_STOP:
		case KEY_CLOSED: done = true; break;
		default: type(&l, key);
		}
	}
	terminal_write(t, SPAN("\n"));
	if (kept) {
		str_clear(value);
		str_add(value, str_span(&l.text));
		kept = !value->failed;
	}
	str_free(&l.text);
	return kept;
}
