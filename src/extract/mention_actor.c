/* SPDX-License-Identifier: Apache-2.0 */
/* Actors: which names of the document are one person, body or state, and the fullest form of each. */
#include "extract/engine.h"
#include "text/fold.h"

onus_status mention_resolve(analysis *a, onus_error *err);

int32_t actor_new(analysis *a, actor_type type, span name, range where)
{
	actor *x = vec_push(&a->actors, a->arena);
	if (!x)
		return NONE;
	*x = (actor){.type = (uint8_t)type, .name = name, .where = where, .of = NONE, .first_mention = NONE};
	return (int32_t)(a->actors.n - 1);
}

bool actor_alias(analysis *a, int32_t number, span name)
{
	actor *x = &a->actors.v[number];
	if (span_equal(x->name, name))
		return true;
	for (size_t i = 0; i < x->names.n; i++)
		if (span_equal(x->names.v[i], name))
			return true;
	span *slot = vec_push(&x->names, a->arena);
	if (!slot)
		return false;
	*slot = name;
	return true;
}

int32_t actor_of_place(analysis *a, const place *p, range where)
{
	int32_t known = p->region ? NONE : actor_of_state(a, p->code);
	if (known != NONE)
		return known;
	for (size_t i = 0; p->region && i < a->actors.n; i++)
		if (a->actors.v[i].type == ACTOR_PLACE && span_equal(a->actors.v[i].name, p->name))
			return (int32_t)i;
	int32_t number = actor_new(a, p->region || !p->acts ? ACTOR_PLACE : ACTOR_STATE, p->name, where);
	if (number != NONE)
		memcpy(a->actors.v[number].country, p->code, sizeof p->code);
	return number;
}

static span folded(analysis *a, span name)
{
	STR_AUTO out = str_make(4000);
	text_fold(name, &out);
	return out.failed ? (span){NULL, 0} : arena_span(a->arena, str_span(&out));
}

static span last_word(span name)
{
	size_t at = name.n;
	while (at > 0 && name.p[at - 1] != ' ')
		at--;
	return span_slice(name, at, name.n);
}

static span first_word(span name)
{
	size_t at = span_find(name, SPAN(" "), 0);
	return at == SIZE_MAX ? name : span_slice(name, 0, at);
}

/* All words of `small` are in `large`, in any order. */
static bool words_within(span small, span large)
{
	span rest = small, part;
	while (span_next(&rest, ' ', &part)) {
		span other = large, x;
		bool found = false;
		while (!found && span_next(&other, ' ', &x))
			found = span_equal(x, part);
		if (!found)
			return false;
	}
	return true;
}

typedef struct name_index {
	analysis *a;
	map full;  /* folded name -> actor + 1 */
	map parts; /* one word of a person's name -> actor + 1, the latest that has it */
} name_index;

static bool note_name(name_index *x, int32_t number, span key, bool person)
{
	size_t *slot = map_put(&x->full, key, NULL);
	if (!slot)
		return false;
	if (!*slot)
		*slot = (size_t)number + 1;
	span rest = key, part;
	while (person && span_next(&rest, ' ', &part)) {
		if (part.n < 2)
			continue;
		slot = map_put(&x->parts, part, NULL);
		if (!slot)
			return false;
		*slot = (size_t)number + 1;
	}
	return true;
}

static onus_status resolve_place(analysis *a, int32_t m, span raw, onus_error *err)
{
	mention *one = &a->mentions.v[m];
	const place *p = places_find(a->engine->places, raw);
	if (!p)
		return ONUS_OK;
	range where = words_range(a, one->first, one->end);
	int32_t number;
	if (one->type == ACTOR_PLACE && places_find_kind(a->engine->places, raw) == PLACE_CAPITAL) {
		number = NONE;
		for (size_t i = 0; i < a->actors.n && number == NONE; i++)
			if (a->actors.v[i].type == ACTOR_PLACE && span_equal(a->actors.v[i].name, raw))
				number = (int32_t)i;
		if (number == NONE) {
			number = actor_new(a, ACTOR_PLACE, raw, where);
			if (number != NONE)
				memcpy(a->actors.v[number].country, p->code, sizeof p->code);
		}
	} else {
		number = actor_of_place(a, p, where);
	}
	if (number == NONE)
		return fail_memory(err, "telling who is who");
	/* The document's own form is the one to print ("Burma"), but not an abbreviation or an adjective. */
	place_name_kind kind = places_find_kind(a->engine->places, raw);
	actor *who = &a->actors.v[number];
	bool spelt = raw.n > 3 && !memchr(raw.p, '.', raw.n) && !(word_of(a, one->first)->flags & TOKEN_ALL_CAPS);
	if (kind == PLACE_NAME || (kind == PLACE_OTHER && spelt && span_equal(who->name, p->name) && !p->region)) {
		who->name = kind == PLACE_NAME ? p->name : raw;
		who->where = where;
	}
	a->mentions.v[m].actor = number;
	return ONUS_OK;
}

