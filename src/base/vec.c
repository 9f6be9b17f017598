/* SPDX-License-Identifier: Apache-2.0 */
#include "base/vec.h"

void *vec_slot(arena *a, void **v, size_t *n, size_t *cap, size_t size)
{
	if (*n == *cap) {
		size_t room = *cap ? *cap * 2 : 8;
		void *p = room < *cap ? NULL : arena_calloc(a, room, size);
		if (!p)
			return NULL;
		if (*n)
			memcpy(p, *v, *n * size);
		*v = p;
		*cap = room;
	}
	return (char *)*v + size * (*n)++;
}
