/* SPDX-License-Identifier: Apache-2.0 */
/* The whole way of a document through the reader; built once for each format (DOCUMENT_NAME). */
#include "fuzz.h"

#include "base/limits.h"
#include "base/str.h"
#include "reader/read.h"
#include "wire/wire.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	span document = {(const char *)bytes, n};
	ARENA_AUTO a = arena_new(512 * MIB);
	rendition r;
	onus_error err = {0};
	onus_status status = read_document(document, SPAN(DOCUMENT_NAME), a, &r, &err);
	if (status != ONUS_OK) {
		PROMISE(status == ONUS_ERR_INPUT || status == ONUS_ERR_LIMIT || status == ONUS_ERR_MEMORY);
		PROMISE(err.status == status && err.message[0]);
		return 0;
	}
	PROMISE(rendition_check(&r, NULL) == ONUS_OK);
	PROMISE(r.blocks.n > 0);
	for (size_t i = 0; i < r.map.n; i++) {
		const map_run *m = &r.map.v[i];
		PROMISE(!m->same || memcmp(r.text.p + m->text, bytes + m->source, m->text_n) == 0);
	}
	STR_AUTO layout = str_make(LIMIT_LAYOUT_BYTES);
	wire_rendition_encode(&r, &layout);
	rendition back;
	PROMISE(!layout.failed && wire_rendition_decode(str_span(&layout), r.text, a, &back, NULL) == ONUS_OK);
	return 0;
}
