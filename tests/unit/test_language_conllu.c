/* SPDX-License-Identifier: Apache-2.0 */
#include "base/limits.h"
#include "language/conllu.h"
#include "language/quotation.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#define REST "\t_\t_\t_\t_\t_\t_\t_\t_\n"

/* Kinds of the lines of all sentences ("c" comment, "w" word, "r" range, "e" empty node), "/" after each sentence. */
static void expect(const char *text, const char *expected)
{
	ARENA_AUTO a = arena_new(0);
	conllu_lines lines = {0};
	conllu_reader r;
	conllu_start(&r, span_of(text));
	STR_AUTO out = str_make(4096);
	bool found = true;
	for (uint32_t words = 0;;) {
		size_t first = lines.n;
		onus_error err = {0};
		if (conllu_next(&r, a, &lines, &words, &found, &err) != ONUS_OK) {
			str_adds(&out, err.message);
			break;
		}
		if (!found)
			break;
		uint32_t seen = 0;
		for (size_t i = first; i < lines.n; i++) {
			str_addc(&out, "cwre"[lines.v[i].kind]);
			seen += lines.v[i].kind == CONLLU_WORD;
		}
		assert_int_equal(seen, words);
		str_addc(&out, '/');
	}
	assert_string_equal(str_c(&out), expected);
}

static void lines_of_all_kinds(void **state)
{
	(void)state;
	expect("", "");
	expect("\n\n", "");
	expect("1\tGo" REST "\n", "w/");
	expect("1\tGo" REST, "w/");
	expect("# text = Don't\n1-2\tDon't" REST "1\tDo" REST "2\tn't" REST "2.1\tgo" REST "2.2\tso" REST
	       "\n\n1\tNo" REST,
	       "crwwee/w/");
	expect("\xEF\xBB\xBF# a\r\n1\tGo\t_\t_\t_\t_\t_\t_\t_\t_\r\n\r\n", "cw/");
	expect("0.1\tx" REST "1\tGo" REST, "ew/");
	expect("1\tGo\t_\t_\t_\t_\t_\t_\t_\t_", "w/");
	expect("# only a comment\n\n", "c/");
}

static void what_breaks_the_format_is_told_with_its_line(void **state)
{
	(void)state;
	expect("1\tGo\n", "line 1: there are 2 columns between tabs where there must be 10: \"1 Go\"");
	expect("1 Go _ _ _ _ _ _ _ _\n",
	       "line 1: there are 1 columns between tabs where there must be 10: \"1 Go _ _ _ _ _ _ _ _\"");
	expect("1\tGo\t_\t\t_\t_\t_\t_\t_\t_\n", "line 1: column 4 (UPOS) is empty; what is not known is written _");
	expect("1\tGo" REST "\n2\tGo" REST, "w/line 3: the sentence begins with word 2, not with word 1");
	expect("1\tGo" REST "3\tGo" REST, "line 2: word 3 stands where word 2 is due");
	expect("1\tGo" REST "1\tGo" REST,
	       "line 2: word 1 stands where word 2 is due; is the empty line between two sentences missing?");
	expect("x\tGo" REST, "line 1: \"x\" is no number of a word, a range or an empty node");
	expect("01\tGo" REST, "line 1: \"01\" is no number of a word, a range or an empty node");
	expect("2-1\tGo" REST, "line 1: \"2-1\" is no range of words");
	expect("2-3\tGo" REST, "line 1: the multi-word token 2-3 stands where word 1 is due");
	expect("1-2\tGo" REST "1\tGo" REST "2-3\tGo" REST,
	       "line 3: the multi-word token 2-3 overlaps the one before it");
	expect("1-2\tGo" REST "1\tGo" REST "\n",
	       "line 3: the sentence ends before word 2 of its last multi-word token");
	expect("1\tGo" REST "1.2\tGo" REST, "line 2: \"1.2\" stands where empty node 1.1 could be");
	expect("1\tG\xFFo" REST, "line 1: byte 4 is not UTF-8");
	expect("1\tG\x1B[31mo" REST, "line 1: byte 4 is the control character U+001B");
	expect("1\tG\ro" REST, "line 1: byte 4 is the control character U+000D");
}

