/* SPDX-License-Identifier: Apache-2.0 */
/* Who calls, is called on or pledges: phrases, subjects and reported speech as actors. */
#include "base/limits.h"
#include "extract/frame.h"

static bool same_party(const party *x, int32_t who, range where)
{
	return who != NONE ? x->actor == who : x->actor == NONE && x->where.start == where.start;
}

void party_add(frames *f, party_vec *list, int32_t who, range where)
{
	if (who == NONE && range_empty(where))
		return;
	for (size_t i = 0; i < list->n; i++) {
		if (same_party(&list->v[i], who, where))
			return;
	}
	if (list->n >= LIMIT_LIST_NAMES)
		return;
	party *p = vec_push(list, f->a->arena);
	if (!p) {
		f->status = fail_memory(f->err, "reading who calls");
		return;
	}
	*p = (party){who, where};
}

static void add_all(frames *f, party_vec *list, const party_vec *more)
{
	for (size_t i = 0; i < more->n; i++)
		party_add(f, list, more->v[i].actor, more->v[i].where);
}

bool frame_acts(const frames *f, int32_t who)
{
	if (who == NONE)
		return false;
	const uint8_t type = f->a->actors.v[who].type;
	return type != ACTOR_PLACE && type != ACTOR_UNKNOWN;
}

static range where_of(const frames *f, const index_vec *actors, size_t k, uint32_t first, uint32_t end)
{
	for (uint32_t i = first; i < end; i++) {
		const int32_t m = word_of(f->a, i)->mention;
		if (m != NONE && f->a->mentions.v[m].actor == actors->v[k]) {
			const mention *named = &f->a->mentions.v[m];
			return words_range(f->a, named->whole_first, named->whole_end);
		}
	}
	return words_range(f->a, first, end);
}

bool frame_is_of(const frames *f, int32_t who, const actor *state)
{
	return who != NONE && (&f->a->actors.v[who] == state ||
			       (state->country[0] && strcmp(f->a->actors.v[who].country, state->country) == 0));
}

/* The two states last spoken of before word i, the speaker's own aside: "both sides". */
static bool the_two(frames *f, uint32_t i, party_vec *list)
{
	int32_t found[3] = {NONE, NONE, NONE};
	size_t n = 0;
	const uint32_t s = word_of(f->a, i)->sentence;
	const uint32_t stop = f->a->sentences.v[s > 3 ? s - 3 : 0].first;
	const int32_t own = f->a->publisher;
	for (uint32_t k = i; k > stop && n < 3; k--) {
		const int32_t m = word_of(f->a, (int64_t)k - 1)->mention;
		if (m == NONE || f->a->mentions.v[m].actor == NONE)
			continue;
		const int32_t who = f->a->mentions.v[m].actor;
		const actor *state = &f->a->actors.v[who];
		bool skip = state->type != ACTOR_STATE || frame_is_of(f, own, state);
		for (size_t x = 0; x < f->speaking.n; x++)
			skip = skip || f->speaking.v[x].actor == who;
		for (size_t x = 0; x < n; x++)
			skip = skip || found[x] == who;
		if (!skip)
			found[n++] = who;
	}
	if (n != 2)
		return false;
	party_add(f, list, found[1], words_range(f->a, i, i + 1));
	party_add(f, list, found[0], words_range(f->a, i, i + 1));
	return true;
}

static bool side_word(const frames *f, uint32_t i)
{
	return word_is(f->a, i, "sides") || word_is(f->a, i, "countries") || word_is(f->a, i, "governments") ||
	       word_is(f->a, i, "parties") || word_is(f->a, i, "states");
}

/* "both sides", "the two governments", "the sides" */
static bool both(frames *f, uint32_t first, uint32_t end, party_vec *list)
{
	if (end <= first || end - first > 3 || !side_word(f, end - 1))
		return false;
	const bool two = word_is(f->a, first, "both") || word_is(f->a, (int64_t)end - 2, "two") ||
			 (word_is(f->a, first, "the") && word_is(f->a, (int64_t)end - 1, "sides"));
	return two && the_two(f, first, list);
}

