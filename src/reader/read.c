/* SPDX-License-Identifier: Apache-2.0 */
#include "reader/read.h"
#include "base/limits.h"
#include "reader/decode.h"
#include "reader/formats.h"
#include "reader/sniff.h"

#include <json-c/linkhash.h>
#include <libxml/parser.h>
#include <unicode/ucnv.h>
#include <unicode/udata.h>

static onus_status named_refusal(const char *what, onus_error *err)
{
	return fail(err, ONUS_ERR_INPUT, "it is %s; this version of Onus reads plain text, Markdown and HTML", what);
}

static bool has_letters(const rendition *r)
{
	return r->blocks.n > 0;
}

onus_status read_document(span bytes, span name, arena *a, rendition *ret_rendition, onus_error *err)
{
	if (bytes.n == 0)
		return fail(err, ONUS_ERR_INPUT, "it is empty");
	if (bytes.n > LIMIT_INPUT_BYTES)
		return fail(err, ONUS_ERR_LIMIT, "it is larger than %u MB; split it into documents",
			    LIMIT_INPUT_BYTES / MIB);
	const char *refused = sniff_refused(bytes);
	if (refused)
		return named_refusal(refused, err);
	bool wide = decode_wide(bytes) != NULL;
	sniffed kind = wide ? SNIFF_TEXT : sniff_text(bytes, name);
	span label = kind == SNIFF_HTML ? decode_html_label(bytes) : (span){NULL, 0};
	decoded d;
	/* A page's markup is not text yet: it may be as long as the file. */
	size_t max = kind == SNIFF_HTML || wide ? 2 * (size_t)LIMIT_INPUT_BYTES : LIMIT_TEXT_BYTES;
	TRY(decode_bytes(bytes, label, max, a, &d, err));
	if (wide)
		kind = sniff_text(d.text, name);
	if (sniff_xml(d.text))
		return named_refusal("an XML document", err);
	uint32_t size = (uint32_t)bytes.n;
	rendition r;
	if (kind == SNIFF_HTML)
		TRY(read_html(&d, size, a, &r, err));
	else if (kind == SNIFF_MARKDOWN)
		TRY(read_markdown(&d, size, a, &r, err));
	else
		TRY(read_text(&d, size, a, &r, err));
	if (!has_letters(&r))
		return fail(err, ONUS_ERR_INPUT,
			    kind == SNIFF_HTML ? "it is a page without text" : "it holds nothing but white space");
	*ret_rendition = r;
	return ONUS_OK;
}

/* A document in the child may do no more than memory and time: what libraries load or ask the system for on first use
 * is used here once. */
void read_prepare(void)
{
	UErrorCode status = U_ZERO_ERROR;
	udata_setFileAccess(UDATA_NO_FILES, &status);
	status = U_ZERO_ERROR;
	ucnv_close(ucnv_open("windows-1252", &status));
	/* json-c seeds its hash from the system's random numbers unless told to use its plain one; what it reads here
	 * is bounded. */
	(void)json_global_set_string_hash(JSON_C_STR_HASH_PERLLIKE);
	xmlInitParser();
	arena *a = arena_new(0);
	rendition r;
	/* Twice: the first call of each detector and parser sets up its tables. */
	if (a) {
		(void)!read_document(
		    SPAN("<html><body><p>caf\xE9 d'hiver, une note sur l'\xE9t\xE9.</p></body></html>"), SPAN("a.html"),
		    a, &r, NULL);
		(void)!read_document(
		    SPAN("\xCF\xF0\xE8\xE2\xE5\xF2, \xEC\xE8\xF0. \xDD\xF2\xEE \xF2\xE5\xEA\xF1\xF2 \xE4\xEB\xFF "
			 "\xEF\xF0\xEE\xE2\xE5\xF0\xEA\xE8."),
		    SPAN("a.txt"), a, &r, NULL);
	}
	arena_free(a);
}
