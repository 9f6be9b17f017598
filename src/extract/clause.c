/* SPDX-License-Identifier: Apache-2.0 */
/* Phrases and clauses by walking over words: what a parser will answer better one day. */
#include "extract/engine.h"

enum { FAR = 400 }; /* words that a walk looks at before it gives up: passes stay linear */

static const sentence *sentence_of(const analysis *a, uint32_t i)
{
	return &a->sentences.v[word_of(a, i)->sentence];
}

static bool is_mark(const analysis *a, int64_t i, const char *mark)
{
	return word_of(a, i)->kind == TOKEN_MARK && word_is(a, i, mark);
}

static bool nominal(uint8_t p)
{
	return p == POS_NOUN || p == POS_NAME || p == POS_PRON || p == POS_NUM;
}

static bool in_phrase(const analysis *a, uint32_t i)
{
	const word *w = word_of(a, i);
	switch (w->pos) {
	case POS_NOUN:
	case POS_NAME:
	case POS_ADJ:
	case POS_DET:
	case POS_NUM:
	case POS_POSS: return true;
	case POS_PRON: return !word_has(w, core_of(a)->relative);
	default: return w->mention != NONE && a->mentions.v[w->mention].kind == MENTION_NAME;
	}
}

phrase phrase_right(const analysis *a, uint32_t i, uint32_t end, bool with_of)
{
	phrase p = {i, i, i, NONE};
	while (i < end && (word_of(a, i)->kind == TOKEN_QUOTE_OPEN || word_of(a, i)->kind == TOKEN_QUOTE_CLOSE))
		i++;
	p.first = p.end = p.head = i;
	uint32_t limit = i + FAR < end ? i + FAR : end;
	bool headed = false, closed = false;
	while (i < limit) {
		const word *w = word_of(a, i);
		if (w->mention != NONE && a->mentions.v[w->mention].kind != MENTION_ADJECTIVE &&
		    a->mentions.v[w->mention].whole_first <= i && a->mentions.v[w->mention].kind != MENTION_PRONOUN) {
			const mention *m = &a->mentions.v[w->mention];
			uint32_t to = m->whole_end > m->end ? m->whole_end : m->end;
			if (to > limit)
				to = limit;
			i = to > i ? to : i + 1;
			bool owns = m->possessive || (i < limit && word_of(a, i)->pos == POS_POSS);
			if (!closed && !owns) {
				p.head = m->end - 1;
				p.mention = w->mention;
				headed = true;
			}
			p.end = i;
			continue;
		}
		if (in_phrase(a, i)) {
			/* "the minister his" : a pronoun or determiner after a head begins another phrase */
			if (headed && (w->pos == POS_DET || w->pos == POS_PRON) &&
			    word_of(a, (int64_t)i - 1)->pos != POS_POSS && !closed)
				break;
			if (nominal(w->pos) && !closed) {
				p.head = i;
				p.mention = w->mention;
				headed = true;
			}
			p.end = ++i;
			continue;
		}
		if (w->pos == POS_ADV && !headed && i + 1 < limit && in_phrase(a, i + 1)) {
			i++;
			continue;
		}
		if (w->pos == POS_CONJ && i + 1 < limit && headed && !closed && word_of(a, i + 1)->pos != POS_VERB &&
		    in_phrase(a, i + 1) && word_of(a, i + 1)->pos == POS_ADJ) {
			i++;
			continue;
		}
		if (with_of && headed && w->pos == POS_PREP && i + 1 < limit &&
		    (in_phrase(a, i + 1) || word_of(a, i + 1)->kind == TOKEN_QUOTE_OPEN)) {
			closed = true;
			i++;
			continue;
		}
		break;
	}
	if (!headed)
		p.end = p.first;
	return p;
}

