/* SPDX-License-Identifier: Apache-2.0 */
/* "X should VERB": who says it calls, its subject is called on. */
#include "extract/call.h"

/* Epistemic or idle uses of the modals. */
static const char *idle(const call_pass *c, uint32_t modal, uint32_t verb, const phrase *subject)
{
	const analysis *a = c->f.a;
	const word *v = word_of(a, verb);
	if (span_is(v->form, "have") && (word_of(a, frame_skip(&c->f, verb + 1, c->limit))->forms & FORM_PARTICIPLE) &&
	    !word_is(a, modal, "have") && !word_is(a, modal, "has"))
		return "speaks of the past";
	const word *behind = word_of(a, frame_skip(&c->f, verb + 1, c->limit));
	if (span_is(v->form, "be") && (behind->forms & FORM_ING) && behind->pos == POS_VERB)
		return "expected, not asked";
	if (span_is(v->form, "be") &&
	    (span_is(behind->form, "able") || span_is(behind->form, "noted") || span_is(behind->form, "clear") ||
	     span_is(behind->form, "emphasized") || span_is(behind->form, "stressed") ||
	     span_is(behind->form, "said") || span_is(behind->form, "recalled")))
		return "a turn of speech";
	if (word_is(a, modal, "must") && span_is(v->form, "be") && behind->pos == POS_ADJ && subject->mention == NONE)
		return "an inference";
	if (word_is(a, subject->first, "i"))
		return "a turn of speech";
	return NULL;
}

/* "there must be an independent investigation" */
static bool there(call_pass *c, uint32_t verb)
{
	const analysis *a = c->f.a;
	if (!word_is(a, verb, "be"))
		return call_no(c, "there is no act in it");
	const uint32_t i = verb + 1;
	const phrase p = frame_phrase(&c->f, i, c->limit, true);
	bool act = false;
	for (uint32_t k = p.first; k <= p.head && k < p.end; k++)
		act = act || frame_in(&c->f, k, c->f.act_noun);
	if (!act)
		return call_no(c, "nothing that somebody does");
	party_vec callers = {0};
	const party_vec nobody = {0};
	if (!frame_voice(&c->f, c->first, &callers))
		return call_no(c, "nobody is known to call");
	return call_action(c, &callers, &nobody, i);
}

static bool ends(const call_pass *c, uint32_t verb)
{
	return word_is(c->f.a, verb, "end") || word_is(c->f.a, verb, "stop") || word_is(c->f.a, verb, "cease") ||
	       word_is(c->f.a, verb, "continue");
}

/* The subject, also across the quotation mark before a quoted predicate (X said the case "should be closed"), and a
 * relative clause behind "those". */
static phrase subject_before(const call_pass *c, uint32_t verb, uint32_t start)
{
	const analysis *a = c->f.a;
	phrase p = subject_of(a, verb);
	/* "Those who ordered it must": the relative clause belongs to the subject. */
	uint32_t opens = start;
	for (uint32_t k = c->first; k > start && opens == start; k--) {
		if (word_of(a, (int64_t)k - 1)->kind == TOKEN_QUOTE_OPEN)
			opens = k;
	}
	if (word_is(a, opens, "those") && opens < c->first)
		return (phrase){.first = opens, .end = c->first, .head = opens, .mention = NONE};
	if ((p.end <= p.first || p.first >= c->first) && c->first > start + 1 &&
	    word_of(a, (int64_t)c->first - 1)->kind == TOKEN_QUOTE_OPEN)
		p = phrase_left(a, c->first - 1, start);
	if (p.end <= c->first)
		p = frame_widen(&c->f, p, start);
	return p;
}

