/* SPDX-License-Identifier: Apache-2.0 */
/*
 * vec.h - typed growing arrays whose memory comes from an arena.
 *
 *	VEC(token) tokens = {0};
 *	token *t = vec_push(&tokens, arena);   // zeroed slot, or NULL when memory ran out
 *	for (size_t i = 0; i < tokens.n; i++) use(&tokens.v[i]);
 *
 * A pointer into a vec is good until its next push. Nothing is freed before the arena is.
 */
#ifndef BASE_VEC_H
#define BASE_VEC_H

#include "base/arena.h"

#define VEC(type)                                                                                                      \
	struct {                                                                                                       \
		type *v;                                                                                               \
		size_t n, cap;                                                                                         \
	}

#define vec_push(vec, arena)                                                                                           \
	((__typeof__((vec)->v))vec_slot((arena), (void **)&(vec)->v, &(vec)->n, &(vec)->cap, sizeof *(vec)->v))

/* The address of a zeroed slot behind the last, counted in *n; NULL when memory ran out. The build has
 * -fno-strict-aliasing: *v is in truth a pointer to some other type. */
void *vec_slot(arena *a, void **v, size_t *n, size_t *cap, size_t size);

#endif
