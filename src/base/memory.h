/* SPDX-License-Identifier: Apache-2.0 */
/*
 * memory.h - the one place that asks the C library for memory, so that tests can make the nth request fail.
 * Thread-safe. mem_fail_at is for tests: it exists in builds with -Dfaults=true only.
 */
#ifndef BASE_MEMORY_H
#define BASE_MEMORY_H

#include <stddef.h>

void mem_free(void *p);
#if defined(__GNUC__) && !defined(__clang__)
#define MEM_FREED_BY_MEM_FREE __attribute__((malloc(mem_free, 1)))
#else
#define MEM_FREED_BY_MEM_FREE
#endif
/* As malloc; NULL when memory ran out. */
void *mem_alloc(size_t n) __attribute__((malloc, alloc_size(1))) MEM_FREED_BY_MEM_FREE;
/* As realloc; `p` stays valid when NULL comes back. */
void *mem_resize(void *p, size_t n) __attribute__((alloc_size(2)));

#ifdef ONUS_FAULTS
/* The nth request from now fails (1: the next one); 0: none does. Returns how many requests were made since the last
 * call. */
size_t mem_fail_at(size_t n);
#endif

#endif
