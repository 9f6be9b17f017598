/* SPDX-License-Identifier: Apache-2.0 */
/* Named statements on SQLite: found in the embedded table, prepared once, stepped. */
#include "base/memory.h"
#include "store/sql.h"
#include "store/sqlite.h"

typedef struct sqlite_rows {
	store_rows base;
	sqlite_store *store;
	sqlite3_stmt *statement;
	cached *slot; /* NULL: the statement is this one's own, because the kept one was busy */
	const char *name;
	bool done;
} sqlite_rows;

static sqlite_store *mine(const store *s)
{
	return (sqlite_store *)(uintptr_t)s;
}

onus_status sqlite_fail(const sqlite_store *s, int code, const char *doing, onus_error *err)
{
	const char *file = s->path ? s->path : "the casefile";
	const char *said = s->db ? sqlite3_errmsg(s->db) : sqlite3_errstr(code);
	switch (code & 0xff) {
	case SQLITE_NOMEM: return fail_memory(err, doing);
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		return fail(err, ONUS_ERR_LOCKED,
			    "%s: another program is using the casefile; try again when it has ended", SAFE(file));
	case SQLITE_READONLY:
		return fail(err, ONUS_ERR_READ_ONLY, "%s: the casefile or its folder cannot be written to", SAFE(file));
	case SQLITE_FULL:
		return fail(err, ONUS_ERR_DISK, "%s: the disk is full (while %s); what was finished before is kept",
			    SAFE(file), doing);
	case SQLITE_IOERR:
		if (code == SQLITE_IOERR_NOMEM)
			return fail_memory(err, doing);
		return fail(err, ONUS_ERR_DISK, "%s: the disk failed or is full (while %s: %s)", SAFE(file), doing,
			    sqlite3_errstr(code));
	case SQLITE_CORRUPT:
		return fail(err, ONUS_ERR_INTEGRITY,
			    "%s: the casefile is damaged (while %s: %s); go back to a copy of it", SAFE(file), doing,
			    said);
	case SQLITE_NOTADB: return fail(err, ONUS_ERR_CASEFILE, "%s: not a casefile, or an encrypted one", SAFE(file));
	case SQLITE_CANTOPEN:
		return fail(err, ONUS_ERR_CASEFILE, "%s: the casefile cannot be opened (while %s)", SAFE(file), doing);
	case SQLITE_TOOBIG: return fail(err, ONUS_ERR_LIMIT, "%s: too long to be kept (while %s)", SAFE(file), doing);
	case SQLITE_INTERRUPT: return fail(err, ONUS_ERR_CANCELLED, "stopped while %s", doing);
	default: return fail(err, ONUS_ERR_INTERNAL, "%s: %s (while %s, code %d)", SAFE(file), SAFE(said), doing, code);
	}
}

onus_status sqlite_script(sqlite_store *s, const char *sql, const char *doing, onus_error *err)
{
	int code = sqlite3_exec(s->db, sql, NULL, NULL, NULL);
	return code == SQLITE_OK ? ONUS_OK : sqlite_fail(s, sqlite3_extended_errcode(s->db), doing, err);
}

onus_status sqlite_number(sqlite_store *s, const char *sql, int64_t *ret_number, onus_error *err)
{
	sqlite3_stmt *statement = NULL;
	int code = sqlite3_prepare_v2(s->db, sql, -1, &statement, NULL);
	int64_t number = 0;
	if (code == SQLITE_OK) {
		code = sqlite3_step(statement);
		if (code == SQLITE_ROW)
			number = sqlite3_column_int64(statement, 0);
	}
	if (code != SQLITE_ROW && code != SQLITE_DONE) {
		onus_status status = sqlite_fail(s, sqlite3_extended_errcode(s->db), "opening it", err);
		sqlite3_finalize(statement);
		return status;
	}
	sqlite3_finalize(statement);
	*ret_number = number;
	return ONUS_OK;
}

void sqlite_finalize_all(sqlite_store *s)
{
	for (size_t i = 0; s->cache && i < sql_statement_count; i++) {
		sqlite3_finalize(s->cache[i].statement);
		s->cache[i].statement = NULL;
	}
}

