/* SPDX-License-Identifier: Apache-2.0 */
/* fold.h - forms of words for comparing: what a reader would call the same. ICU; thread-safe; nothing is kept. */
#ifndef TEXT_FOLD_H
#define TEXT_FOLD_H

#include "base/str.h"

/* Appends `s` without accents and case: compatibility decomposition (NFKD), no combining marks, case folded, runs of
 * white space as one space and none at the ends, typographic quotes and dashes as ASCII. Letters that have no
 * decomposition but an ASCII habit (ø, đ, ł, ı, ß, æ) are written in it. Ill-formed bytes become U+FFFD. */
void text_fold(span s, str *out);
/* Appends `s` in lower case, typographic apostrophes as ASCII and soft hyphens dropped; accents stay. The form under
 * which words are looked up. */
void text_lower(span s, str *out);
/* Unicode's word on one code point. */
bool text_is_letter(uint32_t rune);
bool text_is_upper(uint32_t rune);
bool text_is_digit(uint32_t rune);
bool text_is_space(uint32_t rune);

#endif
