/* SPDX-License-Identifier: Apache-2.0 */
#include "onus/typed_id.h"

#include "names/places.h"
#include "report/report.h"

/* Wrong characters in an id that is still taken for another one. */
enum { MISTAKES = 2 };

static onus_status not_found(onus *file, const char *typed, onus_error *err)
{
	span id = span_of(typed);
	size_t dash = span_find(id, SPAN("-"), 0);
	if (dash == SIZE_MAX)
		return fail(err, ONUS_ERR_NOT_FOUND, "there is no entry %s; onus review --list shows those that wait",
			    SAFE(typed));
	ROWS_AUTO rows = NULL;
	TRY(store_query(file->store, "desk_ids", PARAMS(value_text(span_slice(id, 0, dash))), &rows, err));
	STR_AUTO near = str_make(100);
	size_t best = MISTAKES + 1;
	for (bool more = true;;) {
		TRY(store_step(rows, &more, err));
		if (!more)
			break;
		size_t d = names_distance(id, store_text(rows, 0), MISTAKES);
		if (d >= best)
			continue;
		best = d;
		str_clear(&near);
		str_add(&near, store_text(rows, 0));
	}
	if (near.n)
		return fail(err, ONUS_ERR_NOT_FOUND, "there is no entry %s; did you mean %s?", SAFE(typed),
			    str_c(&near));
	return fail(err, ONUS_ERR_NOT_FOUND, "there is no entry %s; onus review --list shows those that wait",
		    SAFE(typed));
}

onus_status typed_record(onus *file, const char *typed, arena *a, span *ret_id, onus_error *err)
{
	const places *known = NULL;
	TRY(casefile_places(file, &known, err));
	BOOK_AUTO b = {0};
	TRY(book_open(file->store, known, &b, err));
	span record = {NULL, 0};
	book_document *document = NULL;
	onus_status status = report_resolve(&b, typed, &record, &document, err);
	if (status == ONUS_ERR_NOT_FOUND)
		return not_found(file, typed, err);
	if (status != ONUS_OK)
		return status;
	if (document)
		return fail(err, ONUS_ERR_USAGE, "%s is a document; decisions are made on its entries", SAFE(typed));
	*ret_id = arena_span(a, record);
	return ret_id->p ? ONUS_OK : fail_memory(err, "looking for an entry");
}
