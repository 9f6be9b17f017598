/* SPDX-License-Identifier: Apache-2.0 */
/* Words, phrases and the ends of what is asked or promised. */
#include "extract/frame.h"

uint32_t frame_skip(const frames *f, uint32_t i, uint32_t end)
{
	while (i < end) {
		const word *w = word_of(f->a, i);
		if (w->pos == POS_ADV || w->kind == TOKEN_QUOTE_OPEN || w->kind == TOKEN_QUOTE_CLOSE) {
			i++;
		} else if ((w->pos == POS_CONJ || span_is(w->form, ",")) && i + 1 < end &&
			   word_of(f->a, (int64_t)i - 1)->pos == POS_ADV &&
			   word_of(f->a, (int64_t)i + 1)->pos == POS_ADV) {
			i++;
		} else {
			break;
		}
	}
	return i;
}

bool frame_base(const frames *f, uint32_t i)
{
	const word *w = word_of(f->a, i);
	if (w->kind != TOKEN_WORD)
		return false;
	if (w->forms & FORM_BASE)
		return true;
	return span_is(w->form, "be") || span_is(w->form, "have") || span_is(w->form, "do");
}

bool frame_modifier(const frames *f, uint32_t i)
{
	const word *w = word_of(f->a, i);
	return w->pos == POS_ADJ || w->pos == POS_NUM || w->pos == POS_ADV ||
	       (w->pos == POS_VERB && (w->forms & (FORM_PARTICIPLE | FORM_ING)) && w->mention == NONE);
}

static bool quote_mark(const word *w)
{
	return w->kind == TOKEN_QUOTE_OPEN || w->kind == TOKEN_QUOTE_CLOSE;
}

phrase frame_phrase(const frames *f, uint32_t i, uint32_t end, bool with_of)
{
	phrase p = phrase_right(f->a, i, end, with_of);
	if (p.end > p.first)
		return p;
	uint32_t k = i;
	while (k < end && k < i + 12) {
		const word *w = word_of(f->a, k), *next = word_of(f->a, (int64_t)k + 1);
		const bool owner =
		    w->pos == POS_POSS || (w->pos == POS_NAME && (next->pos == POS_POSS || next->pos == POS_NAME));
		if (owner || w->pos == POS_DET || w->pos == POS_ADJ || w->pos == POS_NUM || w->pos == POS_ADV ||
		    quote_mark(w)) {
			k++;
		} else if ((w->pos == POS_CONJ || span_is(w->form, ",")) && k > i && frame_modifier(f, k - 1) &&
			   (next->pos == POS_ADJ || next->pos == POS_ADV)) {
			k++;
		} else if (w->pos == POS_VERB && (w->forms & (FORM_ING | FORM_PARTICIPLE)) && k > i) {
			if (word_is(f->a, (int64_t)k + 1, "of") && (w->forms & FORM_ING)) {
				const phrase of = phrase_right(f->a, k + 2, end, with_of);
				const uint32_t to = with_of && of.end > of.first ? of.end : k + 1;
				return (phrase){.first = i, .end = to, .head = k, .mention = NONE};
			}
			k++;
		} else {
			break;
		}
	}
	if (k == i)
		return p;
	phrase q = phrase_right(f->a, k, end, with_of);
	if (q.end > q.first)
		q.first = i;
	return q;
}

bool frame_animate(const frames *f, uint32_t i)
{
	const word *w = word_of(f->a, i);
	if (w->kind != TOKEN_WORD || w->pos == POS_VERB || w->pos == POS_ADJ)
		return false;
	const lexeme *x = lexeme_of(f->a, w);
	return frame_in(f, i, f->group) || frame_in(f, i, f->authority) ||
	       (x->senses & (SENSE_PERSON | SENSE_GROUP)) != 0;
}

bool frame_infinitive(const frames *f, uint32_t i, uint32_t end, uint32_t *ret_first)
{
	if (!word_is(f->a, i, "to"))
		return false;
	uint32_t v = i + 1;
	while (v < end && word_of(f->a, v)->kind == TOKEN_QUOTE_OPEN)
		v++;
	const uint32_t first = v;
	if (word_of(f->a, v)->pos == POS_NOT)
		v++;
	v = frame_skip(f, v, end);
	if (v >= end || !frame_base(f, v))
		return false;
	/* "to work" is a verb where nothing says noun; "to support groups" stays one, "to support from them" does not. */
	const word *w = word_of(f->a, v);
	if (word_of(f->a, i)->pos != POS_TO && w->pos != POS_VERB && w->pos != POS_AUX)
		return false;
	*ret_first = first;
	return true;
}

uint32_t frame_find_infinitive(const frames *f, uint32_t i, uint32_t end, uint32_t *ret_first)
{
	for (; i < end; i++) {
		const word *w = word_of(f->a, i);
		if (span_is(w->form, ";") || span_is(w->form, ":"))
			break;
		if (frame_infinitive(f, i, end, ret_first))
			return i;
	}
	return end;
}

void frame_trim(const frames *f, uint32_t *first, uint32_t *end)
{
	while (*first < *end) {
		const word *w = word_of(f->a, *first);
		if (w->pos != POS_MARK && w->kind != TOKEN_QUOTE_OPEN && w->kind != TOKEN_QUOTE_CLOSE &&
		    w->pos != POS_CONJ)
			break;
		(*first)++;
	}
	while (*first < *end) {
		const word *w = word_of(f->a, (int64_t)*end - 1);
		if ((w->pos != POS_MARK && w->pos != POS_CONJ && w->kind != TOKEN_QUOTE_OPEN &&
		     w->kind != TOKEN_QUOTE_CLOSE) ||
		    span_is(w->form, ")"))
			break;
		(*end)--;
	}
}