/* "The Secretary": the person last named with that title before word i. */
static int32_t holds_office(const frames *f, uint32_t i)
{
	const span title = word_of(f->a, i)->form;
	const uint32_t stop = i > 600 ? i - 600 : 0;
	for (uint32_t k = i; k > stop; k--) {
		const int32_t m = word_of(f->a, (int64_t)k - 1)->mention;
		if (m == NONE || f->a->mentions.v[m].type != ACTOR_PERSON || f->a->mentions.v[m].actor == NONE)
			continue;
		const mention *named = &f->a->mentions.v[m];
		for (uint32_t t = named->whole_first; t < named->first; t++) {
			if (span_equal(word_of(f->a, t)->form, title))
				return named->actor;
		}
		k = named->whole_first + 1 < k ? named->whole_first + 1 : k;
	}
	return NONE;
}

void frame_parties(frames *f, uint32_t first, uint32_t end, bool words_too, party_vec *list)
{
	frame_trim(f, &first, &end);
	if (first >= end || f->status != ONUS_OK)
		return;
	const word *w = word_of(f->a, first);
	if (end - first == 1 && (span_is(w->form, "you") || span_is(w->form, "your"))) {
		party_add(f, list, f->a->addressee, words_range(f->a, first, end));
		return;
	}
	if (span_is(w->form, "us") || span_is(w->form, "we")) {
		frame_we(f, first, list);
		return;
	}
	if (both(f, first, end, list))
		return;
	const size_t before = list->n;
	const phrase p = phrase_right(f->a, first, end, true);
	index_vec actors = {0};
	/* "other governments", "all countries": more than the one spoken of before. */
	const bool many =
	    p.end > p.first && lexeme_of(f->a, word_of(f->a, p.head))->plural &&
	    (word_is(f->a, p.first, "other") || word_is(f->a, p.first, "all") || word_is(f->a, p.first, "many") ||
	     word_is(f->a, p.first, "several") || word_is(f->a, p.first, "some")) &&
	    (p.mention == NONE || f->a->mentions.v[p.mention].kind == MENTION_NOUN);
	if (many && words_too) {
		party_add(f, list, NONE, words_range(f->a, first, end));
		return;
	}
	if (p.end > p.first)
		f->status = phrase_actors(f->a, p, &actors, f->err);
	if (f->status != ONUS_OK)
		return;
	for (size_t k = 0; k < actors.n; k++)
		party_add(f, list, actors.v[k], where_of(f, &actors, k, first, end));
	if (list->n > before)
		return;
	if (w->pos == POS_PRON && end - first == 1) {
		if (f->addressed.n && word_of(f->a, first)->sentence <= f->addressed_in + 2)
			add_all(f, list, &f->addressed);
		else
			frame_pronoun(f, first, list);
		return;
	}
	const int32_t holder = word_is(f->a, first, "the") && end - first <= 4 ? holds_office(f, end - 1) : NONE;
	if (holder != NONE) {
		party_add(f, list, holder, words_range(f->a, first, end));
		return;
	}
	/* The phrase's head is no known actor. A state's leaders, officials or police stand for it. */
	for (uint32_t i = first; i < end; i++) {
		const int32_t m = word_of(f->a, i)->mention;
		if (m == NONE)
			continue;
		const mention *named = &f->a->mentions.v[m];
		if (!frame_acts(f, named->actor) || f->a->actors.v[named->actor].type == ACTOR_PERSON)
			continue;
		if (frame_in(f, named->end, f->authority) || frame_in(f, (int64_t)named->end + 1, f->authority)) {
			party_add(f, list, named->actor, words_range(f->a, first, end));
			return;
		}
	}
	if (words_too)
		party_add(f, list, NONE, words_range(f->a, first, end));
}

bool frame_we(frames *f, uint32_t i, party_vec *list)
{
	const int32_t q = word_of(f->a, i)->quotation;
	const bool quoted = q != NONE && f->a->quotations.v[q].kind != QUOTATION_WORDS;
	const range where = words_range(f->a, i, i + 1);
	if (!quoted && f->voices.n) {
		add_all(f, list, &f->voices);
		return true;
	}
	/* Who says "we" may be unknown; that somebody does is not. */
	const int32_t speaker = speaker_at(f->a, i);
	if (speaker != NONE)
		party_add(f, list, speaker, where);
	return true;
}

