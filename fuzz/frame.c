/* SPDX-License-Identifier: Apache-2.0 */
/* The frame receiver, the door between a hostile reader and the casefile. The first byte is the size of the pieces. */
#include "fuzz.h"

#include "base/limits.h"
#include "wire/frame.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	if (n < 1)
		return 0;
	size_t piece = bytes[0] ? bytes[0] : n;
	span all = {(const char *)bytes + 1, n - 1};
	ARENA_AUTO a = arena_new(256 * MIB);
	frame_receiver f = frame_receive(a);
	onus_error err = {0};
	onus_status status = ONUS_OK;
	for (size_t at = 0; at < all.n && status == ONUS_OK; at += piece)
		status = frame_feed(&f, span_slice(all, at, at + piece), &err);
	rendition r;
	if (status == ONUS_OK)
		status = frame_finish(&f, &r, &err);
	if (status == ONUS_OK)
		PROMISE(rendition_check(&r, NULL) == ONUS_OK);
	else
		PROMISE(err.status == status && err.message[0]);
	return 0;
}
