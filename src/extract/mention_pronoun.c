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

static bool has_word(span text, span one)
{
	for (size_t at = 0; at + one.n <= text.n; at++)
		if (strncasecmp(text.p + at, one.p, one.n) == 0)
			return true;
	return false;
}

/* "the president", "the Deputy Secretary": the person whose role has all of these words; of several the one that was named
 * last, where a capital makes it a title ("the Secretary"), else none. */
static int32_t holder(const analysis *a, uint32_t first, uint32_t i)
{
	int32_t found = NONE;
	for (uint32_t k = i, hops = 0; k > 0 && hops < 2000; k--, hops++) {
		int32_t m = word_of(a, (int64_t)k - 1)->mention;
		if (m == NONE || a->mentions.v[m].actor == NONE || a->mentions.v[m].kind != MENTION_NAME)
			continue;
		const actor *who = &a->actors.v[a->mentions.v[m].actor];
		if (who->type != ACTOR_PERSON || range_empty(who->role))
			continue;
		bool all = true;
		for (uint32_t x = first; x <= i && all; x++)
			all = word_of(a, x)->pos == POS_DET || word_of(a, x)->kind != TOKEN_WORD ||
			      has_word(span_in(a->text, who->role), word_of(a, x)->form);
		if (!all || a->mentions.v[m].actor == found)
			continue;
		if (found != NONE)
			return NONE; /* two lawyers: "the lawyer" may be either */
		found = a->mentions.v[m].actor;
		if (word_of(a, i)->flags & TOKEN_CAPITAL)
			break;
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
	int32_t who = holder(a, first, i);
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
	uint32_t person_at, male_at, female_at; /* words */
} recent;

static bool own_group(const analysis *a, uint32_t i)
{
	return word_is(a, i, "organization") || word_is(a, i, "organisation") || word_is(a, i, "group") ||
	       word_is(a, i, "ngo");
}

static bool in_speech(const analysis *a, uint32_t i)
{
	for (int32_t q = word_of(a, i)->quotation; q != NONE; q = a->quotations.v[q].parent)
		if (a->quotations.v[q].kind == QUOTATION_SPEECH)
			return true;
	return false;
}

/* A person named here is one that a later "he" or "she" may mean. One inside a quotation does not count outside it, and
 * the first of a sentence, its subject as a rule, is not given up for a later one of the same sentence. */
static void person_seen(const analysis *a, recent *last, uint32_t i, int32_t number)
{
	const actor *who = &a->actors.v[number];
	if (who->gender != GENDER_FEMALE && (last->male == NONE || who->gender == GENDER_MALE ||
					     word_of(a, last->male_at)->sentence != word_of(a, i)->sentence)) {
		last->male = number;
		last->male_at = i;
	}
	if (who->gender != GENDER_MALE && (last->female == NONE || who->gender == GENDER_FEMALE ||
					   word_of(a, last->female_at)->sentence != word_of(a, i)->sentence)) {
		last->female = number;
		last->female_at = i;
	}
	last->person = number;
	last->person_at = i;
}

static void mention_seen(const analysis *a, recent *last, uint32_t i)
{
	const mention *m = &a->mentions.v[word_of(a, i)->mention];
	if (m->actor == NONE || m->kind == MENTION_ADJECTIVE)
		return;
	const actor *who = &a->actors.v[m->actor];
	if (who->type == ACTOR_PERSON && (!m->possessive || last->person == NONE))
		person_seen(a, last, i, m->actor);
	else if (who->type == ACTOR_BODY)
		last->body = m->actor;
}

static int32_t third_person(analysis *a, const recent *last, const word *w)
{
	const core_classes *is = core_of(a);
	bool male = word_has(w, is->male), female = word_has(w, is->female);
	int32_t who = male ? last->male : female ? last->female : NONE;
	if (who != NONE && a->actors.v[who].gender == GENDER_UNKNOWN)
		a->actors.v[who].gender = male ? GENDER_MALE : GENDER_FEMALE;
	return who;
}

static onus_status pronoun_mention(analysis *a, uint32_t i, int32_t who, onus_error *err)
{
	int32_t number = mention_new(a, i, i + 1, MENTION_PRONOUN, (actor_type)a->actors.v[who].type, who);
	if (number == NONE)
		return fail_memory(err, "reading pronouns");
	a->mentions.v[number].possessive = word_has(word_of(a, i), core_of(a)->possessive);
	return ONUS_OK;
}

onus_status analysis_pronouns(analysis *a, onus_error *err)
{
	recent last = {NONE, NONE, NONE, NONE, 0, 0, 0}, inside = last;
	int32_t speech = NONE;
	for (uint32_t i = 0; i < a->words.n; i++) {
		const word *w = word_of(a, i);
		bool quoted = in_speech(a, i);
		if (quoted && w->quotation != speech) {
			inside = last;
			speech = w->quotation;
		}
		recent *here = quoted ? &inside : &last;
		if (w->mention != NONE) {
			if (a->mentions.v[w->mention].first == i)
				mention_seen(a, here, i);
			continue;
		}
		if (w->kind != TOKEN_WORD)
			continue;
		int32_t who = third_person(a, here, w);
		if (who != NONE) {
			TRY(pronoun_mention(a, i, who, err));
			if (!word_has(w, core_of(a)->possessive) && !quoted)
				person_seen(a, here, i, who);
		} else if (w->pos == POS_NOUN && own_group(a, i) && word_is(a, (int64_t)i - 1, "the") &&
			   here->body != NONE) {
			int32_t number = mention_new(a, i, i + 1, MENTION_NOUN, ACTOR_BODY, here->body);
			if (number == NONE)
				return fail_memory(err, "reading pronouns");
			a->mentions.v[number].whole_first = i - 1;
		}
	}
	return ONUS_OK;
}

/* I, we and you, once it is known who speaks where. */
onus_status analysis_own_pronouns(analysis *a, onus_error *err)
{
	const core_classes *is = core_of(a);
	for (uint32_t i = 0; i < a->words.n; i++) {
		const word *w = word_of(a, i);
		if (w->mention != NONE || w->kind != TOKEN_WORD)
			continue;
		int32_t who = NONE;
		bool quoted = in_speech(a, i);
		if (word_has(w, is->pronoun_we) && !(w->flags & TOKEN_ALL_CAPS)) {
			who = speaker_at(a, i);
			if (quoted && who != NONE && a->actors.v[who].type == ACTOR_PERSON &&
			    a->actors.v[who].of != NONE)
				who = a->actors.v[who].of;
		} else if (word_has(w, is->pronoun_i) && !(w->form.n == 1 && !(w->flags & TOKEN_CAPITAL))) {
			who = quoted ? speaker_at(a, i) : a->author != NONE ? a->author : a->publisher;
		} else if (word_has(w, is->pronoun_you) && !quoted) {
			who = a->addressee;
		}
		if (who != NONE)
			TRY(pronoun_mention(a, i, who, err));
	}
	return ONUS_OK;
}
