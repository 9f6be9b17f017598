/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/pass_visit.h"

enum { THEN_REACH = 9, EVENT_REACH = 22 };

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

static int64_t reach_of(const rule *r)
{
	span reach = rule_value_of(r, "reach");
	return reach.n == 1 && reach.p[0] >= '1' && reach.p[0] <= '9' ? reach.p[0] - '0' : THEN_REACH;
}

static void date_them(visit_walk *w, int64_t trigger_at, stops *all)
{
	const analysis *a = w->a;
	uint32_t clause = clause_end(a, (uint32_t)trigger_at);
	int64_t first = trigger_at;
	while (first > w->sentence.first && !form_among(a, first - 1, "; :"))
		first--;
	stops_date(a, all, visit_date(a, all->end, clause > all->end ? clause : all->end, first));
}

/* "a visit", "on travel", "his tour": the word is a noun, whatever the tagger thought. */
static bool is_noun_use(const analysis *a, int64_t i)
{
	int64_t j = i - 1;
	while (word_of(a, j)->pos == POS_ADJ || is_adverb(a, j))
		j--;
	if (form_among(a, j, "will would to may might should must can could 'll"))
		return false;
	if (word_of(a, i)->pos == POS_NOUN)
		return true;
	return word_of(a, j)->pos == POS_POSS || word_of(a, j)->pos == POS_DET ||
	       form_among(a, j, "on of from for his her their this 's ’s during after before upcoming");
}

/* Whoever returns tells the last day, whoever leaves the first. */
static void date_one_end(const analysis *a, int64_t v, stops *all)
{
	bool back = form_among(a, v, "return returns returned"),
	     off = form_among(a, v, "depart departs departed leave leaves left embark embarks embarked");
	for (size_t i = 0; i < all->n; i++) {
		stop *s = &all->v[i];
		bool one = all->n > 1 || date_compare(s->from, s->until) == 0;
		if (back && one)
			s->from = (date){0};
		if (off && one)
			s->until = (date){0};
	}
}

static void try_go(visit_walk *w, const rule *r, int64_t v, int64_t end)
{
	const analysis *a = w->a;
	if (end == v + 1 && is_noun_use(a, v))
		return;
	if (form_among(a, w->sentence.end - 1, "?")) {
		output_nearly(w->out, r, words_range(a, (uint32_t)v, (uint32_t)end), "it is asked");
		return;
	}
	verb_group g = case_group(a, v, w->sentence.first);
	bool planned = false;
	stops all = {0};
	bool direct = case_value_is(r, "frame", "visit") || span_is(r->frame, "visit");
	bool placed = direct ? stops_read(a, end, w->sentence.end, known_only(r), &all)
			     : stops_then(w, r, end, reach_of(r), &all);
	if (!placed && direct && word_of(a, end)->pos == POS_DET) {
		/* "visited a camp in Hasakah" */
		for (int64_t k = end + 1; k < end + 7 && k < w->sentence.end && !placed; k++) {
			if (person_starting(a, k) != NONE || word_of(a, k)->kind == TOKEN_MARK ||
			    word_of(a, k)->pos == POS_VERB)
				break;
			placed = form_among(a, k, "in") && stops_read(a, k + 1, w->sentence.end, false, &all);
		}
	}
	/* "will be in", "returned from travel to": the trigger ends with its own preposition or needs it next */
	if (!placed && !direct)
		placed = form_in(a, end - 1, rule_value_of(r, "then")) &&
			 stops_read(a, end, w->sentence.end, known_only(r), &all);
	if (!placed)
		return;
	const char *why = visit_not_stated(w, &g, v, &planned);
	if ((word_of(a, v)->forms & FORM_ING) && !g.be &&
	    form_among(a, v - 1, "into from without of for about against"))
		why = "it is not said to have been done";
	if (form_among(a, v, "will")) { /* "will be in" */
		why = NULL;
		planned = true;
	}
	if (why) {
		output_nearly(w->out, r, words_range(a, (uint32_t)v, (uint32_t)end), why);
		return;
	}
	people who = {0};
	/* "plans to visit", "is expected to travel": the subject of the verb before */
	int64_t to = g.to ? g.first : form_among(a, g.first - 1, "to") ? g.first - 1 : NONE;
	bool past = is_past(a, v, &g) || form_among(a, v, "returns returned");
	if (to != NONE)
		g.first = case_group(a, to - 1, w->sentence.first).first;
	visit_people_before(w, v, g.first, &who);
	int64_t subject = g.first - 1;
	while (subject > w->sentence.first && is_adverb(a, subject))
		subject--;
	if (who.n || form_among(a, subject, "he she they"))
		visit_people_continue(w, &who);
	date_them(w, v, &all);
	date_one_end(a, v, &all);
	visit_keep(w, r, v, end, &who, &all, planned || !past, past, VISIT_PAST, false, (range){0, 0}, (index_vec){0});
}

