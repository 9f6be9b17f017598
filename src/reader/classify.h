/* SPDX-License-Identifier: Apache-2.0 */
/* classify.h - from paragraphs to what they are: title, byline, date line, caption, items of a list without bullets,
 * what stands behind the end. The same for all formats, after each has done what its markup tells. */
#ifndef READER_CLASSIFY_H
#define READER_CLASSIFY_H

#include "reader/build.h"

typedef struct classify_hints {
	bool headings; /* markup told the headings: none are to be guessed */
	bool title;    /* markup told the title */
} classify_hints;

void classify(builder *b, classify_hints hints);

#endif
