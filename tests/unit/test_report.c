/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Lists, one entry, passages and the brief against golden files (tests/golden), and what must never happen: a report on
 * words that the document does not say, raw control characters, SQL errors.
 *
 * The golden files are written anew by: ONUS_GOLDEN=write build/tests/unit/test_report
 */
#include "base/memory.h"
#include "report/report.h"
#include "report_case.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static report_case filled, empty;

static int set_up(void **state)
{
	(void)state;
	onus_error err = {0};
	if (report_case_open(&filled, &err) != ONUS_OK || report_case_open_empty(&empty, &err) != ONUS_OK) {
		print_error("%s\n", err.message);
		return -1;
	}
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	report_case_close(&filled);
	report_case_close(&empty);
	return 0;
}

/* ---- golden files ---- */

static void golden_path(char path[1000], const char *name)
{
	const char *root = getenv("ONUS_SOURCE");
	(void)snprintf(path, 1000, "%s/tests/golden/%s", root ? root : ".", name);
}

static void assert_golden(const str *out, const char *name)
{
	char path[1000];
	golden_path(path, name);
	const char *how = getenv("ONUS_GOLDEN");
	if (how && !strcmp(how, "write")) {
		FILE *file = fopen(path, "wb");
		assert_non_null(file);
		assert_int_equal(fwrite(str_c(out), 1, out->n, file), out->n);
		assert_int_equal(fclose(file), 0);
		return;
	}
	FILE *file = fopen(path, "rb");
	if (!file)
		print_message("# no golden file %s\n", name);
	assert_non_null(file);
	static char expected[1 << 20];
	size_t n = fread(expected, 1, sizeof expected, file);
	(void)fclose(file);
	size_t same = 0;
	while (same < n && same < out->n && expected[same] == out->p[same])
		same++;
	if (n != out->n || same != n)
		print_message("# %s differs from byte %zu on: %.80s\n", name, same,
			      same < out->n ? out->p + same : "(end)");
	assert_int_equal(same, n);
	assert_int_equal(out->n, n);
}

/* Nothing that a terminal or a browser would act on. */
static void assert_harmless(const str *out)
{
	for (size_t i = 0; i < out->n; i++) {
		unsigned char c = (unsigned char)out->p[i];
		assert_true(c >= 0x20 || c == '\n' || c == '\r');
		assert_int_not_equal(c, 0x7f);
	}
	assert_null(out->n ? strstr(out->p, "\u202e") : NULL);
	assert_null(out->n ? strstr(out->p, "\u202c") : NULL);
}

static void assert_list(onus_list_options options, const char *golden)
{
	onus_error err = {0};
	str_clear(&filled.out);
	onus_status status = report_list(filled.store, filled.places, &options, &filled.sink, &err);
	if (status != ONUS_OK)
		print_message("# %s\n", err.message);
	assert_int_equal(status, ONUS_OK);
	assert_harmless(&filled.out);
	if (golden)
		assert_golden(&filled.out, golden);
}

static void lists_are_as_the_golden_files_have_them(void **state)
{
	(void)state;
	static const onus_kind kinds[] = {ONUS_DOCUMENT, ONUS_CALL,  ONUS_PLEDGE, ONUS_CASE,
					  ONUS_VISIT,    ONUS_QUOTE, ONUS_OUTCOME};
	static const char *const endings[] = {"txt", "json", "csv"};
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		for (int format = ONUS_TEXT; format <= ONUS_CSV; format++) {
			onus_list_options o = ONUS_LIST_OPTIONS_INIT(kinds[i]);
			o.format = (onus_format)format;
			char name[100];
			(void)snprintf(name, sizeof name, "%s.%s", record_kind_plural(kinds[i]), endings[format]);
			assert_list(o, name);
		}
	for (int format = ONUS_TEXT; format <= ONUS_CSV; format++) {
		onus_list_options o = ONUS_LIST_OPTIONS_INIT(ONUS_ACTOR);
		o.format = (onus_format)format;
		char name[100];
		(void)snprintf(name, sizeof name, "people.%s", endings[format]);
		assert_list(o, name);
	}
}

static size_t count_of(onus_list_options options)
{
	options.format = ONUS_CSV;
	assert_list(options, NULL);
	size_t lines = 0;
	for (size_t i = 0; i < filled.out.n; i++)
		lines += filled.out.p[i] == '\r';
	return lines ? lines - 1 : 0;
}

#define COUNT(k, ...) count_of((onus_list_options){.kind = (k), __VA_ARGS__})

