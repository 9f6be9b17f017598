/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/pass_visit.h"

enum { VISITS_MAX = 256 };

/* ---- who ---- */

/* A delegation, mission or mandate: bodies and offices that travel. */
static bool is_traveller(const analysis *a, int32_t id, phrase p)
{
	uint8_t type = a->actors.v[id].type;
	if (type == ACTOR_PERSON || type == ACTOR_OFFICE)
		return true;
	if (type != ACTOR_BODY && type != ACTOR_GROUP)
		return false;
	for (uint32_t i = p.first; i < p.end; i++)
		if (form_among(
			a, i,
			"delegation mission rapporteur rapporteurs experts team envoys observers committee commission "
			"subcommittee inspectors working"))
			return true;
	return false;
}

void visit_people_of(const analysis *a, phrase p, people *who)
{
	if (p.first >= p.end)
		return;
	index_vec actors = {0};
	if (phrase_actors(a, p, &actors, NULL) != ONUS_OK)
		return;
	for (size_t i = 0; i < actors.n && who->n < WHO_MAX; i++) {
		if (!is_traveller(a, actors.v[i], p))
			continue;
		who->actor[who->n] = actors.v[i];
		who->where[who->n++] = words_range(a, p.first, p.end);
	}
}

/* The subject of the verb: persons as the case pass finds them, else delegations and offices. */
void visit_people_before(const visit_walk *w, int64_t v, int64_t group_first, people *who)
{
	const analysis *a = w->a;
	if (!who_before(a, group_first, w->sentence.first, who)) {
		*who = (people){0};
		int64_t j = group_first - 1;
		while (j >= w->sentence.first && is_adverb(a, j))
			j--;
		/* "... and will then travel to": the sentence's first person */
		if (form_among(a, j, "and , then but")) {
			for (int64_t k = w->sentence.first; k < j && who->n == 0; k++) {
				int32_t m = person_starting(a, k);
				if (m != NONE && !a->mentions.v[m].possessive &&
				    !(k > w->sentence.first && is_tied(a, m)))
					who_add_mention(who, a, m);
			}
		}
		if (who->n == 0)
			visit_people_of(a, subject_of(a, (uint32_t)v), who);
	}
}

/* "He will then travel", "The Secretary will conclude": the traveller of the visit told just before, when the words alone
 * do not name anybody. */
void visit_people_continue(const visit_walk *w, people *who)
{
	const analysis *a = w->a;
	if (w->last.n != 1 || who->n > 1)
		return;
	int64_t here = word_of(a, w->sentence.first)->sentence;
	if (here <= w->last_sentence || here - w->last_sentence > 4)
		return;
	if (who->n == 1) {
		int32_t m = word_of(a, word_at(a, who->where[0].start))->mention;
		if (m == NONE || a->mentions.v[m].kind == MENTION_NAME) {
			uint8_t type = a->actors.v[who->actor[0]].type;
			bool bare = type == ACTOR_OFFICE ||
				    (m != NONE && a->mentions.v[m].end - a->mentions.v[m].first == 1 &&
				     form_among(a, a->mentions.v[m].first,
						"secretary envoy president minister ambassador counselor"));
			/* "the Envoy for Peru" is somebody of his own */
			uint32_t next = m != NONE ? a->mentions.v[m].end : word_at(a, who->where[0].end);
			if (!bare || form_among(a, next, "for of to"))
				return;
		}
	}
	who->n = 1;
	who->actor[0] = w->last.actor[0];
	if (range_empty(who->where[0]))
		who->where[0] = words_range(a, (uint32_t)w->sentence.first, (uint32_t)w->sentence.first + 1);
}

/* ---- status, date, purpose ---- */

const char *visit_not_stated(const visit_walk *w, const verb_group *g, int64_t v, bool *ret_planned)
{
	const analysis *a = w->a;
	int64_t to = g->to ? g->first : form_among(a, g->first - 1, "to") ? g->first - 1 : NONE;
	*ret_planned = g->modal && g->will;
	if (g->negated)
		return "it is denied";
	if (case_supposed(a, v, w->sentence.first))
		return "it is a condition";
	if (g->modal && !g->will)
		return "it may or should happen";
	if (to != NONE) {
		int64_t j = to - 1;
		while (is_adverb(a, j))
			j--;
		*ret_planned =
		    form_among(a, j,
			       "plan plans planned planning due scheduled set expected intends intend intended "
			       "preparing prepares going");
		if (!*ret_planned && !form_among(a, j, "continued continues began"))
			return "it is wished or made possible";
	}
	return NULL;
}

