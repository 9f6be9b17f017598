/* SPDX-License-Identifier: Apache-2.0 */
/*
 * input.h - from forms to what layer 1 gets from them: features' rows side by side (x, features.h), times l1.in, plus
 * the rows of the context flags.
 *
 * The product hangs on the form alone, so it is kept for the forms seen last, in a table of bounded size: four places
 * for each of INPUT_SETS values of a hash, the oldest giving way. Forms are compared in full, and a kept row is the row
 * that would be computed: what comes out does not hang on what was kept. Belongs to one thread.
 */
#ifndef LANGUAGE_INPUT_H
#define LANGUAGE_INPUT_H

#include "language/model.h"

typedef struct input input;

/* Own: input_free, which takes NULL. Borrows all three. NULL when memory ran out. */
input *input_new(const language_model *m, const kernel *k, const kernel_matrix *l1_in);
void input_free(input *in);

/* Adds a word: ret_row is filled with its 8H values by input_flush at the latest. */
void input_add(input *in, span form, uint32_t context, float *ret_row);
void input_flush(input *in);

/* x of one form: NET_X bytes, each a number + 128. */
void input_columns(const model_input *t, span form, uint8_t *ret_x);

#endif
