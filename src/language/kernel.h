/* SPDX-License-Identifier: Apache-2.0 */
/*
 * kernel.h - the inner loops of the network, written once for each kind of processor, all with the same answers.
 *
 * A kernel is a table of functions. Products of matrices are integers, so that each may sum them as suits it; what is
 * elementwise comes from one source, kernel_cells.h, which each kernel's file compiles for its processor. kernel.c tests
 * each kernel that the processor has against the plain one before anybody may use it.
 *
 * Rows of bytes (`u`) are read up to three bytes behind their end: give buffers KERNEL_SLACK bytes more. Rows of results
 * are written up to the next multiple of KERNEL_PANEL numbers. Functions are thread-safe and allocate nothing.
 */
#ifndef LANGUAGE_KERNEL_H
#define LANGUAGE_KERNEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
	KERNEL_PANEL = 16,          /* rows of a matrix that are computed together */
	KERNEL_SLACK = 64,          /* bytes */
	KERNEL_ALIGN = 64,          /* of packed weights */
	KERNEL_MOST_COLUMNS = 4096, /* 255 * 63 * 4096 is far below 2^31 */
};

/* A matrix of weights as a kernel wants it (kernel_matrix_make). The value of row i for input u is
 * (float)(Σ w[i][k] * u[k] + base[i]) * scale[i] + bias[i]. */
typedef struct kernel_matrix {
	uint32_t rows, columns;
	uint32_t panels; /* rows / KERNEL_PANEL, rounded up; the rows behind the last are zero */
	void *packed;
	int32_t *base; /* -zero * Σ_k w[i][k] */
	float *scale, *bias;
	void *memory; /* all of it */
} kernel_matrix;

/* One step of an LSTM's direction for many sentences at once. */
typedef struct kernel_step {
	const kernel_matrix *w; /* recurrent weights: rows of gates i, f, g, o from first_panel on, `units` rows each */
	uint32_t first_panel, units;
	size_t lanes;
	const uint8_t *h;       /* [lanes][units] as they were, bytes around 128 */
	uint8_t *next;          /* [lanes][units] as they become: not the same memory */
	float *c;               /* [lanes][units], changed in place */
	const float *const *in; /* each lane's 4 * units values from its input */
	uint8_t *const *out;    /* where each lane's h goes as well: units bytes */
} kernel_step;

typedef struct kernel {
	const char *name;
	bool (*present)(void); /* this processor can run it */

	/* Bytes of packed weights for so many panels of so many columns, and packing them. */
	size_t (*packed_bytes)(uint32_t panels, uint32_t columns);
	void (*pack)(const int8_t *w, uint32_t rows, uint32_t columns, void *ret_packed);

	/* The values of n rows of bytes, `stride` apart, as floats, `out_stride` numbers apart. */
	void (*values)(const kernel_matrix *w, const uint8_t *u, size_t stride, size_t n, float *out,
		       size_t out_stride);
	/* Likewise in 1/NET_FIXED, saturated. */
	void (*fixed)(const kernel_matrix *w, const uint8_t *u, size_t stride, size_t n, int16_t *out,
		      size_t out_stride);
	/* Likewise clamp(round(value * factor[row]), 0, 255): the parts. `factor` has panels * KERNEL_PANEL numbers. */
	void (*bytes)(const kernel_matrix *w, const uint8_t *u, size_t stride, size_t n, const float *factor,
		      uint8_t *out, size_t out_stride);
	/* Likewise clamp(round(value * factor), -127, 127), as 16-bit numbers. */
	void (*signed_bytes)(const kernel_matrix *w, const uint8_t *u, size_t stride, size_t n, float factor,
			     int16_t *out, size_t out_stride);
	void (*step)(const kernel_step *step);

	/* out[i] = (float)(form[i] + Σ_k context[k][i]) / NET_FIXED for i < n; n is a multiple of KERNEL_PANEL. */
	void (*input)(const int16_t *form, const int16_t *const *context, size_t n_context, size_t n, float *out);
	/* out[i] = min(255, round((float)(a[i] * b[i]) * factor)) for i < n. */
	void (*product)(const uint8_t *a, const uint8_t *b, float factor, size_t n, uint8_t *out);
	/* out[d * out_stride + h] = (float)(Σ_k u[d][k] * q[h][k]) * factor + bias[h] for d < n, h < m, k < columns. */
	void (*arcs)(const uint8_t *u, size_t stride, size_t n, const int16_t *q, size_t q_stride, size_t m,
		     size_t columns, float factor, const float *bias, float *out, size_t out_stride);
} kernel;

extern const kernel kernel_plain, kernel_avx2, kernel_avx512;

/* The kernels that this processor has and that gave the plain kernel's answers to the test, best first; NULL-ended.
 * Their names, likewise. Tested once for the process; thread-safe. */
const kernel *const *kernel_list(void);
const char *const *kernel_names(void);
/* True if k's answers to the test are those of `other`. `k` and `other` must be present. */
bool kernel_agrees(const kernel *k, const kernel *other);

/* Copies and packs. `zero` is that of the bytes which it will meet; `bias` may be NULL. False when memory ran out. */
bool kernel_matrix_make(const kernel *k, const int8_t *w, const float *scale, const float *bias, uint32_t rows,
			uint32_t columns, int32_t zero, kernel_matrix *ret_matrix) __attribute__((warn_unused_result));
void kernel_matrix_free(kernel_matrix *m);

#endif
