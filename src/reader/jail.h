/* SPDX-License-Identifier: Apache-2.0 */
/*
 * jail.h - what a process gives up before it looks at a hostile document: files, network, other processes, executable
 * memory, and more than its share of memory and time.
 *
 * Three layers, each of which holds when another fails: seccomp (an allow-list, everything else ends the process),
 * Landlock (no files, no TCP, no signals, as far as the kernel's version knows them), resource limits.
 * docs/rooms/reader.md has the table of what each layer stops; tests/unit/test_reader_jail.c tries it.
 */
#ifndef READER_JAIL_H
#define READER_JAIL_H

#include <stdbool.h>
#include <stddef.h>

struct sock_filter;

typedef enum jail_layer {
	JAIL_LIMITS = 1,
	JAIL_LANDLOCK = 2,
	JAIL_SECCOMP = 4,
	JAIL_ALL = 7,
} jail_layer;

/* Made once, in the process that forks the children; plain data afterwards. */
typedef struct jail {
	struct sock_filter *filter; /* NULL: no seccomp in this kernel */
	unsigned short filter_n;
	int landlock_abi; /* 0: no Landlock */
	char why[120];    /* what is missing */
} jail;

/* Compiles the filter and asks the kernel what it has. Never fails: what is missing is said in *ret_jail. Own: give
 * back with jail_close. */
void jail_open(jail *ret_jail);
void jail_close(jail *j);

/* The calling process, and every one it starts, from now on. `layers` is JAIL_ALL but in tests. NULL, or what could not
 * be had; Landlock that the kernel lacks is not a failure. */
const char *jail_enter(const jail *j, unsigned layers);

#endif
