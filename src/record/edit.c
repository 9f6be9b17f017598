/* SPDX-License-Identifier: Apache-2.0 */
#include "base/limits.h"
#include "base/utf8.h"
#include "record/record.h"

/* What "field=value" says. */
typedef struct change {
	enum { SET, ADD, TAKE } how;
	field_name name;
	span word, value;
} change;

static onus_status read_change(span edit, change *ret_change, onus_error *err)
{
	size_t equals = span_find(edit, SPAN("="), 0);
	if (equals == SIZE_MAX || equals == 0)
		return fail(err, ONUS_ERR_USAGE,
			    "\"%s\" is not an edit; write field=value, field+=value or field-=value", SAFE_SPAN(edit));
	if (edit.n > LIMIT_TYPED_BYTES || utf8_check(edit) != SIZE_MAX)
		return fail(err, ONUS_ERR_USAGE, "the edit \"%s\" is too long or is not UTF-8", SAFE_SPAN(edit));
	change c = {SET, FIELD_NONE, span_slice(edit, 0, equals), span_trim(span_slice(edit, equals + 1, edit.n))};
	char sign = edit.p[equals - 1];
	if (sign == '+' || sign == '-') {
		c.how = sign == '+' ? ADD : TAKE;
		c.word.n--;
	}
	c.word = span_trim(c.word);
	c.name = field_find(c.word);
	*ret_change = c;
	return ONUS_OK;
}

static bool read_number(span s, uint32_t *ret_value)
{
	uint64_t value = 0;
	if (s.n == 0 || s.n > 10)
		return false;
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] < '0' || s.p[i] > '9')
			return false;
		value = value * 10 + (uint64_t)(s.p[i] - '0');
	}
	*ret_value = (uint32_t)value;
	return value <= UINT32_MAX;
}

/* "@120-164" cites the words there; other words are looked for inside the evidence. */
static onus_status locate(const entry *e, span text, span *value, range *ret_where, onus_error *err)
{
	*ret_where = (range){0, 0};
	if (value->n && value->p[0] == '@') {
		size_t dash = span_find(*value, SPAN("-"), 0);
		range r;
		if (dash == SIZE_MAX || !read_number(span_slice(*value, 1, dash), &r.start) ||
		    !read_number(span_slice(*value, dash + 1, value->n), &r.end) || r.start >= r.end ||
		    r.end > text.n || utf8_boundary(text, r.start) != r.start || utf8_boundary(text, r.end) != r.end)
			return fail(
			    err, ONUS_ERR_USAGE,
			    "\"%s\" is no place in the document; write @START-END in bytes of its text, at most %zu",
			    SAFE_SPAN(*value), text.n);
		*value = span_in(text, r);
		*ret_where = r;
		return ONUS_OK;
	}
	size_t at = span_find(span_in(text, e->evidence), *value, 0);
	if (value->n && at != SIZE_MAX)
		*ret_where = (range){(uint32_t)(e->evidence.start + at), (uint32_t)(e->evidence.start + at + value->n)};
	return ONUS_OK;
}

static void remove_field(entry *e, size_t i)
{
	memmove(&e->fields.v[i], &e->fields.v[i + 1], (e->fields.n - i - 1) * sizeof *e->fields.v);
	e->fields.n--;
}

/* Takes away the named value (or all, when `value` is empty); for an act, its whole group. */
static bool take_away(entry *e, field_name name, span value)
{
	bool found = false;
	for (size_t i = e->fields.n; i-- > 0;) {
		field f = e->fields.v[i];
		if (f.name != name || (value.n && !span_equal(f.value, value)))
			continue;
		found = true;
		if (name != F_ACT) {
			remove_field(e, i);
			continue;
		}
		for (size_t k = e->fields.n; k-- > 0;)
			if (e->fields.v[k].group == f.group)
				remove_field(e, k);
		i = i > e->fields.n ? e->fields.n : i;
	}
	return found;
}

/* Where a new field of this rule belongs: behind its like, behind its act, or at the end. */
static onus_status place_field(entry *e, const field_rule *rule, size_t *ret_at, uint16_t *ret_group, onus_error *err)
{
	uint16_t last_group = 0;
	size_t at = e->fields.n;
	for (size_t i = 0; i < e->fields.n; i++)
		if (e->fields.v[i].group > last_group)
			last_group = e->fields.v[i].group;
	if (rule->name == F_ACT) {
		if (last_group == UINT16_MAX)
			return fail(err, ONUS_ERR_LIMIT, "the entry has too many acts");
		last_group++;
	} else if (rule->grouped) {
		if (last_group == 0)
			return fail(err, ONUS_ERR_INPUT, "%s belongs to an act; add the act first",
				    field_word(rule->name));
		/* The details of the last act: an earlier one is reached by taking it away and adding it again. */
		while (at > 0 && e->fields.v[at - 1].group != last_group)
			at--;
	} else {
		for (size_t i = 0; i < e->fields.n; i++)
			if (e->fields.v[i].name == rule->name)
				at = i + 1;
		last_group = 0;
	}
	*ret_at = at;
	*ret_group = last_group;
	return ONUS_OK;
}

onus_status entry_edit(entry *e, arena *a, span edit, span text, onus_error *err)
{
	change c = {0};
	TRY(read_change(edit, &c, err));
	const field_rule *rule = record_schema((onus_kind)e->kind);
	while (rule->name && rule->name != c.name)
		rule++;
	if (!rule->name) {
		STR_AUTO list = str_make(1000);
		for (const field_rule *r = record_schema((onus_kind)e->kind); r->name; r++)
			str_addf(&list, "%s%s", list.n ? ", " : "", field_word(r->name));
		return fail(err, ONUS_ERR_INPUT, "a %s has no field \"%s\"; it has: %s",
			    record_kind_word((onus_kind)e->kind), SAFE_SPAN(c.word), str_c(&list));
	}
	entry work;
	if (!entry_copy(&work, e, a))
		return fail_memory(err, "editing");
	if (c.how == TAKE) {
		if (!take_away(&work, c.name, c.value))
			return fail(err, ONUS_ERR_INPUT, "%s has no value \"%s\" to take away", field_word(c.name),
				    SAFE_SPAN(c.value));
	} else {
		range where;
		TRY(locate(&work, text, &c.value, &where, err));
		uint16_t group = 0;
		size_t at = 0;
		bool last_act_only = rule->grouped && rule->name != F_ACT;
		if (c.how == SET && !last_act_only)
			(void)take_away(&work, c.name, (span){NULL, 0});
		TRY(place_field(&work, rule, &at, &group, err));
		if (last_act_only && (c.how == SET || !rule->many))
			for (size_t i = work.fields.n; i-- > 0;)
				if (work.fields.v[i].name == c.name && work.fields.v[i].group == group) {
					remove_field(&work, i);
					at = at > i ? at - 1 : at;
				}
		span value = arena_span(a, c.value);
		if (!value.p || !entry_add(&work, a, c.name, value, where))
			return fail_memory(err, "editing");
		field added = work.fields.v[work.fields.n - 1];
		added.group = group;
		memmove(&work.fields.v[at + 1], &work.fields.v[at], (work.fields.n - 1 - at) * sizeof *work.fields.v);
		work.fields.v[at] = added;
	}
	work.by_person = true;
	TRY(entry_check(&work, err));
	*e = work;
	return ONUS_OK;
}
