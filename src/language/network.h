/* SPDX-License-Identifier: Apache-2.0 */
/*
 * network.h - the network, once for the trainer and the engine: its layers, the names and shapes of its tables in the
 * model file, and the arithmetic that makes results the same everywhere.
 *
 *	form ──features──► x (type part, by form alone) ─┐
 *	lists, place in the sentence ──► context flags ──┴─► BiLSTM 1 ─► BiLSTM 2 ─► r ──► one ReLU layer, cut in parts:
 *	    arc_dep (A)  arc_head (A)   label_dep (L)  label_head (L)   tag (T)   entity (E)
 *	    arc score(d, h)   = arc_dep[d] · (U arc_head[h]) + b · arc_head[h]              h = 0: the root's own vector
 *	    label score(d, h) = P (label_dep[d] * label_head[h]) + D label_dep[d] + H label_head[h] + c     (* elementwise)
 *	    the tree          = that of the greatest sum of arc scores; near ones are weighed by their labels (heads.c)
 *	    upos, xpos        = linear(tag);  entity = linear(entity) + transitions of a linear-chain CRF
 * After Dozat and Manning 2017 (biaffine arcs), Kiperwasser and Goldberg 2016 (BiLSTM features), Lample et al. 2016
 * (BiLSTM-CRF entities); the label product is a canonical-polyadic cut of their bilinear form.
 *
 * LSTM, gates in the order i, f, g, o, one after another in blocks of H rows:
 *	i = σ(.) f = σ(.) g = tanh(.) o = σ(.);  c' = f*c + i*g;  h' = o * tanh(c').  c and h begin at 0.
 * The backward direction reads from the sentence's last word to its first. r = [h_forward ; h_backward], 2H. A gate's
 * argument is the input's value plus the recurrence's (a row's value without a bias), one addition; σ and tanh are those
 * of real.h, which are within 1e-5.
 *
 * Arithmetic of the engine. Vectors that enter a product are bytes: u = q + zero, 0 <= u <= 255. Weights are bytes w,
 * -63 <= w <= 63, so that two products fit into 16 bits (255 * 63 * 2 < 32768) and VPMADDUBSW never saturates. Sums
 * are 32-bit integers, hence the same in any order. A row's value is (float)(sum - zero * Σw) * scale[row] + bias[row],
 * one multiplication and one addition, each rounded (no fused operations: the room is compiled with
 * -ffp-contract=off). What follows is elementwise in single precision in a fixed order of operations. Rounding to
 * integers is to nearest, ties to even.
 *	x          zero 128, q in [-127, 127], columns scaled so that their steps are alike (folded into the weights)
 *	LSTM h     zero 128, q = round(h * 127)
 *	parts      zero 0,   u = round(min(255, relu(y) * (1 / step))), a step for each part
 *	U arc_head q = round(clamp(y * (1 / step), -127, 127)), in 16 bits: its products with arc_dep, u * q, do not fit
 *	           VPMADDUBSW, and there are few of them
 * 1 / step is a number in single precision. Products of layer 1's input with its weights are kept for each form as
 * 16-bit numbers of 1/NET_FIXED, saturated; the rows of context flags likewise, added up in 32 bits; the sum, as a
 * float, times 1/NET_FIXED is the gate's input. Label scores are added up in the order product, D, H with its bias c. The
 * label of the root's arc is "root" without any score, and no other arc has that one.
 *
 * Tables of the model file (model_file.h), rows x columns; i8 weights have a float table NAME.scale [rows]:
 *	meta            u32 [NET_META_COUNT]     numbers of enum net_meta
 *	steps           f32 [NET_STEP_COUNT]     enum net_step
 *	x.*             see features.h
 *	l1.in           i8 [8H][X]  l1.in.scale, l1.bias f32 [8H]     forward's 4H rows, then backward's
 *	l1.context      i16 [C][8H]                                   one row a context flag, in 1/NET_FIXED
 *	l1.rec, l2.rec  i8 [8H][H]  .scale
 *	l2.in           i8 [8H][2H] .scale, l2.bias f32 [8H]          (likewise l3.* where NET_LAYERS is 3)
 *	part            i8 [2A + 2L + T + E][2H] .scale, part.bias f32
 *	root.arc        u8 [A]                                        as parts are, in its step
 *	root.label      u8 [L]                                        likewise; the engine does not need it
 *	arc.u           i8 [A][A] .scale     row k of U: y[k] = Σ_j U[k][j] arc_head[j]; score = Σ_k arc_dep[k] y[k]
 *	arc.b           i8 [1][A] .scale
 *	label.product   i8 [R][L] .scale     of round(label_dep * label_head / steps) as bytes u: see NET_STEP_PRODUCT
 *	label.dep, label.head  i8 [R][L] .scale;  label.bias f32 [R]
 *	upos            i8 [17][T] .scale, upos.bias f32;  xpos i8 [.][T] .scale, xpos.bias f32
 *	entity          i8 [7][E] .scale, entity.bias f32 [7]
 *	entity.move     f32 [9][7]           move[a][b]: from tag a to b; row 7: at the start; row 8: at the end, to b's
 *	names.upos, names.xpos, names.relation   text, a name a line, in the order of the numbers
 *	card            text, JSON
 * All scales already hold the steps of what they multiply: a row's value needs nothing else. [n] is one row or one
 * column of n numbers. The engine refuses scales, biases, steps and moves that are not finite or far beyond what a
 * network has (model_tables.c), and weights beyond 63.
 */
#ifndef LANGUAGE_NETWORK_H
#define LANGUAGE_NETWORK_H

#define NET_FIXED 512.0f

enum net_meta {
	NET_FEATURES_VERSION, /* of features.c: another number, another model */
	NET_X,                /* columns of x */
	NET_H,                /* hidden units a direction; a multiple of 16 */
	NET_LAYERS,           /* 2 or 3 */
	NET_A,                /* arc space */
	NET_L,                /* label space */
	NET_T,                /* tag space */
	NET_E,                /* entity space */
	NET_CONTEXT,          /* context flags */
	NET_UPOS,
	NET_XPOS,
	NET_RELATIONS,
	NET_ROOT_RELATION, /* the number of "root" */
	NET_META_COUNT
};

enum net_step {
	NET_STEP_ARC_DEP,
	NET_STEP_ARC_HEAD,
	NET_STEP_LABEL_DEP,
	NET_STEP_LABEL_HEAD,
	NET_STEP_TAG,
	NET_STEP_ENTITY,
	NET_STEP_ARC_Y,   /* of y = U arc_head */
	NET_STEP_PRODUCT, /* u = min(255, round(label_dep_u * label_head_u * this)); a plain factor on the two bytes */
	NET_STEP_ARC,     /* score = (float)Σ arc_dep_u[k] * q[k] * this  +  (arc.b row's value for h) */
	NET_STEP_COUNT
};

#endif
