/* SPDX-License-Identifier: Apache-2.0 */
/* The parent's side: an honest reader, bombs thrown at it, and a reader that lies. */
#include "base/clock.h"
#include "base/limits.h"
#include "base/str.h"
#include "intake/intake.h"
#include "intake/reader_process.h"

#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <unistd.h>

#include <cmocka.h>

static const char *reader_program, *liar_program;

static onus_status read_bytes(reader_process *reader, span bytes, const char *name, arena *a, rendition *ret,
			      onus_error *err)
{
	intake_document doc;
	assert_int_equal(intake_load_bytes(bytes, &doc, err), ONUS_OK);
	onus_status status = reader_read(reader, doc.fd, span_of(name), a, ret, err);
	intake_unload(&doc);
	return status;
}

static const char good[] = "A title line\n2021-03-04\n\nThe authorities should release the teacher at once, the group "
			   "said on Monday in a long statement that was sent to many newspapers.\n";

static void assert_reads(reader_process *reader)
{
	ARENA_AUTO a = arena_new(0);
	rendition r;
	onus_error err = {0};
	onus_status status = read_bytes(reader, span_of(good), "a.txt", a, &r, &err);
	if (status != ONUS_OK)
		fail_msg("%s", err.message);
	assert_true(span_is(r.text, good));
	assert_int_equal(r.blocks.n, 3);
}

static reader_process *open_reader(const char *program)
{
	reader_process *reader = NULL;
	onus_error err = {0};
	if (reader_open(program, true, &reader, &err) != ONUS_OK)
		fail_msg("%s", err.message);
	return reader;
}

static void reads_and_tells_what_it_is(void **state)
{
	(void)state;
	reader_process *reader = open_reader(reader_program);
	for (int i = 0; i < 20; i++)
		assert_reads(reader);
	assert_true(span_is(reader_version(reader), "onus-reader " ONUS_VERSION));
	assert_true(reader_facts_of(reader)->icu[0] && reader_facts_of(reader)->libxml2[0]);
	reader_close(reader);
	reader_close(NULL);
	reader_facts facts;
	onus_error err = {0};
	assert_int_equal(reader_probe(reader_program, &facts, &err), ONUS_OK);
	assert_true(span_is(span_of(facts.version), ONUS_VERSION));
}

static void a_missing_or_wrong_program_is_told(void **state)
{
	(void)state;
	reader_process *reader = NULL;
	onus_error err = {0};
	assert_int_equal(reader_open("/nonexistent/onus-reader", false, &reader, &err), ONUS_ERR_READER);
	assert_non_null(strstr(err.message, "--reader"));
	assert_int_equal(reader_open("/bin/true", false, &reader, &err), ONUS_ERR_READER);
	assert_int_equal(reader_open(NULL, false, &reader, &err), ONUS_ERR_READER);
	assert_null(reader);
}

/* No descriptor of ours and nothing of our environment reaches the reader. */
static void the_reader_inherits_nothing(void **state)
{
	(void)state;
	int leak = open("/etc/passwd", O_RDONLY);
	assert_true(leak >= 0);
	assert_int_equal(setenv("ONUS_SECRET", "hunter2", 1), 0);
	reader_process *reader = open_reader(reader_program);
	assert_reads(reader);
	/* The reader is our only child. */
	char path[64], bytes[4096];
	(void)snprintf(path, sizeof path, "/proc/self/task/%d/children", (int)getpid());
	int children = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t n = children >= 0 ? read(children, bytes, sizeof bytes - 1) : -1;
	if (children >= 0)
		close(children);
	if (n > 0) {
		bytes[n] = '\0';
		long pid = strtol(bytes, NULL, 10);
		for (int fd = 4; fd < 64; fd++) {
			char link[64];
			(void)snprintf(link, sizeof link, "/proc/%ld/fd/%d", pid, fd);
			assert_int_not_equal(access(link, F_OK), 0);
		}
		(void)snprintf(path, sizeof path, "/proc/%ld/environ", pid);
		int fd = open(path, O_RDONLY | O_CLOEXEC);
		if (fd >= 0) {
			assert_int_equal(read(fd, bytes, sizeof bytes), 0);
			close(fd);
		}
	} else {
		print_message("the list of children cannot be read here\n");
	}
	reader_close(reader);
	close(leak);
}

