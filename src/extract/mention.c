/* SPDX-License-Identifier: Apache-2.0 */
/* Names: which runs of words are names, and of what kind. */
#include "base/utf8.h"
#include "extract/engine.h"
#include "text/fold.h"

typedef struct finder {
	analysis *a;
	const core_classes *is;
	map inside; /* forms that have a capital inside sentences -> how often */
	map small;  /* forms seen without one */
} finder;

span words_name(analysis *a, uint32_t first, uint32_t end)
{
	range where = words_range(a, first, end);
	span raw = span_in(a->text, where);
	STR_AUTO flat = str_make(4000);
	for (size_t i = 0; i < raw.n && i < 1000; i++) {
		bool space = raw.p[i] == ' ' || (raw.p[i] >= '\t' && raw.p[i] <= '\r');
		if (!space)
			str_addc(&flat, raw.p[i]);
		else if (flat.n && flat.p[flat.n - 1] != ' ')
			str_addc(&flat, ' ');
	}
	return flat.failed ? (span){NULL, 0} : arena_span(a->arena, str_span(&flat));
}

int32_t mention_new(analysis *a, uint32_t first, uint32_t end, mention_kind kind, actor_type type, int32_t actor_number)
{
	mention *m = vec_push(&a->mentions, a->arena);
	if (!m)
		return NONE;
	int32_t number = (int32_t)(a->mentions.n - 1);
	*m = (mention){.first = first,
		       .end = end,
		       .whole_first = first,
		       .whole_end = end,
		       .kind = (uint8_t)kind,
		       .type = (uint8_t)type,
		       .actor = actor_number,
		       .sentence = (int32_t)word_of(a, first)->sentence};
	m->possessive = word_of(a, end)->pos == POS_POSS;
	for (uint32_t i = first; i < end; i++)
		a->words.v[i].mention = number;
	return number;
}

/* ---- capitals ---- */

static bool capital(const word *w)
{
	return w->kind == TOKEN_WORD && (w->flags & TOKEN_CAPITAL) != 0;
}

static bool starts(const analysis *a, uint32_t i)
{
	const sentence *s = &a->sentences.v[word_of(a, i)->sentence];
	for (uint32_t k = i; k > s->first; k--) {
		uint8_t kind = word_of(a, (int64_t)k - 1)->kind;
		if (kind == TOKEN_MARK && (word_is(a, (int64_t)k - 1, ":") || word_is(a, (int64_t)k - 1, "•") ||
					   word_is(a, (int64_t)k - 1, "-")))
			return true;
		if (kind != TOKEN_QUOTE_OPEN && kind != TOKEN_MARK)
			return false;
	}
	return true;
}

/* In a title nearly every word has a capital: it tells nothing there. */
static bool shouting(const analysis *a, const sentence *s)
{
	size_t all = 0, large = 0;
	for (uint32_t i = s->first; i < s->end; i++)
		if (word_of(a, i)->kind == TOKEN_WORD && word_of(a, i)->form.n > 3) {
			all++;
			large += capital(word_of(a, i));
		}
	return all >= 4 && large * 20 >= all * 17;
}

static onus_status count_forms(finder *f, onus_error *err)
{
	analysis *a = f->a;
	for (size_t n = 0; n < a->sentences.n; n++) {
		const sentence *s = &a->sentences.v[n];
		if (!sentence_is_text(s) || shouting(a, s))
			continue;
		for (uint32_t i = s->first; i < s->end; i++) {
			const word *w = word_of(a, i);
			if (w->kind != TOKEN_WORD || (capital(w) && starts(a, i)))
				continue;
			size_t *slot = map_put(capital(w) ? &f->inside : &f->small, w->form, NULL);
			if (!slot)
				return fail_memory(err, "counting names");
			++*slot;
		}
	}
	return ONUS_OK;
}

static size_t seen(const map *m, span form)
{
	const size_t *slot = map_find(m, form);
	return slot ? *slot : 0;
}

