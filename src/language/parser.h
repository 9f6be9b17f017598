/* SPDX-License-Identifier: Apache-2.0 */
/*
 * parser.h - a parser inside the room: its buffers, and the road of a batch through the network.
 *
 * A batch is a few pieces (sentences, or what was cut from one) of no more words together than the parser takes, the
 * longest first. Word k of a piece has row piece.row + k in all buffers of words. The LSTMs read all pieces of a batch
 * abreast, so that each weight is loaded once for many words.
 */
#ifndef LANGUAGE_PARSER_H
#define LANGUAGE_PARSER_H

#include "language/input.h"
#include "language/model.h"

/* What is parsed as one tree: a sentence, or a piece of one longer than LIMIT_PARSE_TOKENS. */
typedef struct piece {
	language_word *words;
	uint32_t n;
	uint32_t row; /* in the batch */
	const language_constraint *constraints;
	uint32_t n_constraints;
	float *entity_scores; /* [n][ENTITY_COUNT], out */
} piece;

struct language_parser {
	const language_model *model;
	const kernel *kernel;
	const kernel_matrix *w; /* by enum model_matrix */
	input *input;
	uint32_t batch;        /* words of a batch, at most, unless it is one sentence */
	uint32_t rows;         /* words for which there is room */
	size_t part_stride;    /* of a word's parts */
	size_t name_stride;    /* of values for upos, xpos or relations: the widest */
	size_t arc_stride;     /* of rows of U arc_head */
	uint32_t *context;     /* [LIMIT_PARSE_TOKENS] */
	span *forms;           /* likewise */
	float *in;             /* [rows][8H] a layer's input products */
	uint8_t *r[2];         /* [rows][2H] a layer's output, in turns */
	uint8_t *h[2];         /* [rows][H] of each lane, in turns */
	float *c;              /* [rows][H] */
	const float **step_in; /* [rows] of each lane */
	uint8_t **step_out;    /* likewise */
	uint8_t *parts;        /* [rows][part_stride] */
	float *factors;        /* 1 / step, of each column of the parts */
	int16_t *arc_y;        /* [1 + LIMIT_PARSE_TOKENS][arc_stride], the root's first */
	float *arc_b;          /* [1 + LIMIT_PARSE_TOKENS] */
	float *scores;         /* [LIMIT_PARSE_TOKENS][1 + LIMIT_PARSE_TOKENS] */
	void *scratch;         /* for decode_tree */
	uint32_t *heads;       /* [rows], as language_word has them, but within the piece */
	float *arc_p;          /* [LIMIT_PARSE_TOKENS] */
	uint8_t *products;     /* [rows][L] */
	float *values[3];      /* [rows][name_stride] */
	void *memory;          /* all of them */
};

/* forward.c: inputs, BiLSTMs and parts of n pieces, whose words' parts are then in p->parts. */
void forward_run(language_parser *p, const piece *pieces, size_t n);

/* heads.c: from parts to trees, tags and entity scores; fills in the words' fields but for lemma and entity. */
void heads_prepare(language_parser *p);
void heads_run(language_parser *p, const piece *pieces, size_t n);

#endif
