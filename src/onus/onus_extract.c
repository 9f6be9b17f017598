/* SPDX-License-Identifier: Apache-2.0 */
/* The pure filter: documents in, one JSON object a document out. */
#include "base/limits.h"
#include "onus/casefile.h"
#include "onus/work.h"

typedef struct extracting {
	const onus_read_options *options;
	const onus_sink *sink;
	bool lines; /* several inputs, or a folder: JSON Lines with their sources */
	size_t total, done, used, failures;
} extracting;

static bool into_str(void *ctx, const char *bytes, size_t n)
{
	str *out = ctx;
	str_add(out, (span){bytes, n});
	return !out->failed;
}

/* In a worker: the document's own lines. */
static onus_status print(void *ctx, work_result *r, onus_error *err)
{
	const extracting *ex = ctx;
	r->out = str_make(1024 * (size_t)MIB);
	onus_sink sink = {into_str, &r->out};
	printer *p = printer_new(ONUS_JSON, ex->lines, &sink);
	if (!p)
		return fail_memory(err, "writing a document's records");
	char id[80];
	(void)snprintf(id, sizeof id, "sha256:%s", r->id);
	if (ex->lines)
		printer_begin_list(p);
	record_set_print(&r->set, p, id, ex->lines ? span_of(r->input->path) : (span){NULL, 0}, r->rendition.text);
	if (ex->lines)
		printer_end_list(p);
	onus_status status = printer_end(p, err);
	printer_free(p);
	return status == ONUS_ERR_OUTPUT ? fail_memory(err, "writing a document's records") : status;
}

static void tell(extracting *ex, onus_add_event event, const work_result *r, const char *detail, size_t drafts)
{
	ex->done++;
	if (!ex->options->progress)
		return;
	onus_progress p = {event, r->input->path, r->id[0] ? r->id : NULL, detail, ex->done, ex->total, drafts};
	ex->options->progress(ex->options->progress_ctx, &p);
}

static onus_status take(void *ctx, const work_result *r, bool idle, onus_error *err)
{
	(void)idle;
	extracting *ex = ctx;
	if (r->status == ONUS_ERR_INPUT || r->status == ONUS_ERR_LIMIT) {
		ex->failures += !r->input->skipped || r->input->failed;
		tell(ex, r->loaded ? ONUS_UNREADABLE : ONUS_SKIPPED, r, r->error.message, 0);
		return ONUS_OK;
	}
	if (r->status != ONUS_OK)
		return fail(err, r->status, "%s: %s", SAFE(r->input->path), r->error.message);
	if (!ex->sink->write(ex->sink->ctx, str_c(&r->out), r->out.n))
		return fail(err, ONUS_ERR_OUTPUT, "the output could not be written");
	ex->used++;
	tell(ex, ONUS_ADDED, r, r->set.note.n ? r->set.note.p : NULL, r->set.entries.n);
	return ONUS_OK;
}

static onus_status extract_all(extracting *ex, const extract_engine *engine, onus_error *err)
{
	const onus_read_options *options = ex->options;
	ARENA_AUTO a = arena_new(0);
	intake_list list;
	if (!a)
		return fail_memory(err, "reading documents");
	TRY(intake_walk(options->paths, options->n_paths, options->cancel, a, &list, err));
	ex->total = list.files.n;
	ex->lines = options->n_paths != 1 || list.files.n != 1 || strcmp(list.files.v[0].path, options->paths[0]) != 0;
	work_plan plan = {.options = options, .engine = engine, .finish = print, .take = take, .ctx = ex};
	TRY(work_run(&plan, &list, err));
	if (ex->total == 0)
		return fail(err, ONUS_ERR_INPUT, "no documents were found there");
	if (ex->used == 0)
		return fail(err, ONUS_ERR_INPUT, "none of %zu inputs could be used", ex->total);
	if (ex->failures)
		return fail(err, ONUS_ERR_PARTIAL, "%zu of %zu inputs could not be used; the rest was done",
			    ex->failures, ex->total);
	return ONUS_OK;
}

onus_status onus_extract(const onus_read_options *options, const onus_sink *sink, onus_error *err)
{
	STR_AUTO table = str_make(LIMIT_INPUT_BYTES / 4);
	if (options->places)
		TRY(casefile_read_places(options->places, &table, err));
	extract_engine *engine = NULL;
	TRY(extract_engine_new(str_span(&table), &engine, err));
	extracting ex = {.options = options, .sink = sink};
	onus_status status = extract_all(&ex, engine, err);
	extract_engine_free(engine);
	return status;
}
