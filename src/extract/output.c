/* SPDX-License-Identifier: Apache-2.0 */
/* Who is meant by words, and the entries that passes make of them. */
#include "base/limits.h"
#include "extract/engine.h"

int32_t mention_actor(const analysis *a, int32_t m)
{
	return m == NONE ? NONE : a->mentions.v[m].actor;
}

int32_t actor_of_state(const analysis *a, const char *country)
{
	for (size_t i = 0; i < a->actors.n; i++)
		if (a->actors.v[i].type == ACTOR_STATE && strcmp(a->actors.v[i].country, country) == 0)
			return (int32_t)i;
	return NONE;
}

int32_t speaker_at(const analysis *a, uint32_t i)
{
	for (int32_t q = word_of(a, i)->quotation; q != NONE; q = a->quotations.v[q].parent)
		if (a->quotations.v[q].kind != QUOTATION_WORDS && a->quotations.v[q].speaker != NONE)
			return a->quotations.v[q].speaker;
	return a->publisher != NONE && !a->author_speaks ? a->publisher : a->author;
}

static onus_status add_index(index_vec *out, int32_t value, arena *a, onus_error *err)
{
	for (size_t i = 0; i < out->n; i++)
		if (out->v[i] == value)
			return ONUS_OK;
	int32_t *slot = vec_push(out, a);
	if (!slot)
		return fail_memory(err, "listing actors");
	*slot = value;
	return ONUS_OK;
}

static onus_status add_meant(const analysis *a, int32_t m, index_vec *out, onus_error *err)
{
	const mention *one = &a->mentions.v[m];
	for (size_t i = 0; i < one->actors.n; i++)
		TRY(add_index(out, one->actors.v[i], a->arena, err));
	if (one->actors.n == 0 && one->actor != NONE)
		TRY(add_index(out, one->actor, a->arena, err));
	return ONUS_OK;
}

onus_status mentions_listed(const analysis *a, int32_t m, index_vec *out, onus_error *err)
{
	TRY(add_index(out, m, a->arena, err));
	uint32_t end = a->sentences.v[word_of(a, a->mentions.v[m].first)->sentence].end;
	uint32_t i = a->mentions.v[m].whole_end;
	if (i < a->mentions.v[m].end)
		i = a->mentions.v[m].end;
	for (size_t n = 0; n < LIMIT_LIST_NAMES && i < end; n++) {
		/* over "(aged 34)" and an apposition between commas without a verb */
		if (word_is(a, i, "("))
			while (i < end && !word_is(a, i, ")"))
				i++;
		if (word_is(a, i, ")"))
			i++;
		uint32_t k = i;
		bool joined = false;
		while (k < end && (word_is(a, k, ",") || word_is(a, k, ";") || word_of(a, k)->pos == POS_CONJ)) {
			k++;
			joined = true;
		}
		if (!joined || k >= end)
			break;
		phrase p = phrase_right(a, k, end, false);
		if (p.mention == NONE || p.end == p.first || a->mentions.v[p.mention].kind != MENTION_NAME ||
		    a->mentions.v[p.mention].type != a->mentions.v[m].type) {
			/* an apposition: "A, a lawyer, and B" */
			phrase aside = phrase_right(a, k, end, true);
			if (aside.end > aside.first && aside.end < end && word_is(a, aside.end, ",") &&
			    word_is(a, i, ",") && aside.end - aside.first < 25) {
				i = aside.end;
				continue;
			}
			break;
		}
		TRY(add_index(out, p.mention, a->arena, err));
		i = p.end;
	}
	return ONUS_OK;
}

onus_status persons_in(const analysis *a, uint32_t first, uint32_t end, bool named_only, index_vec *ret_actors,
		       onus_error *err)
{
	for (uint32_t i = first; i < end && i < a->words.n; i++) {
		int32_t m = word_of(a, i)->mention;
		if (m == NONE || a->mentions.v[m].first != i)
			continue;
		const mention *one = &a->mentions.v[m];
		if (named_only && one->kind != MENTION_NAME)
			continue;
		if (one->type != ACTOR_PERSON)
			continue;
		TRY(add_meant(a, m, ret_actors, err));
	}
	return ONUS_OK;
}

