/* SPDX-License-Identifier: Apache-2.0 */
/* Quotes: the quotations that are speech, with their speakers. */
#include "extract/engine.h"

onus_status pass_quote(const analysis *a, pass_output *out, onus_error *err)
{
	(void)err;
	for (size_t n = 0; n < a->quotations.n; n++) {
		const quotation *q = &a->quotations.v[n];
		if (q->kind != QUOTATION_SPEECH)
			continue;
		const char *id = q->speech != NONE      ? "quote.said"
				 : q->continues != NONE ? "quote.continued"
							: "quote.alone";
		range evidence = q->where;
		const quotation *from = q->continues != NONE ? &a->quotations.v[q->continues] : q;
		bool carried = q->speech == NONE && q->speaker == NONE;
		if (!range_empty(q->speaker_at) && !carried) {
			evidence.start = q->speaker_at.start < evidence.start ? q->speaker_at.start : evidence.start;
			evidence.end = q->speaker_at.end > evidence.end ? q->speaker_at.end : evidence.end;
		}
		entry *e = output_entry(out, ONUS_QUOTE, span_of(id), evidence);
		if (!e)
			break;
		output_actor(out, a, e, F_SPEAKER, q->speaker, q->speaker_at);
		if (q->speaker == NONE)
			output_words_as_actor(out, a, e, F_SPEAKER,
					      range_empty(q->speaker_at) ? from->speaker_at : q->speaker_at);
		if (!range_empty(q->role))
			output_words_as_actor(out, a, e, F_ROLE, q->role);
		output_passage(out, a, e, F_TEXT, q->where);
		const rule *r = rules_find(a->rules, span_of(id));
		if (r)
			output_fired(out, r,
				     q->speech != NONE ? words_range(a, (uint32_t)q->speech, (uint32_t)q->speech + 1)
						       : q->where);
	}
	return ONUS_OK;
}
