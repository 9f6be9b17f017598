/* SPDX-License-Identifier: Apache-2.0 */
/*
 * quotation.h - quotations within a sentence as constraints of its tree.
 *
 * What stands between a pair of double quotation marks is one subtree: in the English treebanks 98 % of 1,174 quotations
 * of two words and more are (the marks left out: they may hang elsewhere).
 */
#ifndef LANGUAGE_QUOTATION_H
#define LANGUAGE_QUOTATION_H

#include "language/language.h"

typedef VEC(language_constraint) constraint_vec;

/* Appends a LANGUAGE_ONE_SUBTREE for each pair of marks that has two words or more inside, by the n words' forms. Pairs
 * do not nest. Linear. ERR_MEMORY. */
onus_status language_quotations(const language_word *words, uint32_t n, arena *a, constraint_vec *out,
				onus_error *err) MUST_CHECK;

#endif
