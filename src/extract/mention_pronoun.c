/* SPDX-License-Identifier: Apache-2.0 */
/* Nouns and pronouns that stand for somebody: "Chinese authorities", "the president", "the organization", he, we, you. */
#include "extract/engine.h"

onus_status mention_nouns(analysis *a, onus_error *err);

/* The state that "the authorities" means: the last one named before in this block or, failing that, the document's
 * most named. */
static int32_t state_near(const analysis *a, uint32_t i)
{
	int32_t best = NONE;
	uint32_t most = 0;
	for (uint32_t k = i, hops = 0; k > 0 && hops < 120; k--, hops++) {
		int32_t m = word_of(a, (int64_t)k - 1)->mention;
		if (m == NONE || a->mentions.v[m].actor == NONE)
			continue;
		const actor *who = &a->actors.v[a->mentions.v[m].actor];
		if (who->type == ACTOR_STATE)
			return a->mentions.v[m].actor;
	}
	for (size_t n = 0; n < a->actors.n; n++)
		if (a->actors.v[n].type == ACTOR_STATE && a->actors.v[n].mentions > most) {
			best = (int32_t)n;
			most = a->actors.v[n].mentions;
		}
	return best;
}

/* "the president": the one person whose role has that word. */
static int32_t holder(const analysis *a, span head)
{
	int32_t found = NONE;
	for (size_t n = 0; n < a->actors.n; n++) {
		const actor *who = &a->actors.v[n];
		if (who->type != ACTOR_PERSON || range_empty(who->role))
			continue;
		span role = span_in(a->text, who->role);
		bool has = false;
		for (size_t at = 0; at + head.n <= role.n && !has; at++)
			has = strncasecmp(role.p + at, head.p, head.n) == 0;
		if (!has)
			continue;
		if (found != NONE)
			return NONE;
		found = (int32_t)n;
	}
	return found;
}

static onus_status government_noun(analysis *a, uint32_t i, onus_error *err)
{
	const core_classes *is = core_of(a);
	uint32_t first = i;
	int32_t state = NONE;
	const sentence *s = &a->sentences.v[word_of(a, i)->sentence];
	/* "Chinese authorities", "the Syrian military police" */
	while (first > s->first && i - first < 5) {
		const word *w = word_of(a, (int64_t)first - 1);
		if (w->mention != NONE && a->mentions.v[w->mention].actor != NONE &&
		    a->actors.v[a->mentions.v[w->mention].actor].type == ACTOR_STATE) {
			state = a->mentions.v[w->mention].actor;
			first = a->mentions.v[w->mention].first;
			break;
		}
		if (w->pos == POS_POSS || w->pos == POS_ADJ || (w->pos == POS_NOUN && i - first < 2) ||
		    w->pos == POS_DET) {
			first--;
			continue;
		}
		break;
	}
	uint32_t end = i + 1;
	/* "the government of X", "authorities in X" */
	if (state == NONE && (word_is(a, end, "of") || word_is(a, end, "in"))) {
		uint32_t k = end + 1;
		while (k < s->end && word_of(a, k)->pos == POS_DET)
			k++;
		int32_t m = word_of(a, k)->mention;
		if (m != NONE && a->mentions.v[m].actor != NONE && a->actors.v[a->mentions.v[m].actor].country[0] &&
		    a->actors.v[a->mentions.v[m].actor].type != ACTOR_PERSON) {
			state = actor_of_state(a, a->actors.v[a->mentions.v[m].actor].country);
			if (state != NONE)
				end = a->mentions.v[m].end;
		}
	}
	bool head = word_has(word_of(a, i), is->government_head) || word_is(a, i, "authorities");
	if (state == NONE && head)
		state = state_near(a, i);
	if (state == NONE)
		return ONUS_OK;
	uint32_t inner = first;
	int32_t number = mention_new(a, inner, end, MENTION_NOUN, ACTOR_STATE, state);
	if (number == NONE)
		return fail_memory(err, "reading nouns");
	a->mentions.v[number].plural = lexeme_of(a, word_of(a, i))->plural;
	return ONUS_OK;
}

static onus_status role_noun(analysis *a, uint32_t i, onus_error *err)
{
	const sentence *s = &a->sentences.v[word_of(a, i)->sentence];
	uint32_t first = i;
	bool the = false;
	while (first > s->first && i - first < 5) {
		const word *w = word_of(a, (int64_t)first - 1);
		if (w->pos == POS_DET) {
			the = word_is(a, (int64_t)first - 1, "the") || word_has(w, core_of(a)->possessive);
			first--;
			break;
		}
		if (w->pos != POS_ADJ && w->pos != POS_NOUN && w->pos != POS_POSS &&
		    !(w->mention != NONE && a->mentions.v[w->mention].kind == MENTION_ADJECTIVE))
			break;
		first--;
	}
	if (!the || lexeme_of(a, word_of(a, i))->plural)
		return ONUS_OK;
	int32_t who = holder(a, word_of(a, i)->form);
	int32_t number = mention_new(a, i, i + 1, MENTION_NOUN, who == NONE ? ACTOR_OFFICE : ACTOR_PERSON, who);
	if (number == NONE)
		return fail_memory(err, "reading nouns");
	a->mentions.v[number].whole_first = first;
	if (who == NONE) {
		span name = words_name(a, first, i + 1);
		if (span_starts(name, SPAN("the ")) || span_starts(name, SPAN("The ")))
			name = span_slice(name, 4, name.n);
		int32_t office = NONE;
		for (size_t n = 0; n < a->actors.n && office == NONE; n++)
			if (a->actors.v[n].type == ACTOR_OFFICE && span_equal(a->actors.v[n].name, name))
				office = (int32_t)n;
		if (office == NONE)
			office = actor_new(a, ACTOR_OFFICE, name, words_range(a, first, i + 1));
		if (!name.p || office == NONE)
			return fail_memory(err, "reading nouns");
		a->mentions.v[number].actor = office;
	}
	return ONUS_OK;
}

