/* SPDX-License-Identifier: Apache-2.0 */
#include "base/memory.h"

#include <stdlib.h>

#ifdef ONUS_FAULTS
#include <stdatomic.h>
#include <stdbool.h>

static atomic_size_t requests, failing;

size_t mem_fail_at(size_t n)
{
	atomic_store(&failing, n);
	return atomic_exchange(&requests, 0);
}

static bool refuses(void)
{
	size_t at = atomic_load(&failing);
	return atomic_fetch_add(&requests, 1) + 1 == at && at != 0;
}
#else
#define refuses() 0
#endif

void *mem_alloc(size_t n)
{
	return refuses() ? NULL : malloc(n ? n : 1);
}

void *mem_resize(void *p, size_t n)
{
	return refuses() ? NULL : realloc(p, n ? n : 1);
}

void mem_free(void *p)
{
	free(p);
}
