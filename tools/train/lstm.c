/* SPDX-License-Identifier: Apache-2.0 */
#include "lstm.h"

#include <stdbool.h>
#include <string.h>

WIDE static void cell_forward(size_t h, size_t n, real *gates, bool begins, const real *c_before, real *c, real *tanh_c,
			      real *out)
{
	for (size_t b = 0; b < n; b++) {
		real *gi = gates + b * 4 * h, *gf = gi + h, *gg = gf + h, *go = gg + h;
		const real *before = c_before + b * h;
		real *cb = c + b * h, *tb = tanh_c + b * h, *hb = out + b * h;
		for (size_t j = 0; j < h; j++) {
			gi[j] = real_sigmoid(gi[j]);
			gf[j] = real_sigmoid(gf[j]);
			gg[j] = real_tanh(gg[j]);
			go[j] = real_sigmoid(go[j]);
		}
		if (!begins)
			for (size_t j = 0; j < h; j++)
				cb[j] = gf[j] * before[j] + gi[j] * gg[j];
		else
			for (size_t j = 0; j < h; j++)
				cb[j] = gi[j] * gg[j];
		for (size_t j = 0; j < h; j++) {
			tb[j] = real_tanh(cb[j]);
			hb[j] = go[j] * tb[j];
		}
	}
}

WIDE static void masked(size_t n, const real *a, const real *mask, real *ret)
{
	for (size_t j = 0; j < n; j++)
		ret[j] = a[j] * mask[j];
}

void lstm_forward(const packing *p, size_t h, const real *rec, const real *mask, lstm_tape *tape)
{
	for (size_t t = 0; t < p->steps; t++) {
		const size_t row = p->off[t], n = p->off[t + 1] - row;
		const real *c_before = tape->c;
		if (t > 0) {
			const size_t before = p->off[t - 1];
			c_before = tape->c + before * h;
			if (mask)
				masked(n * h, tape->h + before * h, mask, tape->h_before + row * h);
			else
				memcpy(tape->h_before + row * h, tape->h + before * h, n * h * sizeof(real));
			mul_nt(n, 4 * h, h, tape->h_before + row * h, h, rec, h, 1, tape->gates + row * 4 * h, 4 * h);
		}
		cell_forward(h, n, tape->gates + row * 4 * h, t == 0, c_before, tape->c + row * h,
			     tape->tanh_c + row * h, tape->h + row * h);
	}
}

/* dh, dc: of one step, dc in and out. Gates become gradients of their sums. */
WIDE static void cell_backward(size_t h, size_t n, real *gates, bool begins, const real *c_before, const real *tanh_c,
			       const real *dh, real *dc)
{
	for (size_t b = 0; b < n; b++) {
		real *gi = gates + b * 4 * h, *gf = gi + h, *gg = gf + h, *go = gg + h;
		const real *tb = tanh_c + b * h, *db = dh + b * h;
		real *dcb = dc + b * h;
		for (size_t j = 0; j < h; j++) {
			const real i = gi[j], f = gf[j], g = gg[j], o = go[j];
			const real d = dcb[j] + db[j] * o * (1 - tb[j] * tb[j]);
			go[j] = db[j] * tb[j] * o * (1 - o);
			gi[j] = d * g * i * (1 - i);
			gg[j] = d * i * (1 - g * g);
			gf[j] = begins ? 0 : d * c_before[b * h + j] * f * (1 - f);
			dcb[j] = d * f;
		}
	}
}

WIDE static void add_masked(size_t n, const real *a, const real *mask, real *sum)
{
	if (mask)
		for (size_t j = 0; j < n; j++)
			sum[j] += a[j] * mask[j];
	else
		for (size_t j = 0; j < n; j++)
			sum[j] += a[j];
}

