/* SPDX-License-Identifier: Apache-2.0 */
/* The kernel for AVX2. VPMADDUBSW multiplies bytes and adds pairs of products in 16 bits, which weights of 7 bits never
 * overflow; VPMADDWD by ones adds pairs of those in 32 bits. */
#if defined(__x86_64__)
#include "language/kernel_pack.h"

#include <immintrin.h>

#define KERNEL        kernel_avx2
#define KERNEL_NAME   "avx2"
#define KERNEL_TARGET __attribute__((target("avx2")))

static bool kernel_present(void)
{
	return __builtin_cpu_supports("avx2") != 0;
}

/* m words' sums of one panel; m is a constant wherever this is inlined, so that all the sums are registers. */
static inline __attribute__((always_inline)) KERNEL_TARGET void some_sums(const int8_t *w, const int32_t *base,
									  size_t fours, const uint8_t *u, size_t stride,
									  const int m, int32_t *sums,
									  size_t sums_stride)
{
	const __m256i ones = _mm256_set1_epi16(1);
	__m256i low[6], high[6];
	for (int j = 0; j < m; j++) {
		low[j] = _mm256_load_si256((const __m256i *)(const void *)base);
		high[j] = _mm256_load_si256((const __m256i *)(const void *)(base + 8));
	}
	for (size_t k = 0; k < fours; k++) {
		const __m256i w0 = _mm256_load_si256((const __m256i *)(const void *)(w + k * 64));
		const __m256i w1 = _mm256_load_si256((const __m256i *)(const void *)(w + k * 64 + 32));
		for (int j = 0; j < m; j++) {
			const __m256i x = _mm256_set1_epi32(four_bytes(u + (size_t)j * stride + 4 * k));
			low[j] = _mm256_add_epi32(low[j], _mm256_madd_epi16(_mm256_maddubs_epi16(x, w0), ones));
			high[j] = _mm256_add_epi32(high[j], _mm256_madd_epi16(_mm256_maddubs_epi16(x, w1), ones));
		}
	}
	for (int j = 0; j < m; j++) {
		_mm256_storeu_si256((__m256i *)(void *)(sums + (size_t)j * sums_stride), low[j]);
		_mm256_storeu_si256((__m256i *)(void *)(sums + (size_t)j * sums_stride + 8), high[j]);
	}
}

static KERNEL_TARGET void panel_sums(const kernel_matrix *w, uint32_t panel, const uint8_t *u, size_t stride, size_t n,
				     int32_t *sums, size_t sums_stride)
{
	const size_t fours = fours_of(w->columns);
	const int8_t *packed = (const int8_t *)w->packed + (size_t)panel * KERNEL_PANEL * 4 * fours;
	const int32_t *base = w->base + (size_t)panel * KERNEL_PANEL;
	for (; n >= 4; n -= 4, u += 4 * stride, sums += 4 * sums_stride)
		some_sums(packed, base, fours, u, stride, 4, sums, sums_stride);
	switch (n) {
	case 1: some_sums(packed, base, fours, u, stride, 1, sums, sums_stride); break;
	case 2: some_sums(packed, base, fours, u, stride, 2, sums, sums_stride); break;
	case 3: some_sums(packed, base, fours, u, stride, 3, sums, sums_stride); break;
	default: break;
	}
}

static inline KERNEL_TARGET int32_t arc_sum(const int16_t *u, const int16_t *q, size_t columns)
{
	__m256i sum = _mm256_setzero_si256();
	size_t k = 0;
	for (; k + 16 <= columns; k += 16)
		sum = _mm256_add_epi32(sum,
				       _mm256_madd_epi16(_mm256_loadu_si256((const __m256i *)(const void *)(u + k)),
							 _mm256_loadu_si256((const __m256i *)(const void *)(q + k))));
	__m128i half = _mm_add_epi32(_mm256_castsi256_si128(sum), _mm256_extracti128_si256(sum, 1));
	half = _mm_add_epi32(half, _mm_shuffle_epi32(half, 0x4E));
	half = _mm_add_epi32(half, _mm_shuffle_epi32(half, 0xB1));
	int32_t all = _mm_cvtsi128_si32(half);
	for (; k < columns; k++)
		all += u[k] * q[k];
	return all;
}

#include "language/kernel_cells.h"
#endif
