/* SPDX-License-Identifier: Apache-2.0 */
/* Documents as parsed sentences: which leads run on into their lists, trees put together from pieces, every character in a
 * word, windows and chunks. The model's numbers are random: what is tested holds whatever it says. */
#include "base/memory.h"
#include "base/str.h"
#include "language/document.h"
#include "language_case.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

static char folder[] = "/tmp/onus-test-document-XXXXXX";
static char path[64];
static language_model *model;
static language_parser *parser;

typedef struct page {
	arena *arena;
	rendition rendition;
	str text;
} page;

static page page_begin(const char *format)
{
	page p = {.arena = arena_new(0), .text = str_make(1 << 24)};
	assert_non_null(p.arena);
	p.rendition.format = span_of(format);
	return p;
}

/* A block behind what stands between it and the one before it. */
static void page_add(page *p, const char *between, block_kind kind, const char *words)
{
	str_adds(&p->text, between);
	block *b = vec_push(&p->rendition.blocks, p->arena);
	assert_non_null(b);
	*b = (block){{(uint32_t)p->text.n, (uint32_t)(p->text.n + strlen(words))}, (uint8_t)kind, 1};
	str_adds(&p->text, words);
	p->rendition.text = str_span(&p->text);
}

static void page_end(page *p)
{
	arena_free(p->arena);
	str_free(&p->text);
}

/* One root, and every word leads to it. */
static void assert_tree(const document_sentence *s)
{
	uint32_t roots = 0;
	for (uint32_t i = 0; i < s->n; i++) {
		uint32_t steps = 0, at = i + 1;
		while (at && steps++ <= s->n) {
			assert_true(s->words[at - 1].head <= s->n);
			at = s->words[at - 1].head;
		}
		assert_int_equal(at, 0);
		roots += s->words[i].head == 0;
	}
	assert_int_equal(roots, 1);
}

/* Parses all of it. `plain`: every character that is no white space must be in a word. */
static void parse_page(const page *p, bool plain, document_sentences *out)
{
	document_cursor c = document_start(&p->rendition, model, parser);
	size_t before = 0;
	do {
		before = out->n;
		assert_int_equal(document_parse(&c, p->arena, out, NULL), ONUS_OK);
	} while (out->n > before);
	uint32_t at = 0;
	for (size_t i = 0; i < out->n; i++) {
		const document_sentence *s = &out->v[i];
		assert_tree(s);
		for (uint32_t k = 0; k < s->n; k++) {
			range where = s->tokens[k].where;
			assert_true(where.start >= at && where.end > where.start);
			assert_true(span_equal(s->words[k].form, span_in(p->rendition.text, where)));
			if (plain)
				assert_int_equal(span_trim(span_slice(p->rendition.text, at, where.start)).n, 0);
			at = where.end;
		}
	}
	if (plain)
		assert_int_equal(span_trim(span_slice(p->rendition.text, at, p->rendition.text.n)).n, 0);
}

/* Does the word hang on `top` (both from 0), by any number of steps? */
static bool is_below(const document_sentence *s, uint32_t word, uint32_t top)
{
	while (s->words[word].head && word != top)
		word = s->words[word].head - 1;
	return word == top;
}

/* The items' words below one word of the first item, each item with one word that hangs outside it. */
static void assert_list(const document_sentence *s)
{
	uint32_t top = UINT32_MAX;
	for (uint32_t item = 0; item < s->n_items; item++) {
		uint32_t first = s->item_first[item], outside = 0;
		uint32_t end = item + 1 < s->n_items ? s->item_first[item + 1] : s->n;
		for (uint32_t i = first; i < end; i++) {
			uint32_t head = s->words[i].head;
			bool conjunction = span_is(s->words[i].form, "and") || span_is(s->words[i].form, ";");
			if ((head > first && head <= end) || (conjunction && head > end))
				continue;
			outside++;
			if (item == 0)
				top = i;
		}
		assert_int_equal(outside, 1);
		for (uint32_t i = first; i < end; i++)
			assert_true(is_below(s, i, top));
	}
}

/* ---- leads ---- */

