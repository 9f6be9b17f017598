/* SPDX-License-Identifier: Apache-2.0 */
#include "base/clock.h"
#include "onus/casefile.h"
#include "report/report.h"

onus_status onus_brief(onus *file, const onus_brief_options *options, const onus_sink *sink, onus_error *err)
{
	const places *p = NULL;
	TRY(casefile_places(file, &p, err));
	date today = date_of_instant(file->host.now(file->host.ctx));
	return report_brief(file->store, p, options, today, sink, err);
}
