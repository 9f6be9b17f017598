/* SPDX-License-Identifier: Apache-2.0 */
/* The page of a draft, for every size of a window: no line is too wide, the words are on it, nothing hostile is. */
#include "cli/review_page.h"

#include "base/utf8.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static onus_draft draft_of(const char *passage, const char *words)
{
	static const onus_draft_field fields[] = {
	    {"caller", "Rights Meridian", 0, 0},
	    {"action", "release \xe2\x80\xae everyone \x1b[2J who is held and whose name is long enough to be wrapped",
	     0, 0},
	    {"people", "", 0, 0},
	};
	const char *at = strstr(passage, words);
	assert_non_null(at);
	onus_draft d = {.id = "call-4f1c09a2be",
			.kind = "call",
			.document_title = "A title\x07 \xe2\x81\xa6 that is rather long, too",
			.published = "2024-03-13",
			.rule = "call.urge.to",
			.state = "draft",
			.passage = passage,
			.start = (size_t)(at - passage),
			.end = (size_t)(at - passage) + strlen(words),
			.fields = fields,
			.n_fields = 3};
	return d;
}

static void check_page(span page, int columns)
{
	span rest = page, line;
	while (span_next(&rest, '\n', &line)) {
		STR_AUTO plain = str_make(1 << 20);
		for (size_t i = 0; i < line.n; i++) {
			if (line.p[i] == '\033') { /* our own styles */
				while (i < line.n && line.p[i] != 'm')
					i++;
				continue;
			}
			str_addc(&plain, line.p[i]);
		}
		if (columns >= 40)
			assert_true(utf8_width(str_span(&plain)) <= (size_t)columns);
		for (size_t at = 0; at < plain.n;)
			assert_false(utf8_hostile(utf8_next(str_span(&plain), &at)));
	}
}

static size_t lines_of(span page)
{
	size_t n = 0;
	for (size_t i = 0; i < page.n; i++)
		n += page.p[i] == '\n';
	return n;
}

static void the_words_are_on_every_page(void **state)
{
	(void)state;
	STR_AUTO passage = str_make(1 << 20);
	for (int i = 0; i < 60; i++)
		str_adds(&passage, "Words before them, caf\xc3\xa9 \xe4\xba\xba\xe6\x9d\x83. ");
	str_adds(&passage, "URGENT \xe2\x80\x8f call\n\nof all");
	for (int i = 0; i < 60; i++)
		str_adds(&passage, " and words\tafter them.");
	onus_draft d = draft_of(str_c(&passage), "URGENT \xe2\x80\x8f call\n\nof all");
	for (int columns = 1; columns < 200; columns += 7)
		for (int rows = 1; rows < 100; rows += 9)
			for (int styles = 0; styles < 2; styles++) {
				STR_AUTO page = str_make(1 << 22);
				review_page(&page, &d, (page_size){columns, rows, styles}, "draft 1, 2 more",
					    "accepted");
				assert_false(page.failed);
				assert_true(span_find(str_span(&page), SPAN("URGENT"), 0) != SIZE_MAX);
				if (columns >= 40 && rows >= 30)
					assert_true(lines_of(str_span(&page)) < (size_t)rows);
				check_page(str_span(&page), columns);
			}
}

static void marks_stand_around_the_words(void **state)
{
	(void)state;
	onus_draft d = draft_of("One sentence. Two words. Three.", "Two words.");
	STR_AUTO page = str_make(1 << 20), styled = str_make(1 << 20);
	review_page(&page, &d, (page_size){80, 24, false}, "draft 1, 0 more", NULL);
	assert_true(span_find(str_span(&page), SPAN("One sentence. [[Two words.]] Three."), 0) != SIZE_MAX);
	assert_true(span_find(str_span(&page), SPAN("\033"), 0) == SIZE_MAX);
	review_page(&styled, &d, (page_size){80, 24, true}, "draft 1, 0 more", NULL);
	assert_true(span_find(str_span(&styled), SPAN("\033[7mTwo words.\033[0m Three."), 0) != SIZE_MAX);
}

static void offsets_that_are_wrong_do_no_harm(void **state)
{
	(void)state;
	onus_draft d = draft_of("caf\xc3\xa9", "caf");
	const size_t pairs[][2] = {{4, 5}, {5, 3}, {0, 0}, {100, 200}, {0, 4}, {5, 5}};
	for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
		d.start = pairs[i][0];
		d.end = pairs[i][1];
		STR_AUTO page = str_make(1 << 20);
		review_page(&page, &d, (page_size){80, 24, false}, "draft", NULL);
		assert_true(utf8_check(str_span(&page)) == SIZE_MAX);
	}
	d.passage = "";
	d.start = d.end = 0;
	d.n_fields = 0;
	STR_AUTO page = str_make(1 << 20);
	review_page(&page, &d, (page_size){80, 24, true}, "draft", NULL);
	assert_false(page.failed);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(the_words_are_on_every_page),
	    cmocka_unit_test(marks_stand_around_the_words),
	    cmocka_unit_test(offsets_that_are_wrong_do_no_harm),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
