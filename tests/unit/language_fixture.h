/* SPDX-License-Identifier: Apache-2.0 */
/* language_fixture.h - a model of random numbers in a folder of its own, and sentences for it: for cmocka's tests of the
 * engine. One at a time. */
#ifndef TESTS_LANGUAGE_FIXTURE_H
#define TESTS_LANGUAGE_FIXTURE_H

#include "language_case.h"

enum { SENTENCES = 60 };

extern language_case random_case;
extern language_model *model;

void open_case(const language_case_sizes *sizes, uint64_t seed);
void close_case(void);
int set_up(void **state);
int tear_down(void **state);
/* Sentences of all lengths, some with what is known about them, one too long for a tree. */
language_sentence *make_sentences(arena *a);

#endif