/* Who wrote, sent or passed the document that the phrase names: "his letter", "a petition started by X". */
static bool owner(frames *f, phrase p, uint32_t v, party_vec *list)
{
	for (uint32_t i = p.first; i < p.head && i < p.end; i++) {
		const int32_t m = word_of(f->a, i)->mention;
		if (m != NONE && f->a->mentions.v[m].possessive && frame_acts(f, f->a->mentions.v[m].actor) &&
		    f->a->mentions.v[m].kind != MENTION_PRONOUN) {
			party_add(f, list, f->a->mentions.v[m].actor, words_range(f->a, i, i + 1));
			return true;
		}
		if (word_is(f->a, i, "our") || word_is(f->a, i, "my"))
			return frame_we(f, i, list);
	}
	for (uint32_t i = p.head + 1; i < v; i++) {
		if (!word_is(f->a, i, "by") && !word_is(f->a, i, "from"))
			continue;
		const size_t before = list->n;
		const phrase by = phrase_right(f->a, i + 1, v, false);
		frame_parties(f, by.first, by.end, false, list);
		if (list->n > before)
			return true;
	}
	/* "X approves a resolution calling for": the one who passes it. */
	const sentence *s = &f->a->sentences.v[word_of(f->a, v)->sentence];
	for (uint32_t i = s->first; i < p.first; i++) {
		if (word_of(f->a, i)->pos != POS_VERB)
			continue;
		const phrase by = subject_of(f->a, i);
		const size_t before = list->n;
		if (by.end > by.first && by.end <= p.first)
			frame_parties(f, by.first, by.end, false, list);
		if (list->n > before)
			return true;
	}
	return frame_voice(f, p.head, list);
}

bool frame_owner(frames *f, uint32_t i, party_vec *list)
{
	for (uint32_t k = i; k + 2 > i && k > 0; k--) {
		const int32_t m = word_of(f->a, k)->mention;
		if (m == NONE || !frame_acts(f, f->a->mentions.v[m].actor))
			continue;
		const mention *named = &f->a->mentions.v[m];
		party_add(f, list, named->actor, words_range(f->a, named->first, named->end));
		return true;
	}
	return false;
}

/* "A, B and C agreed": with the names before it, where the list begins the clause. */
static phrase coordinated(const frames *f, phrase p, uint32_t start)
{
	uint32_t first = p.first;
	while (first > start + 1) {
		const word *link = word_of(f->a, (int64_t)first - 1);
		if (link->pos != POS_CONJ && !span_is(link->form, ","))
			break;
		uint32_t k = first - 2;
		if (word_of(f->a, k)->pos == POS_MARK && k > start)
			k--;
		const int32_t m = word_of(f->a, k)->mention;
		if (m == NONE || f->a->mentions.v[m].kind != MENTION_NAME || f->a->mentions.v[m].whole_first < start)
			break;
		first = f->a->mentions.v[m].whole_first;
		while (first > start && word_of(f->a, (int64_t)first - 1)->pos == POS_DET)
			first--;
	}
	if (first == p.first)
		return p;
	const word *left = word_of(f->a, (int64_t)first - 1);
	if (first > start && left->pos != POS_MARK && left->pos != POS_SUB && left->kind != TOKEN_QUOTE_OPEN)
		return p;
	p.first = first;
	return p;
}

