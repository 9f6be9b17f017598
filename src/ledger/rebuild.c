/* SPDX-License-Identifier: Apache-2.0 */
/* The derived tables anew: the journal is walked from its first row and each row folded in again. */
#include "ledger/fold.h"

static onus_status document_again(store *s, const ledger_row *row, const ledger_source *source, arena *a,
				  onus_error *err)
{
	ROWS_AUTO rows = NULL;
	bool more;
	TRY(store_query(s, "ledger_document_read", PARAMS(value_text(row->subject)), &rows, err));
	TRY(store_step(rows, &more, err));
	if (!more)
		return fail(err, ONUS_ERR_INTEGRITY, "document %s of the journal's row %lld is missing",
			    SAFE_SPAN(row->subject), (long long)row->seq);
	/* Refused, or erased since. */
	if (store_is_null(rows, 1))
		return ONUS_OK;
	rendition r;
	record_set set;
	TRY(source->drafts(source->ctx, row->subject, store_text(rows, 1), store_blob(rows, 2), a, &r, &set, err));
	fold_document d = {store_int(rows, 0), row->subject, &r, &set, source->rules};
	ledger_added ignored;
	return fold_in_document(s, &d, &ignored, err);
}

static onus_status row_again(store *s, const ledger_row *row, const ledger_source *source, arena *a, onus_error *err)
{
	switch (row->kind) {
	case LEDGER_DOCUMENT: return document_again(s, row, source, a, err);
	case LEDGER_ACCEPT:
	case LEDGER_EDIT:
	case LEDGER_REJECT:
	case LEDGER_OUTCOME: return fold_in_decision(s, row, a, err);
	default: return ONUS_OK; /* settings endure */
	}
}

static onus_status all_again(store *s, const ledger_source *source, onus_error *err)
{
	int64_t total;
	TRY(store_one_int(s, "ledger_row_count", NO_PARAMS, NULL, &total, err));
	TRY(store_reset_derived(s, err));
	for (int64_t seq = 1; seq <= total; seq++) {
		if (source->cancel && *source->cancel)
			return fail(err, ONUS_ERR_CANCELLED, "stopped; the lists are as they were");
		ARENA_AUTO a = arena_new(0);
		if (!a)
			return fail_memory(err, "rebuilding");
		ledger_row row;
		TRY(ledger_read(s, seq, a, &row, err));
		if (row.seq != seq)
			return fail(err, ONUS_ERR_INTEGRITY, "row %lld of the journal is missing", (long long)seq);
		TRY(row_again(s, &row, source, a, err));
		if (source->progress)
			source->progress(source->ctx, seq, total);
	}
	return store_commit(s, err);
}

onus_status ledger_rebuild(store *s, const ledger_source *source, onus_error *err)
{
	TRY(store_begin(s, err));
	onus_status status = all_again(s, source, err);
	if (status != ONUS_OK)
		store_rollback(s);
	return status;
}
