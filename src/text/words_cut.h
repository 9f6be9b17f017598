/* SPDX-License-Identifier: Apache-2.0 */
/* words_cut.h - words as treebanks cut them; words.h says what they are. Within this room only. */
#ifndef TEXT_WORDS_CUT_H
#define TEXT_WORDS_CUT_H

#include "text/token.h"

/* Appends the words of text[where]. Linear. ERR_MEMORY. */
onus_status words_cut(span text, range where, arena *a, token_vec *out, onus_error *err) MUST_CHECK;

#endif
