/* SPDX-License-Identifier: Apache-2.0 */
/* Asking verbs with an addressee, and what every frame shares: the action, its chain, its list. */
#include "extract/call.h"

const char *call_refused(const call_pass *c, uint32_t verb, uint32_t *ret_subject)
{
	const analysis *a = c->f.a;
	const word *w = word_of(a, verb);
	*ret_subject = verb;
	if (frame_question(&c->f, c->sentence))
		return "it stands in a question";
	uint32_t governed = verb;
	if (w->forms & FORM_BASE) {
		/* "to urge": who wants, continues or takes the occasion to urge, urges; a bare aim does not. */
		uint32_t to = verb;
		for (uint32_t k = verb; k > c->f.a->sentences.v[c->sentence].first && k + 4 > verb; k--) {
			if (word_is(a, (int64_t)k - 1, "to")) {
				to = k - 1;
				break;
			}
			if (word_of(a, (int64_t)k - 1)->pos != POS_ADV)
				break;
		}
		if (to != verb) {
			uint32_t g = to;
			bool found = false;
			for (uint32_t k = 1; k <= 3 && k <= g; k++) {
				if (frame_in(&c->f, (int64_t)g - k, c->f.governor)) {
					governed = g - k;
					found = true;
					break;
				}
			}
			/* "held a march to demand": a protest's aim is its call. */
			for (uint32_t k = c->f.a->sentences.v[c->sentence].first; k < to && !found; k++) {
				if (frame_in(&c->f, k, rules_class(a->rules, SPAN("call.protest"))) &&
				    (word_lemma_is(a, verb, "demand") || word_lemma_is(a, verb, "call"))) {
					for (uint32_t first = c->f.a->sentences.v[c->sentence].first; first < to;
					     first++) {
						if (word_of(a, first)->pos == POS_VERB &&
						    word_of(a, first)->mention == NONE) {
							*ret_subject = first;
							break;
						}
					}
					return frame_question(&c->f, c->sentence) ? "it stands in a question" : NULL;
				}
			}
			if (!found)
				return "an aim, not a call that is made";
		}
	}
	if (verb_negated(a, governed) || verb_negated(a, verb))
		return "the call is denied";
	const int32_t modal = verb_modal(a, governed);
	if (modal != NONE) {
		if (word_is(a, modal, "could") || word_is(a, modal, "may") || word_is(a, modal, "might") ||
		    word_is(a, modal, "can"))
			return "only possible";
		const phrase p = subject_of(a, governed);
		const bool own = p.end > p.first && (word_is(a, p.first, "we") || word_is(a, p.first, "i"));
		if (word_lemma_is(a, modal, "will") && !word_is(a, governed, "continue") && !own)
			return "only announced";
		if (word_is(a, modal, "would") && !own)
			return "only supposed";
		if (word_is(a, modal, "should") || word_is(a, modal, "must"))
			return "a call to call: read as what should be done";
	}
	const phrase p = subject_of(a, governed);
	if (p.end > p.first && frame_supposed(&c->f, p.first, governed))
		return "only supposed";
	*ret_subject = governed;
	return NULL;
}

/* ---- the action ---- */

/* The first verb of the action, over adverbs and "not". */
static uint32_t first_verb(const call_pass *c, uint32_t i, uint32_t end)
{
	if (i < end && word_of(c->f.a, i)->pos == POS_NOT)
		i++;
	if (i < end && word_is(c->f.a, i, "to"))
		i++;
	return frame_skip(&c->f, i, end);
}

/* The rule of frame "chain" whose trigger stands at word i, with its end; NULL: none. */
static const rule *chain_at(call_pass *c, uint32_t i, uint32_t *ret_end)
{
	rule_match_vec matches = {0};
	const onus_status status = analysis_triggers(c->f.a, "call", i, &matches, c->f.err);
	if (status != ONUS_OK) {
		c->f.status = status;
		return NULL;
	}
	for (size_t k = 0; k < matches.n; k++) {
		if (span_is(matches.v[k].rule->frame, "chain")) {
			*ret_end = matches.v[k].end;
			return matches.v[k].rule;
		}
	}
	return NULL;
}

