/* SPDX-License-Identifier: Apache-2.0 */
/* What doctor says of a good machine, a missing reader, and casefiles in good and bad health. */
#include "base/str.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <unistd.h>

#include <onus/onus.h>

#include <cmocka.h>

static const char *reader_program;
static char path[] = "/tmp/onus-test-doctor-XXXXXX/case.onus";

static bool collect(void *ctx, const char *bytes, size_t n)
{
	str_add(ctx, (span){bytes, n});
	return true;
}

static onus_status ask(const char *casefile, const char *reader, onus_format format, str *out, onus_error *err)
{
	onus_doctor_options options = {.casefile = casefile, .reader = reader, .format = format};
	onus_sink sink = {collect, out};
	str_clear(out);
	return onus_doctor(&options, &sink, err);
}

static void assert_has(const str *out, const char *words)
{
	if (span_find(str_span(out), span_of(words), 0) == SIZE_MAX)
		fail_msg("%s is not in: %s", words, str_c(out));
}

static void tells_versions_and_seal(void **state)
{
	(void)state;
	STR_AUTO out = str_make(1 << 20);
	onus_error err = {0};
	onus_status status = ask(NULL, reader_program, ONUS_TEXT, &out, &err);
	assert_true(status == ONUS_OK || status == ONUS_ERR_READER);
	assert_has(&out, "libxml2");
	assert_has(&out, "SQLite");
	assert_has(&out, "seccomp");
	status = ask(NULL, reader_program, ONUS_JSON, &out, &err);
	assert_has(&out, "\"level\": ");
	assert_has(&out, "\"landlock\": ");
	assert_has(&out, status == ONUS_OK ? "\"sealed\": true" : "\"sealed\": false");
	assert_int_equal(ask(NULL, reader_program, ONUS_CSV, &out, &err), ONUS_ERR_USAGE);
}

static void a_missing_reader_is_a_finding(void **state)
{
	(void)state;
	STR_AUTO out = str_make(1 << 20);
	onus_error err = {0};
	assert_int_equal(ask(NULL, "/nonexistent", ONUS_JSON, &out, &err), ONUS_ERR_READER);
	assert_has(&out, "\"reader\": null");
	assert_has(&out, "/nonexistent");
}

static void casefiles_sound_and_not(void **state)
{
	(void)state;
	STR_AUTO out = str_make(1 << 20);
	onus_error err = {0};
	assert_int_equal(ask(path, reader_program, ONUS_TEXT, &out, &err), ONUS_ERR_CASEFILE);
	onus_init_options options = ONUS_INIT_OPTIONS_INIT;
	assert_int_equal(onus_init(path, &options, &err), ONUS_OK);
	onus_status machine = ask(NULL, reader_program, ONUS_TEXT, &out, &err);
	assert_int_equal(ask(path, reader_program, ONUS_TEXT, &out, &err), machine);
	assert_has(&out, "sound");
	/* A page in its middle is overwritten. */
	int fd = open(path, O_WRONLY | O_CLOEXEC);
	char noise[4096];
	memset(noise, 0x5A, sizeof noise);
	assert_int_equal(pwrite(fd, noise, sizeof noise, 4096), (ssize_t)sizeof noise);
	close(fd);
	assert_int_not_equal(ask(path, reader_program, ONUS_JSON, &out, &err), ONUS_OK);
	assert_has(&out, "\"sound\": false");
}

static int make_folder(void **state)
{
	(void)state;
	char *slash = strrchr(path, '/');
	*slash = '\0';
	bool made = mkdtemp(path) != NULL;
	*slash = '/';
	return made ? 0 : -1;
}

static int remove_folder(void **state)
{
	(void)state;
	char *slash = strrchr(path, '/');
	(void)unlink(path);
	static const char *const more[] = {"-wal", "-shm", "-lock"};
	for (size_t i = 0; i < sizeof more / sizeof *more; i++) {
		STR_AUTO beside = str_make(200);
		str_addf(&beside, "%s%s", path, more[i]);
		(void)unlink(str_c(&beside));
	}
	*slash = '\0';
	return rmdir(path);
}

int main(int argc, char **argv)
{
	if (argc < 2)
		return 2;
	reader_program = argv[1];
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(tells_versions_and_seal),
	    cmocka_unit_test(a_missing_reader_is_a_finding),
	    cmocka_unit_test(casefiles_sound_and_not),
	};
	return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