/* Somebody who acts, named or told by a plural noun, at word k: added to the list. */
static bool actor_at(frames *f, uint32_t k, uint32_t start, bool plural, party_vec *list)
{
	const word *w = word_of(f->a, k);
	const int32_t m = w->mention;
	if (m != NONE && frame_acts(f, f->a->mentions.v[m].actor) && f->a->mentions.v[m].kind != MENTION_ADJECTIVE &&
	    f->a->mentions.v[m].kind != MENTION_PRONOUN && !f->a->mentions.v[m].possessive) {
		const uint8_t type = f->a->actors.v[f->a->mentions.v[m].actor].type;
		if (type == ACTOR_PERSON || (plural && type == ACTOR_STATE && f->a->mentions.v[m].kind == MENTION_NAME))
			return false;
		party_add(f, list, f->a->mentions.v[m].actor,
			  words_range(f->a, f->a->mentions.v[m].first, f->a->mentions.v[m].end));
		return true;
	}
	if (!plural || w->pos != POS_NOUN || !frame_animate(f, k))
		return false;
	if (!lexeme_of(f->a, w)->plural && !span_is(w->form, "people") && !span_is(w->form, "police"))
		return false;
	const phrase p = phrase_left(f->a, k + 1, start);
	if (p.end <= p.first)
		return false;
	party_add(f, list, NONE, words_range(f->a, p.first, p.end));
	return true;
}

bool frame_pronoun(frames *f, uint32_t i, party_vec *list)
{
	const word *w = word_of(f->a, i);
	const bool plural = span_is(w->form, "they") || span_is(w->form, "their") || span_is(w->form, "them");
	if (!plural && !span_is(w->form, "it") && !span_is(w->form, "its"))
		return false;
	const sentence *s = &f->a->sentences.v[w->sentence];
	/* "They" at the head of a sentence: the subject of the one before, where that is several. */
	if (plural && w->sentence > 0 && i < s->first + 3 && (s - 1)->block == s->block) {
		for (uint32_t k = (s - 1)->first; k < (s - 1)->end; k++) {
			if (word_of(f->a, k)->pos != POS_VERB || word_of(f->a, k)->mention != NONE)
				continue;
			party_vec several = {0};
			const phrase p = subject_of(f->a, k);
			if (p.end > p.first && p.end <= k && word_of(f->a, p.head)->pos != POS_PRON)
				frame_speaker_phrase(f, p, k, false, &several);
			if (several.n > 1) {
				add_all(f, list, &several);
				return true;
			}
			break;
		}
	}
	for (uint32_t k = i; k > s->first; k--) {
		if (actor_at(f, k - 1, s->first, plural, list))
			return true;
	}
	if (w->sentence == 0)
		return false;
	/* The sentence before: what stands first there is its subject. */
	const sentence *before = s - 1;
	if (before->block + 1 < s->block)
		return false;
	for (uint32_t k = before->first; k < before->end; k++) {
		if (actor_at(f, k, before->first, plural, list))
			return true;
	}
	return false;
}

bool frame_speaker_phrase(frames *f, phrase p, uint32_t v, bool words_too, party_vec *list)
{
	if (p.end <= p.first)
		return false;
	if (word_is(f->a, p.first, "we") || word_is(f->a, p.first, "i"))
		return frame_we(f, p.first, list);
	/* "The IOM last week urged" */
	const word *time = word_of(f->a, p.head);
	if (p.mention == NONE && p.head > p.first + 1 && (lexeme_of(f->a, time)->senses & SENSE_TIME) &&
	    time->pos == POS_NOUN) {
		uint32_t end = p.head;
		while (end > p.first + 1 && (word_of(f->a, (int64_t)end - 1)->pos == POS_ADJ ||
					     word_of(f->a, (int64_t)end - 1)->pos == POS_DET))
			end--;
		const phrase before = phrase_left(f->a, end, p.first);
		if (before.end > before.first && before.mention != NONE)
			return frame_speaker_phrase(f, before, v, words_too, list);
	}
	if (frame_in(f, p.head, f->norm))
		return false;
	if (frame_in(f, p.head, f->document))
		return owner(f, p, v, list);
	const size_t before = list->n;
	const phrase all = coordinated(f, p, f->a->sentences.v[word_of(f->a, p.first)->sentence].first);
	for (uint32_t k = all.first; k < p.first; k++) {
		const int32_t m = word_of(f->a, k)->mention;
		if (m != NONE && frame_acts(f, f->a->mentions.v[m].actor) && f->a->mentions.v[m].kind == MENTION_NAME)
			party_add(f, list, f->a->mentions.v[m].actor, words_range(f->a, k, f->a->mentions.v[m].end));
	}
	frame_parties(f, p.first, p.end, false, list);
	if (list->n > before)
		return true;
	const word *head = word_of(f->a, p.head);
	if (head->pos == POS_PRON)
		return frame_pronoun(f, p.head, list);
	/* "tens of thousands of citizens" */
	bool people = frame_animate(f, p.head);
	for (uint32_t k = p.head + 1; k < p.end && !people && words_too; k++)
		people = word_is(f->a, (int64_t)k - 1, "of") ? frame_animate(f, p.end - 1) : people;
	if (people || (words_too && head->pos == POS_NAME)) {
		party_add(f, list, NONE, words_range(f->a, p.first, p.end));
		return true;
	}
	return false;
}

