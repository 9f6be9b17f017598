/* SPDX-License-Identifier: Apache-2.0 */
/* Calls whose addressee does not stand right behind the verb: "call for", the noun "call", and the soft forms. */
#include "extract/call.h"

/* The verb's callers; false with a note in the trace where it does not call. */
static bool callers_of_verb(call_pass *c, party_vec *ret_callers)
{
	uint32_t subject = c->first;
	const char *why = call_refused(c, c->first, &subject);
	if (why)
		return call_no(c, why);
	if (frame_subject(&c->f, subject, false, ret_callers))
		return true;
	const phrase p = subject_of(c->f.a, subject);
	if (p.end > p.first)
		return call_no(c, "nobody that could call is its subject");
	if (frame_voice(&c->f, c->first, ret_callers))
		return true;
	return call_no(c, "nobody is known to call");
}

static bool sentence_first(const call_pass *c, uint32_t i)
{
	return i == c->f.a->sentences.v[c->sentence].first;
}

/* The callers of a noun: "our call", "X's appeal", "a demand by X", "X repeated its call". */
static bool callers_of_noun(call_pass *c, party_vec *ret_callers)
{
	const analysis *a = c->f.a;
	const uint32_t start = a->sentences.v[c->sentence].first;
	/* Left over adjectives to what determines it. */
	uint32_t i = c->first;
	while (i > start && frame_modifier(&c->f, i - 1))
		i--;
	if (i > start) {
		const uint32_t d = i - 1;
		const word *w = word_of(a, d);
		if (span_is(w->form, "our") || span_is(w->form, "my"))
			return frame_we(&c->f, d, ret_callers);
		if (w->pos == POS_POSS || (w->mention != NONE && a->mentions.v[w->mention].possessive &&
					   w->pos != POS_DET && w->pos != POS_PRON)) {
			const phrase p = phrase_left(a, w->pos == POS_POSS ? d : i, start);
			if (frame_owner(&c->f, p.end > p.first ? p.end - 1 : d, ret_callers))
				return true;
			if (p.end > p.first && frame_speaker_phrase(&c->f, p, c->first, true, ret_callers))
				return true;
		}
		if (span_is(w->form, "his") || span_is(w->form, "her") || span_is(w->form, "their") ||
		    span_is(w->form, "its")) {
			const int32_t m = w->mention;
			if (m != NONE && a->mentions.v[m].actor != NONE) {
				party_add(&c->f, ret_callers, a->mentions.v[m].actor, words_range(a, d, d + 1));
				return true;
			}
			if (frame_pronoun(&c->f, d, ret_callers))
				return true;
		}
	}
	/* "calls by X for", "an appeal from X" */
	for (uint32_t k = c->end; k < c->limit && k < c->end + 2; k++) {
		if (!word_is(a, k, "by") && !word_is(a, k, "from"))
			continue;
		const phrase p = frame_phrase(&c->f, k + 1, c->limit, false);
		if (p.end > p.first && frame_speaker_phrase(&c->f, p, c->first, true, ret_callers)) {
			c->end = p.end;
			return true;
		}
	}
	/* The verb that it is the object of: "X repeated its call". */
	for (uint32_t k = c->first; k > start && k + 7 > c->first; k--) {
		const uint32_t v = k - 1;
		if (span_is(word_of(a, v)->form, ";") || word_of(a, v)->pos == POS_SUB)
			break;
		if (!frame_in(&c->f, v, rules_class(a->rules, SPAN("call.makes"))))
			continue;
		if (verb_negated(a, v))
			return call_no(c, "the call is denied");
		return frame_subject(&c->f, v, true, ret_callers) ||
		       (sentence_first(c, v) && frame_voice(&c->f, v, ret_callers)) ||
		       call_no(c, "nobody is known to call");
	}
	return call_no(c, "a call of nobody in particular");
}

