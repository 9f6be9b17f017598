/* SPDX-License-Identifier: Apache-2.0 */
/* sql.h - the contents of sql/, as tools/embed_sql.py puts them into the program. Constant. */
#ifndef STORE_SQL_H
#define STORE_SQL_H

#include <stddef.h>

typedef struct sql_statement {
	const char *name, *text;
} sql_statement;

extern const char sql_enduring[], sql_derived[];
extern const char sql_derived_hash[]; /* SHA-256 of derived.sql, in hex */
/* sql_migrations[v] takes a casefile from schema v to v + 1. */
extern const char *const sql_migrations[];
extern const unsigned sql_migration_count;
/* In the order of their names. */
extern const sql_statement sql_statements[];
extern const size_t sql_statement_count;

#endif