static visit_status status_of(const analysis *a, const stop *s, bool planned, bool past)
{
	if (a->published.year) {
		if (s->from.year && date_compare(date_earliest(s->from), date_latest(a->published)) > 0)
			return VISIT_PLANNED;
		if (s->until.year && date_compare(date_latest(s->until), date_earliest(a->published)) < 0)
			return VISIT_PAST;
	}
	return planned && !past ? VISIT_PLANNED : VISIT_PAST;
}

/* The date of the clause: behind the places, else before the verb. */
int32_t visit_date(const analysis *a, int64_t from, int64_t clause, int64_t first)
{
	for (int64_t i = from; i < clause; i++) {
		if (form_among(a, i, "where who which when"))
			break;
		/* "to attend the June 28 meeting" tells the day all the same; "by 2030", "the 2015 accord" do not */
		int32_t d = word_of(a, i)->dated;
		if (d != NONE && !form_among(a, (int64_t)a->dates.v[d].first - 1, "by the since until before than"))
			return d;
	}
	for (int64_t i = first; i < from; i++) {
		int32_t d = word_of(a, i)->dated;
		if (d != NONE && !form_among(a, (int64_t)a->dates.v[d].first - 1, "by since until before than"))
			return d;
	}
	return NONE;
}

static range purpose_of(const analysis *a, int64_t from, int64_t clause)
{
	for (int64_t i = from; i < clause && i < from + 24; i++) {
		bool to = form_among(a, i, "to") && word_of(a, i + 1)->pos == POS_VERB;
		bool other =
		    form_among(a, i, "for") && word_of(a, i + 1)->dated == NONE && word_of(a, i + 1)->pos != POS_NUM;
		if ((to || other) && word_of(a, i)->dated == NONE)
			return words_range(a, (uint32_t)i, (uint32_t)clause);
		if (form_among(a, i, "where who ; which"))
			break;
	}
	return (range){0, 0};
}

/* ---- keeping ---- */

static bool same_visitor(const people *x, const people *y)
{
	for (size_t i = 0; i < x->n; i++)
		for (size_t k = 0; k < y->n; k++)
			if (x->actor[i] == y->actor[k])
				return true;
	return false;
}

static bool dates_meet(const stop *x, const stop *y)
{
	if (!x->from.year || !y->from.year)
		return true;
	date xu = date_latest(x->until.year ? x->until : x->from), yu = date_latest(y->until.year ? y->until : y->from);
	return date_compare(date_earliest(x->from), yu) <= 0 && date_compare(date_earliest(y->from), xu) <= 0;
}

static void keep(visit_walk *w, const visit *v)
{
	for (size_t i = 0; i < w->visits.n; i++) {
		visit *x = &w->visits.v[i];
		if (!same_visitor(&x->who, &v->who) || !stop_same(&x->to, &v->to) || !dates_meet(&x->to, &v->to) ||
		    (x->status == VISIT_PREVENTED) != (v->status == VISIT_PREVENTED))
			continue;
		/* told again: what is new is added */
		for (size_t k = 0; k < v->who.n && x->who.n < WHO_MAX && x->who.n == 0; k++)
			x->who.actor[x->who.n++] = v->who.actor[k];
		if (x->to.city.n == 0 && v->to.city.n) {
			x->to.city = v->to.city;
		}
		if (!x->to.from.year && !x->to.until.year) {
			x->to.from = v->to.from;
			x->to.until = v->to.until;
			x->to.date_at = v->to.date_at;
			if (v->to.from.year || v->to.until.year)
				x->status = v->status;
		}
		if (x->weak && !v->weak) {
			x->status = v->status;
			x->weak = false;
		}
		if (range_empty(x->purpose))
			x->purpose = v->purpose;
		return;
	}
	visit *slot = w->visits.n < VISITS_MAX ? vec_push(&w->visits, w->a->arena) : NULL;
	if (slot)
		*slot = *v;
	else if (w->visits.n < VISITS_MAX)
		w->no_memory = true;
}

/* Who is at home there does not visit it. */
bool visit_is_home(const analysis *a, int32_t id, const stop *s)
{
	return s->state && a->actors.v[id].country[0] && strcmp(a->actors.v[id].country, s->state->code) == 0;
}