/* What stands behind "for": a noun phrase, or somebody and an infinitive. */
static bool for_what(call_pass *c, const party_vec *callers, uint32_t i)
{
	const analysis *a = c->f.a;
	const phrase p = frame_phrase(&c->f, i, c->limit, true);
	if (p.end <= p.first)
		return call_no(c, "nothing is called for");
	uint32_t inner = 0;
	party_vec addressees = {0};
	uint32_t to = frame_skip(&c->f, p.end, c->limit);
	if (span_is(word_of(a, to)->form, "(")) {
		/* "the Republic (R) to release" */
		uint32_t close = to;
		while (close < c->limit && close < to + 8 && !span_is(word_of(a, close)->form, ")"))
			close++;
		if (span_is(word_of(a, close)->form, ")"))
			to = close + 1;
	}
	bool somebody = false;
	if (frame_infinitive(&c->f, to, c->limit, &inner)) {
		const uint32_t verb = frame_skip(&c->f, inner + (word_of(a, inner)->pos == POS_NOT), c->limit);
		if (word_is(a, verb, "be") && word_of(a, (int64_t)verb + 1)->forms & FORM_PARTICIPLE) {
			/* "for them to be allowed to leave": whoever is to do it is not said. */
			return call_action(c, callers, &addressees, i);
		}
		frame_parties(&c->f, p.first, p.end, false, &addressees);
		somebody = addressees.n || frame_animate(&c->f, p.head) || word_of(a, p.head)->pos == POS_PRON;
		if (somebody && !addressees.n)
			frame_parties(&c->f, p.first, p.end, true, &addressees);
	}
	if (somebody)
		return call_action(c, callers, &addressees, inner);
	const party_vec nobody = {0};
	if (word_of(a, p.head)->pos == POS_PRON && !frame_in(&c->f, p.head, c->f.held))
		return call_no(c, "nothing is called for");
	/* "Supporters calling for X gathered": the finite verb behind is the supporters'. */
	const word *verb = word_of(a, p.end);
	if ((word_of(a, c->first)->forms & FORM_ING) && p.end < c->limit && verb->pos == POS_VERB &&
	    (verb->forms & FORM_PAST) && frame_animate(&c->f, (int64_t)c->first > 0 ? c->first - 1 : 0)) {
		call_draft *d = call_new(c, callers, i, p.end);
		if (d)
			d->wants_holder = true;
		return d != NULL;
	}
	return call_action(c, callers, &nobody, i);
}

bool call_frame_for(call_pass *c)
{
	const analysis *a = c->f.a;
	const word *w = word_of(a, c->first);
	party_vec callers = {0};
	const span noun = rule_value_of(c->rule, "noun");
	const word *before = word_of(a, (int64_t)c->first - 1);
	bool is_noun = w->pos == POS_NOUN || w->pos == POS_NAME || before->pos == POS_POSS || before->pos == POS_DET ||
		       before->pos == POS_ADJ;
	if (sentence_first(c, c->first) && !(w->forms & FORM_ING))
		is_noun = true;
	/* In a headline "X appeals for help" is a verb, whatever it looks like. */
	const sentence *in = &a->sentences.v[c->sentence];
	if ((in->block_kind == BLOCK_TITLE || in->block_kind == BLOCK_HEADING) && (w->forms & FORM_S) &&
	    c->first > in->first && before->pos != POS_POSS && before->pos != POS_DET && before->pos != POS_ADJ &&
	    before->pos != POS_PREP)
		is_noun = false;
	if (is_noun) {
		if (!noun.n)
			return call_no(c, "a noun here");
		if (frame_question(&c->f, c->sentence))
			return call_no(c, "it stands in a question");
		if (!callers_of_noun(c, &callers)) {
			const sentence *s = &a->sentences.v[c->sentence];
			const bool heading =
			    s->block_kind == BLOCK_TITLE || s->block_kind == BLOCK_HEADING || s->end - s->first < 16;
			if (!heading || c->first > s->first + 2 || !frame_voice(&c->f, c->first, &callers))
				return false;
		}
		/* "calls on X to", "an appeal to X to", "a demand that" have frames of their own words. */
		uint32_t i = c->end;
		if (word_is(a, i, "for")) {
			/* "a request for payment": only what authorities or the powerful give. */
			bool act = word_is(a, c->first, "call") || word_is(a, c->first, "calls") ||
				   word_is(a, c->first, "appeal") || word_is(a, c->first, "appeals");
			for (uint32_t k = i + 1; k < c->limit && k < i + 8 && !act; k++) {
				if (word_of(a, k)->pos == POS_PREP || word_of(a, k)->pos == POS_VERB)
					break;
				act = frame_in(&c->f, k, c->f.act_noun) || frame_in(&c->f, k, c->f.held);
			}
			return act ? for_what(c, &callers, i + 1) : call_no(c, "a request for no act");
		}
		uint32_t inner = 0;
		if (frame_infinitive(&c->f, i, c->limit, &inner)) {
			const party_vec nobody = {0};
			return call_action(c, &callers, &nobody, inner);
		}
		if (word_is(a, i, "to") || word_is(a, i, "on") || word_is(a, i, "upon")) {
			const uint32_t to = frame_find_infinitive(&c->f, i + 1, c->limit, &inner);
			party_vec addressees = {0};
			const phrase p = frame_phrase(&c->f, i + 1, c->limit, false);
			if (to < c->limit && to - i < 20) {
				frame_parties(&c->f, i + 1, to, true, &addressees);
				return call_action(c, &callers, &addressees, inner);
			}
			uint32_t k = p.end;
			while (k < c->limit && k < p.end + 6 && !word_is(a, k, "for"))
				k++;
			if (p.end > p.first && word_is(a, k, "for") && k < c->limit) {
				frame_parties(&c->f, i + 1, k, true, &addressees);
				return call_action(c, &callers, &addressees, k + 1);
			}
		}
		return call_no(c, "a noun with nothing called for behind it");
	}
	if (span_is(noun, "only"))
		return call_no(c, "not a noun here");
	if (verb_passive(a, c->first) && (w->forms & FORM_PARTICIPLE) &&
	    word_of(a, (int64_t)c->first - 1)->pos == POS_AUX &&
	    !span_is(word_of(a, (int64_t)c->first - 1)->lemma, "have"))
		return call_no(c, "passive: it is called for by nobody named");
	if (!callers_of_verb(c, &callers))
		return false;
	if (!word_is(a, (int64_t)c->end - 1, "for"))
		return call_no(c, "nothing is called for");
	return for_what(c, &callers, c->end);
}

