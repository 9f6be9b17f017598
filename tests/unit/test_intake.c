/* SPDX-License-Identifier: Apache-2.0 */
/* Walking folders and loading files, with everything in them that is no file. */
#include "base/limits.h"
#include "base/str.h"
#include "intake/intake.h"

#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cmocka.h>

static char folder[] = "/tmp/onus-test-intake-XXXXXX";

static int make_folder(void **state)
{
	(void)state;
	return mkdtemp(folder) && chdir(folder) == 0 ? 0 : -1;
}

static int remove_folder(void **state)
{
	(void)state;
	static const char *const files[] = {"d/b.txt",    "d/a.txt",   "d/.hidden", "d/case.onus", "d/pipe",
					    "d/loop",     "d/nowhere", "d/self",    "d/Z.txt",     "d/e/c.txt",
					    "d/link.txt", "big",       "one.txt",   "d/sock"};
	for (size_t i = 0; i < sizeof files / sizeof *files; i++)
		(void)unlink(files[i]);
	(void)rmdir("d/e");
	(void)rmdir("d");
	return chdir("/") == 0 && rmdir(folder) == 0 ? 0 : -1;
}

static void put(const char *path, const char *words)
{
	int fd = open(path, O_CREAT | O_TRUNC | O_WRONLY | O_CLOEXEC, 0600);
	assert_true(fd >= 0);
	assert_int_equal(write(fd, words, strlen(words)), (ssize_t)strlen(words));
	close(fd);
}

static const intake_file *found(const intake_list *list, const char *path)
{
	for (size_t i = 0; i < list->files.n; i++)
		if (strcmp(list->files.v[i].path, path) == 0)
			return &list->files.v[i];
	return NULL;
}

static void walks_in_order_and_says_what_it_leaves_out(void **state)
{
	(void)state;
	assert_int_equal(mkdir("d", 0700), 0);
	assert_int_equal(mkdir("d/e", 0700), 0);
	put("d/b.txt", "b");
	put("d/a.txt", "a");
	put("d/Z.txt", "z");
	put("d/e/c.txt", "c");
	put("d/.hidden", "h");
	put("d/case.onus", "x");
	assert_int_equal(mkfifo("d/pipe", 0600), 0);
	assert_int_equal(symlink(".", "d/loop"), 0);
	assert_int_equal(symlink("nowhere-at-all", "d/nowhere"), 0);
	assert_int_equal(symlink("self", "d/self"), 0);
	assert_int_equal(symlink("a.txt", "d/link.txt"), 0);
	int sock = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	struct sockaddr_un address = {.sun_family = AF_UNIX, .sun_path = "d/sock"};
	assert_int_equal(bind(sock, (const struct sockaddr *)&address, sizeof address), 0);
	close(sock);
	ARENA_AUTO a = arena_new(0);
	intake_list list;
	onus_error err = {0};
	const char *const paths[] = {"d", "missing.txt", "-", "/dev/null", "d/.hidden"};
	assert_int_equal(intake_walk(paths, 5, NULL, a, &list, &err), ONUS_OK);
	static const char *const read[] = {"d/Z.txt",    "d/a.txt", "d/b.txt",  "d/e/c.txt",
					   "d/link.txt", "-",       "d/.hidden"};
	size_t n = 0;
	for (size_t i = 0; i < list.files.n; i++)
		if (!list.files.v[i].skipped) {
			assert_true(n < 7);
			assert_string_equal(list.files.v[i].path, read[n++]);
		}
	assert_int_equal(n, 7);
	static const struct {
		const char *path, *word;
		bool failed;
	} left[] = {
	    {"d/.hidden", "hidden", false}, {"d/case.onus", "casefile", false},     {"d/pipe", "pipe", true},
	    {"d/loop", "leads back", true}, {"d/nowhere", "link to nothing", true}, {"d/self", "itself", true},
	    {"d/sock", "socket", true},     {"missing.txt", "no such file", true},  {"/dev/null", "device", true}};
	for (size_t i = 0; i < sizeof left / sizeof *left; i++) {
		const intake_file *file = found(&list, left[i].path);
		assert_non_null(file);
		assert_true(file->skipped);
		assert_int_equal(file->failed, left[i].failed);
		if (!strstr(file->reason, left[i].word))
			fail_msg("%s: %s", file->path, file->reason);
	}
	const int cancel = 1;
	assert_int_equal(intake_walk(paths, 1, &cancel, a, &list, &err), ONUS_ERR_CANCELLED);
}

static void loads_and_seals(void **state)
{
	(void)state;
	put("one.txt", "some words");
	intake_document doc;
	onus_error err = {0};
	assert_int_equal(intake_load("one.txt", &doc, &err), ONUS_OK);
	/* Whatever happens to the file now, the copy stays. */
	put("one.txt", "others");
	assert_true(span_is(doc.bytes, "some words"));
	char hex[65];
	hash_hex(&doc.hash, hex);
	assert_string_equal(hex, "050777a35dcd48838062824126e60a0780dc322c5b1f84c3a32636cc7466b1b6");
	assert_int_equal(write(doc.fd, "x", 1), -1);
	assert_int_equal(ftruncate(doc.fd, 0), -1);
	assert_ptr_equal(mmap(NULL, 1, PROT_READ | PROT_WRITE, MAP_SHARED, doc.fd, 0), MAP_FAILED);
	intake_unload(&doc);
	intake_unload(&doc);
	put("one.txt", "");
	assert_int_equal(intake_load("one.txt", &doc, &err), ONUS_OK);
	assert_int_equal(doc.bytes.n, 0);
	intake_unload(&doc);
}

static void what_is_no_file_does_not_hold_it_up(void **state)
{
	(void)state;
	intake_document doc;
	onus_error err = {0};
	assert_int_equal(intake_load("d/pipe", &doc, &err), ONUS_ERR_INPUT);
	assert_non_null(strstr(err.message, "pipe"));
	assert_int_equal(intake_load("d", &doc, &err), ONUS_ERR_INPUT);
	assert_non_null(strstr(err.message, "folder"));
	assert_int_equal(intake_load("/dev/zero", &doc, &err), ONUS_ERR_INPUT);
	assert_non_null(strstr(err.message, "device"));
	assert_int_equal(intake_load("gone.txt", &doc, &err), ONUS_ERR_INPUT);
	assert_int_equal(intake_load("d/self", &doc, &err), ONUS_ERR_INPUT);
}

static void too_large_is_told_by_the_size(void **state)
{
	(void)state;
	/* A sparse file: were it read, its bytes would be there. */
	int fd = open("big", O_CREAT | O_WRONLY | O_CLOEXEC, 0600);
	assert_true(fd >= 0);
	assert_int_equal(ftruncate(fd, (off_t)200 * 1024 * 1024), 0);
	close(fd);
	intake_document doc;
	onus_error err = {0};
	assert_int_equal(intake_load("big", &doc, &err), ONUS_ERR_LIMIT);
	assert_non_null(strstr(err.message, "64 MB"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(walks_in_order_and_says_what_it_leaves_out),
	    cmocka_unit_test(loads_and_seals),
	    cmocka_unit_test(what_is_no_file_does_not_hold_it_up),
	    cmocka_unit_test(too_large_is_told_by_the_size),
	};
	return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