onus_status phrase_actors(const analysis *a, phrase p, index_vec *ret_actors, onus_error *err)
{
	if (p.mention == NONE)
		return ONUS_OK;
	index_vec listed = {0};
	TRY(mentions_listed(a, p.mention, &listed, err));
	for (size_t i = 0; i < listed.n; i++)
		TRY(add_meant(a, listed.v[i], ret_actors, err));
	return ONUS_OK;
}

/* ---- making entries ---- */

entry *output_entry(pass_output *out, onus_kind kind, span rule_id, range evidence)
{
	if (out->set->entries.n >= LIMIT_DOCUMENT_ENTRIES) {
		out->set->note = SPAN("The document states more than a record can hold; what came last was left out.");
		return NULL;
	}
	entry *e = vec_push(&out->set->entries, out->arena);
	if (!e) {
		out->failed = true;
		return NULL;
	}
	e->kind = (uint8_t)kind;
	e->confidentiality = kind == ONUS_CASE ? CONFIDENTIAL : PUBLIC;
	e->rule = rule_id;
	e->evidence = evidence;
	return e;
}

static field *add(pass_output *out, entry *e, field_name name, span value, range where)
{
	if (!e || value.n == 0)
		return NULL;
	field *f = entry_add(e, out->arena, name, value, where);
	if (!f)
		out->failed = true;
	return f;
}

void output_actor(pass_output *out, const analysis *a, entry *e, field_name name, int32_t number, range where)
{
	if (number == NONE || !e)
		return;
	const actor *who = &a->actors.v[number];
	for (size_t i = 0; i < e->fields.n; i++)
		if (e->fields.v[i].name == name && e->fields.v[i].group == 0 &&
		    span_equal(e->fields.v[i].value, who->name))
			return;
	field *f = add(out, e, name, who->name, where);
	if (!f)
		return;
	f->actor_type = who->type;
	memcpy(f->country, who->country, sizeof f->country);
}

void output_words_as_actor(pass_output *out, const analysis *a, entry *e, field_name name, range where)
{
	if (range_empty(where))
		return;
	STR_AUTO flat = str_make(2000);
	span words = span_in(a->text, where);
	for (size_t i = 0; i < words.n && i < 400; i++) {
		bool space = words.p[i] == ' ' || words.p[i] == '\n' || words.p[i] == '\t' || words.p[i] == '\r';
		if (!space)
			str_addc(&flat, words.p[i]);
		else if (flat.n && flat.p[flat.n - 1] != ' ')
			str_addc(&flat, ' ');
	}
	span value = arena_span(out->arena, str_span(&flat));
	if (flat.failed || !value.p)
		out->failed = true;
	else
		(void)add(out, e, name, value, where);
}

void output_passage(pass_output *out, const analysis *a, entry *e, field_name name, range where)
{
	if (!range_empty(where))
		(void)add(out, e, name, span_in(a->text, where), where);
}

void output_word(pass_output *out, entry *e, field_name name, const char *value, range where)
{
	span kept = arena_span(out->arena, span_of(value)); /* the caller's may be on its stack */
	if (kept.p)
		(void)add(out, e, name, kept, where);
	else
		out->failed = true;
}

void output_date(pass_output *out, entry *e, field_name name, date value, range where)
{
	char text[16];
	date_print(value, text);
	if (!text[0])
		return;
	span kept = arena_span(out->arena, span_of(text));
	if (kept.p)
		(void)add(out, e, name, kept, where);
	else
		out->failed = true;
}

void output_group(entry *e, uint16_t group)
{
	if (e && e->fields.n)
		e->fields.v[e->fields.n - 1].group = group;
}

static void note(pass_output *out, const rule *r, range where, bool fired, span reason)
{
	if (!out->trace)
		return;
	trace_note *n = vec_push(&out->trace->notes, out->trace->arena);
	if (n)
		*n = (trace_note){.rule = r, .where = where, .fired = fired, .reason = reason};
	else
		out->failed = true;
}

void output_nearly(pass_output *out, const rule *r, range where, const char *why)
{
	note(out, r, where, false, span_of(why));
}

void output_fired(pass_output *out, const rule *r, range where)
{
	note(out, r, where, true, (span){NULL, 0});
}
