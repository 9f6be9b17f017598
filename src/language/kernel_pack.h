/* SPDX-License-Identifier: Apache-2.0 */
/* kernel_pack.h - packed weights of the kernels with vectors of bytes: for each panel and each four columns the panel's
 * rows one after another, four bytes each; zeros behind the last row and column. Included by those kernels' files. */
#ifndef LANGUAGE_KERNEL_PACK_H
#define LANGUAGE_KERNEL_PACK_H

#include "language/kernel.h"

#include <string.h>

static inline size_t fours_of(uint32_t columns)
{
	return ((size_t)columns + 3) / 4;
}

static size_t packed_bytes(uint32_t panels, uint32_t columns)
{
	return (size_t)panels * KERNEL_PANEL * 4 * fours_of(columns);
}

static void pack(const int8_t *w, uint32_t rows, uint32_t columns, void *ret_packed)
{
	const size_t fours = fours_of(columns);
	for (size_t i = 0; i < rows; i++) {
		int8_t *to = (int8_t *)ret_packed + i / KERNEL_PANEL * fours * KERNEL_PANEL * 4 + i % KERNEL_PANEL * 4;
		for (size_t k = 0; k < columns; k++)
			to[k / 4 * KERNEL_PANEL * 4 + k % 4] = w[i * columns + k];
	}
}

/* Four bytes of the input as one number. */
static inline int32_t four_bytes(const uint8_t *u)
{
	int32_t ret;
	memcpy(&ret, u, sizeof ret);
	return ret;
}

#endif
