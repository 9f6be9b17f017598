/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/pass_case_frames.h"

enum { GROUP_REACH = 9 };

static const char BE[] = "be is are was were been being am 's 're ’s ’re get gets got getting";

verb_group case_group(const analysis *a, int64_t v, int64_t first)
{
	verb_group g = {.first = v};
	for (int64_t j = v - 1; j >= first && j > v - GROUP_REACH; j--) {
		if (form_among(a, j, "not n't never no nobody none neither nor hardly")) {
			g.negated = true;
		} else if (!g.be && !g.have && form_among(a, j, BE)) {
			g.be = true;
			g.being = form_among(a, j, "being getting");
			/* "A's" before a participle is an owner, not "is" */
			if (form_among(a, j, "'s ’s") && word_of(a, j)->pos == POS_POSS)
				break;
		} else if (form_among(a, j, "been be being")) {
			g.be = true;
		} else if (form_among(a, j, "have has had having 've 'd ’ve")) {
			g.have = true;
		} else if (form_among(a, j, "do does did")) {
			g.doing = true;
		} else if (form_among(a, j, "will would shall should may might must can could 'll ’ll")) {
			g.modal = true;
			g.will = form_among(a, j, "will would 'll ’ll");
		} else if (form_among(a, j, "to") && (word_of(a, j)->pos == POS_TO || g.be || g.have || j == v - 1)) {
			g.to = true;
		} else if ((g.be || g.have || g.modal) && form_among(a, j, BE) && !g.to) {
			g.be = true;
		} else if (!is_adverb(a, j) || person_ending(a, j) != NONE) {
			break;
		} else {
			/* adverbs belong to the group only when a helping word stands before them */
			continue;
		}
		g.first = j;
		if (g.to || (form_among(a, j, "will would should may might must can could") && !g.negated))
			break;
	}
	return g;
}

/* Wishes, conditions and dangers in the same clause before the words. */
bool case_supposed(const analysis *a, int64_t v, int64_t first)
{
	for (int64_t j = v - 1; j >= first && j > v - 14; j--) {
		if (form_among(a, j, "if unless whether lest"))
			return true;
		if (form_among(a, j, ", ; :"))
			return false;
	}
	return false;
}

/* "continues to be held", "is believed to have been killed": stated all the same. */
static bool is_reported_to(const analysis *a, int64_t to)
{
	int64_t j = to - 1;
	while (is_adverb(a, j))
		j--;
	return form_among(
	    a, j,
	    "continue continues continued continuing appears appeared seems seemed reported said alleged known "
	    "understood happened came remain remains believed thought");
}

/* "due to be tried", "ordered to be deported" is a step taken; so is what a court has announced that it will do. */
static bool is_step(const analysis *a, const verb_group *g, span act)
{
	if (!span_is(act, "charge"))
		return false;
	return (g->modal && g->will) || (g->to && form_among(a, g->first - 1, "due set scheduled"));
}

/* Why words are no fact, or NULL. */
const char *case_not_stated(const case_walk *w, const verb_group *g, int64_t v, span act)
{
	const analysis *a = w->a;
	if (g->negated)
		return "it is denied";
	if (case_supposed(a, v, w->first))
		return "it is a condition";
	if (g->modal && !is_step(a, g, act))
		return "it may or should happen";
	if (g->to && !is_reported_to(a, g->first) && !is_step(a, g, act))
		return "it is wished, planned or feared";
	if (form_among(a, g->first - 1, "to") && !is_reported_to(a, g->first - 1) && !is_step(a, g, act))
		return "it is wished, planned or feared";
	int64_t j = g->first - 1;
	while (j >= w->first && is_adverb(a, j))
		j--;
	if (form_among(a, j, "no nobody none nothing never not neither"))
		return "it is denied";
	if (g->being || (word_of(a, v)->forms & FORM_ING)) {
		if (form_among(a, j, "of") && form_among(a, j - 1, "fear fears risk risks threat danger instead"))
			return "it is feared or was avoided";
		if (form_among(a, j,
			       "from without avoid avoided avoiding escape escaped risk risks risked risking fear "
			       "feared than"))
			return "it is feared or was avoided";
	}
	if (form_among(a, j, "denied denies denying deny"))
		return "it is denied";
	for (int64_t k = j; k > w->first && k > v - 16; k--)
		if (form_among(a, k, "that") && form_among(a, k - 1, "denied denies denying deny"))
			return "it is denied";
	if (form_among(a, j, "attempted attempting failed"))
		return "it was tried only";
	return NULL;
}

