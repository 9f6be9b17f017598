/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/analysis.h"

#include "base/limits.h"
#include "base/utf8.h"
#include "extract/engine.h"
#include "text/fold.h"
#include "text/sentence.h"

bool sentence_is_text(const sentence *s)
{
	return s->block_kind == BLOCK_PARAGRAPH || s->block_kind == BLOCK_LIST_ITEM || s->block_kind == BLOCK_QUOTE;
}

/* The lexeme of a form; its number, or UINT32_MAX when memory ran out. Number 0 is the empty one. */
static uint32_t lexeme_number(analysis *a, span form, span *ret_form)
{
	size_t *slot = map_find(&a->forms, form);
	if (slot) {
		*ret_form = a->forms.entries[*slot - 1].key; /* both grow together, lexeme 0 aside */
		return (uint32_t)*slot;
	}
	span kept = arena_span(a->arena, form);
	lexeme *x = kept.p ? vec_push(&a->lexemes, a->arena) : NULL;
	slot = x ? map_put(&a->forms, kept, NULL) : NULL;
	if (!slot)
		return UINT32_MAX;
	*x = rules_read(a->rules, kept);
	*slot = a->lexemes.n - 1;
	*ret_form = kept;
	return (uint32_t)*slot;
}

static onus_status add_word(analysis *a, const token *t, uint32_t sentence_number, str *lower, onus_error *err)
{
	word *w = vec_push(&a->words, a->arena);
	str_clear(lower);
	span raw = span_in(a->text, t->where);
	text_lower(raw.n > 200 ? span_slice(raw, 0, 200) : raw, lower);
	if (!w || lower->failed)
		return fail_memory(err, "reading the words");
	w->where = t->where;
	w->kind = t->kind;
	w->flags = t->flags;
	w->sentence = sentence_number;
	w->mention = w->quotation = w->dated = NONE;
	w->lex = lexeme_number(a, str_span(lower), &w->form);
	if (w->lex == UINT32_MAX)
		return fail_memory(err, "reading the words");
	w->lemma = w->form;
	w->classes = a->lexemes.v[w->lex].classes;
	return ONUS_OK;
}

static onus_status add_block(analysis *a, uint32_t number, str *lower, onus_error *err)
{
	const block *b = &a->rendition->blocks.v[number];
	token_vec tokens = {0};
	sentence_vec runs = {0};
	TRY(text_tokens(a->text, b->where, a->arena, &tokens, err));
	TRY(text_sentences(a->text, &tokens, 0, tokens.n, a->arena, &runs, err));
	for (size_t r = 0; r < runs.n; r++) {
		sentence *s = vec_push(&a->sentences, a->arena);
		if (!s)
			return fail_memory(err, "reading the sentences");
		uint32_t number_of = (uint32_t)(a->sentences.n - 1);
		*s = (sentence){.first = (uint32_t)a->words.n,
				.block = number,
				.head = number_of - (uint32_t)r,
				.block_kind = b->kind,
				.cut = runs.v[r].cut,
				.lead = NONE,
				.last = r + 1 == runs.n};
		for (size_t i = runs.v[r].first; i < runs.v[r].end; i++)
			TRY(add_word(a, &tokens.v[i], number_of, lower, err));
		s->end = (uint32_t)a->words.n;
		s->where = (range){tokens.v[runs.v[r].first].where.start, tokens.v[runs.v[r].end - 1].where.end};
		if (s->cut && !a->note.n) {
			a->note =
			    arena_printf(a->arena, "A sentence of more than %u words (at byte %u) was read in parts.",
					 LIMIT_SENTENCE_TOKENS, s->where.start);
			if (!a->note.p)
				return fail_memory(err, "reading the sentences");
		}
	}
	return ONUS_OK;
}

onus_status analysis_words(analysis *a, onus_error *err)
{
	STR_AUTO lower = str_make(4096);
	if (!vec_push(&a->lexemes, a->arena))
		return fail_memory(err, "reading the words");
	for (size_t b = 0; b < a->rendition->blocks.n; b++)
		if (a->rendition->blocks.v[b].kind != BLOCK_BOILERPLATE)
			TRY(add_block(a, (uint32_t)b, &lower, err));
	return ONUS_OK;
}

