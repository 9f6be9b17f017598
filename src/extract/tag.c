/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Parts of speech without a model: closed classes first, then the lexicon's counts weighed by the words beside. Rough;
 * a trained tagger takes this step's place later, and nothing else in the room needs to know.
 */
#include "extract/engine.h"

typedef struct tagger {
	analysis *a;
	const core_classes *is;
	bool title_case; /* nearly all words of the sentence have a capital: it says nothing then */
} tagger;

static word *at(const tagger *t, size_t i)
{
	return &t->a->words.v[i];
}

static bool suffix(span form, const char *tail)
{
	return form.n > strlen(tail) + 2 && span_ends(form, span_of(tail));
}

/* A guess for words of no list. */
static pos unknown_pos(const word *w)
{
	static const struct {
		const char *tail;
		uint8_t pos;
	} tails[] = {{"ly", POS_ADV},   {"tion", POS_NOUN}, {"ment", POS_NOUN},  {"ness", POS_NOUN}, {"ity", POS_NOUN},
		     {"ism", POS_NOUN}, {"ist", POS_NOUN},  {"ship", POS_NOUN},  {"ous", POS_ADJ},   {"ful", POS_ADJ},
		     {"ive", POS_ADJ},  {"ible", POS_ADJ},  {"able", POS_ADJ},   {"ic", POS_ADJ},    {"ish", POS_ADJ},
		     {"less", POS_ADJ}, {"-led", POS_ADJ},  {"-based", POS_ADJ}, {"ing", POS_VERB},  {"ed", POS_VERB},
		     {"ize", POS_VERB}, {"ise", POS_VERB},  {"ary", POS_ADJ}};
	for (size_t i = 0; i < sizeof tails / sizeof tails[0]; i++)
		if (suffix(w->form, tails[i].tail))
			return (pos)tails[i].pos;
	if (memchr(w->form.p, '-', w->form.n) && (w->flags & TOKEN_CAPITAL) == 0)
		return POS_ADJ;
	return POS_NOUN;
}

/* The word before, adverbs and quotation marks passed over; the sentence's number of words otherwise. */
static size_t before(const tagger *t, size_t i, size_t first)
{
	while (i > first) {
		/* "Aubin (left) shakes": what stands in brackets is passed over */
		if (word_is(t->a, (int64_t)i - 1, ")")) {
			size_t open = i - 1;
			while (open > first && i - open < 6 && !word_is(t->a, (int64_t)open, "("))
				open--;
			if (open > first && word_is(t->a, (int64_t)open, "(")) {
				i = open;
				continue;
			}
		}
		const word *w = at(t, i - 1);
		if (w->pos != POS_ADV && w->pos != POS_NOT && w->kind != TOKEN_QUOTE_OPEN)
			return i - 1;
		i--;
	}
	return SIZE_MAX;
}

static bool may_be_base_verb(const tagger *t, size_t i, size_t end)
{
	for (size_t k = i; k < end && k < i + 4; k++) {
		const word *w = at(t, k);
		const lexeme *x = lexeme_of(t->a, w);
		if (word_has(w, t->is->adverb) || (suffix(w->form, "ly") && x->as_verb <= 0))
			continue;
		if (w->kind == TOKEN_QUOTE_OPEN)
			continue;
		if (word_has(w, t->is->determiner))
			return false;
		return (x->forms & FORM_BASE) != 0;
	}
	return false;
}

