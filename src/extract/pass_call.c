/* SPDX-License-Identifier: Apache-2.0 */
/* The pass for calls: over the sentences, rule by rule, then the drafts as entries. */
#include "extract/call.h"

bool call_no(call_pass *c, const char *why)
{
	output_nearly(c->f.out, c->rule, words_range(c->f.a, c->first, c->end), why);
	return false;
}

call_draft *call_new(call_pass *c, const party_vec *callers, uint32_t first, uint32_t end)
{
	frame_trim(&c->f, &first, &end);
	if (first >= end || c->f.status != ONUS_OK)
		return NULL;
	call_draft *d = vec_push(&c->drafts, c->f.a->arena);
	if (!d) {
		c->f.status = fail_memory(c->f.err, "drafting calls");
		return NULL;
	}
	*d = (call_draft){.rule = c->rule,
			  .trigger_first = c->first,
			  .trigger_end = c->end,
			  .callers = *callers,
			  .first = first,
			  .end = end};
	d->negated = word_of(c->f.a, first)->pos == POS_NOT || word_is(c->f.a, first, "never");
	if (end > c->done)
		c->done = end;
	return d;
}

/* ---- from draft to entry ---- */

static void add_parties(call_pass *c, entry *e, field_name name, const party_vec *list)
{
	for (size_t i = 0; i < list->n; i++) {
		if (list->v[i].actor != NONE)
			output_actor(c->f.out, c->f.a, e, name, list->v[i].actor, list->v[i].where);
		else
			output_words_as_actor(c->f.out, c->f.a, e, name, list->v[i].where);
	}
}

static bool in_list(const party_vec *list, int32_t who)
{
	for (size_t i = 0; i < list->n; i++) {
		if (list->v[i].actor == who)
			return true;
	}
	return false;
}

static void add_people(call_pass *c, entry *e, const call_draft *d)
{
	index_vec people = {0};
	const onus_status status = persons_in(c->f.a, d->first, d->end, false, &people, c->f.err);
	if (status != ONUS_OK) {
		c->f.status = status;
		return;
	}
	for (size_t i = 0; i < people.n; i++) {
		if (in_list(&d->callers, people.v[i]) || in_list(&d->addressees, people.v[i]) ||
		    in_list(&d->targets, people.v[i]))
			continue;
		output_actor(c->f.out, c->f.a, e, F_PEOPLE, people.v[i], words_range(c->f.a, d->first, d->end));
	}
}

/* A clause of condition inside the action: "unless he is charged", "if ...". */
static void add_condition(call_pass *c, entry *e, const call_draft *d)
{
	for (uint32_t i = d->first + 1; i + 2 < d->end; i++) {
		if (!word_is(c->f.a, i, "unless") && !word_is(c->f.a, i, "if") && !word_is(c->f.a, i, "provided"))
			continue;
		output_passage(c->f.out, c->f.a, e, F_CONDITION, words_range(c->f.a, i, d->end));
		return;
	}
}

static void add_urgency(call_pass *c, entry *e, const call_draft *d)
{
	static const char *const urgent[] = {"immediately", "urgently", "promptly", "immediate",
					     "urgent",      "swiftly",  "now"};
	for (uint32_t i = d->first; i < d->end; i++) {
		uint32_t end = i;
		for (size_t k = 0; k < sizeof urgent / sizeof *urgent && end == i; k++)
			end += word_is(c->f.a, i, urgent[k]);
		if (word_is(c->f.a, i, "without") &&
		    (word_is(c->f.a, (int64_t)i + 1, "delay") || word_is(c->f.a, (int64_t)i + 2, "delay")))
			end = i + (word_is(c->f.a, (int64_t)i + 1, "delay") ? 2u : 3u);
		if (word_is(c->f.a, i, "as") && word_is(c->f.a, (int64_t)i + 1, "soon"))
			end = i + 4 < d->end ? i + 4 : d->end;
		if (end == i)
			continue;
		output_passage(c->f.out, c->f.a, e, F_URGENCY, words_range(c->f.a, i, end));
		return;
	}
}

/* "by 30 October", "before the summit in May": a date behind by, before, until, within. */
static void add_deadline(call_pass *c, entry *e, const call_draft *d)
{
	for (uint32_t i = d->first; i < d->end; i++) {
		if (!word_is(c->f.a, i, "by") && !word_is(c->f.a, i, "before") && !word_is(c->f.a, i, "until") &&
		    !word_is(c->f.a, i, "within"))
			continue;
		for (uint32_t k = i + 1; k < d->end && k < i + 4; k++) {
			const int32_t day = word_of(c->f.a, k)->dated;
			if (day == NONE)
				continue;
			output_passage(c->f.out, c->f.a, e, F_DEADLINE,
				       words_range(c->f.a, i, c->f.a->dates.v[day].end));
			return;
		}
	}
}

