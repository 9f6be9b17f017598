/* SPDX-License-Identifier: Apache-2.0 */
#include "base/arena.h"
#include "base/limits.h"
#include "base/str.h"
#include "base/utf8.h"
#include "text/fold.h"
#include "text/words.h"
#include "text/words_lists.h"

#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

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
	expect("See http://a.example/b?c=d. <e@f.example>", "See|http://a.example/b?c=d|.|<|e@f.example|>");
	expect("(news.example.org), draft-3.doc, alt.animals.cat",
	       "(|news.example.org|)|,|draft-3.doc|,|alt.animals.cat");
	expect("good :) bad ;-( a^_^", "good|:)|bad|;-(|a|^_^");
	expect("by @name on #tag", "by|@name|on|#tag");
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

static void sentences_end_in_prose(void **state)
{
	(void)state;
	expect("Gen. J. R. Smith met Rev. Doe at 5 p.m. on Jan. 3 in the U.S. capital. He left.",
	       "Gen.|J.|R.|Smith|met|Rev.|Doe|at|5|p.m.|on|Jan.|3|in|the|U.S.|capital|.//He|left|.");
	expect("\"Go home. The door is shut,\" she said. \"Why?\" he asked.",
	       "\"|Go|home|.//The|door|is|shut|,|\"|she|said|.//\"|Why|?|\"|he|asked|.");
	expect("They cited Art. 19 and No. 5. Nothing followed.", "They|cited|Art.|19|and|No.|5|.//Nothing|followed|.");
	expect("He lives in the U.S. The house is old.", "He|lives|in|the|U.S.//The|house|is|old|.");
	expect("Norland must release them; the rest was free: all of it",
	       "Norland|must|release|them|;|the|rest|was|free|:|all|of|it");
}

/* Words in order, not empty, apart, only white space between; sentences cover them. */
static void check(span text, range where)
{
	ARENA_AUTO a = arena_new(0);
	token_vec words = {0};
	sentence_vec sentences = {0};
	assert_int_equal(text_words(text, where, a, &words, &sentences, NULL), ONUS_OK);
	uint32_t at = where.start;
	for (size_t i = 0; i <= words.n; i++) {
		uint32_t to = i < words.n ? words.v[i].where.start : where.end;
		assert_true(to >= at && to <= where.end);
		bool space = i == 0;
		for (size_t c = at; c < to;) {
			assert_true(text_is_space(utf8_next((span){text.p, to}, &c)));
			space = true;
		}
		if (i == words.n)
			break;
		assert_true(words.v[i].where.end > to);
		assert_int_equal((words.v[i].flags & TOKEN_SPACE_BEFORE) != 0, space);
		assert_false(space && (words.v[i].flags & TOKEN_CLITIC));
		assert_int_equal(utf8_boundary(text, to), to);
		at = words.v[i].where.end;
	}
	size_t next = 0;
	for (size_t i = 0; i < sentences.n; i++) {
		assert_int_equal(sentences.v[i].first, next);
		assert_true(sentences.v[i].end > next);
		assert_true(sentences.v[i].end == words.n || !(words.v[sentences.v[i].end].flags & TOKEN_CLITIC));
		next = sentences.v[i].end;
	}
	assert_int_equal(next, words.n);
}

static const char *const hostile[] = {
    "a",
    "a-",
    ".",
    "(",
    "'",
    "\"",
    "a'",
    "1-",
    "1/",
    "1,",
    "#",
    "@a",
    ":)",
    "a.",
    "A.",
    "http://",
    "-.",
    "x@",
    "its ",
    "\342\200\230a ",
    "\xE2\x80\x99",
    "\xE6\xBC\xA2",
    "\xE0\xB8\x81",
    "\xF0\x9F\x91\xA9\xE2\x80\x8D",
    "\xF0\x9F\x87\xA9",
    "\xCC\x81",
    "\x01",
    "a_",
    "_",
    "non-",
    "e-",
    "a&",
    "w/",
    ".a",
    "1.",
    "5kg",
    "s' ",
    "'72",
    "a\n\n",
    "\n",
    ". ",
    "A. ",
    "etc. ",
    "<>",
    "=",
    "a%",
    "\xE2\x80\x8D",
    "a\xC2\xAD",
    "\xE2\x98\xBA\xEF\xB8\x8F",
    "\xCC\x81 ",
    "5x",
    "$",
    "a$*",
    "p.m. ",
    "Sun. ",
    "\xE2\x80\x94",
    "mailto:",
    "-a.doc ",
    "...?",
    "!.",
    "( a. ) ",
    "\xD8\xA7\xD8\xA8\xD8\xAC ",
    "a'll",
    "1's",
    "'n'",
    "Yahoo!",
    "\xC2\xA0",
    "\xE2\x80\xA6.",
    "9-9/",
    "^_^",
    "alot",
};