static void filters_pick_and_leave_out(void **state)
{
	(void)state;
	assert_int_equal(COUNT(ONUS_CALL, .state = ONUS_ANY_STATE), 4);
	assert_int_equal(COUNT(ONUS_CALL, .on = "Borovia"), 3); /* two on the state, one on its president */
	assert_int_equal(COUNT(ONUS_CALL, .on = "XB"), 3);
	assert_int_equal(COUNT(ONUS_CALL, .on = "borovian"), 3);
	assert_int_equal(COUNT(ONUS_CALL, .on = "Torvik"), 3);
	assert_int_equal(COUNT(ONUS_CALL, .on = "brandt"), 1);
	assert_int_equal(COUNT(ONUS_CALL, .on = "Ardena"), 2);
	assert_int_equal(COUNT(ONUS_CALL, .by = "Lantern Committee"), 4);
	assert_int_equal(COUNT(ONUS_CALL, .by = "Ana Keller"), 0);
	assert_int_equal(COUNT(ONUS_CALL, .about = "Keller"), 3);
	assert_int_equal(COUNT(ONUS_CALL, .since = "2025"), 1);
	assert_int_equal(COUNT(ONUS_CALL, .until = "2024-04"), 2);
	assert_int_equal(COUNT(ONUS_CALL, .since = "2024-09-10", .until = "2024-09-10"), 1);
	assert_int_equal(COUNT(ONUS_CALL, .state = ONUS_DRAFT), 3);
	assert_int_equal(COUNT(ONUS_CALL, .state = ONUS_REVIEWED), 1);
	assert_int_equal(COUNT(ONUS_CALL, .state = ONUS_REJECTED), 0);
	assert_int_equal(COUNT(ONUS_CALL, .limit = 2), 2);
	assert_int_equal(COUNT(ONUS_VISIT, .since = "2026-02-04", .until = "2026-02-04"), 1);
	assert_int_equal(COUNT(ONUS_VISIT, .since = "2026-02-06"), 0);
	assert_int_equal(COUNT(ONUS_VISIT, .on = "Ardena", .by = "Borovia"), 1);
	assert_int_equal(COUNT(ONUS_CASE, .place = "Lindow"), 1);
	assert_int_equal(COUNT(ONUS_CASE, .by = "Borovia"), 2);
	assert_int_equal(COUNT(ONUS_QUOTE, .by = "marsh"), 1);
	assert_int_equal(COUNT(ONUS_DOCUMENT, .by = "Lantern Committee"), 3);
	assert_int_equal(COUNT(ONUS_ACTOR, .about = "Lantern Committee"), 1);
}

static void assert_refused(onus_list_options options, onus_status expected, const char *words)
{
	onus_error err = {0};
	str_clear(&filled.out);
	assert_int_equal(report_list(filled.store, filled.places, &options, &filled.sink, &err), expected);
	if (!strstr(err.message, words))
		print_message("# %s\n", err.message);
	assert_non_null(strstr(err.message, words));
}

#define REFUSED(status, words, ...) assert_refused((onus_list_options){__VA_ARGS__}, (status), (words))

static void wrong_filters_are_told(void **state)
{
	(void)state;
	REFUSED(ONUS_ERR_NOT_FOUND, "Ana Keller", .kind = ONUS_CALL, .about = "Ana Kelelr");
	REFUSED(ONUS_ERR_NOT_FOUND, "Borovia", .kind = ONUS_CALL, .on = "Borvia");
	REFUSED(ONUS_ERR_NOT_FOUND, "mean \"Borovia\"", .kind = ONUS_CALL, .on = "Borvoia");
	REFUSED(ONUS_ERR_NOT_FOUND, "France", .kind = ONUS_CALL, .on = "Frnace");
	REFUSED(ONUS_ERR_NOT_FOUND, "nobody", .kind = ONUS_CALL, .by = "Xqzwvkjj Plmn");
	REFUSED(ONUS_ERR_NOT_FOUND, "place", .kind = ONUS_CASE, .place = "Xqzwvkjj");
	REFUSED(ONUS_ERR_USAGE, "2019-03-22", .kind = ONUS_CALL, .since = "March 2019");
	REFUSED(ONUS_ERR_USAGE, "2019-03-22", .kind = ONUS_CALL, .until = "2019-02-30");
	REFUSED(ONUS_ERR_USAGE, "after", .kind = ONUS_CALL, .since = "2020", .until = "2019");
	REFUSED(ONUS_ERR_USAGE, "hex", .kind = ONUS_CALL, .document = "xy");
	REFUSED(ONUS_ERR_NOT_FOUND, "begins", .kind = ONUS_CALL, .document = "00000000");
	REFUSED(ONUS_ERR_USAGE, "--about", .kind = ONUS_QUOTE, .on = "Borovia");
	REFUSED(ONUS_ERR_USAGE, "csv", .kind = ONUS_CALL, .format = ONUS_HTML);
	REFUSED(ONUS_ERR_USAGE, "not a name", .kind = ONUS_CALL, .by = "\xff\xfe");
	REFUSED(ONUS_ERR_USAGE, "empty", .kind = ONUS_CALL, .by = " ");
}