phrase phrase_left(const analysis *a, uint32_t i, uint32_t first)
{
	phrase p = {i, i, i, NONE};
	uint32_t end = i, k = i;
	while (k > first && (word_of(a, (int64_t)k - 1)->kind == TOKEN_QUOTE_OPEN ||
			     word_of(a, (int64_t)k - 1)->kind == TOKEN_QUOTE_CLOSE))
		end = --k;
	if (k <= first || !in_phrase(a, k - 1))
		return p;
	uint32_t stop = k > first + 40 ? k - 40 : first;
	while (k > stop) {
		const word *w = word_of(a, (int64_t)k - 1);
		if (w->mention != NONE && a->mentions.v[w->mention].kind == MENTION_NAME) {
			uint32_t from = a->mentions.v[w->mention].whole_first;
			k = from < k && from >= stop ? from : k - 1;
			continue;
		}
		if (in_phrase(a, k - 1)) {
			k--;
			continue;
		}
		/* "the government of X": back over the preposition to the noun that it clings to */
		if (w->pos == POS_PREP && k - 1 > stop && in_phrase(a, k - 2) &&
		    nominal(word_of(a, (int64_t)k - 2)->pos) &&
		    (word_is(a, (int64_t)k - 1, "of") || word_is(a, (int64_t)k - 1, "for") ||
		     word_is(a, (int64_t)k - 1, "at"))) {
			k--;
			continue;
		}
		break;
	}
	p = phrase_right(a, k, end, false);
	if (p.end < end && p.end > p.first) {
		phrase all = p;
		all.end = end;
		return all;
	}
	return p;
}

uint32_t verb_group_first(const analysis *a, uint32_t v)
{
	uint32_t first = sentence_of(a, v)->first, k = v;
	for (uint32_t i = v; i > first && v - i < 12;) {
		const word *w = word_of(a, (int64_t)i - 1);
		if (w->pos == POS_AUX || w->pos == POS_TO) {
			k = --i;
			continue;
		}
		if (w->pos == POS_ADV || w->pos == POS_NOT) {
			i--;
			continue;
		}
		break;
	}
	return k;
}

bool verb_negated(const analysis *a, uint32_t v)
{
	uint32_t from = verb_group_first(a, v);
	for (uint32_t i = from; i < v; i++)
		if (word_of(a, i)->pos == POS_NOT || word_is(a, i, "never") || word_is(a, i, "not") ||
		    word_is(a, i, "n't"))
			return true;
	return from > 0 && (word_of(a, (int64_t)from - 1)->pos == POS_NOT);
}

bool verb_passive(const analysis *a, uint32_t v)
{
	if (!(lexeme_of(a, word_of(a, v))->forms & FORM_PARTICIPLE))
		return false;
	for (uint32_t i = v; i > verb_group_first(a, v); i--) {
		const word *w = word_of(a, (int64_t)i - 1);
		if (w->pos == POS_AUX)
			return word_has(w, core_of(a)->be) || word_is(a, (int64_t)i - 1, "got");
	}
	return false;
}

int32_t verb_modal(const analysis *a, uint32_t v)
{
	for (uint32_t i = verb_group_first(a, v); i <= v; i++)
		if (word_has(word_of(a, i), core_of(a)->modal) && (i < v || word_is(a, i, "need")))
			return (int32_t)i;
	return NONE;
}

