/* SPDX-License-Identifier: Apache-2.0 */
#include "base/map.h"

map map_make(arena *a)
{
	return (map){.arena = a};
}

uint64_t map_hash(span key)
{
	uint64_t h = 14695981039346656037u;
	for (size_t i = 0; i < key.n; i++)
		h = (h ^ (unsigned char)key.p[i]) * 1099511628211u;
	return h ^ (h >> 32);
}

static uint32_t *slot_of(const map *m, span key, uint64_t hash)
{
	size_t mask = m->n_slots - 1;
	for (size_t i = hash & mask;; i = (i + 1) & mask) {
		uint32_t *slot = &m->slots[i];
		if (*slot == 0)
			return slot;
		const map_entry *e = &m->entries[*slot - 1];
		if (e->hash == hash && span_equal(e->key, key))
			return slot;
	}
}

size_t *map_find(const map *m, span key)
{
	if (m->n == 0)
		return NULL;
	uint32_t *slot = slot_of(m, key, map_hash(key));
	return *slot ? &m->entries[*slot - 1].value : NULL;
}

static bool grow(map *m)
{
	size_t cap = m->cap ? m->cap * 2 : 16;
	if (cap > UINT32_MAX / 4)
		return false;
	map_entry *entries = arena_calloc(m->arena, cap, sizeof *entries);
	uint32_t *slots = arena_calloc(m->arena, cap * 2, sizeof *slots);
	if (!entries || !slots)
		return false;
	if (m->n)
		memcpy(entries, m->entries, m->n * sizeof *entries);
	m->entries = entries;
	m->cap = cap;
	m->slots = slots;
	m->n_slots = cap * 2;
	for (size_t i = 0; i < m->n; i++)
		*slot_of(m, entries[i].key, entries[i].hash) = (uint32_t)i + 1;
	return true;
}

size_t *map_put(map *m, span key, bool *ret_new)
{
	if (m->n == m->cap && !grow(m))
		return NULL;
	uint64_t hash = map_hash(key);
	uint32_t *slot = slot_of(m, key, hash);
	if (ret_new)
		*ret_new = *slot == 0;
	if (*slot == 0) {
		m->entries[m->n] = (map_entry){.key = key, .hash = hash};
		*slot = (uint32_t)++m->n;
	}
	return &m->entries[*slot - 1].value;
}
