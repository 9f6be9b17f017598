/* SPDX-License-Identifier: Apache-2.0 */
/*
 * store.h - where rows lie: a struct of functions, so that another engine can stand behind the same calls. SQLite on a
 * path and SQLite in memory are there now.
 *
 * SQL is never put together at run time: a statement is a named one of sql/queries/NAME.sql, embedded by
 * tools/embed_sql.py, where it stands under a line "-- name: statement_name". It is prepared on first use and kept.
 *
 *	store_rows *rows = NULL;
 *	TRY(store_query(s, "document_by_id", (store_value[]){value_text(id)}, 1, &rows, err));
 *	bool more;
 *	onus_status status;
 *	while ((status = store_step(rows, &more, err)) == ONUS_OK && more)
 *		use(store_text(rows, 0));
 *	store_rows_free(rows);
 *
 * Invariants: a store belongs to one thread at a time; one process at a time has a casefile open for writing, any
 * number for reading; readers see the last commit and never wait for the writer. What was committed survives a crash
 * and a loss of power. A write outside a transaction is one transaction by itself.
 *
 * Who frees: store_close, store_rows_free; both take NULL. All rows must be freed before their store is closed. Spans
 * of a row live until the next step, or the end, of its rows.
 */
#ifndef STORE_STORE_H
#define STORE_STORE_H

#include "base/arena.h"
#include "base/error.h"

typedef struct store store;
typedef struct store_rows store_rows;

/* ---- parameters of a statement: ?1 is the first ---- */
typedef enum value_kind { VALUE_NULL, VALUE_INT, VALUE_TEXT, VALUE_BLOB } value_kind;
typedef struct store_value {
	value_kind kind;
	int64_t number;
	span bytes; /* borrowed until the rows are freed, or store_exec returns */
} store_value;

static inline store_value value_null(void)
{
	return (store_value){VALUE_NULL, 0, {NULL, 0}};
}

static inline store_value value_int(int64_t number)
{
	return (store_value){VALUE_INT, number, {NULL, 0}};
}

static inline store_value value_text(span text)
{
	return (store_value){VALUE_TEXT, 0, text};
}

static inline store_value value_blob(span bytes)
{
	return (store_value){VALUE_BLOB, 0, bytes};
}

/* A NULL c_string is SQL's NULL. */
static inline store_value value_string(const char *c_string)
{
	return c_string ? value_text(span_of(c_string)) : value_null();
}

/* NULL where the text is empty. */
static inline store_value value_text_or_null(span text)
{
	return text.n ? value_text(text) : value_null();
}

/* ---- opening ---- */
typedef enum store_mode {
	STORE_READ,   /* nothing is written; works on a read-only file in a read-only folder */
	STORE_WRITE,  /* takes the writer's lock, brings an older schema up to date */
	STORE_CREATE, /* makes the file, mode 0600, and then as STORE_WRITE; a file that is there is left alone */
} store_mode;

/* The schema that this build writes (sql/enduring.sql); a casefile of a higher one is refused with ERR_NEWER. */
#define STORE_SCHEMA 1
/* "Onus" in the file's header, PRAGMA application_id. */
#define STORE_APPLICATION_ID 0x4f6e7573

/* `key`: the raw 32-byte key of an encrypted casefile, or {NULL, 0}. ERR_CASEFILE (missing, a folder, empty, something
 * else, encrypted), ERR_NEWER, ERR_LOCKED, ERR_READ_ONLY, ERR_INTEGRITY (damaged), ERR_DISK. The caller owns
 * *ret_store. */
onus_status store_open(const char *path, store_mode mode, span key, store **ret_store, onus_error *err) MUST_CHECK;
/* The same, in memory, new and empty. */
onus_status store_open_memory(store **ret_store, onus_error *err) MUST_CHECK;
void store_close(store *s);
void store_cleanup(store **s);
#define STORE_AUTO __attribute__((cleanup(store_cleanup))) store *

/* True where the derived tables are missing or were made for another sql/derived.sql: they are to be made again before
 * anything reads them. */
bool store_stale(const store *s);
/* Drops all that is not enduring and creates the derived tables empty. Inside a transaction. */
onus_status store_reset_derived(store *s, onus_error *err) MUST_CHECK;

/* ---- transactions: not nested; savepoints inside one are, and take the changes since back ---- */
onus_status store_begin(store *s, onus_error *err) MUST_CHECK;
onus_status store_commit(store *s, onus_error *err) MUST_CHECK;
/* Never fails: what is not committed is gone after it. Harmless outside a transaction. */
void store_rollback(store *s);
bool store_in_transaction(const store *s);
onus_status store_savepoint(store *s, onus_error *err) MUST_CHECK;
onus_status store_release(store *s, onus_error *err) MUST_CHECK;
onus_status store_rollback_savepoint(store *s, onus_error *err) MUST_CHECK;

/* ---- statements ---- */
onus_status store_query(store *s, const char *name, const store_value *params, size_t n, store_rows **ret_rows,
			onus_error *err) MUST_CHECK;
/* Runs to the end; rows that come are dropped. */
onus_status store_exec(store *s, const char *name, const store_value *params, size_t n, onus_error *err) MUST_CHECK;
/* *ret_row: whether a row is there. */
onus_status store_step(store_rows *rows, bool *ret_row, onus_error *err) MUST_CHECK;
int store_columns(const store_rows *rows);
const char *store_column_name(const store_rows *rows, int column);
span store_text(const store_rows *rows, int column); /* {NULL, 0} for NULL; NUL-terminated otherwise */
span store_blob(const store_rows *rows, int column);
int64_t store_int(const store_rows *rows, int column);
bool store_is_null(const store_rows *rows, int column);
void store_rows_free(store_rows *rows);
void store_rows_cleanup(store_rows **rows);
#define ROWS_AUTO __attribute__((cleanup(store_rows_cleanup))) store_rows *

/* The one number or text that a statement gives; *ret_found false, if not NULL, and nothing else touched, where no row
 * comes. ERR_NOT_FOUND where no row comes and ret_found is NULL. The text is copied into `a`. */
onus_status store_one_int(store *s, const char *name, const store_value *params, size_t n, bool *ret_found,
			  int64_t *ret_number, onus_error *err) MUST_CHECK;
onus_status store_one_text(store *s, const char *name, const store_value *params, size_t n, bool *ret_found, arena *a,
			   span *ret_text, onus_error *err) MUST_CHECK;
/* Rowid of the last row that was inserted, and the number of rows that the last statement changed. */
int64_t store_last_id(const store *s);
int64_t store_changes(const store *s);

/* Thorough check of the file: pages, indexes, foreign keys, full-text index. ERR_INTEGRITY names the first damage. */
onus_status store_check(store *s, onus_error *err) MUST_CHECK;
/* Prepares each embedded statement; ERR_INTERNAL names the first that does not fit the schema. For tests and doctor. */
onus_status store_prepare_all(store *s, size_t *ret_statements, onus_error *err) MUST_CHECK;
/* "SQLite 3.51.3, SQLCipher 4.14.0 community". */
const char *store_engine(void);

/* Length bound of a parameter list written in place. */
#define PARAMS(...)                                                                                                    \
	((const store_value[]){__VA_ARGS__}), (sizeof((const store_value[]){__VA_ARGS__}) / sizeof(store_value))
#define NO_PARAMS NULL, 0

#endif
