/* SPDX-License-Identifier: Apache-2.0 */
/*
 * queue.h - which entries wait for a person, and in which order: the newest document first, one without a date last,
 * and within a document as they stand in it, so that a reviewer reads each document once from its beginning.
 *
 * A queue is the list of ids as it was when it was made; whether one still waits is asked when its turn comes. It
 * belongs to the arena.
 */
#ifndef DESK_QUEUE_H
#define DESK_QUEUE_H

#include "base/vec.h"
#include "names/places.h"
#include "store/store.h"
#include "text/rendition.h"

typedef struct queue {
	VEC(span) ids;
} queue;

/* `options` as of onus_review_open; `document` is 0 or the document.n that options->document names. ERR_USAGE for a
 * date that is none, ERR_NOT_FOUND, with the nearest, for a name that nothing in the casefile has. */
onus_status queue_make(store *s, const places *known, const onus_list_options *options, int64_t document, arena *a,
		       queue *ret_queue, onus_error *err) MUST_CHECK;

/* What is shown around the words of an entry: the blocks that hold them, cut where they are very long. */
range passage_around(const rendition *r, range words);

#endif