/* "Human Rights Watch (HRW)" */
static span acronym_behind(analysis *a, const mention *m)
{
	const word *w = word_of(a, (int64_t)m->end + 1);
	if (!word_is(a, m->end, "(") || !word_is(a, (int64_t)m->end + 2, ")") || !(w->flags & TOKEN_ALL_CAPS))
		return (span){NULL, 0};
	return words_name(a, m->end + 1, m->end + 2);
}

static gender gender_before(const analysis *a, const mention *m)
{
	for (uint32_t i = m->whole_first; i < m->first; i++) {
		if (word_has(word_of(a, i), core_of(a)->title_male))
			return GENDER_MALE;
		if (word_has(word_of(a, i), core_of(a)->title_female))
			return GENDER_FEMALE;
	}
	return GENDER_UNKNOWN;
}

static void affiliate(analysis *a, int32_t number, const mention *m)
{
	actor *who = &a->actors.v[number];
	if (range_empty(who->role) && m->whole_first < m->first)
		who->role = words_range(a, m->whole_first, m->first);
	if (who->gender == GENDER_UNKNOWN)
		who->gender = (uint8_t)gender_before(a, m);
	uint32_t from = m->whole_first > 2 ? m->whole_first - 2 : 0;
	for (uint32_t i = from; i < m->first && !who->country[0]; i++) {
		int32_t x = word_of(a, i)->mention;
		if (x == NONE || word_of(a, i)->sentence != word_of(a, m->first)->sentence || i + 2 < m->whole_first)
			continue;
		int32_t state = a->mentions.v[x].actor;
		if (state != NONE && a->actors.v[state].type == ACTOR_STATE && m->whole_first < m->first)
			memcpy(who->country, a->actors.v[state].country, sizeof who->country);
	}
	/* titles taken into the run: "French President X" */
	for (uint32_t i = m->whole_first; i < m->first && !who->country[0]; i++) {
		span raw = span_in(a->text, word_of(a, i)->where);
		const place *p = places_find(a->engine->places, raw);
		if (p && p->acts && places_find_kind(a->engine->places, raw) != PLACE_CODE)
			memcpy(who->country, p->code, sizeof who->country);
	}
	/* "president of France", ", director of Human Rights Watch" */
	uint32_t i = m->end;
	if (!word_is(a, i, ","))
		return;
	for (uint32_t k = i + 1; k < i + 12; k++) {
		const word *w = word_of(a, k);
		if (w->pos == POS_VERB || (w->kind == TOKEN_MARK && k > i + 1))
			break;
		if ((word_is(a, k, "of") || word_is(a, k, "at") || word_is(a, k, "for") || word_is(a, k, "with"))) {
			uint32_t j = k + 1;
			while (j < k + 4 && word_of(a, j)->pos == POS_DET)
				j++;
			int32_t x = word_of(a, j)->mention;
			if (x == NONE || a->mentions.v[x].actor == NONE)
				continue;
			const actor *other = &a->actors.v[a->mentions.v[x].actor];
			if (other->type == ACTOR_BODY || other->type == ACTOR_STATE) {
				if (who->of == NONE)
					who->of = a->mentions.v[x].actor;
				if (!who->country[0] && other->type == ACTOR_STATE)
					memcpy(who->country, other->country, sizeof who->country);
				if (range_empty(who->role))
					who->role = words_range(a, i + 1, a->mentions.v[x].end);
			}
		}
	}
}

