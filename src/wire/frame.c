/* SPDX-License-Identifier: Apache-2.0 */
#include "wire/frame.h"
#include "base/utf8.h"
#include "wire/wire.h"

static void put_u32(unsigned char *p, uint32_t v)
{
	for (unsigned i = 0; i < 4; i++)
		p[i] = (unsigned char)(v >> (8 * i));
}

static uint32_t u32_of(const unsigned char *p)
{
	return (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24;
}

static bool send_frame(frame_type type, span body, frame_write write, void *ctx)
{
	unsigned char head[FRAME_HEAD_BYTES] = {'O', 'F', (unsigned char)type, 0};
	put_u32(head + 4, (uint32_t)body.n);
	return write(ctx, (const char *)head, sizeof head) && (body.n == 0 || write(ctx, body.p, body.n));
}

static bool send_pieces(frame_type type, span all, frame_write write, void *ctx)
{
	for (size_t at = 0; at < all.n; at += LIMIT_FRAME_BYTES)
		if (!send_frame(type, span_slice(all, at, at + LIMIT_FRAME_BYTES), write, ctx))
			return false;
	return true;
}

bool frame_send_rendition(const rendition *r, frame_write write, void *ctx)
{
	STR_AUTO layout = str_make(LIMIT_LAYOUT_BYTES);
	wire_rendition_encode(r, &layout);
	if (layout.failed)
		return false;
	unsigned char sizes[8];
	put_u32(sizes, (uint32_t)r->text.n);
	put_u32(sizes + 4, (uint32_t)layout.n);
	return send_frame(FRAME_BEGIN, (span){(const char *)sizes, sizeof sizes}, write, ctx) &&
	       send_pieces(FRAME_TEXT, r->text, write, ctx) &&
	       send_pieces(FRAME_LAYOUT, str_span(&layout), write, ctx) && send_frame(FRAME_END, SPAN(""), write, ctx);
}

bool frame_send_refusal(onus_status status, span sentence, frame_write write, void *ctx)
{
	char body[1 + LIMIT_REFUSAL_BYTES] = {(char)status};
	size_t n = sentence.n > LIMIT_REFUSAL_BYTES ? utf8_boundary(sentence, LIMIT_REFUSAL_BYTES) : sentence.n;
	if (n)
		memcpy(body + 1, sentence.p, n);
	return send_frame(FRAME_REFUSAL, (span){body, n + 1}, write, ctx);
}

/* States of the receiver: what has been seen. */
enum { NOTHING, BEGUN, ENDED, REFUSED };

frame_receiver frame_receive(arena *a)
{
	return (frame_receiver){.arena = a};
}

static onus_status wrong(onus_error *err, const char *what)
{
	return fail(err, ONUS_ERR_INTEGRITY, "the reader's answer %s", what);
}

static onus_status take_head(frame_receiver *f, onus_error *err)
{
	if (f->head[0] != 'O' || f->head[1] != 'F' || f->head[3] != 0)
		return wrong(err, "is not made of frames");
	f->type = f->head[2];
	f->body_n = u32_of(f->head + 4);
	f->body_at = 0;
	if (f->body_n > LIMIT_FRAME_BYTES)
		return wrong(err, "has a frame that is too long");
	if (f->state == ENDED || f->state == REFUSED)
		return wrong(err, "goes on after its end");
	switch (f->type) {
	case FRAME_BEGIN:
		if (f->state != NOTHING || f->body_n != 8)
			return wrong(err, "begins wrongly");
		return ONUS_OK;
	case FRAME_TEXT:
		if (f->state != BEGUN || f->layout_at || f->body_n == 0 || f->body_n > f->text_n - f->text_at)
			return wrong(err, "has more text than announced, or out of order");
		return ONUS_OK;
	case FRAME_LAYOUT:
		if (f->state != BEGUN || f->text_at != f->text_n || f->body_n == 0 ||
		    f->body_n > f->layout_n - f->layout_at)
			return wrong(err, "has more layout than announced, or out of order");
		return ONUS_OK;
	case FRAME_END:
		if (f->state != BEGUN || f->body_n != 0 || f->text_at != f->text_n || f->layout_at != f->layout_n)
			return wrong(err, "ends before it is complete");
		return ONUS_OK;
	case FRAME_REFUSAL:
		if (f->state != NOTHING || f->body_n < 2 || f->body_n > sizeof f->small)
			return wrong(err, "refuses wrongly");
		return ONUS_OK;
	default: return wrong(err, "has a frame of no known type");
	}
}

static onus_status take_body_end(frame_receiver *f, onus_error *err)
{
	if (f->type == FRAME_BEGIN) {
		f->text_n = u32_of(f->small);
		f->layout_n = u32_of(f->small + 4);
		if (f->text_n > LIMIT_TEXT_BYTES || f->layout_n > LIMIT_LAYOUT_BYTES)
			return wrong(err, "announces more than it may");
		f->text = arena_alloc(f->arena, f->text_n);
		f->layout = arena_alloc(f->arena, f->layout_n);
		if (!f->text || !f->layout)
			return fail_memory(err, "receiving a text");
		f->state = BEGUN;
	} else if (f->type == FRAME_END) {
		f->state = ENDED;
	} else if (f->type == FRAME_REFUSAL) {
		f->state = REFUSED;
	}
	f->head_n = 0;
	return ONUS_OK;
}

onus_status frame_feed(frame_receiver *f, span bytes, onus_error *err)
{
	while (bytes.n || (f->head_n == FRAME_HEAD_BYTES && f->body_at == f->body_n)) {
		if (f->head_n < FRAME_HEAD_BYTES) {
			f->head[f->head_n++] = (unsigned char)bytes.p[0];
			bytes = span_slice(bytes, 1, bytes.n);
			if (f->head_n == FRAME_HEAD_BYTES)
				TRY(take_head(f, err));
			continue;
		}
		size_t n = f->body_n - f->body_at;
		if (n > bytes.n)
			n = bytes.n;
		if (n && f->type == FRAME_TEXT) {
			memcpy(f->text + f->text_at, bytes.p, n);
			f->text_at += n;
		} else if (n && f->type == FRAME_LAYOUT) {
			memcpy(f->layout + f->layout_at, bytes.p, n);
			f->layout_at += n;
		} else if (n) {
			memcpy(f->small + f->body_at, bytes.p, n);
		}
		f->body_at += n;
		bytes = span_slice(bytes, n, bytes.n);
		if (f->body_at == f->body_n)
			TRY(take_body_end(f, err));
	}
	return ONUS_OK;
}

onus_status frame_finish(frame_receiver *f, rendition *ret_rendition, onus_error *err)
{
	if (f->head_n != 0 || (f->state != ENDED && f->state != REFUSED))
		return wrong(err, "is cut off");
	if (f->state == REFUSED) {
		onus_status status = (onus_status)f->small[0];
		span sentence = {(const char *)f->small + 1, f->body_n - 1};
		if ((status != ONUS_ERR_INPUT && status != ONUS_ERR_LIMIT && status != ONUS_ERR_MEMORY) ||
		    utf8_check(sentence) != SIZE_MAX)
			return wrong(err, "refuses wrongly");
		return fail(err, status, "%.*s", (int)sentence.n, sentence.p);
	}
	return wire_rendition_decode((span){f->layout, f->layout_n}, (span){f->text, f->text_n}, f->arena,
				     ret_rendition, err);
}
