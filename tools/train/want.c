/* SPDX-License-Identifier: Apache-2.0 */
#include "want.h"

#include <string.h>

size_t want_floats(const net_sizes *z, size_t n)
{
	return n * (n + 1 + z->relations + z->upos + z->xpos + z->entities + z->entities2) +
	       n * (z->entities * z->entities + z->entities2 * z->entities2);
}

static float *room_for(want_room *room, size_t n)
{
	float *at = room->block + room->used;
	room->used += n;
	return at;
}

/* to = share * soft, or nothing; the annotation's part is added by the caller. */
static float *begin(want_room *room, size_t n, const float *from, float share)
{
	float *to = room_for(room, n);
	for (size_t i = 0; i < n; i++)
		to[i] = from ? share * from[i] : 0;
	return to;
}

static void chain(const uint8_t *tags, size_t n, size_t k, float weight, float *unary, float *pair)
{
	for (size_t i = 0; i < n; i++) {
		unary[i * k + tags[i]] += weight;
		if (i + 1 < n)
			pair[(i * k + tags[i]) * k + tags[i + 1]] += weight;
	}
}

/* A distribution a word over the tree's numbers; a number the network does not know leaves the word to the teachers. */
static void add_known(float *rows, size_t n, size_t classes, const uint8_t *known, float weight)
{
	for (size_t i = 0; i < n; i++)
		if (known[i] < classes)
			rows[i * classes + known[i]] += weight;
}

void want_make(const corpus *c, const net_sizes *z, size_t index, const soft *teachers, double share,
	       double entity_share, want_room *room, sample *ret)
{
	const sentence *one = &c->sentences.v[index];
	const size_t n = one->n, at = one->first, k = z->entities, k2 = z->entities2;
	const soft_sentence *s = teachers ? &teachers->sentences[index] : NULL;
	const float tree_soft = s ? (one->tree ? (float)share : 1) : 0, tree_gold = 1 - tree_soft;
	const float entity_soft = s ? (one->entity ? (float)entity_share : 1) : 0, entity_gold = 1 - entity_soft;
	*ret = (sample){.n = one->n, .type = c->type.v + at, .context = c->context.v + at};
	target *want = &ret->want;
	if (one->tree || s) {
		float *arc = begin(room, n * (n + 1), s ? s->arc : NULL, tree_soft);
		float *label = begin(room, n * z->relations, s ? s->label : NULL, tree_soft);
		float *upos = begin(room, n * z->upos, s ? s->upos : NULL, tree_soft);
		float *xpos = begin(room, n * z->xpos, s ? s->xpos : NULL, tree_soft);
		if (one->tree) {
			for (size_t i = 0; i < n; i++)
				arc[i * (n + 1) + c->head.v[at + i]] += tree_gold;
			add_known(label, n, z->relations, c->relation.v + at, tree_gold);
			add_known(upos, n, z->upos, c->upos.v + at, tree_gold);
			add_known(xpos, n, z->xpos, c->xpos.v + at, tree_gold);
		}
		want->arc = arc;
		want->label = label;
		want->upos = upos;
		want->xpos = xpos;
		want->head = one->tree ? c->head.v + at : s->head;
	}
	if (one->entity || s) {
		float *unary = begin(room, n * k, s ? s->entity : NULL, entity_soft);
		float *pair = begin(room, n * k * k, s ? s->entity_pair : NULL, entity_soft);
		if (one->entity)
			chain(c->entity.v + at, n, k, entity_gold, unary, pair);
		want->entity = unary;
		want->entity_pair = pair;
	}
	if (one->entity2) {
		float *unary = begin(room, n * k2, NULL, 0), *pair = begin(room, n * k2 * k2, NULL, 0);
		chain(c->entity2.v + at, n, k2, 1, unary, pair);
		want->entity2 = unary;
		want->entity2_pair = pair;
	}
}
