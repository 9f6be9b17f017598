/* SPDX-License-Identifier: Apache-2.0 */
/* The pure filter: documents, or sentences in CoNLL-U, in; CoNLL-U out. */
#include "base/limits.h"
#include "onus/parse.h"

#include <pthread.h>

typedef struct parsing {
	const onus_parse_options *options;
	const onus_sink *sink;
	intake_list list;
	language_model *model;
	pthread_mutex_t lock;
	/* Guarded by `lock`: parsers that no worker has. There are never more than workers. */
	language_parser *idle[LIMIT_JOBS];
	size_t n_idle;
	/* Of the calling thread: */
	size_t done, used, failures;
} parsing;

/* ---- in a worker ---- */

static onus_status borrow_parser(parsing *ps, language_parser **ret_parser, onus_error *err)
{
	language_parser *parser = NULL;
	(void)pthread_mutex_lock(&ps->lock);
	if (ps->n_idle)
		parser = ps->idle[--ps->n_idle];
	(void)pthread_mutex_unlock(&ps->lock);
	if (!parser) {
		language_options options = {ps->options->kernel, ps->options->batch};
		TRY(language_parser_new(ps->model, &options, &parser, err));
	}
	*ret_parser = parser;
	return ONUS_OK;
}

static void give_back(parsing *ps, language_parser *parser)
{
	(void)pthread_mutex_lock(&ps->lock);
	bool kept = ps->n_idle < LIMIT_JOBS;
	if (kept)
		ps->idle[ps->n_idle++] = parser;
	(void)pthread_mutex_unlock(&ps->lock);
	if (!kept)
		language_parser_free(parser);
}

static onus_status parse(void *ctx, work_result *r, onus_error *err)
{
	parsing *ps = ctx;
	parse_tools tools = {.model = ps->model,
			     .probabilities = ps->options->probabilities,
			     .number = (size_t)(r->input - ps->list.files.v) + 1};
	TRY(borrow_parser(ps, &tools.parser, err));
	/* A rendition has a text of its own. */
	if (ps->options->input == ONUS_PARSE_TEXT)
		intake_unload(&r->document);
	onus_status status =
	    ps->options->input == ONUS_PARSE_CONLLU ? parse_conllu(&tools, r, err) : parse_document(&tools, r, err);
	give_back(ps, tools.parser);
	/* It waits for its turn without its text. */
	r->rendition = (rendition){0};
	arena_free(r->arena);
	r->arena = NULL;
	intake_unload(&r->document);
	return status;
}

/* ---- in the calling thread ---- */

static onus_status pass_on(void *ctx, span bytes, onus_error *err)
{
	const parsing *ps = ctx;
	if (!ps->sink->write(ps->sink->ctx, bytes.p, bytes.n))
		return fail(err, ONUS_ERR_OUTPUT, "the output could not be written");
	return ONUS_OK;
}

static void tell(parsing *ps, onus_add_event event, const work_result *r, const char *detail)
{
	const onus_read_options *options = &ps->options->read;
	ps->done++;
	if (!options->progress)
		return;
	onus_progress p = {event, r->input->path, r->id[0] ? r->id : NULL, detail, ps->done, ps->list.files.n, 0};
	options->progress(options->progress_ctx, &p);
}

static onus_status take(void *ctx, const work_result *r, bool idle, onus_error *err)
{
	(void)idle;
	parsing *ps = ctx;
	if (r->status == ONUS_ERR_INPUT || r->status == ONUS_ERR_LIMIT) {
		ps->failures += !r->input->skipped || r->input->failed;
		tell(ps, r->loaded ? ONUS_UNREADABLE : ONUS_SKIPPED, r, r->error.message);
		return ONUS_OK;
	}
	if (r->status != ONUS_OK)
		return fail(err, r->status, "%s: %s", SAFE(r->input->path), r->error.message);
	ps->used++;
	tell(ps, ONUS_ADDED, r, NULL);
	return ONUS_OK;
}

static onus_status parse_all(parsing *ps, onus_error *err)
{
	const onus_read_options *options = &ps->options->read;
	ARENA_AUTO a = arena_new(0);
	language_parser *parser;
	if (!a)
		return fail_memory(err, "reading documents");
	/* A kernel that is not to be had is told before anything is read. */
	TRY(borrow_parser(ps, &parser, err));
	give_back(ps, parser);
	TRY(intake_walk(options->paths, options->n_paths, options->cancel, a, &ps->list, err));
	work_plan plan = {.options = options,
			  .raw = ps->options->input == ONUS_PARSE_CONLLU,
			  .finish = parse,
			  .write = pass_on,
			  .take = take,
			  .ctx = ps};
	TRY(work_run(&plan, &ps->list, err));
	if (ps->list.files.n == 0)
		return fail(err, ONUS_ERR_INPUT, "no documents were found there");
	if (ps->used == 0)
		return fail(err, ONUS_ERR_INPUT, "none of %zu inputs could be used", ps->list.files.n);
	if (ps->failures)
		return fail(err, ONUS_ERR_PARTIAL, "%zu of %zu inputs could not be used; the rest was done",
			    ps->failures, ps->list.files.n);
	return ONUS_OK;
}

onus_status onus_parse(const onus_parse_options *options, const onus_sink *sink, onus_error *err)
{
	parsing ps = {.options = options, .sink = sink};
	if (!options->model)
		return fail(err, ONUS_ERR_NOT_FOUND, "no language model was named");
	TRY(language_open(options->model, &ps.model, err));
	(void)pthread_mutex_init(&ps.lock, NULL);
	onus_status status = parse_all(&ps, err);
	for (size_t i = 0; i < ps.n_idle; i++)
		language_parser_free(ps.idle[i]);
	(void)pthread_mutex_destroy(&ps.lock);
	language_close(ps.model);
	return status;
}
