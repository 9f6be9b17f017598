/* SPDX-License-Identifier: Apache-2.0 */
#include "names/key.h"
#include "names/places.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static places *built_in;

static int set_up(void **state)
{
	(void)state;
	return places_new((span){NULL, 0}, &built_in, NULL) == ONUS_OK ? 0 : -1;
}

static int tear_down(void **state)
{
	(void)state;
	places_free(built_in);
	return 0;
}

static void assert_place(const char *words, const char *code, place_name_kind kind)
{
	const place *found = places_find(built_in, span_of(words));
	if (!found)
		print_message("# nothing is called %s\n", words);
	assert_non_null(found);
	assert_string_equal(found->code, code);
	assert_int_equal(places_find_kind(built_in, span_of(words)), kind);
}

static void a_place_is_found_by_every_kind_of_name(void **state)
{
	(void)state;
	assert_place("France", "FR", PLACE_NAME);
	assert_place("fr", "FR", PLACE_CODE);
	assert_place("FRA", "FR", PLACE_CODE);
	assert_place("French", "FR", PLACE_DEMONYM);
	assert_place("PARIS", "FR", PLACE_CAPITAL);
	assert_place("the Quai d\u2019Orsay", "FR", PLACE_SEAT);
	assert_place("Élysée", "FR", PLACE_SEAT);
	assert_place("elysee", "FR", PLACE_SEAT);
	assert_place("French Republic", "FR", PLACE_OTHER);
	assert_place("Burma", "MM", PLACE_OTHER);
	assert_place("Côte d’Ivoire", "CI", PLACE_OTHER);
	assert_place("cote d'ivoire", "CI", PLACE_OTHER);
	assert_place("Türkiye", "TR", PLACE_OTHER);
	assert_place("the DRC", "CD", PLACE_OTHER);
	assert_place("the U.S.", "US", PLACE_OTHER);
	assert_place("US", "US", PLACE_CODE);
	assert_place("UK", "GB", PLACE_OTHER);
	assert_place("Downing Street", "GB", PLACE_SEAT);
	assert_place("the Kremlin", "RU", PLACE_SEAT);
	assert_place("Beijing", "CN", PLACE_CAPITAL);
	assert_place("European Union", "EU", PLACE_NAME);
	assert_place("the Holy See", "VA", PLACE_NAME);
	assert_place("Kosovo", "XK", PLACE_NAME);
	assert_place("Republic of Korea", "KR", PLACE_OTHER);
	assert_place("Iran (Islamic Republic of)", "IR", PLACE_OTHER);
	assert_place("Viet Nam", "VN", PLACE_OTHER);
}

static void what_is_no_place_is_not_found(void **state)
{
	(void)state;
	static const char *const none[] = {"",    " ", "the", "Ruritania", "Fran", "Franceland", "Interior Minister",
					   "\xff"};
	for (size_t i = 0; i < sizeof none / sizeof *none; i++) {
		assert_null(places_find(built_in, span_of(none[i])));
		assert_int_equal(places_find_kind(built_in, span_of(none[i])), PLACE_NO_NAME);
	}
	char longest[4096];
	memset(longest, 'a', sizeof longest);
	assert_null(places_find(built_in, span_make(longest, sizeof longest)));
}

static void regions_are_no_states(void **state)
{
	(void)state;
	const place *region = places_find(built_in, SPAN("Xinjiang"));
	assert_non_null(region);
	assert_true(region->region);
	assert_false(region->acts);
	assert_string_equal(region->code, "CN");
	const place *china = places_by_code(built_in, SPAN("CN"));
	assert_non_null(china);
	assert_false(china->region);
	assert_true(china->acts);
	assert_string_equal(china->name.p, "China");
	assert_true(places_find(built_in, SPAN("Hong Kong"))->acts);
	assert_false(places_find(built_in, SPAN("Bouvet Island"))->acts);
}

