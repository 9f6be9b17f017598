/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/engine.h"
__attribute__((weak)) onus_status analysis_dates(analysis *a, onus_error *err)
{
	(void)a;
	(void)err;
	return ONUS_OK;
}
