/* SPDX-License-Identifier: Apache-2.0 */
/*
 * decide.h - a person's decision on an entry, checked and put into the journal.
 *
 * Each call is one transaction: all of it or nothing. An entry that was decided on before may be decided on again; the
 * journal keeps both.
 */
#ifndef DESK_DECIDE_H
#define DESK_DECIDE_H

#include "ledger/ledger.h"
#include "names/places.h"

/* `e` is the entry `id` as it stands, `text` the document's ({NULL, 0} where there is none). ERR_USAGE where a
 * rejection has no reason or an edit says nothing; ERR_INPUT where an edit gives what the schema does not allow. */
onus_status decide(store *s, const onus_host *host, const places *known, const onus_decision *decision, span id,
		   const entry *e, span text, arena *a, onus_error *err) MUST_CHECK;

/* Says of each actor that a person typed what it is: a state by the places table, anybody else as the casefile knows
 * the name. What nobody knows stays of unknown type. */
onus_status actors_recognise(store *s, const places *known, entry *e, onus_error *err) MUST_CHECK;

/* Checks what came of `of` and appends it. `document` is the id of the source document, or empty. ret_id has room for
 * 64 bytes. */
onus_status follow(store *s, const onus_host *host, const places *known, const onus_follow_options *options, span of,
		   span document, arena *a, char *ret_id, onus_error *err) MUST_CHECK;

#endif
