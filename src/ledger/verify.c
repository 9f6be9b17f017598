/* SPDX-License-Identifier: Apache-2.0 */
/* Does history still say what it said? The chain, the documents, and the decisions that the tables show. */
#include "ledger/fold.h"

static onus_status chain(store *s, ledger_report *report, onus_error *err)
{
	hash256 previous = {{0}};
	for (int64_t seq = 1;; seq++) {
		ARENA_AUTO a = arena_new(0);
		if (!a)
			return fail_memory(err, "checking the journal");
		ledger_row row;
		TRY(ledger_read(s, seq, a, &row, err));
		if (row.seq == 0)
			break;
		if (row.seq != seq)
			return fail(err, ONUS_ERR_INTEGRITY, "row %lld of the journal is missing", (long long)seq);
		if (memcmp(&row.previous, &previous, sizeof previous) != 0)
			return fail(err, ONUS_ERR_INTEGRITY, "row %lld of the journal does not follow row %lld",
				    (long long)seq, (long long)seq - 1);
		TRY(ledger_row_check(&row, a, err));
		previous = row.hash;
		report->rows++;
		report->erased += row.erased;
		report->documents += row.kind == LEDGER_DOCUMENT;
	}
	report->head = previous;
	int64_t rows;
	TRY(store_one_int(s, "ledger_row_count", NO_PARAMS, NULL, &rows, err));
	if (rows != report->rows)
		return fail(err, ONUS_ERR_INTEGRITY, "the journal has rows that are out of sequence");
	return ONUS_OK;
}

static onus_status bytes_against(span bytes, span hex, const char *what, span id, onus_error *err)
{
	hash256 h;
	char ours[65];
	TRY(hash_bytes(bytes, &h, err));
	hash_hex(&h, ours);
	if (span_is(hex, ours))
		return ONUS_OK;
	return fail(err, ONUS_ERR_INTEGRITY, "document %s: its %s no longer match their hash", SAFE_SPAN(id), what);
}

static onus_status documents(store *s, const ledger_report *report, onus_error *err)
{
	ROWS_AUTO rows = NULL;
	bool more;
	int64_t n = 0;
	TRY(store_query(s, "ledger_documents", NO_PARAMS, &rows, err));
	for (;; n++) {
		TRY(store_step(rows, &more, err));
		if (!more)
			break;
		span id = store_text(rows, 1);
		if (!store_is_null(rows, 3))
			TRY(bytes_against(store_blob(rows, 3), id, "bytes", id, err));
		if (!store_is_null(rows, 4))
			TRY(bytes_against(store_text(rows, 4), store_text(rows, 5), "words", id, err));
	}
	if (n != report->documents)
		return fail(err, ONUS_ERR_INTEGRITY, "%lld documents are kept, but the journal has %lld", (long long)n,
			    (long long)report->documents);
	return ONUS_OK;
}

/* What a document's row of the journal says against the document that is there. */
static onus_status told_of_document(store *s, const ledger_row *row, onus_error *err)
{
	document_event d;
	TRY(document_event_decode(row->body, &d, err));
	ROWS_AUTO rows = NULL;
	bool more;
	TRY(store_query(s, "ledger_document_told", PARAMS(value_text(row->subject)), &rows, err));
	TRY(store_step(rows, &more, err));
	if (!more || !span_equal(d.id, row->subject) || (uint64_t)store_int(rows, 0) != d.size ||
	    !span_equal(store_text(rows, 1), d.text_hash) || !span_equal(store_text(rows, 2), d.refusal) ||
	    !span_equal(store_text(rows, 3), d.source))
		return fail(err, ONUS_ERR_INTEGRITY, "document %s is not as row %lld of the journal has it",
			    SAFE_SPAN(row->subject), (long long)row->seq);
	return ONUS_OK;
}

static onus_status told_of_setting(store *s, const ledger_row *row, arena *a, onus_error *err)
{
	setting_event e;
	span value;
	bool there;
	int64_t last;
	TRY(setting_event_decode(row->body, &e, err));
	TRY(store_one_int(s, "ledger_setting_last", PARAMS(value_text(row->subject)), NULL, &last, err));
	if (last != row->seq)
		return ONUS_OK;
	TRY(store_one_text(s, "setting", PARAMS(value_text(e.key)), &there, a, &value, err));
	if (!there || !span_equal(value, e.value))
		return fail(err, ONUS_ERR_INTEGRITY, "the setting \"%s\" is not as row %lld of the journal has it",
			    SAFE_SPAN(e.key), (long long)row->seq);
	return ONUS_OK;
}

static onus_status told(store *s, onus_error *err)
{
	for (int64_t seq = 1;; seq++) {
		ARENA_AUTO a = arena_new(0);
		if (!a)
			return fail_memory(err, "checking the journal");
		ledger_row row;
		TRY(ledger_read(s, seq, a, &row, err));
		if (row.seq == 0)
			return ONUS_OK;
		if (row.erased)
			continue;
		if (row.kind == LEDGER_DOCUMENT)
			TRY(told_of_document(s, &row, err));
		else if (row.kind == LEDGER_SETTING)
			TRY(told_of_setting(s, &row, a, err));
	}
}

/* A record shows the last decision on it, and each last decision is shown. */
static onus_status decisions(store *s, onus_error *err)
{
	ROWS_AUTO rows = NULL;
	bool more;
	TRY(store_query(s, "ledger_decided", NO_PARAMS, &rows, err));
	for (;;) {
		TRY(store_step(rows, &more, err));
		if (!more)
			break;
		ARENA_AUTO a = arena_new(0);
		if (!a)
			return fail_memory(err, "checking the journal");
		ledger_row row;
		decision_event d;
		TRY(ledger_read(s, store_int(rows, 1), a, &row, err));
		if (row.erased)
			continue;
		TRY(decision_decode(row.body, a, &d, err));
		STR_AUTO body = str_make(1 << 20);
		entry_encode(&d.entry, &body);
		if (body.failed)
			return fail_memory(err, "checking the journal");
		if (!span_equal(str_span(&body), store_blob(rows, 2)))
			return fail(err, ONUS_ERR_INTEGRITY, "%s is not as row %lld of the journal decided it",
				    SAFE_SPAN(store_text(rows, 0)), (long long)row.seq);
	}
	int64_t lost;
	TRY(store_one_int(s, "ledger_decisions_lost", NO_PARAMS, NULL, &lost, err));
	if (lost)
		return fail(err, ONUS_ERR_INTEGRITY,
			    "%lld decisions of the journal do not show in the lists; \"onus rebuild\" makes them anew",
			    (long long)lost);
	return ONUS_OK;
}

onus_status ledger_verify(store *s, ledger_report *ret_report, onus_error *err)
{
	ledger_report report = {0};
	TRY(chain(s, &report, err));
	TRY(documents(s, &report, err));
	TRY(told(s, err));
	TRY(decisions(s, err));
	*ret_report = report;
	return ONUS_OK;
}
