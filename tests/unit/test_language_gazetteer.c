/* SPDX-License-Identifier: Apache-2.0 */
#include "language/gazetteer.h"

#include "base/str.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#define BEGINS(type)  (1u << (2 * GAZETTEER_##type))
#define GOES_ON(type) (1u << (2 * GAZETTEER_##type + 1))
#define FIRST         (1u << GAZETTEER_FIRST)
#define MOST          4000

static const char *const lists[] = {
    "bodies",        "body-words",   "calendar",      "cities",      "countries",      "family-world",
    "given-world",   "peoples",      "place-words",   "public-city", "public-country", "public-demonym",
    "public-family", "public-given", "public-region", "public-seat", "regions",        "titles",
};
#define N_LISTS (sizeof lists / sizeof lists[0])

static arena *kept;
static gazetteer ours;

static int set_up(void **state)
{
	(void)state;
	const char *source = getenv("ONUS_SOURCE");
	const char *paths[N_LISTS];
	onus_error err = {0};
	kept = arena_new(0);
	for (size_t i = 0; i < N_LISTS; i++)
		paths[i] = arena_printf(kept, "%s/rules/en/lists/%s.list", source ? source : ".", lists[i]).p;
	if (gazetteer_compile(paths, N_LISTS, kept, &ours, &err) == ONUS_OK)
		return 0;
	print_message("# %s\n", err.message);
	return -1;
}

static int tear_down(void **state)
{
	(void)state;
	arena_free(kept);
	return 0;
}

/* Flags of the words of a sentence, which are separated by spaces. */
static size_t flags_of(const gazetteer *g, const char *sentence, uint32_t *ret)
{
	static span forms[MOST];
	size_t n = 0;
	for (span rest = span_of(sentence), word; n < MOST && span_next(&rest, ' ', &word);)
		forms[n++] = word;
	gazetteer_flags(g, forms, n, ret);
	return n;
}

/* A table of a list of our own making. */
static onus_status compile(const char *text, gazetteer *ret, onus_error *err)
{
	char path[] = "/tmp/gazetteer-XXXXXX";
	const int fd = mkstemp(path);
	assert_true(fd >= 0);
	assert_int_equal(write(fd, text, strlen(text)), (ssize_t)strlen(text));
	close(fd);
	const char *const paths[] = {path};
	const onus_status status = gazetteer_compile(paths, 1, kept, ret, err);
	unlink(path);
	return status;
}

static void names_of_the_lists_are_found(void **state)
{
	(void)state;
	uint32_t f[MOST];
	flags_of(&ours, "Human Rights Watch urged Iranian president Hassan Rouhani in Tehran", f);
	assert_int_equal(f[0] & FIRST, FIRST);
	assert_true(f[0] & BEGINS(BODY));
	assert_true(f[1] & GOES_ON(BODY));
	assert_true(f[2] & GOES_ON(BODY));
	assert_int_equal(f[3], 0);
	assert_true(f[4] & BEGINS(DEMONYM));
	assert_true(f[5] & BEGINS(TITLE));
	assert_true(f[6] & BEGINS(GIVEN));
	assert_true(f[7] & BEGINS(FAMILY));
	assert_int_equal(f[8], 0);
	assert_true(f[9] & BEGINS(CITY));
}

static void hyphens_periods_and_accents_make_no_difference(void **state)
{
	(void)state;
	uint32_t f[MOST];
	flags_of(&ours, "in Guinea - Bissau , Guinea-Bissau and Guinea–Bissau", f);
	assert_true(f[1] & BEGINS(COUNTRY));
	assert_true(f[2] & GOES_ON(COUNTRY));
	assert_true(f[3] & GOES_ON(COUNTRY));
	assert_int_equal(f[4], 0);
	assert_true(f[5] & BEGINS(COUNTRY));
	assert_true(f[7] & BEGINS(COUNTRY));
	flags_of(&ours, "U.S. and US , Sana'a , Sanaʼa , Bogotá , Bogota", f);
	for (size_t i = 0; i <= 2; i += 2)
		assert_true(f[i] & BEGINS(COUNTRY));
	for (size_t i = 4; i <= 10; i += 2)
		assert_true(f[i] & BEGINS(CITY));
}

static void capitals_matter_where_they_should(void **state)
{
	(void)state;
	uint32_t f[MOST];
	flags_of(&ours, "Who let us will a may turkey , american president", f);
	assert_int_equal(f[0], FIRST); /* WHO is an acronym */
	for (size_t i = 1; i < 8; i++)
		assert_int_equal(f[i], 0);
	assert_int_equal(f[8], BEGINS(DEMONYM));
	assert_int_equal(f[9], BEGINS(TITLE));
	flags_of(&ours, "WHO IRAN", f);
	assert_true(f[0] & BEGINS(BODY));
	assert_true(f[1] & BEGINS(COUNTRY));
	flags_of(&ours, "The So In He To Do An It", f);
	for (size_t i = 0; i < 8; i++)
		assert_int_equal(f[i] & ~FIRST, 0);
}

