/* SPDX-License-Identifier: Apache-2.0 */
#include "onus/casefile.h"
#include "report/report.h"

onus_status onus_show(onus *file, const char *id, onus_format format, const onus_sink *sink, onus_error *err)
{
	const places *p = NULL;
	TRY(casefile_places(file, &p, err));
	return report_show(file->store, p, id, format, sink, err);
}
