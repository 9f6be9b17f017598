/* SPDX-License-Identifier: Apache-2.0 */
#include "store/store.h"

#include <fcntl.h>
#include <setjmp.h>
#include <sqlite3.h>
#include <stdarg.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static void every_statement_fits_the_schema(void **state)
{
	(void)state;
	onus_error err = {0};
	STORE_AUTO s = NULL;
	assert_int_equal(store_open_memory(&s, &err), ONUS_OK);
	size_t n = 0;
	onus_status status = store_prepare_all(s, &n, &err);
	if (status != ONUS_OK)
		fail_msg("%s", err.message);
	assert_true(n > 2);
}

static void a_change_that_is_rolled_back_is_gone(void **state)
{
	(void)state;
	onus_error err = {0};
	STORE_AUTO s = NULL;
	ARENA_AUTO a = arena_new(0);
	assert_int_equal(store_open_memory(&s, &err), ONUS_OK);
	bool found = true;
	span value = {NULL, 0};
	assert_int_equal(store_begin(s, &err), ONUS_OK);
	assert_int_equal(store_exec(s, "setting_put", PARAMS(value_string("k"), value_string("v")), &err), ONUS_OK);
	assert_int_equal(store_one_text(s, "setting", PARAMS(value_string("k")), &found, a, &value, &err), ONUS_OK);
	assert_true(found && span_is(value, "v"));
	store_rollback(s);
	assert_int_equal(store_one_text(s, "setting", PARAMS(value_string("k")), &found, a, &value, &err), ONUS_OK);
	assert_false(found);
	assert_int_equal(store_one_text(s, "setting", PARAMS(value_string("k")), NULL, a, &value, &err),
			 ONUS_ERR_NOT_FOUND);
}

typedef struct place_on_disk {
	char folder[64], path[96];
} place_on_disk;

static int make_folder(void **state)
{
	place_on_disk *p = test_calloc(1, sizeof *p);
	(void)snprintf(p->folder, sizeof p->folder, "store-test-XXXXXX");
	if (!mkdtemp(p->folder))
		return -1;
	(void)snprintf(p->path, sizeof p->path, "%s/a.onus", p->folder);
	*state = p;
	return 0;
}

static int empty_folder(void **state)
{
	place_on_disk *p = *state;
	static const char *const ends[] = {"", "-wal", "-shm", "-lock", "-journal"};
	for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
		char path[128];
		(void)snprintf(path, sizeof path, "%s%s", p->path, ends[i]);
		(void)unlink(path);
	}
	/* Nothing else may lie there. */
	int left = rmdir(p->folder);
	test_free(p);
	return left;
}

static const span no_key = {NULL, 0};

static onus_status open_as(const place_on_disk *p, store_mode mode, store **ret_store, const char *needs)
{
	onus_error err = {0};
	onus_status status = store_open(p->path, mode, no_key, ret_store, &err);
	assert_int_equal(status, status == ONUS_OK ? ONUS_OK : err.status);
	if (needs && !strstr(err.message, needs))
		fail_msg("\"%s\" does not say \"%s\"", err.message, needs);
	return status;
}

static void create(const place_on_disk *p)
{
	STORE_AUTO s = NULL;
	assert_int_equal(open_as(p, STORE_CREATE, &s, NULL), ONUS_OK);
}

static void run(const place_on_disk *p, const char *sql)
{
	sqlite3 *db = NULL;
	assert_int_equal(sqlite3_open_v2(p->path, &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, NULL), SQLITE_OK);
	if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK)
		fail_msg("%s: %s", sql, sqlite3_errmsg(db));
	sqlite3_close(db);
}

