/* SPDX-License-Identifier: Apache-2.0 */
/* Calls that no asking verb marks: headlines ("Norland: Free X"), imperatives, bullets, recommendations of a review. */
#include "extract/call.h"

static bool pick(call_pass *c, const char *id, uint32_t first, uint32_t end)
{
	c->rule = rules_find(c->f.a->rules, span_of(id));
	c->first = first;
	c->end = end;
	return c->rule != NULL;
}

/* An imperative begins at word i: a verb of the list in its base form that does not read as a noun. */
static bool imperative_at(const call_pass *c, uint32_t i, uint32_t end, uint32_t *ret_verb)
{
	const analysis *a = c->f.a;
	uint32_t v = i;
	if (word_is(a, v, "do") && word_of(a, (int64_t)v + 1)->pos == POS_NOT)
		v += 2;
	if (word_of(a, v)->pos == POS_NOT)
		v++;
	v = frame_skip(&c->f, v, end);
	if (v >= end || !frame_in(&c->f, v, c->f.imperative) || !(word_of(a, v)->forms & FORM_BASE))
		return false;
	const word *next = word_of(a, (int64_t)v + 1);
	if (v + 1 >= end || span_is(next->form, "of") || span_is(next->form, "by") || next->pos == POS_AUX ||
	    span_is(next->form, ":") || span_is(next->form, ","))
		return span_is(next->form, ",") && v + 2 < end && word_of(a, (int64_t)v + 2)->pos == POS_ADV;
	/* "Release date", "Support groups demand": a noun follows and then a verb of its own. */
	if (next->pos == POS_VERB && !(next->forms & (FORM_PARTICIPLE | FORM_ING)))
		return false;
	*ret_verb = v;
	return true;
}

static bool headline(call_pass *c, const sentence *s)
{
	const analysis *a = c->f.a;
	party_vec callers = {0}, addressees = {0};
	uint32_t first = s->first, verb = 0;
	for (uint32_t i = s->first; i < s->end && i < s->first + 9; i++) {
		if (span_is(word_of(a, i)->form, ":")) {
			first = i + 1;
			break;
		}
	}
	if (!imperative_at(c, first, s->end, &verb) || frame_question(&c->f, c->sentence))
		return false;
	if (!pick(c, first == s->first ? "call.imperative.headline" : "call.imperative.state", first, verb + 1))
		return false;
	(void)frame_voice(&c->f, first, &callers); /* a headline asks, whoever wrote it */
	if (first > s->first) {
		frame_parties(&c->f, s->first, first - 1, false, &addressees);
		/* "Joan Mare: Free the poet" tells of whom, not to whom. */
		for (size_t i = 0; i < addressees.n; i++) {
			if (addressees.v[i].actor == NONE || a->actors.v[addressees.v[i].actor].type == ACTOR_PERSON)
				addressees.n = 0;
		}
	}
	const size_t before = c->drafts.n;
	c->limit = s->end;
	if (!call_action(c, &callers, &addressees, first))
		return false;
	if (!addressees.n && c->drafts.n > before)
		c->drafts.v[before].wants_holder = true;
	c->done = s->end;
	return true;
}

/* ---- recommendations of a review: "Ratify the Convention (Norland);" ---- */

