/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Who issued the document, when, where, and who speaks in it. The reader's metadata comes first; then the dateline, "X said
 * today", the agency in the dateline or at the end, the letterhead and the body on whose behalf a letter is written.
 */
#include "extract/engine.h"
#include "text/fold.h"

#define W(i) word_of(a, (int64_t)(i))

/* The text proper begins with the first paragraph that has a verb and ends like a sentence, or is of some length. */
static uint32_t body_start(const analysis *a)
{
	for (uint32_t s = 0; s < a->sentences.n; s++) {
		const sentence *one = &a->sentences.v[s];
		if (one->block_kind != BLOCK_PARAGRAPH)
			continue;
		bool verb = false;
		for (uint32_t i = one->first; i < one->end && !verb; i++)
			verb = W(i)->pos == POS_VERB || W(i)->pos == POS_AUX;
		const word *last = W((int64_t)one->end - 1);
		if (verb && (one->end - one->first > 8) &&
		    (last->kind == TOKEN_MARK || last->kind == TOKEN_QUOTE_CLOSE || one->end - one->first > 20))
			return s;
	}
	return 0;
}

static bool is_dash(const word *w)
{
	return w->kind == TOKEN_MARK &&
	       (span_is(w->form, "-") || span_is(w->form, "--") || span_is(w->form, "\xE2\x80\x93") ||
		span_is(w->form, "\xE2\x80\x94") || span_is(w->form, "---"));
}

/* Words that are an agency's name rather than a city: in capitals and short, or with a body's word. */
static bool agency(const analysis *a, uint32_t first, uint32_t end)
{
	if (first >= end || end - first > 5)
		return false;
	for (uint32_t i = first; i < end; i++) {
		const word *w = W(i);
		if (word_has(w, core_of(a)->body_head) || word_has(w, core_of(a)->body_name))
			return true;
		if (!(w->flags & TOKEN_CAPITAL) && !word_has(w, core_of(a)->name_link))
			return false;
	}
	return true;
}

static range name_range(const analysis *a, uint32_t first, uint32_t end)
{
	while (end > first && W(end - 1)->kind == TOKEN_MARK)
		end--;
	return words_range(a, first, end);
}

/* "(Paris, March 22, 2019) – ", "(CNS News) --", "BERLIN (Agency) —", "BRUSSELS - ", "ZARNITSK, March 13 (Agency) - ". */
static void dateline(analysis *a, uint32_t s, range *ret_agency)
{
	const sentence *one = &a->sentences.v[s];
	uint32_t i = one->first, end = one->end < i + 20 ? one->end : i + 20;
	bool bracket = word_is(a, i, "(");
	i += bracket;
	uint32_t from = i, place_end = 0;
	bool capitals = true;
	while (i < end && !is_dash(W(i)) && !word_is(a, i, ")") && !word_is(a, i, "(")) {
		const word *w = W(i);
		if (word_is(a, i, ",") && !place_end)
			place_end = i;
		bool dated_word = w->dated != NONE || w->pos == POS_NUM || word_has(w, core_of(a)->month) ||
				  word_has(w, core_of(a)->weekday);
		if (dated_word && !place_end)
			place_end = i;
		if (!place_end && !(w->flags & TOKEN_CAPITAL) && !word_has(w, core_of(a)->name_link))
			return;
		capitals = capitals && (place_end || (w->flags & TOKEN_ALL_CAPS));
		if (place_end && !dated_word && w->kind == TOKEN_WORD && !(w->flags & TOKEN_CAPITAL))
			return;
		i++;
	}
	if (!place_end)
		place_end = i;
	if (i >= end || place_end == from || place_end - from > 4)
		return;
	if (bracket) {
		if (!word_is(a, i, ")") || !is_dash(W(i + 1)))
			return;
		span inside = span_in(a->text, name_range(a, from, place_end));
		const place *p = places_find(a->engine->places, inside);
		if (!p && agency(a, from, place_end) &&
		    (word_has(W(place_end - 1), core_of(a)->body_head) || (W(from)->flags & TOKEN_ALL_CAPS))) {
			*ret_agency = name_range(a, from, place_end);
			return;
		}
	} else if (word_is(a, i, "(")) {
		uint32_t close = i + 1;
		while (close < end && !word_is(a, close, ")"))
			close++;
		if (close + 1 >= one->end || !is_dash(W(close + 1)))
			return;
		if (agency(a, i + 1, close))
			*ret_agency = name_range(a, i + 1, close);
	} else if (!capitals || W(i)->kind != TOKEN_MARK || word_is(a, from, "global")) {
		return;
	}
	if (!a->place.n) {
		a->place_at = name_range(a, from, place_end);
		a->place = span_in(a->text, a->place_at);
	}
}

