/* SPDX-License-Identifier: Apache-2.0 */
/*
 * vocabulary.h - the words in which the field says what came of a call or a promise, and the scales on which it is
 * judged. Words are compared case aside, and "-" or "_" is as good as a space. Constant; nothing to free.
 *
 * Scales and where they are published:
 *   pledge      our own states of a pledge (docs/record.md)
 *   HRC         Human Rights Committee, follow-up to concluding observations and Views: A to E, with the B1 to D2 that
 *               were in use until 2016 (CCPR/C/108/2 and its revision of 2016)
 *   CEDAW       Committee on the Elimination of Discrimination against Women, follow-up: 1 implemented, 2
 *               substantially, 3 partially, 4 not implemented, 5 not enough information
 *   UPR Info    the mid-term assessments of UPR Info
 *   PolitiFact  promise meters
 *   CPPG        Comparative Party Pledges Group
 *   Polimeter   Universite Laval
 */
#ifndef DESK_VOCABULARY_H
#define DESK_VOCABULARY_H

#include "base/error.h"
#include "base/span.h"

typedef struct scale {
	const char *name;
	const char *const *grades; /* NULL-ended */
} scale;

/* The scale of that name, or NULL. */
const scale *scale_find(span name);
/* The values of a response or of an implementation, NULL-ended. */
extern const char *const response_words[], *const implementation_words[];
/* The word of the list that `value` is, as the list spells it. ERR_USAGE with the list, and the nearest, where it is
 * none; `what` names the list in the message. */
onus_status word_of(const char *const *words, span value, const char *what, const char **ret_word,
		    onus_error *err) MUST_CHECK;

#endif
