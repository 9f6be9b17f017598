/* SPDX-License-Identifier: Apache-2.0 */
/* The kernel for AVX-512 with VNNI: VPDPBUSD multiplies bytes and adds four products to a 32-bit sum, sixteen at once. */
#if defined(__x86_64__)
#include "language/kernel_pack.h"

#include <immintrin.h>

/* A test compiles this file for processors without AVX-512, with its instructions written in C. */
#ifndef KERNEL
#define KERNEL        kernel_avx512
#define KERNEL_NAME   "avx512vnni"
#define KERNEL_TARGET __attribute__((target("avx2,avx512f,avx512bw,avx512vl,avx512vnni")))
#endif

static bool kernel_present(void)
{
	return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("avx512f") &&
	       __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl") &&
	       __builtin_cpu_supports("avx512vnni");
}

/* m words' sums of one panel, as in kernel_avx2.c. */
static inline __attribute__((always_inline)) KERNEL_TARGET void some_sums(const int8_t *w, const int32_t *base,
									  size_t fours, const uint8_t *u, size_t stride,
									  const int m, int32_t *sums,
									  size_t sums_stride)
{
	__m512i sum[8];
	for (int j = 0; j < m; j++)
		sum[j] = _mm512_load_si512(base);
	for (size_t k = 0; k < fours; k++) {
		const __m512i four = _mm512_load_si512(w + k * 64);
		for (int j = 0; j < m; j++)
			sum[j] = _mm512_dpbusd_epi32(
			    sum[j], _mm512_set1_epi32(four_bytes(u + (size_t)j * stride + 4 * k)), four);
	}
	for (int j = 0; j < m; j++)
		_mm512_storeu_si512(sums + (size_t)j * sums_stride, sum[j]);
}

static KERNEL_TARGET void panel_sums(const kernel_matrix *w, uint32_t panel, const uint8_t *u, size_t stride, size_t n,
				     int32_t *sums, size_t sums_stride)
{
	const size_t fours = fours_of(w->columns);
	const int8_t *packed = (const int8_t *)w->packed + (size_t)panel * KERNEL_PANEL * 4 * fours;
	const int32_t *base = w->base + (size_t)panel * KERNEL_PANEL;
	for (; n >= 8; n -= 8, u += 8 * stride, sums += 8 * sums_stride)
		some_sums(packed, base, fours, u, stride, 8, sums, sums_stride);
	if (n >= 4) {
		some_sums(packed, base, fours, u, stride, 4, sums, sums_stride);
		n -= 4;
		u += 4 * stride;
		sums += 4 * sums_stride;
	}
	for (; n; n--, u += stride, sums += sums_stride)
		some_sums(packed, base, fours, u, stride, 1, sums, sums_stride);
}

static inline KERNEL_TARGET int32_t arc_sum(const int16_t *u, const int16_t *q, size_t columns)
{
	__m512i sum = _mm512_setzero_si512();
	size_t k = 0;
	for (; k + 32 <= columns; k += 32)
		sum = _mm512_add_epi32(sum, _mm512_madd_epi16(_mm512_loadu_si512(u + k), _mm512_loadu_si512(q + k)));
	int32_t all = _mm512_reduce_add_epi32(sum);
	for (; k < columns; k++)
		all += u[k] * q[k];
	return all;
}

#include "language/kernel_cells.h"
#endif