/* Classes that are closed: true when they settle the matter. */
static bool closed(const tagger *t, size_t i, size_t first, size_t end)
{
	word *w = at(t, i);
	const core_classes *is = t->is;
	const word *next = i + 1 < end ? at(t, i + 1) : NULL;
	size_t previous = before(t, i, first);
	if (w->flags & TOKEN_CLITIC) {
		if (span_is(w->form, "'s") || span_is(w->form, "'")) {
			bool after_pronoun =
			    previous != SIZE_MAX &&
			    (at(t, previous)->pos == POS_PRON || word_is(t->a, (int64_t)previous, "that") ||
			     word_is(t->a, (int64_t)previous, "there") || word_is(t->a, (int64_t)previous, "here"));
			bool before_verb =
			    next && ((word_has(next, is->determiner) && !word_has(next, is->quantifier)) ||
				     word_has(next, is->negation) || span_is(next->form, "been"));
			w->pos = span_is(w->form, "'s") && (after_pronoun || before_verb) ? POS_AUX : POS_POSS;
		} else {
			w->pos = word_has(w, is->negation) ? POS_NOT : POS_AUX;
		}
		return true;
	}
	if (word_has(w, is->negation) && (span_is(w->form, "not") || span_is(w->form, "never"))) {
		w->pos = POS_NOT;
		return true;
	}
	if (span_is(w->form, "to")) {
		w->pos = may_be_base_verb(t, i + 1, end) ? POS_TO : POS_PREP;
		return true;
	}
	if (word_has(w, is->modal)) {
		bool capital = (w->flags & TOKEN_CAPITAL) && i > first && !t->title_case;
		/* "may", "will", "need", "can" as nouns and the month of May. */
		bool noun =
		    previous != SIZE_MAX && (at(t, previous)->pos == POS_DET || at(t, previous)->pos == POS_ADJ);
		bool month = capital || (span_is(w->form, "may") && (w->flags & TOKEN_CAPITAL) && next &&
					 next->kind == TOKEN_NUMBER);
		if (span_is(w->form, "need")) {
			if (!next || !(span_is(next->form, "not") || span_is(next->form, "n't")))
				return false;
		}
		w->pos = month ? POS_NAME : noun ? POS_NOUN : POS_AUX;
		return true;
	}
	if (word_has(w, is->be) || word_has(w, is->have) || word_has(w, is->do_)) {
		w->pos = POS_AUX;
		return true;
	}
	if (span_is(w->form, "that")) {
		const lexeme *x = next ? lexeme_of(t->a, next) : NULL;
		bool det = x && x->as_noun > x->as_verb && !x->plural && !(next->flags & TOKEN_CAPITAL) &&
			   x->as_noun > x->as_adj && previous != SIZE_MAX &&
			   (at(t, previous)->pos == POS_PREP || at(t, previous)->pos == POS_CONJ);
		w->pos = det ? POS_DET : POS_SUB;
		return true;
	}
	if (word_has(w, is->possessive) || word_has(w, is->article)) {
		/* "her" as object: nothing follows that could be a noun. */
		if (span_is(w->form, "her") &&
		    (!next || next->kind == TOKEN_MARK || word_has(next, is->preposition) ||
		     word_has(next, is->determiner) || word_has(next, is->conjunction) || span_is(next->form, "to")))
			w->pos = POS_PRON;
		else
			w->pos = POS_DET;
		return true;
	}
	if (word_has(w, is->pronoun) && !(span_is(w->form, "us") && (w->flags & TOKEN_ALL_CAPS)) &&
	    !span_is(w->form, "one") && !span_is(w->form, "none")) {
		w->pos = word_has(w, is->relative) ? POS_SUB : POS_PRON;
		return true;
	}
	if (word_has(w, is->demonstrative)) {
		const lexeme *x = next ? lexeme_of(t->a, next) : NULL;
		w->pos = x && (x->as_noun + x->as_adj > 0 || !x->known) && next->kind != TOKEN_MARK &&
				 !word_has(next, is->be) && !word_has(next, is->modal)
			     ? POS_DET
			     : POS_PRON;
		return true;
	}
	if (word_has(w, is->determiner)) {
		w->pos = POS_DET;
		return true;
	}
	if (word_has(w, is->conjunction)) {
		w->pos = POS_CONJ;
		return true;
	}
	if (word_has(w, is->preposition)) {
		bool clause = word_has(w, is->subordinator) && next &&
			      (word_has(next, is->pronoun_subject) || span_is(next->form, "it"));
		bool participle = (w->form.n > 4 && suffix(w->form, "ing") && !span_is(w->form, "during"));
		w->pos = clause ? POS_SUB
			 : participle && !(next && (word_has(next, is->determiner) || next->kind == TOKEN_WORD))
			     ? POS_VERB
			     : POS_PREP;
		return true;
	}
	if (word_has(w, is->subordinator) || word_has(w, is->relative)) {
		w->pos = POS_SUB;
		return true;
	}
	return false;
}

