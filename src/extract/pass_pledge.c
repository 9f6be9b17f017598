/* SPDX-License-Identifier: Apache-2.0 */
/* The pass for pledges: a state, an official or a body binds itself to do or not to do something. */
#include "extract/frame.h"

typedef struct pledge_pass {
	frames f;
	const rule *rule;
	uint32_t first, end; /* the trigger's words */
	uint32_t sentence, limit, done;
	party_vec last; /* who made the last pledge, and in which sentence */
	uint32_t last_sentence;
} pledge_pass;

static bool no(pledge_pass *p, const char *why)
{
	output_nearly(p->f.out, p->rule, words_range(p->f.a, p->first, p->end), why);
	return false;
}

static int class_of(const pledge_pass *p, const char *name)
{
	return rules_class(p->f.a->rules, span_of(name));
}

/* ---- the entry ---- */

static bool make(pledge_pass *p, const party_vec *by, const party_vec *to, uint32_t first)
{
	const analysis *a = p->f.a;
	uint32_t end = frame_action_end(&p->f, first, p->sentence);
	/* The next pledge of the same speaker is its own: "..., and commits to". */
	for (uint32_t i = first + 1; i + 1 < end; i++) {
		const word *w = word_of(a, i);
		if (w->pos != POS_CONJ && !span_is(w->form, ","))
			continue;
		uint32_t next = frame_skip(&p->f, i + 1, end);
		if (word_of(a, next)->pos == POS_CONJ)
			next++;
		const word *v = word_of(a, next);
		if (v->pos == POS_VERB && (v->forms & (FORM_PAST | FORM_S)) &&
		    !(v->forms & FORM_PARTICIPLE && v->forms & FORM_BASE) &&
		    frame_in(&p->f, next, class_of(p, "pledge.verb"))) {
			end = i;
			break;
		}
	}
	frame_trim(&p->f, &first, &end);
	/* "to do so", "continue to do that", "what we will continue" */
	const bool empty =
	    end - first <= 1
		? word_is(a, first, "continue")
		: end - first <= 5 && (word_is(a, (int64_t)end - 1, "so") || word_is(a, (int64_t)end - 1, "that") ||
				       word_is(a, (int64_t)end - 1, "more") || word_is(a, (int64_t)end - 1, "this"));
	if (first >= end || empty)
		return no(p, "nothing is pledged");
	const uint32_t from = p->first < first ? p->first : first;
	entry *e = output_entry(p->f.out, ONUS_PLEDGE, p->rule->id, words_range(a, from, end));
	if (!e)
		return false;
	for (size_t i = 0; i < by->n; i++) {
		if (by->v[i].actor != NONE)
			output_actor(p->f.out, a, e, F_BY, by->v[i].actor, by->v[i].where);
		else
			output_words_as_actor(p->f.out, a, e, F_BY, by->v[i].where);
	}
	for (size_t i = 0; to && i < to->n; i++) {
		if (to->v[i].actor != NONE)
			output_actor(p->f.out, a, e, F_TO, to->v[i].actor, to->v[i].where);
		else
			output_words_as_actor(p->f.out, a, e, F_TO, to->v[i].where);
	}
	output_passage(p->f.out, a, e, F_CONTENT, words_range(a, first, end));
	uint32_t verb = first;
	if (word_is(a, verb, "to"))
		verb++;
	const word *w = word_of(a, verb);
	const bool negated = w->pos == POS_NOT || span_is(w->form, "never") || span_is(w->form, "no");
	output_word(p->f.out, e, F_NEGATED, negated ? "true" : "false",
		    negated ? words_range(a, verb, verb + 1) : (range){0, 0});
	output_word(p->f.out, e, F_STATE, "unassessed", (range){0, 0});
	output_fired(p->f.out, p->rule, words_range(a, p->first, p->end));
	if (end > p->done)
		p->done = end;
	p->last = *by;
	p->last_sentence = p->sentence;
	return true;
}

