/* SPDX-License-Identifier: Apache-2.0 */
/* One draft after the other on the terminal. A decision is in the journal before the next draft is shown, so that the
 * session may end at any moment. */
#include "cli/review.h"

#include "cli/review_page.h"
#include "cli/terminal.h"

#include "base/arena.h"
#include "base/utf8.h"
#include "base/vec.h"

#include <stdlib.h>
#include <string.h>

enum { LONGEST = 1 << 22, MOST_EDITS = 64 };

/* A draft that has been shown, kept for going back. */
typedef struct item {
	onus_draft draft;
	const char *decided; /* "accepted", or NULL */
	bool stale;          /* its fields were edited since */
} item;

typedef struct session {
	cli *cli;
	onus *file;
	onus_review *review;
	const char *by;
	terminal terminal;
	arena *arena;
	VEC(item) items;
	VEC(size_t) decided; /* indexes into items, the last decision last */
	size_t at, decisions;
	str note; /* one message under the page */
} session;

static const char keys_line[] = "a accept  e edit  r reject  s skip  b back  u undo  x explain  ? help  q quit";
static const char help_text[] =
    "a  accept the draft as it is\n"
    "e  edit: choose a field by its number and change it, or type the name of a field to add one; Enter when done,\n"
    "   Escape to leave everything as it was\n"
    "r  reject the draft; a reason is asked for and kept\n"
    "s  skip: decide later, the draft comes again in the next review\n"
    "b  back to the draft before this one\n"
    "u  undo: show the one that was decided on last, and decide anew; what was decided before stays in its history\n"
    "x  explain which rule made the draft, and on which words\n"
    "q  quit; what was decided is kept\n";

static void say(session *s, const char *words)
{
	str_clear(&s->note);
	utf8_add_safe(&s->note, span_of(words), false);
}

static const char *keep(session *s, const char *words)
{
	const char *copy = arena_string(s->arena, span_of(words));
	return copy ? copy : "";
}

static onus_status keep_draft(session *s, const onus_draft *d, onus_draft *ret_copy)
{
	onus_draft copy = *d;
	copy.id = keep(s, d->id);
	copy.kind = keep(s, d->kind);
	copy.document_id = keep(s, d->document_id);
	copy.document_title = keep(s, d->document_title);
	copy.published = keep(s, d->published);
	copy.rule = keep(s, d->rule);
	copy.state = keep(s, d->state);
	copy.passage = keep(s, d->passage);
	onus_draft_field *fields = arena_calloc(s->arena, d->n_fields ? d->n_fields : 1, sizeof *fields);
	for (size_t i = 0; fields && i < d->n_fields; i++) {
		fields[i] = d->fields[i];
		fields[i].name = keep(s, d->fields[i].name);
		fields[i].value = keep(s, d->fields[i].value);
	}
	copy.fields = fields;
	if (arena_failed(s->arena))
		return fail_memory(&s->cli->err, "keeping a draft");
	*ret_copy = copy;
	return ONUS_OK;
}

/* Reads an entry again that was edited, among those of its document that were. */
static onus_status read_again(session *s, item *it)
{
	onus_list_options options = ONUS_LIST_OPTIONS_INIT(ONUS_ACTOR);
	options.document = it->draft.document_id;
	options.state = ONUS_EDITED;
	onus_review *edited = NULL;
	TRY(onus_review_open(s->file, &options, &edited, &s->cli->err));
	onus_status status;
	const onus_draft *d = NULL;
	while ((status = onus_review_next(edited, &d, &s->cli->err)) == ONUS_OK && d)
		if (strcmp(d->id, it->draft.id) == 0) {
			status = keep_draft(s, d, &it->draft);
			break;
		}
	onus_review_close(edited);
	it->stale = false;
	return status;
}

/* Makes the draft at s->at be there; *ret_item NULL at the end of the queue. */
static onus_status current(session *s, item **ret_item)
{
	*ret_item = NULL;
	if (s->at >= s->items.n) {
		const onus_draft *d = NULL;
		TRY(onus_review_next(s->review, &d, &s->cli->err));
		if (!d)
			return ONUS_OK;
		item it = {0};
		TRY(keep_draft(s, d, &it.draft));
		item *slot = vec_push(&s->items, s->arena);
		if (!slot)
			return fail_memory(&s->cli->err, "keeping a draft");
		*slot = it;
		s->at = s->items.n - 1;
	}
	if (s->items.v[s->at].stale)
		TRY(read_again(s, &s->items.v[s->at]));
	*ret_item = &s->items.v[s->at];
	return ONUS_OK;
}