/* True when an asking verb stands at word i in the same form as the trigger's. */
static bool ask_at(call_pass *c, uint32_t i)
{
	const word *mine = word_of(c->f.a, c->first), *other = word_of(c->f.a, i);
	if (mine->pos != POS_VERB && !mine->forms)
		return false;
	const uint8_t finite = FORM_S | FORM_PAST | FORM_ING;
	const bool like =
	    (mine->forms & finite & other->forms) != 0 || ((mine->forms & FORM_BASE) && (other->forms & FORM_BASE));
	if (!like)
		return false;
	rule_match_vec matches = {0};
	const onus_status status = analysis_triggers(c->f.a, "call", i, &matches, c->f.err);
	if (status != ONUS_OK) {
		c->f.status = status;
		return false;
	}
	for (size_t k = 0; k < matches.n; k++) {
		const rule *r = matches.v[k].rule;
		if (span_is(r->frame, "deontic") || span_is(r->frame, "chain"))
			continue;
		/* "... and urge them to": the addressee is to urge, the callers are not. */
		const word *next = word_of(c->f.a, matches.v[k].end);
		return next->pos != POS_PRON || !(other->forms & FORM_BASE);
	}
	return false;
}

/* Cuts the action before the next call of the same caller: "to release A, and calls on B to ...". */
static uint32_t cut(call_pass *c, uint32_t first, uint32_t end)
{
	for (uint32_t i = first + 1; i + 1 < end && c->f.status == ONUS_OK; i++) {
		const word *w = word_of(c->f.a, i);
		if (w->pos != POS_CONJ && !span_is(w->form, ","))
			continue;
		uint32_t next = i + 1;
		if (word_of(c->f.a, next)->pos == POS_CONJ)
			next++;
		next = frame_skip(&c->f, next, end);
		if (next < end && ask_at(c, next))
			return i;
	}
	return end;
}

/* "press X to VERB" within [first, end): the party and where the inner action begins. */
static bool chain(call_pass *c, uint32_t *first, uint32_t end, party_vec *ret_targets)
{
	const uint32_t verb = first_verb(c, *first, end);
	for (uint32_t i = verb; i + 2 < end && c->f.status == ONUS_OK; i++) {
		const bool at_start = i == verb;
		const word *before = word_of(c->f.a, (int64_t)i - 1);
		if (!at_start && !span_is(before->form, "to") && !span_is(before->form, "and"))
			continue;
		if (!(word_of(c->f.a, i)->forms & FORM_BASE) || word_of(c->f.a, i)->pos != POS_VERB)
			continue;
		uint32_t behind = i;
		if (!chain_at(c, i, &behind))
			continue;
		uint32_t inner = 0;
		const uint32_t to = frame_find_infinitive(&c->f, behind, end, &inner);
		uint32_t named = to;
		if (to == end) {
			/* "press X, among other steps, to:" - the list has the verbs. */
			if (end > behind + 1 && word_is(c->f.a, (int64_t)end - 1, "to"))
				named = end - 1;
			else
				continue;
		}
		/* An inserted "among other steps" is not part of the name. */
		for (uint32_t k = behind + 1; k < named; k++) {
			if (span_is(word_of(c->f.a, k)->form, ",")) {
				named = k;
				break;
			}
		}
		party_vec targets = {0};
		const party_vec kept = c->f.addressed;
		c->f.addressed = (party_vec){0};
		frame_parties(&c->f, behind, named, true, &targets);
		c->f.addressed = kept;
		if (!targets.n)
			continue;
		*ret_targets = targets;
		*first = to == end ? end : inner;
		return true;
	}
	return false;
}

/* The verb's object names the target itself ("inform China that ..."): then the addressee acts, not the target. */
static bool tells_target(call_pass *c, uint32_t first, uint32_t end, const party_vec *targets)
{
	const uint32_t verb = first_verb(c, first, end);
	const phrase p = object_of(c->f.a, verb);
	if (p.end <= p.first || p.end > end || p.mention == NONE)
		return false;
	const mention *m = &c->f.a->mentions.v[p.mention];
	if (m->possessive || m->actor == NONE)
		return false;
	const actor *object = &c->f.a->actors.v[m->actor];
	for (size_t i = 0; i < targets->n; i++) {
		if (targets->v[i].actor == NONE)
			continue;
		const actor *target = &c->f.a->actors.v[targets->v[i].actor];
		if (target == object || (object->type == ACTOR_STATE && object->country[0] &&
					 strcmp(object->country, target->country) == 0))
			return true;
	}
	return false;
}

static bool holds(const call_pass *c, uint32_t first, uint32_t end)
{
	for (uint32_t i = first; i < end && i < first + 8; i++) {
		if (frame_in(&c->f, i, c->f.held))
			return true;
	}
	return false;
}

static void finish(call_pass *c, call_draft *d, const party_vec *addressees, const party_vec *targets)
{
	if (!d)
		return;
	d->addressees = *addressees;
	if (targets->n && !tells_target(c, d->first, d->end, targets))
		d->targets = *targets;
	d->wants_holder = addressees->n == 0 && targets->n == 0 && holds(c, d->first, d->end);
	if (addressees->n && addressees->v[0].actor != NONE) {
		c->f.addressed = *addressees;
		c->f.addressed_in = c->sentence;
	}
}