static size_t index_of(const char *name)
{
	size_t low = 0, high = sql_statement_count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = strcmp(name, sql_statements[middle].name);
		if (order == 0)
			return middle;
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return SIZE_MAX;
}

static onus_status prepare(sqlite_store *s, size_t which, sqlite3_stmt **ret_statement, onus_error *err)
{
	int code =
	    sqlite3_prepare_v3(s->db, sql_statements[which].text, -1, SQLITE_PREPARE_PERSISTENT, ret_statement, NULL);
	if (code == SQLITE_OK)
		return ONUS_OK;
	return sqlite_fail(s, sqlite3_extended_errcode(s->db), sql_statements[which].name, err);
}

static int bind(sqlite3_stmt *statement, int at, const store_value *v)
{
	switch (v->kind) {
	case VALUE_INT: return sqlite3_bind_int64(statement, at, v->number);
	case VALUE_TEXT:
		return sqlite3_bind_text64(statement, at, v->bytes.p ? v->bytes.p : "", v->bytes.n, SQLITE_STATIC,
					   SQLITE_UTF8);
	case VALUE_BLOB:
		return v->bytes.n ? sqlite3_bind_blob64(statement, at, v->bytes.p, v->bytes.n, SQLITE_STATIC)
				  : sqlite3_bind_zeroblob(statement, at, 0);
	case VALUE_NULL: break;
	}
	return sqlite3_bind_null(statement, at);
}

static void rows_free(store_rows *base)
{
	sqlite_rows *rows = (sqlite_rows *)base;
	if (rows->slot) {
		/* Its result was reported by the step that failed, if one did. */
		(void)sqlite3_reset(rows->statement);
		(void)sqlite3_clear_bindings(rows->statement);
		rows->slot->busy = false;
	} else {
		(void)sqlite3_finalize(rows->statement);
	}
	mem_free(rows);
}

static onus_status query(store *base, const char *name, const store_value *params, size_t n, store_rows **ret_rows,
			 onus_error *err)
{
	sqlite_store *s = mine(base);
	size_t which = index_of(name);
	if (which == SIZE_MAX)
		return fail(err, ONUS_ERR_INTERNAL, "there is no statement \"%s\" in sql/queries", name);
	cached *slot = &s->cache[which];
	sqlite_rows *rows = mem_alloc(sizeof *rows);
	if (!rows)
		return fail_memory(err, name);
	*rows =
	    (sqlite_rows){{&sqlite_functions}, s, NULL, slot->busy ? NULL : slot, sql_statements[which].name, false};
	if (!slot->busy && slot->statement) {
		rows->statement = slot->statement;
	} else {
		onus_status status = prepare(s, which, &rows->statement, err);
		if (status != ONUS_OK) {
			mem_free(rows);
			return status;
		}
		if (rows->slot)
			slot->statement = rows->statement;
	}
	if (rows->slot)
		slot->busy = true;
	int code = SQLITE_OK;
	if ((size_t)sqlite3_bind_parameter_count(rows->statement) != n) {
		rows_free(&rows->base);
		return fail(err, ONUS_ERR_INTERNAL, "the statement \"%s\" does not take %zu values", name, n);
	}
	for (size_t i = 0; i < n && code == SQLITE_OK; i++)
		code = bind(rows->statement, (int)i + 1, &params[i]);
	if (code != SQLITE_OK) {
		onus_status status = sqlite_fail(s, code, name, err);
		rows_free(&rows->base);
		return status;
	}
	*ret_rows = &rows->base;
	return ONUS_OK;
}

static onus_status step(store_rows *base, bool *ret_row, onus_error *err)
{
	sqlite_rows *rows = (sqlite_rows *)base;
	int code = rows->done ? SQLITE_DONE : sqlite3_step(rows->statement);
	rows->done = code != SQLITE_ROW;
	if (code != SQLITE_ROW && code != SQLITE_DONE)
		return sqlite_fail(rows->store, sqlite3_extended_errcode(rows->store->db), rows->name, err);
	/* Ending a text with its NUL may need memory. Asked for here it can fail, as reading a column cannot. */
	for (int i = 0; code == SQLITE_ROW && i < sqlite3_column_count(rows->statement); i++)
		if (sqlite3_column_type(rows->statement, i) == SQLITE_TEXT && !sqlite3_column_text(rows->statement, i))
			return fail_memory(err, rows->name);
	*ret_row = code == SQLITE_ROW;
	return ONUS_OK;
}

