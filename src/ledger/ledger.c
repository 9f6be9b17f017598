/* SPDX-License-Identifier: Apache-2.0 */
/* The journal: reading it and the only way in. */
#include "ledger/ledger.h"

#include "base/limits.h"
#include "ledger/fold.h"

enum { SALT_BYTES = 32, LEAF_BYTES = 2048 };

static bool copy_hash(span bytes, hash256 *ret_hash)
{
	if (bytes.n != sizeof ret_hash->b)
		return false;
	memcpy(ret_hash->b, bytes.p, bytes.n);
	return true;
}

static onus_status row_of(const store_rows *rows, arena *a, ledger_row *ret_row, onus_error *err)
{
	ledger_row row = {.seq = store_int(rows, 0), .time = store_int(rows, 1)};
	int64_t start = store_int(rows, 6), end = store_int(rows, 7);
	bool sound = copy_hash(store_blob(rows, 2), &row.author) && ledger_kind_find(store_text(rows, 3), &row.kind) &&
		     copy_hash(store_blob(rows, 8), &row.commitment) && copy_hash(store_blob(rows, 9), &row.previous) &&
		     copy_hash(store_blob(rows, 10), &row.hash) && start >= 0 && start <= end && end <= UINT32_MAX;
	if (!sound)
		return fail(err, ONUS_ERR_INTEGRITY, "row %lld of the journal is damaged", (long long)row.seq);
	row.where = (range){(uint32_t)start, (uint32_t)end};
	row.erased = store_is_null(rows, 11) || store_is_null(rows, 12);
	row.subject = arena_span(a, store_text(rows, 4));
	row.document = arena_span(a, store_text(rows, 5));
	row.salt = arena_span(a, store_blob(rows, 11));
	row.body = arena_span(a, store_blob(rows, 12));
	if (!row.subject.p || !row.document.p || !row.salt.p || !row.body.p)
		return fail_memory(err, "reading the journal");
	*ret_row = row;
	return ONUS_OK;
}

onus_status ledger_read(store *s, int64_t seq, arena *a, ledger_row *ret_row, onus_error *err)
{
	ROWS_AUTO rows = NULL;
	bool more;
	TRY(store_query(s, "ledger_row_read", PARAMS(value_int(seq)), &rows, err));
	TRY(store_step(rows, &more, err));
	if (more)
		return row_of(rows, a, ret_row, err);
	*ret_row = (ledger_row){0};
	return ONUS_OK;
}

static onus_status head_of(store *s, int64_t *ret_seq, hash256 *ret_hash, onus_error *err)
{
	ROWS_AUTO rows = NULL;
	bool more;
	TRY(store_query(s, "ledger_head", NO_PARAMS, &rows, err));
	TRY(store_step(rows, &more, err));
	hash256 hash = {{0}};
	if (more && !copy_hash(store_blob(rows, 1), &hash))
		return fail(err, ONUS_ERR_INTEGRITY, "the last row of the journal is damaged");
	*ret_seq = more ? store_int(rows, 0) : 0;
	*ret_hash = hash;
	return ONUS_OK;
}

onus_status ledger_row_check(const ledger_row *row, arena *a, onus_error *err)
{
	STR_AUTO leaf = str_make(LEAF_BYTES);
	STR_AUTO again = str_make(LEAF_BYTES);
	ledger_leaf_encode(row, &leaf);
	if (leaf.failed)
		return fail_memory(err, "checking the journal");
	ledger_row decoded;
	hash256 hash, commitment;
	TRY(ledger_leaf_decode(str_span(&leaf), &decoded, err));
	ledger_leaf_encode(&decoded, &again);
	if (again.failed)
		return fail_memory(err, "checking the journal");
	TRY(ledger_leaf_hash(str_span(&leaf), &hash, err));
	if (!span_equal(str_span(&leaf), str_span(&again)) || memcmp(&hash, &row->hash, sizeof hash) != 0)
		return fail(err, ONUS_ERR_INTEGRITY, "row %lld of the journal does not match its hash",
			    (long long)row->seq);
	if (row->erased)
		return ONUS_OK;
	TRY(hash_keyed(row->salt, row->body, &commitment, err));
	if (memcmp(&commitment, &row->commitment, sizeof commitment) != 0)
		return fail(err, ONUS_ERR_INTEGRITY, "row %lld of the journal does not match its content",
			    (long long)row->seq);
	return ledger_body_check(row, a, err);
}

