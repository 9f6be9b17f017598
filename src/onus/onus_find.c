/* SPDX-License-Identifier: Apache-2.0 */
#include "onus/casefile.h"
#include "report/report.h"

onus_status onus_find(onus *file, const onus_find_options *options, const onus_sink *sink, onus_error *err)
{
	const places *p = NULL;
	TRY(casefile_places(file, &p, err));
	return report_find(file->store, p, options, sink, err);
}
