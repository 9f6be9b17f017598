/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ledger.h - history: the journal, what is folded out of it, and the checks of both.
 *
 * The journal is a chain: a row's hash covers the row before it and a salted commitment to its content, so that content
 * can be erased without breaking the chain, and nothing else can be changed, taken out or put in without its showing.
 * ledger_append is the only way in. It reads back what it wrote, decodes it and compares, before anything is committed.
 *
 * Derived tables are a fold: walking the journal from its first row and applying each gives them, row for row
 * (ledger_rebuild does that). A `document` row folds in the drafts of that document, a decision replaces the draft of
 * its id, or stands by itself where extraction no longer gives that draft.
 *
 * Every function that writes must be called inside a transaction of the store; after a failure the caller rolls back.
 */
#ifndef LEDGER_LEDGER_H
#define LEDGER_LEDGER_H

#include "base/hash.h"
#include "record/record.h"
#include "store/store.h"
#include "text/rendition.h"

/* X(NAME, word). The words are stored: do not change them. */
#define LEDGER_KINDS(X)                                                                                                \
	X(DOCUMENT, "document")                                                                                        \
	X(ACCEPT, "accept")                                                                                            \
	X(EDIT, "edit")                                                                                                \
	X(REJECT, "reject")                                                                                            \
	X(OUTCOME, "outcome")                                                                                          \
	X(SETTING, "setting")
typedef enum ledger_kind {
#define LEDGER_ENUM(name, word) LEDGER_##name,
	LEDGER_KINDS(LEDGER_ENUM)
#undef LEDGER_ENUM
	    LEDGER_KIND_COUNT
} ledger_kind;

const char *ledger_kind_word(ledger_kind kind);
bool ledger_kind_find(span word, ledger_kind *ret_kind);

/* One row of the journal. */
typedef struct ledger_row {
	int64_t seq, time; /* ms since 1970 UTC */
	hash256 author;    /* zeros while entries are not signed */
	ledger_kind kind;
	span subject;  /* id of the record or document, or the key of a setting */
	span document; /* 64 hex digits, or empty */
	range where;
	hash256 commitment, previous, hash;
	bool erased; /* content is gone: salt and body are empty */
	span salt, body;
} ledger_row;

/* Leaf encoding of a row, byte for byte as docs/file-format.md has it, and its hash: SHA-256 of a zero byte and the
 * leaf (RFC 9162, 2.1.1, so that a Merkle tree can be laid over the rows). Decoding refuses what encoding would not
 * give. */
void ledger_leaf_encode(const ledger_row *row, str *out);
onus_status ledger_leaf_decode(span leaf, ledger_row *ret_row, onus_error *err) MUST_CHECK;
onus_status ledger_leaf_hash(span leaf, hash256 *ret_hash, onus_error *err) MUST_CHECK;

/* What is to be appended. */
typedef struct ledger_event {
	ledger_kind kind;
	span subject, document;
	range where;
	span body; /* by kind: document_event, decision_event, setting_event below */
} ledger_event;
onus_status ledger_append(store *s, const onus_host *host, const ledger_event *event, int64_t *ret_seq,
			  onus_error *err) MUST_CHECK;

/* ---- bodies: version byte, then length-prefixed parts ---- */
typedef struct decision_event { /* accept, edit, reject, outcome */
	span by, why;           /* who decided and the reason; empty where not told */
	entry entry;            /* the whole entry as decided */
} decision_event;
void decision_encode(const decision_event *d, str *out);
onus_status decision_decode(span body, arena *a, decision_event *ret_decision, onus_error *err) MUST_CHECK;

typedef struct document_event {
	span id, source, text_hash, refusal;
	uint64_t size;
} document_event;
void document_event_encode(const document_event *d, str *out);
onus_status document_event_decode(span body, document_event *ret_event, onus_error *err) MUST_CHECK;

typedef struct setting_event {
	span key, value;
} setting_event;
void setting_event_encode(const setting_event *e, str *out);
onus_status setting_event_decode(span body, setting_event *ret_event, onus_error *err) MUST_CHECK;

/* ---- what the desk does: appends to the journal and brings the derived tables up to date ---- */
/* `kind` is ACCEPT, EDIT or REJECT; `id` names a record that is there; `e` is the entry as decided. */
onus_status ledger_decide(store *s, const onus_host *host, ledger_kind kind, span id, const entry *e, span by, span why,
			  int64_t *ret_seq, onus_error *err) MUST_CHECK;
/* `e` is an outcome; ret_id (64 bytes) gets "outcome-" and ten hex digits. */
onus_status ledger_outcome(store *s, const onus_host *host, const entry *e, span document, span by, char *ret_id,
			   onus_error *err) MUST_CHECK;
/* A setting that endures and is part of history, e.g. "places". */
onus_status ledger_setting(store *s, const onus_host *host, span key, span value, onus_error *err) MUST_CHECK;

/* ---- documents ---- */
typedef struct ledger_document {
	span id;     /* 64 hex digits */
	span source; /* the path as the user gave it */
	span bytes;
	span refusal;               /* why it could not be read; empty where it was */
	const rendition *rendition; /* NULL where refused */
	span layout;                /* the rendition in the encoding of src/wire */
	span reader;                /* the reader's version */
	const record_set *set;      /* NULL where refused */
	const char *rules;          /* hash of the rule set */
} ledger_document;
typedef struct ledger_added {
	int64_t n; /* document.n */
	size_t drafts;
	int64_t same_as; /* document.n of the document whose text it repeats, or 0 */
} ledger_added;
/* Keeps the document, writes its row of the journal and folds its drafts in. The document must not be there yet. */
onus_status ledger_add_document(store *s, const onus_host *host, const ledger_document *d, ledger_added *ret_added,
				onus_error *err) MUST_CHECK;

/* "call-" and ten hex digits: SHA-256 over document, kind, evidence, words and ordinal among equals
 * (docs/file-format.md). ret_id has room for 64 bytes. */
onus_status ledger_record_id(span document_id, const entry *e, unsigned ordinal, char *ret_id,
			     onus_error *err) MUST_CHECK;

/* ---- reading and checking ---- */
/* Rows of the journal from `seq` on; body and salt included. *ret_row.seq is 0 at the end. Copies into `a`. */
onus_status ledger_read(store *s, int64_t seq, arena *a, ledger_row *ret_row, onus_error *err) MUST_CHECK;

typedef struct ledger_report {
	int64_t rows, erased, documents;
	hash256 head; /* hash of the last row; zeros where there is none */
} ledger_report;
/* Walks the chain: sequence, previous hashes, hashes, commitments, bodies decoded and encoded again; each document's
 * bytes and text against their hashes; each record against the decision it shows. ERR_INTEGRITY names the first row or
 * document that does not match. */
onus_status ledger_verify(store *s, ledger_report *ret_report, onus_error *err) MUST_CHECK;

/* Where rebuild gets a document's drafts from: the onus room, which knows extraction. Everything into `a`. */
typedef struct ledger_source {
	onus_status (*drafts)(void *ctx, span id, span text, span layout, arena *a, rendition *ret_rendition,
			      record_set *ret_set, onus_error *err);
	void (*progress)(void *ctx, int64_t done, int64_t total); /* or NULL */
	void *ctx;
	const char *rules;
	const volatile int *cancel; /* or NULL */
} ledger_source;
/* Drops the derived tables and makes them again. Begins and ends its own transaction. */
onus_status ledger_rebuild(store *s, const ledger_source *source, onus_error *err) MUST_CHECK;

#endif
