/* SPDX-License-Identifier: Apache-2.0 */
#include "onus/work.h"

#include "base/limits.h"
#include "base/memory.h"
#include "intake/reader_process.h"

#include <pthread.h>
#include <sched.h>
#include <stddef.h>
#include <time.h>

enum {
	PENDING_BYTES = 24 << 20,  /* finished documents that wait for their turn */
	DOCUMENT_MEMORY = 1 << 30, /* of one document: its text, layout and drafts; the reader has a cap of its own */
	WAITING_BYTES = 1 << 20,   /* of one document's output that nobody has taken yet */
	LOOK_UP_MS = 100,          /* how often a waiting thread looks whether it is to stop */
};

typedef struct slot {
	bool ready;
	str waiting; /* from work_write; a worker appends and the calling thread takes, both under the lock */
	size_t held; /* of `pending`, once it is ready */
	work_result result;
} slot;

typedef struct work {
	const work_plan *plan;
	const intake_list *list;
	pthread_mutex_t lock, known_lock;
	pthread_cond_t changed;
	/* Guarded by `lock`: */
	slot *slots; /* a ring: input i lies in slots[i % window] */
	size_t window, next, taken, pending;
	bool stop;
} work;

typedef struct worker {
	work *work;
	reader_process *reader;
	pthread_t thread;
	bool started;
} worker;

static unsigned jobs_of(const onus_read_options *options, size_t inputs)
{
	unsigned jobs = options->jobs;
	cpu_set_t set;
	if (jobs == 0)
		jobs = sched_getaffinity(0, sizeof set, &set) == 0 ? (unsigned)CPU_COUNT(&set) : 1;
	if (jobs > LIMIT_JOBS)
		jobs = LIMIT_JOBS;
	if (jobs > inputs)
		jobs = (unsigned)inputs;
	return jobs ? jobs : 1;
}

/* ---- one document, in a worker ---- */

/* An extraction that fails for want of time or room loses drafts, never the document: the note says so. */
static onus_status extract_into(work *w, work_result *r, onus_error *err)
{
	onus_error why = {0};
	onus_status status = extract_run(w->plan->engine, &r->rendition, r->arena, &r->set, &why);
	if (status == ONUS_OK)
		return ONUS_OK;
	if (status == ONUS_ERR_MEMORY)
		return fail(err, status, "%s", why.message);
	r->set = (record_set){.document = {.kind = ONUS_DOCUMENT, .rule = SPAN("")},
			      .note = arena_printf(r->arena, "no drafts were made: %s", why.message)};
	return r->set.note.p ? ONUS_OK : fail_memory(err, "reading a document");
}

static onus_status read_document(work *w, worker *me, work_result *r, onus_error *err)
{
	if (w->plan->known) {
		(void)pthread_mutex_lock(&w->known_lock);
		onus_status status = w->plan->known(w->plan->ctx, r->id, &r->known, err);
		(void)pthread_mutex_unlock(&w->known_lock);
		if (status != ONUS_OK || r->known)
			return status;
	}
	if (w->plan->raw)
		return w->plan->finish(w->plan->ctx, r, err);
	r->arena = arena_new(DOCUMENT_MEMORY);
	if (!r->arena)
		return fail_memory(err, "reading a document");
	span version = reader_version(me->reader);
	(void)snprintf(r->reader, sizeof r->reader, "%.*s", (int)version.n, version.p ? version.p : "");
	TRY(reader_read(me->reader, r->document.fd, span_of(r->input->path), r->arena, &r->rendition, err));
	if (w->plan->engine)
		TRY(extract_into(w, r, err));
	return w->plan->finish ? w->plan->finish(w->plan->ctx, r, err) : ONUS_OK;
}

