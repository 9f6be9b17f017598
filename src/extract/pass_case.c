/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/pass_case.h"

enum { DETAILS_MAX = 24, REACH = 4, GROUND_MAX = 40 };

bool form_in(const analysis *a, int64_t i, span list)
{
	span form = word_of(a, i)->form, piece;
	while (form.n && span_next(&list, ' ', &piece))
		if (span_equal(piece, form))
			return true;
	return false;
}

void case_state(case_walk *w, const rule *r, uint32_t first, uint32_t end, const people *who, bool passive)
{
	const analysis *a = w->a;
	range at = words_range(a, first, end);
	output_fired(w->out, r, at);
	for (size_t i = 0; i < who->n; i++) {
		case_act *act = vec_push(&w->acts, w->arena);
		if (!act) {
			w->no_memory = true;
			return;
		}
		uint32_t stop = clause_end(a, first);
		range evidence = words_range(a, first, stop > end ? stop : end);
		if (who->where[i].start < evidence.start)
			evidence.start = who->where[i].start;
		if (who->where[i].end > evidence.end)
			evidence.end = who->where[i].end;
		*act = (case_act){.actor = who->actor[i],
				  .rule = r,
				  .act = rule_value_of(r, "act"),
				  .where = at,
				  .person = who->where[i],
				  .evidence = evidence,
				  .word = first,
				  .passive = passive};
	}
}

/* ---- by, where, when, on what ground ---- */

typedef struct detail {
	const case_act *act;
	index_vec by;
	range by_at;
	int32_t place; /* mention */
	int32_t date;  /* index into dates */
	range ground;
} detail;

static void find_by(const analysis *a, const case_act *act, detail *d)
{
	const word *v = word_of(a, act->word);
	phrase p = {0};
	if (!span_is(act->rule->frame, "verb") && !span_is(act->rule->frame, "noun"))
		return;
	/* Who did it is a grave thing to say: only the agent behind "by", or the subject of a finite verb. "To hold to account
	 * those responsible for beating him" has the subject of another verb. */
	const uint32_t group = verb_group_first(a, act->word);
	const bool gerund =
	    (lexeme_of(a, v)->forms & FORM_ING) && group == act->word && word_of(a, act->word)->pos == POS_VERB;
	const bool infinitive = word_of(a, group)->pos == POS_TO;
	if (act->passive || span_is(act->rule->frame, "noun"))
		p = agent_of(a, act->word);
	else if (!gerund && !infinitive)
		p = subject_of(a, act->word);
	if (p.first >= p.end || word_of(a, p.first)->sentence != v->sentence)
		return;
	index_vec actors = {0};
	if (phrase_actors(a, p, &actors, NULL) != ONUS_OK)
		return;
	for (size_t i = 0; i < actors.n; i++)
		if (actors.v[i] == act->actor ||
		    /* An organisation does not report what it did itself. */
		    (actors.v[i] == a->publisher && a->actors.v[actors.v[i]].type == ACTOR_BODY))
			return;
	d->by = actors;
	d->by_at = words_range(a, p.first, p.end);
	/* a noun alone ("unknown men") is kept in its own words when it is short */
	const lexeme *head = lexeme_of(a, word_of(a, p.head));
	if (actors.n == 0 && (p.end - p.first > 6 || word_of(a, p.head)->pos != POS_NOUN ||
			      !(head->senses & (SENSE_PERSON | SENSE_GROUP))))
		d->by_at = (range){0, 0};
}

static void find_place(const analysis *a, uint32_t first, uint32_t end, detail *d)
{
	for (uint32_t i = first; i < end; i++) {
		int32_t m = word_of(a, i)->mention;
		if (m == NONE || a->mentions.v[m].kind != MENTION_NAME || a->mentions.v[m].possessive)
			continue;
		uint8_t type = a->mentions.v[m].type;
		if ((type == ACTOR_PLACE || type == ACTOR_STATE) &&
		    form_among(a, (int64_t)a->mentions.v[m].whole_first - 1, "in at near")) {
			d->place = m;
			return;
		}
	}
}

