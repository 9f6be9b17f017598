/* SPDX-License-Identifier: Apache-2.0 */
/* The JSON shapes of docs/record.md. In CSV and TEXT the printer keeps the flat part of them. */
#include "record/record.h"

static void print_range(printer *p, range r)
{
	printer_begin_object(p);
	printer_key(p, "start");
	printer_number(p, r.start);
	printer_key(p, "end");
	printer_number(p, r.end);
	printer_end_object(p);
}

static void print_value(const field *f, printer *p, span text)
{
	bool deep = printer_format(p) == ONUS_JSON;
	switch (field_type_of((field_name)f->name)) {
	case FIELD_PASSAGE:
		if (!deep) {
			printer_string(p, f->value);
			return;
		}
		printer_begin_object(p);
		/* the words as they stand in the document, where they stand there */
		printer_field(p, "text", range_empty(f->where) ? f->value : span_in(text, f->where));
		printer_key(p, "start");
		if (range_empty(f->where))
			printer_null(p);
		else
			printer_number(p, f->where.start);
		printer_key(p, "end");
		if (range_empty(f->where))
			printer_null(p);
		else
			printer_number(p, f->where.end);
		printer_end_object(p);
		return;
	case FIELD_BOOL: printer_bool(p, span_is(f->value, "true")); return;
	default: printer_string(p, f->value);
	}
}

static const field *first_of(const entry *e, field_name name, uint16_t group)
{
	for (size_t i = 0; i < e->fields.n; i++)
		if (e->fields.v[i].name == name && e->fields.v[i].group == group)
			return &e->fields.v[i];
	return NULL;
}

static void print_field(const entry *e, const field_rule *rule, uint16_t group, printer *p, span text)
{
	printer_key(p, field_word(rule->name));
	const field *f = first_of(e, rule->name, group);
	if (!rule->many) {
		if (f)
			print_value(f, p, text);
		else if (field_type_of(rule->name) == FIELD_BOOL)
			printer_bool(p, false);
		else
			printer_null(p);
		return;
	}
	printer_begin_list(p);
	for (; f; f = entry_next(e, f))
		if (f->group == group)
			print_value(f, p, text);
	printer_end_list(p);
}

/* "acts": each word once; "details": one object an act. */
static void print_acts(const entry *e, printer *p, span text)
{
	printer_key(p, "acts");
	printer_begin_list(p);
	for (const field *f = entry_field(e, F_ACT); f; f = entry_next(e, f)) {
		const field *first = entry_field(e, F_ACT);
		while (!span_equal(first->value, f->value))
			first = entry_next(e, first);
		if (first == f)
			printer_string(p, f->value);
	}
	printer_end_list(p);
	printer_key(p, "details");
	printer_begin_list(p);
	for (const field *f = entry_field(e, F_ACT); f; f = entry_next(e, f)) {
		printer_begin_object(p);
		printer_field(p, "act", f->value);
		for (const field_rule *r = record_schema((onus_kind)e->kind); r->name; r++)
			if (r->grouped && r->name != F_ACT)
				print_field(e, r, f->group, p, text);
		printer_key(p, "evidence");
		print_range(p, f->where);
		printer_end_object(p);
	}
	printer_end_list(p);
}

void entry_print_fields(const entry *e, printer *p, const char *id, span text)
{
	printer_fields(p, "id", id);
	bool acts = false;
	for (const field_rule *r = record_schema((onus_kind)e->kind); r->name; r++) {
		if (!r->grouped)
			print_field(e, r, 0, p, text);
		else
			acts = true;
	}
	if (acts)
		print_acts(e, p, text);
	if (e->kind != ONUS_DOCUMENT && e->kind != ONUS_OUTCOME) {
		printer_key(p, "rule");
		if (e->by_person || e->rule.n == 0)
			printer_null(p);
		else
			printer_string(p, e->rule);
		printer_key(p, "evidence");
		print_range(p, e->evidence);
	}
}

void entry_print(const entry *e, printer *p, const char *id, span text)
{
	printer_begin_object(p);
	entry_print_fields(e, p, id, text);
	printer_end_object(p);
}

void record_set_print(const record_set *set, printer *p, const char *document_id, span source, span text)
{
	printer_begin_object(p);
	printer_key(p, "format");
	printer_number(p, 1);
	if (source.p)
		printer_field(p, "source", source);
	printer_key(p, "document");
	entry_print(&set->document, p, document_id, text);
	for (int kind = ONUS_CALL; kind <= ONUS_QUOTE; kind++) {
		printer_key(p, record_kind_plural((onus_kind)kind));
		printer_begin_list(p);
		unsigned n = 0;
		for (size_t i = 0; i < set->entries.n; i++) {
			if (set->entries.v[i].kind != kind)
				continue;
			char id[32];
			(void)snprintf(id, sizeof id, "%s-%u", record_kind_word((onus_kind)kind), ++n);
			entry_print(&set->entries.v[i], p, id, text);
		}
		printer_end_list(p);
	}
	if (set->note.n)
		printer_field(p, "note", set->note);
	printer_end_object(p);
}
