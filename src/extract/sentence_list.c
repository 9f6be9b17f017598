/* SPDX-License-Identifier: Apache-2.0 */
/* Lists: which sentence leads into which items. */
#include "extract/engine.h"

static bool ends_open(const analysis *a, const sentence *s)
{
	for (uint32_t i = s->end; i > s->first; i--) {
		const word *w = word_of(a, (int64_t)i - 1);
		if (w->kind == TOKEN_QUOTE_CLOSE || w->kind == TOKEN_QUOTE_OPEN)
			continue;
		return word_is(a, (int64_t)i - 1, ":") || w->kind == TOKEN_WORD;
	}
	return false;
}

onus_status analysis_lists(analysis *a, onus_error *err)
{
	(void)err;
	int32_t lead = NONE;
	for (size_t i = 0; i < a->sentences.n; i++) {
		sentence *s = &a->sentences.v[i];
		bool item = s->block_kind == BLOCK_LIST_ITEM;
		if (item && lead != NONE) {
			s->lead = lead;
			continue;
		}
		lead = NONE;
		/* A lead ends its block in a colon, or breaks off before list items begin. */
		if (!s->last || s->block_kind == BLOCK_BYLINE || s->block_kind == BLOCK_CAPTION || !ends_open(a, s))
			continue;
		bool colon = word_is(a, (int64_t)s->end - 1, ":");
		bool next_is_item = i + 1 < a->sentences.n && a->sentences.v[i + 1].block_kind == BLOCK_LIST_ITEM &&
				    a->sentences.v[i + 1].block > s->block;
		if (next_is_item && (colon || s->block_kind == BLOCK_PARAGRAPH))
			lead = (int32_t)i;
	}
	return ONUS_OK;
}

static uint32_t without_tail(const analysis *a, uint32_t first, uint32_t end)
{
	while (end > first) {
		const word *w = word_of(a, (int64_t)end - 1);
		bool joiner = w->kind == TOKEN_WORD &&
			      (word_is(a, (int64_t)end - 1, "and") || word_is(a, (int64_t)end - 1, "or")) &&
			      end - 1 > first && word_of(a, (int64_t)end - 2)->kind == TOKEN_MARK;
		if (w->kind != TOKEN_MARK && !joiner)
			break;
		end--;
	}
	return end;
}

static onus_status add_part(const analysis *a, uint32_t first, uint32_t end, uint32_t number, list_part_vec *out,
			    onus_error *err)
{
	while (first < end && word_of(a, first)->kind == TOKEN_MARK)
		first++;
	if (first < end && (word_is(a, first, "and") || word_is(a, first, "or")))
		first++;
	while (first < end && word_of(a, first)->kind == TOKEN_MARK)
		first++;
	end = without_tail(a, first, end);
	if (first >= end)
		return ONUS_OK;
	list_part *part = vec_push(out, a->arena);
	if (!part)
		return fail_memory(err, "reading a list");
	*part = (list_part){first, end, number};
	return ONUS_OK;
}

onus_status analysis_items(const analysis *a, uint32_t lead_sentence, list_part_vec *out, onus_error *err)
{
	const sentence *lead = &a->sentences.v[lead_sentence];
	bool found = false;
	for (size_t i = lead_sentence + 1; i < a->sentences.n && a->sentences.v[i].lead == (int32_t)lead_sentence;
	     i++) {
		const sentence *s = &a->sentences.v[i];
		found = true;
		/* what follows the first sentence of an item explains it */
		if (i > 0 && a->sentences.v[i - 1].block == s->block)
			continue;
		TRY(add_part(a, s->first, s->end, (uint32_t)i, out, err));
	}
	if (found)
		return ONUS_OK;
	uint32_t colon = lead->first;
	while (colon < lead->end && !word_is(a, colon, ":"))
		colon++;
	if (colon >= lead->end)
		return ONUS_OK;
	uint32_t start = colon + 1;
	bool several = false;
	for (uint32_t i = start; i < lead->end; i++)
		several = several || word_is(a, i, ";");
	if (!several)
		return ONUS_OK;
	for (uint32_t i = start; i <= lead->end; i++)
		if (i == lead->end || word_is(a, i, ";")) {
			TRY(add_part(a, start, i, lead_sentence, out, err));
			start = i + 1;
		}
	return ONUS_OK;
}
