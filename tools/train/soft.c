/* SPDX-License-Identifier: Apache-2.0 */
#include "soft.h"

#include "language/decode.h"

#include <stdlib.h>
#include <string.h>

#define SOFT_BATCH 64

static void add_floats(float *to, const float *from, size_t n, float share)
{
	for (size_t i = 0; i < n; i++)
		to[i] += share * from[i];
}

static onus_status layout(const net *n, const corpus *c, size_t first, size_t end, arena *a, soft *ret, onus_error *err)
{
	const net_sizes *s = &n->size;
	ret->n = end - first;
	ret->sentences = arena_calloc(a, ret->n + 1, sizeof *ret->sentences);
	if (!ret->sentences)
		return fail_memory(err, "keeping what the teachers say");
	for (size_t i = 0; i < ret->n; i++) {
		const size_t m = c->sentences.v[first + i].n, k = s->entities;
		soft_sentence *o = &ret->sentences[i];
		const size_t total = m * (m + 1 + s->relations + s->upos + s->xpos + k) + m * k * k;
		float *at = arena_calloc(a, total, sizeof *at);
		o->head = arena_calloc(a, m, sizeof *o->head);
		if (!at || !o->head)
			return fail_memory(err, "keeping what the teachers say");
		o->arc = at;
		o->label = o->arc + m * (m + 1);
		o->upos = o->label + m * s->relations;
		o->xpos = o->upos + m * s->upos;
		o->entity = o->xpos + m * s->xpos;
		o->entity_pair = o->entity + m * k;
	}
	return ONUS_OK;
}

/* One pass of one network: labels alone where `labels`, everything else where not. */
typedef struct pass {
	const net *net;
	const real *params;
	const corpus *corpus;
	size_t first, end;
	bool labels;
	float share;
} pass;

static onus_status run_pass(const pass *p, worker *w, float *room, soft *ret, onus_error *err)
{
	const net_sizes *z = &p->net->size;
	const corpus *c = p->corpus;
	for (size_t s = p->first; s < p->end; s += SOFT_BATCH) {
		sample samples[SOFT_BATCH];
		const sample *batch[SOFT_BATCH];
		const size_t count = p->end - s < SOFT_BATCH ? p->end - s : SOFT_BATCH;
		for (size_t i = 0; i < count; i++) {
			const sentence *one = &c->sentences.v[s + i];
			samples[i] =
			    (sample){.n = one->n, .type = c->type.v + one->first, .context = c->context.v + one->first};
			batch[i] = &samples[i];
		}
		losses ignored = {0};
		net_run(p->net, p->params, c->forms.v, batch, count, w, NULL, NULL, 1, &ignored);
		for (size_t i = 0; i < count; i++) {
			soft_sentence *o = &ret->sentences[s - p->first + i];
			const size_t m = samples[i].n, k = z->entities;
			prediction out = {0};
			if (p->labels) {
				out.label = room;
				out.head = o->head;
			} else {
				out.arc = room;
				out.upos = out.arc + m * (m + 1);
				out.xpos = out.upos + m * z->upos;
				out.entity = out.xpos + m * z->xpos;
				out.entity_pair = out.entity + m * k;
			}
			net_predict(p->net, p->params, w, i, &out);
			if (p->labels) {
				add_floats(o->label, out.label, m * z->relations, p->share);
			} else {
				add_floats(o->arc, out.arc, m * (m + 1), p->share);
				add_floats(o->upos, out.upos, m * z->upos, p->share);
				add_floats(o->xpos, out.xpos, m * z->xpos, p->share);
				add_floats(o->entity, out.entity, m * k, p->share);
				add_floats(o->entity_pair, out.entity_pair, (m - 1) * k * k, p->share);
			}
		}
	}
	(void)err;
	return ONUS_OK;
}

static onus_status best_heads(const corpus *c, size_t first, bool own, soft *s, arena *a, onus_error *err)
{
	float *log_arc = arena_calloc(a, (size_t)CORPUS_LONGEST * (CORPUS_LONGEST + 1), sizeof *log_arc);
	void *scratch = arena_alloc(a, decode_scratch_bytes(CORPUS_LONGEST));
	uint32_t heads[CORPUS_LONGEST];
	if (!log_arc || !scratch)
		return fail_memory(err, "decoding trees");
	for (size_t i = 0; i < s->n; i++) {
		const sentence *one = &c->sentences.v[first + i];
		const uint32_t m = one->n;
		if (one->tree && !own) {
			memcpy(s->sentences[i].head, c->head.v + one->first, m * sizeof(uint16_t));
			continue;
		}
		for (size_t j = 0; j < (size_t)m * (m + 1); j++)
			log_arc[j] = (float)log((double)s->sentences[i].arc[j] + 1e-9);
		decode_tree(log_arc, m + 1, m, NULL, 0, scratch, heads);
		for (uint32_t t = 0; t < m; t++)
			s->sentences[i].head[t] = (uint16_t)heads[t];
	}
	return ONUS_OK;
}

