/* SPDX-License-Identifier: Apache-2.0 */
/* Quotations: pairs of marks, what is speech and what are only words between marks, and who speaks. */
#include "extract/engine.h"

enum { DEEPEST = 4 };

static bool has_verb(const analysis *a, uint32_t first, uint32_t end)
{
	for (uint32_t i = first; i < end; i++) {
		const word *w = word_of(a, i);
		if (w->pos == POS_VERB || w->pos == POS_AUX)
			return true;
	}
	return false;
}

static uint32_t count_words(const analysis *a, uint32_t first, uint32_t end)
{
	uint32_t n = 0;
	for (uint32_t i = first; i < end; i++)
		n += word_of(a, i)->kind == TOKEN_WORD;
	return n;
}

static uint8_t kind_of(const analysis *a, const quotation *q)
{
	uint32_t n = count_words(a, q->first, q->end);
	if (n < 3 || !has_verb(a, q->first, q->end))
		return QUOTATION_WORDS;
	const word *last = word_of(a, (int64_t)q->end - 1), *first = word_of(a, q->first);
	bool closed =
	    last->kind == TOKEN_MARK && (word_is(a, (int64_t)q->end - 1, ".") || word_is(a, (int64_t)q->end - 1, ",") ||
					 word_is(a, (int64_t)q->end - 1, "!") || word_is(a, (int64_t)q->end - 1, "?"));
	if (closed && n >= 4)
		return QUOTATION_SPEECH;
	if ((first->flags & TOKEN_CAPITAL) && n >= 7)
		return QUOTATION_SPEECH;
	return n >= 8 ? QUOTATION_SPEECH : QUOTATION_WORDS;
}

static onus_status add_quotation(analysis *a, uint32_t first, uint32_t end, int32_t continues, int32_t *ret_number,
				 onus_error *err)
{
	quotation *q = vec_push(&a->quotations, a->arena);
	if (!q)
		return fail_memory(err, "reading quotations");
	*q = (quotation){.first = first,
			 .end = end,
			 .where = words_range(a, first, end),
			 .parent = NONE,
			 .speaker = NONE,
			 .speech = NONE,
			 .continues = continues};
	q->kind = kind_of(a, q);
	*ret_number = (int32_t)(a->quotations.n - 1);
	return ONUS_OK;
}

/* The words of block [first, end). */
static onus_status read_block(analysis *a, uint32_t first, uint32_t end, int32_t *open_before, onus_error *err)
{
	uint32_t open[DEEPEST];
	int depth = 0;
	int32_t number = NONE, running = *open_before;
	*open_before = NONE;
	for (uint32_t i = first; i < end; i++) {
		const word *w = word_of(a, i);
		bool single = (w->flags & TOKEN_SINGLE) != 0;
		if (w->kind == TOKEN_QUOTE_OPEN && depth < DEEPEST) {
			open[depth++] = i;
		} else if (w->kind == TOKEN_QUOTE_CLOSE && depth > 0) {
			uint32_t from = open[--depth];
			bool same = ((word_of(a, from)->flags & TOKEN_SINGLE) != 0) == single;
			if (!same) {
				/* a single mark that closes nothing is an apostrophe; a double one closes what is open */
				if (single || depth == 0) {
					depth++;
					continue;
				}
				from = open[--depth];
			}
			if (from + 1 < i) {
				int32_t before = depth == 0 && from == first ? running : NONE;
				TRY(add_quotation(a, from + 1, i, before, &number, err));
			}
		}
	}
	if (depth > 0 && !(word_of(a, open[0])->flags & TOKEN_SINGLE) && open[0] + 1 < end) {
		TRY(add_quotation(a, open[0] + 1, end, open[0] == first ? running : NONE, &number, err));
		*open_before = number;
	}
	return ONUS_OK;
}

onus_status analysis_quotations(analysis *a, onus_error *err)
{
	int32_t open = NONE;
	for (size_t s = 0; s < a->sentences.n;) {
		uint32_t paragraph = a->sentences.v[s].block, first = a->sentences.v[s].first, end = first;
		while (s < a->sentences.n && a->sentences.v[s].block == paragraph)
			end = a->sentences.v[s++].end;
		size_t before = a->quotations.n;
		TRY(read_block(a, first, end, &open, err));
		/* Inner ones were added first; in order of place from the outside in, and each word knows its innermost. */
		for (size_t i = before + 1; i < a->quotations.n; i++) {
			quotation q = a->quotations.v[i];
			size_t k = i;
			while (k > before && a->quotations.v[k - 1].first > q.first) {
				a->quotations.v[k] = a->quotations.v[k - 1];
				k--;
			}
			a->quotations.v[k] = q;
		}
		if (open != NONE)
			for (size_t i = before; i < a->quotations.n; i++)
				if (a->quotations.v[i].end == end)
					open = (int32_t)i;
		for (size_t i = before; i < a->quotations.n; i++) {
			quotation *q = &a->quotations.v[i];
			q->parent = word_of(a, q->first)->quotation;
			for (uint32_t k = q->first; k < q->end; k++)
				a->words.v[k].quotation = (int32_t)i;
		}
	}
	return ONUS_OK;
}