/* "X joins Y in calling for": the subject of the verb that carries the participle, and Y with "join". */
static bool carried(frames *f, uint32_t v, bool words_too, party_vec *list)
{
	const sentence *s = &f->a->sentences.v[word_of(f->a, v)->sentence];
	for (uint32_t k = v - 1; k > s->first && v - k < 25; k--) {
		const uint32_t carrier = k - 1;
		const word *w = word_of(f->a, carrier);
		if (w->pos != POS_VERB || w->mention != NONE || !frame_in(f, carrier, f->governor))
			continue;
		if (!frame_subject(f, carrier, words_too, list))
			return false;
		if (word_lemma_is(f->a, carrier, "join"))
			frame_parties(f, carrier + 1, v - 1, false, list);
		return true;
	}
	return false;
}

phrase frame_widen(const frames *f, phrase p, uint32_t start)
{
	if (p.end <= p.first || p.first <= start + 1)
		return p;
	const uint32_t link = p.first - 1;
	if (!word_is(f->a, link, "to") && !word_is(f->a, link, "with") && !word_is(f->a, link, "on"))
		return p;
	if (!frame_in(f, (int64_t)link - 1, f->group) && !frame_in(f, (int64_t)link - 1, f->document))
		return p;
	phrase wide = phrase_left(f->a, link, start);
	if (wide.end <= wide.first)
		return p;
	wide.end = p.end;
	wide.head = link - 1;
	wide.mention = word_of(f->a, wide.head)->mention;
	return wide;
}

/* The words stand in the same quotation, single quoted terms aside. */
static int32_t speech_of(const frames *f, const word *w)
{
	if (w->quotation == NONE)
		return NONE;
	const quotation *q = &f->a->quotations.v[w->quotation];
	return q->kind == QUOTATION_WORDS || q->end - q->first < 5 ? NONE : w->quotation;
}

static bool same_speech(const frames *f, const word *x, const word *y)
{
	return speech_of(f, x) == speech_of(f, y);
}

/* Coordinated far from its subject: the sentence's first verb has it, where no clause opens between. */
static bool main_subject(frames *f, uint32_t v, bool words_too, party_vec *list)
{
	const word *w = word_of(f->a, v);
	const uint32_t opening = f->a->sentences.v[w->sentence].first;
	if (word_is(f->a, opening, "we") && same_speech(f, word_of(f->a, opening), w))
		return frame_we(f, opening, list);
	for (uint32_t k = opening; k < v; k++) {
		const word *x = word_of(f->a, k);
		if ((x->pos != POS_VERB && x->pos != POS_AUX) || x->mention != NONE || !same_speech(f, x, w))
			continue;
		for (uint32_t between = k + 1; between < v; between++) {
			if (word_of(f->a, between)->pos == POS_SUB)
				return false;
		}
		phrase first = subject_of(f->a, k);
		if (first.end <= first.first) {
			/* the verb stands in quotation marks, its subject before them */
			uint32_t left = k;
			while (left > f->a->sentences.v[w->sentence].first &&
			       (word_of(f->a, (int64_t)left - 1)->pos == POS_ADV ||
				word_of(f->a, (int64_t)left - 1)->kind == TOKEN_QUOTE_OPEN))
				left--;
			first = phrase_left(f->a, left, f->a->sentences.v[w->sentence].first);
		}
		return first.end > first.first && first.end <= k && frame_speaker_phrase(f, first, v, words_too, list);
	}
	return false;
}