onus_status analysis_make(const struct extract_engine *engine, const rendition *text, arena *arena_of,
			  analysis *ret_analysis, onus_error *err)
{
	analysis a = {.engine = engine,
		      .rules = &engine->rules,
		      .rendition = text,
		      .text = text->text,
		      .arena = arena_of,
		      .publisher = NONE,
		      .author = NONE,
		      .addressee = NONE,
		      .readable = true};
	a.forms = map_make(arena_of);
	TRY(analysis_words(&a, err));
	a.language = analysis_language(&a);
	if (a.language.n && !span_is(a.language, "en")) {
		a.readable = false;
		a.note = arena_printf(
		    arena_of,
		    "The text is in another language than English (%.*s): it is kept, and nothing was drafted "
		    "from it.",
		    (int)a.language.n, a.language.p);
	}
	TRY(analysis_tag(&a, err));
	TRY(analysis_lists(&a, err));
	TRY(analysis_quotations(&a, err));
	TRY(analysis_dates(&a, err));
	TRY(analysis_mentions(&a, err));
	TRY(analysis_issuer(&a, err));
	TRY(analysis_pronouns(&a, err));
	TRY(analysis_speakers(&a, err));
	TRY(analysis_own_pronouns(&a, err));
	*ret_analysis = a;
	return ONUS_OK;
}

bool word_is(const analysis *a, int64_t i, const char *form)
{
	return i >= 0 && (size_t)i < a->words.n && span_is(a->words.v[i].form, form);
}

bool word_lemma_is(const analysis *a, int64_t i, const char *lemma)
{
	if (i < 0 || (size_t)i >= a->words.n)
		return false;
	const lexeme *x = lexeme_of(a, &a->words.v[i]);
	return span_is(a->words.v[i].lemma, lemma) || span_is(x->verb, lemma) || span_is(x->noun, lemma);
}

bool word_in(const analysis *a, int64_t i, const char *class_name)
{
	return i >= 0 && (size_t)i < a->words.n &&
	       class_has(&a->words.v[i].classes, rules_class(a->rules, span_of(class_name)));
}

range words_range(const analysis *a, uint32_t first, uint32_t end)
{
	if (first >= end || end > a->words.n)
		return (range){0, 0};
	return (range){a->words.v[first].where.start, a->words.v[end - 1].where.end};
}

uint32_t word_at(const analysis *a, uint32_t offset)
{
	size_t low = 0, high = a->words.n;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (a->words.v[middle].where.end <= offset)
			low = middle + 1;
		else
			high = middle;
	}
	return (uint32_t)low;
}

static bool item_matches(const analysis *a, const trigger_item *item, const word *w)
{
	if (item->kind == '@')
		return word_has(w, item->class_number);
	if (item->kind == '=')
		return span_equal(w->form, item->word);
	const lexeme *x = lexeme_of(a, w);
	return span_equal(w->form, item->word) || span_equal(x->verb, item->word) || span_equal(x->noun, item->word);
}

static onus_status match_chain(const analysis *a, uint32_t chain, span pass, uint32_t at, rule_match_vec *out,
			       onus_error *err)
{
	for (uint32_t i = chain; i; i = a->rules->refs.v[i - 1].next) {
		const rule_ref *ref = &a->rules->refs.v[i - 1];
		const rule *r = &a->rules->rules.v[ref->rule];
		if (!span_starts(r->id, pass) || r->id.n <= pass.n || r->id.p[pass.n] != '.')
			continue;
		const trigger *t = &r->triggers.v[ref->trigger];
		size_t k = 0;
		uint32_t sentence_number = a->words.v[at].sentence;
		while (k < t->n && at + k < a->words.n && a->words.v[at + k].sentence == sentence_number &&
		       item_matches(a, &t->items[k], &a->words.v[at + k]))
			k++;
		if (k < t->n)
			continue;
		bool known = false;
		for (size_t m = 0; m < out->n; m++)
			known = known || (out->v[m].rule == r && out->v[m].end == at + k);
		rule_match *match = known ? NULL : vec_push(out, a->arena);
		if (match)
			*match = (rule_match){.rule = r, .first = at, .end = (uint32_t)(at + k)};
		else if (!known)
			return fail_memory(err, "matching rules");
	}
	return ONUS_OK;
}