void visit_keep(visit_walk *w, const rule *r, int64_t first, int64_t end, const people *who, const stops *all,
		bool planned, bool past, visit_status forced, bool weak, range host_at, index_vec host)
{
	const analysis *a = w->a;
	if (who->n == 0 || all->n == 0) {
		output_nearly(w->out, r, words_range(a, (uint32_t)first, (uint32_t)end),
			      who->n ? "no place is told" : "nobody who travels is named");
		return;
	}
	output_fired(w->out, r, words_range(a, (uint32_t)first, (uint32_t)end));
	uint32_t clause = clause_end(a, (uint32_t)first);
	if (clause < all->end)
		clause = (uint32_t)all->end;
	w->last = *who;
	w->last_sentence = word_of(a, first)->sentence;
	for (size_t i = 0; i < all->n; i++) {
		visit v = {.rule = r, .who = *who, .to = all->v[i], .host = host, .host_at = host_at, .weak = weak};
		v.trigger = words_range(a, (uint32_t)first, (uint32_t)end);
		v.evidence = words_range(a, (uint32_t)first, clause);
		for (size_t k = 0; k < who->n; k++) {
			if (who->where[k].start < v.evidence.start)
				v.evidence.start = who->where[k].start;
			if (who->where[k].end > v.evidence.end)
				v.evidence.end = who->where[k].end;
		}
		if (v.to.where.start < v.evidence.start)
			v.evidence.start = v.to.where.start;
		if (v.to.where.end > v.evidence.end)
			v.evidence.end = v.to.where.end;
		v.status = (uint8_t)(forced == VISIT_PREVENTED ? forced : status_of(a, &v.to, planned, past));
		v.purpose = purpose_of(a, all->end, clause);
		keep(w, &v);
	}
}

/* ---- writing ---- */

static void write_to(const analysis *a, pass_output *out, entry *e, const stop *s)
{
	if (s->state) {
		span name = arena_span(out->arena, s->state->name);
		field *f = name.p ? entry_add(e, out->arena, F_TO, name, s->where) : NULL;
		if (!f) {
			out->failed = true;
			return;
		}
		f->actor_type = ACTOR_STATE;
		memcpy(f->country, s->state->code, sizeof f->country);
	}
	if (s->city.n) {
		span name = arena_span(out->arena, s->city);
		field *f = name.p ? entry_add(e, out->arena, F_TO, name, s->where) : NULL;
		if (!f) {
			out->failed = true;
			return;
		}
		f->actor_type = ACTOR_PLACE;
		if (s->state)
			memcpy(f->country, s->state->code, sizeof f->country);
	}
	(void)a;
}

static void write_visit(const analysis *a, pass_output *out, const visit *v)
{
	static const char *const statuses[] = {"past", "planned", "prevented"};
	entry *e = output_entry(out, ONUS_VISIT, v->rule->id, v->evidence);
	if (!e)
		return;
	for (size_t i = 0; i < v->who.n; i++)
		output_actor(out, a, e, F_VISITOR, v->who.actor[i], v->who.where[i]);
	write_to(a, out, e, &v->to);
	if (v->to.from.year)
		output_date(out, e, F_FROM, v->to.from, v->to.date_at);
	if (v->to.until.year)
		output_date(out, e, F_UNTIL, v->to.until, v->to.date_at);
	output_word(out, e, F_STATUS, statuses[v->status], v->trigger);
	for (size_t i = 0; i < v->host.n && i < 4; i++)
		output_actor(out, a, e, F_HOST, v->host.v[i], v->host_at);
	if (!range_empty(v->purpose))
		output_passage(out, a, e, F_PURPOSE, v->purpose);
}

onus_status pass_visit(const analysis *a, pass_output *out, onus_error *err)
{
	visit_walk w = {.a = a, .out = out, .last_sentence = -9};
	w.sentence = (case_walk){.a = a, .arena = a->arena, .out = out};
	rule_match_vec matches = {0};
	for (size_t s = 0; s < a->sentences.n; s++) {
		const sentence *at = &a->sentences.v[s];
		if (at->block_kind == BLOCK_BOILERPLATE)
			continue;
		w.sentence.first = at->first;
		w.sentence.end = at->end;
		for (uint32_t i = at->first; i < at->end; i++) {
			matches.n = 0;
			TRY(analysis_triggers(a, "visit", i, &matches, err));
			for (size_t k = 0; k < matches.n; k++)
				visit_try(&w, matches.v[k].rule, matches.v[k].first, matches.v[k].end);
		}
	}
	if (w.no_memory)
		return fail_memory(err, "reading visits");
	for (size_t i = 0; i < w.visits.n; i++)
		write_visit(a, out, &w.visits.v[i]);
	return ONUS_OK;
}
