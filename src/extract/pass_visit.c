/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/pass_visit.h"
#include "extract/pass_case_frames.h"

enum { THEN_REACH = 9, EVENT_REACH = 22, VISITS_MAX = 256 };

typedef enum visit_status { VISIT_PAST, VISIT_PLANNED, VISIT_PREVENTED } visit_status;

typedef struct visit {
	const rule *rule;
	people who;
	stop to;
	uint8_t status;
	range evidence, trigger, host_at, purpose;
	index_vec host;
} visit;

typedef struct visit_walk {
	const analysis *a;
	pass_output *out;
	case_walk sentence; /* for the questions that the case pass answers: is it stated */
	VEC(visit) visits;
	bool no_memory;
} visit_walk;

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

static void visitors_of_phrase(const analysis *a, phrase p, people *who)
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
static void visitors_before(const visit_walk *w, int64_t v, int64_t group_first, people *who)
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
			visitors_of_phrase(a, subject_of(a, (uint32_t)v), who);
	}
}

/* ---- status, date, purpose ---- */

static const char *visit_not_stated(const visit_walk *w, const verb_group *g, int64_t v, bool *ret_planned)
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
static int32_t date_of_clause(const analysis *a, int64_t from, int64_t clause, int64_t first)
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
static bool is_home(const analysis *a, int32_t id, const stop *s)
{
	return s->state && a->actors.v[id].country[0] && strcmp(a->actors.v[id].country, s->state->code) == 0;
}

