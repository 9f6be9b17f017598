/* SPDX-License-Identifier: Apache-2.0 */
/* Stands in for functions of onus.h that have no file yet. Each is weak: the real one wins wherever it is. */
#include "base/error.h"

#pragma GCC diagnostic ignored "-Wunused-parameter"
#define STUB(name, ...)                                                                                                \
	__attribute__((weak)) onus_status name(__VA_ARGS__, onus_error *err)                                           \
	{                                                                                                              \
		return fail(err, ONUS_ERR_INTERNAL, "%s is not there yet", #name);                                     \
	}
STUB(onus_add, onus *file, const onus_read_options *options, onus_add_result *ret_result)
STUB(onus_extract, const onus_read_options *options, const onus_sink *sink)
STUB(onus_list, onus *file, const onus_list_options *options, const onus_sink *sink)
STUB(onus_show, onus *file, const char *id, onus_format format, const onus_sink *sink)
STUB(onus_explain, onus *file, const char *id, onus_format format, const onus_sink *sink)
STUB(onus_find, onus *file, const onus_find_options *options, const onus_sink *sink)
STUB(onus_brief, onus *file, const onus_brief_options *options, const onus_sink *sink)
STUB(onus_rebuild, onus *file, const onus_read_options *options)
