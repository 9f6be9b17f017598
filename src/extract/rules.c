/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/rules.h"

typedef struct loader {
	rules *r;
	arena *arena;
	const char *file;
	size_t line;
	rule *open;    /* the rule whose lines are read */
	span key;      /* the key whose value goes on in the next line */
	class_set set; /* the class list that goes on */
	bool in_class;
	onus_error *err;
} loader;

static onus_status bad(const loader *l, const char *what, span words)
{
	return fail(l->err, ONUS_ERR_INPUT, "%s, line %zu: %s: %s", l->file, l->line, what, SAFE_SPAN(words));
}

static onus_status no_memory(const loader *l)
{
	return fail_memory(l->err, "loading the rules");
}

static span next_word(span *rest)
{
	size_t at = 0;
	while (at < rest->n && (rest->p[at] == ' ' || rest->p[at] == '\t'))
		at++;
	size_t end = at;
	while (end < rest->n && rest->p[end] != ' ' && rest->p[end] != '\t')
		end++;
	span word = span_slice(*rest, at, end);
	*rest = span_slice(*rest, end, rest->n);
	return word;
}

static void class_add(class_set *set, int number)
{
	set->bits[number / 64] |= (uint64_t)1 << (number % 64);
}

static void class_join(class_set *set, const class_set *more)
{
	for (int i = 0; i < CLASS_WORDS; i++)
		set->bits[i] |= more->bits[i];
}

static onus_status class_number(loader *l, span name, int *ret_number)
{
	bool new = false;
	size_t *slot = map_put(&l->r->class_names, name, &new);
	if (!slot)
		return no_memory(l);
	if (new) {
		if (l->r->class_names.n > CLASS_MAX)
			return bad(l, "too many word classes", name);
		*slot = l->r->class_names.n - 1;
	}
	*ret_number = (int)*slot;
	return ONUS_OK;
}

static base_word *word_put(loader *l, span lemma)
{
	bool new = false;
	size_t *slot = map_put(&l->r->words, lemma, &new);
	if (!slot)
		return NULL;
	if (new) {
		base_word *w = vec_push(&l->r->base_words, l->arena);
		if (!w)
			return NULL;
		w->lemma = lemma;
		*slot = l->r->base_words.n - 1;
	}
	return &l->r->base_words.v[*slot];
}

static onus_status irregular_put(loader *l, span form, span lemma, uint8_t forms)
{
	bool new = false;
	size_t *slot = map_put(&l->r->irregular_forms, form, &new);
	irregular *i = slot ? vec_push(&l->r->irregulars, l->arena) : NULL;
	if (!i)
		return no_memory(l);
	*i = (irregular){.lemma = lemma, .forms = forms, .next = (uint32_t)*slot};
	*slot = l->r->irregulars.n;
	return ONUS_OK;
}

/* lemma TAB "n v a r" TAB letters */
static onus_status lexicon_line(loader *l, span line)
{
	span lemma, counts, letters = {0};
	if (!span_next(&line, '\t', &lemma) || !span_next(&line, '\t', &counts))
		return bad(l, "a lexicon line is a lemma, four counts and letters, with tabs between", line);
	span_next(&line, '\t', &letters);
	base_word *w = word_put(l, lemma);
	if (!w)
		return no_memory(l);
	for (int k = 0; k < 4; k++) {
		span number = next_word(&counts);
		if (number.n == 0 || number.n > 7)
			return bad(l, "a count is missing or too long", lemma);
		for (size_t i = 0; i < number.n; i++) {
			if (number.p[i] < '0' || number.p[i] > '9')
				return bad(l, "a count is not a number", number);
			w->counts[k] = w->counts[k] * 10 + (uint32_t)(number.p[i] - '0');
		}
	}
	static const char letter[] = "PGLTAECSM";
	for (size_t i = 0; i < letters.n; i++) {
		const char *at = strchr(letter, letters.p[i]);
		if (!at || !letters.p[i])
			return bad(l, "there is no sense of that letter", letters);
		w->senses |= (uint16_t)(1u << (at - letter));
	}
	return ONUS_OK;
}

