/* SPDX-License-Identifier: Apache-2.0 */
/* What the other rooms write: documents, decisions, outcomes, settings. Journal first, then the tables. */
#include "base/limits.h"
#include "ledger/fold.h"

/* Appends and folds a decision or an outcome. */
static onus_status decide(store *s, const onus_host *host, const ledger_event *event, int64_t *ret_seq, onus_error *err)
{
	ARENA_AUTO a = arena_new(0);
	if (!a)
		return fail_memory(err, "writing a decision");
	int64_t seq;
	ledger_row row;
	TRY(ledger_append(s, host, event, &seq, err));
	TRY(ledger_read(s, seq, a, &row, err));
	TRY(fold_in_decision(s, &row, a, err));
	*ret_seq = seq;
	return ONUS_OK;
}

onus_status ledger_decide(store *s, const onus_host *host, ledger_kind kind, span id, const entry *e, span by, span why,
			  int64_t *ret_seq, onus_error *err)
{
	if (kind != LEDGER_ACCEPT && kind != LEDGER_EDIT && kind != LEDGER_REJECT)
		return fail(err, ONUS_ERR_INTERNAL, "\"%s\" is no decision", ledger_kind_word(kind));
	ARENA_AUTO a = arena_new(0);
	STR_AUTO body = str_make(LIMIT_ENTRY_BYTES + 4 * LIMIT_TYPED_BYTES);
	decision_event d = {.by = by, .why = why, .entry = *e};
	decision_encode(&d, &body);
	if (!a || body.failed)
		return fail(err, ONUS_ERR_LIMIT, "the entry and the reason together are too long to be kept");
	bool there;
	span document = {"", 0};
	TRY(store_one_text(s, "ledger_record_document", PARAMS(value_text(id)), &there, a, &document, err));
	if (!there)
		return fail(err, ONUS_ERR_NOT_FOUND, "%s: there is no entry of that id", SAFE_SPAN(id));
	ledger_event event = {kind, id, document, e->evidence, str_span(&body)};
	return decide(s, host, &event, ret_seq, err);
}

/* Time and content name an outcome; the journal's length sets two that are told in one millisecond apart. */
static onus_status outcome_id(store *s, int64_t now, span body, char *ret_id, onus_error *err)
{
	STR_AUTO stated = str_make(body.n + 64);
	int64_t rows;
	TRY(store_one_int(s, "ledger_row_count", NO_PARAMS, NULL, &rows, err));
	str_addf(&stated, "%lld %lld ", (long long)now, (long long)rows);
	str_add(&stated, body);
	if (stated.failed)
		return fail_memory(err, "writing an outcome");
	hash256 h;
	char hex[65];
	TRY(hash_bytes(str_span(&stated), &h, err));
	hash_hex(&h, hex);
	(void)snprintf(ret_id, 64, "outcome-%.10s", hex);
	return ONUS_OK;
}

onus_status ledger_outcome(store *s, const onus_host *host, const entry *e, span document, span by, char *ret_id,
			   onus_error *err)
{
	STR_AUTO body = str_make(LIMIT_ENTRY_BYTES + 4 * LIMIT_TYPED_BYTES);
	decision_event d = {.by = by, .entry = *e};
	decision_encode(&d, &body);
	if (body.failed)
		return fail(err, ONUS_ERR_LIMIT, "the outcome is too long to be kept");
	char id[64];
	int64_t seq;
	TRY(outcome_id(s, host->now(host->ctx), str_span(&body), id, err));
	ledger_event event = {LEDGER_OUTCOME, span_of(id), document, e->evidence, str_span(&body)};
	TRY(decide(s, host, &event, &seq, err));
	memcpy(ret_id, id, sizeof id);
	return ONUS_OK;
}

onus_status ledger_setting(store *s, const onus_host *host, span key, span value, onus_error *err)
{
	STR_AUTO body = str_make(LIMIT_INPUT_BYTES);
	setting_event e = {key, value};
	setting_event_encode(&e, &body);
	if (body.failed)
		return fail(err, ONUS_ERR_LIMIT, "the setting is too long to be kept");
	ledger_event event = {LEDGER_SETTING, key, {"", 0}, {0, 0}, str_span(&body)};
	int64_t seq;
	TRY(ledger_append(s, host, &event, &seq, err));
	return store_exec(s, "setting_put", PARAMS(value_text(key), value_text(value)), err);
}

/* ---- documents ---- */

static onus_status document_row(store *s, const ledger_document *d, int64_t now, span text_hash, onus_error *err)
{
	bool read = d->rendition != NULL;
	span nothing = {NULL, 0};
	return store_exec(s, "ledger_document_put",
			  PARAMS(value_text(d->id), value_text(d->source), value_int(now),
				 value_int((int64_t)d->bytes.n), value_blob(d->bytes), value_text_or_null(d->refusal),
				 value_text_or_null(read ? d->rendition->format : nothing),
				 read ? value_text(d->rendition->text) : value_null(), value_text_or_null(text_hash),
				 read ? value_blob(d->layout) : value_null(), value_text_or_null(d->reader)),
			  err);
}

onus_status ledger_add_document(store *s, const onus_host *host, const ledger_document *d, ledger_added *ret_added,
				onus_error *err)
{
	char hex[65] = "";
	if (d->rendition) {
		hash256 h;
		TRY(hash_bytes(d->rendition->text, &h, err));
		hash_hex(&h, hex);
	}
	TRY(document_row(s, d, host->now(host->ctx), span_of(hex), err));
	ledger_added added = {.n = store_last_id(s)};
	STR_AUTO body = str_make(4 * LIMIT_TYPED_BYTES);
	document_event told = {d->id, d->source, span_of(hex), d->refusal, d->bytes.n};
	document_event_encode(&told, &body);
	if (body.failed)
		return fail(err, ONUS_ERR_LIMIT, "the document's path is too long to be kept");
	ledger_event event = {LEDGER_DOCUMENT, d->id, d->id, {0, 0}, str_span(&body)};
	int64_t seq;
	TRY(ledger_append(s, host, &event, &seq, err));
	if (d->rendition && d->set) {
		fold_document f = {added.n, d->id, d->rendition, d->set, d->rules};
		TRY(fold_in_document(s, &f, &added, err));
	}
	*ret_added = added;
	return ONUS_OK;
}
