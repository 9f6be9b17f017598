/* SPDX-License-Identifier: Apache-2.0 */
/* Lemmas: learnt from a few words, and from the treebanks where they are; damaged tables; forms that nobody foresees. */
#include "base/map.h"
#include "base/memory.h"
#include "language/lemma.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

enum { VERB = 1, NOUN, PROPN, PART, NUM, VBD = 1, VBZ, NNS, NN, NNP, RB, CD, VB };

#define WORD(form, lemma, upos, xpos)                                                                                  \
	{                                                                                                              \
		{form, sizeof(form) - 1}, {lemma, sizeof(lemma) - 1}, upos, xpos                                       \
	}
static const lemma_sample few[] = {
    WORD("walked", "walk", VERB, VBD),  WORD("talked", "talk", VERB, VBD),  WORD("parked", "park", VERB, VBD),
    WORD("tried", "try", VERB, VBD),    WORD("cried", "cry", VERB, VBD),    WORD("fried", "fry", VERB, VBD),
    WORD("found", "find", VERB, VBD),   WORD("found", "found", VERB, VB),   WORD("dogs", "dog", NOUN, NNS),
    WORD("cats", "cat", NOUN, NNS),     WORD("hats", "hat", NOUN, NNS),     WORD("children", "child", NOUN, NNS),
    WORD("Paris", "Paris", PROPN, NNP), WORD("Rome", "Rome", PROPN, NNP),   WORD("n't", "not", PART, RB),
    WORD("1,000", "1000", NUM, CD),     WORD("20,000", "20000", NUM, CD),   WORD("3,500", "3500", NUM, CD),
    WORD("house", "house", NOUN, NN),   WORD("garden", "garden", NOUN, NN),
};
enum { FEW = sizeof few / sizeof few[0] };

static void learn(const lemma_sample *samples, size_t n, arena *a, model_table tables[LEMMA_TABLES], lemma_table *ret)
{
	onus_error err = {0};
	if (lemma_learn(samples, n, PROPN, a, tables, &err) != ONUS_OK)
		fail_msg("%s", err.message);
	if (lemma_view(tables, ret, &err) != ONUS_OK)
		fail_msg("%s", err.message);
}

static void assert_lemma(const lemma_table *t, const char *form, uint8_t upos, uint8_t xpos, const char *lemma)
{
	ARENA_AUTO a = arena_new(0);
	span made = lemma_of(t, span_of(form), upos, xpos, a);
	if (!span_is(made, lemma))
		fail_msg("%s: %.*s, not %s", form, (int)made.n, made.p, lemma);
}

static void rules_and_exceptions_come_from_few_words(void **state)
{
	(void)state;
	ARENA_AUTO a = arena_new(0);
	model_table tables[LEMMA_TABLES];
	lemma_table t;
	learn(few, FEW, a, tables, &t);
	for (size_t i = 0; i < FEW; i++)
		assert_lemma(&t, few[i].form.p, few[i].upos, few[i].xpos, few[i].lemma.p);
	assert_lemma(&t, "marked", VERB, VBD, "mark");
	assert_lemma(&t, "dried", VERB, VBD, "dry");
	assert_lemma(&t, "Dried", VERB, VBD, "dry");
	assert_lemma(&t, "bats", NOUN, NNS, "bat");
	assert_lemma(&t, "CHILDREN", NOUN, NNS, "child");
	assert_lemma(&t, "n\xE2\x80\x99t", PART, RB, "not");
	assert_lemma(&t, "7,250", NUM, CD, "7250");
	assert_lemma(&t, "London", PROPN, NNP, "London");
	/* Tags that nobody has seen together, and tags that nobody has seen. */
	assert_lemma(&t, "marked", NOUN, VBD, "mark");
	assert_lemma(&t, "Marked", 77, 78, "marked");
	assert_lemma(&t, "\xC3\x89t\xC3\xA9", NOUN, NN, "\xC3\xA9t\xC3\xA9");
	assert_lemma(&t, "London", PROPN, 78, "London");
}

static void the_same_words_give_the_same_tables(void **state)
{
	(void)state;
	ARENA_AUTO a = arena_new(0);
	model_table one[LEMMA_TABLES], other[LEMMA_TABLES];
	lemma_table t;
	learn(few, FEW, a, one, &t);
	learn(few, FEW, a, other, &t);
	for (int i = 0; i < LEMMA_TABLES; i++) {
		assert_string_equal(one[i].name, other[i].name);
		assert_int_equal(one[i].bytes, other[i].bytes);
		assert_memory_equal(one[i].data, other[i].data, one[i].bytes);
	}
}

