/* SPDX-License-Identifier: Apache-2.0 */
/*
 * model_file.h - the container of a model: named tables in one file that is mapped and read in place.
 *
 * Little-endian. Bytes 0-7: "ONUSLANG"; u32 version (MODEL_VERSION); u32 number of tables; u64 length of the file;
 * 32 bytes SHA-256 of everything behind byte 64; 8 bytes zero. From byte 64 a directory entry a table: name (32 bytes,
 * zero-padded), u32 type (enum model_type), u32 rows, u32 columns, u32 zero, u64 offset, u64 bytes. Tables begin at
 * multiples of 64, in the directory's order, none of them empty; zeros fill the room between them. A table of text has one
 * row of as many columns as it has bytes. Names are of a-z, 0-9, '.' and '_' and begin with a letter.
 *
 * A reader refuses what does not fit, naming file and reason: wrong magic ("not a language model"), another version, a
 * length that differs, a checksum that differs, a table empty, twice there, out of bounds, overlapping another or with
 * bytes other than rows * columns * size. The file is written beside its name and renamed, so that a model in use is
 * never changed under its reader, who has tested its tables once, when it opened the file.
 */
#ifndef LANGUAGE_MODEL_FILE_H
#define LANGUAGE_MODEL_FILE_H

#include "base/arena.h"
#include "base/error.h"
#include "base/span.h"
#include "base/vec.h"

#define MODEL_VERSION    1u
#define MODEL_NAME_BYTES 32

typedef enum model_type {
	MODEL_I8 = 1,
	MODEL_U8,
	MODEL_I16,
	MODEL_U16,
	MODEL_U32,
	MODEL_U64,
	MODEL_F32,
	MODEL_TEXT
} model_type;

typedef struct model_table {
	char name[MODEL_NAME_BYTES + 1];
	uint32_t type, rows, columns;
	const void *data; /* aligned to 64 bytes */
	size_t bytes;
} model_table;

/* ---- writing: the trainer ---- */
/* Writes all tables to `path` (a temporary beside it, then renamed), in the order given; the same tables give the same
 * bytes. ERR_OUTPUT, ERR_MEMORY; ERR_INTERNAL for tables that a reader would refuse. */
onus_status model_file_write(const char *path, const model_table *tables, size_t n, onus_error *err) MUST_CHECK;

/* ---- reading ---- */
typedef struct model_file model_file;
/* Own: model_file_close, which takes NULL. Errors as language_open says. */
onus_status model_file_open(const char *path, model_file **ret_file, onus_error *err) MUST_CHECK;
void model_file_close(model_file *f);
/* As it was given. */
const char *model_file_path(const model_file *f);
/* The table of that name, type and shape (a 0 for rows or columns takes any), or ERR_INPUT that names it. */
onus_status model_file_table(const model_file *f, const char *name, model_type type, uint32_t rows, uint32_t columns,
			     model_table *ret_table, onus_error *err) MUST_CHECK;

#endif