static const place_name *placed(const analysis *a, uint32_t first, uint32_t end)
{
	STR_AUTO folded = str_make(2000);
	text_fold(span_in(a->text, words_range(a, first, end)), &folded);
	const place_name *const *names = NULL;
	size_t n = folded.failed ? 0 : places_lookup_folded(a->engine->places, str_span(&folded), &names);
	for (size_t i = 0; i < n; i++)
		if (names[i]->kind != PLACE_CODE || (word_of(a, first)->flags & TOKEN_ALL_CAPS))
			return names[i];
	return NULL;
}

/* "al-Khatib": the article in small letters is part of the name. */
static bool arabic_article(const word *w)
{
	return w->kind == TOKEN_WORD && !capital(w) && w->form.n > 4 &&
	       (span_starts(w->form, SPAN("al-")) || span_starts(w->form, SPAN("el-")) ||
		span_starts(w->form, SPAN("as-")) || span_starts(w->form, SPAN("ad-")));
}

/* Whether the capitalised word at i belongs to a name. */
static bool name_word(const finder *f, uint32_t i, bool in_title)
{
	const analysis *a = f->a;
	const word *w = word_of(a, i);
	if (arabic_article(w))
		return true;
	if (!capital(w) || word_has(w, f->is->month) || word_has(w, f->is->weekday))
		return false;
	if (w->flags & TOKEN_INITIAL)
		return !word_is(a, i, "i") && !word_is(a, i, "a");
	bool plain = word_has(w, f->is->not_name) || word_has(w, f->is->pronoun) || word_has(w, f->is->preposition) ||
		     word_has(w, f->is->modal) || word_has(w, f->is->determiner);
	if (plain && !(w->flags & TOKEN_ALL_CAPS && seen(&f->inside, w->form)))
		return false;
	if (!starts(a, i) && !in_title)
		return true;
	/* At a beginning the capital says nothing: the rest of the document and the lists do. */
	if (placed(a, i, i + 1))
		return true;
	size_t large = seen(&f->inside, w->form), little = seen(&f->small, w->form);
	if (large > little || (large && capital(word_of(a, (int64_t)i + 1))))
		return true;
	if (little)
		return false;
	const lexeme *read = lexeme_of(a, w);
	if (!read->known)
		return true;
	const word *next = word_of(a, (int64_t)i + 1);
	/* "Antony J. Blinken": many given names are in the lexicon as persons */
	if ((read->senses & SENSE_PERSON) && capital(next) && !word_has(w, f->is->title_office) &&
	    ((next->flags & TOKEN_INITIAL) || !lexeme_of(a, next)->known))
		return true;
	return capital(next) && !in_title && w->pos != POS_ADV && !word_has(w, f->is->adverb_starter) &&
	       (word_has(w, f->is->title_office) || word_has(w, f->is->title) || word_has(w, f->is->body_head) ||
		w->pos == POS_NAME || w->pos == POS_ADJ || w->pos == POS_NOUN);
}