/* Is the capital of word i a sign of a name? */
static bool name_capital(const tagger *t, size_t i, size_t first, size_t end)
{
	const word *w = at(t, i);
	const lexeme *x = lexeme_of(t->a, w);
	if (!(w->flags & TOKEN_CAPITAL) || w->kind != TOKEN_WORD)
		return false;
	size_t start = first;
	while (start < end && at(t, start)->kind != TOKEN_WORD && at(t, start)->kind != TOKEN_NUMBER)
		start++;
	bool opens =
	    i == start || (i > first && (at(t, i - 1)->kind == TOKEN_QUOTE_OPEN || span_is(at(t, i - 1)->form, ":")));
	if (t->title_case)
		return !x->known || x->as_noun + x->as_verb + x->as_adj + x->as_adv < 1;
	if (!opens)
		return true;
	const word *next = i + 1 < end ? at(t, i + 1) : NULL;
	if (!x->known)
		return true;
	return next && (next->flags & TOKEN_CAPITAL) && !word_has(w, t->is->not_name) && x->as_verb <= x->as_noun &&
	       !word_has(next, t->is->pronoun);
}

/* "A and B" before the verb: several, though the last of them is one name. */
static bool joined_names(const tagger *t, size_t i, size_t first)
{
	for (size_t steps = 0; i > first && steps < 12; i--, steps++) {
		uint8_t p = at(t, i)->pos;
		if (p == POS_CONJ)
			return true;
		if (p != POS_NAME && p != POS_NOUN && p != POS_ADJ &&
		    !(p == POS_MARK && !word_is(t->a, (int64_t)i, ",")))
			return false;
	}
	return false;
}

static void open_class(const tagger *t, size_t i, size_t first, size_t end)
{
	word *w = at(t, i);
	const lexeme *x = lexeme_of(t->a, w);
	w->forms = x->forms;
	if (name_capital(t, i, first, end)) {
		w->pos = POS_NAME;
		return;
	}
	if (!x->known || x->as_noun + x->as_verb + x->as_adj + x->as_adv <= 0) {
		w->pos = (uint8_t)unknown_pos(w);
		if (w->pos == POS_VERB)
			w->forms = suffix(w->form, "ing")  ? FORM_ING
				   : suffix(w->form, "ed") ? FORM_PAST | FORM_PARTICIPLE
							   : FORM_BASE;
		return;
	}
	float noun = x->as_noun, verb = x->as_verb, adj = x->as_adj, adv = x->as_adv;
	size_t p = before(t, i, first);
	const word *previous = p == SIZE_MAX ? NULL : at(t, p);
	const word *next = i + 1 < end ? at(t, i + 1) : NULL;
	uint8_t left = previous ? previous->pos : POS_MARK;
	bool finite = (x->forms & (FORM_PAST | FORM_S | FORM_BASE)) != 0;
	if (left == POS_DET || left == POS_POSS) {
		verb *= x->forms & (FORM_PARTICIPLE | FORM_ING) ? 0.3f : 0.01f;
		adv *= 0.3f;
	} else if (left == POS_ADJ || left == POS_NUM) {
		verb *= 0.15f;
	} else if (left == POS_PREP) {
		verb *= x->forms & FORM_ING ? 1.0f : 0.05f;
	} else if (left == POS_TO) {
		verb *= x->forms & FORM_BASE ? 200.0f : 0.1f;
	} else if (left == POS_AUX) {
		bool be = word_has(previous, t->is->be), have = word_has(previous, t->is->have);
		bool modal = !be && !have;
		if (modal)
			verb *= x->forms & FORM_BASE ? 100.0f : 0.1f;
		else
			verb *= x->forms & (FORM_PARTICIPLE | FORM_ING) ? 20.0f : 0.05f;
	} else if (left == POS_PRON) {
		verb *= word_has(previous, t->is->pronoun_object) && !word_has(previous, t->is->pronoun_subject) ? 0.5f
			: finite                                                                                 ? 30.0f
														 : 1.0f;
	} else if (left == POS_NAME || left == POS_NOUN) {
		bool plural = left == POS_NOUN ? lexeme_of(t->a, previous)->plural : joined_names(t, p, first);
		bool agrees = (x->forms & FORM_PAST) || (plural ? x->forms & FORM_BASE : x->forms & FORM_S);
		verb *= agrees ? 4.0f : finite && !(x->forms & (FORM_PARTICIPLE | FORM_ING)) ? 0.2f : 1.0f;
	} else if (left == POS_SUB) {
		verb *= finite ? 4.0f : 1.0f;
	} else if (left == POS_MARK && i == first && (x->forms & FORM_BASE)) {
		verb *= 2.0f;
	}
	if (next && next->kind == TOKEN_WORD) {
		bool det = word_has(next, t->is->article) || word_has(next, t->is->possessive) ||
			   word_has(next, t->is->demonstrative) || word_has(next, t->is->pronoun_object);
		if (det)
			verb *= 6.0f;
		if (word_is(t->a, (int64_t)i + 1, "of"))
			verb *= 0.2f;
		if (word_has(next, t->is->be) || word_has(next, t->is->modal))
			verb *= 0.1f;
	}
	uint8_t best = POS_NOUN;
	float most = noun;
	if (verb > most) {
		best = POS_VERB;
		most = verb;
	}
	if (adj > most) {
		best = POS_ADJ;
		most = adj;
	}
	if (adv > most)
		best = POS_ADV;
	/* "a detained journalist", "freed activists" after a determiner: the participle is an adjective there. */
	if (best == POS_VERB && next && next->kind == TOKEN_WORD && (x->forms & (FORM_PARTICIPLE | FORM_ING)) &&
	    (left == POS_DET || left == POS_POSS || left == POS_ADJ)) {
		const lexeme *y = lexeme_of(t->a, next);
		if (y->as_noun > 0 || !y->known || y->as_adj > 0)
			best = POS_ADJ;
	}
	w->pos = best;
	if (best == POS_VERB && x->verb.n)
		w->lemma = x->verb;
	else if (best == POS_NOUN && x->noun.n)
		w->lemma = x->noun;
}

