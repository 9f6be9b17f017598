/* SPDX-License-Identifier: Apache-2.0 */
/*
 * key.h - the string under which one actor is known in a casefile. Two mentions with one key are one actor; people
 *whose names are spelt otherwise stay two until a person or `match` says more.
 *
 *	state:FR                    a state, its government, "the authorities"
 *	person:gui minhai           folded, without "Mr", "Dr" and the like
 *	body:human rights watch     folded, without a leading "the"
 *	office:FR:interior minister the holder is not named
 *	place:lyon  group:31 organizations  actor:…  (of unknown type)
 */
#ifndef NAMES_KEY_H
#define NAMES_KEY_H

#include "base/str.h"
#include "record/record.h"

/* Appends the key. `country` may be NULL or "". A state without a code goes by its name. Nothing is appended where the
 * name folds to nothing. */
void names_key(actor_type type, const char *country, span name, str *out);

#endif