/* ---- show ---- */

static void assert_show(const char *id, onus_format format, const char *golden)
{
	onus_error err = {0};
	str_clear(&filled.out);
	onus_status status = report_show(filled.store, filled.places, id, format, &filled.sink, &err);
	if (status != ONUS_OK)
		print_message("# %s\n", err.message);
	assert_int_equal(status, ONUS_OK);
	assert_harmless(&filled.out);
	assert_golden(&filled.out, golden);
}

static void an_entry_is_shown_with_words_history_and_links(void **state)
{
	(void)state;
	assert_show(filled.ids[3], ONUS_TEXT, "show-call.txt");
	assert_show(filled.ids[3], ONUS_JSON, "show-call.json");
	assert_show(filled.ids[0], ONUS_TEXT, "show-case.txt");
	char prefix[64];
	(void)snprintf(prefix, sizeof prefix, "%.10s", filled.ids[3]);
	assert_show(prefix, ONUS_TEXT, "show-call.txt");
}

static void a_document_is_shown_with_its_entries(void **state)
{
	(void)state;
	onus_list_options o = ONUS_LIST_OPTIONS_INIT(ONUS_DOCUMENT);
	o.by = "Meridian Wire";
	assert_list(o, NULL);
	char id[13] = {0};
	memcpy(id, filled.out.p, 12);
	assert_show(id, ONUS_TEXT, "show-document.txt");
	assert_show(id, ONUS_JSON, "show-document.json");
}

static void ids_that_are_none_are_told(void **state)
{
	(void)state;
	static const struct {
		const char *id, *words;
		onus_status status;
	} bad[] = {
	    {"call-0000000000", "no entry", ONUS_ERR_NOT_FOUND},
	    {"call-", "more than one", ONUS_ERR_USAGE},
	    {"c'; DROP TABLE record; --", "not an id", ONUS_ERR_USAGE},
	    {"zz", "hex", ONUS_ERR_USAGE},
	    {"", "hex", ONUS_ERR_USAGE},
	};
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		onus_error err = {0};
		str_clear(&filled.out);
		assert_int_equal(report_show(filled.store, filled.places, bad[i].id, ONUS_TEXT, &filled.sink, &err),
				 bad[i].status);
		if (!strstr(err.message, bad[i].words))
			print_message("# %s\n", err.message);
		assert_non_null(strstr(err.message, bad[i].words));
		assert_int_equal(filled.out.n, 0);
	}
}

/* ---- find ---- */

static void queries_become_safe_ones(void **state)
{
	(void)state;
	static const char *const good[][2] = {
	    {"keller", "(\"keller\")"},
	    {"ana keller", "((\"ana\" AND \"keller\"))"},
	    {"\"ana keller\" OR brandt*", "(\"ana keller\" OR \"brandt\"*)"},
	    {"report NOT prisons", "((\"report\" NOT \"prisons\"))"},
	    {"a AND (b OR c)", "((\"a\" AND (\"b\" OR \"c\")))"},
	    {"words:x", "(\"words:x\")"},
	    {"x^2 - y", NULL},
	    {"NEAR(a b)", "(((\"NEAR\" AND ((\"a\" AND \"b\")))))"},
	};
	for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
		onus_error err = {0};
		STR_AUTO out = str_make(10000);
		onus_status status = find_query(span_of(good[i][0]), &out, &err);
		if (!good[i][1]) {
			assert_int_equal(status, ONUS_ERR_USAGE);
			continue;
		}
		assert_int_equal(status, ONUS_OK);
		onus_find_options o = {.words = good[i][0]};
		str_clear(&filled.out);
		assert_int_equal(report_find(filled.store, filled.places, &o, &filled.sink, &err), ONUS_OK);
		if (i < 6)
			assert_string_equal(str_c(&out), good[i][1]);
	}
}

