/* SPDX-License-Identifier: Apache-2.0 */
/* CoNLL-U: what is taken has the form that the header promises, what is refused says where. */
#include "fuzz.h"

#include "language/conllu.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	arena *a = arena_new((size_t)1 << 28);
	PROMISE(a);
	conllu_lines lines = {0};
	conllu_reader r;
	conllu_start(&r, (span){(const char *)bytes, n});
	for (bool found = true; found;) {
		size_t first = lines.n;
		uint32_t words = 0, seen = 0;
		onus_error err = {0};
		onus_status status = conllu_next(&r, a, &lines, &words, &found, &err);
		if (status != ONUS_OK) {
			PROMISE(err.status == status);
			PROMISE(status == ONUS_ERR_MEMORY || strncmp(err.message, "line ", 5) == 0);
			break;
		}
		PROMISE(found == (lines.n > first));
		for (size_t i = first; i < lines.n; i++) {
			const conllu_line *line = &lines.v[i];
			PROMISE(line->text.n && !memchr(line->text.p, '\n', line->text.n));
			for (unsigned c = 0; line->kind != CONLLU_COMMENT && c < CONLLU_COLUMNS; c++) {
				span column = conllu_column(line, c);
				PROMISE(column.n && !memchr(column.p, '\t', column.n));
			}
			seen += line->kind == CONLLU_WORD;
		}
		PROMISE(seen == words);
	}
	arena_free(a);
	return 0;
}