static void keep_all(visit_walk *w, const rule *r, int64_t first, int64_t end, const people *who, const stops *all,
		     bool planned, bool past, visit_status forced, range host_at, index_vec host)
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
	for (size_t i = 0; i < all->n; i++) {
		visit v = {.rule = r, .who = *who, .to = all->v[i], .host = host, .host_at = host_at};
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

/* ---- frames ---- */

static bool known_only(const rule *r)
{
	return case_value_is(r, "place", "known");
}

/* The first place after one of the rule's `then` words. */
static bool stops_then(const visit_walk *w, const rule *r, int64_t i, int64_t reach, stops *all)
{
	const analysis *a = w->a;
	span then = rule_value_of(r, "then");
	for (int64_t k = i; k < i + reach && k < w->sentence.end; k++) {
		if (form_in(a, k, then) && stops_read(a, k + 1, w->sentence.end, known_only(r), all))
			return true;
		if (form_among(a, k, "; : that which where if"))
			return false;
	}
	return false;
}

static bool is_past(const analysis *a, int64_t v, const verb_group *g)
{
	const word *x = word_of(a, v);
	return (x->forms & FORM_PAST && !g->modal && !g->to && !(x->forms & FORM_BASE)) || (g->have && !g->modal) ||
	       form_among(a, g->first, "was were had");
}

static void date_them(visit_walk *w, int64_t trigger_at, stops *all)
{
	const analysis *a = w->a;
	uint32_t clause = clause_end(a, (uint32_t)trigger_at);
	int64_t first = trigger_at;
	while (first > w->sentence.first && !form_among(a, first - 1, "; :"))
		first--;
	stops_date(a, all, date_of_clause(a, all->end, clause > all->end ? clause : all->end, first));
}

static void try_go(visit_walk *w, const rule *r, int64_t v, int64_t end)
{
	const analysis *a = w->a;
	verb_group g = case_group(a, v, w->sentence.first);
	bool planned = false;
	stops all = {0};
	bool direct = case_value_is(r, "frame", "visit") || span_is(r->frame, "visit");
	bool placed =
	    direct ? stops_read(a, end, w->sentence.end, known_only(r), &all) : stops_then(w, r, end, THEN_REACH, &all);
	if (!placed && direct && word_of(a, end)->pos == POS_DET) {
		/* "visited a camp in Hasakah" */
		for (int64_t k = end + 1; k < end + 7 && k < w->sentence.end && !placed; k++) {
			if (person_starting(a, k) != NONE || word_of(a, k)->kind == TOKEN_MARK ||
			    word_of(a, k)->pos == POS_VERB)
				break;
			placed = form_among(a, k, "in") && stops_read(a, k + 1, w->sentence.end, true, &all);
		}
	}
	/* "will be in", "returned from travel to": the trigger ends with its own preposition or needs it next */
	if (!placed && !direct)
		placed = form_in(a, end - 1, rule_value_of(r, "then")) &&
			 stops_read(a, end, w->sentence.end, known_only(r), &all);
	if (!placed)
		return;
	const char *why = visit_not_stated(w, &g, v, &planned);
	if (form_among(a, v, "will")) { /* "will be in" */
		why = NULL;
		planned = true;
	}
	if (why) {
		output_nearly(w->out, r, words_range(a, (uint32_t)v, (uint32_t)end), why);
		return;
	}
	people who = {0};
	visitors_before(w, v, g.first, &who);
	date_them(w, v, &all);
	bool past = is_past(a, v, &g);
	keep_all(w, r, v, end, &who, &all, planned || !past, past, VISIT_PAST, (range){0, 0}, (index_vec){0});
}

static void try_attend(visit_walk *w, const rule *r, int64_t v, int64_t end)
{
	const analysis *a = w->a;
	verb_group g = case_group(a, v, w->sentence.first);
	static const char EVENTS[] = "summit conference meeting meetings forum ministerial session ceremony congress "
				     "assembly talks negotiations "
				     "inauguration funeral hearing workshop dialogue event events";
	bool event = false;
	for (int64_t k = end; k < end + EVENT_REACH && k < w->sentence.end; k++) {
		if (form_among(a, k, "virtual virtually online remotely videoconference video ; : who which"))
			return;
		event = event || form_among(a, k, EVENTS);
		if (!event || !form_among(a, k, "in"))
			continue;
		stops all = {0};
		if (!stops_read(a, k + 1, w->sentence.end, true, &all))
			continue;
		bool planned = false;
		const char *why = visit_not_stated(w, &g, v, &planned);
		if (why) {
			output_nearly(w->out, r, words_range(a, (uint32_t)v, (uint32_t)end), why);
			return;
		}
		people who = {0};
		visitors_before(w, v, g.first, &who);
		for (size_t i = 0; i < who.n; i++)
			if (is_home(a, who.actor[i], &all.v[0]))
				return;
		date_them(w, v, &all);
		bool past = is_past(a, v, &g);
		keep_all(w, r, v, end, &who, &all, planned || !past, past, VISIT_PAST, (range){0, 0}, (index_vec){0});
		return;
	}
}

static void try_noun_visit(visit_walk *w, const rule *r, int64_t n, int64_t end)
{
	const analysis *a = w->a;
	const word *x = word_of(a, n);
	if (x->pos == POS_VERB && form_among(a, n - 1, "to will would may should"))
		return;
	people who = {0};
	stops all = {0};
	bool owned = who_owning(a, n, w->sentence.first, &who);
	/* "visit by A to B", "visit of A to B", "trip to B by A" */
	int64_t k = end;
	if (!owned && form_among(a, k, "by of")) {
		phrase p = phrase_right(a, (uint32_t)k + 1, (uint32_t)w->sentence.end, false);
		if (who_after(a, k + 1, w->sentence.end, &who))
			k = who.end;
		else
			visitors_of_phrase(a, p, &who);
		owned = who.n > 0;
	}
	if (!stops_then(w, r, k, THEN_REACH, &all))
		return;
	if (!owned && form_among(a, all.end, "by"))
		owned = who_after(a, all.end + 1, w->sentence.end, &who);
	bool planned = false, past = false, prevented = false;
	for (int64_t j = n - 1; j >= w->sentence.first && j > n - 6; j--) {
		if (form_among(a, j, "upcoming planned forthcoming next future announced scheduled"))
			planned = true;
		if (form_among(a, j, "possible potential proposed no any invitation hypothetical"))
			return;
		if (form_among(a, j,
			       "cancel cancels cancelled canceled postponed postpone postpones scrapped abandoned"))
			prevented = true;
	}
	if (!owned) {
		/* "made a visit to", "is on a visit to", "concluded a trip to": the subject of that verb */
		int64_t v = n - 1;
		while (v >= w->sentence.first && v > n - 8 &&
		       !form_among(a, v,
				   "make makes made making pay pays paid paying undertake undertook undertaking begin "
				   "began begins "
				   "start started starts conduct conducted conclude concluded concludes complete "
				   "completed on cancelled "
				   "canceled postponed finish finished embark embarks embarked end ended ends lead led "
				   "cancel with"))
			v--;
		if (v < w->sentence.first || v <= n - 8) {
			output_nearly(w->out, r, words_range(a, (uint32_t)n, (uint32_t)end),
				      "nobody who travels is named");
			return;
		}
		verb_group g = case_group(a, v, w->sentence.first);
		if (form_among(a, v, "on")) {
			int64_t b = v - 1;
			while (b > w->sentence.first && is_adverb(a, b))
				b--;
			/* "accompanies B on travel to": both */
			int32_t m = person_ending(a, b);
			if (m != NONE) {
				who_add_mention(&who, a, m);
				b = (int64_t)a->mentions.v[m].whole_first - 1;
				if (!form_among(a, b,
						"accompany accompanies accompanied accompanying join joins joined")) {
					return;
				}
			} else if (!form_among(a, b, "is are was were be embark embarked embarks went go departed")) {
				return;
			}
			g = case_group(a, b, w->sentence.first);
			if (form_among(a, b, "is are was were") && b < g.first)
				g.first = b;
			v = b;
		}
		const char *why = visit_not_stated(w, &g, v, &planned);
		if (why) {
			output_nearly(w->out, r, words_range(a, (uint32_t)n, (uint32_t)end), why);
			return;
		}
		people more = {0};
		visitors_before(w, v, g.first, &more);
		for (size_t i = 0; i < more.n && who.n < WHO_MAX; i++) {
			who.actor[who.n] = more.actor[i];
			who.where[who.n++] = more.where[i];
		}
		past = is_past(a, v, &g);
	}
	if (case_supposed(a, n, w->sentence.first))
		return;
	date_them(w, n, &all);
	keep_all(w, r, n, end, &who, &all, planned, past, prevented ? VISIT_PREVENTED : VISIT_PAST, (range){0, 0},
		 (index_vec){0});
}

static void try_host(visit_walk *w, const rule *r, int64_t v, int64_t end)
{
	const analysis *a = w->a;
	if (word_of(a, v)->pos == POS_NOUN)
		return;
	verb_group g = case_group(a, v, w->sentence.first);
	people who = {0};
	if (!who_after(a, end, w->sentence.end, &who) || who.end > end + 30)
		return;
	bool planned = false;
	const char *why = g.be ? "the subject is the guest" : visit_not_stated(w, &g, v, &planned);
	if (why) {
		output_nearly(w->out, r, words_range(a, (uint32_t)v, (uint32_t)end), why);
		return;
	}
	phrase p = subject_of(a, (uint32_t)v);
	index_vec host = {0};
	if (p.first < p.end && phrase_actors(a, p, &host, NULL) != ONUS_OK)
		return;
	stops all = {0};
	if (!stops_then(w, r, who.end, 3, &all)) {
		/* the host is the state */
		if (host.n == 0 || a->actors.v[host.v[0]].type != ACTOR_STATE)
			return;
		const place *state = places_by_code(a->engine->places, span_of(a->actors.v[host.v[0]].country));
		if (!state)
			return;
		all.v[0] = (stop){.state = state, .where = words_range(a, p.first, p.end)};
		all.n = 1;
		all.end = who.end;
	}
	for (size_t i = 0; i < who.n; i++)
		if (is_home(a, who.actor[i], &all.v[0]))
			return;
	date_them(w, v, &all);
	bool past = is_past(a, v, &g);
	keep_all(w, r, v, end, &who, &all, planned, past, VISIT_PAST,
		 p.first < p.end ? words_range(a, p.first, p.end) : (range){0, 0}, host);
}

/* The guest is the one who is not at home where they meet; both need a state, and one of them must be at home. */
static void try_meet(visit_walk *w, const rule *r, int64_t v, int64_t end)
{
	const analysis *a = w->a;
	if (word_of(a, v)->pos == POS_NOUN)
		return;
	verb_group g = case_group(a, v, w->sentence.first);
	bool planned = false;
	if (visit_not_stated(w, &g, v, &planned))
		return;
	people left = {0}, right = {0};
	who_before(a, g.first, w->sentence.first, &left);
	int64_t k = form_among(a, end, "with") ? end + 1 : end;
	if (who_after(a, k, w->sentence.end, &right))
		k = right.end;
	stops all = {0};
	if (!stops_then(w, r, k, 10, &all) || all.n != 1)
		return;
	people guests = {0};
	bool home = false;
	for (int side = 0; side < 2; side++) {
		const people *some = side ? &right : &left;
		for (size_t i = 0; i < some->n; i++) {
			if (is_home(a, some->actor[i], &all.v[0])) {
				home = true;
			} else if (a->actors.v[some->actor[i]].country[0] && guests.n < WHO_MAX) {
				guests.actor[guests.n] = some->actor[i];
				guests.where[guests.n++] = some->where[i];
			}
		}
	}
	if (!home || guests.n == 0) {
		output_nearly(w->out, r, words_range(a, (uint32_t)v, (uint32_t)end), "who is the guest does not show");
		return;
	}
	date_them(w, v, &all);
	keep_all(w, r, v, end, &guests, &all, planned, !planned, VISIT_PAST, (range){0, 0}, (index_vec){0});
}

static void try_entry(visit_walk *w, const rule *r, int64_t v, int64_t end)
{
	const analysis *a = w->a;
	verb_group g = case_group(a, v, w->sentence.first);
	stops all = {0};
	if (g.modal || g.to || g.negated || !stops_then(w, r, end, 3, &all))
		return;
	people who = {0};
	visitors_before(w, v, g.first, &who);
	date_them(w, v, &all);
	keep_all(w, r, v, end, &who, &all, false, true, VISIT_PREVENTED, (range){0, 0}, (index_vec){0});
}

static void visit_try(visit_walk *w, const rule *r, int64_t first, int64_t end)
{
	if (span_is(r->frame, "go") || span_is(r->frame, "visit"))
		try_go(w, r, first, end);
	else if (span_is(r->frame, "attend"))
		try_attend(w, r, first, end);
	else if (span_is(r->frame, "noun"))
		try_noun_visit(w, r, first, end);
	else if (span_is(r->frame, "host"))
		try_host(w, r, first, end);
	else if (span_is(r->frame, "meet"))
		try_meet(w, r, first, end);
	else if (span_is(r->frame, "entry"))
		try_entry(w, r, first, end);
}

/* ---- writing ---- */

static void write_to(const analysis *a, pass_output *out, entry *e, const stop *s)
{
	if (s->state) {
		field *f = entry_add(e, out->arena, F_TO, s->state->name, s->where);
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
	visit_walk w = {.a = a, .out = out};
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