static void write_file(const place_on_disk *p, span bytes)
{
	int fd = open(p->path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
	assert_true(fd >= 0);
	assert_int_equal(write(fd, bytes.p, bytes.n), bytes.n);
	assert_int_equal(close(fd), 0);
}

static void a_new_casefile_is_one_private_file(void **state)
{
	const place_on_disk *p = *state;
	create(p);
	struct stat st;
	assert_int_equal(stat(p->path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	char other[128];
	(void)snprintf(other, sizeof other, "%s-wal", p->path);
	assert_int_not_equal(stat(other, &st), 0);
	STORE_AUTO s = NULL;
	assert_int_equal(open_as(p, STORE_CREATE, &s, "left as it is"), ONUS_ERR_CASEFILE);
	assert_int_equal(open_as(p, STORE_READ, &s, NULL), ONUS_OK);
	assert_false(store_stale(s));
	assert_int_equal(store_check(s, NULL), ONUS_OK);
	assert_int_equal(store_begin(s, NULL), ONUS_ERR_READ_ONLY);
	assert_int_equal(store_exec(s, "setting_put", PARAMS(value_string("k"), value_string("v")), NULL),
			 ONUS_ERR_READ_ONLY);
}

static void what_is_no_casefile_is_refused(void **state)
{
	const place_on_disk *p = *state;
	for (store_mode mode = STORE_READ; mode <= STORE_WRITE; mode++) {
		STORE_AUTO s = NULL;
		(void)unlink(p->path);
		assert_int_equal(open_as(p, mode, &s, "onus init"), ONUS_ERR_CASEFILE);
		write_file(p, SPAN(""));
		assert_int_equal(open_as(p, mode, &s, "empty"), ONUS_ERR_CASEFILE);
		write_file(p, SPAN("Dear reader,\n\nthis is a letter and no database, however one looks at it.\n"));
		assert_int_equal(open_as(p, mode, &s, "not a casefile"), ONUS_ERR_CASEFILE);
		char noise[9000];
		for (size_t i = 0; i < sizeof noise; i++)
			noise[i] = (char)(i * i * 31 + i / 7);
		write_file(p, (span){noise, sizeof noise});
		assert_int_equal(open_as(p, mode, &s, "not a casefile"), ONUS_ERR_CASEFILE);
		(void)unlink(p->path);
		run(p, "CREATE TABLE setting(key TEXT, value TEXT); CREATE TABLE document(n)");
		assert_int_equal(open_as(p, mode, &s, "another program"), ONUS_ERR_CASEFILE);
		(void)unlink(p->path);
		assert_int_equal(mkdir(p->path, 0700), 0);
		assert_int_equal(open_as(p, mode, &s, "a folder"), ONUS_ERR_CASEFILE);
		assert_int_equal(rmdir(p->path), 0);
		assert_int_equal(mkfifo(p->path, 0600), 0);
		assert_int_equal(open_as(p, mode, &s, "not a file"), ONUS_ERR_CASEFILE);
	}
}

static void a_database_of_others_is_not_touched(void **state)
{
	const place_on_disk *p = *state;
	run(p, "CREATE TABLE mine(x); INSERT INTO mine VALUES (1)");
	char before[16384] = {0}, after[16384] = {0};
	int fd = open(p->path, O_RDONLY);
	ssize_t n = read(fd, before, sizeof before);
	(void)close(fd);
	STORE_AUTO s = NULL;
	assert_int_equal(open_as(p, STORE_WRITE, &s, NULL), ONUS_ERR_CASEFILE);
	fd = open(p->path, O_RDONLY);
	assert_int_equal(read(fd, after, sizeof after), n);
	(void)close(fd);
	assert_memory_equal(before, after, sizeof before);
}

static void a_newer_casefile_is_refused(void **state)
{
	const place_on_disk *p = *state;
	create(p);
	run(p, "PRAGMA user_version = 2");
	STORE_AUTO s = NULL;
	assert_int_equal(open_as(p, STORE_READ, &s, "newer version"), ONUS_ERR_NEWER);
	assert_int_equal(open_as(p, STORE_WRITE, &s, "newer version"), ONUS_ERR_NEWER);
}

/* A casefile as schema 0 had it. */
static const char to_schema_0[] =
    "DROP TABLE document;"
    "CREATE TABLE document(n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, source TEXT NOT NULL, added INTEGER NOT "
    "NULL,"
    "  size INTEGER NOT NULL, bytes BLOB, refusal TEXT, format TEXT, text TEXT, layout BLOB) STRICT;"
    "INSERT INTO document(id, source, added, size) VALUES ('ab', 'old', 1, 2);"
    "PRAGMA user_version = 0;";

static void an_older_casefile_is_brought_up_to_date(void **state)
{
	const place_on_disk *p = *state;
	create(p);
	run(p, to_schema_0);
	STORE_AUTO reading = NULL;
	assert_int_equal(open_as(p, STORE_READ, &reading, "older version"), ONUS_ERR_CASEFILE);
	STORE_AUTO s = NULL;
	assert_int_equal(open_as(p, STORE_WRITE, &s, NULL), ONUS_OK);
	assert_true(store_stale(s));
	assert_int_equal(store_begin(s, NULL), ONUS_OK);
	assert_int_equal(store_reset_derived(s, NULL), ONUS_OK);
	assert_int_equal(store_commit(s, NULL), ONUS_OK);
	assert_false(store_stale(s));
	size_t n;
	assert_int_equal(store_prepare_all(s, &n, NULL), ONUS_OK);
	int64_t number;
	assert_int_equal(store_one_int(s, "document_by_id", PARAMS(value_string("ab")), NULL, &number, NULL), ONUS_OK);
	assert_int_equal(number, 1);
	store_close(s);
	s = NULL;
	assert_int_equal(open_as(p, STORE_READ, &s, NULL), ONUS_OK);
	assert_false(store_stale(s));
}

static void a_migration_that_fails_changes_nothing(void **state)
{
	const place_on_disk *p = *state;
	create(p);
	run(p, to_schema_0);
	/* The second step of the migration cannot be done. */
	run(p, "ALTER TABLE document ADD COLUMN reader TEXT");
	STORE_AUTO s = NULL;
	assert_int_not_equal(open_as(p, STORE_WRITE, &s, NULL), ONUS_OK);
	run(p, "ALTER TABLE document DROP COLUMN reader");
	assert_int_equal(open_as(p, STORE_WRITE, &s, NULL), ONUS_OK);
}

static void derived_tables_of_another_version_are_stale(void **state)
{
	const place_on_disk *p = *state;
	create(p);
	run(p, "UPDATE setting SET value = 'other' WHERE key = 'derived';"
	       "DROP TABLE link; CREATE TABLE of_old(x); INSERT INTO of_old VALUES (1)");
	STORE_AUTO s = NULL;
	assert_int_equal(open_as(p, STORE_WRITE, &s, NULL), ONUS_OK);
	assert_true(store_stale(s));
	assert_int_equal(store_reset_derived(s, NULL), ONUS_ERR_INTERNAL);
	assert_int_equal(store_begin(s, NULL), ONUS_OK);
	assert_int_equal(store_reset_derived(s, NULL), ONUS_OK);
	assert_int_equal(store_commit(s, NULL), ONUS_OK);
	size_t n;
	assert_int_equal(store_prepare_all(s, &n, NULL), ONUS_OK);
	store_close(s);
	s = NULL;
	run(p, "CREATE TABLE of_old(x)");
}

static void one_writer_and_any_number_of_readers(void **state)
{
	const place_on_disk *p = *state;
	create(p);
	STORE_AUTO writer = NULL;
	STORE_AUTO other = NULL;
	STORE_AUTO reader = NULL;
	assert_int_equal(open_as(p, STORE_WRITE, &writer, NULL), ONUS_OK);
	assert_int_equal(open_as(p, STORE_WRITE, &other, "is writing to the casefile"), ONUS_ERR_LOCKED);
	assert_int_equal(open_as(p, STORE_READ, &reader, NULL), ONUS_OK);
	assert_int_equal(store_begin(writer, NULL), ONUS_OK);
	store_value put[] = {value_string("k"), value_string("v")};
	assert_int_equal(store_exec(writer, "setting_put", put, 2, NULL), ONUS_OK);
	ARENA_AUTO a = arena_new(0);
	span value;
	bool found;
	assert_int_equal(store_one_text(reader, "setting", put, 1, &found, a, &value, NULL), ONUS_OK);
	assert_false(found);
	assert_int_equal(store_commit(writer, NULL), ONUS_OK);
	assert_int_equal(store_one_text(reader, "setting", put, 1, &found, a, &value, NULL), ONUS_OK);
	assert_true(found);
	store_close(writer);
	writer = NULL;
	assert_int_equal(open_as(p, STORE_WRITE, &other, NULL), ONUS_OK);
}

static void damage_is_named(void **state)
{
	const place_on_disk *p = *state;
	create(p);
	int fd = open(p->path, O_RDWR);
	char zeros[4096] = {0};
	/* Page 1 keeps its header; a page of the schema's tables goes. */
	assert_int_equal(pwrite(fd, zeros, sizeof zeros, 4096), sizeof zeros);
	(void)close(fd);
	STORE_AUTO s = NULL;
	onus_status status = open_as(p, STORE_READ, &s, NULL);
	if (status == ONUS_OK)
		status = store_check(s, NULL);
	assert_int_equal(status, ONUS_ERR_INTEGRITY);
}

static void a_savepoint_takes_back_its_part(void **state)
{
	(void)state;
	STORE_AUTO s = NULL;
	ARENA_AUTO a = arena_new(0);
	span value;
	bool found;
	assert_int_equal(store_open_memory(&s, NULL), ONUS_OK);
	store_value first[] = {value_string("first"), value_string("v")};
	store_value second[] = {value_string("second"), value_string("v")};
	assert_int_equal(store_begin(s, NULL), ONUS_OK);
	assert_int_equal(store_exec(s, "setting_put", first, 2, NULL), ONUS_OK);
	assert_int_equal(store_savepoint(s, NULL), ONUS_OK);
	assert_int_equal(store_exec(s, "setting_put", second, 2, NULL), ONUS_OK);
	assert_int_equal(store_rollback_savepoint(s, NULL), ONUS_OK);
	assert_int_equal(store_commit(s, NULL), ONUS_OK);
	assert_int_equal(store_one_text(s, "setting", first, 1, &found, a, &value, NULL), ONUS_OK);
	assert_true(found);
	assert_int_equal(store_one_text(s, "setting", second, 1, &found, a, &value, NULL), ONUS_OK);
	assert_false(found);
	assert_int_equal(store_commit(s, NULL), ONUS_ERR_INTERNAL);
	assert_int_equal(store_exec(s, "no_such_statement", NO_PARAMS, NULL), ONUS_ERR_INTERNAL);
	assert_int_equal(store_exec(s, "setting", NO_PARAMS, NULL), ONUS_ERR_INTERNAL);
}

#ifdef ONUS_STORE_SQLCIPHER
static void a_key_makes_it_unreadable_without(void **state)
{
	const place_on_disk *p = *state;
	char key[32], wrong[32] = {0};
	for (size_t i = 0; i < sizeof key; i++)
		key[i] = (char)(i * 7 + 1);
	store *s = NULL;
	assert_int_equal(store_open(p->path, STORE_CREATE, (span){key, sizeof key}, &s, NULL), ONUS_OK);
	store_close(s);
	s = NULL;
	assert_int_equal(store_open(p->path, STORE_READ, no_key, &s, NULL), ONUS_ERR_CASEFILE);
	assert_int_equal(store_open(p->path, STORE_READ, (span){wrong, sizeof wrong}, &s, NULL), ONUS_ERR_CASEFILE);
	assert_int_equal(store_open(p->path, STORE_READ, (span){key, 5}, &s, NULL), ONUS_ERR_INTERNAL);
	assert_int_equal(store_open(p->path, STORE_WRITE, (span){key, sizeof key}, &s, NULL), ONUS_OK);
	store_close(s);
	char bytes[4096];
	int fd = open(p->path, O_RDONLY);
	assert_int_equal(read(fd, bytes, sizeof bytes), sizeof bytes);
	(void)close(fd);
	assert_memory_not_equal(bytes, "SQLite format 3", 15);
}
#endif

#define ON_DISK(test) cmocka_unit_test_setup_teardown(test, make_folder, empty_folder)

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(every_statement_fits_the_schema),
	    cmocka_unit_test(a_change_that_is_rolled_back_is_gone),
	    cmocka_unit_test(a_savepoint_takes_back_its_part),
	    ON_DISK(a_new_casefile_is_one_private_file),
	    ON_DISK(what_is_no_casefile_is_refused),
	    ON_DISK(a_database_of_others_is_not_touched),
	    ON_DISK(a_newer_casefile_is_refused),
	    ON_DISK(an_older_casefile_is_brought_up_to_date),
	    ON_DISK(a_migration_that_fails_changes_nothing),
	    ON_DISK(derived_tables_of_another_version_are_stale),
	    ON_DISK(one_writer_and_any_number_of_readers),
	    ON_DISK(damage_is_named),
#ifdef ONUS_STORE_SQLCIPHER
	    ON_DISK(a_key_makes_it_unreadable_without),
#endif
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