/* The persons that a verb joined to what stands before ("and had been beaten") goes on with. */
bool case_carried(const case_walk *w, int64_t before, people *who)
{
	const analysis *a = w->a;
	while (before >= w->first && is_adverb(a, before))
		before--;
	if (!form_among(a, before, "and or but then ,"))
		return false;
	if (w->last.sentence == word_of(a, before)->sentence && w->last.who.n) {
		*who = w->last.who;
		return true;
	}
	for (int64_t k = w->first; k < before; k++) {
		int32_t m = person_starting(a, k);
		if (m != NONE && !a->mentions.v[m].possessive && (k == w->first || !is_tied(a, m))) {
			who_add_mention(who, a, m);
			return who->n > 0;
		}
	}
	return false;
}

static bool starts_phrase(const analysis *a, int64_t i, int64_t end)
{
	if (i >= end)
		return false;
	const word *x = word_of(a, i);
	if (x->kind == TOKEN_MARK || x->pos == POS_PREP || x->pos == POS_CONJ || x->pos == POS_SUB ||
	    x->pos == POS_TO || x->pos == POS_AUX || x->pos == POS_NOT)
		return false;
	if (form_among(a, i, BE) || form_among(a, i, "have has had will would"))
		return false;
	if (form_among(a, i,
		       "by in on at for with without since after before during over as from and or to that under amid"))
		return false;
	if (is_adverb(a, i))
		return false;
	return x->dated == NONE;
}

/* A participle that stands as an adjective: behind an article, an adverb of judgement, a preposition. */
bool case_before_noun(const analysis *a, int64_t v, int64_t first, int64_t end)
{
	if (!starts_phrase(a, v + 1, end))
		return false;
	int64_t j = v - 1;
	if (j < first)
		return true;
	if (form_among(a, j,
		       "wrongfully wrongly unjustly arbitrarily unlawfully illegally unfairly still recently newly "
		       "currently")) {
		const word *x = word_of(a, j - 1);
		if (j - 1 < first || x->pos == POS_VERB || x->pos == POS_PREP || x->pos == POS_DET ||
		    x->pos == POS_ADJ || x->pos == POS_CONJ || x->kind == TOKEN_MARK ||
		    form_among(a, j - 1, "release free"))
			return true;
	}
	const word *x = word_of(a, j);
	return x->pos == POS_DET || x->pos == POS_PREP || x->pos == POS_ADJ || x->pos == POS_POSS ||
	       form_among(a, j, "the a an of with release free for and or the : ( \" “ fellow") ||
	       (x->pos == POS_VERB && x->mention == NONE && !form_among(a, j, BE) && x->pos != POS_AUX);
}

/* "killed in a car crash" */
static bool by_accident(const analysis *a, int64_t i, int64_t end)
{
	for (int64_t k = i; k < end && k < i + 8; k++)
		if (form_among(a, k,
			       "accident crash earthquake flood floods collision avalanche landslide tsunami storm"))
			return true;
	return false;
}

bool case_value_is(const rule *r, const char *key, const char *value)
{
	return span_is(rule_value_of(r, key), value);
}

/* "held accountable", "tried to": another sense. */
bool case_other_sense(const case_walk *w, const rule *r, int64_t v)
{
	if (form_in(w->a, v + 1, rule_value_of(r, "unless_next")))
		return true;
	span far = rule_value_of(r, "unless_near");
	for (int64_t k = v + 1; far.n && k < w->end && k < v + 14; k++)
		if (form_in(w->a, k, far))
			return true;
	return case_value_is(r, "act", "killing") && by_accident(w->a, v + 1, w->end);
}

