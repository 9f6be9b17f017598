/* SPDX-License-Identifier: Apache-2.0 */
/*
 * arena.h - memory that is given back all at once.
 *
 * One arena per document, per request, per command. arena_alloc gives zeroed memory aligned to 16 bytes, or NULL when
 * the cap or the machine's memory is reached; the arena then remembers it (arena_failed), so that a caller may check
 * once after a run of small allocations whose results it has guarded. An arena belongs to one thread at a time. Built
 * with -Darena=malloc, every allocation is a malloc of its own, so that sanitizers see each overrun.
 */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include "base/span.h"

typedef struct arena arena;

/* Owns: give back with arena_free, which takes NULL. `cap` is the most bytes it may hold in all; 0 means no cap of its
 * own. NULL when memory ran out. */
arena *arena_new(size_t cap);
void arena_free(arena *a);
void arena_cleanup(arena **a); /* for __attribute__((cleanup)) */
#define ARENA_AUTO __attribute__((cleanup(arena_cleanup), unused)) arena *

void *arena_alloc(arena *a, size_t n) __attribute__((malloc, alloc_size(2)));
/* n * size bytes; NULL on overflow too. */
void *arena_calloc(arena *a, size_t n, size_t size) __attribute__((malloc, alloc_size(2, 3)));
/* Copies; the result of arena_span keeps a NUL after its last byte, so `.p` may serve as a C string. {NULL,0} when
 * memory ran out. */
span arena_span(arena *a, span s);
char *arena_string(arena *a, span s);
span arena_printf(arena *a, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* True once an allocation has been refused. */
bool arena_failed(const arena *a);
/* Bytes handed out so far. */
size_t arena_used(const arena *a);

#endif
