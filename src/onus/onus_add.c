/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Documents into the casefile. Workers read and extract; the calling thread alone writes, in the order of the input.
 *
 * A document goes in wholly or not at all. Those that are finished already when a transaction is about to end share it,
 * since a commit costs an fsync; an input's event is told after the commit that keeps it, never before.
 */
#include "base/clock.h"
#include "base/limits.h"
#include "base/utf8.h"
#include "onus/casefile.h"
#include "onus/work.h"
#include "wire/wire.h"

/* One transaction takes at most so many documents and bytes: what a crash can undo stays small. */
enum { BATCH_DOCUMENTS = 64, BATCH_BYTES = 8 << 20, BATCH_MILLISECONDS = 100 };

typedef struct told_event {
	onus_add_event event;
	const char *path, *id, *detail;
	size_t drafts;
} told_event;

typedef struct adding {
	onus *file;
	store *lookup; /* a reader of its own for the workers' question whether a document is known */
	const onus_read_options *options;
	const char *rules;
	size_t total, done;
	onus_add_result result;
	size_t failures;
	arena *batch; /* what lives until the commit */
	VEC(told_event) events;
	size_t batch_bytes;
	int64_t flushed; /* when the last commit was, by clock_monotonic */
} adding;

/* In a worker. */
static onus_status is_known(void *ctx, const char *id, bool *ret_known, onus_error *err)
{
	adding *add = ctx;
	int64_t n;
	return store_one_int(add->lookup, "document_by_id", PARAMS(value_string(id)), ret_known, &n, err);
}

/* In a worker. */
static onus_status encode_layout(void *ctx, work_result *r, onus_error *err)
{
	(void)ctx;
	r->out = str_make(512 * (size_t)MIB);
	wire_rendition_encode(&r->rendition, &r->out);
	return r->out.failed ? fail_memory(err, "reading a document") : ONUS_OK;
}

static void count(adding *add, const told_event *e)
{
	switch (e->event) {
	case ONUS_ADDED: add->result.added++; break;
	case ONUS_KNOWN: add->result.known++; break;
	case ONUS_SAME_TEXT: add->result.same_text++; break;
	case ONUS_UNREADABLE: add->result.unreadable++; break;
	case ONUS_SKIPPED: add->result.skipped++; break;
	}
	add->result.drafts += e->drafts;
	add->done++;
}

/* Ends the transaction and tells of what it kept. */
static onus_status flush(adding *add, onus_error *err)
{
	if (store_in_transaction(add->file->store))
		TRY(store_commit(add->file->store, err));
	for (size_t i = 0; i < add->events.n; i++) {
		const told_event *e = &add->events.v[i];
		count(add, e);
		if (!add->options->progress)
			continue;
		onus_progress p = {e->event, e->path, e->id, e->detail, add->done, add->total, e->drafts};
		add->options->progress(add->options->progress_ctx, &p);
	}
	arena_free(add->batch);
	add->batch = arena_new(0);
	add->events.v = NULL;
	add->events.n = add->events.cap = 0;
	add->batch_bytes = 0;
	add->flushed = clock_monotonic();
	return add->batch ? ONUS_OK : fail_memory(err, "adding documents");
}

static onus_status tell(adding *add, onus_add_event event, const work_result *r, const char *detail, size_t drafts,
			onus_error *err)
{
	told_event *e = vec_push(&add->events, add->batch);
	if (!e)
		return fail_memory(err, "adding documents");
	e->event = event;
	e->path = r->input->path; /* of the list, which outlives the work */
	e->drafts = drafts;
	e->id = r->id[0] ? arena_string(add->batch, span_of(r->id)) : NULL;
	e->detail = detail ? arena_string(add->batch, span_of(detail)) : NULL;
	if ((r->id[0] && !e->id) || (detail && !e->detail))
		return fail_memory(err, "adding documents");
	return ONUS_OK;
}

/* A path as text: names of files need not be UTF-8. */
static void path_text(const char *path, str *out)
{
	span s = span_of(path);
	for (size_t at = 0; at < s.n;)
		str_add_rune(out, utf8_next(s, &at));
}

static onus_status keep(adding *add, const work_result *r, ledger_added *ret_added, onus_error *err)
{
	STR_AUTO source = str_make(LIMIT_TYPED_BYTES);
	path_text(r->input->path, &source);
	if (source.failed)
		return fail(err, ONUS_ERR_LIMIT, "its path is too long");
	bool read = r->status == ONUS_OK;
	ledger_document d = {.id = span_of(r->id),
			     .source = str_span(&source),
			     .bytes = r->document.bytes,
			     .refusal = span_of(read ? "" : r->error.message),
			     .rendition = read ? &r->rendition : NULL,
			     .layout = str_span(&r->out),
			     .reader = span_of(r->reader),
			     .set = read ? &r->set : NULL,
			     .rules = add->rules};
	return ledger_add_document(add->file->store, &add->file->host, &d, ret_added, err);
}