/* The states in brackets at the end; *ret_end is where the recommendation itself ends. */
static bool recommenders(call_pass *c, const sentence *s, party_vec *list, uint32_t *ret_end)
{
	const analysis *a = c->f.a;
	uint32_t i = s->end;
	bool inside = false;
	while (i > s->first) {
		const word *w = word_of(a, (int64_t)i - 1);
		if (span_is(w->form, ")")) {
			inside = true;
		} else if (span_is(w->form, "(")) {
			if (!inside)
				return false;
			inside = false;
			*ret_end = i - 1;
		} else if (inside) {
			const int32_t m = w->mention;
			const bool linking = w->pos == POS_MARK || w->pos == POS_CONJ || w->pos == POS_DET ||
					     span_is(w->form, "of") || span_is(w->form, "behalf") ||
					     span_is(w->form, "on");
			if (m == NONE && !linking)
				return false;
			if (m != NONE && a->mentions.v[m].actor != NONE) {
				const uint8_t type = a->actors.v[a->mentions.v[m].actor].type;
				if (type != ACTOR_STATE)
					return false;
				party_add(&c->f, list, a->mentions.v[m].actor,
					  words_range(a, a->mentions.v[m].first, a->mentions.v[m].end));
			}
		} else if (!(w->pos == POS_MARK &&
			     (span_is(w->form, ";") || span_is(w->form, ".") || span_is(w->form, ","))) &&
			   !(w->pos == POS_CONJ && !list->n)) {
			break;
		}
		i--;
	}
	return list->n > 0 && !inside && *ret_end > s->first;
}

/* The state under review: of those named in the document's head, the one named most. */
static int32_t reviewed(const call_pass *c)
{
	const analysis *a = c->f.a;
	int32_t best = NONE;
	for (size_t m = 0; m < a->mentions.n; m++) {
		const mention *named = &a->mentions.v[m];
		if (named->sentence > 12)
			break;
		if (named->actor == NONE || a->actors.v[named->actor].type != ACTOR_STATE)
			continue;
		if (best == NONE || a->actors.v[named->actor].mentions > a->actors.v[best].mentions)
			best = named->actor;
	}
	return best;
}

static bool recommendation(call_pass *c, const sentence *s)
{
	const analysis *a = c->f.a;
	const word *last = word_of(a, (int64_t)s->end - 1);
	if (!span_is(last->form, ")") && !span_is(last->form, ";") && !span_is(last->form, "."))
		return false;
	uint32_t first = s->first;
	while (first < s->end && (word_of(a, first)->pos == POS_NUM || word_of(a, first)->pos == POS_MARK ||
				  word_of(a, first)->kind == TOKEN_NUMBER))
		first++;
	uint32_t verb = first;
	if (word_of(a, verb)->pos == POS_NOT)
		verb++;
	verb = frame_skip(&c->f, verb, s->end);
	if (verb >= s->end || !frame_base(&c->f, verb) || word_of(a, verb)->mention != NONE)
		return false;
	party_vec states = {0}, addressees = {0};
	uint32_t end = s->end;
	if (!recommenders(c, s, &states, &end))
		return false;
	if (!pick(c, "call.review.recommendation", first, verb + 1))
		return false;
	/* Read from the end: back into the order of the text. */
	for (size_t i = 0; i < states.n / 2; i++) {
		const party kept = states.v[i];
		states.v[i] = states.v[states.n - 1 - i];
		states.v[states.n - 1 - i] = kept;
	}
	const int32_t state = reviewed(c);
	if (state != NONE)
		party_add(&c->f, &addressees, state, words_range(a, first, end));
	call_draft *d = call_new(c, &states, first, end);
	if (!d)
		return false;
	d->addressees = addressees;
	c->done = s->end;
	return true;
}

/* ---- bullets and imperatives in the text ---- */

/* "•" at the head of a sentence that is no item of its own: a list run into one paragraph. */
static bool run_in(const call_pass *c, const sentence *s)
{
	const span form = word_of(c->f.a, s->first)->form;
	return span_is(form, "•") || span_is(form, "·") || span_is(form, "▪") || span_is(form, "‣");
}