/* "Syrian Expatriates Organization" is the SEO of the same document, told so or not. */
static bool note_initials(name_index *x, int32_t number, const mention *m)
{
	char initials[12];
	size_t n = 0;
	for (uint32_t i = m->first; i < m->end && n < sizeof initials; i++) {
		const word *w = word_of(x->a, i);
		if ((w->flags & TOKEN_CAPITAL) && w->form.n && (unsigned char)w->form.p[0] < 0x80)
			initials[n++] = w->form.p[0];
	}
	if (n < 3 || n == sizeof initials)
		return true;
	span key = arena_span(x->a->arena, (span){initials, n});
	size_t *slot = key.p ? map_put(&x->full, key, NULL) : NULL;
	if (slot && !*slot)
		*slot = (size_t)number + 1;
	return slot != NULL;
}

/* Persons and bodies in two rounds: full names make actors, short ones then find theirs. */
static onus_status resolve_one(name_index *x, int32_t m, bool full, onus_error *err)
{
	analysis *a = x->a;
	mention *one = &a->mentions.v[m];
	span name = words_name(a, one->first, one->end), key = folded(a, name);
	if (!name.p || !key.p)
		return fail_memory(err, "telling who is who");
	bool single = one->end - one->first == 1 || span_find(key, SPAN(" "), 0) == SIZE_MAX;
	if (full && single && one->type != ACTOR_BODY)
		return ONUS_OK;
	size_t *slot = map_find(&x->full, key);
	int32_t number = slot ? (int32_t)*slot - 1 : NONE;
	if (number == NONE && (one->type == ACTOR_PERSON || one->type == ACTOR_UNKNOWN)) {
		size_t *last = map_find(&x->parts, last_word(key)), *first = map_find(&x->parts, first_word(key));
		size_t *candidates[2] = {last, first};
		for (int c = 0; c < 2 && number == NONE; c++) {
			if (!candidates[c])
				continue;
			int32_t who = (int32_t)*candidates[c] - 1;
			span theirs = folded(a, a->actors.v[who].name);
			if (!theirs.p)
				return fail_memory(err, "telling who is who");
			if (words_within(key, theirs)) {
				number = who;
			} else if (words_within(theirs, key) && one->type == ACTOR_PERSON) {
				number = who;
				a->actors.v[who].name = name;
				a->actors.v[who].where = words_range(a, one->first, one->end);
			}
		}
	}
	if (number == NONE) {
		actor_type type = (actor_type)one->type;
		number = actor_new(a, type, name, words_range(a, one->first, one->end));
		if (number == NONE)
			return fail_memory(err, "telling who is who");
	}
	actor *who = &a->actors.v[number];
	one->actor = number;
	if (who->type == ACTOR_UNKNOWN)
		who->type = one->type;
	else
		one->type = who->type;
	if (!actor_alias(a, number, name) || !note_name(x, number, key, who->type == ACTOR_PERSON))
		return fail_memory(err, "telling who is who");
	if (who->type == ACTOR_BODY && full && !note_initials(x, number, one))
		return fail_memory(err, "telling who is who");
	span acronym = acronym_behind(a, one);
	if (acronym.n) {
		a->actors.v[number].acronym = acronym;
		span short_key = folded(a, acronym);
		if (!short_key.p || !note_name(x, number, short_key, false))
			return fail_memory(err, "telling who is who");
	}
	if (a->actors.v[number].type == ACTOR_PERSON)
		affiliate(a, number, one);
	return ONUS_OK;
}

onus_status mention_resolve(analysis *a, onus_error *err)
{
	name_index x = {a, map_make(a->arena), map_make(a->arena)};
	size_t n = a->mentions.n;
	for (size_t i = 0; i < n; i++) {
		const mention *m = &a->mentions.v[i];
		if (m->type != ACTOR_STATE && m->type != ACTOR_PLACE)
			continue;
		span raw = words_name(a, m->first, m->end);
		if (!raw.p)
			return fail_memory(err, "telling who is who");
		TRY(resolve_place(a, (int32_t)i, raw, err));
	}
	for (int round = 0; round < 2; round++)
		for (size_t i = 0; i < n; i++)
			if (a->mentions.v[i].actor == NONE)
				TRY(resolve_one(&x, (int32_t)i, round == 0, err));
	for (size_t i = 0; i < n; i++) {
		mention *m = &a->mentions.v[i];
		if (m->actor == NONE)
			continue;
		actor *who = &a->actors.v[m->actor];
		who->mentions++;
		if (who->first_mention == NONE)
			who->first_mention = (int32_t)i;
		if (m->type == ACTOR_UNKNOWN)
			m->type = who->type;
	}
	return ONUS_OK;
}
