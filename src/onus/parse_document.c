/* SPDX-License-Identifier: Apache-2.0 */
/* A document's sentences as CoNLL-U. */
#include "base/utf8.h"
#include "language/conllu.h"
#include "language/document.h"
#include "onus/parse.h"
#include "text/fold.h"

enum { FLUSH_BYTES = 64 * 1024, LONGEST_OUTPUT = 1 << 30 };

/* ---- for both inputs ---- */

onus_status parse_flush(work_result *r, str *out, bool all, onus_error *err)
{
	if (out->failed)
		return fail_memory(err, "writing sentences");
	if (out->n == 0 || (!all && out->n < FLUSH_BYTES))
		return ONUS_OK;
	onus_status status = work_write(r, str_span(out), err);
	str_clear(out);
	return status;
}

void misc_add(str *misc, const char *key, span value)
{
	if (misc->n)
		str_addc(misc, '|');
	str_adds(misc, key);
	str_addc(misc, '=');
	str_add(misc, value);
}

/* Four decimals, whatever the locale. */
static void add_probability(str *misc, const char *key, float p)
{
	unsigned n = p > 0 ? (unsigned)(p * 10000.0f + 0.5f) : 0;
	if (n > 10000)
		n = 10000;
	char text[32];
	int length = snprintf(text, sizeof text, "%u.%04u", n / 10000, n % 10000);
	misc_add(misc, key, span_make(text, length > 0 ? (size_t)length : 0));
}

void misc_add_word(str *misc, const parse_tools *tools, const language_word *w, bool outside)
{
	if (outside || w->entity != ENTITY_NONE)
		misc_add(misc, "NER", span_of(language_entity_name(w->entity)));
	if (!tools->probabilities)
		return;
	add_probability(misc, "PArc", w->arc_p);
	add_probability(misc, "PDeprel", w->relation_p);
	add_probability(misc, "PNer", w->entity_p);
	add_probability(misc, "PUpos", w->upos_p);
}

/* ---- a document ---- */

typedef struct page {
	const parse_tools *tools;
	const rendition *rendition;
	str out, misc;
	size_t sentence; /* number of the sentence, from 1 */
} page;

static bool space_behind(const page *p, const token *t)
{
	span text = p->rendition->text;
	size_t at = t->where.end;
	return at >= text.n || text_is_space(utf8_next(text, &at));
}

static void add_text(page *p, const document_sentence *s)
{
	str_adds(&p->out, "# text = ");
	for (uint32_t i = 0; i < s->n; i++) {
		conllu_write_safe(&p->out, s->words[i].form);
		if (i + 1 < s->n && space_behind(p, &s->tokens[i]))
			str_addc(&p->out, ' ');
	}
	str_addc(&p->out, '\n');
}

static void add_head(page *p, const document_sentence *s)
{
	const rendition *r = p->rendition;
	uint8_t kind = s->block < r->blocks.n ? r->blocks.v[s->block].kind : (uint8_t)BLOCK_PARAGRAPH;
	if (s->opens) {
		str_adds(&p->out, "# newpar\n");
		if (kind != BLOCK_PARAGRAPH)
			str_addf(&p->out, "# onus_block = %s\n", block_kind_word(kind));
	}
	str_addf(&p->out, "# sent_id = %zu-%zu\n", p->tools->number, ++p->sentence);
	if (s->n_items)
		str_addf(&p->out, "# onus_items = %u\n", s->n_items);
	if (s->cut)
		str_adds(&p->out, "# onus_cut = yes\n");
	add_text(p, s);
}

static void misc_add_offset(str *misc, uint32_t start, uint32_t end)
{
	char text[32];
	int n = snprintf(text, sizeof text, "%u:%u", start, end);
	misc_add(misc, "Offset", span_make(text, n > 0 ? (size_t)n : 0));
}