static void leads_that_run_on(void **state)
{
	(void)state;
	static const struct {
		const char *lead, *item;
		bool runs_on;
	} cases[] = {
	    {"They urged Valdane to press Karsovia, among other steps, to:", "Allow visits;", true},
	    {"They urged Valdane to", "Allow visits;", true},
	    {"The report found that:", "The camp was closed;", true},
	    {"They were punished by:", "Arrest;", true},
	    {"Valdane should:", "Free the poet;", true},
	    {"There is torture, including:", "Beatings;", true},
	    {"The council calls on the authorities:", "Release the poet;", true},
	    {"The council calls on the authorities:", "To release the poet;", true},
	    {"We ask you:", "Write to the court;", true},
	    {"He was charged with three crimes:", "theft;", true},
	    {"The report has three findings:", "He was held.", false},
	    {"The council calls for the following steps:", "Release the poet;", false},
	    {"They called on Valdane to take steps:", "Release the poet;", false},
	    {"The court told her", "Release the poet;", false},
	    {"The court met.", "Release the poet;", false},
	    {"They go to.", "Release the poet;", false},
	    {":", "Release the poet;", false},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		page p = page_begin("text");
		document_sentences out = {0};
		page_add(&p, "", BLOCK_PARAGRAPH, cases[i].lead);
		page_add(&p, "\n\n• ", BLOCK_LIST_ITEM, cases[i].item);
		page_add(&p, "\n\n(b) ", BLOCK_LIST_ITEM, "Leave it. It is late; and");
		page_add(&p, "\n\n- ", BLOCK_LIST_ITEM, "Go.");
		parse_page(&p, true, &out);
		if ((out.v[0].n_items == 3) != cases[i].runs_on)
			fail_msg("%s %s: %zu sentences", cases[i].lead, cases[i].item, out.n);
		assert_int_equal(out.v[0].opens, true);
		if (cases[i].runs_on) {
			assert_int_equal(out.n, 1);
			assert_list(&out.v[0]);
		}
		page_end(&p);
	}
}

static void what_is_no_lead(void **state)
{
	(void)state;
	static const block_kind kinds[] = {BLOCK_CAPTION, BLOCK_BOILERPLATE, BLOCK_LIST_ITEM};
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
		page p = page_begin("text");
		document_sentences out = {0};
		page_add(&p, "", kinds[i], "They urged Valdane to:");
		page_add(&p, "\n\n", BLOCK_LIST_ITEM, "Allow visits.");
		page_add(&p, "\n\n", BLOCK_PARAGRAPH, "They urged Valdane to:");
		page_add(&p, "\n\n", BLOCK_PARAGRAPH, "Allow visits.");
		parse_page(&p, true, &out);
		assert_int_equal(out.n, 4);
		page_end(&p);
	}
}

static void lists_of_all_lengths_are_trees(void **state)
{
	(void)state;
	static const char *const leads[] = {
	    "They urged him to:", "It must:", "We call on the king:", "There is, including:"};
	static const char *const words[] = {"Allow",   "and",   ";",   "camp",  ".",     "\"",    "to", "the",
					    "Release", "China", "not", "a - b", ",",     "or",    "(",  ")",
					    "Go.",     "it",    "of",  "can't", "U.S.",  "in",    "“",  "”",
					    "free",    ":",     "!",   "12",    "human", "rights"};
	uint32_t dice = 5;
	for (unsigned round = 0; round < 120; round++) {
		page p = page_begin("text");
		document_sentences out = {0};
		page_add(&p, "", BLOCK_PARAGRAPH, leads[round % 4]);
		for (unsigned item = 0; item < 1 + round % 7; item++) {
			STR_AUTO line = str_make(4096);
			for (unsigned k = 0; k < 1 + (round * 7 + item) % 23; k++) {
				dice = dice * 1664525u + 1013904223u;
				str_adds(&line, k ? " " : "");
				str_adds(&line, words[(dice >> 16) % (sizeof words / sizeof *words)]);
			}
			str_adds(&line, item % 2 ? "; and" : ";");
			page_add(&p, item % 3 ? "\n\n1. " : "\n\n", BLOCK_LIST_ITEM, str_c(&line));
		}
		parse_page(&p, true, &out);
		page_end(&p);
	}
}

/* ---- blocks, chunks, windows ---- */

static void markup_between_blocks_is_no_text(void **state)
{
	(void)state;
	page p = page_begin("markdown");
	document_sentences out = {0};
	page_add(&p, "# ", BLOCK_TITLE, "Free her");
	page_add(&p, "\n\n- ", BLOCK_LIST_ITEM, "Go. Now.");
	parse_page(&p, false, &out);
	assert_int_equal(out.n, 3);
	assert_int_equal(out.v[0].n, 2);
	assert_true(out.v[0].opens && out.v[1].opens && !out.v[2].opens);
	assert_int_equal(out.v[2].block, 1);
	page_end(&p);
}

