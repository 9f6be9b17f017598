/* SPDX-License-Identifier: Apache-2.0 */
/* typed_id.h - the entry that a person means to decide on or to follow. */
#ifndef ONUS_TYPED_ID_H
#define ONUS_TYPED_ID_H

#include "onus/casefile.h"

/* The record of that id or of the only one that begins so, copied into `a`. ERR_USAGE lists the candidates where several
 * begin so, or says that it is a document; ERR_NOT_FOUND names the nearest. */
onus_status typed_record(onus *file, const char *typed, arena *a, span *ret_id, onus_error *err) MUST_CHECK;

#endif