static void find_date(const analysis *a, const case_act *act, uint32_t first, uint32_t end, detail *d)
{
	uint32_t best = UINT32_MAX;
	for (uint32_t i = first; i < end; i++) {
		int32_t at = word_of(a, i)->dated;
		if (at == NONE)
			continue;
		uint32_t far = i > act->word ? i - act->word : (act->word - i) * 2;
		if (far < best) {
			best = far;
			d->date = at;
		}
	}
}

static void find_ground(const analysis *a, const case_act *act, uint32_t end, detail *d)
{
	for (uint32_t i = act->word + 1; i < end && i < act->word + GROUND_MAX; i++) {
		uint32_t from = 0;
		if (form_among(a, i, "for")) {
			const word *next = word_of(a, i + 1);
			if (next->pos != POS_NUM && next->dated == NONE &&
			    !form_among(
				a, i + 1,
				"a an the more nearly almost about at "
				"several many months years days one two three four five six seven eight nine ten"))
				from = i + 1;
			if (form_among(a, i + 1, "the a an his her their") && next->dated == NONE &&
			    word_of(a, i + 2)->pos != POS_NUM &&
			    !form_among(a, i + 2,
					"time third second first past last week month "
					"day few whole year years duration"))
				from = i + 1;
		} else if (form_among(a, i, "over") && word_of(a, i + 1)->pos != POS_NUM &&
			   word_of(a, i + 1)->dated == NONE) {
			from = i + 1;
		} else if (form_among(a, i, "on") && form_among(a, i + 1,
								"charges suspicion accusations allegations grounds "
								"trumped-up charge suspicions")) {
			from = i + 1;
		} else if (form_among(a, i, "with") && span_is(act->act, "charge")) {
			from = i + 1;
		} else if (form_among(a, i, "because") || (form_among(a, i, "accused") && form_among(a, i + 1, "of"))) {
			from = i + (form_among(a, i + 1, "of") ? 2 : 1);
		}
		if (from && from < end) {
			d->ground = words_range(a, from, end);
			return;
		}
	}
}

static void find_detail(const analysis *a, const case_act *act, detail *d)
{
	const sentence *s = &a->sentences.v[word_of(a, act->word)->sentence];
	uint32_t end = clause_end(a, act->word);
	if (end > s->end || end <= act->word)
		end = s->end;
	/* what stands before the act counts from the clause's beginning; "On 5 May, " at the sentence's start too */
	uint32_t first = act->word;
	while (first > s->first && !form_among(a, (int64_t)first - 1, "; : and but"))
		first--;
	*d = (detail){.act = act, .place = NONE, .date = NONE};
	find_by(a, act, d);
	find_place(a, act->word, end, d);
	find_date(a, act, first, end, d);
	find_ground(a, act, end, d);
}

static bool same_date(const analysis *a, int32_t x, int32_t y)
{
	if (x == NONE || y == NONE)
		return true;
	return date_compare(a->dates.v[x].from, a->dates.v[y].from) == 0;
}

/* The same act told again adds what was not told before; another date makes it another act. */
static void join_detail(const analysis *a, detail *all, size_t *n, const detail *d)
{
	for (size_t i = 0; i < *n; i++) {
		detail *x = &all[i];
		if (!span_equal(x->act->act, d->act->act) || !same_date(a, x->date, d->date))
			continue;
		if (x->by.n == 0 && (d->by.n || range_empty(x->by_at))) {
			x->by = d->by;
			x->by_at = d->by_at;
		}
		if (x->place == NONE)
			x->place = d->place;
		if (x->date == NONE)
			x->date = d->date;
		if (range_empty(x->ground))
			x->ground = d->ground;
		return;
	}
	if (*n < DETAILS_MAX)
		all[(*n)++] = *d;
}