/* "PARIS" as "Paris": a city in capitals is written as names are. */
static span proper_case(analysis *a, span words)
{
	bool all = words.n > 2;
	for (size_t i = 0; i < words.n; i++)
		all = all && !(words.p[i] >= 'a' && words.p[i] <= 'z') && (unsigned char)words.p[i] < 0x80;
	if (!all)
		return words;
	span copy = arena_span(a->arena, words);
	char *p = arena_alloc(a->arena, words.n + 1);
	if (!copy.p || !p)
		return words;
	for (size_t i = 0; i < words.n; i++) {
		bool start = i == 0 || !((words.p[i - 1] | 32) >= 'a' && (words.p[i - 1] | 32) <= 'z');
		p[i] = (char)(!start && words.p[i] >= 'A' && words.p[i] <= 'Z' ? words.p[i] + 32 : words.p[i]);
	}
	return (span){p, words.n};
}

/* Among the first sentences: a body that "said today", or just said or announced something. */
static int32_t body_that_speaks(const analysis *a, uint32_t from)
{
	for (uint32_t s = from; s < a->sentences.n && s < from + 4; s++) {
		const sentence *one = &a->sentences.v[s];
		if (!sentence_is_text(one))
			continue;
		for (uint32_t i = one->first; i < one->end; i++) {
			if (W(i)->quotation != NONE || !word_has(W(i), core_of(a)->say_plain) || W(i)->pos != POS_VERB)
				continue;
			phrase p = subject_of(a, i);
			if (p.mention == NONE || a->mentions.v[p.mention].kind != MENTION_NAME)
				continue;
			int32_t who = a->mentions.v[p.mention].actor;
			bool today = false;
			for (uint32_t k = i + 1; k < one->end && k < i + 6; k++)
				today = today || word_is(a, k, "today");
			if (who != NONE && a->actors.v[who].type == ACTOR_BODY && today)
				return who;
		}
	}
	return NONE;
}

/* "I write on behalf of X", "We, the X,". */
static int32_t body_on_behalf(const analysis *a, uint32_t from)
{
	for (uint32_t s = from; s < a->sentences.n && s < from + 5; s++)
		for (uint32_t i = a->sentences.v[s].first; i + 3 < a->sentences.v[s].end; i++) {
			if (!word_is(a, i, "behalf") || !word_is(a, i + 1, "of"))
				continue;
			phrase p = phrase_right(a, i + 2, a->sentences.v[s].end, false);
			if (p.mention != NONE && a->mentions.v[p.mention].actor != NONE &&
			    a->actors.v[a->mentions.v[p.mention].actor].type == ACTOR_BODY)
				return a->mentions.v[p.mention].actor;
		}
	return NONE;
}

/* "(AFP)" as the last words of the text. */
static range agency_at_end(const analysis *a)
{
	uint32_t seen = 0;
	for (size_t s = a->sentences.n; s-- > 0 && seen < 4; seen++) {
		const sentence *one = &a->sentences.v[s];
		if (one->end - one->first >= 3 && one->end - one->first <= 6 && word_is(a, one->first, "(") &&
		    word_is(a, (int64_t)one->end - 1, ")") && agency(a, one->first + 1, one->end - 1))
			return name_range(a, one->first + 1, one->end - 1);
	}
	return (range){0, 0};
}

/* "Secretary of X" and "Minister of X" head the "Department of X" and the "Ministry of X": the body behind an office that
 * issues a text ("Office of the Spokesperson") is the one whose head or department the text names. */
