/* SPDX-License-Identifier: Apache-2.0 */
/*
 * decode.h - the best projective tree over a sentence's words, exactly one of which hangs on the root.
 *
 * Scores are a matrix of n rows with `stride` >= n + 1 floats each: row d - 1 is word d as a dependent (1..n), column h
 * its head (0: the root, 1..n: words). The cell of a word hanging on itself means nothing.
 *
 * Scores are turned into integers of one step for the sentence (2^-k, as fine as n of them fit into 30 bits: about
 * 5e-6 for 250 words with scores up to 20), hence sums are exact and the same in any order, on every processor. Where
 * several trees are best, the lowest split wins, hence always the same tree. NaN counts as the least score, and what is
 * beyond +-2^20 as that. Time n^3/2 additions, memory decode_scratch_bytes. Method: Eisner 1996, "Three new
 * probabilistic models for dependency parsing", in the form of McDonald et al. 2005; the root's one arc is chosen last.
 */
#ifndef LANGUAGE_DECODE_H
#define LANGUAGE_DECODE_H

#include "language/language.h"

/* Bytes of scratch memory for a sentence of n words; it grows with n, so that of the longest serves all. */
size_t decode_scratch_bytes(uint32_t n);

/*
 * Sets ret_heads[d - 1] to the head (0..n) of word d, for the n >= 1 words. Constraints speak of indices 0..n-1 into
 * the sentence's words; what lies behind the last word is cut off, and a constraint without words says nothing, nor does any behind the 65,536th.
 *
 * A breach is an arc that enters a constraint's span from outside, beyond the one that each must have, or an entering
 * arc of LANGUAGE_HANGS_ON whose head is not in the lead. The tree with the fewest breaches wins, among them the one
 * with the highest score: constraints that can be met together are met, and those that contradict each other cost as
 * little as they can. `scratch`: decode_scratch_bytes(n), aligned to 16. Thread-safe.
 */
void decode_tree(const float *scores, size_t stride, uint32_t n, const language_constraint *constraints,
		 size_t n_constraints, void *scratch, uint32_t *ret_heads);

/* The probability that the network gives to each word's head: e^score over the sum of the row, the word itself left
 * out. Summed from the lowest column up, hence the same everywhere. */
void decode_arc_probabilities(const float *scores, size_t stride, uint32_t n, const uint32_t *heads, float *ret_p);

#endif