bool call_frame_deontic(call_pass *c)
{
	const analysis *a = c->f.a;
	const word *modal = word_of(a, c->first);
	const uint32_t start = a->sentences.v[c->sentence].first;
	if (frame_question(&c->f, c->sentence))
		return call_no(c, "it stands in a question");
	const word *left = word_of(a, (int64_t)c->first - 1);
	if (modal->pos == POS_NOUN && c->first > start &&
	    (left->pos == POS_DET || left->pos == POS_ADJ || left->pos == POS_POSS))
		return call_no(c, "a noun here");
	if (span_is(modal->form, "needed") || span_is(modal->form, "had") || span_is(modal->form, "having"))
		return call_no(c, "speaks of the past, or of what is needed");
	uint32_t verb = c->end;
	if (word_of(a, verb)->pos == POS_NOT)
		verb++;
	verb = frame_skip(&c->f, verb, c->limit);
	if (verb >= c->limit || (!frame_base(&c->f, verb) && word_of(a, verb)->pos != POS_VERB))
		return call_no(c, "no verb stands behind it");
	if (c->first > start && word_is(a, (int64_t)c->first - 1, "there"))
		return there(c, verb);
	const phrase subject = subject_before(c, verb, start);
	if (subject.end <= subject.first || subject.first >= c->first)
		return call_no(c, "nobody stands before it");
	if (frame_supposed(&c->f, subject.first, c->first))
		return call_no(c, "only supposed");
	if (subject.first > start) {
		const uint32_t before_it = subject.first - 1;
		if (word_is(a, before_it, "what") || word_is(a, before_it, "how") || word_is(a, before_it, "why") ||
		    word_is(a, before_it, "which") || word_is(a, before_it, "whatever"))
			return call_no(c, "told of, not asked");
	}
	const char *why = idle(c, c->first, verb, &subject);
	if (why)
		return call_no(c, why);
	if (verb_negated(a, c->first) && (modal->pos == POS_VERB || word_is(a, c->first, "need")))
		return call_no(c, "denied");
	if (word_is(a, subject.first, "there"))
		return there(c, verb);
	const word *head = word_of(a, subject.head);
	if (frame_in(&c->f, subject.head, c->f.generic) && subject.end - subject.first <= 2 &&
	    !word_is(a, subject.first, "those"))
		return call_no(c, "a general norm");
	if (word_is(a, subject.first, "no"))
		return call_no(c, "a general norm");
	const bool we = word_is(a, subject.first, "we");
	const bool soft = span_is(rule_value_of(c->rule, "soft"), "yes");
	if (we && (soft || c->f.transcript))
		return call_no(c, "said of oneself");
	if (word_is(a, subject.first, "you") && c->f.a->addressee == NONE)
		return call_no(c, "said to a reader");
	/* "the resources that X needs to", "work that needs to be done": whose verb it is cannot be told. */
	if (soft && subject.first > start && word_of(a, (int64_t)subject.first - 1)->pos == POS_NOUN)
		return call_no(c, "told of, not asked");
	if (soft && word_is(a, verb, "be") && !frame_animate(&c->f, subject.head) && subject.mention == NONE)
		return call_no(c, "a task of nobody in particular");
	if (soft && subject.mention != NONE) {
		const uint32_t named = a->mentions.v[subject.mention].whole_first;
		if (named > start && word_of(a, (int64_t)named - 1)->pos == POS_NOUN &&
		    lexeme_of(a, word_of(a, (int64_t)named - 1))->plural)
			return call_no(c, "told of, not asked");
	}
	if (soft && word_is(a, subject.first, "they"))
		return call_no(c, "they have, or must: not told apart");
	if (soft && verb_modal(a, c->first) != NONE)
		return call_no(c, "foretold, not asked");
	for (uint32_t k = start; k < c->first; k++) {
		if (word_lemma_is(a, k, "require") && word_of(a, k)->pos == POS_VERB)
			return call_no(c, "what a law requires");
	}
	if (soft && c->f.transcript)
		return call_no(c, "talk of an interview");
	if (head->pos == POS_PRON &&
	    (span_is(head->form, "it") || span_is(head->form, "this") || span_is(head->form, "that") ||
	     span_is(head->form, "which") || span_is(head->form, "what") || span_is(head->form, "who")))
		if (head->mention == NONE || a->mentions.v[head->mention].actor == NONE)
			return call_no(c, "nobody is its subject");
	/* The law's own words: "under international law governments must". */
	for (uint32_t k = start; k < subject.first; k++) {
		if (frame_in(&c->f, k, c->f.norm) &&
		    (word_is(a, start, "under") || word_is(a, (int64_t)k + 1, "requires") ||
		     word_is(a, (int64_t)k + 1, "that") || word_is(a, (int64_t)k + 1, "says")))
			return call_no(c, "what a law requires");
	}
	party_vec callers = {0}, addressees = {0};
	if (!frame_voice(&c->f, c->first, &callers))
		return call_no(c, "nobody is known to call");
	const uint32_t participle = frame_skip(&c->f, verb + 1, c->limit);
	const bool passive = word_is(a, verb, "be") && (word_of(a, participle)->forms & FORM_PARTICIPLE);
	if (passive) {
		const phrase agent = agent_of(a, participle);
		if (agent.end > agent.first)
			frame_parties(&c->f, agent.first, agent.end, false, &addressees);
	} else if (we) {
		frame_we(&c->f, subject.first, &addressees);
	} else {
		frame_parties(&c->f, subject.first, subject.end, false, &addressees);
		if (!addressees.n && frame_animate(&c->f, subject.head))
			frame_parties(&c->f, subject.first, subject.end, true, &addressees);
		if (!addressees.n && head->pos == POS_PRON && span_is(head->form, "they"))
			addressees = c->f.addressed;
		if (!addressees.n && head->pos == POS_PRON)
			frame_pronoun(&c->f, subject.head, &addressees);
		if (!addressees.n && !ends(c, verb))
			return call_no(c, "nobody that acts is its subject");
	}
	/* "X should be on his way out of jail": X does not hold himself. */
	bool held = false;
	for (uint32_t k = participle; k < c->limit && k < participle + 7 && word_is(a, verb, "be"); k++)
		held = held || frame_in(&c->f, k, c->f.held);
	if (held && addressees.n == 1 && addressees.v[0].actor != NONE &&
	    a->actors.v[addressees.v[0].actor].type == ACTOR_PERSON)
		addressees.n = 0;
	/* "the least we should do is to end it" */
	uint32_t first = c->end;
	if (word_is(a, verb, "do") && word_is(a, (int64_t)verb + 1, "is")) {
		first = verb + 2;
		if (word_is(a, first, "to"))
			first++;
	}
	const size_t before = c->drafts.n;
	if (!call_action(c, &callers, &addressees, first))
		return call_no(c, "no action");
	/* A person who "should be freed" is held by somebody. */
	if (addressees.n == 0 && c->drafts.n > before) {
		for (size_t k = before; k < c->drafts.n; k++)
			c->drafts.v[k].wants_holder = c->drafts.v[k].wants_holder || held;
	}
	return true;
}