void lstm_backward(const packing *p, size_t h, const real *rec, const real *mask, lstm_tape *tape, real *dh,
		   real *d_rec, real *carry)
{
	const size_t widest = p->steps ? p->off[1] - p->off[0] : 0;
	real *dc = carry, *dh_before = carry + widest * h;
	memset(dc, 0, widest * h * sizeof(real));
	for (size_t t = p->steps; t-- > 0;) {
		const size_t row = p->off[t], n = p->off[t + 1] - row;
		cell_backward(h, n, tape->gates + row * 4 * h, t == 0, tape->c + (t ? p->off[t - 1] : 0) * h,
			      tape->tanh_c + row * h, dh + row * h, dc);
		if (t > 0) {
			mul_nn(n, h, 4 * h, tape->gates + row * 4 * h, 4 * h, rec, h, 0, dh_before, h);
			add_masked(n * h, dh_before, mask, dh + p->off[t - 1] * h);
		}
	}
	if (p->steps > 1) {
		const size_t first = p->off[1];
		add_tn(4 * h, h, p->rows - first, tape->gates + first * 4 * h, 4 * h, tape->h_before + first * h, h,
		       d_rec, h);
	}
}

static double log_sum(const double *x, size_t n)
{
	double greatest = x[0], sum = 0; /* at least 1, the greatest's own part */
	for (size_t i = 1; i < n; i++)
		greatest = x[i] > greatest ? x[i] : greatest;
	for (size_t i = 0; i < n; i++)
		sum += exp(x[i] - greatest);
	return greatest + log(sum > 1 ? sum : 1);
}

double crf_marginals(size_t n, size_t k, const real *emission, const real *move, double *unary, double *pair,
		     double *work)
{
	double *alpha = work, *beta = work + n * k, way[16] = {0};
	for (size_t b = 0; b < k; b++) {
		alpha[b] = (double)move[k * k + b] + (double)emission[b];
		beta[(n - 1) * k + b] = (double)move[(k + 1) * k + b];
	}
	for (size_t i = 1; i < n; i++)
		for (size_t b = 0; b < k; b++) {
			for (size_t a = 0; a < k; a++)
				way[a] = alpha[(i - 1) * k + a] + (double)move[a * k + b];
			alpha[i * k + b] = log_sum(way, k) + (double)emission[i * k + b];
		}
	for (size_t i = n - 1; i-- > 0;)
		for (size_t a = 0; a < k; a++) {
			for (size_t b = 0; b < k; b++)
				way[b] =
				    (double)move[a * k + b] + (double)emission[(i + 1) * k + b] + beta[(i + 1) * k + b];
			beta[i * k + a] = log_sum(way, k);
		}
	for (size_t b = 0; b < k; b++)
		way[b] = alpha[(n - 1) * k + b] + beta[(n - 1) * k + b];
	const double z = log_sum(way, k);
	for (size_t i = 0; i < n * k; i++)
		unary[i] = exp(alpha[i] + beta[i] - z);
	for (size_t i = 0; i + 1 < n; i++)
		for (size_t a = 0; a < k; a++)
			for (size_t b = 0; b < k; b++)
				pair[(i * k + a) * k + b] =
				    exp(alpha[i * k + a] + (double)move[a * k + b] + (double)emission[(i + 1) * k + b] +
					beta[(i + 1) * k + b] - z);
	return z;
}

double crf_score(size_t n, size_t k, const real *emission, const real *move, const float *unary, const float *pair)
{
	double sum = 0;
	for (size_t i = 0; i < n * k; i++)
		sum += (double)unary[i] * (double)emission[i];
	for (size_t b = 0; b < k; b++)
		sum += (double)unary[b] * (double)move[k * k + b] +
		       (double)unary[(n - 1) * k + b] * (double)move[(k + 1) * k + b];
	for (size_t i = 0; i + 1 < n; i++)
		for (size_t ab = 0; ab < k * k; ab++)
			sum += (double)pair[i * k * k + ab] * (double)move[ab];
	return sum;
}
