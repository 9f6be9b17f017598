/* SPDX-License-Identifier: Apache-2.0 */
/* want.h - what each sentence is trained towards: its annotation, the teachers' word, or a mixture. */
#ifndef TRAIN_WANT_H
#define TRAIN_WANT_H

#include "soft.h"

typedef struct want_room {
	float *block;
	size_t used, cap;
} want_room;

/* Fills in one sample; its arrays lie in the room, which is large enough for `want_floats` of each sentence of a batch. */
size_t want_floats(const net_sizes *z, size_t n);
void want_make(const corpus *c, const net_sizes *z, size_t index, const soft *teachers, double share,
	       double entity_share, want_room *room, sample *ret);

#endif
