/* SPDX-License-Identifier: Apache-2.0 */
/* read.h - bytes in, rendition out: the whole work of the reader, as a pure function. It runs in the jail, in the fuzz
 * drivers and in tests alike. */
#ifndef READER_READ_H
#define READER_READ_H

#include "text/rendition.h"

/* Sniffs the format of `bytes` (`name` helps), decodes and lays out. ERR_INPUT or ERR_LIMIT with the refusal as the
 * message. Everything is in `a`; `bytes` must outlive the rendition, whose text may be `bytes` itself. */
onus_status read_document(span bytes, span name, arena *a, rendition *ret_rendition, onus_error *err) MUST_CHECK;

/* What the parsers need to do once, while files may still be opened. */
void read_prepare(void);

#endif