static onus_status class_words(loader *l, span words)
{
	for (span w = next_word(&words); w.n; w = next_word(&words)) {
		bool exact = w.p[0] == '=' && w.n > 1;
		base_word *base = word_put(l, exact ? span_slice(w, 1, w.n) : w);
		if (!base)
			return no_memory(l);
		class_join(exact ? &base->form_classes : &base->classes, &l->set);
	}
	return ONUS_OK;
}

/* "class NAME NAME: words" */
static onus_status class_line(loader *l, span line)
{
	size_t colon = span_find(line, SPAN(":"), 0);
	if (colon == SIZE_MAX)
		return bad(l, "a class line is \"class NAME: words\"", line);
	span names = span_slice(line, 0, colon);
	l->set = (class_set){0};
	for (span name = next_word(&names); name.n; name = next_word(&names)) {
		int number = 0;
		TRY(class_number(l, name, &number));
		class_add(&l->set, number);
	}
	l->in_class = true;
	return class_words(l, span_slice(line, colon + 1, line.n));
}

/* "verb: go went gone", with "was|were" for several forms; "noun: man men". */
static onus_status irregular_line(loader *l, span line, bool verb)
{
	span lemma = next_word(&line);
	base_word *w = lemma.n ? word_put(l, lemma) : NULL;
	if (!w)
		return lemma.n ? no_memory(l) : bad(l, "a word is missing", line);
	if (w->counts[verb ? 1 : 0] == 0)
		w->counts[verb ? 1 : 0] = 1;
	static const uint8_t verb_forms[] = {FORM_PAST, FORM_PARTICIPLE, FORM_ING, FORM_S};
	for (size_t i = 0; i < (verb ? 4u : 1u); i++) {
		span forms = next_word(&line), form;
		while (forms.n && span_next(&forms, '|', &form))
			TRY(irregular_put(l, form, lemma, verb ? verb_forms[i] : 0));
	}
	return ONUS_OK;
}

static onus_status trigger_add(loader *l, span words)
{
	VEC(trigger_item) items = {0};
	for (span w = next_word(&words); w.n; w = next_word(&words)) {
		trigger_item *item = vec_push(&items, l->arena);
		if (!item)
			return no_memory(l);
		*item = (trigger_item){.kind = 'l', .class_number = -1, .word = w};
		if (w.n > 1 && (w.p[0] == '=' || w.p[0] == '@')) {
			item->kind = w.p[0];
			item->word = span_slice(w, 1, w.n);
		}
		if (item->kind == '@')
			TRY(class_number(l, item->word, &item->class_number));
	}
	if (items.n == 0)
		return ONUS_OK;
	trigger *t = vec_push(&l->open->triggers, l->arena);
	if (!t)
		return no_memory(l);
	*t = (trigger){.items = items.v, .n = items.n};
	return ONUS_OK;
}

static onus_status rule_line(loader *l, span key, span value)
{
	rule *r = l->open;
	if (span_is(key, "words")) {
		span piece;
		while (span_next(&value, ',', &piece))
			TRY(trigger_add(l, span_trim(piece)));
		return ONUS_OK;
	}
	if (span_is(key, "description")) {
		r->description = value;
		return ONUS_OK;
	}
	if (span_is(key, "frame")) {
		r->frame = value;
		return ONUS_OK;
	}
	if (span_is(key, "example") || span_is(key, "counter")) {
		span *slot =
		    span_is(key, "example") ? vec_push(&r->examples, l->arena) : vec_push(&r->counters, l->arena);
		if (!slot)
			return no_memory(l);
		*slot = value;
		return ONUS_OK;
	}
	struct rule_value *v = vec_push(&r->values, l->arena);
	if (!v)
		return no_memory(l);
	*v = (struct rule_value){.key = key, .value = value};
	return ONUS_OK;
}

static onus_status rule_start(loader *l, span id)
{
	bool new = false;
	size_t *slot = id.n ? map_put(&l->r->rule_ids, id, &new) : NULL;
	if (id.n == 0 || (slot && !new))
		return bad(l, id.n ? "there is a rule of that id already" : "a rule needs an id", id);
	rule *r = slot ? vec_push(&l->r->rules, l->arena) : NULL;
	if (!r)
		return no_memory(l);
	*slot = l->r->rules.n - 1;
	*r = (rule){.id = id, .file = l->file, .line = l->line};
	l->open = r;
	return ONUS_OK;
}