static void make_entry(call_pass *c, call_draft *d)
{
	if (d->wants_holder && d->addressees.n == 0) {
		const int32_t holder = frame_holder(&c->f, &d->callers);
		if (holder != NONE)
			party_add(&c->f, &d->addressees, holder, words_range(c->f.a, d->first, d->end));
	}
	const uint32_t from = d->trigger_first < d->first ? d->trigger_first : d->first;
	entry *e = output_entry(c->f.out, ONUS_CALL, d->rule->id, words_range(c->f.a, from, d->end));
	if (!e)
		return;
	add_parties(c, e, F_CALLER, &d->callers);
	add_parties(c, e, F_ADDRESSEE, &d->addressees);
	add_parties(c, e, F_TARGET, &d->targets);
	output_passage(c->f.out, c->f.a, e, F_ACTION, words_range(c->f.a, d->first, d->end));
	add_people(c, e, d);
	const span modality = rule_value_of(d->rule, "modality");
	const char *const known[] = {CALL_MODALITIES};
	for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
		if (span_is(modality, known[i]))
			output_word(c->f.out, e, F_MODALITY, known[i],
				    words_range(c->f.a, d->trigger_first, d->trigger_end));
	}
	output_word(c->f.out, e, F_NEGATED, d->negated ? "true" : "false",
		    d->negated ? words_range(c->f.a, d->first, d->first + 1) : (range){0, 0});
	add_condition(c, e, d);
	add_urgency(c, e, d);
	add_deadline(c, e, d);
	output_fired(c->f.out, d->rule, words_range(c->f.a, d->trigger_first, d->trigger_end));
}

/* ---- over the document ---- */

static bool try_trigger(call_pass *c)
{
	static const struct {
		const char *frame;
		bool (*reads)(call_pass *);
	} frame_list[] = {
	    {"ask", call_frame_ask},         {"for", call_frame_for},         {"want", call_frame_want},
	    {"hope", call_frame_hope},       {"remind", call_frame_remind},   {"stress", call_frame_stress},
	    {"crucial", call_frame_crucial}, {"support", call_frame_support}, {"need", call_frame_need},
	    {"require", call_frame_require}, {"deontic", call_frame_deontic},
	};
	for (size_t i = 0; i < sizeof frame_list / sizeof *frame_list; i++) {
		if (span_is(c->rule->frame, frame_list[i].frame))
			return frame_list[i].reads(c);
	}
	return false;
}

static bool readable(const call_pass *c)
{
	const sentence *s = &c->f.a->sentences.v[c->sentence];
	return s->block_kind != BLOCK_BOILERPLATE && s->block_kind != BLOCK_CAPTION && s->block_kind != BLOCK_BYLINE;
}

static onus_status read_sentence(call_pass *c)
{
	const sentence *s = &c->f.a->sentences.v[c->sentence];
	c->limit = s->end;
	if (c->done < s->first)
		c->done = s->first;
	if (!readable(c) || frame_asked(&c->f, s->first))
		return ONUS_OK;
	if (c->done == s->first && call_read_sentence(c) && c->done >= s->end)
		return ONUS_OK;
	for (uint32_t i = c->done; i < s->end && c->f.status == ONUS_OK; i++) {
		if (i < c->done)
			i = c->done;
		if (i >= s->end)
			break;
		rule_match_vec matches = {0};
		TRY(analysis_triggers(c->f.a, "call", i, &matches, c->f.err));
		for (size_t k = 0; k < matches.n; k++) {
			c->rule = matches.v[k].rule;
			c->first = matches.v[k].first;
			c->end = matches.v[k].end;
			if (try_trigger(c))
				break;
		}
	}
	return c->f.status;
}

/* By the place of their words; the same words are drafted once. */
static void sort_drafts(call_pass *c)
{
	for (size_t i = 1; i < c->drafts.n; i++) {
		const call_draft d = c->drafts.v[i];
		size_t k = i;
		for (; k > 0 && c->drafts.v[k - 1].first > d.first; k--)
			c->drafts.v[k] = c->drafts.v[k - 1];
		c->drafts.v[k] = d;
	}
}

onus_status pass_call(const analysis *a, pass_output *out, onus_error *err)
{
	call_pass c = {0};
	frames_open(&c.f, a, out, err);
	TRY(c.f.status);
	for (uint32_t s = 0; s < a->sentences.n; s++) {
		c.sentence = s;
		TRY(read_sentence(&c));
	}
	sort_drafts(&c);
	uint32_t last = 0;
	for (size_t i = 0; i < c.drafts.n; i++) {
		call_draft *d = &c.drafts.v[i];
		if (i > 0 && d->first < last)
			continue;
		make_entry(&c, d);
		last = d->end;
	}
	return c.f.status;
}