static void refuses_in_words(void **state)
{
	(void)state;
	static const struct {
		span bytes;
		const char *name, *words;
	} cases[] = {
	    {{"", 0}, "a.txt", "empty"},
	    {SPAN(" \n\t \r\n"), "a.txt", "white space"},
	    {SPAN("%PDF-1.7\n%\xE2\xE3\xCF\xD3\n"), "a.txt", "PDF"},
	    {SPAN("PK\x03\x04..........word/document.xml"), "a.docx", "DOCX"},
	    {SPAN("PK\x03\x04mimetypeapplication/vnd.oasis.opendocument.text"), "a.odt", "ODT"},
	    {SPAN("{\\rtf1\\ansi hello}"), "a.txt", "RTF"},
	    {SPAN("Return-Path: <a@example.org>\nMessage-ID: <1@example.org>\nSubject: x\n\nbody\n"), "a.eml",
	     "e-mail"},
	    {SPAN("From a@example.org Mon Mar  1 10:00:00 2021\nMessage-ID: <1@e>\n\nbody\n"), "a", "mbox"},
	    {SPAN("\x89PNG\r\n\x1a\n"), "a.txt", "picture"},
	    {SPAN("\x7f"
		  "ELF\x02\x01\x01\x00\x00\x00\x00\x00\x00"),
	     "a.txt", "program"},
	    {SPAN("SQLite format 3\0......"), "a.txt", "database"},
	    {SPAN("\x00\x01\x02\x03\x04\x05\x06\x07\x08\x0e\x0f\x10\x11\x12\x13\x14"), "a.txt", "binary"},
	    {SPAN("<?xml version=\"1.0\"?><rss></rss>"), "a.xml", "XML"},
	    {SPAN("<html><body><script>x</script></body></html>"), "a.html", "without text"},
	};
	reader_process *reader = open_reader(reader_program);
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		ARENA_AUTO a = arena_new(0);
		rendition r;
		onus_error err = {0};
		onus_status status = read_bytes(reader, cases[i].bytes, cases[i].name, a, &r, &err);
		if (status != ONUS_ERR_INPUT || !strstr(err.message, cases[i].words))
			fail_msg("case %zu: %s: %s", i, onus_status_name(status), err.message);
	}
	assert_reads(reader);
	reader_close(reader);
}

/* ---- bombs: each answered within the limits, and the next document reads ---- */

static const char prose[] = "<p>The minister should let the families see the prisoners, they said.</p>";

static void add_times(str *out, const char *words, size_t n)
{
	for (size_t i = 0; i < n; i++)
		str_adds(out, words);
}

static void throw_bomb(reader_process *reader, const str *bomb, const char *name, bool must_read)
{
	ARENA_AUTO a = arena_new(0);
	rendition r;
	onus_error err = {0};
	int64_t begun = clock_monotonic();
	onus_status status = read_bytes(reader, str_span(bomb), name, a, &r, &err);
	int64_t took = clock_monotonic() - begun;
	assert_false(bomb->failed);
	assert_true(took < 32 * 1000);
	if (must_read && status != ONUS_OK)
		fail_msg("%s: %s", name, err.message);
	if (status != ONUS_OK)
		assert_true(status == ONUS_ERR_LIMIT || status == ONUS_ERR_INPUT);
	assert_reads(reader);
}

static void bombs_are_bounded(void **state)
{
	(void)state;
	reader_process *reader = open_reader(reader_program);
	static const struct {
		const char *name, *before, *again;
		size_t times;
		bool reads;
	} bombs[] = {
	    {"nested-b.html", "<html>", "<b>", 1000000, true},
	    {"nested-div.html", "<html>", "<div>", 600000, true},
	    {"stray-ends.html", "<b><b><b>", "<b></i>", 300000, true},
	    {"entities.html", "<p>", "&amp;", 1000000, true},
	    {"references.html", "<p>", "&#x41;&#65", 500000, true},
	    {"long-attribute.html", "<p class='", "share ", 2000000, false},
	    {"attributes.html", "<p ", "a=1 b=2 ", 100000, true},
	    {"comments.html", "<p>x", "<!-- x -->", 500000, true},
	    {"tables.html", "", "<table><tr><td>", 100000, true},
	    {"angles.html", "", "<", 3000000, false},
	    {"json.html", "<script type='application/ld+json'>", "[", 200000, false},
	    {"brackets.md", "", "[", 5000000, true},
	    {"quotes.md", "", "> ", 3000000, false},
	    {"stars.md", "", "*a", 500000, true},
	    {"lines.txt", "a", "\n", 5000000, true},
	    {"items.txt", "a:\n\n", "x;\n\n", 300000, false},
	};
	for (size_t i = 0; i < sizeof bombs / sizeof *bombs; i++) {
		STR_AUTO bomb = str_make(LIMIT_INPUT_BYTES);
		str_adds(&bomb, bombs[i].before);
		add_times(&bomb, bombs[i].again, bombs[i].times);
		str_adds(&bomb, strstr(bombs[i].name, "json")   ? "</script>"
				: strstr(bombs[i].name, "attr") ? "'>"
								: "");
		str_adds(&bomb, prose);
		throw_bomb(reader, &bomb, bombs[i].name, bombs[i].reads);
	}
	reader_close(reader);
}

