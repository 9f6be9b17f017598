/* SPDX-License-Identifier: Apache-2.0 */
#include "base/cursor.h"

cursor cursor_of(span bytes)
{
	return (cursor){.left = bytes};
}

span cursor_bytes(cursor *c, size_t n)
{
	if (c->failed || n > c->left.n) {
		c->failed = true;
		return (span){NULL, 0};
	}
	span taken = {c->left.p, n};
	if (n) {
		c->left.p += n;
		c->left.n -= n;
	}
	return taken;
}

static uint64_t number(cursor *c, size_t size)
{
	span bytes = cursor_bytes(c, size);
	uint64_t value = 0;
	for (size_t i = 0; i < bytes.n; i++)
		value = value << 8 | (unsigned char)bytes.p[i];
	return value;
}

uint8_t cursor_u8(cursor *c)
{
	return (uint8_t)number(c, 1);
}

uint16_t cursor_u16(cursor *c)
{
	return (uint16_t)number(c, 2);
}

uint32_t cursor_u32(cursor *c)
{
	return (uint32_t)number(c, 4);
}

uint64_t cursor_u64(cursor *c)
{
	return number(c, 8);
}

span cursor_counted(cursor *c, size_t max)
{
	uint32_t n = cursor_u32(c);
	if (n > max)
		c->failed = true;
	return cursor_bytes(c, n);
}

bool cursor_done(const cursor *c)
{
	return !c->failed && c->left.n == 0;
}

static void put(str *s, uint64_t value, size_t size)
{
	char bytes[8];
	for (size_t i = 0; i < size; i++)
		bytes[i] = (char)(value >> (8 * (size - 1 - i)) & 0xFF);
	str_add(s, (span){bytes, size});
}

void str_put_u8(str *s, uint8_t value)
{
	put(s, value, 1);
}

void str_put_u16(str *s, uint16_t value)
{
	put(s, value, 2);
}

void str_put_u32(str *s, uint32_t value)
{
	put(s, value, 4);
}

void str_put_u64(str *s, uint64_t value)
{
	put(s, value, 8);
}

void str_put_counted(str *s, span bytes)
{
	if (bytes.n > UINT32_MAX) {
		s->failed = true;
		return;
	}
	str_put_u32(s, (uint32_t)bytes.n);
	str_add(s, bytes);
}