void case_found(case_walk *w, const rule *r, int64_t first, int64_t end, const people *who, bool passive)
{
	case_state(w, r, (uint32_t)first, (uint32_t)end, who, passive);
	w->last.word = end - 1;
	w->last.sentence = word_of(w->a, first)->sentence;
	w->last.who = *who;
	w->last.stated = true;
}

void case_nearly(case_walk *w, const rule *r, int64_t first, int64_t end, const char *why)
{
	output_nearly(w->out, r, words_range(w->a, (uint32_t)first, (uint32_t)end), why);
}

/* The act was done to a group: names may come after "including", or in the next sentence. */
void case_group_found(case_walk *w, const rule *r, int64_t first, int64_t end, bool passive)
{
	people who = {0};
	if (who_included(w->a, end, w->end, &who)) {
		case_found(w, r, first, end, &who, passive);
		return;
	}
	uint32_t s = word_of(w->a, first)->sentence;
	if (w->group.sentence != (int64_t)s)
		w->group.n = 0;
	w->group.sentence = s;
	if (w->group.n < 8)
		w->group.kept[w->group.n++] = (case_act){.rule = r, .word = (uint32_t)first, .passive = passive};
	case_nearly(w, r, first, end, "nobody is named");
}

/* "Among those held were A and B", "one of those held, A, is", "those held included A". */
bool case_among(case_walk *w, const rule *r, int64_t first, int64_t end)
{
	const analysis *a = w->a;
	bool among = false;
	for (int64_t j = first - 1; j >= w->first && j > first - 10; j--)
		if (form_among(a, j, "among one those"))
			among = true;
	if (!among)
		return false;
	for (int64_t k = end; k < w->end && k < end + 14; k++) {
		bool verb = form_among(a, k, "is are was were include includes included");
		bool apposition = form_among(a, k, ",") && person_starting(a, k + 1) != NONE;
		if (!verb && !apposition)
			continue;
		people who = {0};
		if (!who_after(a, k + 1, w->end, &who))
			return false;
		case_found(w, r, first, end, &who, true);
		return true;
	}
	return false;
}

static void try_passive(case_walk *w, const rule *r, int64_t v, const verb_group *g)
{
	const analysis *a = w->a;
	const char *why = case_not_stated(w, g, v, rule_value_of(r, "act"));
	if (why) {
		case_nearly(w, r, v, v + 1, why);
		return;
	}
	people who = {0};
	int64_t start = g->first;
	if (form_among(a, start - 1, "to")) { /* "is believed to have been": the subject is that of "believed" */
		verb_group outer = case_group(a, start - 2, w->first);
		start = outer.first;
	} else if (g->to) {
		verb_group outer = case_group(a, start - 1, w->first);
		start = outer.first;
	}
	int64_t before = start - 1;
	while (before >= w->first && is_adverb(a, before))
		before--;
	bool bare = g->being && word_of(a, before)->pos == POS_PREP;
	if (!bare && who_before(a, start, w->first, &who)) {
		case_found(w, r, v, v + 1, &who, true);
		return;
	}
	if (bare) {
		/* "after being held, A": the subject of the sentence, before or behind */
		for (int64_t j = w->first; j < before; j++) {
			int32_t m = person_starting(a, j);
			if (m != NONE && !a->mentions.v[m].possessive) {
				who_add_mention(&who, a, m);
				break;
			}
		}
		for (int64_t k = v + 1; who.n == 0 && k < w->end && k < v + 20; k++)
			if (form_among(a, k, ",") && person_starting(a, k + 1) != NONE)
				who_add_mention(&who, a, person_starting(a, k + 1));
		if (who.n) {
			case_found(w, r, v, v + 1, &who, true);
			return;
		}
	}
	if (!bare && case_carried(w, start - 1, &who)) {
		case_found(w, r, v, v + 1, &who, true);
		return;
	}
	if (case_among(w, r, v, v + 1))
		return;
	case_group_found(w, r, v, v + 1, true);
}