/* ---- who speaks ---- */

static bool speaks(const analysis *a, int32_t m)
{
	if (m == NONE)
		return false;
	const mention *one = &a->mentions.v[m];
	return one->kind != MENTION_ADJECTIVE &&
	       (one->type == ACTOR_PERSON || one->type == ACTOR_BODY || one->type == ACTOR_STATE ||
		one->type == ACTOR_OFFICE || one->type == ACTOR_GROUP ||
		(one->actor != NONE && one->type != ACTOR_PLACE));
}

static bool saying(const analysis *a, uint32_t i)
{
	const word *w = word_of(a, i);
	return word_has(w, core_of(a)->say) && (w->pos == POS_VERB || w->pos == POS_NOUN) && w->quotation == NONE;
}

/* Words of a role right behind a name: ", executive director of X" up to the next comma, verb or mark. */
static range role_after(const analysis *a, uint32_t i, uint32_t end)
{
	if (!word_is(a, i, ",") || i + 1 >= end)
		return (range){0, 0};
	uint32_t k = i + 1, from = k;
	bool head = false;
	for (; k < end && k < from + 25; k++) {
		const word *w = word_of(a, k);
		if (word_is(a, k, ",") || word_is(a, k, ";") || word_is(a, k, "(") || word_is(a, k, ":") ||
		    (w->kind == TOKEN_MARK && word_is(a, k, ".")) || w->kind == TOKEN_QUOTE_OPEN ||
		    w->kind == TOKEN_QUOTE_CLOSE)
			break;
		if (w->pos == POS_VERB || (w->pos == POS_SUB && word_has(w, core_of(a)->relative)))
			break;
		head = head || word_has(w, core_of(a)->role_head) || (lexeme_of(a, w)->senses & SENSE_PERSON);
	}
	return head ? words_range(a, from, k) : (range){0, 0};
}

static void say_who(analysis *a, quotation *q, int32_t m, uint32_t verb, uint32_t end)
{
	const mention *one = &a->mentions.v[m];
	q->speaker = one->actor;
	q->speaker_at = words_range(a, one->first, one->end);
	q->speech = (int32_t)verb;
	q->role = role_after(a, one->end, end);
	if (range_empty(q->role) && one->whole_first < one->first)
		q->role = words_range(a, one->whole_first, one->first);
}

/* The mention that is subject just before verb i, appositions passed over. */
static int32_t subject_mention(const analysis *a, uint32_t verb, uint32_t first)
{
	for (uint32_t i = verb, hops = 0; i > first && hops < 60; i--, hops++) {
		const word *w = word_of(a, (int64_t)i - 1);
		if (w->quotation != NONE || w->kind == TOKEN_QUOTE_CLOSE)
			break;
		if (w->mention == NONE || !speaks(a, w->mention))
			continue;
		const mention *m = &a->mentions.v[w->mention];
		/* "A, director of B, said": B is inside the apposition; the one before the comma counts */
		if (word_is(a, (int64_t)verb - 1, ",") ||
		    (verb > first && word_of(a, (int64_t)verb - 1)->kind == TOKEN_MARK)) {
			uint32_t j = i - 1;
			while (j > first && !word_is(a, j, ","))
				j--;
			int32_t before = j > first ? word_of(a, (int64_t)j - 1)->mention : NONE;
			/* "the envoy for B, A, said": then the name inside the commas is the person's */
			bool inside = m->kind == MENTION_NAME && m->type == ACTOR_PERSON && before != NONE &&
				      a->mentions.v[before].type != ACTOR_PERSON;
			if (before != NONE && !inside && speaks(a, before) &&
			    word_of(a, (int64_t)j - 1)->quotation == NONE)
				return before;
		}
		/* "the director of B said" */
		if (m->first > first && word_of(a, (int64_t)m->whole_first - 1)->pos == POS_PREP &&
		    m->whole_first >= 2) {
			int32_t up = word_of(a, (int64_t)m->whole_first - 2)->mention;
			if (up != NONE && speaks(a, up))
				return up;
		}
		return w->mention;
	}
	return NONE;
}

