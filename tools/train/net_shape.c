/* SPDX-License-Identifier: Apache-2.0 */
#include "net.h"

static void shape(net *n, param p, size_t rows, size_t columns)
{
	n->shape[p].rows = (uint32_t)rows;
	n->shape[p].columns = (uint32_t)columns;
	n->shape[p].at = n->n;
	n->n += rows * columns;
}

void net_shape(net *ret, const net_sizes *size)
{
	net n = {.size = *size};
	const net_sizes *s = &n.size;
	n.x = s->word + s->shape + s->piece + s->vector;
	shape(&n, P_WORD, 1 + s->words, s->word);
	for (int i = 0; i < FEATURE_AFFIXES; i++) {
		shape(&n, (param)(P_AFFIX + i), FEATURE_AFFIX_ROWS, s->affix[i]);
		n.x += s->affix[i];
	}
	shape(&n, P_SHAPE, FEATURE_SHAPE_ROWS, s->shape);
	shape(&n, P_PIECE, FEATURE_PIECE_ROWS, s->piece);
	n.x_context = n.x + s->context;
	const size_t h = s->hidden;
	for (uint32_t l = 0; l < s->layers; l++) {
		shape(&n, (param)(P_IN + l), 8 * h, l ? 2 * h : n.x_context);
		shape(&n, (param)(P_BIAS + l), 1, 8 * h);
		shape(&n, (param)(P_REC + l), 8 * h, h);
	}
	n.at_label_dep = 2 * s->arc;
	n.at_tag = n.at_label_dep + 2 * s->label;
	n.at_entity = n.at_tag + s->tag;
	n.part = n.at_entity + s->entity;
	shape(&n, P_PART, n.part, 2 * h);
	shape(&n, P_PART_BIAS, 1, n.part);
	shape(&n, P_ROOT_ARC, 1, s->arc);
	shape(&n, P_ROOT_LABEL, 1, s->label);
	shape(&n, P_ARC_U, s->arc, s->arc);
	shape(&n, P_ARC_B, 1, s->arc);
	shape(&n, P_LABEL_PRODUCT, s->relations, s->label);
	shape(&n, P_LABEL_DEP, s->relations, s->label);
	shape(&n, P_LABEL_HEAD, s->relations, s->label);
	shape(&n, P_LABEL_BIAS, 1, s->relations);
	shape(&n, P_UPOS, s->upos, s->tag);
	shape(&n, P_UPOS_BIAS, 1, s->upos);
	shape(&n, P_XPOS, s->xpos, s->tag);
	shape(&n, P_XPOS_BIAS, 1, s->xpos);
	shape(&n, P_ENTITY, s->entities, s->entity);
	shape(&n, P_ENTITY_BIAS, 1, s->entities);
	shape(&n, P_ENTITY_MOVE, s->entities + 2, s->entities);
	shape(&n, P_ENTITY2, s->entities2, s->entity);
	shape(&n, P_ENTITY2_BIAS, 1, s->entities2);
	shape(&n, P_ENTITY2_MOVE, s->entities2 + 2, s->entities2);
	*ret = n;
}

void net_init(const net *n, real *params, uint64_t seed)
{
	random_state r = random_seed(seed);
	for (param p = 0; p < P_COUNT; p++) {
		const size_t rows = n->shape[p].rows, columns = n->shape[p].columns;
		real *w = params + n->shape[p].at;
		double deviation = 0;
		if (p <= P_SHAPE)
			deviation = 0.3;
		else if (p == P_PIECE)
			deviation = 0.2;
		else if (p == P_ROOT_ARC || p == P_ROOT_LABEL)
			deviation = 0.5;
		else if (rows > 1 && p != P_ENTITY_MOVE && p != P_ENTITY2_MOVE)
			/* Glorot and Bengio 2010; a gate's block of rows counts as a layer of its own */
			deviation = sqrt(2.0 / (double)(columns + (p >= P_IN && p < P_PART ? n->size.hidden : rows)));
		for (size_t i = 0; i < rows * columns; i++)
			w[i] = (real)(deviation > 0 ? deviation * random_normal(&r) : 0);
		if (p >= P_BIAS && p < P_REC && columns)
			/* a forget gate that is open at first (Jozefowicz et al. 2015) */
			for (size_t j = 0; j < n->size.hidden; j++)
				w[n->size.hidden + j] = w[5 * n->size.hidden + j] = 1;
	}
}