static void no_words_give_no_rules(void **state)
{
	(void)state;
	ARENA_AUTO a = arena_new(0);
	model_table tables[LEMMA_TABLES];
	lemma_table t;
	learn(NULL, 0, a, tables, &t);
	assert_lemma(&t, "Dogs", NOUN, NNS, "dogs");
	assert_lemma(&t, "Rome", PROPN, NNP, "Rome");
	assert_lemma(&t, "", NOUN, NN, "");
}

static void odd_forms_have_lemmas(void **state)
{
	(void)state;
	ARENA_AUTO a = arena_new(0);
	model_table tables[LEMMA_TABLES];
	lemma_table t;
	learn(few, FEW, a, tables, &t);
	static const char *const odd[] = {"s",    "S",
					  "d",    ",",
					  ",,,",  "\xF0\x9F\x98\x80s",
					  "\xC3", "\xFF\xFF\xFF\xFF",
					  "ied",  "\xE6\x97\xA5\xE6\x9C\xAC"};
	for (size_t i = 0; i < sizeof odd / sizeof odd[0]; i++) {
		for (uint8_t tag = 0; tag < 10; tag++)
			assert_true(lemma_of(&t, span_of(odd[i]), tag, tag, a).n > 0);
	}
	char bytes[200];
	for (size_t n = 1; n < sizeof bytes; n++) {
		memset(bytes, n % 2 ? 'A' : 0xFF, n);
		assert_true(lemma_of(&t, (span){bytes, n}, NOUN, NNS, a).n > 0);
	}
}

static void damaged_tables_are_refused(void **state)
{
	(void)state;
	ARENA_AUTO a = arena_new(0);
	model_table good[LEMMA_TABLES];
	lemma_table t;
	learn(few, FEW, a, good, &t);
	for (int i = 0; i < LEMMA_TABLES; i++) {
		model_table bad[LEMMA_TABLES];
		memcpy(bad, good, sizeof bad);
		bad[i].type = MODEL_F32;
		assert_int_equal(lemma_view(bad, &t, NULL), ONUS_ERR_INPUT);
		memcpy(bad, good, sizeof bad);
		bad[i].rows = 0;
		assert_int_equal(lemma_view(bad, &t, NULL), ONUS_ERR_INPUT);
	}
	/* Every byte of every table set to what is least like it: refused, or a table that can be used. */
	for (int i = 0; i < LEMMA_TABLES; i++) {
		for (size_t k = 0; k < good[i].bytes; k++) {
			model_table bad[LEMMA_TABLES];
			memcpy(bad, good, sizeof bad);
			unsigned char *copy = malloc(good[i].bytes);
			assert_non_null(copy);
			memcpy(copy, good[i].data, good[i].bytes);
			copy[k] ^= 0xFF;
			bad[i].data = copy;
			if (lemma_view(bad, &t, NULL) == ONUS_OK) {
				for (size_t j = 0; j < FEW; j++)
					(void)lemma_of(&t, few[j].form, few[j].upos, few[j].xpos, a);
			}
			free(copy);
		}
	}
}

/* ---- the treebanks ---- */

typedef VEC(lemma_sample) lemma_samples;

static uint8_t tag_number(map *tags, span tag)
{
	size_t *number = map_put(tags, tag, NULL);
	assert_non_null(number);
	if (*number == 0)
		*number = tags->n;
	assert_true(*number < LEMMA_NO_TAG);
	return (uint8_t)*number;
}

/* Adds the file's words, but for those with a wrong form or without a lemma. False where there is no such file. */
static bool read_treebank(const char *name, arena *a, map *upos, map *xpos, lemma_samples *out)
{
	const char *source = getenv("ONUS_SOURCE");
	char path[4096];
	(void)snprintf(path, sizeof path, "%s/../shared/data/treebank/%s", source ? source : ".", name);
	FILE *f = fopen(path, "r");
	if (!f)
		return false;
	char line[65536];
	while (fgets(line, sizeof line, f)) {
		span rest = arena_span(a, span_trim(span_of(line))), column[10];
		int n = 0;
		while (n < 10 && span_next(&rest, '\t', &column[n]))
			n++;
		bool is_word = n == 10 && span_find(column[0], SPAN("-"), 0) == SIZE_MAX &&
			       span_find(column[0], SPAN("."), 0) == SIZE_MAX;
		if (!is_word || span_is(column[2], "_") || span_find(column[5], SPAN("Typo=Yes"), 0) != SIZE_MAX)
			continue;
		lemma_sample *s = vec_push(out, a);
		assert_non_null(s);
		*s = (lemma_sample){column[1], column[2], tag_number(upos, column[3]), tag_number(xpos, column[4])};
	}
	assert_int_equal(fclose(f), 0);
	return true;
}