static void text_without_blocks_and_behind_them(void **state)
{
	(void)state;
	page p = page_begin("text");
	document_sentences out = {0};
	str_adds(&p.text, "It rained. They left.\n");
	p.rendition.text = str_span(&p.text);
	parse_page(&p, true, &out);
	assert_int_equal(out.n, 2);
	assert_int_equal(out.v[0].block, 0);
	page_end(&p);
	p = page_begin("text");
	out = (document_sentences){0};
	parse_page(&p, true, &out);
	assert_int_equal(out.n, 0);
	page_end(&p);
}

static void a_paragraph_larger_than_a_chunk(void **state)
{
	(void)state;
	static const char *const sentences[] = {"The court met in the town and did not decide. ", "word "};
	for (unsigned i = 0; i < 2; i++) {
		page p = page_begin("text");
		document_sentences out = {0};
		STR_AUTO words = str_make(1 << 24);
		while (words.n < (600 << 10))
			str_adds(&words, sentences[i]);
		page_add(&p, "", BLOCK_PARAGRAPH, str_c(&words));
		parse_page(&p, true, &out);
		size_t opens = 0, cut = 0;
		for (size_t k = 0; k < out.n; k++) {
			opens += out.v[k].opens;
			cut += out.v[k].cut;
		}
		assert_int_equal(opens, 1);
		if (i == 0)
			assert_int_equal(out.n, (words.n + strlen(sentences[0]) - 1) / strlen(sentences[0]));
		assert_int_equal(cut, i == 0 ? 0 : out.n);
		page_end(&p);
	}
}

#ifdef ONUS_FAULTS
static void memory_that_is_refused_is_an_error_and_nothing_else(void **state)
{
	(void)state;
	page p = page_begin("text");
	page_add(&p, "", BLOCK_PARAGRAPH, "It rained. They urged Valdane, “who did it”, to:");
	page_add(&p, "\n\n- ", BLOCK_LIST_ITEM, "Allow visits. They were refused;");
	page_add(&p, "\n\n- ", BLOCK_LIST_ITEM, "Go.");
	onus_status status = ONUS_ERR_MEMORY;
	for (size_t n = 1; n < 2000 && status != ONUS_OK; n++) {
		(void)mem_fail_at(n);
		arena *a = arena_new(0);
		document_sentences out = {0};
		document_cursor c = document_start(&p.rendition, model, parser);
		status = a ? document_parse(&c, a, &out, NULL) : ONUS_ERR_MEMORY;
		(void)mem_fail_at(0);
		arena_free(a);
		assert_true(status == ONUS_OK || status == ONUS_ERR_MEMORY);
	}
	assert_int_equal(status, ONUS_OK);
	page_end(&p);
}
#endif

static int set_up(void **state)
{
	(void)state;
	language_case c;
	const language_case_sizes sizes = language_case_small();
	if (!mkdtemp(folder) || language_case_make(&c, &sizes, 3, folder, NULL) != ONUS_OK)
		return -1;
	(void)snprintf(path, sizeof path, "%s/model", folder);
	onus_status status = model_file_write(path, c.tables, c.n_tables, NULL);
	language_case_close(&c);
	if (status == ONUS_OK)
		status = language_open(path, &model, NULL);
	if (status == ONUS_OK)
		status = language_parser_new(model, &(language_options){NULL, 0}, &parser, NULL);
	return status == ONUS_OK ? 0 : -1;
}

static int tear_down(void **state)
{
	(void)state;
	language_parser_free(parser);
	language_close(model);
	(void)unlink(path);
	return rmdir(folder);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(leads_that_run_on),
	    cmocka_unit_test(what_is_no_lead),
	    cmocka_unit_test(lists_of_all_lengths_are_trees),
	    cmocka_unit_test(markup_between_blocks_is_no_text),
	    cmocka_unit_test(text_without_blocks_and_behind_them),
	    cmocka_unit_test(a_paragraph_larger_than_a_chunk),
#ifdef ONUS_FAULTS
	    cmocka_unit_test(memory_that_is_refused_is_an_error_and_nothing_else),
#endif
	};
	return cmocka_run_group_tests_name("language_document", tests, set_up, tear_down);
}