/* ---- who pledges ---- */

static bool subject_by(pledge_pass *p, uint32_t v, party_vec *by)
{
	const phrase s = subject_of(p->f.a, v);
	if (s.end > s.first && frame_supposed(&p->f, s.first, v)) {
		no(p, "only supposed");
		return false;
	}
	/* "those who are committed to": nobody named */
	const uint32_t group = verb_group_first(p->f.a, v);
	if (group > 1 && word_is(p->f.a, (int64_t)group - 1, "who") &&
	    word_of(p->f.a, (int64_t)group - 2)->pos != POS_MARK) {
		no(p, "said of some who do");
		return false;
	}
	if (s.end > s.first && word_is(p->f.a, s.first, "you")) {
		no(p, "said to a reader");
		return false;
	}
	if (s.end > s.first && s.first > 0 &&
	    (word_is(p->f.a, (int64_t)s.first - 1, "what") || word_is(p->f.a, (int64_t)s.first - 1, "how"))) {
		no(p, "told of, not pledged");
		return false;
	}
	if (frame_subject(&p->f, v, true, by) &&
	    (by->n || word_is(p->f.a, s.first, "we") || word_is(p->f.a, s.first, "i")))
		return true;
	no(p, "nobody that could pledge is its subject");
	return false;
}

/* Denied, supposed, asked: NULL where the verb pledges. */
static const char *refused(pledge_pass *p, uint32_t v)
{
	const analysis *a = p->f.a;
	if (frame_question(&p->f, p->sentence) || frame_asked(&p->f, v))
		return "it stands in a question";
	if (verb_negated(a, v))
		return "the pledge is denied";
	const int32_t modal = verb_modal(a, v);
	if (modal == NONE)
		return NULL;
	if (word_is(a, modal, "should") || word_is(a, modal, "must") || word_is(a, modal, "could") ||
	    word_is(a, modal, "would") || word_is(a, modal, "might") || word_is(a, modal, "may") ||
	    word_is(a, modal, "can"))
		return "a pledge that is wished for or possible";
	return NULL;
}

/* "to do", "not to do", behind word i; *ret_first keeps the "to". */
static bool infinitive(const pledge_pass *p, uint32_t i, uint32_t *ret_first)
{
	const analysis *a = p->f.a;
	uint32_t inner = 0;
	const uint32_t start = i;
	if (word_of(a, i)->pos == POS_NOT)
		i++;
	i = frame_skip(&p->f, i, p->limit);
	if (i >= p->limit || !frame_infinitive(&p->f, i, p->limit, &inner))
		return false;
	*ret_first = i > start ? start : i;
	return true;
}

static bool threat(const pledge_pass *p, uint32_t first)
{
	for (uint32_t i = first; i < p->limit && i < first + 4; i++) {
		if (frame_in(&p->f, i, class_of(p, "pledge.threat")))
			return true;
	}
	return false;
}

/* ---- frames ---- */