static bool department(analysis *a, range *ret_where, span *ret_name)
{
	for (uint32_t i = 0; i + 2 < a->words.n; i++) {
		bool dept = word_is(a, i, "department"), ministry = word_is(a, i, "ministry");
		bool secretary = word_is(a, i, "secretary"), minister = word_is(a, i, "minister");
		if (!(dept || ministry || secretary || minister) || !(W(i)->flags & TOKEN_CAPITAL) ||
		    !word_is(a, i + 1, "of") || !(W(i + 2)->flags & TOKEN_CAPITAL))
			continue;
		uint32_t end = i + 3;
		if (word_is(a, end, "affairs") || (word_is(a, i + 2, "foreign") && (W(end)->flags & TOKEN_CAPITAL)))
			end++;
		/* An under-secretary heads nothing, but his department is the same. */
		*ret_where = words_range(a, i, end);
		span of = words_name(a, i + 1, end);
		*ret_name =
		    arena_printf(a->arena, "%s %.*s", secretary || dept ? "Department" : "Ministry", (int)of.n, of.p);
		return ret_name->p != NULL;
	}
	return false;
}

static bool same_name(span x, span y)
{
	STR_AUTO fx = str_make(4096);
	STR_AUTO fy = str_make(4096);
	text_fold(x, &fx);
	text_fold(y, &fy);
	span sx = str_span(&fx), sy = str_span(&fy);
	if (span_starts(sx, SPAN("the ")))
		sx = span_slice(sx, 4, sx.n);
	if (span_starts(sy, SPAN("the ")))
		sy = span_slice(sy, 4, sy.n);
	return sx.n && span_equal(sx, sy);
}

/* The actor of that name, made where there is none. */
static int32_t actor_named(analysis *a, span name, range where, actor_type type)
{
	for (size_t i = 0; i < a->actors.n; i++) {
		const actor *one = &a->actors.v[i];
		if (type == ACTOR_PERSON && one->type != ACTOR_PERSON)
			continue;
		bool same = same_name(one->name, name) || (one->acronym.n && same_name(one->acronym, name));
		for (size_t k = 0; k < one->names.n && !same; k++)
			same = same_name(one->names.v[k], name);
		if (!same)
			continue;
		if (one->type == ACTOR_UNKNOWN)
			a->actors.v[i].type = (uint8_t)type;
		return (int32_t)i;
	}
	return actor_new(a, type, name, where);
}

static bool is_office(span line)
{
	static const char *const words[] = {"office of", "bureau of the spokes", "press office", "spokesperson",
					    "spokesman", "spokeswoman",          "media note",   "press service",
					    NULL};
	for (const char *const *w = words; *w; w++)
		for (size_t at = 0; at + strlen(*w) <= line.n; at++)
			if (strncasecmp(line.p + at, *w, strlen(*w)) == 0)
				return true;
	return false;
}

/* A line that names a person with his office ("Jane Roe, Secretary of Trade"): the part before the comma. */
static bool person_line(const analysis *a, range where, int32_t *ret_person)
{
	if (range_empty(where))
		return false;
	for (uint32_t i = word_at(a, where.start); i < a->words.n && W(i)->where.start < where.end; i++) {
		int32_t m = W(i)->mention;
		if (m == NONE)
			continue;
		const actor *who = a->mentions.v[m].actor == NONE ? NULL : &a->actors.v[a->mentions.v[m].actor];
		if (!who || who->type != ACTOR_PERSON)
			return false;
		*ret_person = a->mentions.v[m].actor;
		return true;
	}
	return false;
}

/* `name` issues the document; its actor is made where the text has none of that name. */
static void publisher_set(analysis *a, span name, range where, actor_type type)
{
	a->publisher_name = name;
	a->publisher = actor_named(a, name, where, type);
}

static const meta_item *meta_of(const analysis *a, meta_key key)
{
	for (size_t i = 0; i < a->rendition->meta.n; i++)
		if (a->rendition->meta.v[i].key == key && a->rendition->meta.v[i].value.n)
			return &a->rendition->meta.v[i];
	return NULL;
}

