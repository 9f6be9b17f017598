/* SPDX-License-Identifier: Apache-2.0 */
/*
 * printer.h - the one way out for structured output: the same calls give columns for a person, JSON or CSV.
 *
 * A JSON document is made of begin/end calls in order; keys are given inside objects only. In CSV and TEXT an object at
 * the top level of a list is a row, its keys are the columns (taken from the first row), lists of strings inside it are
 * joined by "; ", and deeper objects are left out: a command that needs a richer text writes it with printer_text.
 * No control or bidi character leaves raw in any format: JSON and CSV carry them as escapes that give the same text
 * back (JSON) or as visible marks (CSV, TEXT). CSV cells that a spreadsheet would take for a formula get a leading
 * apostrophe. Failure of the sink is remembered: printer_end reports it.
 */
#ifndef BASE_PRINTER_H
#define BASE_PRINTER_H

#include "base/arena.h"
#include "base/error.h"
#include "base/str.h"

typedef struct printer printer;

/* Owns: printer_free takes NULL. `sink` is borrowed. `format` is TEXT, JSON or CSV. `lines`: JSON lists at the top
 * level become one value a line (JSON Lines) instead of an array. */
printer *printer_new(onus_format format, bool lines, const onus_sink *sink);
void printer_free(printer *p);
onus_format printer_format(const printer *p);

void printer_begin_list(printer *p);
void printer_end_list(printer *p);
void printer_begin_object(printer *p);
void printer_end_object(printer *p);
void printer_key(printer *p, const char *key);
void printer_string(printer *p, span value);
void printer_strings(printer *p, const char *c_string);
void printer_number(printer *p, int64_t value);
void printer_bool(printer *p, bool value);
void printer_null(printer *p);
/* Key and value in one. A NULL c_string gives null. */
void printer_field(printer *p, const char *key, span value);
void printer_fields(printer *p, const char *key, const char *c_string);
/* TEXT only: writes as it is but made safe, lines kept; nothing in the other formats. */
void printer_text(printer *p, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Flushes. ERR_OUTPUT when the sink failed, ERR_MEMORY, or ONUS_OK. */
onus_status printer_end(printer *p, onus_error *err) MUST_CHECK;

/* JSON string, quotes included; CSV cell, quoted where it must be; HTML text: each made safe. */
void str_add_json(str *out, span s);
void str_add_csv(str *out, span s);
void str_add_html(str *out, span s);

#endif