/* promise / pledge / vow / undertake / agree to VERB; that X will; (some) NOUN */
static bool frame_promise(pledge_pass *p)
{
	const analysis *a = p->f.a;
	const word *w = word_of(a, p->first);
	if (w->pos == POS_NOUN || w->pos == POS_ADJ || word_of(a, (int64_t)p->first - 1)->pos == POS_DET ||
	    word_of(a, (int64_t)p->first - 1)->pos == POS_POSS)
		return no(p, "a noun here");
	const char *why = refused(p, p->first);
	if (why)
		return no(p, why);
	const bool passive = verb_passive(a, p->first) && (w->forms & FORM_PARTICIPLE) &&
			     !span_is(rule_value_of(p->rule, "state"), "yes");
	if (passive)
		return no(p, "passive: whoever pledges is not its subject");
	party_vec by = {0}, to = {0};
	uint32_t first = 0, i = p->end;
	if (word_is(a, i, "itself") || word_is(a, i, "themselves") || word_is(a, i, "himself") ||
	    word_is(a, i, "herself") || word_is(a, i, "ourselves"))
		i++;
	if (infinitive(p, i, &first)) {
		if (threat(p, first))
			return no(p, "a threat");
		if (span_is(rule_value_of(p->rule, "active"), "yes") && word_is(a, (int64_t)first + 1, "be"))
			return no(p, "consent to what others do");
		return subject_by(p, p->first, &by) && make(p, &by, NULL, first);
	}
	/* "committed to releasing", "to the release of" */
	if (span_is(rule_value_of(p->rule, "to"), "yes") && word_is(a, i, "to")) {
		const uint32_t v = frame_skip(&p->f, i + 1, p->limit);
		const word *x = word_of(a, v);
		if (x->forms & FORM_ING && x->kind == TOKEN_WORD)
			return subject_by(p, p->first, &by) && make(p, &by, NULL, i + 1);
		const phrase noun = frame_phrase(&p->f, i + 1, p->limit, true);
		if (noun.end > noun.first && frame_in(&p->f, noun.head, class_of(p, "pledge.act")))
			return subject_by(p, p->first, &by) && make(p, &by, NULL, i + 1);
		return no(p, "devotion to a thing, not to an act");
	}
	/* "assured X that", "promised that" */
	uint32_t that = i;
	const phrase whom = frame_phrase(&p->f, i, p->limit, false);
	if (!word_is(a, that, "that") && whom.end > whom.first)
		that = whom.end;
	for (uint32_t k = i; k < p->limit && k < i + 9 && !word_is(a, that, "that"); k++) {
		if (word_is(a, k, "that"))
			that = k;
	}
	const bool with_that = word_is(a, that, "that");
	if (with_that || span_is(rule_value_of(p->rule, "clause"), "yes")) {
		const uint32_t start = with_that ? that + 1 : that;
		for (uint32_t k = start; k < p->limit && k < start + 14; k++) {
			if (!word_is(a, k, "will") && !word_is(a, k, "would") && !word_is(a, k, "'ll"))
				continue;
			if (!subject_by(p, p->first, &by))
				return false;
			if (that > i)
				frame_parties(&p->f, i, that, true, &to);
			return make(p, &by, &to, start);
		}
	}
	/* "promised an independent investigation" */
	if (span_is(rule_value_of(p->rule, "noun"), "yes") && whom.end > whom.first &&
	    word_of(a, whom.first)->pos != POS_PRON && frame_in(&p->f, whom.head, class_of(p, "pledge.act")))
		return subject_by(p, p->first, &by) && make(p, &by, NULL, whom.first);
	return no(p, "nothing is pledged behind it");
}