static void find_author(analysis *a)
{
	const meta_item *m = meta_of(a, META_AUTHOR);
	if (!m)
		return;
	int32_t who = NONE;
	if (person_line(a, m->where, &who)) {
		a->author = who;
		return;
	}
	span name = m->value;
	size_t comma = span_find(name, SPAN(","), 0);
	if (comma != SIZE_MAX)
		name = span_trim(span_slice(name, 0, comma));
	if (name.n > 2 && name.n < 80 && !is_office(m->value))
		a->author = actor_named(a, name, m->where, ACTOR_PERSON);
}

/* Whether a byline above the text is a minister's, a secretary's or an office's, whose department issues the text. */
static bool official_byline(const analysis *a)
{
	for (uint32_t s = 0; s < a->body && s < a->sentences.n; s++) {
		const sentence *one = &a->sentences.v[s];
		if (one->block_kind != BLOCK_BYLINE)
			continue;
		if (is_office(span_in(a->text, one->where)))
			return true;
		for (uint32_t i = one->first; i + 1 < one->end; i++)
			if ((word_is(a, i, "secretary") || word_is(a, i, "minister")) &&
			    (W(i)->flags & TOKEN_CAPITAL) && word_is(a, i + 1, "of"))
				return true;
	}
	return false;
}

/* An office above the text that is known to issue for one body: rules/en has them as issuer rules. */
static onus_status known_office(analysis *a, span *ret_name, range *ret_where, onus_error *err)
{
	for (uint32_t s = 0; s < a->body && s < a->sentences.n; s++) {
		const sentence *one = &a->sentences.v[s];
		for (uint32_t i = one->first; i < one->end && one->end - one->first < 30; i++) {
			rule_match_vec matches = {0};
			TRY(analysis_triggers(a, "issuer", i, &matches, err));
			if (!matches.n)
				continue;
			/* Other states have offices of that name: theirs is meant only where the text names the state. */
			span country = rule_value_of(matches.v[0].rule, "country");
			bool named = !country.n;
			for (size_t k = 0; k < a->actors.n && !named; k++)
				named = a->actors.v[k].type == ACTOR_STATE && a->actors.v[k].mentions > 0 &&
					span_is(country, a->actors.v[k].country);
			if (!named)
				return ONUS_OK;
			*ret_name = rule_value_of(matches.v[0].rule, "publisher");
			*ret_where = words_range(a, matches.v[0].first, matches.v[0].end);
			return ONUS_OK;
		}
	}
	return ONUS_OK;
}

static void find_publisher(analysis *a, range dateline_agency, span known, range known_at)
{
	const meta_item *m = meta_of(a, META_PUBLISHER);
	const meta_item *author = meta_of(a, META_AUTHOR);
	bool office = (m && is_office(m->value)) || (author && is_office(author->value));
	int32_t person = NONE;
	/* "Jane Roe, Secretary of Trade" as the line that issues. */
	if (m && person_line(a, m->where, &person)) {
		if (a->author == NONE)
			a->author = person;
		office = true;
		m = NULL;
	}
	if (m && !is_office(m->value)) {
		publisher_set(a, m->value, m->where, ACTOR_BODY);
		return;
	}
	/* "Office of the Spokesperson, Presidency of the Republic": the body stands behind the comma. */
	size_t comma = m && office ? span_find(m->value, SPAN(","), 0) : SIZE_MAX;
	if (comma != SIZE_MAX) {
		span body = span_trim(span_slice(m->value, comma + 1, m->value.n));
		if (body.n > 3 && !is_office(body)) {
			publisher_set(a, body, m->where, ACTOR_BODY);
			return;
		}
	}
	range where;
	span name;
	bool state_person = author && span_find(author->value, SPAN(","), 0) != SIZE_MAX &&
			    (span_find(author->value, SPAN("Secretary"), 0) != SIZE_MAX ||
			     span_find(author->value, SPAN("Minister"), 0) != SIZE_MAX);
	if ((office || state_person || official_byline(a)) && department(a, &where, &name)) {
		a->author_speaks = a->author != NONE;
		publisher_set(a, name, where, ACTOR_BODY);
		return;
	}
	if (known.n) {
		a->author_speaks = a->author != NONE;
		publisher_set(a, known, known_at, ACTOR_BODY);
		return;
	}
	if (!range_empty(dateline_agency)) {
		publisher_set(a, span_in(a->text, dateline_agency), dateline_agency, ACTOR_BODY);
		return;
	}
	a->publisher = body_that_speaks(a, a->body);
	if (a->publisher == NONE)
		a->publisher = body_on_behalf(a, a->body);
	if (a->publisher != NONE) {
		a->publisher_name = a->actors.v[a->publisher].name;
		return;
	}
	where = agency_at_end(a);
	if (!range_empty(where)) {
		publisher_set(a, span_in(a->text, where), where, ACTOR_BODY);
		return;
	}
	if (m)
		publisher_set(a, m->value, m->where, ACTOR_BODY);
}