phrase subject_of(const analysis *a, uint32_t v)
{
	const sentence *s = sentence_of(a, v);
	const int32_t q = word_of(a, v)->quotation;
	uint32_t first = s->first;
	for (uint32_t i = v; i > s->first && q != NONE; i--)
		if (word_of(a, (int64_t)i - 1)->quotation != q) {
			first = i;
			break;
		}
	phrase none = {v, v, v, NONE};
	uint32_t k = verb_group_first(a, v);
	for (int hops = 0; hops < 8 && k > first; hops++) {
		const word *w = word_of(a, (int64_t)k - 1);
		if (w->pos == POS_ADV || w->pos == POS_NOT || w->kind == TOKEN_QUOTE_OPEN ||
		    w->kind == TOKEN_QUOTE_CLOSE) {
			k--;
			continue;
		}
		if (in_phrase(a, k - 1)) {
			phrase p = phrase_left(a, k, first);
			/* "the head of the office in X": step back over prepositional phrases to the head noun */
			while (p.first > first && word_of(a, (int64_t)p.first - 1)->pos == POS_PREP &&
			       p.first - 1 > first && in_phrase(a, p.first - 2)) {
				phrase up = phrase_left(a, p.first - 1, first);
				if (up.end <= up.first || up.first >= p.first)
					break;
				p = up;
			}
			return p;
		}
		if (is_mark(a, (int64_t)k - 1, ",") || is_mark(a, (int64_t)k - 1, ")")) {
			/* over an apposition or relative clause to the comma that opens it */
			const char *opening = is_mark(a, (int64_t)k - 1, ",") ? "," : "(";
			uint32_t j = k - 1;
			while (j > first && k - j < 60 && !is_mark(a, (int64_t)j - 1, opening))
				j--;
			if (j > first && k - j < 60) {
				k = j - 1;
				continue;
			}
			k--;
			continue;
		}
		if (w->pos == POS_CONJ || (w->pos == POS_SUB && word_has(w, core_of(a)->relative))) {
			/* "arrested and charged": the subject of the verb before */
			uint32_t j = k - 1;
			if (w->pos == POS_SUB) {
				if (j > first && is_mark(a, (int64_t)j - 1, ","))
					j--;
				return phrase_left(a, j, first);
			}
			while (j > first && k - j < 40 && word_of(a, (int64_t)j - 1)->pos != POS_VERB)
				j--;
			if (j > first && word_of(a, (int64_t)j - 1)->pos == POS_VERB) {
				k = verb_group_first(a, j - 1);
				continue;
			}
		}
		break;
	}
	/* A participle after a comma or at the start: the first noun phrase before the sentence's first verb. */
	if (lexeme_of(a, word_of(a, v))->forms & FORM_ING)
		for (uint32_t i = first; i < v && i < first + 60; i++)
			if (word_of(a, i)->pos == POS_VERB || word_of(a, i)->pos == POS_AUX) {
				if (i > first && i < v)
					return phrase_left(a, verb_group_first(a, i), first);
				break;
			}
	return none;
}

phrase object_of(const analysis *a, uint32_t v)
{
	uint32_t end = sentence_of(a, v)->end, i = v + 1;
	while (i < end && i < v + 4 && (word_of(a, i)->pos == POS_ADV || word_is(a, i, "up") || word_is(a, i, "out")))
		i++;
	if (i < end && !in_phrase(a, i) && word_of(a, i)->kind != TOKEN_QUOTE_OPEN)
		return (phrase){v + 1, v + 1, v + 1, NONE};
	return phrase_right(a, i, end, false);
}

phrase agent_of(const analysis *a, uint32_t v)
{
	uint32_t end = clause_end(a, v);
	for (uint32_t i = v + 1; i < end && i < v + 25; i++) {
		if (word_is(a, i, "by")) {
			/* "by masked policemen": a participle may stand where an adjective would */
			const bool participle = i + 2 < end && word_of(a, i + 1)->pos == POS_VERB &&
						(lexeme_of(a, word_of(a, i + 1))->forms & FORM_PARTICIPLE);
			phrase p = phrase_right(a, i + 1 + participle, end, false);
			if (participle && p.end > p.first)
				p.first = i + 1;
			return p;
		}
		if (word_of(a, i)->pos == POS_VERB && i > v + 1)
			break;
	}
	return (phrase){v, v, v, NONE};
}

