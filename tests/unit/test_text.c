/* SPDX-License-Identifier: Apache-2.0 */
#include "base/arena.h"
#include "text/fold.h"
#include "text/sentence.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

/* Tokens of `text` with "|" between. */
static void expect_tokens(const char *text, const char *expected)
{
	ARENA_AUTO a = arena_new(0);
	token_vec tokens = {0};
	span s = span_of(text);
	assert_int_equal(text_tokens(s, (range){0, (uint32_t)s.n}, a, &tokens, NULL), ONUS_OK);
	STR_AUTO out = str_make(4096);
	for (size_t i = 0; i < tokens.n; i++) {
		if (i)
			str_addc(&out, '|');
		str_add(&out, span_in(s, tokens.v[i].where));
	}
	assert_string_equal(str_c(&out), expected);
}

static void words_are_cut_as_in_treebanks(void **state)
{
	(void)state;
	expect_tokens("They don't know Norland's plan.", "They|do|n't|know|Norland|'s|plan|.");
	expect_tokens("It cannot wait.", "It|can|not|wait|.");
	expect_tokens("The U.S. envoy, Mr. Roe, left at 12:30.", "The|U.S.|envoy|,|Mr.|Roe|,|left|at|12:30|.");
	expect_tokens("On 2019-03-22 it cost 1,200.50.", "On|2019-03-22|it|cost|1,200.50|.");
	expect_tokens("Write to press@harbour.example or see www.harbour.example.",
		      "Write|to|press@harbour.example|or|see|www.harbour.example|.");
	/* and a full stop without a space is no address */
	expect_tokens("It ended.Then rain.", "It|ended|.|Then|rain|.");
}

static void names_stay_whole_where_asked(void **state)
{
	(void)state;
	expect_tokens("Tuan Mei-lo of Tok'tai", "Tuan|Mei-lo|of|Tok'tai");
}

static size_t sentences(const char *text)
{
	ARENA_AUTO a = arena_new(0);
	token_vec tokens = {0};
	sentence_vec runs = {0};
	span s = span_of(text);
	assert_int_equal(text_tokens(s, (range){0, (uint32_t)s.n}, a, &tokens, NULL), ONUS_OK);
	assert_int_equal(text_sentences(s, &tokens, 0, tokens.n, a, &runs, NULL), ONUS_OK);
	size_t covered = 0;
	for (size_t i = 0; i < runs.n; i++) {
		assert_int_equal(runs.v[i].first, covered);
		covered = runs.v[i].end;
	}
	assert_int_equal(covered, tokens.n);
	return runs.n;
}

static void sentences_end_where_they_end(void **state)
{
	(void)state;
	assert_int_equal(sentences("The door opened. Nobody came."), 2);
	assert_int_equal(sentences("\"Go home. The door is shut,\" she said."), 2);
	assert_int_equal(sentences("Mr. Roe met Dr. Doe on Jan. 3 in the U.S. capital."), 1);
	assert_int_equal(sentences("He lives in the U.S. The house is old."), 2);
	assert_int_equal(sentences("It cost 3.5 crowns; the rest was free: all of it"), 1);
	assert_int_equal(sentences(""), 0);
}

static void folding_forgets_accents_and_case(void **state)
{
	(void)state;
	STR_AUTO out = str_make(256);
	text_fold(SPAN("  H\xC3\xA9l\xC3\xA8ne\n \xC3\x98rsted\xE2\x80\x99s "), &out);
	assert_string_equal(str_c(&out), "helene orsted's");
	str_clear(&out);
	text_lower(SPAN("H\xC3\x89L\xC3\x88NE\xE2\x80\x99S"), &out);
	assert_string_equal(str_c(&out), "h\xC3\xA9l\xC3\xA8ne's");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(words_are_cut_as_in_treebanks),
	    cmocka_unit_test(names_stay_whole_where_asked),
	    cmocka_unit_test(sentences_end_where_they_end),
	    cmocka_unit_test(folding_forgets_accents_and_case),
	};
	return cmocka_run_group_tests_name("text", tests, NULL, NULL);
}