static void add_misc(page *p)
{
	if (p->misc.n)
		str_add(&p->out, str_span(&p->misc));
	else
		str_addc(&p->out, '_');
	str_addc(&p->out, '\n');
	str_clear(&p->misc);
}

/* The line of the token of the text that words [first, end) are. */
static void add_range(page *p, const document_sentence *s, uint32_t first, uint32_t end)
{
	range where = {s->tokens[first].where.start, s->tokens[end - 1].where.end};
	str_addf(&p->out, "%u-%u\t", first + 1, end);
	conllu_write_safe(&p->out, span_in(p->rendition->text, where));
	str_adds(&p->out, "\t_\t_\t_\t_\t_\t_\t_\t");
	misc_add_offset(&p->misc, where.start, where.end);
	if (!space_behind(p, &s->tokens[end - 1]))
		misc_add(&p->misc, "SpaceAfter", SPAN("No"));
	add_misc(p);
}

static void add_word(page *p, const document_sentence *s, uint32_t i, bool item, bool in_range)
{
	const language_model *m = p->tools->model;
	const language_word *w = &s->words[i];
	const token *t = &s->tokens[i];
	str_addf(&p->out, "%u\t", i + 1);
	conllu_write_safe(&p->out, w->form);
	str_addc(&p->out, '\t');
	conllu_write_safe(&p->out, w->lemma.n ? w->lemma : w->form);
	str_addf(&p->out, "\t%s\t%s\t_\t%u\t%s\t_\t", language_upos_name(m, w->upos), language_xpos_name(m, w->xpos),
		 w->head, language_relation_name(m, w->relation));
	misc_add_word(&p->misc, p->tools, w, false);
	if (item)
		misc_add(&p->misc, "NewPar", SPAN("Yes"));
	misc_add_offset(&p->misc, t->where.start, t->where.end);
	if (!in_range && !space_behind(p, t))
		misc_add(&p->misc, "SpaceAfter", SPAN("No"));
	add_misc(p);
}

static void add_sentence(page *p, const document_sentence *s)
{
	add_head(p, s);
	uint32_t item = 0, range_end = 0;
	for (uint32_t i = 0; i < s->n; i++) {
		uint32_t end = i + 1;
		while (end < s->n && (s->tokens[end].flags & TOKEN_CLITIC))
			end++;
		if (i >= range_end && end > i + 1) {
			add_range(p, s, i, end);
			range_end = end;
		}
		bool begins = item < s->n_items && s->item_first[item] == i;
		item += begins;
		add_word(p, s, i, begins, i < range_end);
	}
	str_addc(&p->out, '\n');
}

static onus_status write_windows(page *p, work_result *r, onus_error *err)
{
	document_cursor c = document_start(&r->rendition, p->tools->model, p->tools->parser);
	for (;;) {
		ARENA_AUTO a = arena_new(0);
		document_sentences sentences = {0};
		if (!a)
			return fail_memory(err, "parsing a text");
		TRY(document_parse(&c, a, &sentences, err));
		if (sentences.n == 0)
			return parse_flush(r, &p->out, true, err);
		for (size_t i = 0; i < sentences.n; i++) {
			add_sentence(p, &sentences.v[i]);
			TRY(parse_flush(r, &p->out, false, err));
		}
	}
}

onus_status parse_document(const parse_tools *tools, work_result *r, onus_error *err)
{
	page p = {.tools = tools,
		  .rendition = &r->rendition,
		  .out = str_make(LONGEST_OUTPUT),
		  .misc = str_make(LONGEST_OUTPUT)};
	str_adds(&p.out, "# newdoc");
	if (!span_is(span_of(r->input->path), "-")) {
		str_adds(&p.out, " id = ");
		utf8_add_safe(&p.out, span_of(r->input->path), false);
	}
	str_addc(&p.out, '\n');
	onus_status status = write_windows(&p, r, err);
	str_free(&p.out);
	str_free(&p.misc);
	return status;
}
