/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The tables: made in a new casefile, checked in one that is there, brought up to date in an older one. What endures is
 * numbered (PRAGMA user_version) and migrated; what is derived is known by the hash of sql/derived.sql and made anew.
 */
#include "base/str.h"
#include "store/sql.h"
#include "store/sqlite.h"

/* All other tables are derived. A test holds this list against sql/enduring.sql. */
#define ENDURING "('setting', 'document', 'journal', 'content')"

static onus_status note_derived(sqlite_store *s, onus_error *err)
{
	TRY(store_exec(&s->base, "setting_put", PARAMS(value_text(SPAN("derived")), value_string(sql_derived_hash)),
		       err));
	s->stale = false;
	return ONUS_OK;
}

static onus_status create_all(sqlite_store *s, onus_error *err)
{
	char header[96];
	(void)snprintf(header, sizeof header, "PRAGMA application_id = %d; PRAGMA user_version = %d;",
		       STORE_APPLICATION_ID, STORE_SCHEMA);
	TRY(sqlite_script(s, header, "making it", err));
	TRY(sqlite_script(s, sql_enduring, "making it", err));
	TRY(sqlite_script(s, sql_derived, "making it", err));
	TRY(note_derived(s, err));
	return store_commit(&s->base, err);
}

onus_status sqlite_schema_create(sqlite_store *s, onus_error *err)
{
	TRY(store_begin(&s->base, err));
	onus_status status = create_all(s, err);
	if (status != ONUS_OK)
		store_rollback(&s->base);
	return status;
}

static onus_status drop_derived(sqlite_store *s, onus_error *err)
{
	/* Youngest first: a table goes before the one that it refers to. Shadow tables go with their virtual one. */
	static const char list[] =
	    "SELECT 'DROP ' || s.type || ' \"' || replace(s.name, '\"', '\"\"') || '\"' FROM sqlite_schema s "
	    "LEFT JOIN pragma_table_list l ON l.name = s.name AND l.schema = 'main' "
	    "WHERE (s.type = 'view' OR (s.type = 'table' AND l.type <> 'shadow')) AND s.name NOT LIKE 'sqlite\\_%' "
	    "ESCAPE '\\' "
	    "AND s.name NOT IN " ENDURING " ORDER BY s.rowid DESC";
	STR_AUTO script = str_make(64 * 1024);
	sqlite3_stmt *statement = NULL;
	int code = sqlite3_prepare_v2(s->db, list, -1, &statement, NULL);
	while (code == SQLITE_OK || code == SQLITE_ROW) {
		code = sqlite3_step(statement);
		if (code == SQLITE_ROW)
			str_addf(&script, "%s;", (const char *)sqlite3_column_text(statement, 0));
	}
	if (code != SQLITE_DONE) {
		onus_status status = sqlite_fail(s, sqlite3_extended_errcode(s->db), "dropping derived tables", err);
		sqlite3_finalize(statement);
		return status;
	}
	sqlite3_finalize(statement);
	if (script.failed)
		return fail_memory(err, "dropping derived tables");
	return sqlite_script(s, str_c(&script), "dropping derived tables", err);
}

onus_status sqlite_reset_derived(store *base, onus_error *err)
{
	sqlite_store *s = (sqlite_store *)base;
	if (!store_in_transaction(base))
		return fail(err, ONUS_ERR_INTERNAL, "derived tables are dropped inside a transaction only");
	TRY(drop_derived(s, err));
	TRY(sqlite_script(s, sql_derived, "making derived tables", err));
	return note_derived(s, err);
}

bool sqlite_stale(const store *base)
{
	return ((const sqlite_store *)base)->stale;
}

static onus_status migrate_all(sqlite_store *s, int64_t from, onus_error *err)
{
	for (int64_t v = from; v < STORE_SCHEMA; v++)
		TRY(sqlite_script(s, sql_migrations[v], "bringing it up to date", err));
	char header[64];
	(void)snprintf(header, sizeof header, "PRAGMA user_version = %d;", STORE_SCHEMA);
	TRY(sqlite_script(s, header, "bringing it up to date", err));
	return store_commit(&s->base, err);
}

static onus_status migrate(sqlite_store *s, int64_t from, onus_error *err)
{
	TRY(store_begin(&s->base, err));
	onus_status status = migrate_all(s, from, err);
	if (status != ONUS_OK)
		store_rollback(&s->base);
	return status;
}

_Static_assert(STORE_SCHEMA >= 1, "schema 0 is older than the first release");

onus_status sqlite_schema_check(sqlite_store *s, onus_error *err)
{
	int64_t id, version, same;
	TRY(sqlite_number(s, "PRAGMA application_id", &id, err));
	TRY(sqlite_number(s, "PRAGMA user_version", &version, err));
	if (id != STORE_APPLICATION_ID)
		return fail(err, ONUS_ERR_CASEFILE, "%s: a database of another program, not a casefile", SAFE(s->path));
	if (version > STORE_SCHEMA)
		return fail(err, ONUS_ERR_NEWER,
			    "%s: written by a newer version of Onus (schema %lld, this one knows %d)", SAFE(s->path),
			    (long long)version, STORE_SCHEMA);
	if (version < 0 || (size_t)STORE_SCHEMA != sql_migration_count)
		return fail(err, ONUS_ERR_CASEFILE, "%s: its schema number makes no sense", SAFE(s->path));
	if (version < STORE_SCHEMA) {
		if (!s->writer)
			return fail(err, ONUS_ERR_CASEFILE,
				    "%s: made by an older version of Onus; \"onus rebuild\" brings it up to date",
				    SAFE(s->path));
		TRY(migrate(s, version, err));
		s->stale = true;
		return ONUS_OK;
	}
	char question[192];
	(void)snprintf(question, sizeof question, "SELECT count(*) FROM setting WHERE key = 'derived' AND value = '%s'",
		       sql_derived_hash);
	TRY(sqlite_number(s, question, &same, err));
	s->stale = same == 0;
	return ONUS_OK;
}

/* First line that a checking pragma gives, where it is not `good`. */
static onus_status complaint(sqlite_store *s, const char *sql, const char *good, onus_error *err)
{
	sqlite3_stmt *statement = NULL;
	int code = sqlite3_prepare_v2(s->db, sql, -1, &statement, NULL);
	if (code == SQLITE_OK)
		code = sqlite3_step(statement);
	onus_status status = ONUS_OK;
	if (code == SQLITE_ROW) {
		const char *said = (const char *)sqlite3_column_text(statement, 0);
		if (!said || strcmp(said, good) != 0)
			status = fail(err, ONUS_ERR_INTEGRITY, "%s: the casefile is damaged: %s",
				      SAFE(s->path ? s->path : "the casefile"), SAFE(said ? said : "no memory"));
	} else if (code != SQLITE_DONE) {
		status = sqlite_fail(s, sqlite3_extended_errcode(s->db), "checking it", err);
	}
	sqlite3_finalize(statement);
	return status;
}

onus_status sqlite_check(store *base, onus_error *err)
{
	sqlite_store *s = (sqlite_store *)base;
	TRY(complaint(s, "PRAGMA integrity_check(1)", "ok", err));
	return complaint(s, "PRAGMA foreign_key_check", "", err);
}