bool call_items(call_pass *c, const party_vec *callers, const party_vec *addressees, const party_vec *targets)
{
	list_part_vec items = {0};
	const onus_status status = analysis_items(c->f.a, c->sentence, &items, c->f.err);
	if (status != ONUS_OK) {
		c->f.status = status;
		return false;
	}
	bool any = false;
	for (size_t i = 0; i < items.n; i++) {
		uint32_t first = items.v[i].first, end = items.v[i].end;
		frame_trim(&c->f, &first, &end);
		while (first < end && word_of(c->f.a, first)->pos == POS_NUM)
			first++;
		if (word_is(c->f.a, first, "to") && first + 1 < end)
			first++;
		if (first >= end)
			continue;
		party_vec chained = *targets;
		uint32_t inner = first;
		if (!targets->n && chain(c, &inner, end, &chained))
			first = inner;
		call_draft *d = call_new(c, callers, first, end);
		finish(c, d, addressees, &chained);
		any = any || d;
	}
	return any;
}

bool call_action(call_pass *c, const party_vec *callers, const party_vec *addressees, uint32_t first)
{
	const party_vec none = {0};
	bool any = false;
	while (first < c->limit && c->f.status == ONUS_OK) {
		const uint32_t found = frame_action_end(&c->f, first, c->sentence);
		const uint32_t end = cut(c, first, found);
		party_vec targets = none;
		uint32_t inner = first;
		const bool chained = chain(c, &inner, end, &targets);
		bool leads = end < c->limit && span_is(word_of(c->f.a, end)->form, ":");
		if (leads) {
			/* "release X:" quotes or explains; "to take these steps:" leads on. */
			bool points = false;
			for (uint32_t k = first; k < end && !points; k++)
				points = frame_in(&c->f, k, rules_class(c->f.a->rules, SPAN("call.pointer")));
			leads = points;
		}
		if ((leads || inner >= end) && call_items(c, callers, addressees, &targets)) {
			if (c->done < c->limit)
				c->done = c->limit;
			return true;
		}
		if (inner >= end)
			break;
		call_draft *d = call_new(c, callers, chained ? inner : first, end);
		finish(c, d, addressees, &targets);
		any = any || d;
		/* "...; release the others; and ...": the next link of a list in the sentence is asked of the same. */
		if (end != found || end >= c->limit || !span_is(word_of(c->f.a, end)->form, ";"))
			break;
		uint32_t next = end + 1;
		while (next < c->limit &&
		       (word_of(c->f.a, next)->pos == POS_CONJ || span_is(word_of(c->f.a, next)->form, ",")))
			next++;
		if (word_is(c->f.a, next, "to"))
			next++;
		const uint32_t verb = first_verb(c, next, c->limit);
		if (verb >= c->limit || !frame_base(&c->f, verb) || ask_at(c, verb))
			break;
		first = next;
	}
	return any;
}

/* ---- the frame ---- */

/* "that X (should) VERB", or "X VERB" with the bare subjunctive: draws the addressee from the clause. */
static bool subjunctive(call_pass *c, const party_vec *callers, uint32_t i, bool bare)
{
	phrase p = frame_phrase(&c->f, i, c->limit, true);
	if (p.end <= p.first)
		return false;
	uint32_t v = frame_skip(&c->f, p.end, c->limit);
	const word *w = word_of(c->f.a, v);
	/* A base form that reads as a noun too stands behind whoever is to act: "their government respect rights". */
	for (uint32_t k = p.first + 1; k < p.end && !bare && w->pos != POS_AUX; k++) {
		if ((word_of(c->f.a, k)->forms & FORM_BASE) && word_of(c->f.a, k)->mention == NONE &&
		    (frame_in(&c->f, (int64_t)k - 1, c->f.authority) || frame_in(&c->f, (int64_t)k - 1, c->f.group))) {
			p = frame_phrase(&c->f, i, k, true);
			v = k;
			w = word_of(c->f.a, v);
			break;
		}
	}
	const bool modal = span_is(w->form, "should") || span_is(w->form, "must") || span_is(w->form, "shall");
	if (modal)
		v++;
	const uint32_t first = modal ? v : p.end;
	const uint32_t verb = first_verb(c, v, c->limit);
	const word *vw = word_of(c->f.a, verb);
	if (verb >= c->limit || !frame_base(&c->f, verb))
		return false;
	/* Without "that" or "should", only a form that could not be a finite verb or noun here tells the subjunctive. */
	if (!modal && bare && (vw->pos == POS_NOUN || vw->pos == POS_ADJ))
		return false;
	party_vec addressees = {0};
	const bool passive = span_is(vw->form, "be");
	const bool somebody = frame_animate(&c->f, p.head);
	if (!passive || frame_in(&c->f, p.head, c->f.authority))
		frame_parties(&c->f, p.first, p.end, !passive && somebody, &addressees);
	if (bare && !addressees.n)
		return false;
	return call_action(c, callers, &addressees, first);
}