static void write_detail(const analysis *a, pass_output *out, entry *e, const detail *d, uint16_t group)
{
	const char *act = arena_string(out->arena, d->act->act);
	if (!act) {
		out->failed = true;
		return;
	}
	output_word(out, e, F_ACT, act, d->act->where);
	output_group(e, group);
	if (d->by.n) {
		for (size_t i = 0; i < d->by.n && i < 4; i++) {
			output_actor(out, a, e, F_BY, d->by.v[i], d->by_at);
			output_group(e, group);
		}
	} else if (!range_empty(d->by_at)) {
		output_words_as_actor(out, a, e, F_BY, d->by_at);
		output_group(e, group);
	}
	if (d->place != NONE) {
		const mention *m = &a->mentions.v[d->place];
		output_passage(out, a, e, F_PLACE, words_range(a, m->first, m->end));
		output_group(e, group);
	}
	if (d->date != NONE) {
		const dated *t = &a->dates.v[d->date];
		output_date(out, e, F_DATE, t->from, words_range(a, t->first, t->end));
		output_group(e, group);
	}
	if (!range_empty(d->ground)) {
		output_passage(out, a, e, F_GROUND, d->ground);
		output_group(e, group);
	}
}

static onus_status write_case(const case_walk *w, int32_t id, size_t first, onus_error *err)
{
	const analysis *a = w->a;
	detail *all = arena_calloc(w->arena, DETAILS_MAX, sizeof *all);
	if (!all)
		return fail_memory(err, "making cases");
	size_t n = 0;
	for (size_t i = first; i < w->acts.n; i++) {
		if (w->acts.v[i].actor != id)
			continue;
		detail d;
		find_detail(a, &w->acts.v[i], &d);
		join_detail(a, all, &n, &d);
	}
	const case_act *act = &w->acts.v[first];
	entry *e = output_entry(w->out, ONUS_CASE, act->rule->id, act->evidence);
	if (!e)
		return ONUS_OK; /* the document has as many entries as it may */
	/* what was done to a person is nobody's business until somebody has decided so */
	e->confidentiality = CONFIDENTIAL;
	output_actor(w->out, a, e, F_PERSON, id, act->person);
	for (size_t i = 0; i < n; i++)
		write_detail(a, w->out, e, &all[i], (uint16_t)(i + 1));
	return ONUS_OK;
}

/* ---- the walk ---- */

/* The word that must follow a trigger, within reach and the same phrase; 0: it does not. */
static uint32_t then_end(const case_walk *w, const rule *r, uint32_t end)
{
	span then = rule_value_of(r, "then"), reach = rule_value_of(r, "reach");
	if (then.n == 0)
		return end;
	size_t far = REACH;
	if (reach.n == 1 && reach.p[0] >= '1' && reach.p[0] <= '9')
		far = (size_t)(reach.p[0] - '0');
	for (uint32_t i = end; i < end + far && (int64_t)i < w->end; i++) {
		if (form_in(w->a, i, then))
			return i + 1;
		if (form_among(w->a, i, ", ; : ."))
			return 0;
	}
	return 0;
}

onus_status pass_case(const analysis *a, pass_output *out, onus_error *err)
{
	case_walk w = {.a = a, .arena = a->arena, .out = out};
	w.last.sentence = w.group.sentence = -2;
	rule_match_vec matches = {0};
	for (size_t s = 0; s < a->sentences.n; s++) {
		const sentence *at = &a->sentences.v[s];
		if (at->block_kind == BLOCK_BOILERPLATE)
			continue;
		w.first = at->first;
		w.end = at->end;
		case_try_naming(&w);
		for (uint32_t i = at->first; i < at->end; i++) {
			matches.n = 0;
			TRY(analysis_triggers(a, "case", i, &matches, err));
			for (size_t k = 0; k < matches.n; k++) {
				uint32_t end = then_end(&w, matches.v[k].rule, matches.v[k].end);
				if (end)
					case_try(&w, matches.v[k].rule, matches.v[k].first, end);
			}
		}
	}
	if (w.no_memory)
		return fail_memory(err, "reading cases");
	/* one case for each person, in the order of the first act */
	uint8_t *done = arena_alloc(w.arena, a->actors.n + 1);
	if (!done)
		return fail_memory(err, "making cases");
	for (size_t i = 0; i < w.acts.n; i++) {
		int32_t id = w.acts.v[i].actor;
		if (done[id])
			continue;
		done[id] = 1;
		TRY(write_case(&w, id, i, err));
	}
	return ONUS_OK;
}