static void process(work *w, worker *me, work_result *r)
{
	if (r->input->skipped) {
		r->status = fail(&r->error, ONUS_ERR_INPUT, "%s", r->input->reason ? r->input->reason : "skipped");
		return;
	}
	r->status = intake_load(r->input->path, &r->document, &r->error);
	if (r->status != ONUS_OK)
		return;
	r->loaded = true;
	hash_hex(&r->document.hash, r->id);
	r->status = read_document(w, me, r, &r->error);
	if (r->status == ONUS_ERR_MEMORY && r->arena && arena_used(r->arena) > DOCUMENT_MEMORY / 2)
		r->status =
		    fail(&r->error, ONUS_ERR_LIMIT, "it needs more than %d MB of memory", DOCUMENT_MEMORY >> 20);
}

static void result_free(work_result *r)
{
	intake_unload(&r->document);
	arena_free(r->arena);
	str_free(&r->out);
	*r = (work_result){0};
}

/* ---- threads ---- */

static void wait_a_little(work *w)
{
	struct timespec until;
	(void)clock_gettime(CLOCK_MONOTONIC, &until);
	until.tv_nsec += LOOK_UP_MS * 1000000L;
	if (until.tv_nsec >= 1000000000L) {
		until.tv_sec++;
		until.tv_nsec -= 1000000000L;
	}
	(void)pthread_cond_timedwait(&w->changed, &w->lock, &until);
}

static bool must_wait(const work *w)
{
	return w->next >= w->taken + w->window || (w->pending > PENDING_BYTES && w->next != w->taken);
}

onus_status work_write(work_result *r, span bytes, onus_error *err)
{
	slot *s = (slot *)(void *)((char *)r - offsetof(slot, result));
	work *w = r->work;
	(void)pthread_mutex_lock(&w->lock);
	while (!w->stop && s->waiting.n > WAITING_BYTES)
		wait_a_little(w);
	bool stop = w->stop;
	if (s->waiting.max == 0)
		s->waiting = str_make(SIZE_MAX / 2);
	if (!stop)
		str_add(&s->waiting, bytes);
	bool failed = s->waiting.failed;
	(void)pthread_cond_broadcast(&w->changed);
	(void)pthread_mutex_unlock(&w->lock);
	if (stop)
		return fail(err, ONUS_ERR_CANCELLED, "stopped on request");
	return failed ? fail_memory(err, "writing") : ONUS_OK;
}

static void *worker_main(void *argument)
{
	worker *me = argument;
	work *w = me->work;
	(void)pthread_mutex_lock(&w->lock);
	for (;;) {
		while (!w->stop && w->next < w->list->files.n && must_wait(w))
			wait_a_little(w);
		if (w->stop || w->next >= w->list->files.n)
			break;
		size_t i = w->next++;
		slot *s = &w->slots[i % w->window];
		(void)pthread_mutex_unlock(&w->lock);
		s->result = (work_result){.input = &w->list->files.v[i], .work = w};
		process(w, me, &s->result);
		(void)pthread_mutex_lock(&w->lock);
		s->held = s->result.document.bytes.n + s->waiting.n;
		w->pending += s->held;
		s->ready = true;
		(void)pthread_cond_broadcast(&w->changed);
	}
	(void)pthread_mutex_unlock(&w->lock);
	return NULL;
}

/* Takes what lies in s->waiting. Called and left with the lock held. */
static onus_status take_waiting(work *w, slot *s, onus_error *err)
{
	str taken = s->waiting;
	s->waiting = (str){0};
	(void)pthread_cond_broadcast(&w->changed);
	(void)pthread_mutex_unlock(&w->lock);
	onus_status status = w->plan->write(w->plan->ctx, str_span(&taken), err);
	str_free(&taken);
	(void)pthread_mutex_lock(&w->lock);
	return status;
}

/* Waits until the slot is ready, taking its output meanwhile. Called and left with the lock held. */
static onus_status wait_for(work *w, slot *s, onus_error *err)
{
	const volatile int *cancel = w->plan->options->cancel;
	while (!(cancel && *cancel)) {
		if (s->waiting.n)
			TRY(take_waiting(w, s, err));
		else if (s->ready)
			break;
		else
			wait_a_little(w);
	}
	return ONUS_OK;
}