static void queries_that_are_none_are_told(void **state)
{
	(void)state;
	static const char *const bad[] = {"",
					  "  ",
					  "\"open",
					  "(a",
					  "a)",
					  "OR",
					  "a OR",
					  "NOT a",
					  "AND",
					  "a NOT",
					  "* a",
					  "()",
					  "\"\"",
					  "- ",
					  "a ()",
					  "\xff",
					  "((((((((((((((((((a"};
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		onus_error err = {0};
		onus_find_options o = {.words = bad[i]};
		str_clear(&filled.out);
		assert_int_equal(report_find(filled.store, filled.places, &o, &filled.sink, &err), ONUS_ERR_USAGE);
		assert_null(strstr(err.message, "fts5"));
		assert_null(strstr(err.message, "SQL"));
	}
	char many[2001];
	for (size_t i = 0; i < sizeof many - 1; i++)
		many[i] = i % 2 ? ' ' : 'a';
	many[sizeof many - 1] = '\0';
	onus_find_options o = {.words = many};
	assert_int_equal(report_find(filled.store, filled.places, &o, &filled.sink, NULL), ONUS_ERR_USAGE);
}

static void passages_come_with_their_hits(void **state)
{
	(void)state;
	static const struct {
		onus_format format;
		const char *golden;
	} runs[] = {{ONUS_TEXT, "find.txt"}, {ONUS_JSON, "find.json"}, {ONUS_CSV, "find.csv"}};
	for (size_t i = 0; i < 3; i++) {
		onus_error err = {0};
		onus_find_options o = {.words = "KELLER NOT export", .format = runs[i].format};
		str_clear(&filled.out);
		assert_int_equal(report_find(filled.store, filled.places, &o, &filled.sink, &err), ONUS_OK);
		assert_harmless(&filled.out);
		assert_golden(&filled.out, runs[i].golden);
	}
	onus_find_options o = {.words = "zeppelin"};
	str_clear(&filled.out);
	assert_int_equal(report_find(filled.store, filled.places, &o, &filled.sink, NULL), ONUS_OK);
	assert_string_equal(str_c(&filled.out), "No passage says that.\n");
}

/* ---- brief ---- */

static const date today = {2026, 1, 20};

static onus_status run_brief(report_case *c, const onus_brief_options *o, onus_error *err)
{
	str_clear(&c->out);
	return report_brief(c->store, c->places, o, today, &c->sink, err);
}

static void briefs_are_as_the_golden_files_have_them(void **state)
{
	(void)state;
	static const struct {
		onus_format format;
		const char *golden;
	} runs[] = {{ONUS_TEXT, "brief.txt"},
		    {ONUS_MARKDOWN, "brief.md"},
		    {ONUS_JSON, "brief.json"},
		    {ONUS_HTML, "brief.html"}};
	for (size_t i = 0; i < 4; i++) {
		onus_error err = {0};
		onus_brief_options o = ONUS_BRIEF_OPTIONS_INIT;
		o.host = "Ardena";
		o.guest = "Borovian";
		o.from = "2026-02-03";
		o.until = "2026-02-05";
		o.format = runs[i].format;
		onus_status status = run_brief(&filled, &o, &err);
		if (status != ONUS_OK)
			print_message("# %s\n", err.message);
		assert_int_equal(status, ONUS_OK);
		assert_harmless(&filled.out);
		assert_golden(&filled.out, runs[i].golden);
	}
}

static void a_visit_or_a_person_makes_the_same_brief(void **state)
{
	(void)state;
	onus_list_options list = ONUS_LIST_OPTIONS_INIT(ONUS_VISIT);
	assert_list(list, NULL);
	char id[64] = {0};
	memcpy(id, filled.out.p, strcspn(filled.out.p, " "));
	onus_error err = {0};
	onus_brief_options o = ONUS_BRIEF_OPTIONS_INIT;
	o.visit = id;
	assert_int_equal(run_brief(&filled, &o, &err), ONUS_OK);
	assert_golden(&filled.out, "brief.txt");
	o = (onus_brief_options)ONUS_BRIEF_OPTIONS_INIT;
	o.person = "brandt";
	assert_int_equal(run_brief(&filled, &o, &err), ONUS_OK);
	assert_golden(&filled.out, "brief-person.txt");
	o = (onus_brief_options)ONUS_BRIEF_OPTIONS_INIT;
	o.host = "xa";
	o.guest = "xb";
	assert_int_equal(run_brief(&filled, &o, &err), ONUS_OK);
	assert_golden(&filled.out, "brief.txt");
}

