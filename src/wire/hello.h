/* SPDX-License-Identifier: Apache-2.0 */
/*
 * hello.h - the small messages on the socket between Onus and onus-reader's first process: what the reader is (once),
 * a document to read, and how its child ended. Each is one datagram of a fixed struct; both programs come from one
 * build, and the version in the first message tells when they do not.
 */
#ifndef WIRE_HELLO_H
#define WIRE_HELLO_H

#include <stdint.h>

#define WIRE_HELLO_MAGIC 0x314f4e4fu
enum { WIRE_NAME_BYTES = 200, WIRE_SOCKET = 3 };

/* Reader to Onus, once. Strings end in NUL. */
typedef struct wire_hello {
	uint32_t magic;
	int32_t landlock_abi;
	uint8_t seccomp, rlimits, sealed, spare;
	char version[32], icu[32], libxml2[32];
	char why[200];
} wire_hello;

/* Onus to reader, with two descriptors: the document, and the pipe to write to. */
typedef struct wire_request {
	uint32_t number;
	char name[WIRE_NAME_BYTES]; /* the end of the file's name, for its extension */
} wire_request;

/* Reader to Onus: the child's wait status. */
typedef struct wire_ended {
	uint32_t number;
	int32_t status;
} wire_ended;

#endif
