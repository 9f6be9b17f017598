/* SPDX-License-Identifier: Apache-2.0 */
/*
 * decode.h - from bytes in some character set to UTF-8, with a map back to the bytes.
 *
 * In order: a byte order mark; the label that the document gives itself (by the names of the WHATWG Encoding Standard,
 * so that "iso-8859-1" means windows-1252); zero bytes in a pattern that only UTF-16 has; validity as UTF-8; ICU's
 * detector. A label for a one-byte set loses against bytes that are well-formed UTF-8 of more than one byte: such text
 * is hardly ever anything else.
 */
#ifndef READER_DECODE_H
#define READER_DECODE_H

#include "text/rendition.h"

typedef struct decoded {
	span text; /* the bytes themselves where they are UTF-8 without flaw */
	VEC(map_run)
	map; /* text to bytes, as in a rendition; the byte order mark of other sets than UTF-8 is left out */
	span charset;
	uint32_t replaced; /* U+FFFD in `text` for bytes that mean nothing, and for NULs */
} decoded;

/* `label` may be empty. ERR_INPUT: mostly not text; ERR_LIMIT: more than `max` bytes of UTF-8. In `a`, or `bytes`. */
onus_status decode_bytes(span bytes, span label, size_t max, arena *a, decoded *ret_decoded,
			 onus_error *err) MUST_CHECK;

/* The IANA name for a label such as "Latin1", or NULL where it is not known. */
const char *decode_label(span label);

/* The character set that the first bytes of an HTML page declare, or {NULL, 0}. */
span decode_html_label(span bytes);

/* UTF-16 ("UTF-16LE", "UTF-16BE") by mark or statistics, or NULL. */
const char *decode_wide(span bytes);

/* Adds a run to a map: joined with the last one where both are copies that touch. NULL: memory ran out. */
bool map_add(decoded *d, arena *a, map_run run);

#endif
