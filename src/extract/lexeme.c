/* SPDX-License-Identifier: Apache-2.0 */
/* Readings of a form: undoing regular inflection against the lists. */
#include "extract/rules.h"

enum { N, V, A, R };

static const base_word *word_find(const rules *r, span lemma)
{
	const size_t *slot = map_find(&r->words, lemma);
	return slot ? &r->base_words.v[*slot] : NULL;
}

static void join(class_set *set, const class_set *more)
{
	for (int i = 0; i < CLASS_WORDS; i++)
		set->bits[i] |= more->bits[i];
}

static void read_verb(lexeme *x, const base_word *w, uint8_t forms, float share)
{
	if (!x->verb.n || x->as_verb < (float)w->counts[V] * share)
		x->verb = w->lemma;
	x->forms |= forms;
	x->as_verb += (float)w->counts[V] * share;
	x->senses |= w->senses & (SENSE_SAYING | SENSE_SOCIAL | SENSE_MOTION);
	join(&x->classes, &w->classes);
	x->known = true;
}

static void read_noun(lexeme *x, const base_word *w, bool plural, float share)
{
	if (!x->noun.n || x->as_noun < (float)w->counts[N] * share) {
		x->noun = w->lemma;
		x->plural = plural;
	}
	x->as_noun += (float)w->counts[N] * share;
	x->senses |= w->senses & (SENSE_PERSON | SENSE_GROUP | SENSE_PLACE | SENSE_TIME | SENSE_ACT | SENSE_EVENT);
	join(&x->classes, &w->classes);
	x->known = true;
}

/* The form without its last `cut` bytes and with `add` behind. */
static const base_word *stem(const rules *r, span form, size_t cut, const char *add)
{
	char word[64];
	size_t n = form.n - cut, more = strlen(add);
	if (form.n <= cut || n < 2 || n + more > sizeof word)
		return NULL;
	memcpy(word, form.p, n);
	memcpy(word + n, add, more);
	return word_find(r, (span){word, n + more});
}

static bool doubled(span form, size_t cut)
{
	return form.n > cut + 2 && form.p[form.n - cut - 1] == form.p[form.n - cut - 2];
}

static const base_word *verb_stem(const rules *r, span form, size_t cut)
{
	const base_word *w = NULL;
	if (cut == 2 && form.n > 4 && form.p[form.n - 3] == 'i') /* -ied */
		w = stem(r, form, 3, "y");
	if (!w || !w->counts[V])
		w = stem(r, form, cut, "e");
	const base_word *plain = stem(r, form, cut, "");
	if (plain && plain->counts[V] && (!w || !w->counts[V] || plain->counts[V] > w->counts[V]))
		w = plain;
	if ((!w || !w->counts[V]) && doubled(form, cut))
		w = stem(r, form, cut + 1, "");
	if ((!w || !w->counts[V]) && cut == 3 && form.n > 5 && form.p[form.n - 4] == 'y')
		w = stem(r, form, 4, "ie"); /* lying */
	return w && w->counts[V] ? w : NULL;
}

static void read_s(const rules *r, span form, lexeme *x)
{
	const base_word *candidates[3] = {stem(r, form, 1, ""), NULL, NULL};
	if (span_ends(form, SPAN("es")))
		candidates[1] = stem(r, form, 2, "");
	if (span_ends(form, SPAN("ies")))
		candidates[2] = stem(r, form, 3, "y");
	for (int i = 0; i < 3; i++) {
		const base_word *w = candidates[i];
		if (!w || (i == 1 && candidates[0]))
			continue;
		if (w->counts[V])
			read_verb(x, w, FORM_S, 0.25f);
		if (w->counts[N])
			read_noun(x, w, true, 0.4f);
		if (!w->counts[V] && !w->counts[N])
			join(&x->classes, &w->classes);
	}
}

/* Adjectives in -er and -est. */
static void read_comparison(const rules *r, span form, size_t cut, lexeme *x)
{
	const base_word *w = stem(r, form, cut, "");
	if (!w || !w->counts[A])
		w = stem(r, form, cut, "e");
	if ((!w || !w->counts[A]) && form.n > cut + 2 && form.p[form.n - cut - 1] == 'i')
		w = stem(r, form, cut + 1, "y");
	if ((!w || !w->counts[A]) && doubled(form, cut))
		w = stem(r, form, cut + 1, "");
	if (w && w->counts[A] > 2) {
		x->as_adj += (float)w->counts[A] * 0.1f;
		x->known = true;
	}
}

lexeme rules_read(const rules *r, span form)
{
	lexeme x = {0};
	if (form.n > 60 || form.n == 0)
		return x;
	const base_word *w = word_find(r, form);
	if (w) {
		x.known = true;
		x.classes = w->classes;
		join(&x.classes, &w->form_classes);
		if (w->counts[V])
			read_verb(&x, w, FORM_BASE, 0.5f);
		if (w->counts[N])
			read_noun(&x, w, false, 0.7f);
		x.as_adj += (float)w->counts[A];
		x.as_adv += (float)w->counts[R];
	}
	const size_t *first = map_find(&r->irregular_forms, form);
	bool irregular_verb = false;
	for (size_t i = first ? *first : 0; i; i = r->irregulars.v[i - 1].next) {
		const irregular *one = &r->irregulars.v[i - 1];
		const base_word *base = word_find(r, one->lemma);
		if (base && one->forms) {
			read_verb(&x, base, one->forms, x.as_verb > 0 && irregular_verb ? 0.05f : 0.3f);
			irregular_verb = true;
		} else if (base) {
			read_noun(&x, base, true, 0.4f);
		}
	}
	if (form.n > 3 && form.p[form.n - 1] == 's' && !span_ends(form, SPAN("ss")) && !(w && w->counts[N] > 20))
		read_s(r, form, &x);
	if (form.n > 3 && span_ends(form, SPAN("ed")) && !irregular_verb) {
		const base_word *v = verb_stem(r, form, 2);
		if (v)
			read_verb(&x, v, FORM_PAST | FORM_PARTICIPLE, 0.4f);
	}
	if (form.n > 4 && span_ends(form, SPAN("ing"))) {
		const base_word *v = verb_stem(r, form, 3);
		if (v)
			read_verb(&x, v, FORM_ING, 0.3f);
	}
	if (!w && form.n > 4 && span_ends(form, SPAN("er")))
		read_comparison(r, form, 2, &x);
	if (!w && form.n > 5 && span_ends(form, SPAN("est")))
		read_comparison(r, form, 3, &x);
	return x;
}