static void the_longest_match_of_each_type_wins(void **state)
{
	(void)state;
	gazetteer g;
	uint32_t f[MOST];
	assert_int_equal(compile("# type: body\nNew York Times\nNew York\nYork Times Company\n", &g, NULL), ONUS_OK);
	assert_int_equal(g.longest, 3);
	flags_of(&g, "New York Times Company", f);
	assert_int_equal(f[0], FIRST | BEGINS(BODY));
	assert_int_equal(f[1], GOES_ON(BODY));
	assert_int_equal(f[2], GOES_ON(BODY));
	assert_int_equal(f[3], 0);
	flags_of(&g, "New York New York Times", f);
	assert_int_equal(f[0], FIRST | BEGINS(BODY));
	assert_int_equal(f[2], BEGINS(BODY));
	assert_int_equal(f[4], GOES_ON(BODY));
	flags_of(&g, "New . York", f);
	assert_int_equal(f[0], FIRST);
}

static void a_possessive_is_a_word_of_its_own(void **state)
{
	(void)state;
	gazetteer g;
	uint32_t f[MOST];
	assert_int_equal(compile("# type: body\nPeople's Daily # a newspaper\nDoctors' Union\n", &g, NULL), ONUS_OK);
	flags_of(&g, "People 's Daily", f);
	assert_int_equal(f[0], FIRST | BEGINS(BODY));
	assert_int_equal(f[2], GOES_ON(BODY));
	flags_of(&g, "People’s Daily", f);
	assert_int_equal(f[1], GOES_ON(BODY));
	flags_of(&g, "Doctors ' Union", f);
	assert_int_equal(f[2], GOES_ON(BODY));
}

static void bad_lists_are_refused_by_line(void **state)
{
	(void)state;
	static const struct {
		const char *text, *says;
	} bad[] = {
	    {"Paris\n", "line 1: a \"# type:\" line"},
	    {"# type: cities\n", "line 1: no such type"},
	    {"# type: city\n# type: city\n", "line 2: the list has a type"},
	    {"# type: city\n\n--\n", "line 3: there is no word"},
	    {"# type: city\nPar\xffis\n", "line 2: it is not UTF-8"},
	    {"# type: city\na b c d e f g h i j k l m n o p q r\n", "line 2: the phrase has too many words"},
	};
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		gazetteer g;
		onus_error err = {0};
		assert_int_equal(compile(bad[i].text, &g, &err), ONUS_ERR_INPUT);
		if (!strstr(err.message, bad[i].says))
			print_message("# %s\n", err.message);
		assert_non_null(strstr(err.message, bad[i].says));
	}
	const char *const none[] = {"/nowhere/none.list"};
	gazetteer g;
	assert_int_equal(gazetteer_compile(none, 1, kept, &g, NULL), ONUS_ERR_NOT_FOUND);
	assert_int_equal(gazetteer_compile(NULL, 0, kept, &g, NULL), ONUS_OK);
	assert_int_equal(g.n, 0);
}

static void hostile_words_do_no_harm(void **state)
{
	(void)state;
	static char text[MOST * 2];
	static char word[70000];
	uint32_t f[MOST];
	flags_of(&ours, "", f);
	gazetteer_flags(&ours, NULL, 0, f);
	span odd[] = {{"", 0}, {"\xff\xfe", 2}, {"New", 3}, {"\0", 1}, {"﷽", 3}};
	gazetteer_flags(&ours, odd, 5, f);
	assert_int_equal(f[0], FIRST);
	memset(word, 'A', sizeof word);
	const span giant = {word, sizeof word};
	gazetteer_flags(&ours, &giant, 1, f);
	assert_int_equal(f[0], FIRST);
	for (size_t i = 0; i + 1 < sizeof text; i++) /* hyphens without end, over which a match would go on */
		text[i] = i % 2 ? ' ' : '-';
	memcpy(text, "New", 3);
	flags_of(&ours, text, f);
	gazetteer empty = {0};
	flags_of(&empty, "Paris is in France", f);
	assert_int_equal(f[3], 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(names_of_the_lists_are_found),
	    cmocka_unit_test(hyphens_periods_and_accents_make_no_difference),
	    cmocka_unit_test(capitals_matter_where_they_should),
	    cmocka_unit_test(the_longest_match_of_each_type_wins),
	    cmocka_unit_test(a_possessive_is_a_word_of_its_own),
	    cmocka_unit_test(bad_lists_are_refused_by_line),
	    cmocka_unit_test(hostile_words_do_no_harm),
	};
	return cmocka_run_group_tests(tests, set_up, tear_down);
}