/* "Dear President X," and "Your Excellency": who "you" is. */
static void find_addressee(analysis *a)
{
	for (uint32_t s = 0; s < a->sentences.n && s < 40; s++) {
		const sentence *one = &a->sentences.v[s];
		bool dear = word_is(a, one->first, "dear") || word_is(a, one->first, "to");
		bool excellency = one->end - one->first < 8 && (word_is(a, one->first + 1, "excellency") ||
								word_is(a, one->first + 1, "excellencies"));
		if (!dear && !excellency)
			continue;
		if (excellency) {
			/* the address above it */
			for (uint32_t i = one->first; i-- > 0;) {
				int32_t m = W(i)->mention;
				if (m != NONE && a->mentions.v[m].actor != NONE &&
				    a->mentions.v[m].kind == MENTION_NAME &&
				    a->actors.v[a->mentions.v[m].actor].type == ACTOR_PERSON) {
					a->addressee = a->mentions.v[m].actor;
					return;
				}
			}
			continue;
		}
		if (!word_is(a, one->first, "dear"))
			continue;
		for (uint32_t i = one->first + 1; i < one->end && i < one->first + 10; i++) {
			int32_t m = W(i)->mention;
			if (m != NONE && a->mentions.v[m].actor != NONE) {
				a->addressee = a->mentions.v[m].actor;
				return;
			}
		}
	}
}

static span guess_kind(const analysis *a)
{
	const meta_item *m = meta_of(a, META_KIND);
	if (m)
		return m->value;
	if (a->addressee != NONE)
		return SPAN("letter");
	for (uint32_t s = a->body; s < a->sentences.n && s < a->body + 3; s++)
		for (uint32_t i = a->sentences.v[s].first; i + 1 < a->sentences.v[s].end; i++)
			if (word_is(a, i, "said") && word_is(a, i + 1, "today"))
				return SPAN("press release");
	return (span){0};
}

onus_status analysis_issuer(analysis *a, onus_error *err)
{
	const meta_item *m = meta_of(a, META_TITLE);
	a->title = m ? m->value : (span){0};
	a->body = body_start(a);
	m = meta_of(a, META_PUBLISHED);
	date day;
	if (m && a->published.year == 0 && date_parse(m->value, &day)) {
		a->published = day;
		a->published_at = m->where;
	}
	m = meta_of(a, META_PLACE);
	if (m) {
		a->place = m->value;
		a->place_at = m->where;
	}
	range agency_where = {0, 0};
	for (uint32_t s = 0; s < a->sentences.n && s <= a->body; s++)
		if (a->sentences.v[s].block_kind == BLOCK_PARAGRAPH)
			dateline(a, s, &agency_where);
	a->place = proper_case(a, a->place);
	find_author(a);
	span known = {NULL, 0};
	range known_at = {0, 0};
	TRY(known_office(a, &known, &known_at, err));
	find_publisher(a, agency_where, known, known_at);
	find_addressee(a);
	a->kind = guess_kind(a);
	return arena_failed(a->arena) ? fail_memory(err, "reading who issued the document") : ONUS_OK;
}