static sqlite3_stmt *of(const store_rows *base)
{
	return ((const sqlite_rows *)base)->statement;
}

static int columns(const store_rows *rows)
{
	return sqlite3_column_count(of(rows));
}

static const char *column_name(const store_rows *rows, int column)
{
	return sqlite3_column_name(of(rows), column);
}

static value_kind kind(const store_rows *rows, int column)
{
	switch (sqlite3_column_type(of(rows), column)) {
	case SQLITE_INTEGER: return VALUE_INT;
	case SQLITE_NULL: return VALUE_NULL;
	case SQLITE_BLOB: return VALUE_BLOB;
	default: return VALUE_TEXT;
	}
}

static span bytes(const store_rows *rows, int column)
{
	sqlite3_stmt *statement = of(rows);
	if (sqlite3_column_type(statement, column) == SQLITE_NULL)
		return (span){NULL, 0};
	const char *p = sqlite3_column_type(statement, column) == SQLITE_BLOB
			    ? sqlite3_column_blob(statement, column)
			    : (const char *)sqlite3_column_text(statement, column);
	return (span){p ? p : "", (size_t)sqlite3_column_bytes(statement, column)};
}

static int64_t number(const store_rows *rows, int column)
{
	return sqlite3_column_int64(of(rows), column);
}

static int64_t last_id(const store *s)
{
	return sqlite3_last_insert_rowid(mine(s)->db);
}

static int64_t changes(const store *s)
{
	return sqlite3_changes64(mine(s)->db);
}

static onus_status transaction(store *base, store_step_kind which, onus_error *err)
{
	static const char *const words[] = {
	    [STEP_BEGIN] = "BEGIN IMMEDIATE", [STEP_COMMIT] = "COMMIT",
	    [STEP_ROLLBACK] = "ROLLBACK",     [STEP_SAVEPOINT] = "SAVEPOINT part",
	    [STEP_RELEASE] = "RELEASE part",  [STEP_ROLLBACK_SAVEPOINT] = "ROLLBACK TO part; RELEASE part",
	};
	sqlite_store *s = mine(base);
	bool inside = sqlite3_get_autocommit(s->db) == 0;
	if (which == STEP_ROLLBACK && !inside)
		return ONUS_OK;
	if (!s->writer && which != STEP_ROLLBACK)
		return fail(err, ONUS_ERR_READ_ONLY, "%s: the casefile is open for reading only",
			    SAFE(s->path ? s->path : "the casefile"));
	/* A full disk makes SQLite itself roll back; what follows must not look like a success. */
	if (which != STEP_BEGIN && !inside)
		return fail(err, ONUS_ERR_INTERNAL, "there is no transaction to end");
	onus_status status = sqlite_script(s, words[which], "finishing a change", err);
	if (status != ONUS_OK && which == STEP_COMMIT && sqlite3_get_autocommit(s->db) == 0)
		(void)sqlite3_exec(s->db, "ROLLBACK", NULL, NULL, NULL);
	return status;
}

static bool in_transaction(const store *s)
{
	return sqlite3_get_autocommit(mine(s)->db) == 0;
}

static onus_status prepare_all(store *base, size_t *ret_statements, onus_error *err)
{
	sqlite_store *s = mine(base);
	for (size_t i = 0; i < sql_statement_count; i++) {
		sqlite3_stmt *statement = NULL;
		onus_status status = prepare(s, i, &statement, err);
		sqlite3_finalize(statement);
		if (status != ONUS_OK)
			return status;
	}
	*ret_statements = sql_statement_count;
	return ONUS_OK;
}

const store_functions sqlite_functions = {
    .close = sqlite_close,
    .transaction = transaction,
    .in_transaction = in_transaction,
    .query = query,
    .step = step,
    .columns = columns,
    .column_name = column_name,
    .kind = kind,
    .bytes = bytes,
    .number = number,
    .rows_free = rows_free,
    .last_id = last_id,
    .changes = changes,
    .stale = sqlite_stale,
    .reset_derived = sqlite_reset_derived,
    .check = sqlite_check,
    .prepare_all = prepare_all,
};
