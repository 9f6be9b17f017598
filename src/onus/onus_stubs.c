/* SPDX-License-Identifier: Apache-2.0 */
/* Stands in for functions of onus.h that have no file yet. Each is weak: the real one wins wherever it is. */
#include "base/error.h"
#include "extract/extract.h"

#pragma GCC diagnostic ignored "-Wunused-parameter"
#define STUB(name, ...)                                                                                                \
	__attribute__((weak)) onus_status name(__VA_ARGS__, onus_error *err)                                           \
	{                                                                                                              \
		return fail(err, ONUS_ERR_INTERNAL, "%s is not there yet", #name);                                     \
	}
STUB(onus_list, onus *file, const onus_list_options *options, const onus_sink *sink)
STUB(onus_show, onus *file, const char *id, onus_format format, const onus_sink *sink)
STUB(onus_find, onus *file, const onus_find_options *options, const onus_sink *sink)
STUB(onus_brief, onus *file, const onus_brief_options *options, const onus_sink *sink)

/* An engine without rules: documents, and no drafts. */
__attribute__((weak)) onus_status extract_engine_new(span places_tsv, extract_engine **ret_engine, onus_error *err)
{
	static char engine;
	*ret_engine = (extract_engine *)(void *)&engine;
	return ONUS_OK;
}
__attribute__((weak)) void extract_engine_free(extract_engine *engine)
{
}
__attribute__((weak)) const char *extract_rules_hash(const extract_engine *engine)
{
	return "none";
}
__attribute__((weak)) onus_status extract_run(const extract_engine *engine, const rendition *text, arena *a,
					      record_set *ret_set, onus_error *err)
{
	*ret_set = (record_set){.document = {.kind = ONUS_DOCUMENT, .rule = SPAN("")}};
	return ONUS_OK;
}
__attribute__((weak)) onus_status extract_explain(const extract_engine *engine, const rendition *text, const entry *e,
						  arena *a, explanation *ret_explanation, onus_error *err)
{
	return fail(err, ONUS_ERR_NOT_FOUND, "the engine is not there yet");
}
