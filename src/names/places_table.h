/* SPDX-License-Identifier: Apache-2.0 */
/* places_table.h - the built-in table: tools/make_places.py writes it when Onus is built. */
#ifndef NAMES_PLACES_TABLE_H
#define NAMES_PLACES_TABLE_H

#include <stddef.h>

extern const char places_table[];
extern const size_t places_table_size;

#endif
