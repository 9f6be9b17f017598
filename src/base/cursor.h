/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cursor.h - reading our own binary encodings: big-endian numbers and counted bytes, every length checked.
 *
 * A read past the end gives zero or an empty span and sets `failed` for good, so that a decoder may read a whole struct
 * and check once. cursor_done demands that all was read and nothing failed. The str_put_ functions write the same
 * forms.
 */
#ifndef BASE_CURSOR_H
#define BASE_CURSOR_H

#include "base/str.h"

typedef struct cursor {
	span left;
	bool failed;
} cursor;

cursor cursor_of(span bytes);
uint8_t cursor_u8(cursor *c);
uint16_t cursor_u16(cursor *c);
uint32_t cursor_u32(cursor *c);
uint64_t cursor_u64(cursor *c);
/* n bytes as they are; borrowed from the input. */
span cursor_bytes(cursor *c, size_t n);
/* A 32-bit length of at most `max`, then as many bytes. */
span cursor_counted(cursor *c, size_t max);
bool cursor_done(const cursor *c);

void str_put_u8(str *s, uint8_t value);
void str_put_u16(str *s, uint16_t value);
void str_put_u32(str *s, uint32_t value);
void str_put_u64(str *s, uint64_t value);
/* Fails the str for more than UINT32_MAX bytes. */
void str_put_counted(str *s, span bytes);

#endif