static void draw(session *s, const item *it)
{
	page_size size = {.styles = s->terminal.styles};
	terminal_size(&size.columns, &size.rows);
	char place[64];
	(void)snprintf(place, sizeof place, "draft %zu, %zu more", s->at + 1, it->draft.left);
	STR_AUTO page = str_make(LONGEST);
	review_page(&page, &it->draft, size, place, it->decided);
	if (s->note.n)
		page_wrap(&page, str_span(&s->note), size.columns, "");
	page_wrap(&page, span_of(keys_line), size.columns, "");
	terminal_clear(&s->terminal);
	terminal_write(&s->terminal, str_span(&page));
	str_clear(&s->note);
}

/* Long text a screen at a time. */
static void show_text(session *s, span text)
{
	int columns, rows;
	terminal_size(&columns, &rows);
	STR_AUTO wrapped = str_make(LONGEST);
	page_wrap(&wrapped, text, columns, "");
	span rest = str_span(&wrapped), line;
	size_t room = rows > 4 ? (size_t)rows - 2 : 2, n = 0;
	terminal_clear(&s->terminal);
	while (span_next(&rest, '\n', &line)) {
		terminal_write(&s->terminal, line);
		terminal_write(&s->terminal, SPAN("\n"));
		if (++n % room == 0 && rest.n) {
			terminal_write(&s->terminal, SPAN("-- any key for more --"));
			(void)terminal_key(&s->terminal);
			terminal_write(&s->terminal, SPAN("\r                      \r"));
		}
	}
	terminal_write(&s->terminal, SPAN("\n-- any key --"));
	(void)terminal_key(&s->terminal);
}

static bool to_str(void *ctx, const char *bytes, size_t n)
{
	str *out = ctx;
	str_add(out, span_make(bytes, n));
	return !out->failed;
}

static void explain(session *s, const item *it)
{
	STR_AUTO text = str_make(LONGEST);
	onus_sink sink = {to_str, &text};
	onus_error err = {0};
	if (onus_explain(s->file, it->draft.id, ONUS_TEXT, &sink, &err) == ONUS_OK)
		show_text(s, str_span(&text));
	else
		say(s, err.message);
}

/* A decision that is refused is shown and changes nothing, but for what says that nothing can be decided any more. */
static onus_status record(session *s, item *it, const onus_decision *decision, const char *word)
{
	onus_error err = {0};
	onus_status status = onus_decide(s->file, decision, &err);
	if (status == ONUS_ERR_INPUT || status == ONUS_ERR_USAGE || status == ONUS_ERR_LIMIT) {
		say(s, err.message);
		return ONUS_OK;
	}
	if (status != ONUS_OK) {
		s->cli->err = err;
		return status;
	}
	it->decided = word;
	it->stale = it->stale || decision->verdict == ONUS_EDIT;
	size_t *slot = vec_push(&s->decided, s->arena);
	if (slot)
		*slot = s->at;
	s->decisions++;
	s->at++;
	return ONUS_OK;
}

static onus_status reject(session *s, item *it)
{
	STR_AUTO why = str_make(1 << 16);
	if (!line_edit(&s->terminal, "Why? ", &why) || span_trim(str_span(&why)).n == 0) {
		say(s, "Not rejected: a rejection needs a reason.");
		return ONUS_OK;
	}
	onus_decision decision = {.verdict = ONUS_REJECT, .id = it->draft.id, .why = str_c(&why), .by = s->by};
	return record(s, it, &decision, "rejected");
}

/* ---- editing ---- */

typedef struct edits {
	const char *v[MOST_EDITS];
	size_t n;
} edits;

static void add_edit(session *s, edits *e, const char *name, const char *sign, span value)
{
	span edit = arena_printf(s->arena, "%s%s%.*s", name, sign, (int)value.n, value.n ? value.p : "");
	if (edit.p && e->n < MOST_EDITS)
		e->v[e->n++] = edit.p;
}

static void change_field(session *s, const onus_draft *d, size_t i, edits *e)
{
	const onus_draft_field *f = &d->fields[i];
	STR_AUTO prompt = str_make(256), value = str_make(1 << 16);
	str_addf(&prompt, "%s: ", f->name);
	str_adds(&value, f->value);
	if (!line_edit(&s->terminal, str_c(&prompt), &value) || span_is(str_span(&value), f->value))
		return;
	size_t same = 0;
	for (size_t k = 0; k < d->n_fields; k++)
		same += strcmp(d->fields[k].name, f->name) == 0;
	span typed = span_trim(str_span(&value));
	if (same == 1 && typed.n) {
		add_edit(s, e, f->name, "=", typed);
		return;
	}
	add_edit(s, e, f->name, "-=", span_of(f->value));
	if (typed.n)
		add_edit(s, e, f->name, "+=", typed);
}

