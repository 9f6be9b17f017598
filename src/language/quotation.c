/* SPDX-License-Identifier: Apache-2.0 */
#include "language/quotation.h"

typedef enum quote_mark { MARK_NONE, MARK_OPENS, MARK_CLOSES, MARK_STRAIGHT } quote_mark;

static quote_mark mark_of(span form)
{
	if (form.n == 0 || form.n > 3)
		return MARK_NONE;
	if (span_is(form, "\""))
		return MARK_STRAIGHT;
	if (span_is(form, "“") || span_is(form, "``"))
		return MARK_OPENS;
	if (span_is(form, "”") || span_is(form, "''"))
		return MARK_CLOSES;
	return MARK_NONE;
}

onus_status language_quotations(const language_word *words, uint32_t n, arena *a, constraint_vec *out, onus_error *err)
{
	uint32_t first = 0; /* of the quotation that is open, 0: none is */
	for (uint32_t i = 0; i < n; i++) {
		quote_mark mark = mark_of(words[i].form);
		if (mark == MARK_NONE)
			continue;
		if (mark == MARK_OPENS || (mark == MARK_STRAIGHT && first == 0)) {
			first = i + 1;
			continue;
		}
		if (first && i >= first + 2) {
			language_constraint *c = vec_push(out, a);
			if (!c)
				return fail_memory(err, "looking for quotations");
			*c = (language_constraint){.kind = LANGUAGE_ONE_SUBTREE, .first = first, .end = i};
		}
		first = 0;
	}
	return ONUS_OK;
}