/* The first person named in [first, end), up to a verb, a full stop or a quotation: "said the group's director, A". */
static int32_t named_person(const analysis *a, uint32_t first, uint32_t end)
{
	for (uint32_t i = first; i < end && i < first + 16; i++) {
		const word *w = word_of(a, i);
		if (w->pos == POS_VERB || w->pos == POS_AUX || w->kind == TOKEN_QUOTE_OPEN ||
		    w->kind == TOKEN_QUOTE_CLOSE || (w->kind == TOKEN_MARK && word_is(a, i, ".")) || w->pos == POS_SUB)
			return NONE;
		if (w->mention != NONE && a->mentions.v[w->mention].kind == MENTION_NAME &&
		    a->mentions.v[w->mention].type == ACTOR_PERSON && !a->mentions.v[w->mention].possessive &&
		    word_of(a, (int64_t)a->mentions.v[w->mention].whole_first - 1)->pos != POS_PREP)
			return w->mention;
	}
	return NONE;
}

static bool find_speaker(analysis *a, quotation *q, uint32_t first, uint32_t end)
{
	/* behind: ," said X, role  |  ," X said  |  ," according to X */
	uint32_t i = q->end;
	while (i < end && (word_of(a, i)->kind == TOKEN_QUOTE_CLOSE || word_is(a, i, ",")))
		i++;
	for (uint32_t k = i; k < end && k < i + 30; k++) {
		const word *w = word_of(a, k);
		if (w->kind == TOKEN_QUOTE_OPEN || (w->kind == TOKEN_MARK && word_is(a, k, ".")))
			break;
		if (word_is(a, k, "according") && word_is(a, (int64_t)k + 1, "to") && k <= i + 1) {
			int32_t m = phrase_right(a, k + 2, end, false).mention;
			if (speaks(a, m)) {
				say_who(a, q, m, k, end);
				return true;
			}
		}
		if (!saying(a, k))
			continue;
		bool ended = word_is(a, (int64_t)q->end - 1, ".") && k > i + 8;
		if (ended)
			break;
		/* X said */
		int32_t m = k > i ? subject_mention(a, k, i) : NONE;
		if (m == NONE && k <= i + 1) {
			uint32_t j = k + 1;
			while (j < end && j < k + 4 && word_of(a, j)->pos == POS_ADV)
				j++;
			phrase p = phrase_right(a, j, end, false);
			m = p.mention;
			/* "said the group's director, A": the name behind the comma is fuller */
			if (p.end > p.first && word_is(a, p.end, ",") &&
			    (m == NONE || a->mentions.v[m].kind == MENTION_NOUN)) {
				phrase next = phrase_right(a, p.end + 1, end, false);
				if (next.mention != NONE && a->mentions.v[next.mention].type == ACTOR_PERSON &&
				    a->mentions.v[next.mention].kind == MENTION_NAME)
					m = next.mention;
			}
		}
		int32_t person = named_person(a, k > i ? i : k + 1, k > i ? k : end);
		if (person != NONE &&
		    (m == NONE || a->mentions.v[m].type != ACTOR_PERSON || a->mentions.v[m].kind == MENTION_NOUN))
			m = person;
		if (speaks(a, m)) {
			say_who(a, q, m, k, end);
			return true;
		}
	}
	/* before: X said: "  |  X said that "  |  According to X, " */
	uint32_t back = q->first;
	while (back > first && word_of(a, (int64_t)back - 1)->kind == TOKEN_QUOTE_OPEN)
		back--;
	/* "charged with 'insulting the army'": words that somebody is accused of, or called, are not his own */
	if (back > first && word_of(a, (int64_t)back - 1)->pos == POS_PREP &&
	    !(word_of(a, q->first)->flags & TOKEN_CAPITAL))
		return false;
	for (uint32_t k = back, hops = 0; k > first && hops < 30; k--, hops++) {
		const word *w = word_of(a, (int64_t)k - 1);
		if (w->kind == TOKEN_QUOTE_CLOSE || (w->kind == TOKEN_MARK && word_is(a, (int64_t)k - 1, ".")))
			break;
		if (saying(a, k - 1) && w->pos == POS_VERB) {
			int32_t m = subject_mention(a, k - 1, first);
			if (speaks(a, m)) {
				say_who(a, q, m, k - 1, end);
				return true;
			}
			break;
		}
	}
	return false;
}

