/* SPDX-License-Identifier: Apache-2.0 */
/* real.h - the trainer's number type and its products. Built with double for the gradient check. Row-major throughout. */
#ifndef TRAIN_REAL_H
#define TRAIN_REAL_H

#include <cblas.h>
#include <math.h>
#include <stddef.h>
#include <stdint.h>

#ifdef TRAIN_DOUBLE
typedef double real;
#define REAL_GEMM cblas_dgemm
#define real_sqrt sqrt
#define real_exp  exp
#else
typedef float real;
#define REAL_GEMM cblas_sgemm
#define real_sqrt sqrtf
#define real_exp  expf
#endif

/* Loops over long rows are compiled for wide registers too; which is taken is decided when the program starts. */
#if defined(__x86_64__) && !defined(__SANITIZE_ADDRESS__)
#define WIDE __attribute__((target_clones("arch=haswell", "default")))
#else
#define WIDE
#endif

/* C (m x n, its rows ldc apart) = keep * C + A (m x k) * B', B being n x k. */
static inline void mul_nt(size_t m, size_t n, size_t k, const real *a, size_t lda, const real *b, size_t ldb, real keep,
			  real *c, size_t ldc)
{
	if (m && n)
		REAL_GEMM(CblasRowMajor, CblasNoTrans, CblasTrans, (int)m, (int)n, (int)k, 1, a, (int)lda, b, (int)ldb,
			  keep, c, (int)ldc);
}

/* C (m x n) = keep * C + A (m x k) * B (k x n). */
static inline void mul_nn(size_t m, size_t n, size_t k, const real *a, size_t lda, const real *b, size_t ldb, real keep,
			  real *c, size_t ldc)
{
	if (m && n)
		REAL_GEMM(CblasRowMajor, CblasNoTrans, CblasNoTrans, (int)m, (int)n, (int)k, 1, a, (int)lda, b,
			  (int)ldb, keep, c, (int)ldc);
}

/* C (m x n) += A' * B, A being k x m and B k x n: the form of every weight's gradient. */
static inline void add_tn(size_t m, size_t n, size_t k, const real *a, size_t lda, const real *b, size_t ldb, real *c,
			  size_t ldc)
{
	if (k)
		REAL_GEMM(CblasRowMajor, CblasTrans, CblasNoTrans, (int)m, (int)n, (int)k, 1, a, (int)lda, b, (int)ldb,
			  1, c, (int)ldc);
}

/* tanh as a rational function of degree 13 over 6 (after Eigen's ptanh): the engine's, so that training sees it. */
static inline real real_tanh(real x)
{
	x = x > (real)7.9 ? (real)7.9 : x < (real)-7.9 ? (real)-7.9 : x;
	const real y = x * x;
	real p = (real)-2.76076847742355e-16;
	p = p * y + (real)2.00018790482477e-13;
	p = p * y + (real)-8.60467152213735e-11;
	p = p * y + (real)5.12229709037114e-08;
	p = p * y + (real)1.48572235717979e-05;
	p = p * y + (real)6.37261928875436e-04;
	p = p * y + (real)4.89352455891786e-03;
	real q = (real)1.19825839466702e-06;
	q = q * y + (real)1.18534705686654e-04;
	q = q * y + (real)2.26843463243900e-03;
	q = q * y + (real)4.89352518554385e-03;
	return x * p / q;
}

static inline real real_sigmoid(real x)
{
	return (real)0.5 * real_tanh((real)0.5 * x) + (real)0.5;
}

/* xorshift128+ (Vigna 2017), seeded by splitmix64: the same numbers on every machine. */
typedef struct random_state {
	uint64_t a, b;
} random_state;

static inline uint64_t random_mix(uint64_t *x)
{
	uint64_t z = (*x += 0x9e3779b97f4a7c15u);
	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
	z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
	return z ^ (z >> 31);
}

static inline random_state random_seed(uint64_t seed)
{
	random_state r;
	r.a = random_mix(&seed);
	r.b = random_mix(&seed) | 1;
	return r;
}

static inline uint64_t random_bits(random_state *r)
{
	uint64_t x = r->a;
	const uint64_t y = r->b, sum = x + y;
	r->a = y;
	x ^= x << 23;
	r->b = x ^ y ^ (x >> 17) ^ (y >> 26);
	return sum;
}

/* In [0, 1). */
static inline double random_unit(random_state *r)
{
	return (double)(random_bits(r) >> 11) * 0x1p-53;
}

static inline double random_normal(random_state *r)
{
	double u;
	do
		u = random_unit(r);
	while (u <= 0);
	return sqrt(-2 * log(u)) * cos(6.283185307179586 * random_unit(r));
}

#endif
