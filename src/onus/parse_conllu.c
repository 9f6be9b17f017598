/* SPDX-License-Identifier: Apache-2.0 */
/*
 * CoNLL-U filled in: words, sentences and everything else that is given stays; LEMMA, UPOS, XPOS, HEAD, DEPREL and NER
 * are put in, FEATS and DEPS, which are not computed, emptied.
 *
 * Sentences from one "# newdoc" to the next are parsed together, so that the document's names are voted on; a file
 * without any is one document.
 */
#include "base/limits.h"
#include "language/conllu.h"
#include "language/quotation.h"
#include "onus/parse.h"

enum { LONGEST_OUTPUT = 1 << 30 };

typedef struct given_sentence {
	size_t first, end; /* lines */
	uint32_t words;
} given_sentence;

typedef struct filling {
	const parse_tools *tools;
	work_result *r;
	conllu_reader reader;
	str out, misc;
	/* Of the sentences that wait to be parsed together: */
	arena *a;
	conllu_lines lines;
	VEC(given_sentence) sentences;
	size_t words;
} filling;

/* Whether the sentence of lines [first, end) begins a document. */
static bool begins_document(const filling *f, size_t first, size_t end)
{
	for (size_t i = first; i < end && f->lines.v[i].kind == CONLLU_COMMENT; i++) {
		span value;
		if (conllu_comment_is(f->lines.v[i].text, "newdoc", &value))
			return true;
	}
	return false;
}

/* ---- writing ---- */

/* MISC without the parts that are written anew. */
static void keep_misc(const filling *f, span given, str *misc)
{
	static const char *const own[] = {"NER=", "PArc=", "PDeprel=", "PNer=", "PUpos="};
	for (span part, rest = given; span_next(&rest, '|', &part);) {
		bool keep = !span_is(given, "_");
		for (size_t i = 0; i < (f->tools->probabilities ? sizeof own / sizeof *own : 1); i++)
			keep = keep && !span_starts(part, span_of(own[i]));
		if (!keep)
			continue;
		if (misc->n)
			str_addc(misc, '|');
		str_add(misc, part);
	}
}

static void write_word(filling *f, const conllu_line *line, const language_word *w)
{
	const language_model *m = f->tools->model;
	str *out = &f->out;
	str_add(out, conllu_column(line, CONLLU_ID));
	str_addc(out, '\t');
	str_add(out, conllu_column(line, CONLLU_FORM));
	str_addc(out, '\t');
	str_add(out, w->lemma.n ? w->lemma : w->form);
	str_addf(out, "\t%s\t%s\t_\t%u\t%s\t_\t", language_upos_name(m, w->upos), language_xpos_name(m, w->xpos),
		 w->head, language_relation_name(m, w->relation));
	keep_misc(f, conllu_column(line, CONLLU_MISC), &f->misc);
	misc_add_word(&f->misc, f->tools, w, true);
	str_add(out, str_span(&f->misc));
	str_addc(out, '\n');
	str_clear(&f->misc);
}

static void write_sentence(filling *f, const given_sentence *g, const language_sentence *s)
{
	uint32_t word = 0;
	bool said = !s->cut;
	for (size_t i = g->first; i < g->end; i++) {
		const conllu_line *line = &f->lines.v[i];
		span value;
		if (line->kind == CONLLU_COMMENT && conllu_comment_is(line->text, "onus_cut", &value))
			continue;
		if (line->kind != CONLLU_COMMENT && !said) {
			str_adds(&f->out, "# onus_cut = yes\n");
			said = true;
		}
		if (line->kind == CONLLU_WORD) {
			write_word(f, line, &s->words[word++]);
			continue;
		}
		str_add(&f->out, line->text);
		str_addc(&f->out, '\n');
	}
	str_addc(&f->out, '\n');
}

/* ---- parsing ---- */

