/* SPDX-License-Identifier: Apache-2.0 */
/* Outcomes: finds the call or pledge and the source, and hands them to the desk. */
#include "desk/decide.h"
#include "desk/vocabulary.h"
#include "onus/typed_id.h"

enum { FOLLOW_CAP = 64 << 20 };

const char *const *onus_scale_grades(const char *name)
{
	const scale *known = name ? scale_find(span_of(name)) : NULL;
	return known ? known->grades : NULL;
}

static bool is_hex(span s)
{
	for (size_t i = 0; i < s.n; i++)
		if (!((s.p[i] >= '0' && s.p[i] <= '9') || (s.p[i] >= 'a' && s.p[i] <= 'f')))
			return false;
	return s.n > 0;
}

/* A source of eight hex digits or more, or with "sha256:" before it, is a document and has to be there. Anything else
 * is words: four letters of a name may happen to be hex digits. */
static onus_status find_source(onus *file, span source, arena *a, span *ret_document, onus_error *err)
{
	bool named = span_starts(source, SPAN("sha256:"));
	if (!named && !(source.n >= 8 && is_hex(source)))
		return ONUS_OK;
	int64_t n;
	return casefile_document(file, source, a, &n, ret_document, err);
}

onus_status onus_follow(onus *file, const onus_follow_options *options, char *ret_id, onus_error *err)
{
	TRY(casefile_writable(file, err));
	if (!options->id || !options->type || !options->value)
		return fail(err, ONUS_ERR_USAGE, "an outcome needs an id, a type and a value");
	ARENA_AUTO a = arena_new(FOLLOW_CAP);
	if (!a)
		return fail_memory(err, "recording an outcome");
	const places *known = NULL;
	span of, document = {NULL, 0};
	TRY(casefile_places(file, &known, err));
	TRY(typed_record(file, options->id, a, &of, err));
	TRY(find_source(file, span_trim(span_of(options->source)), a, &document, err));
	return follow(file->store, &file->host, known, options, of, document, a, ret_id, err);
}
