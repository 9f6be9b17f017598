/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The canonical encoding of an entry, described for readers without our program in docs/file-format.md:
 *
 *	u8 version (1), u8 kind, u8 confidentiality, u8 by_person, u32 evidence start, u32 evidence end,
 *	counted rule, u32 number of fields, and for each field
 *	u8 name, u8 actor type, u16 group, 4 bytes country (zero-filled), u32 start, u32 end, counted value
 *
 * Numbers are big-endian, "counted" is a u32 length and as many bytes.
 */
#include "base/cursor.h"
#include "base/limits.h"
#include "base/utf8.h"
#include "record/record.h"

enum { VERSION = 1 };

void entry_encode(const entry *e, str *out)
{
	str_put_u8(out, VERSION);
	str_put_u8(out, e->kind);
	str_put_u8(out, e->confidentiality);
	str_put_u8(out, e->by_person);
	str_put_u32(out, e->evidence.start);
	str_put_u32(out, e->evidence.end);
	str_put_counted(out, e->rule);
	str_put_u32(out, (uint32_t)e->fields.n);
	for (size_t i = 0; i < e->fields.n; i++) {
		const field *f = &e->fields.v[i];
		str_put_u8(out, f->name);
		str_put_u8(out, f->actor_type);
		str_put_u16(out, f->group);
		str_add(out, (span){f->country, sizeof f->country});
		str_put_u32(out, f->where.start);
		str_put_u32(out, f->where.end);
		str_put_counted(out, f->value);
	}
}

static bool decode_field(cursor *c, arena *a, field *f)
{
	f->name = cursor_u8(c);
	f->actor_type = cursor_u8(c);
	f->group = cursor_u16(c);
	span country = cursor_bytes(c, sizeof f->country);
	f->where.start = cursor_u32(c);
	f->where.end = cursor_u32(c);
	span value = cursor_counted(c, LIMIT_ENTRY_BYTES);
	if (c->failed || f->name == FIELD_NONE || f->name >= FIELD_COUNT || f->actor_type > ACTOR_OFFICE ||
	    f->where.start > f->where.end || utf8_check(value) != SIZE_MAX)
		return false;
	/* letters, then zeros to the end, so that one country has one encoding and is a C string */
	size_t letters = 0;
	while (letters < country.n && country.p[letters])
		letters++;
	for (size_t i = letters; i < country.n; i++)
		if (country.p[i])
			return false;
	if (letters == sizeof f->country)
		return false;
	memcpy(f->country, country.p, sizeof f->country);
	f->value = arena_span(a, value);
	return f->value.p != NULL;
}

onus_status entry_decode(span bytes, arena *a, entry *ret_entry, onus_error *err)
{
	entry e = {0};
	cursor c = cursor_of(bytes);
	if (bytes.n > LIMIT_ENTRY_BYTES)
		return fail(err, ONUS_ERR_INTEGRITY, "an entry of %zu bytes is larger than any that Onus writes",
			    bytes.n);
	uint8_t version = cursor_u8(&c);
	if (!c.failed && version != VERSION)
		return fail(err, ONUS_ERR_INTEGRITY, "an entry has encoding version %u; this Onus knows %d", version,
			    VERSION);
	e.kind = cursor_u8(&c);
	e.confidentiality = cursor_u8(&c);
	uint8_t by_person = cursor_u8(&c);
	e.by_person = by_person == 1;
	e.evidence.start = cursor_u32(&c);
	e.evidence.end = cursor_u32(&c);
	span rule = cursor_counted(&c, LIMIT_TYPED_BYTES);
	uint32_t n = cursor_u32(&c);
	bool sound = !c.failed && e.kind < ONUS_KIND_COUNT && e.confidentiality <= CONFIDENTIAL && by_person <= 1 &&
		     e.evidence.start <= e.evidence.end && utf8_check(rule) == SIZE_MAX;
	if (sound) {
		e.rule = arena_span(a, rule);
		if (!e.rule.p)
			return fail_memory(err, "reading an entry");
	}
	for (uint32_t i = 0; sound && i < n; i++) {
		field f = {0};
		sound = decode_field(&c, a, &f);
		field *slot = sound ? vec_push(&e.fields, a) : NULL;
		if (sound && !slot)
			return fail_memory(err, "reading an entry");
		if (slot)
			*slot = f;
	}
	if (arena_failed(a))
		return fail_memory(err, "reading an entry");
	if (!sound || !cursor_done(&c))
		return fail(err, ONUS_ERR_INTEGRITY, "an entry's bytes are damaged");
	*ret_entry = e;
	return ONUS_OK;
}