bool call_frame_want(call_pass *c)
{
	const analysis *a = c->f.a;
	party_vec callers = {0}, addressees = {0};
	if (word_of(a, c->first)->pos == POS_NOUN)
		return call_no(c, "a noun here");
	if (c->f.transcript)
		return call_no(c, "talk of an interview");
	if (!callers_of_verb(c, &callers))
		return false;
	uint32_t i = c->end;
	const bool see = word_is(a, i, "to") && word_is(a, (int64_t)i + 1, "see");
	if (see)
		i += 2;
	const phrase p = frame_phrase(&c->f, i, c->limit, false);
	if (p.end <= p.first || word_of(a, p.first)->pos == POS_PRON)
		return call_no(c, "nobody is wanted to act");
	uint32_t inner = 0;
	if (frame_infinitive(&c->f, p.end, c->limit, &inner)) {
		frame_parties(&c->f, p.first, p.end, false, &addressees);
		if (!addressees.n && frame_in(&c->f, p.head, c->f.authority))
			frame_parties(&c->f, p.first, p.end, true, &addressees);
		if (!addressees.n)
			return call_no(c, "nobody is wanted to act");
		return call_action(c, &callers, &addressees, inner);
	}
	const uint32_t v = frame_skip(&c->f, p.end, c->limit);
	const word *verb = word_of(a, v);
	const bool done = (verb->forms & FORM_PARTICIPLE) && verb->pos == POS_VERB;
	const bool act = see && (verb->forms & FORM_BASE) && verb->pos == POS_VERB;
	if (done || act)
		return call_action(c, &callers, &addressees, p.first);
	return call_no(c, "no action is wanted");
}

