/* SPDX-License-Identifier: Apache-2.0 */
/* Lists of calls, pledges, cases, visits, quotes and outcomes. list_other.c has documents and people. */
#include "report/list.h"
#include "report/line.h"

bool list_dates_match(date since, date until, span first, span last)
{
	date from = {0}, to = {0};
	if (!since.year && !until.year)
		return true;
	if (!date_parse(first, &from) && !date_parse(last, &from))
		return false;
	if (!date_parse(last, &to))
		to = from;
	from = date_earliest(from);
	to = date_latest(to);
	return (!since.year || date_compare(to, since) >= 0) && (!until.year || date_compare(from, until) <= 0);
}

static bool matches(const listing *l, const book_record *r)
{
	static const field_name by[ONUS_KIND_COUNT] = {
	    [ONUS_CALL] = F_CALLER,   [ONUS_PLEDGE] = F_BY,     [ONUS_CASE] = F_BY,
	    [ONUS_VISIT] = F_VISITOR, [ONUS_QUOTE] = F_SPEAKER, [ONUS_OUTCOME] = F_BY};
	static const field_name on[ONUS_KIND_COUNT][2] = {[ONUS_CALL] = {F_ADDRESSEE, F_TARGET},
							  [ONUS_PLEDGE] = {F_TO, FIELD_NONE},
							  [ONUS_CASE] = {F_PERSON, FIELD_NONE},
							  [ONUS_VISIT] = {F_TO, F_HOST}};
	const entry *e = &r->entry;
	arena *a = l->book->arena;
	if (!l->by.any && !selector_entry(&l->by, e, by[r->kind], a))
		return false;
	if (!l->on.any && !selector_entry(&l->on, e, on[r->kind][0], a) &&
	    !selector_entry(&l->on, e, on[r->kind][1], a))
		return false;
	if (!l->about.any) {
		bool named = selector_entry(&l->about, e, F_PEOPLE, a) || selector_entry(&l->about, e, F_PERSON, a) ||
			     selector_entry(&l->about, e, F_VISITOR, a) || selector_words(&l->about, r->words, a);
		if (!named)
			return false;
	}
	if (!l->place.any) {
		bool there = r->document && r->kind != ONUS_CASE && r->kind != ONUS_VISIT &&
			     selector_place(&l->place, l->book->places, r->document->place, NULL);
		for (const field *f = entry_field(e, F_PLACE); f && !there; f = entry_next(e, f))
			there = selector_place(&l->place, l->book->places, f->value, f->country);
		for (const field *f = r->kind == ONUS_VISIT ? entry_field(e, F_TO) : NULL; f && !there;
		     f = entry_next(e, f))
			there = selector_place(&l->place, l->book->places, f->value, f->country);
		if (!there)
			return false;
	}
	if (r->kind == ONUS_VISIT && (entry_field(e, F_FROM) || entry_field(e, F_UNTIL)))
		return list_dates_match(l->since, l->until, entry_value(e, F_FROM), entry_value(e, F_UNTIL));
	return list_dates_match(l->since, l->until, r->published, r->published);
}

static void print_text(sheet *p, const book_record *r)
{
	sheet_rawf(p, "%.*s  %.*s  %.*s%s\n", (int)r->id.n, r->id.p, r->published.n ? (int)r->published.n : 10,
		   r->published.n ? r->published.p : "(no date) ", (int)r->state.n, r->state.p,
		   r->entry.confidentiality == CONFIDENTIAL ? "  confidential" : "");
	STR_AUTO summary = str_make(1 << 20);
	str_add_summary(&summary, r);
	sheet_raw(p, "    ");
	sheet_wrap(p, sheet_take(p, &summary), 4, 8);
	if (r->kind != ONUS_OUTCOME && r->words.n) {
		sheet_raw(p, "    \"");
		STR_AUTO words = str_make(1 << 26);
		str_add(&words, r->words);
		str_addc(&words, '"');
		sheet_wrap(p, sheet_take(p, &words), 5, 5);
	}
	if (r->kind == ONUS_CALL && entry_field(&r->entry, F_PEOPLE)) {
		STR_AUTO people = str_make(1 << 20);
		str_adds(&people, "for ");
		str_add_actors(&people, &r->entry, F_PEOPLE, 0);
		sheet_raw(p, "    ");
		sheet_wrap(p, sheet_take(p, &people), 4, 8);
	}
	if (r->document) {
		STR_AUTO source = str_make(1 << 20);
		str_addf(&source, "in %.*s, ", SHORT_ID, r->document->id.p);
		str_add(&source, book_title(r->document));
		if (r->document->publisher.n) {
			str_adds(&source, " (");
			str_add(&source, r->document->publisher);
			str_addc(&source, ')');
		}
		sheet_raw(p, "    ");
		sheet_wrap(p, sheet_take(p, &source), 4, 8);
	}
	sheet_raw(p, "\n");
}

