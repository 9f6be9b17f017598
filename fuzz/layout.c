/* SPDX-License-Identifier: Apache-2.0 */
/* The layout decoder, which reads what a casefile keeps too. Two bytes of length, a text, a layout. */
#include "fuzz.h"

#include "base/limits.h"
#include "wire/wire.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	if (n < 2)
		return 0;
	span all = {(const char *)bytes + 2, n - 2};
	size_t text_n = (size_t)bytes[0] | (size_t)bytes[1] << 8;
	span text = span_slice(all, 0, text_n), layout = span_slice(all, text_n, all.n);
	ARENA_AUTO a = arena_new(256 * MIB);
	rendition r;
	if (wire_rendition_decode(layout, text, a, &r, NULL) != ONUS_OK)
		return 0;
	PROMISE(rendition_check(&r, NULL) == ONUS_OK);
	/* One rendition has one encoding. */
	STR_AUTO again = str_make(LIMIT_LAYOUT_BYTES);
	wire_rendition_encode(&r, &again);
	PROMISE(span_equal(str_span(&again), layout));
	for (uint32_t at = 0; at + 1 < text.n; at += 7) {
		range source = rendition_source(&r, (range){at, at + 1});
		PROMISE(source.start <= source.end && source.end <= r.source_size);
	}
	return 0;
}
