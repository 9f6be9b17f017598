/* SPDX-License-Identifier: Apache-2.0 */
/* Reading the words of every item again, and numbering the documents that they stand in. */
#include "report/brief.h"
#include "text/sentence.h"

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
	brief_item *whole = item->of ? item->of : item;
	if (!whole->counted) {
		if (span_is(item->record.state, "draft"))
			b->drafts++;
		else
			b->confirmed++;
		b->confidential += item->record.entry.confidentiality == CONFIDENTIAL;
		whole->counted = true;
	}
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

/* An act may stand far from the words that carry its entry: the sentence that tells of it. */
static onus_status sentence_around(brief *b, const brief_item *item, span text, range *ret_where, onus_error *err)
{
	range passage;
	TRY(book_passage(b->book, item->record.document, item->act, &passage, err));
	token_vec tokens = {0};
	sentence_vec sentences = {0};
	TRY(text_tokens(text, passage, b->book->arena, &tokens, err));
	TRY(text_sentences(text, &tokens, 0, tokens.n, b->book->arena, &sentences, err));
	*ret_where = item->act;
	for (size_t i = 0; i < sentences.n; i++) {
		range s = {tokens.v[sentences.v[i].first].where.start, tokens.v[sentences.v[i].end - 1].where.end};
		if (range_within(item->act, s))
			*ret_where = s;
	}
	return ONUS_OK;
}

static onus_status read_words(brief *b, brief_item *item, onus_error *err)
{
	const book_document *d = item->record.document;
	if (!d || !d->has_text)
		return ONUS_OK;
	TRY(book_check(b->book, &item->record, err));
	span text = {NULL, 0};
	TRY(book_text(b->book, d, &text, err));
	item->where = entry_words(&item->record.entry);
	if (item->of)
		TRY(sentence_around(b, item, text, &item->where, err));
	if (range_empty(item->where))
		return ONUS_OK;
	TRY(book_passage(b->book, d, item->where, &item->around, err));
	item->words = arena_span(b->book->arena, span_in(text, item->where));
	item->passage = arena_span(b->book->arena, span_in(text, item->around));
	item->cited = true;
	return arena_failed(b->book->arena) ? fail_memory(err, "making the brief") : ONUS_OK;
}

static onus_status collect(const brief *b, const brief_items *from, brief_items *used, onus_error *err)
{
	for (size_t i = 0; i < from->n; i++) {
		if (!from->v[i]->used)
			continue;
		brief_item **slot = vec_push(used, b->book->arena);
		if (!slot)
			return fail_memory(err, "making the brief");
		*slot = from->v[i];
	}
	return ONUS_OK;
}

onus_status brief_cite(brief *b, onus_error *err)
{
	TRY(brief_walk(b, use, err));
	/* Document by document, so that each text is read once. */
	brief_items used = {0};
	for (int kind = ONUS_CALL; kind <= ONUS_OUTCOME; kind++)
		TRY(collect(b, &b->all[kind], &used, err));
	TRY(collect(b, &b->acts, &used, err));
	if (used.n > 1)
		qsort(used.v, used.n, sizeof *used.v, by_document);
	for (size_t i = 0; i < used.n; i++)
		TRY(read_words(b, used.v[i], err));
	return ONUS_OK;
}
