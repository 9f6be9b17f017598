/* SPDX-License-Identifier: Apache-2.0 */
#include "reader/formats.h"

onus_status read_markdown(const decoded *d, uint32_t size, arena *a, rendition *ret_rendition, onus_error *err)
{
	return read_text(d, size, a, ret_rendition, err);
}