void list_print_origin(printer *p, book *b, const book_record *r)
{
	if (r->document) {
		printer_field(p, "document", book_document_id(b, r->document));
		printer_field(p, "title", book_title(r->document));
		printer_key(p, "publisher");
		if (r->document->publisher.n)
			printer_string(p, r->document->publisher);
		else
			printer_null(p);
	} else {
		printer_fields(p, "document", NULL);
		printer_fields(p, "title", NULL);
		printer_fields(p, "publisher", NULL);
	}
	printer_key(p, "published");
	if (r->published.n)
		printer_string(p, r->published);
	else
		printer_null(p);
	/* A pledge's "state" is whether it was kept. */
	if (r->kind != ONUS_PLEDGE)
		printer_field(p, "state", r->state);
	printer_field(p, "review", r->state);
	printer_field(p, "confidentiality", r->confidentiality);
}

static void print_json(printer *p, book *b, const book_record *r, span text)
{
	printer_begin_object(p);
	STR_AUTO id = str_make(100);
	str_add(&id, r->id);
	entry_print_fields(&r->entry, p, str_c(&id), text);
	list_print_origin(p, b, r);
	printer_end_object(p);
}

static void print_csv(printer *p, book *b, const book_record *r)
{
	printer_begin_object(p);
	printer_field(p, "id", r->id);
	for (const field_rule *rule = record_schema(r->kind); rule->name; rule++) {
		STR_AUTO value = str_make(1 << 26);
		bool first = true;
		for (const field *f = entry_field(&r->entry, rule->name); f; f = entry_next(&r->entry, f)) {
			str_adds(&value, first ? "" : "; ");
			str_add(&value, f->value);
			first = false;
		}
		if (field_type_of(rule->name) == FIELD_BOOL && !value.n)
			str_adds(&value, "false");
		printer_field(p, field_word(rule->name), str_span(&value));
	}
	range words = entry_words(&r->entry);
	printer_field(p, "words", r->words);
	printer_key(p, "start");
	printer_number(p, words.start);
	printer_key(p, "end");
	printer_number(p, words.end);
	printer_field(p, "rule", r->entry.rule);
	list_print_origin(p, b, r);
	printer_end_object(p);
}

static onus_status print(listing *l, const book_record *r, onus_error *err)
{
	TRY(book_check(l->book, r, err));
	switch (l->options->format) {
	case ONUS_JSON: {
		span text = {NULL, 0};
		if (r->document)
			TRY(book_text(l->book, r->document, &text, err));
		print_json(l->printer, l->book, r, text);
		break;
	}
	case ONUS_CSV: print_csv(l->printer, l->book, r); break;
	default: print_text(l->sheet, r); break;
	}
	return ONUS_OK;
}

static const char *state_word(onus_review_state state)
{
	static const char *const words[] = {"any", "draft", "accepted", "edited", "rejected", "reviewed"};
	return (size_t)state < sizeof words / sizeof *words ? words[state] : "any";
}

onus_status list_records(listing *l, onus_error *err)
{
	const onus_list_options *o = l->options;
	store_value document = l->document ? value_int(l->document->n) : value_null();
	ROWS_AUTO rows = NULL;
	TRY(store_query(l->book->store, "report_records",
			PARAMS(value_string(record_kind_word(o->kind)), document, value_string(state_word(o->state))),
			&rows, err));
	bool more = false;
	TRY(store_step(rows, &more, err));
	while (more && (o->limit == 0 || l->printed < o->limit)) {
		book_record r = {0};
		TRY(book_record_of(l->book, rows, o->kind, &r, err));
		if (matches(l, &r)) {
			TRY(print(l, &r, err));
			l->printed++;
			l->drafts += span_is(r.state, "draft");
		}
		TRY(store_step(rows, &more, err));
	}
	return ONUS_OK;
}
