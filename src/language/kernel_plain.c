/* SPDX-License-Identifier: Apache-2.0 */
/* The kernel for any processor: C, laid out so that compilers make 16-bit products of it where there are any. */
#include "language/kernel.h"

#include <string.h>

#define KERNEL        kernel_plain
#define KERNEL_NAME   "plain"
#define KERNEL_TARGET /* what the whole program is compiled for */

static bool kernel_present(void)
{
	return true;
}

/* Packed: rows of 16-bit numbers, zeros up to a multiple of 16 columns. */
static size_t depth_of(uint32_t columns)
{
	return ((size_t)columns + 15) & ~(size_t)15;
}

static size_t packed_bytes(uint32_t panels, uint32_t columns)
{
	return (size_t)panels * KERNEL_PANEL * depth_of(columns) * sizeof(int16_t);
}

static void pack(const int8_t *w, uint32_t rows, uint32_t columns, void *ret_packed)
{
	int16_t *to = ret_packed;
	const size_t depth = depth_of(columns);
	for (size_t i = 0; i < rows; i++)
		for (size_t k = 0; k < depth; k++)
			to[i * depth + k] = k < columns ? w[i * columns + k] : (int8_t)0;
}

/* Four rows at a time: each number of the input is loaded once for them. */
static void four_sums(const int16_t *w, const int16_t *wide, size_t depth, int32_t ret[4])
{
	const int16_t *w1 = w + depth, *w2 = w1 + depth, *w3 = w2 + depth;
	int32_t s0 = 0, s1 = 0, s2 = 0, s3 = 0;
	for (size_t k = 0; k < depth; k++) {
		s0 += w[k] * wide[k];
		s1 += w1[k] * wide[k];
		s2 += w2[k] * wide[k];
		s3 += w3[k] * wide[k];
	}
	ret[0] = s0;
	ret[1] = s1;
	ret[2] = s2;
	ret[3] = s3;
}

static void panel_sums(const kernel_matrix *w, uint32_t panel, const uint8_t *u, size_t stride, size_t n, int32_t *sums,
		       size_t sums_stride)
{
	int16_t wide[KERNEL_MOST_COLUMNS + 16] __attribute__((aligned(64)));
	const size_t depth = depth_of(w->columns), columns = w->columns;
	const int16_t *packed = (const int16_t *)w->packed + (size_t)panel * KERNEL_PANEL * depth;
	const int32_t *base = w->base + (size_t)panel * KERNEL_PANEL;
	memset(wide + columns, 0, (depth - columns) * sizeof *wide);
	for (size_t j = 0; j < n; j++) {
		const uint8_t *row = u + j * stride;
		int32_t *to = sums + j * sums_stride;
		for (size_t k = 0; k < columns; k++)
			wide[k] = row[k];
		for (size_t i = 0; i < KERNEL_PANEL; i += 4)
			four_sums(packed + i * depth, wide, depth, to + i);
		for (size_t i = 0; i < KERNEL_PANEL; i++)
			to[i] += base[i];
	}
}

static int32_t arc_sum(const int16_t *u, const int16_t *q, size_t columns)
{
	int32_t sum = 0;
	for (size_t k = 0; k < columns; k++)
		sum += u[k] * q[k];
	return sum;
}

#include "language/kernel_cells.h"
