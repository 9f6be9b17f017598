/* SPDX-License-Identifier: Apache-2.0 */
#include "base/arena.h"
#include "base/memory.h"

#include <stdarg.h>
#include <stdio.h>

enum { ALIGN = 16, FIRST_BLOCK = 16 * 1024, LARGEST_BLOCK = 1024 * 1024 };

typedef struct block {
	struct block *next;
	size_t used, size; /* of data */
	_Alignas(ALIGN) char data[];
} block;

struct arena {
	block *head;
	size_t cap, used, next_size;
	bool failed;
};

arena *arena_new(size_t cap)
{
	arena *a = mem_alloc(sizeof *a);
	if (a)
		*a = (arena){.cap = cap ? cap : SIZE_MAX, .next_size = FIRST_BLOCK};
	return a;
}

void arena_free(arena *a)
{
	if (!a)
		return;
	for (block *b = a->head, *next; b; b = next) {
		next = b->next;
		mem_free(b);
	}
	mem_free(a);
}

void arena_cleanup(arena **a)
{
	arena_free(*a);
}

static block *add_block(arena *a, size_t size)
{
	if (size > SIZE_MAX - sizeof(block))
		return NULL;
	block *b = mem_alloc(sizeof *b + size);
	if (!b)
		return NULL;
	*b = (block){.next = a->head, .size = size};
	a->head = b;
	return b;
}

void *arena_alloc(arena *a, size_t n)
{
	if (n > SIZE_MAX - ALIGN)
		goto refused;
	n = (n + ALIGN - 1) & ~(size_t)(ALIGN - 1);
	if (n == 0)
		n = ALIGN;
	if (n > a->cap - a->used)
		goto refused;
	block *b = a->head;
#ifdef ONUS_ARENA_MALLOC
	b = add_block(a, n);
#else
	if (!b || b->size - b->used < n) {
		size_t size = a->next_size;
		if (size < n)
			size = n;
		b = add_block(a, size);
		if (a->next_size < LARGEST_BLOCK)
			a->next_size *= 2;
	}
#endif
	if (!b)
		goto refused;
	void *p = b->data + b->used;
	b->used += n;
	a->used += n;
	return memset(p, 0, n);
refused:
	a->failed = true;
	return NULL;
}

void *arena_calloc(arena *a, size_t n, size_t size)
{
	size_t total;
	if (__builtin_mul_overflow(n, size, &total)) {
		a->failed = true;
		return NULL;
	}
	return arena_alloc(a, total);
}

span arena_span(arena *a, span s)
{
	char *p = arena_string(a, s);
	return p ? (span){p, s.n} : (span){NULL, 0};
}

char *arena_string(arena *a, span s)
{
	char *p = s.n == SIZE_MAX ? NULL : arena_alloc(a, s.n + 1);
	if (p && s.n)
		memcpy(p, s.p, s.n);
	return p;
}

span arena_printf(arena *a, const char *format, ...)
{
	va_list args, again;
	va_start(args, format);
	va_copy(again, args);
	int n = vsnprintf(NULL, 0, format, args);
	va_end(args);
	char *p = n < 0 ? NULL : arena_alloc(a, (size_t)n + 1);
	if (p)
		(void)vsnprintf(p, (size_t)n + 1, format, again);
	va_end(again);
	return p ? (span){p, (size_t)n} : (span){NULL, 0};
}

bool arena_failed(const arena *a)
{
	return a->failed;
}

size_t arena_used(const arena *a)
{
	return a->used;
}