/* Extends a name from i; small linking words stay inside it when a capital follows. */
static uint32_t name_end(const finder *f, uint32_t i, uint32_t end, bool in_title)
{
	const analysis *a = f->a;
	uint32_t k = i + 1;
	bool body =
	    word_has(word_of(a, i), f->is->body_head) || (lexeme_of(a, word_of(a, i))->known && !placed(a, i, k));
	while (k < end) {
		const word *w = word_of(a, k);
		if (w->quotation != word_of(a, i)->quotation)
			break;
		if (name_word(f, k, in_title)) {
			body = body || word_has(w, f->is->body_head);
			k++;
			continue;
		}
		uint32_t j = k;
		bool particle = true;
		while (j < end && j < k + 3 && word_has(word_of(a, j), f->is->name_link) && !capital(word_of(a, j))) {
			particle = particle && word_has(word_of(a, j), f->is->name_particle);
			j++;
		}
		if (j == k || j >= end || !name_word(f, j, in_title) ||
		    word_of(a, j)->quotation != word_of(a, i)->quotation)
			break;
		/* "and" binds only bodies ("Ministry of Culture and Sport"), never two persons or states */
		bool and_ = false, at_or_in = false;
		for (uint32_t x = k; x < j; x++) {
			and_ = and_ || word_is(a, x, "and") || word_is(a, x, "or") || word_is(a, x, "&") ||
			       word_is(a, x, "et");
			at_or_in = at_or_in || word_is(a, x, "in") || word_is(a, x, "on") || word_is(a, x, "at") ||
				   word_is(a, x, "to") || word_is(a, x, "against") || word_is(a, x, "without") ||
				   word_is(a, x, "a");
		}
		if (and_) {
			bool of_before = false;
			for (uint32_t x = i; x < k; x++)
				of_before =
				    of_before || word_is(a, x, "of") || word_is(a, x, "for") || word_is(a, x, "on");
			if (!body || !of_before || placed(a, j, j + 1) || !lexeme_of(a, word_of(a, j))->known)
				break;
		} else if (!particle) {
			if (!body || at_or_in)
				break;
			/* "Sentencing of Anzor Velikhan": a person's name is not bound to a noun */
			bool named = !lexeme_of(a, word_of(a, j))->known && !placed(a, j, j + 1);
			bool office = false;
			for (uint32_t x = i; x < k; x++)
				office = office || word_has(word_of(a, x), f->is->body_head) ||
					 word_has(word_of(a, x), f->is->place_head);
			if (named && !office)
				break;
			/* "of" after a plain name is no part of it: "Wang of Harbin" */
		}
		k = j + 1;
	}
	return k;
}

/* The longest name of several words that the table of places knows at i: "People's Republic of China". */
static uint32_t place_run(const finder *f, uint32_t i, uint32_t end)
{
	const analysis *a = f->a;
	enum { LONGEST = 9 };
	uint32_t most = end - i < LONGEST ? end - i : LONGEST;
	for (uint32_t n = most; n > 1; n--) {
		const word *last = word_of(a, (int64_t)i + n - 1);
		if (!capital(last) || last->quotation != word_of(a, i)->quotation)
			continue;
		const place_name *p = placed(a, i, i + n);
		if (p && p->kind != PLACE_DEMONYM && p->kind != PLACE_CODE)
			return i + n;
	}
	return i;
}

static bool all_caps_body(const finder *f, uint32_t first, uint32_t end)
{
	const word *w = word_of(f->a, first);
	return end == first + 1 && (w->flags & TOKEN_ALL_CAPS) && !(w->flags & TOKEN_INITIAL) && w->form.n >= 2 &&
	       w->form.n <= 9;
}

static actor_type kind_of(const finder *f, uint32_t first, uint32_t end, bool titled)
{
	const analysis *a = f->a;
	bool body = false, site = false, law = false, known_all = true;
	for (uint32_t i = first; i < end; i++) {
		const word *w = word_of(a, i);
		if (!capital(w))
			continue;
		body = body || word_has(w, f->is->body_name);
		if (word_has(w, f->is->body_head) && end > first + 1)
			body = true;
		site = site || (word_has(w, f->is->place_head) && end > first + 1);
		law = law || (word_has(w, f->is->law_head) && end > first + 1);
		known_all = known_all && lexeme_of(a, w)->known;
	}
	if (titled)
		return ACTOR_PERSON;
	if (word_has(word_of(a, first), f->is->title_office) && end > first + 1 &&
	    !capital(word_of(a, (int64_t)first + 1)))
		return ACTOR_OFFICE;
	if (body)
		return ACTOR_BODY;
	if (site)
		return ACTOR_PLACE;
	if (law)
		return ACTOR_UNKNOWN;
	if (all_caps_body(f, first, end))
		return ACTOR_BODY;
	/* "Regional Meetings", "Armenian Soldiers": a plural noun ends no person's name */
	const lexeme *tail = lexeme_of(a, word_of(a, (int64_t)end - 1));
	if (tail->known && tail->plural && tail->as_noun > 0)
		return ACTOR_UNKNOWN;
	uint32_t caps = 0;
	for (uint32_t i = first; i < end; i++)
		caps += capital(word_of(a, i));
	if (end - first >= 2 && end - first <= 6 && caps <= 5 && !known_all)
		return ACTOR_PERSON;
	return ACTOR_UNKNOWN;
}