static void try_attend(visit_walk *w, const rule *r, int64_t v, int64_t end)
{
	const analysis *a = w->a;
	verb_group g = case_group(a, v, w->sentence.first);
	static const char EVENTS[] = "summit conference meeting meetings forum ministerial session ceremony congress "
				     "assembly talks negotiations "
				     "inauguration funeral hearing workshop dialogue event events";
	int64_t event = NONE;
	for (int64_t k = end; k < end + EVENT_REACH && k < w->sentence.end; k++) {
		if (form_among(a, k, "virtual virtually online remotely videoconference video ; : who which"))
			return;
		event = form_among(a, k, EVENTS) ? k : event;
		if (event != NONE && (k - event > 7 || word_of(a, k)->pos == POS_TO))
			return;
		if (event == NONE || !form_among(a, k, "in"))
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
		visit_people_before(w, v, g.first, &who);
		for (size_t i = 0; i < who.n; i++)
			if (visit_is_home(a, who.actor[i], &all.v[0]))
				return;
		date_them(w, v, &all);
		bool past = is_past(a, v, &g);
		visit_keep(w, r, v, end, &who, &all, planned || !past, past, VISIT_PAST, false, (range){0, 0},
			   (index_vec){0});
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
			visit_people_of(a, p, &who);
		owned = who.n > 0;
	}
	if (!stops_then(w, r, k, THEN_REACH, &all))
		return;
	if (!owned && form_among(a, all.end, "by"))
		owned = who_after(a, all.end + 1, w->sentence.end, &who);
	int64_t verb = NONE;
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
		static const char STARTS[] =
		    "make makes made making pay pays paid paying undertake undertook undertaking begin began begins "
		    "start "
		    "started starts conduct conducted conclude concluded concludes complete completed cancel cancelled "
		    "canceled postponed finish finished embark embarks embarked end ended ends lead led return "
		    "returned "
		    "returns";
		int64_t v = n - 1;
		while (v >= w->sentence.first && v > n - 8 && !form_among(a, v, STARTS) &&
		       !(form_among(a, v, "on") && word_of(a, v + 1)->dated == NONE))
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
		visit_people_before(w, v, g.first, &more);
		for (size_t i = 0; i < more.n && who.n < WHO_MAX; i++) {
			who.actor[who.n] = more.actor[i];
			who.where[who.n++] = more.where[i];
		}
		past = is_past(a, v, &g);
		planned = planned || !past;
		verb = v;
	}
	if (case_supposed(a, n, w->sentence.first))
		return;
	date_them(w, n, &all);
	if (verb != NONE)
		date_one_end(a, verb, &all);
	visit_keep(w, r, n, end, &who, &all, planned, past, prevented ? VISIT_PREVENTED : VISIT_PAST,
		   verb == NONE && !planned, (range){0, 0}, (index_vec){0});
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
		if (visit_is_home(a, who.actor[i], &all.v[0]))
			return;
	date_them(w, v, &all);
	bool past = is_past(a, v, &g);
	visit_keep(w, r, v, end, &who, &all, planned, past, VISIT_PAST, false,
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
			if (visit_is_home(a, some->actor[i], &all.v[0])) {
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
	visit_keep(w, r, v, end, &guests, &all, planned, !planned, VISIT_PAST, false, (range){0, 0}, (index_vec){0});
}

static void try_entry(visit_walk *w, const rule *r, int64_t v, int64_t end)
{
	const analysis *a = w->a;
	verb_group g = case_group(a, v, w->sentence.first);
	stops all = {0};
	if (g.modal || g.to || g.negated || !stops_then(w, r, end, 3, &all))
		return;
	people who = {0};
	visit_people_before(w, v, g.first, &who);
	date_them(w, v, &all);
	visit_keep(w, r, v, end, &who, &all, false, true, VISIT_PREVENTED, false, (range){0, 0}, (index_vec){0});
}

void visit_try(visit_walk *w, const rule *r, int64_t first, int64_t end)
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
