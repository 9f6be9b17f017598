/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/engine.h"
__attribute__((weak)) onus_status analysis_dates(analysis *a, onus_error *err)
{
	(void)a;
	(void)err;
	return ONUS_OK;
}
__attribute__((weak)) onus_status analysis_issuer(analysis *a, onus_error *err)
{
	(void)a;
	(void)err;
	return ONUS_OK;
}
__attribute__((weak)) onus_status pass_document(const analysis *a, pass_output *out, onus_error *err)
{
	(void)a;
	(void)out;
	(void)err;
	return ONUS_OK;
}
