/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The vote. A document's mentions say what their names are:
 *	- a mention votes for its whole name, with its probability (the least of its words');
 *	- a person of several words who is sure votes for the first and for the last word too: "Xi" after "Xi Jinping";
 *	- a body of several words that is sure votes for its initials: "HRW" after "Human Rights Watch";
 *	- a place where the name stands and nothing was found votes against it.
 * Where one type has nearly all the votes and one sure mention, the places that have the name and another reading get
 * BONUS on the scores of the name's tags, and the sentence is decoded anew: the network's own scores and the moves keep
 * the last word, so a doubtful place gives way and a sure one does not.
 *
 * Places and bodies do not turn each other: a state that acts is a body in one sentence and a place in the next, and
 * both are right. The numbers below were chosen on the development part of EWT with a model that had seen little yet:
 * F 62.3 without the vote, 62.7 with it.
 */
#include "language/entity.h"

#include "base/map.h"
#include "base/utf8.h"
#include "text/fold.h"

enum { PER, ORG, LOC, TYPES };

/* Least probability of a mention that votes, and of one that is sure. */
#define LEAST 0.5f
#define SURE  0.7f
/* The winner's share of the votes, those against it included. */
#define SHARE 0.7f
/* Added to the scores of the name's tags, at most; a single sure mention is worth half of it. */
#define BONUS 3.0f
/* A mention as sure as this keeps its words from names across its ends. Of names within it, each does. */
#define FIRM 0.6f
/* Words of the longest name that is looked for, and bytes of a name. */
enum { LONGEST = 8, NAME_BYTES = 256 };

typedef struct mention {
	uint32_t first, end; /* words */
	unsigned type;
	float p;
} mention;

typedef struct name {
	float votes[TYPES], against;
	float surest;
	unsigned type;  /* the winner */
	bool is_said;   /* there is a winner */
	bool is_common; /* the document has it as a word in lower case too */
} name;

/* A place where a name stands. */
typedef struct place {
	uint32_t sentence, first, end;
	uint32_t name;
} place;

typedef struct vote {
	arena *a;
	const float *moves;
	language_sentence *sentences;
	const float *const *scores;
	map name_numbers; /* by folded form, words with one space between; initials as capitals */
	VEC(name) names;
	map longest; /* of names that begin with this word: how many words the longest has */
	VEC(place) places;
} vote;

/* ---- words and mentions ---- */

static bool is_capital(span form)
{
	size_t at = 0;
	return form.n > 0 && text_is_upper(utf8_next(form, &at));
}

static bool is_all_capitals(span form)
{
	for (size_t at = 0; at < form.n;) {
		if (!text_is_upper(utf8_next(form, &at)))
			return false;
	}
	return form.n > 0;
}

/* Letters that stand for a word by themselves: a capital, and no initial or abbreviation. */
static bool is_name_word(span form)
{
	return is_capital(form) && form.n > 1 && form.p[form.n - 1] != '.';
}

/* The mention that begins at word `first`; of no words when there is none. */
static mention mention_at(const language_sentence *s, uint32_t first)
{
	uint8_t tag = s->words[first].entity;
	mention m = {.first = first, .end = first};
	if (tag == ENTITY_NONE)
		return m;
	m.type = (tag - 1u) / 2;
	m.p = s->words[first].entity_p;
	for (m.end = first + 1; m.end < s->n && s->words[m.end].entity == ENTITY_PER_IN + 2 * m.type; m.end++) {
		if (s->words[m.end].entity_p < m.p)
			m.p = s->words[m.end].entity_p;
	}
	return m;
}

/* Appends the word's folded form: as text_fold, which costs more, has it. */
static void fold_word(span form, str *out)
{
	for (size_t i = 0; i < form.n; i++) {
		if ((unsigned char)form.p[i] >= 0x80) {
			text_fold(form, out);
			return;
		}
	}
	for (size_t i = 0; i < form.n; i++)
		str_addc(out, (char)(form.p[i] >= 'A' && form.p[i] <= 'Z' ? form.p[i] + 32 : form.p[i]));
}

/* What is too long for a name makes *out failed until the next time. */
static void fold_words(const language_sentence *s, uint32_t first, uint32_t end, str *out)
{
	str_clear(out);
	for (uint32_t i = first; i < end; i++) {
		if (i > first)
			str_addc(out, ' ');
		fold_word(s->words[i].form, out);
	}
}

/* ---- names ---- */

/* The name's record, made if it is new; NULL when memory ran out. Good until the next is made. */
static name *name_of(vote *v, span key)
{
	size_t *number = map_find(&v->name_numbers, key);
	if (number)
		return &v->names.v[*number];
	span kept = arena_span(v->a, key);
	name *slot = vec_push(&v->names, v->a);
	number = kept.p ? map_put(&v->name_numbers, kept, NULL) : NULL;
	if (!slot || !number)
		return NULL;
	*number = v->names.n - 1;
	return slot;
}

static bool cast(vote *v, span key, uint32_t n_words, unsigned type, float p)
{
	name *n = key.n > 0 ? name_of(v, key) : NULL;
	if (!n)
		return key.n == 0;
	n->votes[type] += p;
	n->surest = p > n->surest ? p : n->surest;
	size_t first_bytes = span_find(key, SPAN(" "), 0);
	span first = span_slice(key, 0, first_bytes);
	size_t *longest = map_find(&v->longest, first);
	if (!longest) {
		span kept = arena_span(v->a, first);
		longest = kept.p ? map_put(&v->longest, kept, NULL) : NULL;
	}
	if (longest && *longest < n_words)
		*longest = n_words;
	return longest != NULL;
}

/* "HRW" of Human Rights Watch, of three words or more; small words have no letter in it. */
static void initials(const language_sentence *s, const mention *m, str *out)
{
	uint32_t n = 0;
	str_clear(out);
	for (uint32_t i = m->first; i < m->end; i++) {
		span form = s->words[i].form;
		size_t at = 0;
		if (!is_capital(form))
			continue;
		str_add_rune(out, utf8_next(form, &at));
		n++;
	}
	if (n < 3)
		str_clear(out);
}

static bool cast_mention(vote *v, const language_sentence *s, const mention *m, str *key)
{
	uint32_t n = m->end - m->first;
	if (m->p < LEAST || n > LONGEST || !is_capital(s->words[m->first].form))
		return true;
	fold_words(s, m->first, m->end, key);
	if (!key->failed && !cast(v, str_span(key), n, m->type, m->p))
		return false;
	if (n == 1 || m->p < SURE)
		return true;
	if (m->type == ORG) {
		initials(s, m, key);
		return key->failed || cast(v, str_span(key), 1, ORG, m->p);
	}
	const uint32_t ends[] = {m->first, m->end - 1};
	for (int i = 0; m->type == PER && i < 2; i++) {
		if (!is_name_word(s->words[ends[i]].form))
			continue;
		fold_words(s, ends[i], ends[i] + 1, key);
		if (!key->failed && !cast(v, str_span(key), 1, PER, m->p))
			return false;
	}
	return true;
}

static bool cast_all(vote *v, size_t n, str *key)
{
	for (size_t i = 0; i < n; i++) {
		const language_sentence *s = &v->sentences[i];
		for (uint32_t k = 0; k < s->n;) {
			mention m = mention_at(s, k);
			if (m.end > m.first) {
				if (!cast_mention(v, s, &m, key))
					return false;
			}
			k = m.end > k ? m.end : k + 1;
		}
	}
	return true;
}

/* ---- where names stand ---- */

/* The longest name at a word; its number, or SIZE_MAX, and its end. */
static size_t name_at(const vote *v, const language_sentence *s, uint32_t first, str *key, uint32_t *ret_end)
{
	span form = s->words[first].form;
	size_t *number = is_all_capitals(form) ? map_find(&v->name_numbers, form) : NULL;
	*ret_end = first + 1;
	if (number)
		return *number;
	fold_words(s, first, first + 1, key);
	size_t *longest = key->failed ? NULL : map_find(&v->longest, str_span(key));
	size_t n = longest ? *longest : 0;
	for (n = n < s->n - first ? n : s->n - first; n > 0; n--) {
		fold_words(s, first, first + (uint32_t)n, key);
		number = key->failed ? NULL : map_find(&v->name_numbers, str_span(key));
		*ret_end = first + (uint32_t)n;
		if (number)
			return *number;
	}
	return SIZE_MAX;
}

/* Votes against a name: a place where all its words are nothing. */
static void count_nothing(const language_sentence *s, uint32_t first, uint32_t end, name *n)
{
	float p = 1;
	for (uint32_t i = first; i < end; i++) {
		if (s->words[i].entity != ENTITY_NONE)
			return;
		p = s->words[i].entity_p < p ? s->words[i].entity_p : p;
	}
	n->against += p;
}

static bool find_places(vote *v, size_t n, str *key)
{
	for (size_t i = 0; i < n; i++) {
		const language_sentence *s = &v->sentences[i];
		for (uint32_t k = 0, end; k < s->n; k = end) {
			span form = s->words[k].form;
			end = k + 1;
			if (!is_capital(form)) {
				size_t *word =
				    s->words[k].entity == ENTITY_NONE ? map_find(&v->name_numbers, form) : NULL;
				if (word)
					v->names.v[*word].is_common = true;
				continue;
			}
			size_t number = name_at(v, s, k, key, &end);
			if (number == SIZE_MAX)
				continue;
			place *p = vec_push(&v->places, v->a);
			if (!p)
				return false;
			*p = (place){(uint32_t)i, k, end, (uint32_t)number};
			count_nothing(s, k, end, &v->names.v[number]);
		}
	}
	return true;
}

/* ---- what is said, and saying it ---- */

static void count_votes(vote *v)
{
	for (size_t i = 0; i < v->names.n; i++) {
		name *n = &v->names.v[i];
		float bodies = n->votes[ORG] + n->votes[LOC];
		float all = n->votes[PER] + bodies + n->against;
		bool is_person = n->votes[PER] >= bodies;
		n->type = is_person ? PER : n->votes[ORG] >= n->votes[LOC] ? ORG : LOC;
		n->is_said = n->surest >= SURE && (is_person ? n->votes[PER] : bodies) >= SHARE * all;
	}
}

/* No word with letters stands before it: its capital may be the sentence's. */
static bool is_at_beginning(const language_sentence *s, uint32_t word)
{
	while (word > 0) {
		span form = s->words[--word].form;
		size_t at = 0;
		if (form.n > 0 && text_is_letter(utf8_next(form, &at)))
			return false;
	}
	return true;
}

/* Whether the place has another reading that may give way. `mentions` are those of its sentence from the first on that
 * does not end before the place. */
static bool may_change(const vote *v, const language_sentence *s, const place *p, const mention *mentions,
		       size_t n_mentions)
{
	const name *n = &v->names.v[p->name];
	if (!n->is_said)
		return false;
	bool is_same = true;
	size_t i = 0;
	for (; i < n_mentions && mentions[i].first < p->end; i++) {
		const mention *m = &mentions[i];
		bool is_whole = m->first == p->first && m->end == p->end;
		bool is_around = m->first <= p->first && m->end >= p->end;
		bool is_across = m->first < p->first || m->end > p->end;
		if (!is_whole && (is_around || (is_across && m->p >= FIRM)))
			return false;
		is_same = is_same && is_whole && (m->type == n->type || (m->type != PER && n->type != PER));
	}
	return i == 0 ? !n->is_common || !is_at_beginning(s, p->first) : !is_same;
}

static void raise(const vote *v, const place *p, float *scores)
{
	const name *n = &v->names.v[p->name];
	float weight = n->votes[n->type] * 0.5f;
	float bonus = weight < 1 ? weight * BONUS : BONUS;
	for (uint32_t i = p->first; i < p->end; i++) {
		unsigned tag = (i == p->first ? ENTITY_PER_BEGIN : ENTITY_PER_IN) + 2 * n->type;
		scores[i * ENTITY_COUNT + tag] += bonus;
	}
}

typedef struct second {
	float *scores, *p;
	uint8_t *tags;
	mention *mentions;
	void *scratch;
} second;

static void decode_again(language_sentence *s, const float *moves, const second *room)
{
	entity_decode(room->scores, s->n, moves, room->scratch, room->tags, room->p);
	bool is_changed = false;
	for (uint32_t i = 0; i < s->n; i++)
		is_changed |= room->tags[i] != s->words[i].entity;
	for (uint32_t i = 0; is_changed && i < s->n; i++) {
		s->words[i].entity = room->tags[i];
		s->words[i].entity_p = room->p[i];
	}
}

/* The places of one sentence. */
static void apply_to(const vote *v, const place *places, size_t n, const second *room)
{
	uint32_t number = places[0].sentence;
	language_sentence *s = &v->sentences[number];
	size_t n_mentions = 0, at = 0;
	for (uint32_t k = 0; k < s->n;) {
		mention m = mention_at(s, k);
		if (m.end > m.first)
			room->mentions[n_mentions++] = m;
		k = m.end > k ? m.end : k + 1;
	}
	bool is_raised = false;
	for (size_t i = 0; i < n; i++) {
		while (at < n_mentions && room->mentions[at].end <= places[i].first)
			at++;
		if (!may_change(v, s, &places[i], room->mentions + at, n_mentions - at))
			continue;
		if (!is_raised)
			memcpy(room->scores, v->scores[number], s->n * ENTITY_COUNT * sizeof *room->scores);
		is_raised = true;
		raise(v, &places[i], room->scores);
	}
	if (is_raised)
		decode_again(s, v->moves, room);
}

static bool apply(const vote *v, size_t n_sentences)
{
	uint32_t longest = 0;
	for (size_t i = 0; i < n_sentences; i++)
		longest = v->sentences[i].n > longest ? v->sentences[i].n : longest;
	second room = {
	    .scores = arena_calloc(v->a, longest, ENTITY_COUNT * sizeof *room.scores),
	    .p = arena_calloc(v->a, longest, sizeof *room.p),
	    .tags = arena_alloc(v->a, longest),
	    .mentions = arena_calloc(v->a, longest, sizeof *room.mentions),
	    .scratch = arena_alloc(v->a, entity_scratch_bytes(longest)),
	};
	if (!room.scores || !room.p || !room.tags || !room.mentions || !room.scratch)
		return false;
	for (size_t i = 0, n; i < v->places.n; i += n) {
		for (n = 1; i + n < v->places.n && v->places.v[i + n].sentence == v->places.v[i].sentence; n++) {
		}
		apply_to(v, v->places.v + i, n, &room);
	}
	return true;
}

onus_status entity_vote(const float *const *scores, const float *moves, language_sentence *sentences, size_t n,
			arena *a, onus_error *err)
{
	vote v = {.a = a,
		  .moves = moves,
		  .sentences = sentences,
		  .scores = scores,
		  .name_numbers = map_make(a),
		  .longest = map_make(a)};
	/* All the memory at once: later it fails only for what is too long for a name. */
	STR_AUTO key = str_make(NAME_BYTES);
	for (int i = 0; i < NAME_BYTES; i++)
		str_addc(&key, ' ');
	if (key.failed)
		return fail_memory(err, "voting on names");
	if (!cast_all(&v, n, &key))
		return fail_memory(err, "voting on names");
	if (v.names.n == 0)
		return ONUS_OK;
	if (!find_places(&v, n, &key))
		return fail_memory(err, "voting on names");
	count_votes(&v);
	return apply(&v, n) ? ONUS_OK : fail_memory(err, "voting on names");
}