/* Titles and roles with capitals at the front of a run are not the name: "President Xi Jinping". */
static uint32_t skip_titles(const finder *f, uint32_t first, uint32_t end, bool *ret_titled)
{
	const analysis *a = f->a;
	uint32_t k = first, office = first;
	while (k + 1 < end) {
		const word *w = word_of(a, k);
		if (word_has(w, f->is->title) || word_has(w, f->is->title_office)) {
			k++;
			office = k;
			continue;
		}
		if (word_has(w, f->is->title_word) || word_has(w, f->is->name_link) || w->kind == TOKEN_MARK) {
			k++;
			continue;
		}
		const place_name *p = placed(a, k, k + 1);
		if (p && (p->kind == PLACE_DEMONYM || p->kind == PLACE_NAME || p->kind == PLACE_OTHER) && k + 2 < end) {
			/* "French President ..." : only when a title follows */
			bool follows = false;
			for (uint32_t x = k + 1; x < end && x < k + 6; x++)
				follows = follows || word_has(word_of(a, x), f->is->title_office);
			if (follows) {
				k++;
				continue;
			}
		}
		/* "Defense Minister X", "Human Rights Commissioner Y" */
		bool more = false;
		for (uint32_t x = k + 1; x + 1 < end && x < k + 5; x++)
			more = more || (word_has(word_of(a, x), f->is->title_office) && lexeme_of(a, w)->known);
		if (!more)
			break;
		k++;
	}
	*ret_titled = office > first;
	/* A body may begin with a word that is a title too: "General Assembly", "State Council". */
	for (uint32_t x = office; x < end; x++)
		if (word_has(word_of(a, x), f->is->body_head) && !word_has(word_of(a, x), f->is->title_office) &&
		    office > first) {
			*ret_titled = false;
			return first;
		}
	/* "President of the Republic" is an office, not a title before a name */
	if (office > first && office < end && !capital(word_of(a, office)) &&
	    word_has(word_of(a, office), f->is->name_link) && !word_has(word_of(a, office), f->is->name_particle)) {
		*ret_titled = false;
		return first;
	}
	return office < end ? office : first;
}

static bool title_before(const finder *f, uint32_t first, uint32_t *ret_from)
{
	const analysis *a = f->a;
	uint32_t start = a->sentences.v[word_of(a, first)->sentence].first, k = first;
	bool office = false;
	while (k > start) {
		const word *w = word_of(a, (int64_t)k - 1);
		if (word_has(w, f->is->title) || word_has(w, f->is->title_office) ||
		    (w->pos == POS_NOUN && (lexeme_of(a, w)->senses & SENSE_PERSON) && !lexeme_of(a, w)->plural)) {
			office = true;
			k--;
			continue;
		}
		if (office && (word_has(w, f->is->title_word) || w->pos == POS_ADJ || w->pos == POS_NOUN) &&
		    w->kind == TOKEN_WORD) {
			k--;
			continue;
		}
		break;
	}
	*ret_from = k;
	return office;
}