/* "A was held and beaten": the verb before has found A, or has the helping word. */
static bool joined_passive(case_walk *w, const rule *r, int64_t v)
{
	const analysis *a = w->a;
	int64_t j = v - 1;
	while (j >= w->first && is_adverb(a, j))
		j--;
	if (!form_among(a, j, "and or but , then"))
		return false;
	for (int64_t k = j; k > w->first && k > j - 22; k--) {
		if (form_among(a, k, "; :") || word_of(a, k)->kind == TOKEN_QUOTE_CLOSE)
			break;
		if (w->last.word == k && w->last.sentence == word_of(a, v)->sentence && w->last.stated &&
		    w->last.who.n) {
			people who = w->last.who;
			case_found(w, r, v, v + 1, &who, true);
			return true;
		}
		const word *x = word_of(a, k);
		if ((x->forms & FORM_PARTICIPLE || span_ends(x->form, SPAN("ed"))) && x->mention == NONE) {
			verb_group g = case_group(a, k, w->first);
			if (g.be && !g.being) {
				if (g.modal || g.to || g.negated)
					return false;
				people who = {0};
				if (!who_before(a, g.first, w->first, &who))
					return false;
				case_found(w, r, v, v + 1, &who, true);
				return true;
			}
		}
	}
	return false;
}

/* "arrested, tried and jailed A": one past the last of the verbs that share the object; v + 1 where there is one. */
static int64_t after_joined_verbs(const analysis *a, int64_t v, int64_t end)
{
	uint8_t forms = word_of(a, v)->forms;
	int64_t k = v + 1;
	for (size_t guard = 0; guard < 5; guard++) {
		int64_t n = k;
		while (n < end && n < k + 3 && (form_among(a, n, ", and or") || is_adverb(a, n)))
			n++;
		const word *x = word_of(a, n);
		if (n == k || n >= end || !(x->forms & forms) || x->mention != NONE || x->pos == POS_NOUN ||
		    x->pos == POS_AUX)
			return k;
		k = n + 1;
	}
	return k;
}

static void try_active(case_walk *w, const rule *r, int64_t v, const verb_group *g, int64_t behind)
{
	const analysis *a = w->a;
	const char *why = case_not_stated(w, g, v, rule_value_of(r, "act"));
	const word *x = word_of(a, v);
	bool base = (x->forms & FORM_BASE) && !(x->forms & (FORM_PAST | FORM_PARTICIPLE));
	if (!why && base && g->doing)
		why = "it is asked or denied";
	if (base && (word_of(a, v - 1)->pos == POS_DET || word_of(a, v - 1)->pos == POS_POSS))
		return;
	if (!why && base && !g->to) {
		int64_t j = v - 1;
		while (j >= w->first && is_adverb(a, j))
			j--;
		const word *p = word_of(a, j);
		if (j < w->first || p->kind == TOKEN_MARK || p->pos == POS_CONJ || p->pos == POS_PREP ||
		    p->kind == TOKEN_QUOTE_OPEN)
			why = "it is told to do";
	}
	if (why) {
		case_nearly(w, r, v, v + 1, why);
		return;
	}
	if (case_value_is(r, "object", "person") && person_starting(a, behind) == NONE) {
		/* verbs of many senses need the person right behind, titles aside */
		int64_t k = behind;
		while (k < w->end && k < behind + 6 && person_starting(a, k) == NONE &&
		       word_of(a, k)->pos != POS_PREP && word_of(a, k)->kind != TOKEN_MARK &&
		       !(word_of(a, k)->pos == POS_DET && k > behind))
			k++;
		bool several = form_among(a, behind, "many several dozens hundreds others those") &&
			       (g->to || !case_value_is(r, "act", "detention"));
		if (person_starting(a, k) == NONE && !several) {
			case_nearly(w, r, v, v + 1, "no person is its object");
			return;
		}
	}
	people who = {0};
	int32_t self = person_ending(a, g->first - 1);
	if (who_after(a, behind, w->end, &who)) {
		/* "the chief threatened him": him is somebody else */
		if (self != NONE && who.n == 1 && who.actor[0] == a->mentions.v[self].actor) {
			case_nearly(w, r, v, v + 1, "the object would be the subject");
			return;
		}
		/* "had him arrested": not an object of this verb */
		case_found(w, r, v, v + 1, &who, false);
		return;
	}
	if (who.group)
		case_group_found(w, r, v, v + 1, false);
	else
		case_nearly(w, r, v, v + 1, "no person is its object");
}

