/* SPDX-License-Identifier: Apache-2.0 */
/*
 * casefile.h - what stands behind the public handle, shared by the onus_*.c files. One thread at a time.
 *
 * The places table and the extraction engine are made on first use: a command that only lists needs neither.
 */
#ifndef ONUS_CASEFILE_H
#define ONUS_CASEFILE_H

#include "base/arena.h"
#include "base/error.h"
#include "ledger/ledger.h"
#include "store/store.h"

struct places;
struct extract_engine;

struct onus {
	store *store;
	arena *arena; /* lives as long as the handle: path, places table */
	const char *path;
	onus_mode mode;
	onus_host host;  /* both functions are set */
	span places_tsv; /* the user's own table, or empty */
	struct places *places;
	struct extract_engine *engine;
};

/* The state's and user's places; the engine. Owned by the handle. */
onus_status casefile_places(onus *file, const struct places **ret_places, onus_error *err) MUST_CHECK;
onus_status casefile_engine(onus *file, const struct extract_engine **ret_engine, onus_error *err) MUST_CHECK;
/* The host with the system's clock and random numbers where the caller lent none. */
onus_host casefile_host(const onus_host *host);
/* ERR_READ_ONLY when the handle was opened for reading. */
onus_status casefile_writable(const onus *file, onus_error *err) MUST_CHECK;
/* The document whose id begins with `prefix` (at least 4 hex digits, "sha256:" before them or not): its n and its id.
 * ERR_NOT_FOUND, ERR_USAGE where it is too short or more than one begins so. */
onus_status casefile_document(onus *file, span prefix, arena *a, int64_t *ret_n, span *ret_id,
			      onus_error *err) MUST_CHECK;
/* The record whose id is, or alone begins with, `prefix`. */
onus_status casefile_record(onus *file, span prefix, arena *a, span *ret_id, onus_error *err) MUST_CHECK;
/* The stored rendition of a document, decoded and checked. ERR_NOT_FOUND where it was refused or erased. */
onus_status casefile_rendition(onus *file, int64_t document, arena *a, rendition *ret_rendition,
			       onus_error *err) MUST_CHECK;
/* The entry of a record as it stands, and the document.n it cites (0: none). */
onus_status casefile_entry(onus *file, span id, arena *a, entry *ret_entry, int64_t *ret_document,
			   onus_error *err) MUST_CHECK;
/* Reads and tries a table of further places into `out`. */
onus_status casefile_read_places(const char *path, str *out, onus_error *err) MUST_CHECK;
/* onus_rebuild without its checks; `options` may be NULL. */
onus_status casefile_rebuild(onus *file, const onus_read_options *options, onus_error *err) MUST_CHECK;

#endif