/* A form of be, have or do without a verb of its own behind it is the main verb: pos says so. */
static void settle_auxiliaries(const tagger *t, size_t first, size_t end)
{
	for (size_t i = first; i < end; i++) {
		word *w = at(t, i);
		if (w->pos != POS_AUX || word_has(w, t->is->modal))
			continue;
		w->forms = lexeme_of(t->a, w)->forms;
		if (lexeme_of(t->a, w)->verb.n)
			w->lemma = lexeme_of(t->a, w)->verb;
		bool helps = false;
		for (size_t k = i + 1; k < end && k < i + 6; k++) {
			uint8_t p = at(t, k)->pos;
			if (p == POS_VERB || p == POS_AUX) {
				helps = true;
				break;
			}
			if (p != POS_ADV && p != POS_NOT && p != POS_PRON && !(k == i + 1 && p == POS_NAME))
				break;
		}
		if (!helps)
			w->pos = POS_VERB;
	}
}

onus_status analysis_tag(analysis *a, onus_error *err)
{
	(void)err;
	tagger t = {.a = a, .is = core_of(a)};
	for (size_t s = 0; s < a->sentences.n; s++) {
		const sentence *one = &a->sentences.v[s];
		size_t words = 0, capitals = 0;
		for (size_t i = one->first; i < one->end; i++) {
			const word *w = at(&t, i);
			if (w->kind != TOKEN_WORD || w->form.n < 4)
				continue;
			words++;
			capitals += (w->flags & TOKEN_CAPITAL) != 0;
		}
		t.title_case = words >= 3 && capitals * 20 >= words * 17;
		for (size_t i = one->first; i < one->end; i++) {
			word *w = at(&t, i);
			if (w->kind == TOKEN_NUMBER)
				w->pos = POS_NUM;
			else if (w->kind == TOKEN_LINK)
				w->pos = POS_NAME;
			else if (w->kind != TOKEN_WORD)
				w->pos = POS_MARK;
			else if (!closed(&t, i, one->first, one->end))
				open_class(&t, i, one->first, one->end);
		}
		settle_auxiliaries(&t, one->first, one->end);
	}
	return ONUS_OK;
}