onus_status analysis_triggers(const analysis *a, const char *pass, uint32_t at, rule_match_vec *out, onus_error *err)
{
	if (at >= a->words.n)
		return ONUS_OK;
	const word *w = &a->words.v[at];
	const lexeme *x = lexeme_of(a, w);
	span starts[3] = {w->form, x->verb, x->noun};
	size_t before = out->n;
	for (int k = 0; k < 3; k++) {
		if (starts[k].n == 0 || (k > 0 && span_equal(starts[k], starts[0])) ||
		    (k > 1 && span_equal(starts[2], starts[1])))
			continue;
		const size_t *chain = map_find(&a->rules->by_first, starts[k]);
		if (chain)
			TRY(match_chain(a, (uint32_t)*chain, span_of(pass), at, out, err));
	}
	for (int k = 0; k < CLASS_WORDS; k++) {
		uint64_t both = w->classes.bits[k] & a->rules->trigger_classes.bits[k];
		for (; both; both &= both - 1)
			TRY(match_chain(a, a->rules->by_class[k * 64 + __builtin_ctzll(both)], span_of(pass), at, out,
					err));
	}
	/* Longest first, then in the order of the rules; few, so insertion. */
	for (size_t i = before + 1; i < out->n; i++) {
		rule_match m = out->v[i];
		size_t k = i;
		while (k > before &&
		       (out->v[k - 1].end < m.end || (out->v[k - 1].end == m.end && out->v[k - 1].rule > m.rule))) {
			out->v[k] = out->v[k - 1];
			k--;
		}
		out->v[k] = m;
	}
	return ONUS_OK;
}

/* Stop words of languages in Latin letters that documents of the field come in; English last wins no tie. */
span analysis_language(const analysis *a)
{
	static const struct {
		const char *tag, *words;
	} languages[] = {
	    {"en", " the of and to in that is for was with on as by be are this from have not which "},
	    {"fr", " le la les des et une du est dans que pour qui sur par au aux avec ont ses cette "},
	    {"es", " el la los las de que y en un una por con del para se su al como han sus "},
	    {"de", " der die und das den von mit ist des im nicht ein eine dem auf wurde werden sich auch zu "},
	    {"it", " il di che e la per un una del della dei con sono nel gli le alla anche dal questo "},
	    {"pt", " o a os as de que e do da em um uma para com por dos das foi ao pela "},
	    {"nl", " de het een van en in is dat op te zijn met voor niet aan door werd ook naar bij "},
	    {"tr", " ve bir bu için ile olarak da de olan gibi daha çok kadar sonra en ancak tarafından olduğu "},
	    {"pl", " i w na z do się nie jest to że o przez od za oraz po dla jak został są "},
	};
	enum { LANGUAGES = sizeof languages / sizeof languages[0] };
	size_t counts[LANGUAGES] = {0}, words = 0, foreign = 0;
	for (size_t i = 0; i < a->words.n && words < 5000; i++) {
		const word *w = &a->words.v[i];
		if (w->kind != TOKEN_WORD || w->form.n > 20)
			continue;
		words++;
		size_t at = 0;
		uint32_t rune = utf8_next(w->form, &at);
		foreign += rune >= 0x370 && rune < 0x1E00; /* Greek, Cyrillic, Hebrew, Arabic, Indic ... */
		foreign += rune >= 0x2E80 && rune < 0xFF00;
		char padded[24];
		padded[0] = ' ';
		memcpy(padded + 1, w->form.p, w->form.n);
		padded[w->form.n + 1] = ' ';
		for (int k = 0; k < LANGUAGES; k++)
			counts[k] +=
			    span_find(span_of(languages[k].words), (span){padded, w->form.n + 2}, 0) != SIZE_MAX;
	}
	if (words && foreign * 2 > words)
		return SPAN("und");
	if (words < 12)
		return (span){0};
	int best = 0;
	for (int k = 1; k < LANGUAGES; k++)
		if (counts[k] > counts[best])
			best = k;
	/* Lists of names and tables have few stop words of any language. */
	if (counts[best] * 20 < words)
		return counts[0] ? SPAN("en") : (span){0};
	if (best && counts[best] < counts[0] * 2)
		best = 0;
	return span_of(languages[best].tag);
}