/* "Syrians" are people, not the state: the form without its s is a demonym too. */
static bool people_of(const place_name *p)
{
	if (p->folded.n < 5 || p->folded.p[p->folded.n - 1] != 's')
		return false;
	span one = span_slice(p->folded, 0, p->folded.n - 1), rest = p->place->demonyms, form;
	while (span_next(&rest, '|', &form))
		if (form.n == one.n && strncasecmp(form.p, one.p, one.n) == 0)
			return true;
	return false;
}

static onus_status add_name(finder *f, uint32_t first, uint32_t end, onus_error *err)
{
	analysis *a = f->a;
	bool titled = false;
	uint32_t core = skip_titles(f, first, end, &titled);
	uint32_t from = core, before = core;
	if (core > first)
		from = first;
	bool outside = title_before(f, from, &before);
	if (outside)
		from = before;
	const place_name *p = placed(a, core, end);
	if (!p && core > first && !titled)
		p = placed(a, first, end);
	/* "Chinese Foreign Ministry": a demonym and a body; "French lawyer" : a demonym alone */
	if (p && !(titled && p->ambiguous)) {
		mention_kind kind = p->kind == PLACE_DEMONYM ? MENTION_ADJECTIVE : MENTION_NAME;
		actor_type type = p->place->region || p->kind == PLACE_CAPITAL ? ACTOR_PLACE : ACTOR_STATE;
		if (p->kind == PLACE_SEAT)
			type = ACTOR_STATE;
		if (!p->place->acts)
			type = ACTOR_PLACE;
		if (kind == MENTION_ADJECTIVE && people_of(p)) {
			kind = MENTION_NAME;
			type = ACTOR_GROUP;
		}
		int32_t number = mention_new(a, core, end, kind, type, NONE);
		if (number == NONE)
			return fail_memory(err, "finding names");
		a->mentions.v[number].plural = type == ACTOR_GROUP;
		return ONUS_OK;
	}
	const place_name *lead = end - core > 1 ? placed(a, core, core + 1) : NULL;
	actor_type type =
	    kind_of(f, core, end, titled || (outside && end - core <= 4 && kind_of(f, core, end, false) != ACTOR_BODY));
	if (lead && type == ACTOR_PERSON && !titled && lead->kind == PLACE_DEMONYM) {
		/* "Ugandan Bobi Wine" */
		if (mention_new(a, core, core + 1, MENTION_ADJECTIVE, ACTOR_STATE, NONE) == NONE)
			return fail_memory(err, "finding names");
		core++;
		from = core;
	}
	int32_t number = mention_new(a, core, end, MENTION_NAME, type, NONE);
	if (number == NONE)
		return fail_memory(err, "finding names");
	if (type == ACTOR_PERSON)
		a->mentions.v[number].whole_first = from;
	return ONUS_OK;
}

static onus_status find_names(finder *f, onus_error *err)
{
	analysis *a = f->a;
	for (size_t n = 0; n < a->sentences.n; n++) {
		const sentence *s = &a->sentences.v[n];
		bool in_title = shouting(a, s);
		for (uint32_t i = s->first; i < s->end;) {
			if (!name_word(f, i, in_title)) {
				i++;
				continue;
			}
			uint32_t end = name_end(f, i, s->end, in_title), known = place_run(f, i, s->end);
			/* A body may have a place in its name: "United Nations Mission in South Sudan". */
			if (known > i && (known >= end || !capital(word_of(a, known)))) {
				TRY(add_name(f, i, known, err));
				i = known;
				continue;
			}
			TRY(add_name(f, i, end, err));
			i = end;
		}
	}
	return ONUS_OK;
}

onus_status mention_nouns(analysis *a, onus_error *err);
onus_status mention_resolve(analysis *a, onus_error *err);

onus_status analysis_mentions(analysis *a, onus_error *err)
{
	finder f = {.a = a, .is = core_of(a), .inside = map_make(a->arena), .small = map_make(a->arena)};
	TRY(count_forms(&f, err));
	TRY(find_names(&f, err));
	TRY(mention_resolve(a, err));
	return mention_nouns(a, err);
}
