/* SPDX-License-Identifier: Apache-2.0 */
/* formats.h - one function a format: decoded text to a rendition. */
#ifndef READER_FORMATS_H
#define READER_FORMATS_H

#include "reader/build.h"

onus_status read_text(const decoded *d, uint32_t size, arena *a, rendition *ret_rendition, onus_error *err) MUST_CHECK;
onus_status read_markdown(const decoded *d, uint32_t size, arena *a, rendition *ret_rendition,
			  onus_error *err) MUST_CHECK;
onus_status read_html(const decoded *d, uint32_t size, arena *a, rendition *ret_rendition, onus_error *err) MUST_CHECK;

#endif
