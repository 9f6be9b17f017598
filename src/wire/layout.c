/* SPDX-License-Identifier: Apache-2.0 */
#include "wire/wire.h"

void wire_rendition_encode(const rendition *r, str *out)
{
	(void)r;
	out->failed = true;
}

onus_status wire_rendition_decode(span layout, span text, arena *a, rendition *ret_rendition, onus_error *err)
{
	(void)layout, (void)text, (void)a, (void)ret_rendition;
	return fail(err, ONUS_ERR_INTERNAL, "not yet");
}