static void entities_of_a_dtd_do_not_grow(void **state)
{
	(void)state;
	reader_process *reader = open_reader(reader_program);
	STR_AUTO bomb = str_make(MIB);
	str_adds(&bomb, "<!DOCTYPE html [<!ENTITY a \"aaaaaaaaaa\">");
	for (int c = 'b'; c < 'n'; c++) {
		str_addf(&bomb, "<!ENTITY %c \"", c);
		for (int i = 0; i < 10; i++)
			str_addf(&bomb, "&%c;", c - 1);
		str_adds(&bomb, "\">");
	}
	str_adds(&bomb, "<!ENTITY x SYSTEM \"file:///etc/passwd\">]><html><p>&m; &x;</p>");
	str_adds(&bomb, prose);
	ARENA_AUTO a = arena_new(0);
	rendition r;
	onus_error err = {0};
	assert_int_equal(read_bytes(reader, str_span(&bomb), "a.html", a, &r, &err), ONUS_OK);
	assert_true(r.text.n < 10000);
	assert_int_equal(span_find(r.text, SPAN("root:"), 0), SIZE_MAX);
	reader_close(reader);
}

static void a_very_long_line_is_refused_by_its_length(void **state)
{
	(void)state;
	reader_process *reader = open_reader(reader_program);
	STR_AUTO line = str_make(LIMIT_INPUT_BYTES);
	add_times(&line, "0123456789 ", 60 * 1024 * 1024 / 11);
	ARENA_AUTO a = arena_new(0);
	rendition r;
	onus_error err = {0};
	assert_int_equal(read_bytes(reader, str_span(&line), "a.txt", a, &r, &err), ONUS_ERR_LIMIT);
	assert_non_null(strstr(err.message, "32 MB"));
	/* One that fits is read. */
	line.n = 8 * MIB;
	assert_int_equal(read_bytes(reader, str_span(&line), "a.txt", a, &r, &err), ONUS_OK);
	assert_reads(reader);
	reader_close(reader);
}

/* ---- a reader that lies ---- */

static void lies_are_refused(void **state)
{
	(void)state;
	static const char *const lies[] = {"garbage",  "huge-frame", "huge-text",  "truncated",    "no-end",
					   "leftover", "twice",      "bad-status", "bad-words",    "bad-layout",
					   "endless",  "crash",      "quit",       "wrong-number", "nothing"};
	reader_process *reader = open_reader(liar_program);
	for (size_t i = 0; i < sizeof lies / sizeof *lies; i++) {
		ARENA_AUTO a = arena_new(256 * MIB);
		rendition r = {.source_size = 77};
		onus_error err = {0};
		onus_status status = read_bytes(reader, span_of(lies[i]), "a.txt", a, &r, &err);
		if (status != ONUS_ERR_INPUT)
			fail_msg("%s: %s: %s", lies[i], onus_status_name(status), err.message);
		assert_int_equal(r.source_size, 77);
	}
	/* A refusal is passed on, but not raw. */
	ARENA_AUTO a = arena_new(0);
	rendition r;
	onus_error err = {0};
	assert_int_equal(read_bytes(reader, SPAN("escape"), "a.txt", a, &r, &err), ONUS_ERR_INPUT);
	assert_non_null(strstr(err.message, "red!"));
	assert_null(strchr(err.message, 0x1b));
	reader_close(reader);
}

int main(int argc, char **argv)
{
	if (argc < 3)
		return 2;
	reader_program = argv[1];
	liar_program = argv[2];
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(reads_and_tells_what_it_is),
	    cmocka_unit_test(a_missing_or_wrong_program_is_told),
	    cmocka_unit_test(the_reader_inherits_nothing),
	    cmocka_unit_test(refuses_in_words),
	    cmocka_unit_test(bombs_are_bounded),
	    cmocka_unit_test(entities_of_a_dtd_do_not_grow),
	    cmocka_unit_test(a_very_long_line_is_refused_by_its_length),
	    cmocka_unit_test(lies_are_refused),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
