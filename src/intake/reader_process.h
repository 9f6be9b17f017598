/* SPDX-License-Identifier: Apache-2.0 */
/*
 * reader_process.h - the trusted side of the reader: it starts onus-reader, hands it one document at a time and
 * believes nothing that comes back.
 *
 * A reader_process belongs to one thread at a time; for several jobs open several. Its program holds no key and no
 * casefile, forks a sealed child for each document, and dies with its socket. When it dies early the next read starts
 * it anew.
 */
#ifndef INTAKE_READER_PROCESS_H
#define INTAKE_READER_PROCESS_H

#include "base/error.h"
#include "text/rendition.h"

typedef struct reader_process reader_process;

/* What the reader and this kernel give; strings are "" where not known. */
typedef struct reader_facts {
	char version[32], icu[32], libxml2[32];
	int landlock_abi; /* 0: the kernel has no Landlock */
	bool seccomp, rlimits;
	bool sealed;   /* a child could be sealed with seccomp and rlimits at least */
	char why[200]; /* why not, where it could not */
} reader_facts;

/* Starts `program`. Owns: give back with reader_close, which takes NULL. ERR_READER where the program is missing, does
 * not speak this version's language, or cannot be sealed and `unsafe_parser` does not allow to go on so. */
onus_status reader_open(const char *program, bool unsafe_parser, reader_process **ret_reader,
			onus_error *err) MUST_CHECK;
void reader_close(reader_process *reader);

/* Reads the document in `fd` (read from its start; a sealed memfd, see intake_load). `name` is the file's name, which
 * helps to tell formats apart. ERR_INPUT and ERR_LIMIT: the document was refused, err->message is the refusal, one
 * sentence without the name. ERR_READER: the reader itself cannot be had. Everything of *ret_rendition is in `a`. */
onus_status reader_read(reader_process *reader, int fd, span name, arena *a, rendition *ret_rendition,
			onus_error *err) MUST_CHECK;

/* "onus-reader 0.1.0", as it goes into a casefile. Lives as long as `reader`. */
span reader_version(const reader_process *reader);
const reader_facts *reader_facts_of(const reader_process *reader);

/* For doctor: starts the program, asks, ends it. ERR_READER only where it does not answer at all. */
onus_status reader_probe(const char *program, reader_facts *ret_facts, onus_error *err) MUST_CHECK;

#endif