/* The heading or the lead above a bullet makes it a recommendation; names of states in it are addressed. */
static bool lead_asks(call_pass *c, const sentence *s, party_vec *addressees)
{
	const analysis *a = c->f.a;
	static const char *const asking[] = {
	    "recommend", "recommendation", "recommendations", "call",        "demand", "demands", "ask", "urge",
	    "should",    "must",           "suggestion",      "suggestions", "appeal"};
	for (int64_t k = s->lead != NONE ? s->lead : (int64_t)c->sentence - 1, n = 0; k >= 0 && n < 40; k--, n++) {
		const sentence *lead = &a->sentences.v[k];
		const bool item = lead->block_kind == BLOCK_LIST_ITEM || (lead->block == s->block && run_in(c, lead));
		if (item)
			continue;
		for (uint32_t i = lead->first; i < lead->end; i++) {
			for (size_t w = 0; w < sizeof asking / sizeof *asking; w++) {
				if (!word_is(a, i, asking[w]) && !word_lemma_is(a, i, asking[w]))
					continue;
				for (uint32_t to = lead->first; to < lead->end; to++) {
					if (!word_is(a, to, "to") || word_is(a, (int64_t)to + 1, "do"))
						continue;
					const phrase p = phrase_right(a, to + 1, lead->end, true);
					frame_parties(&c->f, p.first, p.end, false, addressees);
				}
				return true;
			}
		}
		if (word_is(a, lead->first, "to")) {
			const phrase p = phrase_right(a, lead->first + 1, lead->end, true);
			frame_parties(&c->f, p.first, p.end, true, addressees);
			return addressees->n > 0;
		}
		if (lead->block != s->block || s->block_kind == BLOCK_LIST_ITEM)
			return false;
	}
	return false;
}

static bool bullet(call_pass *c, const sentence *s)
{
	uint32_t first = s->first;
	while (first < s->end && (word_of(c->f.a, first)->pos == POS_NUM || word_of(c->f.a, first)->pos == POS_MARK))
		first++;
	uint32_t verb = first;
	if (word_of(c->f.a, verb)->pos == POS_NOT)
		verb++;
	verb = frame_skip(&c->f, verb, s->end);
	const word *w = word_of(c->f.a, verb);
	if (verb + 1 >= s->end || !(w->forms & FORM_BASE) || w->pos != POS_VERB)
		return false;
	party_vec callers = {0}, addressees = {0};
	if (!pick(c, "call.imperative.bullet", first, verb + 1))
		return false;
	if (!lead_asks(c, s, &addressees))
		return call_no(c, "the list does not ask for anything");
	(void)frame_voice(&c->f, first, &callers); /* a campaign of nobody known asks all the same */
	return call_action(c, &callers, &addressees, first);
}

static bool imperative(call_pass *c, const sentence *s)
{
	const analysis *a = c->f.a;
	uint32_t first = s->first, verb = 0;
	while (first < s->end && word_of(a, first)->kind == TOKEN_QUOTE_OPEN)
		first++;
	const bool please = word_is(a, first, "please");
	if (please)
		first++;
	if (s->end - s->first < 4 || !imperative_at(c, first, s->end, &verb) || c->f.transcript ||
	    frame_question(&c->f, c->sentence))
		return false;
	const word *next = word_of(a, (int64_t)verb + 1);
	if (word_of(a, verb)->mention != NONE)
		return false;
	if (next->pos != POS_DET && next->pos != POS_PRON && next->pos != POS_NAME && next->pos != POS_ADJ &&
	    next->pos != POS_NUM && !(next->forms & FORM_ING) && next->mention == NONE)
		return false;
	if (!pick(c, "call.imperative.text", first, verb + 1))
		return false;
	party_vec callers = {0};
	const party_vec nobody = {0};
	if (!frame_voice(&c->f, first, &callers))
		return call_no(c, "nobody is known to call");
	const size_t before = c->drafts.n;
	if (!call_action(c, &callers, &nobody, first))
		return false;
	c->drafts.v[before].wants_holder = !please && frame_in(&c->f, verb, c->f.held);
	return true;
}

bool call_read_sentence(call_pass *c)
{
	const sentence *s = &c->f.a->sentences.v[c->sentence];
	if (s->end <= s->first + 1)
		return false;
	if (recommendation(c, s))
		return true;
	if (s->block_kind == BLOCK_TITLE || s->block_kind == BLOCK_HEADING)
		return headline(c, s);
	if (s->block_kind == BLOCK_LIST_ITEM || run_in(c, s))
		return bullet(c, s);
	return imperative(c, s);
}
