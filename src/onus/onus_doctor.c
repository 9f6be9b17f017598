/* SPDX-License-Identifier: Apache-2.0 */
#include "base/error.h"

onus_status onus_doctor(const onus_doctor_options *options, const onus_sink *sink, onus_error *err)
{
	(void)options, (void)sink;
	return fail(err, ONUS_ERR_INTERNAL, "not yet");
}