static void ambiguous_names_say_so(void **state)
{
	(void)state;
	static const char *const unsure[] = {"Georgia", "Guinea", "Congo", "Korea",
					     "Korean",  "Jordan", "Chad",  "Dominican"};
	static const char *const sure[] = {"France",      "Jordanian",     "Congo-Brazzaville",
					   "South Korea", "Guinea-Bissau", "Nigerien"};
	const place_name *const *found = NULL;
	for (size_t i = 0; i < sizeof unsure / sizeof *unsure; i++) {
		assert_true(places_lookup(built_in, span_of(unsure[i]), &found) > 0);
		assert_true(found[0]->ambiguous);
	}
	for (size_t i = 0; i < sizeof sure / sizeof *sure; i++) {
		assert_true(places_lookup(built_in, span_of(sure[i]), &found) > 0);
		assert_false(found[0]->ambiguous);
	}
	assert_int_equal(places_lookup(built_in, SPAN("Korea"), &found), 2);
	assert_string_not_equal(found[0]->place->code, found[1]->place->code);
}

/* ISO 3166-1 has 249 codes; each has a capital and a demonym but for those that have neither. */
static void every_code_is_covered(void **state)
{
	(void)state;
	size_t iso = 0;
	for (size_t i = 0; i < places_count(built_in); i++) {
		const place *p = places_at(built_in, i);
		if (!p->alpha3[0])
			continue;
		iso++;
		assert_false(p->region);
		assert_ptr_equal(places_by_code(built_in, span_of(p->alpha3)), p);
		bool none = !p->acts || !strcmp(p->code, "TK");
		if (!none && (!p->capital.n || !p->demonyms.n))
			print_message("# %s lacks a capital or a demonym\n", p->code);
		assert_true(none || (p->capital.n && p->demonyms.n));
	}
	assert_true(iso >= 249);
	/* Every name leads back to its place, alone or among others. */
	for (size_t i = 0; i < places_name_count(built_in); i++) {
		const place_name *name = places_name_at(built_in, i);
		const place_name *const *found = NULL;
		size_t n = places_lookup(built_in, name->name, &found), k = 0;
		while (k < n && found[k]->place != name->place)
			k++;
		assert_true(k < n);
	}
	assert_null(places_name_at(built_in, places_name_count(built_in)));
	assert_null(places_at(built_in, places_count(built_in)));
}

static void the_nearest_name_is_offered(void **state)
{
	(void)state;
	static const char *const near[][2] = {{"Frnace", "FR"},      {"Chian", "CN"},       {"Kyrgystan", "KG"},
					      {"Phillipines", "PH"}, {"Azerbaidjan", "AZ"}, {"Untied States", "US"},
					      {"Columbai", "CO"}};
	for (size_t i = 0; i < sizeof near / sizeof *near; i++) {
		const place_name *name = places_nearest(built_in, span_of(near[i][0]));
		assert_non_null(name);
		assert_string_equal(name->place->code, near[i][1]);
	}
	assert_null(places_nearest(built_in, SPAN("xqzwvk")));
	assert_null(places_nearest(built_in, SPAN("q")));
}

static void added_rows_are_read(void **state)
{
	(void)state;
	places *p = NULL;
	span extra = SPAN("code\tname\tdemonyms\tcapital\tother_names\n"
			  "# a comment\n\n"
			  "XA\tValdane\tValdanese\tCorvelle\tRepublic of Valdane|Valdanese Republic\r\n"
			  "FR\tGallia\n");
	assert_int_equal(places_new(extra, &p, NULL), ONUS_OK);
	assert_string_equal(places_find(p, SPAN("valdanese republic"))->code, "XA");
	assert_string_equal(places_find(p, SPAN("Corvelle"))->code, "XA");
	assert_string_equal(places_find(p, SPAN("xa"))->code, "XA");
	assert_string_equal(places_find(p, SPAN("Gallia"))->name.p, "France");
	assert_true(places_find(p, SPAN("Valdane"))->acts);
	places_free(p);
	assert_null(places_find(built_in, SPAN("Valdane")));
}

