/* SPDX-License-Identifier: Apache-2.0 */
/* Reading the words of every item again, and numbering the documents that they stand in. */
#include "report/brief.h"

#include <stdlib.h>

static onus_status walk_items(brief *b, const brief_items *items,
			      onus_status (*visit)(brief *b, brief_item *item, onus_error *err), onus_error *err)
{
	for (size_t i = 0; i < items->n; i++) {
		brief_item *item = items->v[i];
		TRY(visit(b, item, err));
		for (size_t k = 0; k < item->outcomes.n; k++)
			TRY(visit(b, item->outcomes.v[k], err));
		for (size_t k = 0; k < item->also.n; k++)
			TRY(visit(b, item->also.v[k], err));
	}
	return ONUS_OK;
}

static onus_status walk_groups(brief *b, const brief_groups *groups,
			       onus_status (*visit)(brief *b, brief_item *item, onus_error *err), onus_error *err)
{
	for (size_t i = 0; i < groups->n; i++)
		TRY(walk_items(b, &groups->v[i].calls, visit, err));
	return ONUS_OK;
}

onus_status brief_walk(brief *b, onus_status (*visit)(brief *b, brief_item *item, onus_error *err), onus_error *err)
{
	TRY(walk_items(b, &b->visits, visit, err));
	TRY(walk_items(b, &b->other_visits, visit, err));
	TRY(walk_groups(b, &b->through, visit, err));
	TRY(walk_groups(b, &b->guest.calls, visit, err));
	TRY(walk_groups(b, &b->host.calls, visit, err));
	TRY(walk_items(b, &b->guest.pledges, visit, err));
	TRY(walk_items(b, &b->host.pledges, visit, err));
	for (size_t i = 0; i < b->people.n; i++) {
		TRY(walk_items(b, &b->people.v[i].calls, visit, err));
		for (size_t k = 0; k < b->people.v[i].events.n; k++) {
			TRY(visit(b, b->people.v[i].events.v[k].item, err));
			TRY(walk_items(b, &b->people.v[i].events.v[k].also, visit, err));
		}
	}
	TRY(walk_items(b, &b->guest.quotes, visit, err));
	TRY(walk_items(b, &b->host.quotes, visit, err));
	return walk_items(b, &b->other_quotes, visit, err);
}

static onus_status use(brief *b, brief_item *item, onus_error *err)
{
	if (item->used)
		return ONUS_OK;
	item->used = true;
	if (span_is(item->record.state, "draft"))
		b->drafts++;
	else
		b->confirmed++;
	b->confidential += item->record.entry.confidentiality == CONFIDENTIAL;
	book_document *d = item->record.document;
	if (!d)
		return ONUS_OK;
	if (!d->number) {
		book_document **slot = vec_push(&b->sources, b->book->arena);
		if (!slot)
			return fail_memory(err, "making the brief");
		*slot = d;
		d->number = (unsigned)b->sources.n;
	}
	item->source = d->number;
	return ONUS_OK;
}

static int by_document(const void *a, const void *b)
{
	const brief_item *x = *(brief_item *const *)a, *y = *(brief_item *const *)b;
	if (x->source != y->source)
		return x->source < y->source ? -1 : 1;
	return span_compare(x->record.id, y->record.id);
}

static onus_status read_words(brief *b, brief_item *item, onus_error *err)
{
	const book_document *d = item->record.document;
	if (!d || !d->has_text)
		return ONUS_OK;
	TRY(book_check(b->book, &item->record, err));
	item->where = entry_words(&item->record.entry);
	if (range_empty(item->where))
		return ONUS_OK;
	span text = {NULL, 0};
	TRY(book_text(b->book, d, &text, err));
	TRY(book_passage(b->book, d, item->where, &item->around, err));
	item->words = arena_span(b->book->arena, span_in(text, item->where));
	item->passage = arena_span(b->book->arena, span_in(text, item->around));
	item->cited = true;
	return arena_failed(b->book->arena) ? fail_memory(err, "making the brief") : ONUS_OK;
}

onus_status brief_cite(brief *b, onus_error *err)
{
	TRY(brief_walk(b, use, err));
	/* Document by document, so that each text is read once. */
	brief_items used = {0};
	for (int kind = ONUS_CALL; kind <= ONUS_OUTCOME; kind++)
		for (size_t i = 0; i < b->all[kind].n; i++) {
			if (!b->all[kind].v[i]->used)
				continue;
			brief_item **slot = vec_push(&used, b->book->arena);
			if (!slot)
				return fail_memory(err, "making the brief");
			*slot = b->all[kind].v[i];
		}
	if (used.n > 1)
		qsort(used.v, used.n, sizeof *used.v, by_document);
	for (size_t i = 0; i < used.n; i++)
		TRY(read_words(b, used.v[i], err));
	return ONUS_OK;
}
