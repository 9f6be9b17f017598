/* SPDX-License-Identifier: Apache-2.0 */
/* sniff.h - what a file is, from its first bytes, and only then from its name. */
#ifndef READER_SNIFF_H
#define READER_SNIFF_H

#include "base/span.h"

/* "a PDF document", "a Word document (DOCX)", ... for formats that are not read; NULL for all else. */
const char *sniff_refused(span bytes);

typedef enum sniffed { SNIFF_TEXT, SNIFF_MARKDOWN, SNIFF_HTML } sniffed;
/* For text of any set that has ASCII in it as it is. */
sniffed sniff_text(span text, span name);
/* XML that is not XHTML. */
bool sniff_xml(span text);

#endif