static void bad_rows_are_refused_with_their_line(void **state)
{
	(void)state;
	static const char *const bad[][2] = {
	    {"code\tname\nXA\n", "line 2"},
	    {"X\tValdane\n", "line 1"},
	    {"XABC\tValdane\n", "code"},
	    {"xa\tValdane\n", "code"},
	    {"XA\t \tValdanese\n", "name"},
	    {"XA\t...\n\n\nXB\tB\t\t\t\t\t\t\t\tmore\n", "line 4"},
	    {"XA\tVal\xff"
	     "dane\n",
	     "UTF-8"},
	    {"XA\tVal\u202e"
	     "dane\n",
	     "U+202E"},
	    {"XA\tVal\x1b"
	     "dane\n",
	     "U+001B"},
	    {"XA\tValdane\t\t\t\t\tregion|odd\n", "line 1"},
	};
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		places *p = NULL;
		onus_error err = {0};
		assert_int_equal(places_new(span_of(bad[i][0]), &p, &err), ONUS_ERR_INPUT);
		if (!strstr(err.message, bad[i][1]))
			print_message("# %s\n", err.message);
		assert_non_null(strstr(err.message, bad[i][1]));
		assert_null(p);
	}
}

static void distance_is_bounded(void **state)
{
	(void)state;
	assert_int_equal(names_distance(SPAN("abc"), SPAN("abc"), 3), 0);
	assert_int_equal(names_distance(SPAN("abc"), SPAN("acb"), 3), 1);
	assert_int_equal(names_distance(SPAN("kitten"), SPAN("sitting"), 3), 3);
	assert_int_equal(names_distance(SPAN("kitten"), SPAN("sitting"), 2), 3);
	assert_int_equal(names_distance(SPAN(""), SPAN("abcdef"), 2), 3);
}

static void assert_key(actor_type type, const char *country, const char *name, const char *key)
{
	STR_AUTO out = str_make(1000);
	names_key(type, country, span_of(name), &out);
	assert_string_equal(str_c(&out), key);
}

static void keys_tell_actors_apart(void **state)
{
	(void)state;
	assert_key(ACTOR_STATE, "FR", "the French government", "state:FR");
	assert_key(ACTOR_STATE, "", "Ruritania", "state:ruritania");
	assert_key(ACTOR_PERSON, "CN", "Gui Minhai", "person:gui minhai");
	assert_key(ACTOR_PERSON, NULL, "Ms. Élodie  J. Vale", "person:elodie j vale");
	assert_key(ACTOR_PERSON, NULL, "Drake Mason", "person:drake mason");
	assert_key(ACTOR_BODY, NULL, "The Lantern Committee", "body:lantern committee");
	assert_key(ACTOR_OFFICE, "FR", "Interior Minister", "office:FR:interior minister");
	assert_key(ACTOR_OFFICE, "", "the interior minister", "office:interior minister");
	assert_key(ACTOR_PLACE, "FR", "Lyon", "place:lyon");
	assert_key(ACTOR_GROUP, "", "31 organizations", "group:31 organizations");
	assert_key(ACTOR_UNKNOWN, "", "Vale", "actor:vale");
	assert_key(ACTOR_PERSON, NULL, " ", "");
	assert_key(ACTOR_PERSON, NULL, "Dr", "person:dr");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_place_is_found_by_every_kind_of_name),
	    cmocka_unit_test(what_is_no_place_is_not_found),
	    cmocka_unit_test(regions_are_no_states),
	    cmocka_unit_test(ambiguous_names_say_so),
	    cmocka_unit_test(every_code_is_covered),
	    cmocka_unit_test(the_nearest_name_is_offered),
	    cmocka_unit_test(added_rows_are_read),
	    cmocka_unit_test(bad_rows_are_refused_with_their_line),
	    cmocka_unit_test(distance_is_bounded),
	    cmocka_unit_test(keys_tell_actors_apart),
	};
	return cmocka_run_group_tests_name("names", tests, set_up, tear_down);
}
