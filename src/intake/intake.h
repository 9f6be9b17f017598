/* SPDX-License-Identifier: Apache-2.0 */
/*
 * intake.h - from paths to files to bytes, without ever waiting on a FIFO, following a loop, or reading what is too
 * large to be a document.
 */
#ifndef INTAKE_INTAKE_H
#define INTAKE_INTAKE_H

#include "base/error.h"
#include "base/hash.h"
#include "base/vec.h"

/* One file to read, or one thing that is not read and why. */
typedef struct intake_file {
	const char *path; /* as the caller gave it, or below a folder he gave; "-" is standard input */
	bool skipped;
	bool failed; /* skipped, and it is a failure: missing, unreadable, a loop. Otherwise only a word to the user */
	const char *reason; /* one sentence without the path, where skipped; else NULL */
} intake_file;

typedef struct intake_list {
	VEC(intake_file) files;
} intake_list;

/* The files of `paths` in their order; folders are walked, their entries sorted by bytes, hidden files and casefiles
 * skipped with a word. Symbolic links are followed, loops reported. Nothing is opened but folders. Everything is in
 * `a`. `cancel` may be NULL. ERR_LIMIT where there are more files than LIMIT_FOLDER_FILES, ERR_CANCELLED, ERR_MEMORY.
 */
onus_status intake_walk(const char *const *paths, size_t n_paths, const volatile int *cancel, arena *a,
			intake_list *ret_list, onus_error *err) MUST_CHECK;

/* A file's bytes in a sealed memfd, which nobody can change any more, mapped for reading. */
typedef struct intake_document {
	int fd;
	span bytes; /* {NULL, 0} for an empty file */
	hash256 hash;
} intake_document;

/* Loads "-" from descriptor 0. Own: give back with intake_unload, which takes a zeroed one (fd 0 is never its own).
 * ERR_INPUT where it cannot be read or is no regular file, ERR_LIMIT where it is too large (told by its size, before
 * anything is read). */
onus_status intake_load(const char *path, intake_document *ret_document, onus_error *err) MUST_CHECK;
/* The same from bytes in memory. */
onus_status intake_load_bytes(span bytes, intake_document *ret_document, onus_error *err) MUST_CHECK;
void intake_unload(intake_document *document);

#endif