/* The nouns: "his pledge not to", "U.S. commitment to supporting", "a promise that". */
static bool frame_noun(pledge_pass *p)
{
	const analysis *a = p->f.a;
	const word *w = word_of(a, p->first);
	if (w->pos == POS_VERB && word_of(a, (int64_t)p->first - 1)->pos != POS_DET)
		return no(p, "a verb here");
	if (frame_question(&p->f, p->sentence) || frame_asked(&p->f, p->first))
		return no(p, "it stands in a question");
	uint32_t first = 0, i = p->end;
	party_vec by = {0};
	const uint32_t start = a->sentences.v[p->sentence].first;
	/* "a commitment by X to" */
	if (word_is(a, i, "by") || word_is(a, i, "from") || word_is(a, i, "of")) {
		uint32_t inner = 0;
		const uint32_t to = frame_find_infinitive(&p->f, i, p->limit, &inner);
		if (to < p->limit && to - i < 15 && !word_is(a, i, "of")) {
			frame_parties(&p->f, i + 1, to, true, &by);
			i = to;
		}
	}
	bool named = infinitive(p, i, &first);
	bool thing = false;
	if (!named && word_is(a, i, "to")) {
		const uint32_t v = frame_skip(&p->f, i + 1, p->limit);
		named = (word_of(a, v)->forms & FORM_ING) && word_of(a, v)->kind == TOKEN_WORD &&
			word_of(a, v)->pos != POS_NAME;
		thing = !named;
		first = i + 1;
	}
	if (!named && !thing)
		return no(p, "nothing is pledged behind it");
	/* Left over adjectives to whose it is. */
	uint32_t d = p->first;
	while (d > start && (frame_modifier(&p->f, d - 1) || (span_is(word_of(a, (int64_t)d - 1)->form, "and") &&
							      d > start + 1 && frame_modifier(&p->f, d - 2))))
		d--;
	const word *det = word_of(a, (int64_t)d - 1);
	const bool own = d > start && (span_is(det->form, "our") || span_is(det->form, "my"));
	if (thing) {
		/* "our commitment to good governance": only in one's own mouth and only where it is restated. */
		bool restated = false;
		for (uint32_t k = d; k > start && k + 6 > d; k--)
			restated = restated || frame_in(&p->f, (int64_t)k - 1, class_of(p, "pledge.restate"));
		if (!own || !restated)
			return no(p, "devotion to a thing, not to an act");
	}
	if (threat(p, first))
		return no(p, "a threat");
	if (by.n == 0 && d > start) {
		if (own) {
			frame_we(&p->f, d - 1, &by);
		} else if (det->mention != NONE && a->mentions.v[det->mention].actor != NONE &&
			   (det->pos != POS_DET || a->mentions.v[det->mention].possessive)) {
			const mention *m = &a->mentions.v[det->mention];
			party_add(&p->f, &by, m->actor, words_range(a, m->whole_first, m->whole_end));
		} else if (det->pos == POS_POSS || det->mention != NONE) {
			const phrase whose = phrase_left(a, det->pos == POS_POSS ? d - 1 : d, start);
			if (!frame_owner(&p->f, whose.end > whose.first ? whose.end - 1 : d - 1, &by))
				frame_parties(&p->f, whose.first, whose.end, false, &by);
		}
	}
	if (by.n == 0) {
		/* "repeated the pledge to", "made a commitment to", "a common commitment of both" */
		for (uint32_t k = p->first; k > start && k + 9 > p->first; k--) {
			const uint32_t v = k - 1;
			if (!frame_in(&p->f, v, class_of(p, "pledge.makes")))
				continue;
			if (verb_negated(a, v))
				return no(p, "the pledge is denied");
			frame_subject(&p->f, v, true, &by);
			break;
		}
	}
	/* "the agreement to open relations between A and B" */
	for (uint32_t k = first; by.n == 0 && k < p->limit; k++) {
		if (word_is(a, k, "between"))
			frame_parties(&p->f, k + 1, clause_end(a, k), false, &by);
	}
	if (by.n == 0)
		return no(p, "a pledge of nobody in particular");
	return make(p, &by, NULL, first);
}