onus_status mention_nouns(analysis *a, onus_error *err)
{
	const core_classes *is = core_of(a);
	for (uint32_t i = 0; i < a->words.n; i++) {
		const word *w = word_of(a, i);
		if (w->kind != TOKEN_WORD || w->mention != NONE || w->pos != POS_NOUN)
			continue;
		if (word_has(w, is->government_word))
			TRY(government_noun(a, i, err));
		else if (word_has(w, is->role_head))
			TRY(role_noun(a, i, err));
	}
	return ONUS_OK;
}

typedef struct recent {
	int32_t person, male, female, body;
	uint32_t person_at, male_at, female_at;
} recent;

static bool own_group(const analysis *a, uint32_t i)
{
	return word_is(a, i, "organization") || word_is(a, i, "organisation") || word_is(a, i, "group") ||
	       word_is(a, i, "ngo");
}

onus_status analysis_pronouns(analysis *a, onus_error *err)
{
	const core_classes *is = core_of(a);
	recent last = {NONE, NONE, NONE, NONE, 0, 0, 0};
	uint32_t paragraph = UINT32_MAX;
	for (uint32_t i = 0; i < a->words.n; i++) {
		const word *w = word_of(a, i);
		uint32_t now = a->sentences.v[w->sentence].block;
		if (now != paragraph) {
			paragraph = now;
		}
		if (w->mention != NONE && a->mentions.v[w->mention].first == i) {
			const mention *m = &a->mentions.v[w->mention];
			if (m->actor == NONE || m->kind == MENTION_ADJECTIVE)
				continue;
			const actor *who = &a->actors.v[m->actor];
			if (who->type == ACTOR_PERSON && !m->possessive) {
				last.person = m->actor;
				last.person_at = i;
				if (who->gender != GENDER_FEMALE)
					last.male = m->actor;
				if (who->gender != GENDER_MALE)
					last.female = m->actor;
			} else if (who->type == ACTOR_PERSON && last.person == NONE) {
				last.person = last.male = last.female = m->actor;
				last.person_at = i;
			} else if (who->type == ACTOR_BODY) {
				last.body = m->actor;
			}
			continue;
		}
		if (w->mention != NONE || w->kind != TOKEN_WORD)
			continue;
		int32_t who = NONE;
		actor_type type = ACTOR_PERSON;
		if (word_has(w, is->male)) {
			who = last.male;
			if (who != NONE && a->actors.v[who].gender == GENDER_UNKNOWN)
				a->actors.v[who].gender = GENDER_MALE;
		} else if (word_has(w, is->female)) {
			who = last.female;
			if (who != NONE && a->actors.v[who].gender == GENDER_UNKNOWN)
				a->actors.v[who].gender = GENDER_FEMALE;
		} else if (word_has(w, is->pronoun_we) && !word_is(a, i, "us")) {
			who = speaker_at(a, i);
			if (who != NONE && w->quotation != NONE && a->actors.v[who].type == ACTOR_PERSON &&
			    a->actors.v[who].of != NONE)
				who = a->actors.v[who].of;
		} else if (word_has(w, is->pronoun_i) && !(w->form.n == 1 && !(w->flags & TOKEN_CAPITAL))) {
			who = w->quotation != NONE ? speaker_at(a, i) : a->author != NONE ? a->author : a->publisher;
		} else if (word_has(w, is->pronoun_you)) {
			who = a->addressee;
		} else if (w->pos == POS_NOUN && own_group(a, i) && word_is(a, (int64_t)i - 1, "the") &&
			   last.body != NONE) {
			who = last.body;
			int32_t number = mention_new(a, i, i + 1, MENTION_NOUN, ACTOR_BODY, who);
			if (number == NONE)
				return fail_memory(err, "reading pronouns");
			a->mentions.v[number].whole_first = i - 1;
			continue;
		}
		if (who == NONE)
			continue;
		type = (actor_type)a->actors.v[who].type;
		int32_t number = mention_new(a, i, i + 1, MENTION_PRONOUN, type, who);
		if (number == NONE)
			return fail_memory(err, "reading pronouns");
		a->mentions.v[number].possessive = word_has(w, is->possessive);
	}
	return ONUS_OK;
}
