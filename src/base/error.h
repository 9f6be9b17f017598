/* SPDX-License-Identifier: Apache-2.0 */
/*
 * error.h - filling in an onus_error. The list of errors is ONUS_STATUS_LIST in onus.h, the only one there is.
 *
 *	return fail(err, ONUS_ERR_LIMIT, "%s: the text is longer than %d MB", name, MB);
 *
 * `err` may be NULL. A message names the file, the place and the reason and says what to do. Pass names of files and
 *words of documents with SAFE(): it makes them harmless for a terminal and cuts them.
 */
#ifndef BASE_ERROR_H
#define BASE_ERROR_H

#include "base/span.h"

#include <onus/onus.h>

#define MUST_CHECK __attribute__((warn_unused_result))

/* Sets *err and returns `status`, so that a function can fail in one line. Not marked MUST_CHECK: it is returned. */
onus_status fail(onus_error *err, onus_status status, const char *format, ...) __attribute__((format(printf, 3, 4)));
/* "memory ran out while <doing>" */
onus_status fail_memory(onus_error *err, const char *doing);
/* Puts "prefix: " before the message that is there; returns err's status (ERR_INTERNAL when err is NULL). */
onus_status fail_within(onus_error *err, onus_status status, const char *prefix);

typedef struct safe_text {
	char c[260];
} safe_text;
/* A printable copy of at most 250 bytes, "…" at its end where it was cut. */
safe_text safe_text_of(span s);
#define SAFE(c_string) (safe_text_of(span_of(c_string)).c)
#define SAFE_SPAN(s)   (safe_text_of(s).c)

/* Returns from the calling function when `call` fails. */
#define TRY(call)                                                                                                      \
	do {                                                                                                           \
		onus_status try_status_ = (call);                                                                      \
		if (try_status_ != ONUS_OK)                                                                            \
			return try_status_;                                                                            \
	} while (0)

#endif
