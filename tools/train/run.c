/* SPDX-License-Identifier: Apache-2.0 */
#include "run.h"

#include "want.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { WORKERS = 2 };

typedef struct state {
	char magic[8];
	net_sizes sizes;
	uint64_t seed, numbers;
	uint32_t epoch, epochs; /* done; of all */
	uint64_t step;
} state;
#define STATE_MAGIC "ONUSNET1"

/* A batch: places in `order`. */
typedef struct cut {
	size_t first, end;
} cut;

typedef struct run {
	const run_options *o;
	corpus *corpus;
	const soft *teachers;
	net net;
	real *params, *moment, *square, *average;
	size_t *order;
	cut *cuts;
	size_t n_cuts, steps; /* of this epoch */
	state at;
	pthread_barrier_t barrier;
	struct lane {
		struct run *run;
		unsigned number;
		worker *worker;
		want_room room;
		losses sum;
		double norm, words; /* of this step's gradient; of this step's batch */
	} lanes[WORKERS];
} run;

static double now(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

/* ---- batches ---- */

static void shuffle_sizes(size_t *v, size_t n, random_state *r)
{
	for (size_t i = n; i > 1; i--) {
		const size_t j = (size_t)(random_bits(r) % i), kept = v[i - 1];
		v[i - 1] = v[j];
		v[j] = kept;
	}
}

/* Sentences of like lengths together, in an order that the epoch decides; batches in such an order too, in pairs. */
static void make_batches(run *r, size_t train)
{
	random_state random = random_seed(r->o->seed * 1000003u + r->at.epoch);
	size_t start[CORPUS_LONGEST + 2] = {0};
	size_t *shuffled = r->order + train;
	for (size_t i = 0; i < train; i++)
		shuffled[i] = i;
	shuffle_sizes(shuffled, train, &random);
	for (size_t i = 0; i < train; i++)
		start[r->corpus->sentences.v[i].n + 1]++;
	for (size_t n = 1; n < CORPUS_LONGEST + 2; n++)
		start[n] += start[n - 1];
	for (size_t i = 0; i < train; i++)
		r->order[start[r->corpus->sentences.v[shuffled[i]].n]++] = shuffled[i];
	r->n_cuts = 0;
	for (size_t i = 0, end; i < train; i = end) {
		size_t words = 0;
		for (end = i; end < train && end - i < 512; end++) {
			const size_t n = r->corpus->sentences.v[r->order[end]].n;
			if (words && words + n > r->o->batch)
				break;
			words += n;
		}
		r->cuts[r->n_cuts++] = (cut){i, end};
	}
	for (size_t i = r->n_cuts; i > 1; i--) {
		const size_t j = (size_t)(random_bits(&random) % i);
		const cut kept = r->cuts[i - 1];
		r->cuts[i - 1] = r->cuts[j];
		r->cuts[j] = kept;
	}
	r->steps = r->n_cuts / WORKERS;
}

/* ---- one step ---- */

static void lane_batch(struct lane *lane, size_t step, double scale)
{
	run *r = lane->run;
	const cut *b = &r->cuts[step * WORKERS + lane->number];
	static _Thread_local sample samples[512];
	const sample *batch[512];
	lane->room.used = 0;
	for (size_t i = b->first; i < b->end; i++) {
		want_make(r->corpus, &r->net.size, r->order[i], r->teachers, r->o->soft_share, r->o->entity_share,
			  &lane->room, &samples[i - b->first]);
		batch[i - b->first] = &samples[i - b->first];
	}
	random_state random = random_seed((r->o->seed << 32) ^ (r->at.step * WORKERS + lane->number + 1));
	net_run(&r->net, r->params, r->corpus->forms.v, batch, b->end - b->first, lane->worker, &r->o->drop, &random,
		scale, &lane->sum);
}

static double step_words(const run *r, size_t step)
{
	double words = 0;
	for (size_t w = 0; w < WORKERS; w++)
		for (size_t i = r->cuts[step * WORKERS + w].first; i < r->cuts[step * WORKERS + w].end; i++)
			words += r->corpus->sentences.v[r->order[i]].n;
	return words;
}

static double rate_at(const run *r)
{
	const double total = (double)r->o->epochs * (double)r->steps, at = (double)r->at.step, warm = 0.03 * total;
	return r->o->rate * (at < warm ? (at + 1) / warm : (total - at) / (total - warm));
}

WIDE static double gather_gradients(real *g, const real *other, size_t n)
{
	double norm = 0;
	for (size_t first = 0; first < n; first += 4096) {
		const size_t end = n - first < 4096 ? n : first + 4096;
		real part = 0;
		for (size_t i = first; i < end; i++) {
			g[i] += other[i];
			part += g[i] * g[i];
		}
		norm += (double)part;
	}
	return norm;
}

WIDE static void adam(real *p, real *g, real *other, real *m, real *v, real *average, size_t n, real clip, real rate,
		      real bias1, real bias2, real keep)
{
	const real b1 = (real)0.9, b2 = (real)0.98;
	for (size_t i = 0; i < n; i++) {
		const real d = g[i] * clip;
		g[i] = other[i] = 0;
		m[i] = b1 * m[i] + (1 - b1) * d;
		v[i] = b2 * v[i] + (1 - b2) * d * d;
		p[i] -= rate * (m[i] / bias1) / (real_sqrt(v[i] / bias2) + (real)1e-8);
		average[i] = keep * average[i] + (1 - keep) * p[i];
	}
}

static void *lane_epoch(void *ctx)
{
	struct lane *lane = ctx;
	run *r = lane->run;
	const size_t share = (r->net.n + WORKERS - 1) / WORKERS, from = share * lane->number;
	const size_t n = from + share < r->net.n ? share : r->net.n - from;
	real *g = worker_gradient(r->lanes[0].worker) + from, *other = worker_gradient(r->lanes[1].worker) + from;
	for (size_t step = 0; step < r->steps; step++) {
		lane_batch(lane, step, step_words(r, step));
		pthread_barrier_wait(&r->barrier);
		lane->norm = gather_gradients(g, other, n);
		pthread_barrier_wait(&r->barrier);
		const double norm = sqrt(r->lanes[0].norm + r->lanes[1].norm), t = (double)r->at.step + 1;
		const double clip = norm > 5 ? 5 / norm : 1, keep = fmin(0.998, t / (t + 20));
		adam(r->params + from, g, other, r->moment + from, r->square + from, r->average + from, n, (real)clip,
		     (real)rate_at(r), (real)(1 - pow(0.9, t)), (real)(1 - pow(0.98, t)), (real)keep);
		pthread_barrier_wait(&r->barrier);
		if (lane->number == 0)
			r->at.step++;
		pthread_barrier_wait(&r->barrier);
	}
	return NULL;
}

/* ---- files ---- */

static onus_status write_all(const char *path, const state *s, const real *const *arrays, size_t count, size_t n,
			     onus_error *err)
{
	char part[1024];
	if (snprintf(part, sizeof part, "%s.part", path) >= (int)sizeof part)
		return fail(err, ONUS_ERR_USAGE, "%s: the path is too long", SAFE(path));
	FILE *f = fopen(part, "wb");
	bool good = f && fwrite(s, sizeof *s, 1, f) == 1;
	for (size_t i = 0; i < count && good; i++)
		good = fwrite(arrays[i], sizeof(real), n, f) == n;
	if (f && fclose(f))
		good = false;
	if (!good || rename(part, path))
		return fail(err, ONUS_ERR_DISK, "%s: cannot be written: %m", SAFE(path));
	return ONUS_OK;
}

/* True when the file was there and fits. */
static bool read_all(const char *path, const net *n, state *s, real *const *arrays, size_t count)
{
	FILE *f = fopen(path, "rb");
	if (!f)
		return false;
	state found;
	bool good = fread(&found, sizeof found, 1, f) == 1 && memcmp(found.magic, STATE_MAGIC, 8) == 0 &&
		    memcmp(&found.sizes, &n->size, sizeof n->size) == 0 && found.numbers == n->n &&
		    found.seed == s->seed && found.epochs == s->epochs;
	for (size_t i = 0; i < count && good; i++)
		good = fread(arrays[i], sizeof(real), n->n, f) == n->n;
	fclose(f);
	if (good)
		*s = found;
	return good;
}

/* ---- all of it ---- */

static void tell(const run_options *o, const char *line)
{
	if (o->tell)
		o->tell(o->ctx, line);
}

static onus_status tell_scores(run *r, size_t dev, size_t dev_end, double seconds, onus_error *err)
{
	char line[400];
	const losses *a = &r->lanes[0].sum, *b = &r->lanes[1].sum;
	const double words = a->words + b->words;
	int n = snprintf(line, sizeof line, "epoch %u/%u: %.0f words/s, loss arc %.3f label %.3f upos %.3f entity %.3f",
			 r->at.epoch, r->o->epochs, words / seconds, (a->arc + b->arc) / words,
			 (a->label + b->label) / words, (a->upos + b->upos) / words, (a->entity + b->entity) / words);
	if (dev < dev_end && (r->at.epoch % 4 == 0 || r->at.epoch == r->o->epochs)) {
		arena *scratch = arena_new(0);
		soft out;
		const net *const nets[1] = {&r->net};
		const real *const params[1] = {r->average};
		const onus_status status =
		    scratch ? soft_predict(nets, params, 1, r->corpus, dev, dev_end, true, scratch, &out, err)
			    : ONUS_ERR_MEMORY;
		if (status == ONUS_OK) {
			const scores s = soft_score(&out, r->corpus, dev);
			const double f = 200 * s.entity_right / (s.entity_found + s.entity_there + 1e-9);
			snprintf(line + n, sizeof line - (size_t)n, "; dev UPOS %.2f UAS %.2f LAS %.2f entities %.2f",
				 100 * s.upos / s.words, 100 * s.uas / s.words, 100 * s.las / s.words, f);
		}
		arena_free(scratch);
		TRY(status);
	}
	tell(r->o, line);
	return ONUS_OK;
}

static onus_status epochs(run *r, size_t train, size_t dev, size_t dev_end, const char *state_path, onus_error *err)
{
	const real *const arrays[] = {r->params, r->moment, r->square, r->average};
	while (r->at.epoch < r->o->epochs) {
		make_batches(r, train);
		r->at.step = (uint64_t)r->at.epoch * r->steps;
		const double start = now();
		pthread_t threads[WORKERS];
		for (unsigned i = 0; i < WORKERS; i++) {
			r->lanes[i].sum = (losses){0};
			if (pthread_create(&threads[i], NULL, lane_epoch, &r->lanes[i]))
				return fail(err, ONUS_ERR_MEMORY, "a thread could not be started");
		}
		for (unsigned i = 0; i < WORKERS; i++)
			pthread_join(threads[i], NULL);
		r->at.epoch++;
		TRY(write_all(state_path, &r->at, arrays, 4, r->net.n, err));
		TRY(tell_scores(r, dev, dev_end, now() - start, err));
	}
	return ONUS_OK;
}

static void begin(run *r, const run_options *o, const real *vectors)
{
	r->o = o;
	net_shape(&r->net, &o->sizes);
	r->net.vectors = vectors;
	r->at = (state){.sizes = o->sizes, .seed = o->seed, .numbers = r->net.n, .epochs = o->epochs};
	memcpy(r->at.magic, STATE_MAGIC, 8);
}

bool run_finished(const run_options *o, const real *vectors, arena *a, trained *ret)
{
	run *r = arena_alloc(a, sizeof *r);
	if (!r)
		return false;
	begin(r, o, vectors);
	real *params = arena_calloc(a, r->net.n, sizeof *params);
	if (!params || !read_all(o->path, &r->net, &r->at, &params, 1))
		return false;
	*ret = (trained){r->net, params};
	return true;
}

onus_status run_train(const run_options *o, corpus *c, size_t train, size_t dev, size_t dev_end, const real *vectors,
		      const soft *teachers, arena *a, trained *ret, onus_error *err)
{
	run *r = arena_alloc(a, sizeof *r);
	char state_path[1024], line[200];
	if (!r || snprintf(state_path, sizeof state_path, "%s.state", o->path) >= (int)sizeof state_path)
		return fail_memory(err, "beginning to train");
	if (run_finished(o, vectors, a, ret))
		return ONUS_OK;
	begin(r, o, vectors);
	r->corpus = c;
	r->teachers = teachers;
	real **arrays[] = {&r->params, &r->moment, &r->square, &r->average};
	for (int i = 0; i < 4; i++)
		if (!(*arrays[i] = arena_calloc(a, r->net.n, sizeof(real))))
			return fail_memory(err, "beginning to train");
	r->order = arena_calloc(a, 2 * train, sizeof *r->order);
	r->cuts = arena_calloc(a, train + 1, sizeof *r->cuts);
	if (!r->order || !r->cuts)
		return fail_memory(err, "beginning to train");
	if (read_all(state_path, &r->net, &r->at, (real *[]){r->params, r->moment, r->square, r->average}, 4)) {
		snprintf(line, sizeof line, "going on after epoch %u", r->at.epoch);
		tell(o, line);
	} else {
		if (o->begin)
			memcpy(r->params, o->begin, r->net.n * sizeof(real));
		else
			net_init(&r->net, r->params, o->seed);
		memcpy(r->average, r->params, r->net.n * sizeof(real));
	}
	const size_t rows = o->batch + CORPUS_LONGEST;
	pthread_barrier_init(&r->barrier, NULL, WORKERS);
	bool good = true;
	for (unsigned i = 0; i < WORKERS; i++) {
		struct lane *lane = &r->lanes[i];
		lane->run = r;
		lane->number = i;
		lane->worker = worker_new(&r->net, rows);
		lane->room.cap = want_floats(&o->sizes, CORPUS_LONGEST) / CORPUS_LONGEST * rows * 2;
		lane->room.block = malloc(lane->room.cap * sizeof(float));
		good = good && lane->worker && lane->room.block;
	}
	const onus_status status =
	    good ? epochs(r, train, dev, dev_end, state_path, err) : fail_memory(err, "beginning to train");
	for (unsigned i = 0; i < WORKERS; i++) {
		worker_free(r->lanes[i].worker);
		free(r->lanes[i].room.block);
	}
	pthread_barrier_destroy(&r->barrier);
	TRY(status);
	TRY(write_all(o->path, &r->at, (const real *const[]){r->average}, 1, r->net.n, err));
	remove(state_path);
	*ret = (trained){r->net, r->average};
	return ONUS_OK;
}
