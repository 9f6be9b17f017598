/* SPDX-License-Identifier: Apache-2.0 */
/* line.h - one record as a few lines of text, the same in lists, show and brief. */
#ifndef REPORT_LINE_H
#define REPORT_LINE_H

#include "report/book.h"
#include "report/sheet.h"

/* "Union of Independent Newsrooms, Pei Shan-yu"; nothing where there is no such field. `group` 0: of the whole entry.
 */
void str_add_actors(str *out, const entry *e, field_name name, uint16_t group);
/* Who does it to whom: "Lamplight International -> Velimir Ostrak -> Karsovia, urged"; each kind in its way. Not safe.
 */
void str_add_summary(str *out, const book_record *r);
/* The words that carry it, without marks: record.words. For cases and visits, the evidence. */
span record_words_of(const book_record *r);
/* "2024-03-11, by Karsovia, in Zarnitsk" of one act of a case. */
void str_add_act(str *out, const entry *e, const field *act);
/* "2026-04-14 to 2026-04-16" of a visit. */
void str_add_stay(str *out, const entry *e);
/* The first eight or so hex digits by which a person knows a document. */
enum { SHORT_ID = 12 };

#endif
