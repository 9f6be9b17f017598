/* SPDX-License-Identifier: Apache-2.0 */
/*
 * wire.h - a rendition's layout as bytes: everything in it but the text itself. The reader sends it, and a casefile
 * keeps it in its `layout` column. docs/rooms/wire.md has the encoding byte by byte.
 *
 * The encoding is canonical: one rendition has one encoding, and wire_rendition_decode refuses every other one.
 */
#ifndef WIRE_WIRE_H
#define WIRE_WIRE_H

#include "base/error.h"
#include "base/str.h"
#include "text/rendition.h"

/* Appends to `out`, whose `failed` tells when it did not fit. The rendition must have passed rendition_check. */
void wire_rendition_encode(const rendition *r, str *out);

/* The rendition in `a`, from bytes that nobody vouches for. `text` is borrowed and becomes ret_rendition->text; the
 * rest is copied. Ends in rendition_check. ERR_INTEGRITY or ERR_LIMIT says what is wrong, ERR_MEMORY when `a` ran out.
 */
onus_status wire_rendition_decode(span layout, span text, arena *a, rendition *ret_rendition,
				  onus_error *err) MUST_CHECK;

#endif