onus_status soft_predict(const net *const *nets, const real *const *params, size_t count, const corpus *c, size_t first,
			 size_t end, bool own_heads, arena *a, soft *ret, onus_error *err)
{
	*ret = (soft){0};
	TRY(layout(nets[0], c, first, end, a, ret, err));
	const net_sizes *z = &nets[0]->size;
	float *room = arena_calloc(
	    a, (size_t)CORPUS_LONGEST * (CORPUS_LONGEST + 1 + z->upos + z->xpos + z->relations + 64), sizeof *room);
	if (!room)
		return fail_memory(err, "asking the teachers");
	for (int labels = 0; labels < 2; labels++) {
		for (size_t k = 0; k < count; k++) {
			worker *w = worker_new(nets[k], (size_t)SOFT_BATCH * CORPUS_LONGEST);
			if (!w)
				return fail_memory(err, "asking the teachers");
			const pass p = {nets[k], params[k], c, first, end, labels, 1.0f / (float)count};
			const onus_status status = run_pass(&p, w, room, ret, err);
			worker_free(w);
			TRY(status);
		}
		if (!labels)
			TRY(best_heads(c, first, own_heads, ret, a, err));
	}
	return ONUS_OK;
}

static size_t greatest(const float *x, size_t n)
{
	size_t best = 0;
	for (size_t i = 1; i < n; i++)
		if (x[i] > x[best])
			best = i;
	return best;
}

static span universal(span relation)
{
	const size_t colon = span_find(relation, SPAN(":"), 0);
	return span_slice(relation, 0, colon);
}

/* Calls of spans: a begin tag and the inside tags of its type behind it. Returns the end of the span at i, or i. */
static size_t span_end(const uint8_t *tags, size_t i, size_t n)
{
	if (tags[i] == 0)
		return i;
	const uint8_t inside = (uint8_t)(tags[i] + (tags[i] & 1));
	size_t end = i + 1;
	while (end < n && tags[end] == inside)
		end++;
	return end;
}

static void score_entities(const uint8_t *gold, const uint8_t *found, size_t n, scores *sum)
{
	for (size_t i = 0; i < n; i++) {
		const bool there = gold[i] & 1, said = found[i] & 1;
		sum->entity_there += there;
		sum->entity_found += said;
		sum->entity_right +=
		    there && said && gold[i] == found[i] && span_end(gold, i, n) == span_end(found, i, n);
	}
}

scores soft_score(const soft *s, const corpus *c, size_t first)
{
	scores sum = {0};
	uint8_t found[CORPUS_LONGEST];
	for (size_t i = 0; i < s->n; i++) {
		const sentence *one = &c->sentences.v[first + i];
		const soft_sentence *o = &s->sentences[i];
		uint8_t before = 0;
		for (uint32_t t = 0; t < one->n; t++) {
			const size_t at = one->first + t;
			found[t] = (uint8_t)greatest(o->entity + t * ENTITY_TAGS, ENTITY_TAGS);
			if (found[t] && !(found[t] & 1) && before != found[t] && before != found[t] - 1)
				found[t]--; /* an inside tag that nothing began */
			before = found[t];
			if (!one->tree)
				continue;
			const size_t relation = greatest(o->label + t * c->relation_names.n, c->relation_names.n);
			const bool head = o->head[t] == c->head.v[at];
			sum.words++;
			sum.upos += greatest(o->upos + t * c->upos_names.n, c->upos_names.n) == c->upos.v[at];
			sum.xpos += greatest(o->xpos + t * c->xpos_names.n, c->xpos_names.n) == c->xpos.v[at];
			sum.uas += head;
			sum.las += head && c->relation.v[at] < c->relation_names.n &&
				   span_equal(universal(c->relation_names.v[relation]),
					      universal(c->relation_names.v[c->relation.v[at]]));
		}
		if (one->entity)
			score_entities(c->entity.v + one->first, found, one->n, &sum);
	}
	return sum;
}