static void try_verb(case_walk *w, const rule *r, int64_t v)
{
	const analysis *a = w->a;
	const word *x = word_of(a, v);
	uint8_t forms = x->forms;
	if (x->mention != NONE && a->mentions.v[x->mention].kind == MENTION_NAME)
		return;
	if (case_other_sense(w, r, v)) {
		case_nearly(w, r, v, v + 1, "the word has another sense here");
		return;
	}
	verb_group g = case_group(a, v, w->first);
	bool ed = forms & (FORM_PAST | FORM_PARTICIPLE);
	bool passive_only = case_value_is(r, "voice", "passive");
	if ((forms & FORM_PARTICIPLE) && g.be && !(forms & FORM_ING)) {
		try_passive(w, r, v, &g);
		return;
	}
	int64_t behind = after_joined_verbs(a, v, w->end);
	bool object = starts_phrase(a, behind, w->end);
	if (behind > v + 1 && object && !g.be) {
		try_active(w, r, v, &g, behind);
		return;
	}
	if (ed && !g.have && !g.modal && !g.to) {
		if (object && case_before_noun(a, v, w->first, w->end)) {
			const char *why = case_not_stated(w, &(verb_group){.first = v}, v, SPAN(""));
			people who = {0};
			if (why)
				case_nearly(w, r, v, v + 1, why);
			else if (who_after(a, v + 1, w->end, &who))
				case_found(w, r, v, v + 1, &who, true);
			else
				case_group_found(w, r, v, v + 1, true);
			return;
		}
		if (!object) {
			/* "A, held since 2012", "A jailed for", "was questioned and beaten" */
			int64_t j = v - 1;
			while (j >= w->first && is_adverb(a, j) && person_ending(a, j) == NONE)
				j--;
			if (case_supposed(a, v, w->first)) {
				case_nearly(w, r, v, v + 1, "it is a condition");
				return;
			}
			if (g.negated) {
				case_nearly(w, r, v, v + 1, "it is denied");
				return;
			}
			if (joined_passive(w, r, v))
				return;
			bool tied = case_value_is(r, "reduced", "no");
			people who = {0};
			if (!tied && (form_among(a, j, ", ) - – —") || person_ending(a, j) != NONE) &&
			    !form_among(a, v + 1, "that") && who_before(a, j + 1, w->first, &who)) {
				case_found(w, r, v, v + 1, &who, true);
				return;
			}
			if (!tied && !form_among(a, j, ",")) {
				if (case_among(w, r, v, v + 1))
					return;
				case_group_found(w, r, v, v + 1, true);
			}
			return;
		}
	}
	if (!object || passive_only || (x->pos == POS_NOUN && !ed))
		return;
	try_active(w, r, v, &g, v + 1);
}

void case_try(case_walk *w, const rule *r, uint32_t first, uint32_t end)
{
	if (span_is(r->frame, "verb"))
		try_verb(w, r, first);
	else if (span_is(r->frame, "noun"))
		case_try_noun(w, r, first, end);
	else if (span_is(r->frame, "adjective"))
		case_try_adjective(w, r, first);
	else if (span_is(r->frame, "state"))
		case_try_state(w, r, first, end);
	else if (span_is(r->frame, "predicate"))
		case_try_predicate(w, r, first, end);
	else if (span_is(r->frame, "against"))
		case_try_against(w, r, first);
	else if (span_is(r->frame, "along"))
		case_try_along(w, r, first, end);
	else if (span_is(r->frame, "belonging"))
		case_try_belonging(w, r, first);
}
