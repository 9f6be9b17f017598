/* SPDX-License-Identifier: Apache-2.0 */
#include "base/arena.h"
#include "base/str.h"
#include "text/words.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

/* Words of `text`: "|" between tokens, "+" between words of one token, "//" where a sentence ends. */
static void expect(const char *text, const char *expected)
{
	ARENA_AUTO a = arena_new(0);
	token_vec words = {0};
	sentence_vec sentences = {0};
	span s = span_of(text);
	assert_int_equal(text_words(s, (range){0, (uint32_t)s.n}, a, &words, &sentences, NULL), ONUS_OK);
	STR_AUTO out = str_make(4096);
	size_t run = 0;
	for (size_t i = 0; i < words.n; i++) {
		if (run < sentences.n && sentences.v[run].end == i) {
			str_adds(&out, "//");
			run++;
		} else if (i) {
			str_addc(&out, words.v[i].flags & TOKEN_CLITIC ? '+' : '|');
		}
		str_add(&out, span_in(s, words.v[i].where));
	}
	assert_string_equal(str_c(&out), expected);
	assert_int_equal(sentences.n, words.n ? run + 1 : 0);
}

static void contractions_are_words_of_one_token(void **state)
{
	(void)state;
	expect("They don't know Norland's plan.", "They|do+n't|know|Norland+'s|plan|.");
	expect("It cannot wait.", "It|can+not|wait|.");
}

static void empty_lines_end_sentences(void **state)
{
	(void)state;
	expect("The plan\n\nIt rained", "The|plan//It|rained");
	expect("The\nplan", "The|plan");
	expect("", "");
	expect(" \n\n ", "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(contractions_are_words_of_one_token),
	    cmocka_unit_test(empty_lines_end_sentences),
	};
	return cmocka_run_group_tests_name("text_words", tests, NULL, NULL);
}
