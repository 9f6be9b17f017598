/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A reader that lies. It speaks onus-reader's language up to the first document and then does what the document's first
 * word says; tests/unit/test_reader_process.c lets the parent meet it.
 */
#include "base/span.h"
#include "wire/frame.h"
#include "wire/hello.h"

#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

static int out;

static void put(const char *bytes, size_t n)
{
	while (n) {
		ssize_t wrote = write(out, bytes, n);
		if (wrote <= 0)
			return;
		bytes += wrote;
		n -= (size_t)wrote;
	}
}

static void put_frame(unsigned type, size_t length, span body)
{
	unsigned char head[FRAME_HEAD_BYTES] = {'O',
						'F',
						(unsigned char)type,
						0,
						(unsigned char)length,
						(unsigned char)(length >> 8),
						(unsigned char)(length >> 16),
						(unsigned char)(length >> 24)};
	put((const char *)head, sizeof head);
	put(body.p, body.n);
}

static void put_begin(unsigned text, unsigned layout)
{
	unsigned char sizes[8] = {(unsigned char)text,           (unsigned char)(text >> 8),
				  (unsigned char)(text >> 16),   (unsigned char)(text >> 24),
				  (unsigned char)layout,         (unsigned char)(layout >> 8),
				  (unsigned char)(layout >> 16), (unsigned char)(layout >> 24)};
	put_frame(FRAME_BEGIN, 8, (span){(const char *)sizes, 8});
}

/* 0: go on as an honest reader would at the end; else the exit code. */
static int act(span what)
{
	if (span_starts(what, SPAN("garbage")))
		put("this is no frame at all, by any reading of it", 45);
	else if (span_starts(what, SPAN("huge-frame")))
		put_frame(FRAME_BEGIN, 0x7FFFFFFF, SPAN(""));
	else if (span_starts(what, SPAN("huge-text")))
		put_begin(0xFFFFFFFFu, 10);
	else if (span_starts(what, SPAN("truncated"))) {
		put_begin(100, 10);
		put_frame(FRAME_TEXT, 100, SPAN("only this much"));
	} else if (span_starts(what, SPAN("no-end"))) {
		put_begin(4, 4);
		put_frame(FRAME_TEXT, 4, SPAN("text"));
	} else if (span_starts(what, SPAN("leftover"))) {
		put_frame(FRAME_REFUSAL, 3, SPAN("\003no"));
		put("more", 4);
	} else if (span_starts(what, SPAN("twice"))) {
		put_frame(FRAME_REFUSAL, 3, SPAN("\003no"));
		put_frame(FRAME_REFUSAL, 3, SPAN("\003no"));
	} else if (span_starts(what, SPAN("bad-status"))) {
		put_frame(FRAME_REFUSAL, 3, SPAN("\000ok"));
	} else if (span_starts(what, SPAN("bad-words"))) {
		put_frame(FRAME_REFUSAL, 3, SPAN("\003\xFF\xFE"));
	} else if (span_starts(what, SPAN("bad-layout"))) {
		put_begin(4, 8);
		put_frame(FRAME_TEXT, 4, SPAN("text"));
		put_frame(FRAME_LAYOUT, 8, SPAN("ONL1\x01\x02\x03\x04"));
		put_frame(FRAME_END, 0, SPAN(""));
	} else if (span_starts(what, SPAN("escape"))) {
		put_frame(FRAME_REFUSAL, 10, SPAN("\003\x1b[31mred!"));
	} else if (span_starts(what, SPAN("endless"))) {
		put_begin(1000, 10);
		for (;;) {
			put_frame(FRAME_TEXT, 1000, SPAN(""));
			char filler[1000] = {0};
			put(filler, sizeof filler);
		}
	} else if (span_starts(what, SPAN("crash"))) {
		__builtin_trap();
	} else if (span_starts(what, SPAN("quit"))) {
		return 3;
	}
	return 0;
}

int main(void)
{
	wire_hello hello = {
	    .magic = WIRE_HELLO_MAGIC, .seccomp = 1, .rlimits = 1, .sealed = 1, .version = ONUS_VERSION};
	if (send(WIRE_SOCKET, &hello, sizeof hello, MSG_NOSIGNAL) < 0)
		return 1;
	for (;;) {
		wire_request request;
		union {
			struct cmsghdr align;
			char bytes[CMSG_SPACE(2 * sizeof(int))];
		} control = {0};
		struct iovec part = {&request, sizeof request};
		struct msghdr message = {.msg_iov = &part,
					 .msg_iovlen = 1,
					 .msg_control = control.bytes,
					 .msg_controllen = sizeof control.bytes};
		if (recvmsg(WIRE_SOCKET, &message, 0) != (ssize_t)sizeof request)
			return 0;
		int fds[2];
		const struct cmsghdr *rights = CMSG_FIRSTHDR(&message);
		if (!rights)
			return 0;
		memcpy(fds, CMSG_DATA(rights), sizeof fds);
		char command[64] = {0};
		ssize_t n = pread(fds[0], command, sizeof command - 1, 0);
		out = fds[1];
		int code = act((span){command, n > 0 ? (size_t)n : 0});
		if (code)
			return code;
		close(fds[0]);
		close(fds[1]);
		wire_ended ended = {.number = request.number, .status = 0};
		if (span_starts(span_of(command), SPAN("wrong-number")))
			ended.number++;
		if (send(WIRE_SOCKET, &ended, sizeof ended, MSG_NOSIGNAL) < 0)
			return 1;
	}
}