static onus_status rules_line(loader *l, span line)
{
	bool indented = line.n && (line.p[0] == '\t' || line.p[0] == ' ');
	line = span_trim(line);
	if (line.n == 0 || line.p[0] == '#')
		return ONUS_OK;
	if (indented && l->open) {
		size_t colon = span_find(line, SPAN(":"), 0);
		if (colon == SIZE_MAX || colon == 0)
			return bad(l, "a line of a rule is \"key: value\"", line);
		return rule_line(l, span_slice(line, 0, colon), span_trim(span_slice(line, colon + 1, line.n)));
	}
	if (indented)
		return l->in_class ? class_words(l, line) : bad(l, "an indented line belongs to nothing", line);
	l->open = NULL;
	l->in_class = false;
	if (span_starts(line, SPAN("class ")))
		return class_line(l, span_slice(line, 6, line.n));
	if (span_starts(line, SPAN("verb: ")))
		return irregular_line(l, span_slice(line, 6, line.n), true);
	if (span_starts(line, SPAN("noun: ")))
		return irregular_line(l, span_slice(line, 6, line.n), false);
	if (span_starts(line, SPAN("rule ")))
		return rule_start(l, span_trim(span_slice(line, 5, line.n)));
	return bad(l, "a line begins with class, verb:, noun:, rule, or a tab", line);
}

/* Which rules begin with which word. Chains keep the order of the rules: they are filled from the last. */
static onus_status index_triggers(loader *l)
{
	rules *r = l->r;
	for (size_t i = r->rules.n; i-- > 0;) {
		const rule *one = &r->rules.v[i];
		for (size_t t = one->triggers.n; t-- > 0;) {
			const trigger_item *first = &one->triggers.v[t].items[0];
			rule_ref *ref = vec_push(&r->refs, l->arena);
			if (!ref)
				return no_memory(l);
			*ref = (rule_ref){.rule = (uint32_t)i, .trigger = (uint32_t)t};
			if (first->kind == '@') {
				ref->next = r->by_class[first->class_number];
				r->by_class[first->class_number] = (uint32_t)r->refs.n;
				class_add(&r->trigger_classes, first->class_number);
				continue;
			}
			size_t *slot = map_put(&r->by_first, first->word, NULL);
			if (!slot)
				return no_memory(l);
			ref->next = (uint32_t)*slot;
			*slot = r->refs.n;
		}
	}
	return ONUS_OK;
}

onus_status rules_load(const rules_source *sources, size_t n, const char *hash, arena *a, rules *ret_rules,
		       onus_error *err)
{
	rules *r = arena_alloc(a, sizeof *r);
	if (!r)
		return fail_memory(err, "loading the rules");
	r->arena = a;
	r->class_names = map_make(a);
	r->words = map_make(a);
	r->irregular_forms = map_make(a);
	r->rule_ids = map_make(a);
	r->by_first = map_make(a);
	loader l = {.r = r, .arena = a, .err = err};
	for (size_t i = 0; i < n; i++) {
		span rest = sources[i].text, line;
		bool lexicon = span_ends(span_of(sources[i].name), SPAN(".tsv"));
		l.file = sources[i].name;
		l.line = 0;
		l.open = NULL;
		l.in_class = false;
		while (span_next(&rest, '\n', &line)) {
			l.line++;
			if (!lexicon)
				TRY(rules_line(&l, line));
			else if (line.n && line.p[0] != '#')
				TRY(lexicon_line(&l, line));
		}
	}
	TRY(index_triggers(&l));
	for (size_t i = 0; i < 65 && hash; i++)
		r->hash[i] = hash[i];
	*ret_rules = *r;
	return ONUS_OK;
}

int rules_class(const rules *r, span name)
{
	const size_t *slot = map_find(&r->class_names, name);
	return slot ? (int)*slot : -1;
}

const rule *rules_find(const rules *r, span id)
{
	const size_t *slot = map_find(&r->rule_ids, id);
	return slot ? &r->rules.v[*slot] : NULL;
}

span rule_value_of(const rule *r, const char *key)
{
	for (size_t i = 0; i < r->values.n; i++)
		if (span_is(r->values.v[i].key, key))
			return r->values.v[i].value;
	return (span){0};
}