bool call_frame_hope(call_pass *c)
{
	const analysis *a = c->f.a;
	party_vec callers = {0}, addressees = {0};
	if (c->f.transcript || word_of(a, c->first)->pos == POS_NOUN)
		return call_no(c, "talk of an interview, or a noun");
	const phrase subject = subject_of(a, c->first);
	if (subject.end <= subject.first || !word_is(a, subject.first, "we"))
		if (subject.end <= subject.first || !word_is(a, subject.first, "i"))
			return call_no(c, "not a hope of who speaks");
	if (!callers_of_verb(c, &callers))
		return false;
	uint32_t i = c->end;
	if (word_is(a, i, "that"))
		i++;
	const phrase p = frame_phrase(&c->f, i, c->limit, true);
	if (p.end <= p.first || word_of(a, p.first)->pos == POS_PRON)
		return call_no(c, "nobody is hoped to act");
	const uint32_t v = frame_skip(&c->f, p.end, c->limit);
	uint32_t inner = v + 1;
	const bool will = word_is(a, v, "will");
	if (!will && !frame_infinitive(&c->f, p.end, c->limit, &inner))
		return call_no(c, "a wish for nobody's act");
	frame_parties(&c->f, p.first, p.end, false, &addressees);
	for (size_t k = 0; k < addressees.n; k++) {
		for (size_t n = 0; n < callers.n; n++) {
			if (addressees.v[k].actor == callers.v[n].actor)
				return call_no(c, "a hope for oneself");
		}
	}
	if (!addressees.n && frame_in(&c->f, p.head, c->f.authority))
		frame_parties(&c->f, p.first, p.end, true, &addressees);
	if (!addressees.n)
		return call_no(c, "nobody is hoped to act");
	if (word_is(a, inner, "be") && !(word_of(a, (int64_t)inner + 1)->forms & FORM_PARTICIPLE))
		return call_no(c, "a state of things, not an act");
	return call_action(c, &callers, &addressees, inner);
}

bool call_frame_remind(call_pass *c)
{
	const analysis *a = c->f.a;
	party_vec callers = {0}, addressees = {0};
	if (word_of(a, c->first)->pos == POS_NOUN)
		return call_no(c, "a noun here");
	if (word_is(a, c->end, "us") || word_is(a, c->end, "me"))
		return call_no(c, "reminded of one's own");
	uint32_t of = c->end;
	while (of < c->limit && of < c->end + 15 && !word_is(a, of, "of"))
		of++;
	if (!word_is(a, of, "of") || of >= c->limit || of == c->end)
		return call_no(c, "reminded of no duty");
	/* "government of X" has an "of" too: the duty tells the right one. */
	uint32_t duty = c->limit;
	for (uint32_t k = of; k < c->limit && k < of + 20; k++) {
		if (frame_in(&c->f, k, rules_class(a->rules, SPAN("call.duty")))) {
			duty = k;
			break;
		}
	}
	if (duty == c->limit)
		return call_no(c, "reminded of no duty");
	for (uint32_t k = duty; k > of; k--) {
		if (word_is(a, k, "of")) {
			of = k;
			break;
		}
	}
	uint32_t inner = 0;
	const uint32_t to = frame_find_infinitive(&c->f, duty + 1, c->limit, &inner);
	if (to >= c->limit || to > duty + 20)
		return call_no(c, "the duty has no verb");
	if (!callers_of_verb(c, &callers))
		return false;
	frame_parties(&c->f, c->end, of, true, &addressees);
	if (!addressees.n)
		return call_no(c, "nobody is reminded");
	return call_action(c, &callers, &addressees, inner);
}

bool call_frame_stress(call_pass *c)
{
	const analysis *a = c->f.a;
	party_vec callers = {0}, addressees = {0};
	if (word_of(a, c->first)->pos == POS_NOUN)
		return call_no(c, "a noun here");
	/* "the need", "the urgent need", "the urgency" */
	uint32_t i = frame_skip(&c->f, c->end, c->limit);
	uint32_t need = i;
	while (need < c->limit && need < i + 4 && !frame_in(&c->f, need, rules_class(a->rules, SPAN("call.need"))))
		need++;
	if (!frame_in(&c->f, need, rules_class(a->rules, SPAN("call.need"))) || need >= c->limit)
		return call_no(c, "no need is stressed");
	if (!callers_of_verb(c, &callers))
		return false;
	i = need + 1;
	uint32_t inner = 0;
	if (word_is(a, i, "for"))
		return for_what(c, &callers, i + 1);
	if (frame_infinitive(&c->f, i, c->limit, &inner))
		return call_action(c, &callers, &addressees, inner);
	if (word_is(a, i, "of") && word_of(a, (int64_t)i + 1)->forms & FORM_ING && !word_is(a, need, "importance"))
		return call_action(c, &callers, &addressees, i + 1);
	return call_no(c, "the need for nothing that somebody does");
}

