/* SPDX-License-Identifier: Apache-2.0 */
/*
 * entity.h - from the network's scores for the seven tags of language_entity to names: a linear-chain conditional random
 * field (Lafferty, McCallum and Pereira 2001), and the vote of a document's mentions on each other.
 *
 * scores  f32 [n][ENTITY_COUNT]: of each word's tags (without moves).
 * moves   f32 [ENTITY_MOVES][ENTITY_COUNT]: moves[a * ENTITY_COUNT + b] from tag a to tag b; row ENTITY_START: at the
 *         sentence's first word; row ENTITY_END: of tag b at its last.
 * Tags that IOB2 forbids (an I-X not behind B-X or I-X) are never chosen and have no part in probabilities, whatever
 * their moves are. Sums are in double precision from left to right with net_exp: the same bits everywhere.
 */
#ifndef LANGUAGE_ENTITY_H
#define LANGUAGE_ENTITY_H

#include "language/language.h"

enum { ENTITY_START = ENTITY_COUNT, ENTITY_END, ENTITY_MOVES };

/* Whether tag `after` may stand behind tag `before` (ENTITY_START: at the beginning). */
bool entity_may_follow(unsigned before, unsigned after);

/* Bytes of scratch memory for n words; it grows with n. */
size_t entity_scratch_bytes(uint32_t n);

/* The best sequence of tags (Viterbi 1967; on a tie the lower tag) and, where ret_p is not NULL, each chosen tag's
 * marginal probability (forward-backward). `scratch`: entity_scratch_bytes(n), aligned to 16. Thread-safe. */
void entity_decode(const float *scores, uint32_t n, const float *moves, void *scratch, uint8_t *ret_tags, float *ret_p);

/*
 * The document's vote. Reads the words' forms and the entity and entity_p that entity_decode gave them; mentions that
 * are sure say what their names are, and doubtful places where the same name stands are decoded again with scores that
 * this raises by a bounded sum (entity.c: "The vote"). Where it changes a tag, entity and entity_p are those of the
 * second decoding. Only words that begin with a capital (or are written without case) can gain; a name that the
 * document uses as different things says nothing.
 *
 * scores[i] is sentence i's matrix, of sentences[i].n rows. Memory for the votes comes from `a`. ERR_MEMORY. Linear in
 * the number of words.
 */
onus_status entity_vote(const float *const *scores, const float *moves, language_sentence *sentences, size_t n,
			arena *a, onus_error *err) MUST_CHECK;

#endif