/* "we will", "France will" in the issuer's or a speaker's own words */
static bool frame_will(pledge_pass *p)
{
	const analysis *a = p->f.a;
	if (word_of(a, p->first)->pos == POS_NOUN)
		return no(p, "a noun here");
	if (frame_question(&p->f, p->sentence) || frame_asked(&p->f, p->first))
		return no(p, "it stands in a question");
	uint32_t v = p->end;
	if (word_of(a, v)->pos == POS_NOT)
		v++;
	v = frame_skip(&p->f, v, p->limit);
	if (v >= p->limit || !frame_base(&p->f, v))
		return no(p, "no verb stands behind it");
	const phrase s = subject_of(a, v);
	if (s.end <= s.first || s.first >= p->first)
		return no(p, "nobody stands before it");
	if (frame_supposed(&p->f, s.first, p->first))
		return no(p, "only supposed");
	/* "we doubt that we will", "I hope we will" */
	uint32_t opens = s.first;
	if (opens > a->sentences.v[p->sentence].first && word_is(a, (int64_t)opens - 1, "that"))
		opens--;
	if (opens > a->sentences.v[p->sentence].first &&
	    frame_in(&p->f, (int64_t)opens - 1, class_of(p, "pledge.opinion")))
		return no(p, "an opinion of what will be");
	const bool goes_on = word_is(a, v, "continue") || word_is(a, v, "keep") || word_is(a, v, "always");
	uint32_t act = v;
	if (word_is(a, v, "continue") && word_is(a, (int64_t)v + 1, "to"))
		act = frame_skip(&p->f, v + 2, p->limit);
	if (frame_in(&p->f, act, class_of(p, "pledge.event")))
		return no(p, "a plan of travel or of an event");
	for (uint32_t k = act + 1; k < p->limit && k < act + 6; k++) {
		if (word_is(a, k, "trip") || word_is(a, k, "visit") || word_is(a, k, "you") ||
		    word_is(a, k, "briefing"))
			return no(p, "a plan of travel or of an event");
	}
	if (word_is(a, (int64_t)s.first - 1, "what") || word_is(a, (int64_t)s.first - 1, "how"))
		return no(p, "told of, not pledged");
	if (frame_in(&p->f, act, class_of(p, "pledge.threat")))
		return no(p, "a threat");
	const bool first_person = word_is(a, s.first, "we") || word_is(a, s.first, "i");
	const bool negated = word_of(a, p->end)->pos == POS_NOT || word_is(a, p->end, "never");
	party_vec by = {0};
	if (word_is(a, s.first, "this") || word_is(a, s.first, "these") || word_is(a, s.first, "there") ||
	    word_is(a, (int64_t)p->first - 1, "there") || word_is(a, s.first, "it"))
		return no(p, "nobody that could pledge is its subject");
	/* "They will": the same who pledged in the sentence before. */
	const bool they = word_is(a, s.first, "they") && p->last.n && p->last_sentence + 1 >= p->sentence;
	if (they)
		by = p->last;
	else if (!frame_speaker_phrase(&p->f, s, p->first, false, &by))
		return no(p, "nobody that could pledge is its subject");
	/* Passive and states of things are forecasts. */
	const uint32_t next = frame_skip(&p->f, v + 1, p->limit);
	if ((word_is(a, v, "be") && !first_person && word_of(a, next)->forms & FORM_PARTICIPLE) ||
	    word_is(a, v, "have") || word_is(a, next, "able") || word_is(a, next, "unable"))
		return no(p, "a forecast");
	if (p->f.transcript && !(first_person && (goes_on || negated)))
		return no(p, "talk of an interview");
	if (!first_person && !they) {
		/* Another's act is a forecast, unless it is the speaker's or issuer's own state or body. */
		const int32_t voice = speaker_at(a, p->first);
		bool own = false;
		for (size_t k = 0; k < by.n; k++) {
			if (by.v[k].actor == NONE)
				continue;
			const actor *who = &a->actors.v[by.v[k].actor];
			if (who->type != ACTOR_STATE && who->type != ACTOR_BODY)
				continue;
			if (word_is(a, v, "be") && who->type != ACTOR_STATE)
				continue;
			if (voice == NONE)
				continue;
			const actor *speaks = &a->actors.v[voice];
			own =
			    own || by.v[k].actor == voice || speaks->of == by.v[k].actor ||
			    (who->type == ACTOR_STATE && who->country[0] && strcmp(who->country, speaks->country) == 0);
			for (size_t n = 0; n < p->f.speaking.n; n++)
				own = own || p->f.speaking.v[n].actor == by.v[k].actor;
			for (size_t n = 0; n < p->f.voices.n; n++)
				own = own || p->f.voices.v[n].actor == by.v[k].actor;
		}
		if (!own)
			return no(p, "what another is going to do");
	}
	return make(p, &by, NULL, p->end);
}

