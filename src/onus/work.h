/* SPDX-License-Identifier: Apache-2.0 */
/*
 * work.h - documents read and extracted by several workers at once, and their results taken in the order of the input.
 *
 * Each worker is a thread with a reader process of its own; each document has an arena of its own. A worker that runs
 * ahead waits: at most a window of documents and PENDING_BYTES of their bytes are finished and not yet taken (one
 * document alone may be larger), so memory does not grow with the input. What is taken, in which order and with which
 * content, does not hang on the number of workers.
 */
#ifndef ONUS_WORK_H
#define ONUS_WORK_H

#include "extract/extract.h"
#include "intake/intake.h"
#include "record/record.h"
#include "text/rendition.h"

typedef struct work_result {
	const intake_file *input;
	intake_document document; /* bytes; empty where the input was skipped */
	char id[65];              /* "" likewise */
	bool known;               /* work_plan.known said so: neither read nor extracted */
	/* OK; ERR_INPUT or ERR_LIMIT, refused: `error` says why, `loaded` whether the bytes are there all the same; any
	 * other: the work cannot go on. */
	onus_status status;
	bool loaded;
	onus_error error;
	char reader[64]; /* version */
	arena *arena;
	rendition rendition;
	record_set set;
	str out; /* what work_plan.finish made of it */
	struct work *work;
} work_result;

typedef struct work_plan {
	const onus_read_options *options;
	const extract_engine *engine; /* NULL: nothing is extracted */
	bool raw;                     /* no reader: `finish` gets the bytes alone */
	/* Is a document of that id there already? NULL: none is. Called by workers, one at a time. */
	onus_status (*known)(void *ctx, const char *id, bool *ret_known, onus_error *err);
	/* The last thing a worker does with a document that was read: writes its bytes into r->out. */
	onus_status (*finish)(void *ctx, work_result *r, onus_error *err);
	/* Called by the calling thread with what work_write handed over, before the document is taken. */
	onus_status (*write)(void *ctx, span bytes, onus_error *err);
	/* Called by the calling thread for each input in order. `idle`: the next one is not finished yet. What it does
	 * not copy is gone afterwards. */
	onus_status (*take)(void *ctx, const work_result *r, bool idle, onus_error *err);
	void *ctx;
} work_plan;

/* From work_plan.finish: hands over bytes that come out in the order of the input. Waits while many lie there. ERR_MEMORY;
 * ERR_CANCELLED when the work stops. */
onus_status work_write(work_result *r, span bytes, onus_error *err) MUST_CHECK;

/* Walks the inputs. ERR_CANCELLED when options->cancel became non-zero; what was taken before counts. */
onus_status work_run(const work_plan *plan, const intake_list *list, onus_error *err) MUST_CHECK;

#endif
