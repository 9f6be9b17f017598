/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/pass_visit.h"

/* The longest name of a state has as many words as this. */
enum { PLACE_WORDS = 8 };

static const place *place_of(const analysis *a, range where, place_name_kind *ret_kind)
{
	span words = span_in(a->text, where);
	const place_name *const *all = NULL;
	size_t n = places_lookup(a->engine->places, words, &all);
	*ret_kind = PLACE_NO_NAME;
	for (size_t i = 0; i < n; i++) {
		if (all[i]->kind == PLACE_DEMONYM || all[i]->kind == PLACE_SEAT)
			continue;
		*ret_kind = all[i]->kind;
		return all[i]->place;
	}
	return NULL;
}

static bool is_name_word(const analysis *a, int64_t i)
{
	const word *w = word_of(a, i);
	return w->kind == TOKEN_WORD && (w->flags & TOKEN_CAPITAL) && w->dated == NONE && w->pos != POS_PRON &&
	       !form_among(a, i, "the he she i");
}

/* The name at word i: a mention of a place or state, or capitals that nothing else has claimed. Returns its end, 0: none. */
static int64_t name_at(const analysis *a, int64_t i, int64_t end, bool known, bool *ret_mention)
{
	int32_t m = word_of(a, i)->mention;
	*ret_mention = false;
	if (m != NONE) {
		const mention *x = &a->mentions.v[m];
		if (x->kind == MENTION_ADJECTIVE || x->kind == MENTION_PRONOUN || x->possessive)
			return 0;
		if ((x->type == ACTOR_PLACE || x->type == ACTOR_STATE) && x->kind == MENTION_NAME) {
			*ret_mention = true;
			return x->end;
		}
		if (x->type != ACTOR_UNKNOWN && x->type != ACTOR_PERSON)
			return 0;
	}
	if (!is_name_word(a, i))
		return 0;
	int64_t e = i;
	while (e < end && is_name_word(a, e))
		e++;
	place_name_kind kind;
	const place *p = place_of(a, words_range(a, (uint32_t)i, (uint32_t)e), &kind);
	if (p) {
		*ret_mention = true;
		return e;
	}
	if (known || e - i > 4)
		return 0;
	if (m != NONE && (a->mentions.v[m].type != ACTOR_UNKNOWN || a->mentions.v[m].end < (uint32_t)e))
		return 0;
	return e;
}

/* The longest name of the table of places at word i ("People's Republic of China"); its end, 0: none. */
static int64_t known_name_at(const analysis *a, int64_t i, int64_t end)
{
	if (!(word_of(a, i)->flags & TOKEN_CAPITAL) || word_of(a, i)->kind != TOKEN_WORD)
		return 0;
	int32_t m = word_of(a, i)->mention;
	if (m != NONE) {
		const mention *x = &a->mentions.v[m];
		bool other = x->type == ACTOR_PERSON || x->type == ACTOR_BODY || x->type == ACTOR_OFFICE;
		if (other || x->kind == MENTION_ADJECTIVE ||
		    (x->possessive && x->end == (uint32_t)(i + 1) && !form_among(a, i + 2, "republic democratic")))
			return 0;
	}
	for (int64_t e = i + PLACE_WORDS < end ? i + PLACE_WORDS : end; e > i; e--) {
		if (word_of(a, e - 1)->kind == TOKEN_MARK || !(word_of(a, e - 1)->flags & TOKEN_CAPITAL))
			continue;
		place_name_kind kind;
		if (place_of(a, words_range(a, (uint32_t)i, (uint32_t)e), &kind))
			return e;
	}
	return 0;
}

static int64_t past_article(const analysis *a, int64_t i)
{
	while (form_among(a, i, "the nearby neighbouring neighboring"))
		i++;
	return i;
}

static bool is_direction(const analysis *a, int64_t i)
{
	return form_among(
	    a, i,
	    "northeast northwest southeast southwest northern southern eastern western north south east west "
	    "north-east north-west south-east south-west central occupied northeastern northwestern southeastern "
	    "southwestern");
}

