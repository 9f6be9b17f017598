/* SPDX-License-Identifier: Apache-2.0 */
/* A document into the tables: what it says of itself, its passages and its drafts. */
#include "base/cursor.h"
#include "base/map.h"
#include "ledger/fold.h"
#include "names/key.h"

onus_status ledger_record_id(span document_id, const entry *e, unsigned ordinal, char *ret_id, onus_error *err)
{
	STR_AUTO stated = str_make(512);
	range words = entry_words(e);
	str_put_counted(&stated, document_id);
	str_put_u8(&stated, e->kind);
	str_put_u32(&stated, e->evidence.start);
	str_put_u32(&stated, e->evidence.end);
	str_put_u32(&stated, words.start);
	str_put_u32(&stated, words.end);
	str_put_u32(&stated, ordinal);
	if (stated.failed)
		return fail_memory(err, "naming an entry");
	hash256 h;
	char hex[65];
	TRY(hash_bytes(str_span(&stated), &h, err));
	hash_hex(&h, hex);
	(void)snprintf(ret_id, 64, "%s-%.10s", record_kind_word((onus_kind)e->kind), hex);
	return ONUS_OK;
}

/* An id that is free: equals within the document are numbered, and so are the rare ones that another document took. */
static onus_status free_id(store *s, span document, const entry *e, map *equals, arena *a, char *ret_id,
			   onus_error *err)
{
	range words = entry_words(e);
	span alike = arena_printf(a, "%u %u %u %u %u", (unsigned)e->kind, e->evidence.start, e->evidence.end,
				  words.start, words.end);
	size_t *ordinal = alike.p ? map_put(equals, alike, NULL) : NULL;
	if (!ordinal)
		return fail_memory(err, "naming an entry");
	for (bool taken = true; taken; (*ordinal)++) {
		int64_t one;
		TRY(ledger_record_id(document, e, (unsigned)*ordinal, ret_id, err));
		TRY(store_one_int(s, "ledger_record_exists", PARAMS(value_string(ret_id)), &taken, &one, err));
	}
	return ONUS_OK;
}

static onus_status drafts_in(store *s, const fold_document *d, span published, arena *a, onus_error *err)
{
	map equals = map_make(a);
	for (size_t i = 0; i < d->set->entries.n; i++) {
		const entry *e = &d->set->entries.v[i];
		char id[64];
		TRY(free_id(s, d->id, e, &equals, a, id, err));
		fold_record r = {.id = span_of(id),
				 .entry = e,
				 .document = d->n,
				 .text = d->rendition->text,
				 .published = published,
				 .state = "draft",
				 .rules = span_of(d->rules ? d->rules : "")};
		TRY(fold_in_record(s, &r, a, err));
	}
	return ONUS_OK;
}

static onus_status facts_in(store *s, const fold_document *d, int64_t same_as, int64_t fingerprint, onus_error *err)
{
	const entry *e = &d->set->document;
	STR_AUTO body = str_make(1 << 20), key = str_make(4096);
	entry_encode(e, &body);
	const field *publisher = entry_field(e, F_PUBLISHER);
	if (publisher)
		names_key((actor_type)publisher->actor_type, publisher->country, publisher->value, &key);
	if (body.failed)
		return fail_memory(err, "keeping a document's facts");
#define FACT(name) value_text_or_null(entry_value(e, name))
	return store_exec(s, "ledger_facts_put",
			  PARAMS(value_int(d->n), FACT(F_TITLE), FACT(F_PUBLISHER),
				 value_text_or_null(key.failed ? (span){NULL, 0} : str_span(&key)), FACT(F_PUBLISHED),
				 FACT(F_PLACE), FACT(F_LANGUAGE), FACT(F_DOCUMENT_KIND),
				 same_as ? value_int(same_as) : value_null(), value_text_or_null(d->set->note),
				 value_int(fingerprint), value_blob(str_span(&body))),
			  err);
}

static onus_status link_same_text(store *s, span id, int64_t other, arena *a, onus_error *err)
{
	span target;
	TRY(store_one_text(s, "ledger_document_id", PARAMS(value_int(other)), NULL, a, &target, err));
	return store_exec(s, "ledger_link_put",
			  PARAMS(value_text(id), value_string("same text"), value_text(target),
				 value_string("most of its passages stand there too")),
			  err);
}

onus_status fold_in_document(store *s, const fold_document *d, ledger_added *ret_added, onus_error *err)
{
	ARENA_AUTO a = arena_new(0);
	if (!a)
		return fail_memory(err, "folding a document in");
	ledger_added added = {.n = d->n};
	fold_passages passages;
	span published = entry_value(&d->set->document, F_PUBLISHED);
	TRY(passages_of(d->rendition, a, &passages, err));
	TRY(same_text_as(s, &passages, published, a, &added.same_as, err));
	TRY(facts_in(s, d, added.same_as, passages.fingerprint, err));
	TRY(passages_keep(s, d->n, d->rendition->text, &passages, added.same_as, a, err));
	if (added.same_as) {
		TRY(link_same_text(s, d->id, added.same_as, a, err));
	} else {
		TRY(drafts_in(s, d, published, a, err));
		added.drafts = d->set->entries.n;
	}
	*ret_added = added;
	return ONUS_OK;
}