/* Keeps one document inside the running transaction, or leaves no trace of it. */
static onus_status keep_whole(adding *add, const work_result *r, ledger_added *ret_added, onus_error *err)
{
	store *s = add->file->store;
	if (!store_in_transaction(s))
		TRY(store_begin(s, err));
	TRY(store_savepoint(s, err));
	onus_status status = keep(add, r, ret_added, err);
	if (status == ONUS_OK)
		return store_release(s, err);
	/* A full disk has ended the transaction already; then there is no savepoint to go back to. */
	if (store_in_transaction(s))
		TRY(store_rollback_savepoint(s, err));
	return status;
}

static onus_status take_document(adding *add, const work_result *r, onus_error *err)
{
	bool known = r->known;
	int64_t n;
	ledger_added added = {0};
	onus_error why = {0};
	/* The same bytes may have come a moment ago, in this very run. */
	if (!known)
		TRY(store_one_int(add->file->store, "document_by_id", PARAMS(value_string(r->id)), &known, &n, err));
	if (known)
		return tell(add, ONUS_KNOWN, r, NULL, 0, err);
	onus_status status = keep_whole(add, r, &added, &why);
	if (status == ONUS_ERR_LIMIT || status == ONUS_ERR_INPUT) {
		add->failures++;
		return tell(add, ONUS_SKIPPED, r, why.message, 0, err);
	}
	if (status != ONUS_OK)
		return fail(err, status, "%s: %s", SAFE(r->input->path), why.message);
	if (r->status != ONUS_OK) {
		add->failures++;
		return tell(add, ONUS_UNREADABLE, r, r->error.message, 0, err);
	}
	if (!added.same_as)
		return tell(add, ONUS_ADDED, r, r->set.note.n ? arena_string(add->batch, r->set.note) : NULL,
			    added.drafts, err);
	span other;
	TRY(store_one_text(add->file->store, "ledger_document_id", PARAMS(value_int(added.same_as)), NULL, add->batch,
			   &other, err));
	span detail = arena_printf(add->batch, "its text is that of document %.12s", other.p);
	return detail.p ? tell(add, ONUS_SAME_TEXT, r, detail.p, 0, err) : fail_memory(err, "adding documents");
}

static onus_status take(void *ctx, const work_result *r, bool idle, onus_error *err)
{
	adding *add = ctx;
	bool refused = r->status == ONUS_ERR_INPUT || r->status == ONUS_ERR_LIMIT;
	if (r->status != ONUS_OK && !refused)
		return fail(err, r->status, "%s: %s", SAFE(r->input->path), r->error.message);
	if (refused && !r->loaded) {
		add->failures += !r->input->skipped || r->input->failed;
		TRY(tell(add, ONUS_SKIPPED, r, r->error.message, 0, err));
	} else {
		TRY(take_document(add, r, err));
	}
	add->batch_bytes += r->document.bytes.n;
	/* Nothing waits to be taken: a good moment to commit, but a disk takes no more than some hundred a second. */
	bool due = idle && clock_monotonic() - add->flushed >= BATCH_MILLISECONDS;
	if (due || add->events.n >= BATCH_DOCUMENTS || add->batch_bytes >= BATCH_BYTES)
		return flush(add, err);
	return ONUS_OK;
}

static onus_status verdict(const adding *add, onus_error *err)
{
	const onus_add_result *r = &add->result;
	size_t usable = r->added + r->known + r->same_text;
	if (add->total == 0)
		return fail(err, ONUS_ERR_INPUT, "no documents were found there");
	if (usable == 0)
		return fail(err, ONUS_ERR_INPUT, "none of %zu inputs could be used", add->total);
	if (add->failures)
		return fail(err, ONUS_ERR_PARTIAL, "%zu of %zu inputs could not be used; the rest was added",
			    add->failures, add->total);
	return ONUS_OK;
}

static onus_status add_all(adding *add, onus_error *err)
{
	const onus_read_options *options = add->options;
	ARENA_AUTO a = arena_new(0);
	const extract_engine *engine;
	intake_list list;
	if (!a || !add->batch)
		return fail_memory(err, "adding documents");
	TRY(casefile_engine(add->file, &engine, err));
	TRY(intake_walk(options->paths, options->n_paths, options->cancel, a, &list, err));
	add->total = list.files.n;
	add->rules = extract_rules_hash(engine);
	TRY(store_open(add->file->path, STORE_READ, (span){NULL, 0}, &add->lookup, err));
	work_plan plan = {
	    .options = options, .engine = engine, .known = is_known, .finish = encode_layout, .take = take, .ctx = add};
	onus_status status = work_run(&plan, &list, err);
	/* What was finished is kept, where it still can be; the first failure is the one to tell of. */
	if (status == ONUS_OK)
		status = flush(add, err);
	else if (status == ONUS_ERR_CANCELLED || store_in_transaction(add->file->store)) {
		onus_status kept = flush(add, NULL);
		if (kept != ONUS_OK)
			store_rollback(add->file->store);
	}
	return status;
}

onus_status onus_add(onus *file, const onus_read_options *options, onus_add_result *ret_result, onus_error *err)
{
	TRY(casefile_writable(file, err));
	adding add = {.file = file, .options = options, .batch = arena_new(0)};
	onus_status status = add_all(&add, err);
	store_close(add.lookup);
	arena_free(add.batch);
	if (status == ONUS_OK)
		status = verdict(&add, err);
	*ret_result = add.result;
	return status;
}
