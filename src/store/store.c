/* SPDX-License-Identifier: Apache-2.0 */
/* The calls of store.h, handed on to the backend, and what can be said in terms of them. */
#include "store/backend.h"

void store_close(store *s)
{
	if (s)
		s->call->close(s);
}

void store_cleanup(store **s)
{
	store_close(*s);
}

bool store_stale(const store *s)
{
	return s->call->stale(s);
}

onus_status store_reset_derived(store *s, onus_error *err)
{
	return s->call->reset_derived(s, err);
}

onus_status store_begin(store *s, onus_error *err)
{
	return s->call->transaction(s, STEP_BEGIN, err);
}

onus_status store_commit(store *s, onus_error *err)
{
	return s->call->transaction(s, STEP_COMMIT, err);
}

void store_rollback(store *s)
{
	/* What can go wrong here means that nothing is left to take back. */
	onus_status ignored = s->call->transaction(s, STEP_ROLLBACK, NULL);
	(void)ignored;
}

bool store_in_transaction(const store *s)
{
	return s->call->in_transaction(s);
}

onus_status store_savepoint(store *s, onus_error *err)
{
	return s->call->transaction(s, STEP_SAVEPOINT, err);
}

onus_status store_release(store *s, onus_error *err)
{
	return s->call->transaction(s, STEP_RELEASE, err);
}

onus_status store_rollback_savepoint(store *s, onus_error *err)
{
	return s->call->transaction(s, STEP_ROLLBACK_SAVEPOINT, err);
}

onus_status store_query(store *s, const char *name, const store_value *params, size_t n, store_rows **ret_rows,
			onus_error *err)
{
	return s->call->query(s, name, params, n, ret_rows, err);
}

onus_status store_step(store_rows *rows, bool *ret_row, onus_error *err)
{
	return rows->call->step(rows, ret_row, err);
}

int store_columns(const store_rows *rows)
{
	return rows->call->columns(rows);
}

const char *store_column_name(const store_rows *rows, int column)
{
	return rows->call->column_name(rows, column);
}

span store_text(const store_rows *rows, int column)
{
	return rows->call->bytes(rows, column);
}

span store_blob(const store_rows *rows, int column)
{
	return rows->call->bytes(rows, column);
}

int64_t store_int(const store_rows *rows, int column)
{
	return rows->call->number(rows, column);
}

bool store_is_null(const store_rows *rows, int column)
{
	return rows->call->kind(rows, column) == VALUE_NULL;
}

void store_rows_free(store_rows *rows)
{
	if (rows)
		rows->call->rows_free(rows);
}

void store_rows_cleanup(store_rows **rows)
{
	store_rows_free(*rows);
}

int64_t store_last_id(const store *s)
{
	return s->call->last_id(s);
}

int64_t store_changes(const store *s)
{
	return s->call->changes(s);
}

onus_status store_check(store *s, onus_error *err)
{
	return s->call->check(s, err);
}

onus_status store_prepare_all(store *s, size_t *ret_statements, onus_error *err)
{
	return s->call->prepare_all(s, ret_statements, err);
}

onus_status store_exec(store *s, const char *name, const store_value *params, size_t n, onus_error *err)
{
	ROWS_AUTO rows = NULL;
	TRY(store_query(s, name, params, n, &rows, err));
	bool more = true;
	while (more)
		TRY(store_step(rows, &more, err));
	return ONUS_OK;
}

/* The first row, or *ret_row false. */
static onus_status first_row(store *s, const char *name, const store_value *params, size_t n, store_rows **ret_rows,
			     bool *ret_row, const bool *may_lack, onus_error *err)
{
	store_rows *rows = NULL;
	TRY(store_query(s, name, params, n, &rows, err));
	bool row = false;
	onus_status status = store_step(rows, &row, err);
	if (status == ONUS_OK && !row && !may_lack)
		status = fail(err, ONUS_ERR_NOT_FOUND, "the casefile has no row for \"%s\"", name);
	if (status != ONUS_OK) {
		store_rows_free(rows);
		return status;
	}
	*ret_rows = rows;
	*ret_row = row;
	return ONUS_OK;
}

onus_status store_one_int(store *s, const char *name, const store_value *params, size_t n, bool *ret_found,
			  int64_t *ret_number, onus_error *err)
{
	ROWS_AUTO rows = NULL;
	bool row;
	TRY(first_row(s, name, params, n, &rows, &row, ret_found, err));
	if (row)
		*ret_number = store_int(rows, 0);
	if (ret_found)
		*ret_found = row;
	return ONUS_OK;
}

onus_status store_one_text(store *s, const char *name, const store_value *params, size_t n, bool *ret_found, arena *a,
			   span *ret_text, onus_error *err)
{
	ROWS_AUTO rows = NULL;
	bool row;
	TRY(first_row(s, name, params, n, &rows, &row, ret_found, err));
	if (row) {
		span copy = arena_span(a, store_text(rows, 0));
		if (!copy.p)
			return fail_memory(err, "reading the casefile");
		*ret_text = copy;
	}
	if (ret_found)
		*ret_found = row;
	return ONUS_OK;
}