static void what_was_not_known_or_not_confirmed_is_left_out(void **state)
{
	(void)state;
	onus_brief_options o = ONUS_BRIEF_OPTIONS_INIT;
	o.host = "Ardena";
	o.guest = "Borovia";
	o.as_of = "2024-04-02";
	assert_int_equal(run_brief(&filled, &o, NULL), ONUS_OK);
	assert_non_null(strstr(str_c(&filled.out), "release Ana Keller"));
	assert_null(strstr(str_c(&filled.out), "One year on"));
	assert_null(strstr(str_c(&filled.out), "refused"));
	o.as_of = NULL;
	o.reviewed = true;
	assert_int_equal(run_brief(&filled, &o, NULL), ONUS_OK);
	assert_non_null(strstr(str_c(&filled.out), "wiretapping"));
	assert_null(strstr(str_c(&filled.out), "release Ana Keller"));
	assert_null(strstr(str_c(&filled.out), "[draft]"));
}

static void nothing_on_record_says_so(void **state)
{
	(void)state;
	static const onus_format formats[] = {ONUS_TEXT, ONUS_MARKDOWN, ONUS_JSON, ONUS_HTML};
	for (size_t i = 0; i < 4; i++) {
		onus_brief_options o = ONUS_BRIEF_OPTIONS_INIT;
		o.host = "FR";
		o.guest = "Chinese";
		o.format = formats[i];
		assert_int_equal(run_brief(&empty, &o, NULL), ONUS_OK);
		if (formats[i] != ONUS_JSON)
			assert_non_null(strstr(str_c(&empty.out), "Nothing on record"));
	}
}

static void wrong_briefs_are_told(void **state)
{
	(void)state;
	static const struct {
		onus_brief_options o;
		onus_status status;
		const char *words;
	} bad[] = {
	    {{.host = "Ardena", .guest = "XA"}, ONUS_ERR_USAGE, "both"},
	    {{.host = "Ardena"}, ONUS_ERR_USAGE, "--guest"},
	    {{.host = "Ardena", .guest = "Borvia"}, ONUS_ERR_NOT_FOUND, "Borovia"},
	    {{.host = "Korea", .guest = "XB"}, ONUS_ERR_USAGE, "may be"},
	    {{.host = "Scotland", .guest = "XB"}, ONUS_ERR_USAGE, "region"},
	    {{.host = "XA", .guest = "XB", .from = "2026-02-05", .until = "2026-02-03"}, ONUS_ERR_USAGE, "after"},
	    {{.host = "XA", .guest = "XB", .from = "soon"}, ONUS_ERR_USAGE, "not a date"},
	    {{.host = "XA", .guest = "XB", .as_of = "2026-13"}, ONUS_ERR_USAGE, "not a date"},
	    {{.visit = "call-"}, ONUS_ERR_USAGE, "more than one"},
	    {{.visit = "visit-0000000000"}, ONUS_ERR_NOT_FOUND, "no entry"},
	    {{.person = "Oskar Brnadt"}, ONUS_ERR_NOT_FOUND, "Oskar Brandt"},
	    {{.person = "Ardena"}, ONUS_ERR_USAGE, "state"},
	    {{.host = "XA", .guest = "XB", .format = ONUS_CSV}, ONUS_ERR_USAGE, "html"},
	};
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		onus_error err = {0};
		onus_status status = run_brief(&filled, &bad[i].o, &err);
		if (status != bad[i].status || !strstr(err.message, bad[i].words))
			print_message("# %zu: %s %s\n", i, onus_status_name(status), err.message);
		assert_int_equal(status, bad[i].status);
		assert_non_null(strstr(err.message, bad[i].words));
		assert_int_equal(filled.out.n, 0);
	}
}

static void a_page_brings_nothing_with_it(void **state)
{
	(void)state;
	onus_brief_options o = ONUS_BRIEF_OPTIONS_INIT;
	o.host = "Ardena";
	o.guest = "Borovia";
	o.format = ONUS_HTML;
	assert_int_equal(run_brief(&filled, &o, NULL), ONUS_OK);
	const char *page = str_c(&filled.out);
	assert_non_null(strstr(page, "default-src 'none'"));
	assert_null(strstr(page, "<script"));
	assert_null(strstr(page, "unsafe-inline"));
	assert_null(strstr(page, "src="));
	assert_null(strstr(page, "http://"));
	assert_null(strstr(page, "https://"));
	assert_null(strstr(page, "style=\""));
	assert_non_null(strstr(page, "&lt;script&gt;"));
	assert_non_null(strstr(page, "<mark>release Ana Keller</mark>"));
}