bool call_frame_crucial(call_pass *c)
{
	const analysis *a = c->f.a;
	party_vec callers = {0}, addressees = {0};
	const uint32_t adjective = c->end - 1;
	if (frame_question(&c->f, c->sentence) || verb_negated(a, c->first + 1))
		return call_no(c, "denied or asked");
	if (c->f.transcript)
		return call_no(c, "talk of an interview");
	if (!frame_voice(&c->f, c->first, &callers))
		return call_no(c, "nobody is known to call");
	uint32_t i = adjective + 1;
	const bool that = word_is(a, i, "that"), to = word_is(a, i, "for");
	if (!that && !to)
		return call_no(c, "crucial for nobody's act");
	const phrase p = frame_phrase(&c->f, i + 1, c->limit, true);
	if (p.end <= p.first)
		return call_no(c, "crucial for nobody's act");
	uint32_t inner = frame_skip(&c->f, p.end, c->limit);
	if (to && !frame_infinitive(&c->f, p.end, c->limit, &inner))
		return call_no(c, "crucial for nobody's act");
	if (that && (word_is(a, inner, "should") || word_is(a, inner, "must")))
		inner++;
	const uint32_t v = frame_skip(&c->f, inner, c->limit);
	if (!frame_base(&c->f, v) || word_is(a, v, "be") || word_is(a, v, "have"))
		return call_no(c, "a state of things, not an act");
	const bool own = word_is(a, p.first, "we");
	if (!own) {
		frame_parties(&c->f, p.first, p.end, false, &addressees);
		if (!addressees.n && frame_animate(&c->f, p.head))
			frame_parties(&c->f, p.first, p.end, true, &addressees);
		if (!addressees.n)
			return call_no(c, "crucial for nobody's act");
	}
	return call_action(c, &callers, &addressees, that ? p.end : inner);
}

bool call_frame_support(call_pass *c)
{
	const analysis *a = c->f.a;
	if (word_of(a, c->first)->pos == POS_NOUN)
		return call_no(c, "a noun here");
	const phrase p = frame_phrase(&c->f, c->end, c->limit, false);
	if (p.end <= p.first || !word_is(a, p.head, "release") || word_is(a, p.first, "a"))
		return call_no(c, "no release is supported");
	party_vec callers = {0};
	const party_vec nobody = {0};
	return callers_of_verb(c, &callers) && call_action(c, &callers, &nobody, p.first);
}

bool call_frame_require(call_pass *c)
{
	const analysis *a = c->f.a;
	const uint32_t i = c->end;
	bool act = false;
	for (uint32_t k = i; k < c->limit && k < i + 5 && !act; k++) {
		if (word_of(a, k)->pos == POS_PREP)
			break;
		act = frame_in(&c->f, k, rules_class(a->rules, SPAN("call.inquiry")));
	}
	if (!act)
		return call_no(c, "requires nothing that is asked of anybody");
	const phrase p = subject_of(a, c->first);
	if (p.end > p.first && frame_in(&c->f, p.head, c->f.norm) && word_of(a, p.head)->mention != NONE)
		return call_no(c, "what a law requires");
	uint32_t subject = c->first;
	const char *why = call_refused(c, c->first, &subject);
	if (why)
		return call_no(c, why);
	party_vec callers = {0};
	const party_vec nobody = {0};
	if (!frame_voice(&c->f, c->first, &callers))
		return call_no(c, "nobody is known to call");
	return call_action(c, &callers, &nobody, i);
}

bool call_frame_need(call_pass *c)
{
	const analysis *a = c->f.a;
	const phrase subject = subject_of(a, c->first);
	if (subject.end <= subject.first || !(word_is(a, subject.first, "we") || word_is(a, subject.first, "i")))
		return call_no(c, "not a need of who speaks");
	const phrase p = frame_phrase(&c->f, c->end, c->limit, true);
	if (p.end <= p.first || !frame_in(&c->f, p.head, c->f.aid))
		return call_no(c, "no help is asked for");
	if (c->f.transcript)
		return call_no(c, "talk of an interview");
	party_vec callers = {0}, addressees = {0};
	if (!callers_of_verb(c, &callers))
		return false;
	for (uint32_t i = p.head; i < p.end; i++) {
		if (word_is(a, i, "of") || word_is(a, i, "from"))
			frame_parties(&c->f, i + 1, p.end, false, &addressees);
	}
	return call_action(c, &callers, &addressees, p.first);
}
