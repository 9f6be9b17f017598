/* SPDX-License-Identifier: Apache-2.0 */
/*
 * frame.h - what a sealed reader writes into its pipe for one document: frames of a type, a length and bytes.
 *
 *	BEGIN (sizes), TEXT..., LAYOUT..., END      or      REFUSAL
 *
 * The sender's half writes frames into a str or through a callback; the receiver's half takes bytes as they come, in
 * pieces of any size, and refuses the first thing that is out of order, too long, or left over. It is the one door
 * between hostile documents and the casefile, and fuzz/frame.c knocks at it.
 */
#ifndef WIRE_FRAME_H
#define WIRE_FRAME_H

#include "base/error.h"
#include "base/limits.h"
#include "base/str.h"
#include "text/rendition.h"

enum { FRAME_HEAD_BYTES = 8 };

typedef enum frame_type {
	FRAME_BEGIN = 1,   /* two 32-bit numbers: bytes of text, bytes of layout */
	FRAME_TEXT = 2,    /* the next piece of the text */
	FRAME_LAYOUT = 3,  /* the next piece of the layout */
	FRAME_END = 4,     /* empty */
	FRAME_REFUSAL = 5, /* one byte: the status; then a sentence in UTF-8 */
} frame_type;

/* ---- sender ---- */

/* Takes all n bytes or returns false. */
typedef bool (*frame_write)(void *ctx, const char *bytes, size_t n);

/* A whole rendition with its text, or a refusal (ERR_INPUT, ERR_LIMIT or ERR_MEMORY). False when `write` failed or
 * memory ran out. */
bool frame_send_rendition(const rendition *r, frame_write write, void *ctx) MUST_CHECK;
bool frame_send_refusal(onus_status status, span sentence, frame_write write, void *ctx) MUST_CHECK;

/* ---- receiver ---- */

typedef struct frame_receiver {
	arena *arena;
	int state;
	unsigned char head[FRAME_HEAD_BYTES];
	size_t head_n;
	unsigned type;
	size_t body_n, body_at; /* of the frame at work */
	char *text, *layout;
	size_t text_n, text_at, layout_n, layout_at;
	unsigned char small[LIMIT_REFUSAL_BYTES + 1]; /* BEGIN and REFUSAL bodies */
} frame_receiver;

/* Text and layout go into `a`, which is asked for what BEGIN says, within LIMIT_TEXT_BYTES and LIMIT_LAYOUT_BYTES. */
frame_receiver frame_receive(arena *a);
/* ERR_INTEGRITY at the first thing that is wrong; feed nothing more after that. */
onus_status frame_feed(frame_receiver *f, span bytes, onus_error *err) MUST_CHECK;
/* At the end of the pipe: the rendition, or the refusal as the status with its sentence in *err. */
onus_status frame_finish(frame_receiver *f, rendition *ret_rendition, onus_error *err) MUST_CHECK;

#endif