bool frame_subject(frames *f, uint32_t v, bool words_too, party_vec *list)
{
	const word *w = word_of(f->a, v);
	const sentence *s = &f->a->sentences.v[w->sentence];
	if (w->forms & FORM_ING && v > s->first + 1) {
		/* "supporters calling for", "a letter urging": what the participle clings to, without a comma. */
		const uint32_t left = v - 1;
		if (frame_in(f, left, f->document) || frame_in(f, left, f->group)) {
			const phrase p = phrase_left(f->a, v, s->first);
			if (p.end > p.first && frame_speaker_phrase(f, p, v, words_too, list))
				return true;
		}
		if (word_is(f->a, left, "in") && carried(f, v, words_too, list))
			return true;
	}
	/* A participle behind a comma or "and" belongs to the sentence's subject. */
	uint32_t back = v;
	while (back > s->first + 1 && word_of(f->a, (int64_t)back - 1)->pos == POS_ADV)
		back--;
	const word *previous = word_of(f->a, (int64_t)back - 1);
	const bool loose = v > s->first && (previous->pos == POS_CONJ ||
					    ((w->forms & FORM_ING) && (span_is(previous->form, ",") || back < v)));
	if (loose && main_subject(f, v, words_too, list))
		return true;
	const phrase p = frame_widen(f, subject_of(f->a, v), s->first);
	if (p.end <= p.first)
		return false;
	if (frame_speaker_phrase(f, p, v, words_too, list))
		return true;
	return !frame_in(f, p.head, f->norm) && main_subject(f, v, words_too, list);
}

bool frame_voice(frames *f, uint32_t i, party_vec *list)
{
	const int32_t q = word_of(f->a, i)->quotation;
	const bool quoted = q != NONE && f->a->quotations.v[q].kind != QUOTATION_WORDS;
	if (quoted) {
		const int32_t speaker = speaker_at(f->a, i);
		if (speaker != NONE)
			party_add(f, list, speaker, f->a->quotations.v[q].speaker_at);
		return true;
	}
	/* Reported speech in the same sentence: "X said that ...", "..., X said today", "according to X". */
	const sentence *s = &f->a->sentences.v[word_of(f->a, i)->sentence];
	for (uint32_t k = s->first; k < s->end; k++) {
		if (word_of(f->a, k)->quotation != NONE &&
		    f->a->quotations.v[word_of(f->a, k)->quotation].kind != QUOTATION_WORDS)
			continue;
		const size_t before = list->n;
		if (quoting_clause_at(f->a, k) || (k < i && frame_in(f, k, f->judge))) {
			for (uint32_t v = k; v < s->end && v < k + 12; v++) {
				if (!frame_in(f, v, f->judge))
					continue;
				phrase p = subject_of(f->a, v);
				if (v > s->first + 1 && span_is(word_of(f->a, (int64_t)v - 1)->form, ",")) {
					const phrase beside = phrase_left(f->a, v - 1, s->first);
					if (beside.end > beside.first && beside.mention != NONE)
						p = beside;
				}
				if (p.end <= p.first || v <= k + 1) {
					const phrase right = phrase_right(f->a, v + 1, s->end, false);
					if (p.end <= p.first || right.mention != NONE)
						p = k < i ? p : right;
				}
				if (p.end > p.first && (p.end <= i || p.first >= i))
					frame_speaker_phrase(f, p, v, false, list);
				break;
			}
		} else if (word_is(f->a, k, "according") && word_is(f->a, (int64_t)k + 1, "to")) {
			const phrase p = phrase_right(f->a, k + 2, s->end, false);
			frame_speaker_phrase(f, p, k, false, list);
		}
		if (list->n > before)
			return true;
	}
	if (f->voices.n) {
		add_all(f, list, &f->voices);
		return true;
	}
	const int32_t speaker = speaker_at(f->a, i);
	if (speaker == NONE)
		return false;
	party_add(f, list, speaker, (range){0, 0});
	return true;
}
