/* SPDX-License-Identifier: Apache-2.0 */
/* backend.h - the struct of functions behind a store. Each does what its namesake in store.h says. */
#ifndef STORE_BACKEND_H
#define STORE_BACKEND_H

#include "store/store.h"

typedef enum store_step_kind {
	STEP_BEGIN,
	STEP_COMMIT,
	STEP_ROLLBACK,
	STEP_SAVEPOINT,
	STEP_RELEASE,
	STEP_ROLLBACK_SAVEPOINT,
} store_step_kind;

typedef struct store_functions {
	void (*close)(store *s);
	onus_status (*transaction)(store *s, store_step_kind step, onus_error *err);
	bool (*in_transaction)(const store *s);
	onus_status (*query)(store *s, const char *name, const store_value *params, size_t n, store_rows **ret_rows,
			     onus_error *err);
	onus_status (*step)(store_rows *rows, bool *ret_row, onus_error *err);
	int (*columns)(const store_rows *rows);
	const char *(*column_name)(const store_rows *rows, int column);
	value_kind (*kind)(const store_rows *rows, int column);
	span (*bytes)(const store_rows *rows, int column);
	int64_t (*number)(const store_rows *rows, int column);
	void (*rows_free)(store_rows *rows);
	int64_t (*last_id)(const store *s);
	int64_t (*changes)(const store *s);
	bool (*stale)(const store *s);
	onus_status (*reset_derived)(store *s, onus_error *err);
	onus_status (*check)(store *s, onus_error *err);
	onus_status (*prepare_all)(store *s, size_t *ret_statements, onus_error *err);
} store_functions;

/* First member of what a backend allocates. */
struct store {
	const store_functions *call;
};
struct store_rows {
	const store_functions *call;
};

#endif