static void new_field(session *s, span name, edits *e)
{
	STR_AUTO prompt = str_make(256), value = str_make(1 << 16), field = str_make(64);
	str_add(&field, name);
	if (span_find(name, SPAN("="), 0) != SIZE_MAX) {
		span edit = arena_span(s->arena, name);
		if (edit.p && e->n < MOST_EDITS)
			e->v[e->n++] = edit.p;
		return;
	}
	str_addf(&prompt, "%s: ", field.failed ? "?" : str_c(&field));
	if (field.failed || !line_edit(&s->terminal, str_c(&prompt), &value))
		return;
	if (span_trim(str_span(&value)).n)
		add_edit(s, e, str_c(&field), "+=", span_trim(str_span(&value)));
}

static onus_status edit(session *s, item *it)
{
	edits e = {.n = 0};
	for (;;) {
		STR_AUTO which = str_make(1 << 16);
		if (!line_edit(&s->terminal, "Field (number or name; Enter when done): ", &which)) {
			say(s, "Nothing was changed.");
			return ONUS_OK;
		}
		span typed = span_trim(str_span(&which));
		if (typed.n == 0)
			break;
		size_t number = 0;
		for (size_t i = 0; i < typed.n && number != SIZE_MAX; i++)
			number = typed.p[i] >= '0' && typed.p[i] <= '9' && number < 100000
				     ? number * 10 + (size_t)(typed.p[i] - '0')
				     : SIZE_MAX;
		if (number != SIZE_MAX && number >= 1 && number <= it->draft.n_fields)
			change_field(s, &it->draft, number - 1, &e);
		else if (number == SIZE_MAX)
			new_field(s, typed, &e);
		else
			terminal_write(&s->terminal, SPAN("There is no field of that number.\n"));
	}
	if (e.n == 0) {
		say(s, "Nothing was changed.");
		return ONUS_OK;
	}
	onus_decision decision = {.verdict = ONUS_EDIT, .id = it->draft.id, .edits = e.v, .n_edits = e.n, .by = s->by};
	return record(s, it, &decision, "edited");
}

/* ---- the session ---- */

static onus_status press(session *s, item *it, uint32_t key, bool *ret_quit)
{
	switch (key) {
	case 'a': {
		onus_decision decision = {.verdict = ONUS_ACCEPT, .id = it->draft.id, .by = s->by};
		return record(s, it, &decision, "accepted");
	}
	case 'e': return edit(s, it);
	case 'r': return reject(s, it);
	case 's': s->at++; break;
	case 'b':
		if (s->at)
			s->at--;
		else
			say(s, "This is the first.");
		break;
	case 'u':
		if (s->decided.n)
			s->at = s->decided.v[--s->decided.n];
		else
			say(s, "Nothing has been decided in this session.");
		break;
	case 'x': explain(s, it); break;
	case '?':
	case 'h': show_text(s, span_of(help_text)); break;
	case KEY_STOP:
	case KEY_CLOSED:
	case 'q': *ret_quit = true; break;
	case KEY_RESIZE:
	case KEY_OTHER: break;
	default: say(s, "That key does nothing here; ? helps.");
	}
	return ONUS_OK;
}

static onus_status run(session *s, bool *ret_stopped)
{
	for (;;) {
		item *it = NULL;
		TRY(current(s, &it));
		if (!it)
			return ONUS_OK;
		draw(s, it);
		bool quit = false;
		uint32_t key = terminal_key(&s->terminal);
		TRY(press(s, it, key, &quit));
		if (quit) {
			*ret_stopped = key == KEY_STOP;
			return ONUS_OK;
		}
	}
}

onus_status review_session(cli *c, onus *file, const onus_list_options *filters, const char *by)
{
	session s = {.cli = c, .file = file, .by = by, .note = str_make(4096)};
	ARENA_AUTO a = arena_new(0);
	s.arena = a;
	if (!a)
		return fail_memory(&c->err, "opening the review");
	TRY(onus_review_open(file, filters, &s.review, &c->err));
	bool stopped = false;
	onus_status status = ONUS_OK;
	if (terminal_open(&s.terminal)) {
		status = run(&s, &stopped);
		terminal_close(&s.terminal);
	} else {
		status = fail(&c->err, ONUS_ERR_USAGE,
			      "needs a terminal; without one use --list, --accept, --reject or --edit");
	}
	onus_review_close(s.review);
	str_free(&s.note);
	if (status != ONUS_OK)
		return status;
	if (s.items.n == 0)
		cli_say(c, "no drafts wait for a decision\n");
	else
		cli_say(c, "%zu decision%s\n", s.decisions, s.decisions == 1 ? "" : "s");
	if (stopped)
		return ONUS_ERR_CANCELLED;
	return ONUS_OK;
}