/* ---- integrity ---- */

static void tampered_words_stop_every_report(void **state)
{
	(void)state;
	static const char *const harm[] = {"UPDATE document SET text = replace(text, 'release', 'praise!')",
					   "UPDATE record SET words = 'free everybody' WHERE kind = 'call'"};
	for (size_t i = 0; i < 2; i++) {
		report_case c;
		onus_error err = {0};
		assert_int_equal(report_case_open(&c, &err), ONUS_OK);
		assert_true(report_case_harm(&c, harm[i]));
		onus_brief_options o = ONUS_BRIEF_OPTIONS_INIT;
		o.host = "Ardena";
		o.guest = "Borovia";
		str_clear(&c.out);
		assert_int_equal(report_brief(c.store, c.places, &o, today, &c.sink, &err), ONUS_ERR_INTEGRITY);
		assert_int_equal(c.out.n, 0);
		assert_non_null(strstr(err.message, i ? "call-" : "document"));
		onus_list_options list = ONUS_LIST_OPTIONS_INIT(ONUS_CALL);
		assert_int_equal(report_list(c.store, c.places, &list, &c.sink, &err), ONUS_ERR_INTEGRITY);
		assert_int_equal(report_show(c.store, c.places, c.ids[2], ONUS_TEXT, &c.sink, &err),
				 ONUS_ERR_INTEGRITY);
		report_case_close(&c);
	}
}

#ifdef ONUS_FAULTS
/* Memory that runs out at any request ends a report with an error and nothing worse. */
static void memory_may_run_out(void **state)
{
	(void)state;
	static const onus_format formats[] = {ONUS_TEXT, ONUS_JSON, ONUS_MARKDOWN, ONUS_HTML};
	for (size_t f = 0; f < 4; f++) {
		onus_brief_options o = ONUS_BRIEF_OPTIONS_INIT;
		o.host = "Ardena";
		o.guest = "Borovia";
		o.format = formats[f];
		assert_int_equal(run_brief(&filled, &o, NULL), ONUS_OK);
		STR_AUTO whole = str_make(1 << 24);
		str_add(&whole, str_span(&filled.out));
		onus_status status = ONUS_ERR_MEMORY;
		size_t step = 1;
		for (size_t n = 1; status != ONUS_OK; n += step, step = n / 50 + 1) {
			str_free(&filled.out);
			onus_error err = {0};
			(void)mem_fail_at(n);
			status = report_brief(filled.store, filled.places, &o, today, &filled.sink, &err);
			(void)mem_fail_at(0);
			if (status == ONUS_OK && n < 100000 && !span_equal(str_span(&whole), str_span(&filled.out)))
				fail_msg("request %zu failed and the brief was cut without a word", n);
			assert_true(status != ONUS_ERR_INTERNAL);
		}
	}
}
#endif

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(lists_are_as_the_golden_files_have_them),
	    cmocka_unit_test(filters_pick_and_leave_out),
	    cmocka_unit_test(wrong_filters_are_told),
	    cmocka_unit_test(an_entry_is_shown_with_words_history_and_links),
	    cmocka_unit_test(a_document_is_shown_with_its_entries),
	    cmocka_unit_test(ids_that_are_none_are_told),
	    cmocka_unit_test(queries_become_safe_ones),
	    cmocka_unit_test(queries_that_are_none_are_told),
	    cmocka_unit_test(passages_come_with_their_hits),
	    cmocka_unit_test(briefs_are_as_the_golden_files_have_them),
	    cmocka_unit_test(a_visit_or_a_person_makes_the_same_brief),
	    cmocka_unit_test(what_was_not_known_or_not_confirmed_is_left_out),
	    cmocka_unit_test(nothing_on_record_says_so),
	    cmocka_unit_test(wrong_briefs_are_told),
	    cmocka_unit_test(a_page_brings_nothing_with_it),
	    cmocka_unit_test(tampered_words_stop_every_report),
#ifdef ONUS_FAULTS
	    cmocka_unit_test(memory_may_run_out),
#endif
	};
	return cmocka_run_group_tests_name("report", tests, set_up, tear_down);
}