static onus_status take_all(work *w, onus_error *err)
{
	const volatile int *cancel = w->plan->options->cancel;
	for (size_t i = 0; i < w->list->files.n; i++) {
		slot *s = &w->slots[i % w->window];
		(void)pthread_mutex_lock(&w->lock);
		onus_status status = wait_for(w, s, err);
		bool ready = s->ready;
		bool idle = i + 1 == w->list->files.n || !w->slots[(i + 1) % w->window].ready;
		(void)pthread_mutex_unlock(&w->lock);
		TRY(status);
		if (cancel && *cancel)
			return fail(err, ONUS_ERR_CANCELLED, "stopped on request after %zu of %zu inputs", i,
				    w->list->files.n);
		if (!ready)
			return fail(err, ONUS_ERR_INTERNAL, "a worker was lost");
		TRY(w->plan->take(w->plan->ctx, &s->result, idle, err));
		(void)pthread_mutex_lock(&w->lock);
		w->pending -= s->held;
		(void)pthread_mutex_unlock(&w->lock);
		result_free(&s->result);
		(void)pthread_mutex_lock(&w->lock);
		s->ready = false;
		w->taken = i + 1;
		(void)pthread_cond_broadcast(&w->changed);
		(void)pthread_mutex_unlock(&w->lock);
	}
	return ONUS_OK;
}

static onus_status start(work *w, worker *workers, unsigned jobs, onus_error *err)
{
	for (unsigned i = 0; i < jobs; i++) {
		workers[i].work = w;
		if (!w->plan->raw)
			TRY(reader_open(w->plan->options->reader, w->plan->options->unsafe_parser, &workers[i].reader,
					err));
	}
	for (unsigned i = 0; i < jobs; i++) {
		if (pthread_create(&workers[i].thread, NULL, worker_main, &workers[i]) != 0)
			return fail_memory(err, "starting a worker");
		workers[i].started = true;
	}
	return ONUS_OK;
}

static void stop(work *w, worker *workers, unsigned jobs)
{
	(void)pthread_mutex_lock(&w->lock);
	w->stop = true;
	(void)pthread_cond_broadcast(&w->changed);
	(void)pthread_mutex_unlock(&w->lock);
	for (unsigned i = 0; i < jobs; i++) {
		if (workers[i].started)
			(void)pthread_join(workers[i].thread, NULL);
		reader_close(workers[i].reader);
	}
	for (size_t i = 0; i < w->window; i++) {
		result_free(&w->slots[i].result);
		str_free(&w->slots[i].waiting);
	}
}

onus_status work_run(const work_plan *plan, const intake_list *list, onus_error *err)
{
	unsigned jobs = jobs_of(plan->options, list->files.n);
	work w = {.plan = plan, .list = list, .window = 16 * (size_t)jobs + 32};
	ARENA_AUTO a = arena_new(0);
	worker *workers = a ? arena_calloc(a, jobs, sizeof *workers) : NULL;
	w.slots = a ? arena_calloc(a, w.window, sizeof *w.slots) : NULL;
	if (!workers || !w.slots)
		return fail_memory(err, "starting the workers");
	pthread_condattr_t attributes;
	(void)pthread_condattr_init(&attributes);
	(void)pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
	(void)pthread_cond_init(&w.changed, &attributes);
	(void)pthread_condattr_destroy(&attributes);
	(void)pthread_mutex_init(&w.lock, NULL);
	(void)pthread_mutex_init(&w.known_lock, NULL);
	onus_status status = list->files.n ? start(&w, workers, jobs, err) : ONUS_OK;
	if (status == ONUS_OK)
		status = take_all(&w, err);
	stop(&w, workers, jobs);
	(void)pthread_mutex_destroy(&w.known_lock);
	(void)pthread_mutex_destroy(&w.lock);
	(void)pthread_cond_destroy(&w.changed);
	return status;
}
