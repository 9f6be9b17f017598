/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The rows of the journal as bytes, and the bodies that they commit to. docs/file-format.md has both for readers
 * without our program. Numbers are big-endian, "counted" is a u32 length and as many bytes.
 *
 *	leaf: u8 version (1), u64 seq, u64 time, 32 bytes author, counted kind, counted subject, counted document,
 *	      u32 start, u32 end, 32 bytes commitment, 32 bytes previous
 */
#include "base/cursor.h"
#include "base/limits.h"
#include "ledger/ledger.h"

enum { VERSION = 1, LONGEST_NAME = 256 };

static const char *const words[] = {
#define LEDGER_WORD(name, word) word,
    LEDGER_KINDS(LEDGER_WORD)
#undef LEDGER_WORD
};

const char *ledger_kind_word(ledger_kind kind)
{
	return words[kind];
}

bool ledger_kind_find(span word, ledger_kind *ret_kind)
{
	for (int i = 0; i < LEDGER_KIND_COUNT; i++) {
		if (span_is(word, words[i])) {
			*ret_kind = (ledger_kind)i;
			return true;
		}
	}
	return false;
}

static void put_hash(str *out, const hash256 *h)
{
	str_add(out, (span){(const char *)h->b, sizeof h->b});
}

static void take_hash(cursor *c, hash256 *ret_hash)
{
	span bytes = cursor_bytes(c, sizeof ret_hash->b);
	if (bytes.n == sizeof ret_hash->b)
		memcpy(ret_hash->b, bytes.p, bytes.n);
}

void ledger_leaf_encode(const ledger_row *row, str *out)
{
	str_put_u8(out, VERSION);
	str_put_u64(out, (uint64_t)row->seq);
	str_put_u64(out, (uint64_t)row->time);
	put_hash(out, &row->author);
	str_put_counted(out, span_of(ledger_kind_word(row->kind)));
	str_put_counted(out, row->subject);
	str_put_counted(out, row->document);
	str_put_u32(out, row->where.start);
	str_put_u32(out, row->where.end);
	put_hash(out, &row->commitment);
	put_hash(out, &row->previous);
}

onus_status ledger_leaf_decode(span leaf, ledger_row *ret_row, onus_error *err)
{
	cursor c = cursor_of(leaf);
	ledger_row row = {0};
	uint8_t version = cursor_u8(&c);
	row.seq = (int64_t)cursor_u64(&c);
	row.time = (int64_t)cursor_u64(&c);
	take_hash(&c, &row.author);
	span kind = cursor_counted(&c, LONGEST_NAME);
	row.subject = cursor_counted(&c, LONGEST_NAME);
	row.document = cursor_counted(&c, LONGEST_NAME);
	row.where.start = cursor_u32(&c);
	row.where.end = cursor_u32(&c);
	take_hash(&c, &row.commitment);
	take_hash(&c, &row.previous);
	if (!cursor_done(&c) || version != VERSION || !ledger_kind_find(kind, &row.kind) || row.seq < 1 ||
	    row.where.start > row.where.end)
		return fail(err, ONUS_ERR_INTEGRITY, "a row of the journal cannot be decoded");
	*ret_row = row;
	return ONUS_OK;
}

onus_status ledger_leaf_hash(span leaf, hash256 *ret_hash, onus_error *err)
{
	STR_AUTO prefixed = str_make(leaf.n + 1);
	str_addc(&prefixed, '\0');
	str_add(&prefixed, leaf);
	if (prefixed.failed)
		return fail_memory(err, "hashing the journal");
	return hash_bytes(str_span(&prefixed), ret_hash, err);
}

/* ---- bodies ---- */

void decision_encode(const decision_event *d, str *out)
{
	STR_AUTO whole = str_make(LIMIT_ENTRY_BYTES);
	entry_encode(&d->entry, &whole);
	str_put_u8(out, VERSION);
	str_put_counted(out, d->by);
	str_put_counted(out, d->why);
	str_put_counted(out, str_span(&whole));
	out->failed = out->failed || whole.failed;
}

onus_status decision_decode(span body, arena *a, decision_event *ret_decision, onus_error *err)
{
	cursor c = cursor_of(body);
	decision_event d = {0};
	uint8_t version = cursor_u8(&c);
	span by = cursor_counted(&c, LIMIT_TYPED_BYTES);
	span why = cursor_counted(&c, LIMIT_TYPED_BYTES);
	span whole = cursor_counted(&c, LIMIT_ENTRY_BYTES);
	if (!cursor_done(&c) || version != VERSION)
		return fail(err, ONUS_ERR_INTEGRITY, "a decision of the journal cannot be decoded");
	d.by = arena_span(a, by);
	d.why = arena_span(a, why);
	if (!d.by.p || !d.why.p)
		return fail_memory(err, "reading the journal");
	TRY(entry_decode(whole, a, &d.entry, err));
	*ret_decision = d;
	return ONUS_OK;
}

void document_event_encode(const document_event *d, str *out)
{
	str_put_u8(out, VERSION);
	str_put_counted(out, d->id);
	str_put_u64(out, d->size);
	str_put_counted(out, d->text_hash);
	str_put_counted(out, d->refusal);
	str_put_counted(out, d->source);
}

onus_status document_event_decode(span body, document_event *ret_event, onus_error *err)
{
	cursor c = cursor_of(body);
	document_event d = {0};
	uint8_t version = cursor_u8(&c);
	d.id = cursor_counted(&c, LONGEST_NAME);
	d.size = cursor_u64(&c);
	d.text_hash = cursor_counted(&c, LONGEST_NAME);
	d.refusal = cursor_counted(&c, LIMIT_TYPED_BYTES);
	d.source = cursor_counted(&c, LIMIT_TYPED_BYTES);
	if (!cursor_done(&c) || version != VERSION)
		return fail(err, ONUS_ERR_INTEGRITY, "a document's row of the journal cannot be decoded");
	*ret_event = d;
	return ONUS_OK;
}

void setting_event_encode(const setting_event *e, str *out)
{
	str_put_u8(out, VERSION);
	str_put_counted(out, e->key);
	str_put_counted(out, e->value);
}

onus_status setting_event_decode(span body, setting_event *ret_event, onus_error *err)
{
	cursor c = cursor_of(body);
	setting_event e = {0};
	uint8_t version = cursor_u8(&c);
	e.key = cursor_counted(&c, LONGEST_NAME);
	e.value = cursor_counted(&c, LIMIT_INPUT_BYTES);
	if (!cursor_done(&c) || version != VERSION)
		return fail(err, ONUS_ERR_INTEGRITY, "a setting of the journal cannot be decoded");
	*ret_event = e;
	return ONUS_OK;
}