static bool noun_like(const frames *f, uint32_t i)
{
	const word *w = word_of(f->a, i);
	return w->pos == POS_DET || w->pos == POS_ADJ || w->pos == POS_NAME || w->pos == POS_NUM ||
	       (w->pos == POS_NOUN && !(w->forms & FORM_BASE));
}

/* At word k the sentence goes on with another finite clause: a comma and a pronoun with its verb ("..., nobody has been"),
 * or "and" with a past form and its object behind an infinitive ("to bar her and, in May, cancelled the"). */
static bool another_clause(const frames *f, uint32_t first, uint32_t k, uint32_t end)
{
	const word *w = word_of(f->a, k);
	if (span_is(w->form, ",")) {
		/* ", X said today" */
		uint32_t said = k + 1;
		while (said < end && said < k + 9 &&
		       (word_of(f->a, said)->pos == POS_NAME || word_of(f->a, said)->pos == POS_NOUN ||
			word_of(f->a, said)->pos == POS_DET))
			said++;
		if (said > k + 1 && said < end && frame_in(f, said, f->judge) && word_of(f->a, said)->pos == POS_VERB &&
		    (word_of(f->a, said)->forms & FORM_PAST) && end - said <= 3)
			return true;
		const word *next = word_of(f->a, (int64_t)k + 1), *then = word_of(f->a, (int64_t)k + 2);
		return next->pos == POS_PRON && next->mention == NONE && k + 2 < end && then->pos == POS_AUX &&
		       word_of(f->a, k)->quotation == word_of(f->a, first)->quotation;
	}
	if (!span_is(w->form, "and"))
		return false;
	uint32_t v = k + 1;
	if (span_is(word_of(f->a, v)->form, ",")) {
		v++;
		while (v < end && v < k + 9 && !span_is(word_of(f->a, v)->form, ","))
			v++;
		v++;
	}
	v = frame_skip(f, v, end);
	const word *x = word_of(f->a, v), *object = word_of(f->a, (int64_t)v + 1);
	return v + 1 < end && x->pos == POS_VERB && x->mention == NONE && (x->forms & FORM_PAST) &&
	       !(x->forms & FORM_BASE) && object->pos == POS_DET && frame_base(f, frame_skip(f, first, end));
}

uint32_t frame_action_end(const frames *f, uint32_t i, uint32_t sentence_number)
{
	const uint32_t limit = f->a->sentences.v[sentence_number].end;
	uint32_t end = clause_end(f->a, i);
	/* A list of nouns goes on behind the semicolon: "including A; B; and C". */
	while (end < limit && span_is(word_of(f->a, end)->form, ";")) {
		uint32_t next = end + 1;
		while (next < limit &&
		       (word_of(f->a, next)->pos == POS_CONJ || span_is(word_of(f->a, next)->form, ",")))
			next++;
		next = frame_skip(f, next, limit);
		if (next >= limit || frame_base(f, next) || !noun_like(f, next))
			break;
		const uint32_t more = clause_end(f->a, next);
		if (more <= end)
			break;
		end = more;
	}
	if (end > limit)
		end = limit;
	for (uint32_t k = i + 1; k + 1 < end; k++) {
		if (another_clause(f, i, k, end))
			return k;
	}
	return end;
}

bool frame_question(const frames *f, uint32_t s)
{
	const sentence *asked = &f->a->sentences.v[s];
	for (uint32_t i = asked->end; i > asked->first && i + 3 > asked->end; i--) {
		if (span_is(word_of(f->a, (int64_t)i - 1)->form, "?"))
			return true;
	}
	return false;
}

/* An interviewer's turn begins here. */
bool frame_asks(const frames *f, uint32_t s)
{
	const uint32_t first = f->a->sentences.v[s].first;
	return (word_is(f->a, first, "question") || word_is(f->a, first, "q") || word_is(f->a, first, "moderator") ||
		word_is(f->a, first, "operator")) &&
	       span_is(word_of(f->a, (int64_t)first + 1)->form, ":");
}

bool frame_asked(const frames *f, uint32_t i)
{
	/* "QUESTION: ..." at the head of the paragraph */
	if (frame_asks(f, f->a->sentences.v[word_of(f->a, i)->sentence].head))
		return true;
	const int32_t q = word_of(f->a, i)->quotation;
	if (q == NONE)
		return false;
	const quotation *turn = &f->a->quotations.v[q];
	while (turn->kind != QUOTATION_TURN && turn->parent != NONE)
		turn = &f->a->quotations.v[turn->parent];
	return turn->kind == QUOTATION_TURN && turn->speaker == NONE;
}

bool frame_supposed(const frames *f, uint32_t first, uint32_t verb)
{
	static const char *const opening[] = {"if", "unless", "whether", "should", "until", "suppose", "assuming"};
	for (uint32_t back = 1; back <= 2 && back <= first; back++) {
		const word *w = word_of(f->a, (int64_t)first - back);
		if (w->kind != TOKEN_WORD)
			break;
		for (size_t k = 0; k < sizeof opening / sizeof *opening; k++) {
			if (span_is(w->form, opening[k]) && first - back != verb)
				return true;
		}
	}
	for (uint32_t i = first; i < verb; i++) {
		if (word_is(f->a, i, "if") || word_is(f->a, i, "whether") || word_is(f->a, i, "unless"))
			return true;
	}
	return false;
}