static onus_status prepare(filling *f, const given_sentence *g, language_sentence *s, onus_error *err)
{
	language_word *words = arena_calloc(f->a, g->words, sizeof *words);
	if (!words)
		return fail_memory(err, "parsing sentences");
	uint32_t n = 0;
	for (size_t i = g->first; i < g->end; i++)
		if (f->lines.v[i].kind == CONLLU_WORD)
			words[n++].form = conllu_column(&f->lines.v[i], CONLLU_FORM);
	constraint_vec found = {0};
	TRY(language_quotations(words, n, f->a, &found, err));
	*s = (language_sentence){.words = words, .n = n, .constraints = found.v, .n_constraints = (uint32_t)found.n};
	return ONUS_OK;
}

/* Parses and writes what waits, and forgets it. */
static onus_status fill_in(filling *f, onus_error *err)
{
	size_t n = f->sentences.n;
	language_sentence *all = arena_calloc(f->a, n, sizeof *all);
	/* Sentences without words are comments that stand alone; the parser does not get them. */
	language_sentence *some = arena_calloc(f->a, n, sizeof *some);
	if (!all || !some)
		return fail_memory(err, "parsing sentences");
	size_t n_some = 0;
	for (size_t i = 0; i < n; i++) {
		TRY(prepare(f, &f->sentences.v[i], &all[i], err));
		if (all[i].n)
			some[n_some++] = all[i];
	}
	if (n_some)
		TRY(language_parse(f->tools->parser, some, n_some, true, f->a, err));
	for (size_t i = 0, k = 0; i < n; i++) {
		write_sentence(f, &f->sentences.v[i], all[i].n ? &some[k++] : &all[i]);
		TRY(parse_flush(f->r, &f->out, false, err));
	}
	return ONUS_OK;
}

/* A new arena for the next sentences, with the lines from `first` on taken along. */
static onus_status begin_group(filling *f, size_t first, onus_error *err)
{
	arena *a = arena_new(0);
	conllu_lines kept = {0};
	bool good = a != NULL;
	for (size_t i = first; good && i < f->lines.n; i++) {
		conllu_line *line = vec_push(&kept, a);
		if (line)
			*line = f->lines.v[i];
		good = line != NULL;
	}
	arena_free(f->a);
	f->a = a;
	f->lines = kept;
	f->sentences.n = f->sentences.cap = 0;
	f->sentences.v = NULL;
	f->words = 0;
	return good ? ONUS_OK : fail_memory(err, "reading CoNLL-U");
}

static onus_status fill_file(filling *f, onus_error *err)
{
	TRY(begin_group(f, 0, err));
	for (size_t found = 0;; found++) {
		uint32_t words = 0;
		bool more = false;
		size_t first = f->lines.n;
		onus_error why = {0};
		onus_status broken = conllu_next(&f->reader, f->a, &f->lines, &words, &more, &why);
		if (broken == ONUS_ERR_MEMORY)
			return fail(err, broken, "%s", why.message);
		if (broken != ONUS_OK || !more) {
			/* What stands before the mistake is not lost. */
			TRY(fill_in(f, err));
			TRY(parse_flush(f->r, &f->out, true, err));
			if (broken != ONUS_OK)
				return fail(err, broken, "%s", why.message);
			return found ? ONUS_OK : fail(err, ONUS_ERR_INPUT, "there is no sentence in it");
		}
		if (f->sentences.n &&
		    (begins_document(f, first, f->lines.n) || f->words + words > LIMIT_PARSE_WINDOW)) {
			TRY(fill_in(f, err));
			TRY(begin_group(f, first, err));
			first = 0;
		}
		given_sentence *slot = vec_push(&f->sentences, f->a);
		if (!slot)
			return fail_memory(err, "reading CoNLL-U");
		*slot = (given_sentence){first, f->lines.n, words};
		f->words += words;
	}
}

onus_status parse_conllu(const parse_tools *tools, work_result *r, onus_error *err)
{
	filling f = {.tools = tools, .r = r, .out = str_make(LONGEST_OUTPUT), .misc = str_make(LONGEST_OUTPUT)};
	conllu_start(&f.reader, r->document.bytes);
	onus_status status = fill_file(&f, err);
	arena_free(f.a);
	str_free(&f.out);
	str_free(&f.misc);
	return status;
}
