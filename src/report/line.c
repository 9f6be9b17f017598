/* SPDX-License-Identifier: Apache-2.0 */
#include "report/line.h"

void str_add_actors(str *out, const entry *e, field_name name, uint16_t group)
{
	bool first = true;
	for (const field *f = entry_field(e, name); f; f = entry_next(e, f)) {
		if (f->group != group)
			continue;
		if (!first)
			str_adds(out, ", ");
		str_add(out, f->value);
		first = false;
	}
}

static void add_chain(str *out, const entry *e, field_name first, field_name second, field_name third)
{
	const field_name names[] = {first, second, third};
	bool any = false;
	for (size_t i = 0; i < 3; i++) {
		if (!names[i] || !entry_field(e, names[i]))
			continue;
		str_adds(out, any || i > 0 ? (any ? " -> " : "-> ") : "");
		str_add_actors(out, e, names[i], 0);
		any = true;
	}
	if (!any)
		str_adds(out, "(not said by whom)");
}

void str_add_stay(str *out, const entry *e)
{
	span from = entry_value(e, F_FROM), until = entry_value(e, F_UNTIL);
	str_add(out, from.n ? from : until);
	if (from.n && until.n && !span_equal(from, until)) {
		str_adds(out, " to ");
		str_add(out, until);
	}
}

void str_add_act(str *out, const entry *e, const field *act)
{
	struct {
		field_name name;
		const char *before;
	} parts[] = {{F_DATE, ""}, {F_BY, "by "}, {F_PLACE, "in "}, {F_GROUND, "on the ground: "}};
	bool any = false;
	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
		STR_AUTO value = str_make(1 << 16);
		str_add_actors(&value, e, parts[i].name, act->group);
		out->failed |= value.failed;
		if (!value.n)
			continue;
		str_addf(out, "%s%s", any ? ", " : "", parts[i].before);
		str_add(out, str_span(&value));
		any = true;
	}
}

static void add_case(str *out, const entry *e)
{
	str_add_actors(out, e, F_PERSON, 0);
	for (const field *act = entry_field(e, F_ACT); act; act = entry_next(e, act)) {
		STR_AUTO details = str_make(1 << 18);
		str_add_act(&details, e, act);
		out->failed |= details.failed;
		str_adds(out, act == entry_field(e, F_ACT) ? ": " : "; ");
		str_add(out, act->value);
		if (details.n)
			str_addf(out, " (%s)", str_c(&details));
	}
}

void str_add_summary(str *out, const book_record *r)
{
	const entry *e = &r->entry;
	span word;
	switch (r->kind) {
	case ONUS_CALL:
		add_chain(out, e, F_CALLER, F_ADDRESSEE, F_TARGET);
		word = entry_value(e, F_MODALITY);
		if (word.n)
			str_addf(out, ", %.*s", (int)word.n, word.p);
		if (span_is(entry_value(e, F_NEGATED), "true"))
			str_adds(out, " not to");
		break;
	case ONUS_PLEDGE:
		add_chain(out, e, F_BY, F_TO, FIELD_NONE);
		if (span_is(entry_value(e, F_NEGATED), "true"))
			str_adds(out, ", not to");
		word = entry_value(e, F_STATE);
		str_addf(out, ", %.*s", word.n ? (int)word.n : 10, word.n ? word.p : "unassessed");
		break;
	case ONUS_CASE: add_case(out, e); break;
	case ONUS_VISIT: {
		add_chain(out, e, F_VISITOR, F_TO, FIELD_NONE);
		STR_AUTO stay = str_make(64);
		str_add_stay(&stay, e);
		out->failed |= stay.failed;
		if (stay.n)
			str_addf(out, ", %s", str_c(&stay));
		word = entry_value(e, F_STATUS);
		if (word.n)
			str_addf(out, ", %.*s", (int)word.n, word.p);
		if (entry_field(e, F_HOST)) {
			str_adds(out, ", host ");
			str_add_actors(out, e, F_HOST, 0);
		}
		break;
	}
	case ONUS_QUOTE:
		if (entry_field(e, F_SPEAKER))
			str_add_actors(out, e, F_SPEAKER, 0);
		else
			str_adds(out, "(not said by whom)");
		word = entry_value(e, F_ROLE);
		if (word.n) {
			str_adds(out, ", ");
			str_add(out, word);
		}
		break;
	case ONUS_OUTCOME: {
		str_add(out, entry_value(e, F_OUTCOME_TYPE));
		static const field_name parts[] = {F_VALUE, F_SCALE, F_BY, F_DATE};
		static const char *const before[] = {": ", ", scale ", ", by ", ", "};
		for (size_t i = 0; i < 4; i++)
			if (entry_field(e, parts[i])) {
				str_adds(out, before[i]);
				str_add_actors(out, e, parts[i], 0);
			}
		break;
	}
	default: break;
	}
}

span record_words_of(const book_record *r)
{
	return r->words;
}