onus_status ledger_body_check(const ledger_row *row, arena *a, onus_error *err)
{
	STR_AUTO again = str_make(LIMIT_INPUT_BYTES);
	if (row->kind == LEDGER_DOCUMENT) {
		document_event d;
		TRY(document_event_decode(row->body, &d, err));
		document_event_encode(&d, &again);
	} else if (row->kind == LEDGER_SETTING) {
		setting_event e;
		TRY(setting_event_decode(row->body, &e, err));
		setting_event_encode(&e, &again);
	} else {
		decision_event d;
		TRY(decision_decode(row->body, a, &d, err));
		decision_encode(&d, &again);
	}
	if (again.failed)
		return fail_memory(err, "checking the journal");
	if (!span_equal(str_span(&again), row->body))
		return fail(err, ONUS_ERR_INTEGRITY, "the content of row %lld of the journal is not in canonical form",
			    (long long)row->seq);
	return ONUS_OK;
}

/* What was written is read back and must be what was meant: Fossil's self-check before a commit. */
static onus_status check_written(store *s, const ledger_row *meant, onus_error *err)
{
	ARENA_AUTO a = arena_new(0);
	if (!a)
		return fail_memory(err, "checking the journal");
	ledger_row there = {0};
	TRY(ledger_read(s, meant->seq, a, &there, err));
	if (there.seq != meant->seq || !span_equal(there.body, meant->body) ||
	    memcmp(&there.hash, &meant->hash, sizeof there.hash) != 0)
		return fail(err, ONUS_ERR_INTEGRITY, "row %lld of the journal did not come back as it was written",
			    (long long)meant->seq);
	return ledger_row_check(&there, a, err);
}

onus_status ledger_append(store *s, const onus_host *host, const ledger_event *event, int64_t *ret_seq, onus_error *err)
{
	if (!store_in_transaction(s))
		return fail(err, ONUS_ERR_INTERNAL, "the journal is written to inside a transaction only");
	char salt[SALT_BYTES];
	if (!host->random(host->ctx, salt, sizeof salt))
		return fail(err, ONUS_ERR_INTERNAL, "the system gives no random numbers");
	ledger_row row = {.time = host->now(host->ctx),
			  .kind = event->kind,
			  .subject = event->subject,
			  .document = event->document,
			  .where = event->where,
			  .salt = {salt, sizeof salt},
			  .body = event->body};
	TRY(head_of(s, &row.seq, &row.previous, err));
	row.seq++;
	TRY(hash_keyed(row.salt, row.body, &row.commitment, err));
	STR_AUTO leaf = str_make(LEAF_BYTES);
	ledger_leaf_encode(&row, &leaf);
	if (leaf.failed)
		return fail_memory(err, "writing the journal");
	TRY(ledger_leaf_hash(str_span(&leaf), &row.hash, err));
#define HASH_VALUE(h) value_blob((span){(const char *)(h).b, sizeof(h).b})
	TRY(store_exec(s, "ledger_row_put",
		       PARAMS(value_int(row.seq), value_int(row.time), HASH_VALUE(row.author),
			      value_string(ledger_kind_word(row.kind)), value_text(row.subject),
			      value_text(row.document), value_int(row.where.start), value_int(row.where.end),
			      HASH_VALUE(row.commitment), HASH_VALUE(row.previous), HASH_VALUE(row.hash)),
		       err));
	TRY(store_exec(s, "ledger_content_put", PARAMS(value_int(row.seq), value_blob(row.salt), value_blob(row.body)),
		       err));
	TRY(check_written(s, &row, err));
	*ret_seq = row.seq;
	return ONUS_OK;
}
