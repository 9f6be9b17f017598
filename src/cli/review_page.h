/* SPDX-License-Identifier: Apache-2.0 */
/*
 * review_page.h - one draft as a page of text for a terminal. Pure: the page is a function of the draft and the size.
 *
 * Nothing of a document comes out raw: control and bidi characters are shown as marks. Where styles may not be used the
 * words stand between [[ and ]].
 */
#ifndef CLI_REVIEW_PAGE_H
#define CLI_REVIEW_PAGE_H

#include "base/str.h"

#include <onus/onus.h>

typedef struct page_size {
	int columns, rows;
	bool styles;
} page_size;

/* `place`: "draft 3, 38 more"; `decided`: what was decided on it in this session, or NULL. */
void review_page(str *out, const onus_draft *draft, page_size size, const char *place, const char *decided);
/* Text in lines of at most `columns`, each with `indent` before it, made safe. */
void page_wrap(str *out, span text, int columns, const char *indent);

#endif
