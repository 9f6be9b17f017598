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

static void contractions_and_possessives(void **state)
{
	(void)state;
	expect("dont gonna dunno shouldn't've Cannot", "do+nt|gon+na|du+n+no|should+n't+'ve|Can+not");
	expect("the parents\xE2\x80\x99 pleas, China\xE2\x80\x99s",
	       "the|parents+\xE2\x80\x99|pleas|,|China+\xE2\x80\x99s");
	expect("'the boys' said", "'|the|boys|'|said");
	expect("in 2003's heat, in the 1960's, in '72", "in|2003+'s|heat|,|in|the|1960's|,|in|'72");
	expect("its not its fault", "it+s|not|its|fault");
	expect("O'Brien of Sana'a, d'Ivoire", "O'Brien|of|Sana'a|,|d'Ivoire");
}

static void hyphens_part_words_but_for_prefixes(void **state)
{
	(void)state;
	expect("Li Ming-che, well-known", "Li|Ming|-|che|,|well|-|known");
	expect("non-violent e-mail re-elected mid-1980s", "non-violent|e-mail|re-elected|mid-1980s");
	expect("career-wise t-shirt", "career-wise|t|-|shirt");
	expect("and/or w/o AT&T", "and|/|or|w/o|AT&T");
}

static void numbers_and_units(void **state)
{
	(void)state;
	expect("5kg at 7:30PM, 14th", "5|kg|at|7:30|PM|,|14th");
	expect("2019-03-22 9/11 713-853-3989 1/2 3-4 1969-1970",
	       "2019-03-22|9/11|713-853-3989|1|/|2|3|-|4|1969|-|1970");
	expect("$1,200.50 US$4.5 [1,2] .265 +44", "$|1,200.50|US$|4.5|[|1|,|2|]|.265|+44");
	expect("No. 5 #1 25%", "No.|5|#|1|25|%");
}

static void addresses_files_and_faces(void **state)
{
	(void)state;
	expect("See http://a.example/b?c=d. <e@f.example>", "See|http://a.example/b?c=d|.//<|e@f.example|>");
	expect("(news.example.org), draft-3.doc, alt.animals.cat",
	       "(|news.example.org|)|,|draft-3.doc|,|alt.animals.cat");
	expect("good :) bad ;-( a^_^", "good|:)|bad|;-(|a|^_^");
	expect("@name #tag", "@name|#tag");
}

static void marks_in_runs(void **state)
{
	(void)state;
	expect("well... what?! no--yes \xE2\x80\x94 so", "well|...|what|?!|no|--|yes|\xE2\x80\x94|so");
	expect("<<a.doc>><<b.doc>>", "<<|a.doc|>>|<<|b.doc|>>");
	expect("*~*~* ->", "*~*~*|->");
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
	    cmocka_unit_test(contractions_are_words_of_one_token), cmocka_unit_test(contractions_and_possessives),
	    cmocka_unit_test(hyphens_part_words_but_for_prefixes), cmocka_unit_test(numbers_and_units),
	    cmocka_unit_test(addresses_files_and_faces),           cmocka_unit_test(marks_in_runs),
	    cmocka_unit_test(empty_lines_end_sentences),
	};
	return cmocka_run_group_tests_name("text_words", tests, NULL, NULL);
}
