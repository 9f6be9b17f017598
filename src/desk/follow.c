/* SPDX-License-Identifier: Apache-2.0 */
/* What came of a call or a promise: checked against the vocabularies and recorded. */
#include "base/limits.h"
#include "base/utf8.h"
#include "desk/decide.h"
#include "desk/vocabulary.h"

/* One of OUTCOME_TYPES, and the value as its vocabulary spells it. */
static onus_status read_value(const onus_follow_options *o, span of, const char **ret_value, const char **ret_scale,
			      onus_error *err)
{
	span type = span_of(o->type);
	*ret_value = o->value;
	*ret_scale = NULL;
	if (span_trim(span_of(o->value)).n == 0)
		return fail(err, ONUS_ERR_USAGE, "the outcome has no value");
	if (!span_is(type, "assessment")) {
		if (o->scale)
			return fail(err, ONUS_ERR_USAGE, "only an assessment has a scale");
		if (span_is(type, "response"))
			return word_of(response_words, span_of(o->value), "response", ret_value, err);
		if (span_is(type, "implementation"))
			return word_of(implementation_words, span_of(o->value), "implementation", ret_value, err);
		return fail(err, ONUS_ERR_USAGE, "\"%s\" is not response, implementation or assessment", SAFE(o->type));
	}
	const char *scale_name = o->scale;
	if (!scale_name && span_starts(of, SPAN("pledge-")))
		scale_name = "pledge";
	if (!scale_name)
		return fail(err, ONUS_ERR_USAGE, "an assessment needs the name of its scale");
	if (span_trim(span_of(scale_name)).n == 0)
		return fail(err, ONUS_ERR_USAGE, "the scale has no name");
	const scale *known = scale_find(span_of(scale_name));
	*ret_scale = known ? known->name : scale_name;
	if (known)
		return word_of(known->grades, span_of(o->value), "grade of that scale", ret_value, err);
	return ONUS_OK;
}

typedef struct part {
	field_name name;
	const char *value;
} part;

onus_status follow(store *s, const onus_host *host, const places *known, const onus_follow_options *o, span of,
		   span document, arena *a, char *ret_id, onus_error *err)
{
	if (!span_starts(of, SPAN("call-")) && !span_starts(of, SPAN("pledge-")))
		return fail(err, ONUS_ERR_USAGE, "%s is neither a call nor a pledge; outcomes are recorded of those",
			    SAFE_SPAN(of));
	const char *value = NULL, *on_scale = NULL;
	TRY(read_value(o, of, &value, &on_scale, err));
	date d;
	if (o->date && !date_parse(span_of(o->date), &d))
		return fail(err, ONUS_ERR_USAGE, "\"%s\" is not a date; write YYYY, YYYY-MM or YYYY-MM-DD",
			    SAFE(o->date));

	char *of_string = arena_string(a, of), *source = arena_string(a, document);
	if (!of_string || !source)
		return fail_memory(err, "recording an outcome");
	const part parts[] = {
	    {F_OF, of_string},
	    {F_OUTCOME_TYPE, o->type},
	    {F_VALUE, value},
	    {F_SCALE, on_scale},
	    {F_BY, o->by},
	    {F_DATE, o->date},
	    {F_SOURCE, document.n ? source : o->source},
	    {F_NOTE, o->note},
	};
	entry e = {.kind = ONUS_OUTCOME, .by_person = true};
	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
		span typed = span_trim(span_of(parts[i].value));
		if (typed.n == 0)
			continue;
		if (typed.n > LIMIT_TYPED_BYTES || utf8_check(typed) != SIZE_MAX)
			return fail(err, ONUS_ERR_USAGE, "the %s is too long or is not UTF-8 text",
				    field_word(parts[i].name));
		span copy = arena_span(a, typed);
		if (!copy.p || !entry_add(&e, a, parts[i].name, copy, (range){0, 0}))
			return fail_memory(err, "recording an outcome");
	}
	TRY(actors_recognise(s, known, &e, err));
	TRY(entry_check(&e, err));
	TRY(store_begin(s, err));
	char id[64];
	onus_status status = ledger_outcome(s, host, &e, document, span_of(NULL), id, err);
	if (status == ONUS_OK)
		status = store_commit(s, err);
	if (status != ONUS_OK) {
		store_rollback(s);
		return status;
	}
	memcpy(ret_id, id, sizeof id);
	return ONUS_OK;
}
