/* SPDX-License-Identifier: Apache-2.0 */
/* The derived tables anew, from the stored texts: no reader is needed. */
#include "extract/extract.h"
#include "onus/casefile.h"
#include "wire/wire.h"

typedef struct rebuilding {
	const extract_engine *engine;
	const onus_read_options *options;
} rebuilding;

static onus_status drafts(void *ctx, span id, span text, span layout, arena *a, rendition *ret_rendition,
			  record_set *ret_set, onus_error *err)
{
	rebuilding *r = ctx;
	rendition read;
	record_set set;
	onus_error why = {0};
	onus_status status = wire_rendition_decode(layout, text, a, &read, &why);
	if (status != ONUS_OK)
		return fail(err, status, "document %s: %s", SAFE_SPAN(id), why.message);
	status = extract_run(r->engine, &read, a, &set, &why);
	if (status == ONUS_ERR_MEMORY)
		return fail(err, status, "%s", why.message);
	/* As when it was added: see extract_into in work.c. */
	if (status != ONUS_OK)
		set = (record_set){.document = {.kind = ONUS_DOCUMENT, .rule = SPAN("")},
				   .note = arena_printf(a, "no drafts were made: %s", why.message)};
	*ret_rendition = read;
	*ret_set = set;
	return ONUS_OK;
}

static void progress(void *ctx, int64_t done, int64_t total)
{
	const rebuilding *r = ctx;
	if (!r->options || !r->options->progress)
		return;
	onus_progress p = {.event = ONUS_ADDED, .done = (size_t)done, .total = (size_t)total};
	r->options->progress(r->options->progress_ctx, &p);
}

onus_status casefile_rebuild(onus *file, const onus_read_options *options, onus_error *err)
{
	rebuilding r = {.options = options};
	TRY(casefile_engine(file, &r.engine, err));
	ledger_source source = {drafts, progress, &r, extract_rules_hash(r.engine), options ? options->cancel : NULL};
	return ledger_rebuild(file->store, &source, err);
}

onus_status onus_rebuild(onus *file, const onus_read_options *options, onus_error *err)
{
	TRY(casefile_writable(file, err));
	return casefile_rebuild(file, options, err);
}