/* The verb's callers, or the reason why it does not call. */
static bool callers_of(call_pass *c, party_vec *ret_callers)
{
	uint32_t subject = c->first;
	const char *why = call_refused(c, c->first, &subject);
	if (why)
		return call_no(c, why);
	const phrase who = subject_of(c->f.a, subject);
	if (who.end > who.first && word_is(c->f.a, who.first, "you"))
		return call_no(c, "said of a hearer");
	if (frame_subject(&c->f, subject, span_is(rule_value_of(c->rule, "human"), "yes"), ret_callers))
		return true;
	const phrase p = subject_of(c->f.a, subject);
	if (p.end > p.first)
		return call_no(c, "nobody that could call is its subject");
	/* No subject: a headline, a bullet, a participle that opens a sentence. The document speaks. */
	if (frame_voice(&c->f, c->first, ret_callers))
		return true;
	return call_no(c, "nobody is known to call");
}

bool call_frame_ask(call_pass *c)
{
	const analysis *a = c->f.a;
	const word *w = word_of(a, c->first);
	if (w->pos == POS_NOUN || w->pos == POS_ADJ || w->pos == POS_NAME)
		return call_no(c, "not a verb here");
	const word *object_first = word_of(a, c->end);
	if (span_is(rule_value_of(c->rule, "object"), "named") && object_first->mention == NONE &&
	    object_first->pos != POS_DET && object_first->pos != POS_PRON && object_first->pos != POS_NAME)
		return call_no(c, "nobody is pressed");
	if (verb_passive(a, c->first) && (w->forms & FORM_PARTICIPLE)) {
		if (frame_question(&c->f, c->sentence))
			return call_no(c, "it stands in a question");
		/* "All are encouraged to VERB": the subject is asked, and by whom the document says or not. */
		uint32_t inner = 0;
		uint32_t to = frame_skip(&c->f, c->end, c->limit);
		if (word_is(a, to, "by"))
			to = frame_skip(&c->f, frame_phrase(&c->f, to + 1, c->limit, true).end, c->limit);
		if (!frame_infinitive(&c->f, to, c->limit, &inner))
			return call_no(c, "passive, and nothing asked");
		party_vec callers = {0}, addressees = {0};
		const phrase agent = agent_of(a, c->first), subject = subject_of(a, c->first);
		if (agent.end > agent.first)
			frame_parties(&c->f, agent.first, agent.end, true, &callers);
		else if (!rule_value_of(c->rule, "passive").n ||
			 (!frame_voice(&c->f, c->first, &callers) && c->f.a->publisher != NONE))
			return call_no(c, "passive, and nobody is said to ask");
		frame_parties(&c->f, subject.first, subject.end, true, &addressees);
		return call_action(c, &callers, &addressees, inner);
	}
	party_vec callers = {0};
	if (!callers_of(c, &callers))
		return false;
	uint32_t i = c->end;
	if (span_is(rule_value_of(c->rule, "that"), "yes") && word_is(a, i, "that") &&
	    subjunctive(c, &callers, i + 1, false))
		return true;
	/* The addressee ends where the infinitive begins, and never beyond this clause. */
	uint32_t inner = 0;
	const bool plain = span_is(rule_value_of(c->rule, "infinitive"), "no");
	uint32_t to = plain ? c->limit : frame_find_infinitive(&c->f, i, c->limit, &inner);
	const phrase object = frame_phrase(&c->f, i, c->limit, false);
	if (to < c->limit && to > i) {
		/* A finite verb or "for" between says that the infinitive belongs to something else. */
		bool clean = to - i <= 40;
		bool relative = false;
		for (uint32_t k = i; k < to && clean; k++) {
			const word *x = word_of(a, k);
			relative = relative || span_is(x->form, "who") || span_is(x->form, "that") ||
				   span_is(x->form, "whose") || span_is(x->form, "which");
			if (!relative &&
			    (x->pos == POS_AUX ||
			     (x->pos == POS_VERB && x->mention == NONE && word_of(a, (int64_t)k - 1)->pos == POS_CONJ &&
			      (x->forms & (FORM_S | FORM_PAST)) && !(x->forms & FORM_PARTICIPLE))))
				clean = false;
			if (span_is(x->form, "for") && k > i && word_of(a, k)->mention == NONE && k + 1 < to &&
			    k == object.end && span_is(rule_value_of(c->rule, "for"), "yes"))
				clean = false;
		}
		if (clean) {
			party_vec addressees = {0};
			uint32_t named = to > i + 1 && word_of(a, (int64_t)to - 1)->pos == POS_NOT ? to - 1 : to;
			for (uint32_t k = i + 1; k + 1 < to; k++) {
				/* "urged X, among other steps, to": what stands between commas is not the name. */
				if (span_is(word_of(a, k)->form, ",") &&
				    span_is(word_of(a, (int64_t)to - 1)->form, ",") && k + 1 < to - 1 &&
				    word_of(a, (int64_t)k + 1)->mention == NONE) {
					named = k;
					break;
				}
			}
			frame_parties(&c->f, i, named, true, &addressees);
			if (to > i + 1 && word_of(a, (int64_t)to - 1)->pos == POS_NOT)
				inner = to - 1;
			const bool weak = span_is(rule_value_of(c->rule, "weak"), "yes");
			const phrase whom = frame_phrase(&c->f, i, named, false);
			const bool nobody = addressees.n && addressees.v[0].actor == NONE &&
					    !(whom.end > whom.first && (word_of(a, whom.head)->pos == POS_PRON ||
									frame_animate(&c->f, whom.head) ||
									frame_in(&c->f, whom.head, c->f.generic)));
			if (weak && (!addressees.n || word_is(a, i, "me") || word_is(a, i, "us") ||
				     word_is(a, i, "him") || word_is(a, i, "her")))
				return call_no(c, "asked of nobody in particular");
			if (span_is(rule_value_of(c->rule, "known"), "yes") && addressees.v[0].actor == NONE)
				return call_no(c, "asked of nobody that is known");
			frame_not_self(&c->f, &callers, &addressees);
			if (addressees.n && !nobody && call_action(c, &callers, &addressees, inner))
				return true;
		}
	}
	/* "urged X to:" before a list. */
	if (c->limit > i + 1) {
		uint32_t colon = c->limit;
		for (uint32_t k = i; k < c->limit; k++) {
			if (span_is(word_of(a, k)->form, ":")) {
				colon = k;
				break;
			}
		}
		if (colon < c->limit) {
			uint32_t named = colon;
			if (word_is(a, (int64_t)colon - 1, "to"))
				named--;
			for (uint32_t k = i + 1; k < named; k++) {
				if (span_is(word_of(a, k)->form, ",")) {
					named = k;
					break;
				}
			}
			party_vec addressees = {0}, none = {0};
			if (word_is(a, i, "that"))
				i++;
			frame_parties(&c->f, i, named, true, &addressees);
			if (addressees.n && call_items(c, &callers, &addressees, &none))
				return true;
		}
	}
	/* "asked X for NOUN", "calls on X for NOUN" */
	if (span_is(rule_value_of(c->rule, "for"), "yes") && object.end > object.first) {
		uint32_t k = object.end;
		for (; k < c->limit && k < object.end + 6 && !word_is(a, k, "for"); k++) {
			if (word_of(a, k)->pos == POS_VERB || word_of(a, k)->pos == POS_MARK)
				break;
		}
		if (word_is(a, k, "for")) {
			party_vec addressees = {0};
			frame_parties(&c->f, i, k, true, &addressees);
			if (addressees.n && call_action(c, &callers, &addressees, k + 1))
				return true;
		}
	}
	/* "demand Harvard issue an apology" */
	if (span_is(rule_value_of(c->rule, "bare"), "yes") && subjunctive(c, &callers, i, true))
		return true;
	/* "demands the release of X", "urged a thorough reform" */
	const span noun = rule_value_of(c->rule, "noun");
	if (noun.n && object.end > object.first && word_of(a, object.first)->pos != POS_PRON) {
		bool act = span_is(noun, "any");
		for (uint32_t k = object.first; k < c->limit && k < object.first + 7 && !act; k++) {
			if (word_of(a, k)->pos == POS_PREP || word_of(a, k)->pos == POS_VERB)
				break;
			act = frame_in(&c->f, k, c->f.act_noun) || frame_in(&c->f, k, c->f.held);
		}
		const party_vec nobody = {0};
		if (act && call_action(c, &callers, &nobody, object.first))
			return true;
	}
	return call_no(c, "nothing is asked of anybody behind it");
}
