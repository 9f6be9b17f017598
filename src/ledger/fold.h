/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fold.h - from history to derived tables, inside the ledger. Every function works inside a transaction and gives the
 * same rows for the same tables and the same input: no clock, no random numbers, no hash order.
 */
#ifndef LEDGER_FOLD_H
#define LEDGER_FOLD_H

#include "ledger/ledger.h"

/* A row against its own hash, commitment and canonical forms; where it stands in the chain is the caller's to check. */
onus_status ledger_row_check(const ledger_row *row, arena *a, onus_error *err) MUST_CHECK;
onus_status ledger_body_check(const ledger_row *row, arena *a, onus_error *err) MUST_CHECK;

/* One document as it is folded. */
typedef struct fold_document {
	int64_t n;
	span id;
	const rendition *rendition;
	const record_set *set;
	const char *rules;
} fold_document;
/* fold_document.c: facts, drafts, passages. */
onus_status fold_in_document(store *s, const fold_document *d, ledger_added *ret_added, onus_error *err) MUST_CHECK;

/* same_text.c: the passages of a document, and which earlier document says the same (0: none). */
typedef struct fold_passage {
	range where;
	int64_t fingerprint; /* 0: too short */
} fold_passage;
typedef struct fold_passages {
	VEC(fold_passage) list;
	int64_t fingerprint; /* of them all; 0: too short */
} fold_passages;
onus_status passages_of(const rendition *r, arena *a, fold_passages *ret_passages, onus_error *err) MUST_CHECK;
onus_status same_text_as(store *s, const fold_passages *passages, span published, arena *a, int64_t *ret_document,
			 onus_error *err) MUST_CHECK;
/* Keeps the passages; those that the document `same_as` has too are left out. */
onus_status passages_keep(store *s, int64_t document, span text, const fold_passages *passages, int64_t same_as,
			  arena *a, onus_error *err) MUST_CHECK;

/* fold_record.c: one entry as a row of `record` with its fields, actors and links. */
typedef struct fold_record {
	span id;
	const entry *entry;
	int64_t document; /* 0: none */
	span text;        /* the document's, for the words; may be empty */
	span published;
	const char *state;
	span rules;
	int64_t decided; /* seq of the decision, or 0 */
	bool replaces;   /* a row of that id is there */
} fold_record;
onus_status fold_in_record(store *s, const fold_record *r, arena *a, onus_error *err) MUST_CHECK;

/* fold_decision.c: a row of the journal of kind ACCEPT, EDIT, REJECT or OUTCOME. */
onus_status fold_in_decision(store *s, const ledger_row *row, arena *a, onus_error *err) MUST_CHECK;

/* restate.c: keys under which a later call finds this one, and the link to the call that it restates best. */
onus_status restate_link(store *s, const fold_record *r, span words, arena *a, onus_error *err) MUST_CHECK;

#endif