static double seconds(const char *piece, size_t bytes)
{
	size_t n = strlen(piece), copies = bytes / n;
	char *text = malloc(n * copies + 1);
	assert_non_null(text);
	for (size_t i = 0; i < copies; i++)
		memcpy(text + i * n, piece, n);
	struct timespec from, to;
	assert_int_equal(clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &from), 0);
	check((span){text, n * copies}, (range){0, (uint32_t)(n * copies)});
	assert_int_equal(clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &to), 0);
	free(text);
	return (double)(to.tv_sec - from.tv_sec) + (double)(to.tv_nsec - from.tv_nsec) / 1e9;
}

static void hostile_text_is_cut_in_linear_time(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof hostile / sizeof *hostile; i++) {
		/* Eight times as much may take thirty times as long on a busy machine; what is quadratic takes 64. */
		double few = seconds(hostile[i], 32768), many = seconds(hostile[i], 8 * 32768);
		if (many > 30 * few + 0.05)
			fail_msg("\"%s\": %.3f s, then %.3f s", hostile[i], few, many);
	}
}

static void words_of_any_mixture_lie_in_order(void **state)
{
	(void)state;
	uint32_t random = 1;
	for (int round = 0; round < 3000; round++) {
		char text[256];
		size_t n = 0;
		while (n < 200) {
			random = random * 1664525u + 1013904223u;
			const char *piece = hostile[(random >> 8) % (sizeof hostile / sizeof *hostile)];
			memcpy(text + n, piece, strlen(piece));
			n += strlen(piece);
		}
		check((span){text, n}, (range){0, (uint32_t)n});
		uint32_t from = (uint32_t)utf8_boundary((span){text, n}, n / 3);
		check((span){text, n}, (range){from, (uint32_t)utf8_boundary((span){text, n}, n - 20)});
	}
}

static void long_sentences_are_cut(void **state)
{
	(void)state;
	ARENA_AUTO a = arena_new(0);
	STR_AUTO text = str_make(1 << 20);
	for (int i = 0; i < 20000; i++)
		str_adds(&text, i % 7 ? "and " : "it's, ");
	token_vec words = {0};
	sentence_vec sentences = {0};
	assert_int_equal(text_words(str_span(&text), (range){0, (uint32_t)text.n}, a, &words, &sentences, NULL),
			 ONUS_OK);
	for (size_t i = 0; i < sentences.n; i++)
		assert_true(sentences.v[i].end - sentences.v[i].first <= LIMIT_SENTENCE_TOKENS);
	assert_true(sentences.v[0].cut);
	check(str_span(&text), (range){0, (uint32_t)text.n});
}

static void the_corpus_is_cut_without_loss(void **state)
{
	(void)state;
	const char *source = getenv("ONUS_SOURCE");
	char folder[1024], path[2048];
	(void)snprintf(folder, sizeof folder, "%s/../shared/data/corpus/state-gov/txt", source ? source : ".");
	DIR *dir = opendir(folder);
	if (!dir) {
		print_message("../shared/data/corpus is not here\n");
		skip();
		return;
	}
	for (struct dirent *entry; (entry = readdir(dir));) {
		(void)snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
		FILE *file = entry->d_name[0] == '.' ? NULL : fopen(path, "rb");
		if (!file)
			continue;
		STR_AUTO text = str_make(1 << 24);
		char buffer[4096];
		for (size_t n; (n = fread(buffer, 1, sizeof buffer, file)) > 0;)
			str_add(&text, span_make(buffer, n));
		(void)fclose(file);
		check(str_span(&text), (range){0, (uint32_t)text.n});
	}
	(void)closedir(dir);
}

static void word_lists_are_in_order(void **state)
{
	(void)state;
	assert_true(words_lists_in_order());
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(contractions_are_words_of_one_token),
	    cmocka_unit_test(contractions_and_possessives),
	    cmocka_unit_test(hyphens_part_words_but_for_prefixes),
	    cmocka_unit_test(numbers_and_units),
	    cmocka_unit_test(addresses_files_and_faces),
	    cmocka_unit_test(marks_in_runs),
	    cmocka_unit_test(empty_lines_end_sentences),
	    cmocka_unit_test(sentences_end_in_prose),
	    cmocka_unit_test(hostile_text_is_cut_in_linear_time),
	    cmocka_unit_test(words_of_any_mixture_lie_in_order),
	    cmocka_unit_test(long_sentences_are_cut),
	    cmocka_unit_test(the_corpus_is_cut_without_loss),
	    cmocka_unit_test(word_lists_are_in_order),
	};
	return cmocka_run_group_tests_name("text_words", tests, NULL, NULL);
}