static double accuracy(const lemma_table *t, const lemma_samples *words, arena *a)
{
	size_t right = 0;
	for (size_t i = 0; i < words->n; i++) {
		const lemma_sample *w = &words->v[i];
		bool is_right = span_equal(lemma_of(t, w->form, w->upos, w->xpos, a), w->lemma);
		right += is_right;
		if (!is_right && getenv("SHOW_WRONG"))
			print_message("# wrong: %.*s %u %u: %.*s\n", (int)w->form.n, w->form.p, w->upos, w->xpos,
				      (int)w->lemma.n, w->lemma.p);
	}
	return 100.0 * (double)right / (double)words->n;
}

static void treebanks_are_learnt(void **state)
{
	(void)state;
	ARENA_AUTO a = arena_new(0);
	map upos = map_make(a), xpos = map_make(a);
	lemma_samples train = {0}, ewt = {0}, gum = {0};
	uint8_t propn = tag_number(&upos, SPAN("PROPN"));
	if (!read_treebank("en_ewt-ud-train.assembled.conllu", a, &upos, &xpos, &train) ||
	    !read_treebank("en_gum_open-ud-train.conllu", a, &upos, &xpos, &train) ||
	    !read_treebank("en_ewt-ud-dev.conllu", a, &upos, &xpos, &ewt) ||
	    !read_treebank("en_gum_open-ud-dev.conllu", a, &upos, &xpos, &gum)) {
		print_message("# skipped: the treebanks are not there\n");
		skip();
	}
	model_table tables[LEMMA_TABLES];
	lemma_table t;
	onus_error err = {0};
	assert_int_equal(lemma_learn(train.v, train.n, propn, a, tables, &err), ONUS_OK);
	assert_int_equal(lemma_view(tables, &t, &err), ONUS_OK);
	size_t bytes = 0;
	for (int i = 0; i < LEMMA_TABLES; i++)
		bytes += tables[i].bytes;
	double on_train = accuracy(&t, &train, a), on_ewt = accuracy(&t, &ewt, a), on_gum = accuracy(&t, &gum, a);
	print_message(
	    "# %u words, %u rules, %u edits, %zu bytes; right: %.2f %% (learnt from), EWT %.2f %%, GUM %.2f %%\n",
	    t.n_words, t.n_rules, t.n_edits, bytes, on_train, on_ewt, on_gum);
	assert_true(on_ewt > 98 && on_gum > 98);
	assert_true(bytes < 150000);
}

#ifdef ONUS_FAULTS
/* Every request for memory refused in turn: an error, or the same tables. */
static void refused_memory_is_an_error(void **state)
{
	(void)state;
	ARENA_AUTO kept = arena_new(0);
	model_table whole[LEMMA_TABLES];
	lemma_table t;
	learn(few, FEW, kept, whole, &t);
	onus_status status = ONUS_ERR_MEMORY;
	for (size_t n = 1; status != ONUS_OK; n++) {
		ARENA_AUTO a = arena_new(0);
		assert_non_null(a);
		model_table tables[LEMMA_TABLES];
		onus_error err = {0};
		(void)mem_fail_at(n);
		status = lemma_learn(few, FEW, PROPN, a, tables, &err);
		(void)mem_fail_at(0);
		assert_true(status == ONUS_OK || status == ONUS_ERR_MEMORY);
		for (int i = 0; status == ONUS_OK && i < LEMMA_TABLES; i++)
			assert_memory_equal(tables[i].data, whole[i].data, whole[i].bytes);
	}
	for (size_t n = 1; n < 4; n++) {
		ARENA_AUTO a = arena_new(0);
		(void)mem_fail_at(n);
		span made = lemma_of(&t, SPAN("\xC3\x89tudes"), NOUN, NNS, a);
		(void)mem_fail_at(0);
		assert_true(made.p == NULL || span_is(made, "\xC3\xA9tude"));
	}
}
#endif

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(rules_and_exceptions_come_from_few_words),
	    cmocka_unit_test(the_same_words_give_the_same_tables),
	    cmocka_unit_test(no_words_give_no_rules),
	    cmocka_unit_test(odd_forms_have_lemmas),
	    cmocka_unit_test(damaged_tables_are_refused),
	    cmocka_unit_test(treebanks_are_learnt),
#ifdef ONUS_FAULTS
	    cmocka_unit_test(refused_memory_is_an_error),
#endif
	};
	return cmocka_run_group_tests_name("language_lemma", tests, NULL, NULL);
}