/* The person that the text just before the quotation is about: the first named or meant in the last sentence before it. */
static int32_t person_before(const analysis *a, uint32_t first, uint32_t from)
{
	int32_t found = NONE;
	uint32_t its = UINT32_MAX;
	for (uint32_t i = from; i > first; i--) {
		const word *w = word_of(a, (int64_t)i - 1);
		if (its != UINT32_MAX && w->sentence != its)
			break;
		if (w->quotation != NONE || w->mention == NONE)
			continue;
		const mention *m = &a->mentions.v[w->mention];
		if (m->actor == NONE || m->possessive || m->kind == MENTION_ADJECTIVE ||
		    a->actors.v[m->actor].type != ACTOR_PERSON)
			continue;
		found = m->actor;
		its = w->sentence;
	}
	return found;
}

/* Somebody who is described only speaks: "a spokesperson for the groups said". */
static bool described_speaker(analysis *a, quotation *q, uint32_t end)
{
	uint32_t i = q->end;
	while (i < end && (word_of(a, i)->kind == TOKEN_QUOTE_CLOSE || word_is(a, i, ",")))
		i++;
	phrase p = {0};
	uint32_t verb = i;
	if (saying(a, i)) {
		p = phrase_right(a, i + 1, end, true);
	} else {
		p = phrase_right(a, i, end, true);
		verb = p.end;
		while (verb < end && word_of(a, verb)->pos == POS_ADV)
			verb++;
		if (p.end == p.first || !saying(a, verb))
			return false;
	}
	if (p.end == p.first || word_of(a, p.head)->pos != POS_NOUN)
		return false;
	const lexeme *x = lexeme_of(a, word_of(a, p.head));
	if (!(x->senses & (SENSE_PERSON | SENSE_GROUP)) && !word_has(word_of(a, p.head), core_of(a)->role_head))
		return false;
	while (p.first < p.end && word_has(word_of(a, p.first), core_of(a)->article))
		p.first++;
	q->speaker_at = words_range(a, p.first, p.end);
	q->speech = (int32_t)verb;
	return true;
}

onus_status analysis_speakers(analysis *a, onus_error *err)
{
	(void)err;
	int32_t last = NONE;
	uint32_t last_block = 0;
	for (size_t n = 0; n < a->quotations.n; n++) {
		quotation *q = &a->quotations.v[n];
		const sentence *s = &a->sentences.v[word_of(a, q->first)->sentence];
		uint32_t first = s->first, end = s->end;
		for (uint32_t k = word_of(a, q->first)->sentence; k > 0 && a->sentences.v[k - 1].block == s->block; k--)
			first = a->sentences.v[k - 1].first;
		for (size_t k = word_of(a, q->first)->sentence;
		     k < a->sentences.n && a->sentences.v[k].block == s->block; k++)
			end = a->sentences.v[k].end;
		if (q->parent != NONE && a->quotations.v[q->parent].kind == QUOTATION_SPEECH)
			q->kind = QUOTATION_WORDS;
		bool told = find_speaker(a, q, first, end);
		/* A short quoted clause counts where somebody says it right there. */
		if (q->kind == QUOTATION_WORDS && told && q->parent == NONE && q->end - q->first >= 5 &&
		    has_verb(a, q->first, q->end) && (uint32_t)q->speech + 3 >= q->first &&
		    (uint32_t)q->speech < q->first)
			q->kind = QUOTATION_SPEECH;
		if (q->kind != QUOTATION_SPEECH)
			continue;
		if (!told && described_speaker(a, q, end)) {
			last = (int32_t)n;
			last_block = s->block;
			continue;
		}
		/* Words between marks in the middle of a sentence that nobody is told to say are the writer's. */
		if (!told && q->continues == NONE && !(word_of(a, q->first)->flags & TOKEN_CAPITAL)) {
			q->kind = QUOTATION_WORDS;
			continue;
		}
		bool near =
		    last != NONE && (last_block == s->block || q->continues != NONE || last_block + 1 == s->block);
		int32_t person = told || (near && last_block == s->block) ? NONE : person_before(a, first, q->first);
		if (!told && person != NONE) {
			q->speaker = person;
		} else if (!told && (near || (last != NONE && q->first <= first + 1))) {
			/* A paragraph that is only a quotation goes on with the one who spoke before. */
			q->speaker = a->quotations.v[last].speaker;
			if (q->speaker == NONE)
				q->speaker_at = a->quotations.v[last].speaker_at;
			q->continues = last;
		}
		if (q->speaker != NONE || !range_empty(q->speaker_at)) {
			last = (int32_t)n;
			last_block = s->block;
		}
	}
	return ONUS_OK;
}