static void trees_that_are_none(void **state)
{
	(void)state;
	expect("1\ta\t_\t_\t_\t_\t2\t_\t_\t_\n2\tb\t_\t_\t_\t_\t0\t_\t_\t_\n", "ww/");
	expect("1\ta\t_\t_\t_\t_\tx\t_\t_\t_\n", "line 1: HEAD is \"x\"; it must be a number or _");
	expect("# c\n1\ta\t_\t_\t_\t_\t3\t_\t_\t_\n2\tb\t_\t_\t_\t_\t0\t_\t_\t_\n",
	       "line 2: HEAD is 3, and the sentence has 2 words");
	expect("1\ta\t_\t_\t_\t_\t0\t_\t_\t_\n2\tb\t_\t_\t_\t_\t3\t_\t_\t_\n3\tc\t_\t_\t_\t_\t2\t_\t_\t_\n",
	       "line 2: word 2 hangs on itself by way of its HEAD (a cycle); write _ into HEAD to have it filled in");
}

static void a_sentence_may_be_long_but_not_endless(void **state)
{
	(void)state;
	for (unsigned over = 0; over < 2; over++) {
		STR_AUTO text = str_make(16 * (size_t)MIB);
		for (unsigned i = 1; i <= LIMIT_CONLLU_WORDS + over; i++)
			str_addf(&text, "%u\tx%s", i, REST);
		ARENA_AUTO a = arena_new(0);
		conllu_lines lines = {0};
		conllu_reader r;
		conllu_start(&r, str_span(&text));
		uint32_t words = 0;
		bool found = false;
		assert_int_equal(conllu_next(&r, a, &lines, &words, &found, NULL), over ? ONUS_ERR_LIMIT : ONUS_OK);
	}
}

static void comments_and_safe_text(void **state)
{
	(void)state;
	span value = {NULL, 0};
	assert_true(conllu_comment_is(SPAN("# newdoc id = a b"), "newdoc id", &value));
	assert_true(span_is(value, "a b"));
	assert_true(conllu_comment_is(SPAN("# newdoc"), "newdoc", &value));
	assert_true(conllu_comment_is(SPAN("#newdoc id = a"), "newdoc", &value));
	assert_false(conllu_comment_is(SPAN("# newdocument"), "newdoc", &value));
	assert_false(conllu_comment_is(SPAN("#"), "newdoc", &value));
	STR_AUTO out = str_make(100);
	conllu_write_safe(&out, SPAN("a\tb\xC2\x85\x7F"
				     "c\xC3\xA9"));
	assert_string_equal(str_c(&out), "a\xEF\xBF\xBD"
					 "b\xEF\xBF\xBD\xEF\xBF\xBD"
					 "c\xC3\xA9");
}

static void quotations_are_subtrees(void **state)
{
	(void)state;
	ARENA_AUTO a = arena_new(0);
	const char *const forms[] = {"“",  "We", "agree", "”", "\"", "so", "\"", "''",
				     "\"", "x",  "y",     "z", "\"", "\"", "u",  "v"};
	language_word words[sizeof forms / sizeof *forms] = {0};
	for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
		words[i].form = span_of(forms[i]);
	constraint_vec found = {0};
	assert_int_equal(language_quotations(words, sizeof forms / sizeof *forms, a, &found, NULL), ONUS_OK);
	assert_int_equal(found.n, 2);
	assert_int_equal(found.v[0].first, 1);
	assert_int_equal(found.v[0].end, 3);
	assert_int_equal(found.v[1].first, 9);
	assert_int_equal(found.v[1].end, 12);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(lines_of_all_kinds),     cmocka_unit_test(what_breaks_the_format_is_told_with_its_line),
	    cmocka_unit_test(trees_that_are_none),    cmocka_unit_test(a_sentence_may_be_long_but_not_endless),
	    cmocka_unit_test(comments_and_safe_text), cmocka_unit_test(quotations_are_subtrees),
	};
	return cmocka_run_group_tests_name("language_conllu", tests, NULL, NULL);
}
