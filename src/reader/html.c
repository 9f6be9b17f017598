/* SPDX-License-Identifier: Apache-2.0 */
#include "reader/html.h"
#include "reader/classify.h"
#include "reader/formats.h"

onus_status read_html(const decoded *d, uint32_t size, arena *a, rendition *ret_rendition, onus_error *err)
{
	html_page page = {.a = a, .d = d, .title = str_make(LIMIT_META_BYTES), .json = str_make(256 * KIB)};
	builder b = build_start(d, a);
	onus_status status = html_parse(&page, err);
	if (status == ONUS_OK) {
		html_weigh(&page);
		bool headings = false, title = false;
		html_write(&page, &b, &headings, &title);
		html_meta_finish(&page, &b);
		/* A page that names its title elsewhere has none in its first lines. */
		for (size_t i = 0; i < b.meta.n; i++)
			title |= b.meta.v[i].key == META_TITLE;
		classify(&b, (classify_hints){headings, title});
		status = arena_failed(a) ? fail_memory(err, "reading a page")
					 : build_rendition(&b, "html", size, ret_rendition, err);
	}
	build_end(&b);
	str_free(&page.title);
	str_free(&page.json);
	return status;
}
