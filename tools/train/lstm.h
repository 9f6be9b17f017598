/* SPDX-License-Identifier: Apache-2.0 */
/* lstm.h - one direction of one layer over a packed batch (net.h), and a linear-chain CRF over one sentence. */
#ifndef TRAIN_LSTM_H
#define TRAIN_LSTM_H

#include "real.h"

/* Step t works on rows off[t] .. off[t + 1), the first of which continue the sentences of step t - 1 in order. */
typedef struct packing {
	const size_t *off; /* steps + 1 */
	size_t steps, rows;
} packing;

/* rows x .: gates (4H: i f g o), c, tanh(c), h; h_before is what entered the recurrence, dropped out. */
typedef struct lstm_tape {
	real *gates, *c, *tanh_c, *h, *h_before;
} lstm_tape;

/* tape->gates holds the input's part and bias; the rest is filled in. `mask`: sentences x H, or NULL. */
void lstm_forward(const packing *p, size_t h, const real *rec, const real *mask, lstm_tape *tape);
/* dh (rows x H) is what comes from above; it is overwritten. tape->gates becomes the gradient of the gates' sums;
 * d_rec is added to. `carry`: scratch of 2 x (off[1] - off[0]) x H. */
void lstm_backward(const packing *p, size_t h, const real *rec, const real *mask, lstm_tape *tape, real *dh,
		   real *d_rec, real *carry);

/* Loss (log Z less the expected score under the target) and marginals of a chain of n tags. `move`: (K + 2) x K as in
 * network.h. unary n x K and pair (n - 1) x K x K get the marginals. `work`: 2 n K doubles. Lafferty et al. 2001. */
double crf_marginals(size_t n, size_t k, const real *emission, const real *move, double *unary, double *pair,
		     double *work);
double crf_score(size_t n, size_t k, const real *emission, const real *move, const float *unary, const float *pair);

#endif
