/* SPDX-License-Identifier: Apache-2.0 */
/* Why an entry was drafted: the document is read once more with the trace on, and what the engine says is printed. */
#include "onus/typed_id.h"

#include "base/printer.h"
#include "extract/extract.h"

enum { EXPLAIN_CAP = 512 << 20 };

/* What is told. `why` is filled in where no rule is to be named. */
typedef struct account {
	span id, text;
	const entry *entry;
	explanation explanation;
	const char *why;
} account;

static void print_words(printer *p, span text, range where)
{
	printer_field(p, "text", span_in(text, where));
	printer_key(p, "start");
	printer_number(p, where.start);
	printer_key(p, "end");
	printer_number(p, where.end);
}

static void field_or_null(printer *p, const char *key, span value)
{
	printer_key(p, key);
	if (value.n)
		printer_string(p, value);
	else
		printer_null(p);
}

static void print_json(printer *p, const account *t)
{
	const explanation *x = &t->explanation;
	printer_begin_object(p);
	printer_field(p, "id", t->id);
	field_or_null(p, "rule", x->fired.rule);
	field_or_null(p, "description", x->fired.description);
	printer_key(p, "by_person");
	printer_bool(p, t->entry->by_person);
	printer_fields(p, "note", t->why);
	printer_key(p, "words");
	printer_begin_list(p);
	for (size_t i = 0; i < x->words.n; i++) {
		printer_begin_object(p);
		printer_field(p, "role", x->words.v[i].role);
		print_words(p, t->text, x->words.v[i].where);
		printer_end_object(p);
	}
	printer_end_list(p);
	printer_key(p, "nearly");
	printer_begin_list(p);
	for (size_t i = 0; i < x->nearly.n; i++) {
		const explained_rule *r = &x->nearly.v[i];
		printer_begin_object(p);
		printer_field(p, "rule", r->rule);
		printer_field(p, "description", r->description);
		printer_field(p, "reason", r->reason);
		print_words(p, t->text, r->where);
		printer_end_object(p);
	}
	printer_end_list(p);
	printer_end_object(p);
}

/* Words on one line. */
static void add_words(str *out, span words)
{
	str_addc(out, '"');
	for (size_t i = 0; i < words.n; i++)
		str_addc(out, words.p[i] == '\n' || words.p[i] == '\t' ? ' ' : words.p[i]);
	str_addc(out, '"');
}

static void print_text(printer *p, const account *t)
{
	const explanation *x = &t->explanation;
	STR_AUTO out = str_make(EXPLAIN_CAP);
	str_add(&out, t->id);
	if (x->fired.rule.n) {
		str_adds(&out, " was drafted by the rule ");
		str_add(&out, x->fired.rule);
		if (x->fired.description.n) {
			str_adds(&out, ":\n    ");
			str_add(&out, x->fired.description);
		}
	}
	str_addc(&out, '\n');
	if (t->why)
		str_addf(&out, "%s\n", t->why);
	for (size_t i = 0; i < x->words.n; i++) {
		range r = x->words.v[i].where;
		str_addf(&out, "%s    %-12.*s ", i ? "" : "\nThe words that it matched:\n", (int)x->words.v[i].role.n,
			 x->words.v[i].role.n ? x->words.v[i].role.p : "");
		add_words(&out, span_in(t->text, r));
		str_addf(&out, "  %u-%u\n", r.start, r.end);
	}
	for (size_t i = 0; i < x->nearly.n; i++) {
		const explained_rule *r = &x->nearly.v[i];
		str_addf(&out, "%s    %.*s at ", i ? "" : "\nRules that nearly fired there:\n", (int)r->rule.n,
			 r->rule.n ? r->rule.p : "");
		add_words(&out, span_in(t->text, r->where));
		str_adds(&out, ": ");
		str_add(&out, r->reason);
		str_addc(&out, '\n');
	}
	printer_text(p, "%s", str_c(&out));
}

static onus_status print_account(const account *t, onus_format format, const onus_sink *sink, onus_error *err)
{
	printer *p = printer_new(format, false, sink);
	if (!p)
		return fail_memory(err, "explaining");
	if (format == ONUS_JSON)
		print_json(p, t);
	else
		print_text(p, t);
	onus_status status = printer_end(p, err);
	printer_free(p);
	return status;
}

static onus_status ask_engine(onus *file, const entry *e, const rendition *text, arena *a, account *t, onus_error *err)
{
	const struct extract_engine *engine = NULL;
	onus_error why = {0};
	TRY(casefile_engine(file, &engine, err));
	onus_status status = extract_explain(engine, text, e, a, &t->explanation, &why);
	if (status == ONUS_OK)
		return ONUS_OK;
	if (status != ONUS_ERR_NOT_FOUND) {
		if (err)
			*err = why;
		return status;
	}
	memset(&t->explanation, 0, sizeof t->explanation);
	t->why = e->by_person ? "A person made it or changed it; no rule drafts it so."
			      : "No rule drafts it now: the rules have changed since. onus rebuild makes drafts anew.";
	return ONUS_OK;
}

onus_status onus_explain(onus *file, const char *id, onus_format format, const onus_sink *sink, onus_error *err)
{
	if (format != ONUS_TEXT && format != ONUS_JSON)
		return fail(err, ONUS_ERR_USAGE, "an explanation is text or JSON");
	ARENA_AUTO a = arena_new(EXPLAIN_CAP);
	if (!a)
		return fail_memory(err, "explaining");
	account t = {0};
	entry e = {0};
	rendition text = {0};
	int64_t document = 0;
	TRY(typed_record(file, id, a, &t.id, err));
	TRY(casefile_entry(file, t.id, a, &e, &document, err));
	t.entry = &e;
	if (e.kind == ONUS_OUTCOME || !document) {
		t.why = "A person recorded it with onus follow; no rule drafts outcomes.";
		return print_account(&t, format, sink, err);
	}
	TRY(casefile_rendition(file, document, a, &text, err));
	t.text = text.text;
	TRY(ask_engine(file, &e, &text, a, &t, err));
	return print_account(&t, format, sink, err);
}
