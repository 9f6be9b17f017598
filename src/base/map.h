/* SPDX-License-Identifier: Apache-2.0 */
/*
 * map.h - from byte strings to numbers, open addressing, memory from an arena. Keys are borrowed: they must live as
 * long as the map. Walk order is the order of insertion (entries[0..n)), so output does not hang on hash values. FNV-1a
 * with a fixed seed: the same on every machine; tables of hostile keys are bounded by the arena's cap.
 */
#ifndef BASE_MAP_H
#define BASE_MAP_H

#include "base/arena.h"

typedef struct map_entry {
	span key;
	uint64_t hash;
	size_t value;
} map_entry;

typedef struct map {
	arena *arena;
	map_entry *entries;
	size_t n, cap;
	uint32_t *slots; /* index + 1 into entries, 0 is free */
	size_t n_slots;  /* a power of two */
} map;

map map_make(arena *a);
/* The value's address, or NULL. */
size_t *map_find(const map *m, span key);
/* Finds or adds (value 0 then); *ret_new, if not NULL, says which. NULL when memory ran out. */
size_t *map_put(map *m, span key, bool *ret_new);
uint64_t map_hash(span key);

#endif