/* One place, with the state behind a comma: "Kinshasa, Democratic Republic of the Congo (DRC)". */
static bool stop_read(const analysis *a, int64_t i, int64_t end, bool known, stop *ret_stop, int64_t *ret_end)
{
	i = past_article(a, i);
	int64_t first = i;
	bool mentioned = false;
	int64_t e = known_name_at(a, i, end);
	while (e == 0 && is_direction(a, i) && word_of(a, i)->mention == NONE)
		i++;
	if (e == 0)
		e = known_name_at(a, i, end);
	if (e == 0)
		e = name_at(a, i, end, known, &mentioned);
	/* "the Kingdom of Morocco", "the Federal Republic of Germany": the mention may begin later */
	if (e == 0 && form_among(a, i, "kingdom republic federal state government")) {
		int64_t k = i;
		while (k < end && k < i + 4 && !form_among(a, k, "of"))
			k++;
		if (form_among(a, k, "of"))
			e = name_at(a, past_article(a, k + 1), end, known, &mentioned);
	}
	if (e == 0)
		return false;
	stop s = {.where = words_range(a, (uint32_t)first, (uint32_t)e)};
	place_name_kind kind;
	const place *p = place_of(a, words_range(a, (uint32_t)i, (uint32_t)e), &kind);
	int32_t m = word_of(a, e - 1)->mention;
	if (!p && m != NONE && a->mentions.v[m].type == ACTOR_STATE && a->mentions.v[m].actor >= 0)
		p = places_by_code(a->engine->places, span_of(a->actors.v[a->mentions.v[m].actor].country));
	if (p && p->region) {
		s.city = span_in(a->text, s.where);
		s.state = places_by_code(a->engine->places, span_of(p->code));
	} else if (p && kind == PLACE_CAPITAL) {
		s.city = span_in(a->text, s.where);
		s.state = p;
	} else if (p) {
		s.state = p;
		if (first < i)
			s.city = span_in(a->text, s.where);
	} else {
		s.city = span_in(a->text, s.where);
		if (m != NONE && a->mentions.v[m].actor >= 0 && a->actors.v[a->mentions.v[m].actor].country[0])
			s.state =
			    places_by_code(a->engine->places, span_of(a->actors.v[a->mentions.v[m].actor].country));
	}
	if (form_among(a, e, ",") && form_among(a, e + 1, "d.c. dc"))
		e += 2;
	/* the state after a comma */
	if (s.city.n && form_among(a, e, ",")) {
		int64_t k = past_article(a, e + 1);
		bool also = false;
		int64_t ke = name_at(a, k, end, true, &also);
		if (ke) {
			place_name_kind kk;
			const place *q = place_of(a, words_range(a, (uint32_t)k, (uint32_t)ke), &kk);
			bool state = q && (kk == PLACE_NAME || kk == PLACE_OTHER || kk == PLACE_CODE || q->region);
			if (state && (!s.state || strcmp(s.state->code, q->code) == 0 || kind == PLACE_NO_NAME)) {
				s.state = q->region ? places_by_code(a->engine->places, span_of(q->code)) : q;
				e = ke;
			}
		}
	}
	if (form_among(a, e, "(")) {
		int64_t k = e;
		while (k < end && k < e + 6 && !form_among(a, k, ")"))
			k++;
		if (form_among(a, k, ")"))
			e = k + 1;
	}
	*ret_stop = s;
	*ret_end = e;
	return true;
}

static int64_t date_read(const analysis *a, int64_t i, stop *s)
{
	int64_t k = i;
	if (form_among(a, k, ","))
		k++;
	if (form_among(a, k, "on from in between for"))
		k++;
	int32_t d = word_of(a, k)->dated;
	if (d == NONE || a->dates.v[d].first != (uint32_t)k)
		return i;
	s->from = a->dates.v[d].from;
	s->until = a->dates.v[d].until;
	s->date_at = words_range(a, a->dates.v[d].first, a->dates.v[d].end);
	return a->dates.v[d].end;
}

bool stops_read(const analysis *a, int64_t i, int64_t end, bool known, stops *out)
{
	out->n = 0;
	out->end = i;
	while (out->n < STOPS_MAX) {
		stop s;
		int64_t e = 0;
		if (!stop_read(a, i, end, known, &s, &e))
			break;
		e = date_read(a, e, &s);
		out->v[out->n++] = s;
		out->end = e;
		i = e;
		bool more = false;
		while (i < end && i < e + 5 &&
		       (form_among(a, i, ", ; and then to well later finally subsequently followed by") ||
			(form_among(a, i, "as") && (form_among(a, i + 1, "well") || form_among(a, i - 1, "well"))))) {
			/* "and to discuss", "to meet" are not read: no place follows them */
			more = true;
			i++;
		}
		if (!more)
			break;
	}
	/* "Rome and Matera, Italy, June 27-29": one date at the end of a list is the journey's */
	size_t n_dated = 0;
	for (size_t k = 0; k < out->n; k++)
		n_dated += out->v[k].from.year != 0;
	if (out->n > 1 && n_dated == 1 && out->v[out->n - 1].from.year) {
		stop *last = &out->v[out->n - 1];
		out->v[0].from = last->from;
		out->v[0].date_at = last->date_at;
		last->from = (date){0};
	}
	return out->n > 0;
}

void stops_date(const analysis *a, stops *s, int32_t at)
{
	if (at == NONE || s->n == 0)
		return;
	for (size_t i = 0; i < s->n; i++)
		if (s->v[i].from.year || s->v[i].until.year)
			return;
	const dated *d = &a->dates.v[at];
	stop *first = &s->v[0], *last = &s->v[s->n - 1];
	if (!d->before)
		first->from = d->from;
	if (!d->since)
		last->until = d->until;
	first->date_at = last->date_at = words_range(a, d->first, d->end);
}

bool stop_same(const stop *x, const stop *y)
{
	if (x->state && y->state)
		return strcmp(x->state->code, y->state->code) == 0 &&
		       (x->city.n == 0 || y->city.n == 0 || span_equal(x->city, y->city));
	return x->city.n && span_equal(x->city, y->city);
}