/* "announced that X will", "X said it will": the announcer's own act. */
static bool frame_announce(pledge_pass *p)
{
	const analysis *a = p->f.a;
	if (word_of(a, p->first)->pos == POS_NOUN && !span_is(rule_value_of(p->rule, "noun"), "yes"))
		return no(p, "a noun here");
	const char *why = refused(p, p->first);
	if (why)
		return no(p, why);
	uint32_t i = p->end;
	if (word_is(a, i, "that"))
		i++;
	const phrase who = frame_phrase(&p->f, i, p->limit, false);
	if (who.end <= who.first)
		return no(p, "nobody's act is announced");
	const uint32_t will = frame_skip(&p->f, who.end, p->limit);
	if (!word_is(a, will, "will") && !word_is(a, will, "would") && !word_is(a, will, "'ll"))
		return no(p, "no act is announced");
	const uint32_t v = frame_skip(&p->f, will + 1, p->limit);
	if (frame_in(&p->f, v, class_of(p, "pledge.event")) || word_is(a, v, "be") || word_is(a, v, "have"))
		return no(p, "a plan of travel or of an event");
	party_vec by = {0}, subject = {0};
	frame_parties(&p->f, who.first, who.end, false, &by);
	if (!frame_subject(&p->f, p->first, false, &subject) && word_of(a, p->first)->pos != POS_NOUN)
		return no(p, "nobody announces it");
	const word *pronoun = word_of(a, who.first);
	if (pronoun->pos == POS_PRON && subject.n && !span_is(pronoun->form, "we") && !span_is(pronoun->form, "you"))
		by = subject;
	if (by.n == 0)
		return no(p, "nobody's act is announced");
	/* It binds who announces it: himself, or the state or body he speaks for. */
	bool own = word_of(a, p->first)->pos == POS_NOUN;
	for (size_t k = 0; k < by.n && !own; k++) {
		for (size_t n = 0; n < subject.n && !own; n++) {
			if (by.v[k].actor == NONE || subject.v[n].actor == NONE)
				continue;
			const actor *x = &a->actors.v[by.v[k].actor], *y = &a->actors.v[subject.v[n].actor];
			own = x == y || y->of == by.v[k].actor ||
			      (x->type == ACTOR_STATE && x->country[0] && strcmp(x->country, y->country) == 0);
		}
	}
	if (!own)
		return no(p, "what another is going to do");
	return make(p, &by, NULL, will + 1);
}

static bool try_trigger(pledge_pass *p)
{
	if (span_is(p->rule->frame, "promise"))
		return frame_promise(p);
	if (span_is(p->rule->frame, "noun"))
		return frame_noun(p);
	if (span_is(p->rule->frame, "will"))
		return frame_will(p);
	if (span_is(p->rule->frame, "announce"))
		return frame_announce(p);
	return false;
}

onus_status pass_pledge(const analysis *a, pass_output *out, onus_error *err)
{
	pledge_pass p = {0};
	frames_open(&p.f, a, out, err);
	TRY(p.f.status);
	for (uint32_t s = 0; s < a->sentences.n; s++) {
		const sentence *one = &a->sentences.v[s];
		if (one->block_kind == BLOCK_BOILERPLATE || one->block_kind == BLOCK_CAPTION ||
		    one->block_kind == BLOCK_BYLINE)
			continue;
		p.sentence = s;
		p.limit = one->end;
		if (p.done < one->first)
			p.done = one->first;
		for (uint32_t i = p.done; i < one->end; i++) {
			if (i < p.done)
				i = p.done;
			if (i >= one->end)
				break;
			rule_match_vec matches = {0};
			TRY(analysis_triggers(a, "pledge", i, &matches, err));
			for (size_t k = 0; k < matches.n; k++) {
				p.rule = matches.v[k].rule;
				p.first = matches.v[k].first;
				p.end = matches.v[k].end;
				if (try_trigger(&p) || p.f.status != ONUS_OK)
					break;
			}
			TRY(p.f.status);
		}
	}
	return p.f.status;
}
