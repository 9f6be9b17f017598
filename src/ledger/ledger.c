/* SPDX-License-Identifier: Apache-2.0 */
#include "ledger/ledger.h"

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

#define NOT_YET fail(err, ONUS_ERR_INTERNAL, "not yet")
onus_status ledger_append(store *s, const onus_host *host, const ledger_event *event, int64_t *ret_seq, onus_error *err)
{
	(void)s, (void)host, (void)event, (void)ret_seq;
	return NOT_YET;
}
onus_status ledger_decide(store *s, const onus_host *host, ledger_kind kind, span id, const entry *e, span by, span why,
			  int64_t *ret_seq, onus_error *err)
{
	(void)s, (void)host, (void)kind, (void)id, (void)e, (void)by, (void)why, (void)ret_seq;
	return NOT_YET;
}
onus_status ledger_outcome(store *s, const onus_host *host, const entry *e, span document, span by, char *ret_id,
			   onus_error *err)
{
	(void)s, (void)host, (void)e, (void)document, (void)by, (void)ret_id;
	return NOT_YET;
}
onus_status ledger_setting(store *s, const onus_host *host, span key, span value, onus_error *err)
{
	(void)s, (void)host, (void)key, (void)value;
	return NOT_YET;
}
onus_status ledger_add_document(store *s, const onus_host *host, const ledger_document *d, ledger_added *ret_added,
				onus_error *err)
{
	(void)s, (void)host, (void)d, (void)ret_added;
	return NOT_YET;
}
onus_status decision_decode(span body, arena *a, decision_event *ret_decision, onus_error *err)
{
	(void)body, (void)a, (void)ret_decision;
	return NOT_YET;
}
onus_status ledger_read(store *s, int64_t seq, arena *a, ledger_row *ret_row, onus_error *err)
{
	(void)s, (void)seq, (void)a, (void)ret_row;
	return NOT_YET;
}
onus_status ledger_verify(store *s, ledger_report *ret_report, onus_error *err)
{
	(void)s, (void)ret_report;
	return NOT_YET;
}
onus_status ledger_rebuild(store *s, const ledger_source *source, onus_error *err)
{
	(void)s, (void)source;
	return NOT_YET;
}
