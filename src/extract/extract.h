/* SPDX-License-Identifier: Apache-2.0 */
/*
 * extract.h - from a rendition to the drafts of one document.
 *
 * An engine holds the rules and word lists (embedded at build time from rules/) and the places. It is read-only after
 * extract_engine_new and may be shared by threads; everything of a document lives in the arena that the caller gives.
 * The same rendition gives the same drafts, byte for byte.
 */
#ifndef EXTRACT_EXTRACT_H
#define EXTRACT_EXTRACT_H

#include "base/arena.h"
#include "base/error.h"
#include "record/record.h"
#include "text/rendition.h"

typedef struct extract_engine extract_engine;

/* Owns: extract_engine_free, which takes NULL. `places_tsv` adds to the built-in table of states, {NULL, 0} for none.
 * ERR_INPUT naming the line of a table that does not read, ERR_MEMORY. */
onus_status extract_engine_new(span places_tsv, extract_engine **ret_engine, onus_error *err) MUST_CHECK;
void extract_engine_free(extract_engine *engine);
/* SHA-256 of the rule set, 64 hex digits: goes into every draft. */
const char *extract_rules_hash(const extract_engine *engine);

/* The drafts of one document. A document that is not in English gives its own entry, no drafts, and a note. */
onus_status extract_run(const extract_engine *engine, const rendition *text, arena *a, record_set *ret_set,
			onus_error *err) MUST_CHECK;

/* Why an entry was drafted. */
typedef struct explained_words {
	span role; /* "trigger", "caller", "action", ... */
	range where;
} explained_words;
typedef struct explained_rule {
	span rule, description;
	span reason; /* why it did not fire; of the rule that did: empty */
	range where; /* the words at which it was tried */
} explained_rule;
typedef struct explanation {
	explained_rule fired;
	VEC(explained_words) words;
	VEC(explained_rule) nearly; /* rules tried on the same sentence that did not fire, in order of place */
} explanation;

/* Reads the document once more with the trace on and tells of the entry's words. ERR_NOT_FOUND when no rule drafts such
 * an entry from this text (a person made it, or the rules have changed). */
onus_status extract_explain(const extract_engine *engine, const rendition *text, const entry *e, arena *a,
			    explanation *ret_explanation, onus_error *err) MUST_CHECK;

#endif
