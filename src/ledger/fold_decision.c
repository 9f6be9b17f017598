/* SPDX-License-Identifier: Apache-2.0 */
/* Decisions and outcomes into the tables. The entry as decided takes the place of the draft of its id, if there is one.
 */
#include "ledger/fold.h"

static const char *state_of(ledger_kind kind)
{
	switch (kind) {
	case LEDGER_EDIT: return "edited";
	case LEDGER_REJECT: return "rejected";
	default: return "accepted"; /* an outcome is a person's word from the start */
	}
}

/* n, text and publication date of the document that an entry cites; nothing of it is there for one without. */
static onus_status cited(store *s, span id, arena *a, fold_record *r, onus_error *err)
{
	if (!id.n)
		return ONUS_OK;
	bool there;
	TRY(store_one_int(s, "document_by_id", PARAMS(value_text(id)), &there, &r->document, err));
	if (!there)
		return ONUS_OK;
	TRY(store_one_text(s, "ledger_document_text", PARAMS(value_int(r->document)), NULL, a, &r->text, err));
	return store_one_text(s, "ledger_facts_published", PARAMS(value_int(r->document)), &there, a, &r->published,
			      err);
}

onus_status fold_in_decision(store *s, const ledger_row *row, arena *a, onus_error *err)
{
	if (row->erased)
		return ONUS_OK;
	decision_event d;
	TRY(decision_decode(row->body, a, &d, err));
	fold_record r = {.id = row->subject, .entry = &d.entry, .state = state_of(row->kind), .decided = row->seq};
	TRY(cited(s, row->document, a, &r, err));
	/* Citing a document for an outcome does not make its publication the outcome's. */
	if (row->kind == LEDGER_OUTCOME)
		r.published = entry_value(&d.entry, F_DATE);
	TRY(store_one_text(s, "ledger_record_rules", PARAMS(value_text(row->subject)), &r.replaces, a, &r.rules, err));
	return fold_in_record(s, &r, a, err);
}
