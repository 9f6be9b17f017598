/* SPDX-License-Identifier: Apache-2.0 */
/* sqlite.h - shared by the files of the SQLite backend. */
#ifndef STORE_SQLITE_H
#define STORE_SQLITE_H

#include "store/backend.h"

#include <sqlite3.h>

/* A prepared statement of the table of sql/; `busy` while rows of it are being read. */
typedef struct cached {
	sqlite3_stmt *statement;
	bool busy;
} cached;

typedef struct sqlite_store {
	store base;
	sqlite3 *db;
	cached *cache; /* one for each of sql_statements */
	char *path;    /* absolute; NULL in memory */
	char *lock_path;
	int lock; /* descriptor that holds the writer's lock, or -1 */
	bool stale, writer;
} sqlite_store;

extern const store_functions sqlite_functions;

/* Fills in err from the connection's last error; `doing` reads "while <doing>". */
onus_status sqlite_fail(const sqlite_store *s, int code, const char *doing, onus_error *err);
/* Runs a script of several statements that give no rows. */
onus_status sqlite_script(sqlite_store *s, const char *sql, const char *doing, onus_error *err) MUST_CHECK;
/* The one number that a statement gives; 0 where it gives none. */
onus_status sqlite_number(sqlite_store *s, const char *sql, int64_t *ret_number, onus_error *err) MUST_CHECK;
void sqlite_finalize_all(sqlite_store *s);

/* sqlite_schema.c: a new file's tables; checks and migrations of one that is there. */
onus_status sqlite_schema_create(sqlite_store *s, onus_error *err) MUST_CHECK;
onus_status sqlite_schema_check(sqlite_store *s, onus_error *err) MUST_CHECK;
onus_status sqlite_reset_derived(store *s, onus_error *err) MUST_CHECK;
onus_status sqlite_check(store *s, onus_error *err) MUST_CHECK;
bool sqlite_stale(const store *s);

/* sqlite_open.c */
void sqlite_close(store *s);

#endif
