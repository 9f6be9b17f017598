/* SPDX-License-Identifier: Apache-2.0 */
/*
 * real.h - functions of real numbers that give the same bits on every machine: the C library's differ between versions
 * and processors. Single precision, a fixed order of operations, each rounded by itself (the room is compiled with
 * -ffp-contract=off); no branches on values, so that loops over them vectorise and lanes agree with the scalar form.
 */
#ifndef LANGUAGE_REAL_H
#define LANGUAGE_REAL_H

#include <stdint.h>
#include <string.h>

/* e^x, within 2 units in the last place for -87 <= x <= 88; x outside counts as the nearer bound (so never 0 nor
 * infinite), and NaN as -87. x = n ln 2 + r, |r| <= ln 2 / 2, with ln 2 in two parts after Cody and Waite 1980; e^r by
 * the polynomial of Cephes' expf (Moshier 1992); 2^n by its bits. */
static inline float net_exp(float x)
{
	x = x > -87.0f ? x : -87.0f;
	x = x < 88.0f ? x : 88.0f;
	/* 1.5 * 2^23: adding it rounds to an integer, ties to even, which then lies in the low bits. */
	const float shift = 12582912.0f;
	float shifted = x * 1.44269504088896341f + shift;
	float n = shifted - shift;
	float r = x - n * 0.693359375f;
	r = r - n * -2.12194440e-4f;
	float p = 1.9875691500e-4f;
	p = p * r + 1.3981999507e-3f;
	p = p * r + 8.3334519073e-3f;
	p = p * r + 4.1665795894e-2f;
	p = p * r + 1.6666665459e-1f;
	p = p * r + 5.0000001201e-1f;
	p = p * (r * r) + r;
	p = p + 1.0f;
	int32_t bits;
	memcpy(&bits, &shifted, sizeof bits);
	int32_t power = (bits - 0x4B400000 + 127) * (1 << 23);
	float two_n;
	memcpy(&two_n, &power, sizeof two_n);
	return p * two_n;
}

/* ln x for normal x > 0, within 3 units in the last place of a number near 1: x = m 2^e with m near 1, and ln m =
 * 2 artanh((m - 1) / (m + 1)) by its series, |(m - 1) / (m + 1)| being at most 0.172. */
static inline float net_log(float x)
{
	int32_t bits;
	memcpy(&bits, &x, sizeof bits);
	/* 0x3F3504F3 is the square root of 1/2: m lies between it and its double. */
	const int32_t e = (bits - 0x3F3504F3) >> 23;
	bits -= e * (1 << 23);
	float m;
	memcpy(&m, &bits, sizeof m);
	const float t = (m - 1.0f) / (m + 1.0f), s = t * t;
	float p = s * 0.2222222222f + 0.2857142857f;
	p = p * s + 0.4f;
	p = p * s + 0.6666666667f;
	p = p * s + 2.0f;
	return (float)e * 0.6931471806f + t * p;
}

/* tanh x, within 1e-5 of it and below 1: Lambert's continued fraction (1761), cut after nine terms, x beyond 6 counting
 * as 6. */
static inline float net_tanh(float x)
{
	x = x < 6.0f ? x : 6.0f;
	x = x > -6.0f ? x : -6.0f;
	float s = x * x;
	float p = s + 990.0f;
	p = p * s + 135135.0f;
	p = p * s + 4729725.0f;
	p = p * s + 34459425.0f;
	float q = s * 45.0f + 13860.0f;
	q = q * s + 945945.0f;
	q = q * s + 16216200.0f;
	q = q * s + 34459425.0f;
	return x * p / q;
}

/* 1 / (1 + e^-x), within 5e-6 of it. */
static inline float net_sigmoid(float x)
{
	return net_tanh(x * 0.5f) * 0.5f + 0.5f;
}

/* The nearest integer, ties to even, for |x| < 2^22: adding 1.5 * 2^23 leaves no room for a fraction. */
static inline float net_round(float x)
{
	return (x + 12582912.0f) - 12582912.0f;
}

/* x between the bounds; NaN counts as the lower one. */
static inline float net_clamp(float x, float low, float high)
{
	x = x > low ? x : low;
	return x < high ? x : high;
}

#endif