bool quoting_clause_at(const analysis *a, uint32_t i)
{
	uint32_t end = sentence_of(a, i)->end;
	while (i < end && (is_mark(a, i, ",") || word_of(a, i)->kind == TOKEN_QUOTE_CLOSE))
		i++;
	if (i >= end)
		return false;
	const word *w = word_of(a, i);
	if (word_has(w, core_of(a)->say_plain) && w->pos == POS_VERB &&
	    !(w->forms & FORM_BASE && !(w->forms & FORM_PAST)))
		return i + 1 < end && in_phrase(a, i + 1);
	phrase p = phrase_right(a, i, end, false);
	if (p.end == p.first)
		return false;
	const word *verb = word_of(a, p.end);
	return p.end < end && word_has(verb, core_of(a)->say_plain) && verb->pos == POS_VERB && p.mention != NONE;
}

/* A finite verb, its own subject before it, begins at i ("and the police released him"). */
static bool clause_begins(const analysis *a, uint32_t i, uint32_t end)
{
	phrase p = phrase_right(a, i, end, true);
	if (p.end == p.first || p.end >= end)
		return false;
	uint32_t v = p.end;
	while (v < end && v < p.end + 4 && (word_of(a, v)->pos == POS_ADV || word_of(a, v)->pos == POS_NOT))
		v++;
	const word *w = word_of(a, v);
	if (v >= end)
		return false;
	if (w->pos == POS_AUX)
		return true;
	return w->pos == POS_VERB && (lexeme_of(a, w)->forms & (FORM_PAST | FORM_S | FORM_BASE)) != 0 &&
	       !(lexeme_of(a, w)->forms & FORM_ING);
}

static uint32_t end_of_clause(const analysis *a, uint32_t i, bool reasons)
{
	const sentence *s = sentence_of(a, i);
	const int32_t q = word_of(a, i)->quotation;
	uint32_t end = s->end, start = i;
	int depth = 0;
	for (; i < end; i++) {
		const word *w = word_of(a, i);
		if (q != NONE && w->quotation != q && w->kind == TOKEN_QUOTE_CLOSE) {
			const quotation *own = &a->quotations.v[q];
			if (i >= own->end)
				break;
		}
		if (is_mark(a, i, "("))
			depth++;
		if (is_mark(a, i, ")") && depth-- == 0)
			break;
		if (depth > 0)
			continue;
		if (is_mark(a, i, ";") || is_mark(a, i, "?") || is_mark(a, i, "!"))
			break;
		if (is_mark(a, i, ":") && i + 1 < end)
			break;
		if (i > start && (is_mark(a, i, "—") || is_mark(a, i, "–") || is_mark(a, i, "--")))
			break;
		if (is_mark(a, i, ",")) {
			if (quoting_clause_at(a, i))
				break;
			uint32_t next = i + 1;
			const word *n = word_of(a, next);
			if (reasons && next < end &&
			    (word_has(n, core_of(a)->reason) || word_is(a, next, "so") ||
			     (word_is(a, next, "in") && word_is(a, (int64_t)next + 1, "order"))))
				break;
			if (n->pos == POS_CONJ && next + 1 < end && clause_begins(a, next + 1, end))
				break;
			if (n->pos == POS_CONJ && word_is(a, next, "but"))
				break;
			if (word_has(n, core_of(a)->say_plain) ||
			    (n->pos == POS_VERB && (lexeme_of(a, n)->forms & FORM_ING) && word_has(n, core_of(a)->say)))
				break;
		} else if (w->pos == POS_CONJ && i > start && word_is(a, i, "and") && i + 1 < end &&
			   word_of(a, i + 1)->pos != POS_NAME && clause_begins(a, i + 1, end) &&
			   (word_of(a, i + 1)->pos == POS_PRON || word_of(a, i + 1)->pos == POS_DET)) {
			break;
		}
	}
	while (i > start + 1 && word_of(a, (int64_t)i - 1)->kind == TOKEN_MARK && !is_mark(a, (int64_t)i - 1, ")"))
		i--;
	return i > start ? i : start + 1;
}

uint32_t clause_end(const analysis *a, uint32_t i)
{
	return end_of_clause(a, i, false);
}

uint32_t action_end(const analysis *a, uint32_t i)
{
	return end_of_clause(a, i, true);
}
