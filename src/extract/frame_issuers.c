/* SPDX-License-Identifier: Apache-2.0 */
/* Read once a document: who issues a joint text, which states speak in it, and whom it is about. */
#include "extract/frame.h"

/* How much the text speaks of each actor: a mention of a state's authorities counts for two more. */
static void find_weights(frames *f)
{
	f->weights = arena_calloc(f->a->arena, f->a->actors.n + 1, sizeof *f->weights);
	if (!f->weights) {
		f->status = fail_memory(f->err, "reading who calls");
		return;
	}
	for (size_t m = 0; m < f->a->mentions.n; m++) {
		const mention *named = &f->a->mentions.v[m];
		if (named->actor == NONE || named->kind == MENTION_PRONOUN)
			continue;
		const bool authorities = named->kind == MENTION_NOUN || frame_in(f, named->end, f->authority) ||
					 frame_in(f, (int64_t)named->end - 1, f->authority);
		f->weights[named->actor] += authorities ? 3 : 1;
	}
}

int32_t frame_holder(const frames *f, const party_vec *callers)
{
	int32_t best = NONE;
	uint32_t most = 0, second = 0;
	for (size_t k = 0; k < f->a->actors.n; k++) {
		const actor *state = &f->a->actors.v[k];
		if (state->type != ACTOR_STATE || frame_is_of(f, f->a->publisher, state))
			continue;
		bool own = false;
		for (size_t c = 0; c < callers->n; c++)
			own = own || frame_is_of(f, callers->v[c].actor, state);
		for (size_t c = 0; c < f->speaking.n; c++)
			own = own || frame_is_of(f, f->speaking.v[c].actor, state);
		if (own)
			continue;
		const uint32_t n = f->weights[k];
		if (n > most) {
			second = most;
			most = n;
			best = (int32_t)k;
		} else if (n > second) {
			second = n;
		}
	}
	/* Plain only where one state stands out. */
	return most >= 2 && most > second ? best : NONE;
}

void frame_not_self(frames *f, const party_vec *callers, party_vec *addressees)
{
	if (callers->n != 1 || addressees->n != 1 || callers->v[0].actor == NONE ||
	    callers->v[0].actor != addressees->v[0].actor)
		return;
	const int32_t holder = frame_holder(f, callers);
	addressees->v[0].actor = holder != NONE ? holder : NONE;
}

/* ---- the issuers of a joint text ---- */

static void states_after(frames *f, uint32_t first, uint32_t end, party_vec *list)
{
	bool body = false; /* "the G7 ministers of A, B and C": the states only say who they are */
	uint32_t last = first;
	for (uint32_t i = first; i < end && i < last + 14; i++) {
		const int32_t m = word_of(f->a, i)->mention;
		if (m == NONE)
			continue;
		const mention *named = &f->a->mentions.v[m];
		const uint32_t next = named->end > i ? named->end - 1 : i;
		const int32_t after = word_of(f->a, named->end)->mention;
		/* "French Foreign Minister X": the adjective and the state in a title are not issuers of their own. */
		const bool titled = after != NONE && f->a->mentions.v[after].whole_first <= named->first;
		if (frame_acts(f, named->actor) && named->kind != MENTION_PRONOUN && named->kind != MENTION_ADJECTIVE &&
		    !titled && !named->possessive) {
			const uint8_t type = f->a->actors.v[named->actor].type;
			if (list->n == 0)
				body = type == ACTOR_BODY || type == ACTOR_GROUP || type == ACTOR_UNKNOWN;
			if (!(body && type == ACTOR_STATE))
				party_add(f, list, named->actor, words_range(f->a, named->first, named->end));
			last = next;
		}
		i = next;
	}
}

/* States and bodies of which the issuer's own text says "X welcomes", "X condemns", "X urges": they speak in it, so that
 * their "will" is their word. */
static void find_speaking(frames *f)
{
	const int stance = rules_class(f->a->rules, SPAN("pledge.stance"));
	for (uint32_t v = 0; v < f->a->words.n; v++) {
		const word *w = word_of(f->a, v);
		if (w->pos != POS_VERB || w->quotation != NONE || !class_has(&w->classes, stance) ||
		    !(w->forms & (FORM_S | FORM_BASE)))
			continue;
		const phrase p = subject_of(f->a, v);
		const int32_t m = p.end > p.first ? p.mention : NONE;
		if (m == NONE || f->a->mentions.v[m].kind != MENTION_NAME || !frame_acts(f, f->a->mentions.v[m].actor))
			continue;
		const uint8_t type = f->a->actors.v[f->a->mentions.v[m].actor].type;
		if (type == ACTOR_STATE || type == ACTOR_BODY)
			party_add(f, &f->speaking, f->a->mentions.v[m].actor, words_range(f->a, p.first, p.end));
	}
}

/* "We, the Foreign Ministers of A, B and C, ..." and "statement was released by the Governments of A, B and C". */
static void find_voices(frames *f)
{
	for (size_t s = 0; s < 12 && s < f->a->sentences.n; s++) {
		const sentence *one = &f->a->sentences.v[s];
		for (uint32_t i = one->first; i + 4 < one->end; i++) {
			party_vec list = {0};
			if (word_is(f->a, i, "we") && word_is(f->a, (int64_t)i + 1, ",") && i == one->first) {
				uint32_t end = i + 2;
				while (end < one->end &&
				       !(word_of(f->a, end)->pos == POS_VERB && word_of(f->a, end)->mention == NONE))
					end++;
				states_after(f, i + 2, end, &list);
			} else if ((word_is(f->a, i, "released") || word_is(f->a, i, "issued")) &&
				   word_is(f->a, (int64_t)i + 1, "by") && word_is(f->a, (int64_t)i - 1, "was")) {
				states_after(f, i + 2, one->end, &list);
			}
			if (list.n > 1 && (f->voices.n == 0 || word_is(f->a, i, "we")))
				f->voices = list;
		}
	}
}

void frames_open(frames *f, const analysis *a, pass_output *out, onus_error *err)
{
	*f = (frames){.a = a, .out = out, .err = err, .status = ONUS_OK};
	f->generic = rules_class(a->rules, SPAN("call.generic"));
	f->group = rules_class(a->rules, SPAN("call.group"));
	f->norm = rules_class(a->rules, SPAN("call.norm"));
	f->document = rules_class(a->rules, SPAN("call.document"));
	f->held = rules_class(a->rules, SPAN("call.held"));
	f->authority = rules_class(a->rules, SPAN("call.authority"));
	f->judge = rules_class(a->rules, SPAN("call.say"));
	f->governor = rules_class(a->rules, SPAN("call.governor"));
	f->act_noun = rules_class(a->rules, SPAN("call.act"));
	f->imperative = rules_class(a->rules, SPAN("call.imperative"));
	f->aid = rules_class(a->rules, SPAN("call.aid"));
	size_t turns = 0;
	for (size_t i = 0; i < a->quotations.n; i++)
		turns += a->quotations.v[i].kind == QUOTATION_TURN;
	size_t asked = 0;
	for (uint32_t i = 0; i < a->sentences.n; i++)
		asked += frame_asks(f, i);
	f->transcript = turns > 3 || asked > 1;
	find_weights(f);
	find_voices(f);
	find_speaking(f);
}
