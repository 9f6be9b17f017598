/* SPDX-License-Identifier: Apache-2.0 */
#include "language/kernel.h"

#include "base/memory.h"

#include <pthread.h>
#include <string.h>

/* ---- matrices ---- */

bool kernel_matrix_make(const kernel *k, const int8_t *w, const float *scale, const float *bias, uint32_t rows,
			uint32_t columns, int32_t zero, kernel_matrix *ret_matrix)
{
	kernel_matrix m = {.rows = rows, .columns = columns, .panels = (rows + KERNEL_PANEL - 1) / KERNEL_PANEL};
	const size_t padded = (size_t)m.panels * KERNEL_PANEL;
	const size_t packed = (k->packed_bytes(m.panels, columns) + KERNEL_ALIGN - 1) & ~(size_t)(KERNEL_ALIGN - 1);
	const size_t bytes = packed + 3 * padded * sizeof(float);
	m.memory = mem_alloc(bytes + KERNEL_ALIGN);
	if (!m.memory)
		return false;
	char *p = (char *)m.memory + (KERNEL_ALIGN - (uintptr_t)m.memory % KERNEL_ALIGN);
	memset(p, 0, bytes);
	m.packed = p;
	m.base = (int32_t *)(void *)(p + packed);
	m.scale = (float *)(void *)(m.base + padded);
	m.bias = m.scale + padded;
	k->pack(w, rows, columns, m.packed);
	for (size_t i = 0; i < rows; i++) {
		int32_t sum = 0;
		for (size_t c = 0; c < columns; c++)
			sum += w[i * columns + c];
		m.base[i] = -zero * sum;
		m.scale[i] = scale[i];
		m.bias[i] = bias ? bias[i] : 0.0f;
	}
	*ret_matrix = m;
	return true;
}

void kernel_matrix_free(kernel_matrix *m)
{
	mem_free(m->memory);
	*m = (kernel_matrix){0};
}

/* ---- the test: every function of two kernels on the same numbers ---- */

enum {
	TEST_ROWS = 128,    /* 4 gates of 32 units; also 7 panels and a part of one */
	TEST_COLUMNS = 131, /* no multiple of anything that a kernel works in */
	TEST_UNITS = 32,
	TEST_WORDS = 29, /* more than one round of a kernel's words, and every remainder of its tiles */
};

typedef struct test_data {
	int8_t w[TEST_ROWS * TEST_COLUMNS];
	uint8_t u[TEST_WORDS * TEST_COLUMNS + KERNEL_SLACK];
	float scale[TEST_ROWS], bias[TEST_ROWS];
	int16_t rows[3][TEST_ROWS], q[TEST_WORDS * TEST_COLUMNS];
	float in[TEST_WORDS * TEST_ROWS], c[TEST_WORDS * TEST_UNITS];
} test_data;

typedef struct test_result {
	float values[TEST_WORDS * TEST_ROWS];
	int16_t fixed[TEST_WORDS * TEST_ROWS], q[TEST_WORDS * TEST_ROWS];
	uint8_t bytes[TEST_WORDS * TEST_ROWS];
	float c[TEST_WORDS * TEST_UNITS], input[TEST_ROWS], arcs[TEST_WORDS * TEST_WORDS];
	uint8_t next[TEST_WORDS * TEST_UNITS], out[TEST_WORDS * TEST_UNITS], product[TEST_ROWS + 3];
} test_result;

static uint32_t next_random(uint32_t *state)
{
	*state = *state * 1664525u + 1013904223u; /* Numerical Recipes' quick generator */
	return *state >> 8;
}

/* Extremes in the first rows, then numbers without a pattern. */
static void make_test(test_data *d)
{
	uint32_t state = 20170602;
	for (size_t i = 0; i < sizeof d->w; i++)
		d->w[i] = (int8_t)(i < 2 * TEST_COLUMNS ? (i < TEST_COLUMNS ? 63 : -63)
							: (int32_t)(next_random(&state) % 127) - 63);
	for (size_t i = 0; i < sizeof d->u; i++)
		d->u[i] = (uint8_t)(i < 2 * TEST_COLUMNS ? (i < TEST_COLUMNS ? 255 : 0) : next_random(&state) & 255);
	for (size_t i = 0; i < TEST_ROWS; i++) {
		d->scale[i] = (float)(next_random(&state) % 1000) * 1e-6f;
		d->bias[i] = (float)(next_random(&state) % 2001) * 1e-3f - 1.0f;
		for (size_t k = 0; k < 3; k++)
			d->rows[k][i] = (int16_t)(i == 0   ? INT16_MIN
						  : i == 1 ? INT16_MAX
							   : (int32_t)(next_random(&state) & 0xffff) - 32768);
	}
	/* So large that cells and clamps are saturated; and so that rounding meets ties. */
	d->scale[5] = 1e6f;
	d->scale[6] = -1e6f;
	d->scale[7] = 0.5f;
	d->bias[7] = 0.0f;
	for (size_t i = 0; i < sizeof d->q / sizeof *d->q; i++)
		d->q[i] = (int16_t)(i < TEST_COLUMNS ? -127 : (int32_t)(next_random(&state) % 255) - 127);
	for (size_t i = 0; i < sizeof d->in / sizeof *d->in; i++)
		d->in[i] = (float)(next_random(&state) % 20001) * 1e-3f - 10.0f;
	for (size_t i = 0; i < sizeof d->c / sizeof *d->c; i++)
		d->c[i] = (float)(next_random(&state) % 6001) * 1e-3f - 3.0f;
}

static bool run_test(const kernel *k, const test_data *d, test_result *r)
{
	kernel_matrix w, part, recurrent;
	memset(r, 0, sizeof *r);
	if (!kernel_matrix_make(k, d->w, d->scale, d->bias, TEST_ROWS, TEST_COLUMNS, 128, &w))
		return false;
	bool ok = kernel_matrix_make(k, d->w, d->scale, d->bias, TEST_ROWS - 5, TEST_COLUMNS - 2, 0, &part);
	if (ok && !kernel_matrix_make(k, d->w, d->scale, NULL, TEST_ROWS, TEST_UNITS, 128, &recurrent)) {
		kernel_matrix_free(&part);
		ok = false;
	}
	if (!ok) {
		kernel_matrix_free(&w);
		return false;
	}
	k->values(&w, d->u, TEST_COLUMNS, TEST_WORDS, r->values, TEST_ROWS);
	k->fixed(&w, d->u, TEST_COLUMNS, TEST_WORDS, r->fixed, TEST_ROWS);
	k->bytes(&part, d->u, TEST_COLUMNS, TEST_WORDS, d->in, r->bytes, TEST_ROWS);
	k->signed_bytes(&part, d->u, TEST_COLUMNS, TEST_WORDS - 1, 3.5f, r->q, TEST_ROWS);
	const float *in[TEST_WORDS];
	uint8_t *out[TEST_WORDS];
	for (size_t i = 0; i < TEST_WORDS; i++) {
		in[i] = d->in + i * TEST_ROWS;
		out[i] = r->out + (TEST_WORDS - 1 - i) * TEST_UNITS;
	}
	memcpy(r->c, d->c, sizeof r->c);
	k->step(&(kernel_step){.w = &recurrent,
			       .units = TEST_UNITS,
			       .lanes = TEST_WORDS,
			       .h = d->u,
			       .next = r->next,
			       .c = r->c,
			       .in = in,
			       .out = out});
	const int16_t *context[] = {d->rows[1], d->rows[2]};
	k->input(d->rows[0], context, 2, TEST_ROWS, r->input);
	k->product(d->u + TEST_COLUMNS / 2, d->u + 2 * TEST_COLUMNS, 0.0078125f, TEST_ROWS + 3, r->product);
	k->arcs(d->u, TEST_COLUMNS, TEST_WORDS, d->q, TEST_COLUMNS, TEST_WORDS - 1, TEST_COLUMNS, 0.37f, d->in, r->arcs,
		TEST_WORDS);
	kernel_matrix_free(&w);
	kernel_matrix_free(&part);
	kernel_matrix_free(&recurrent);
	return true;
}

bool kernel_agrees(const kernel *k, const kernel *other)
{
	test_data *d = mem_alloc(sizeof *d);
	test_result *r = mem_alloc(2 * sizeof *r);
	bool same = false;
	if (d && r) {
		make_test(d);
		/* Bits, not values: a zero's sign counts too. */
		const unsigned char *one = (const unsigned char *)&r[0], *two = (const unsigned char *)&r[1];
		same = run_test(k, d, &r[0]) && run_test(other, d, &r[1]) && !memcmp(one, two, sizeof r[0]);
	}
	mem_free(d);
	mem_free(r);
	return same;
}

/* ---- the choice ---- */

static const kernel *listed[4];
static const char *names[4];
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void make_list(void)
{
	size_t n = 0;
#if defined(__x86_64__)
	const kernel *const fast[] = {&kernel_avx512, &kernel_avx2};
	__builtin_cpu_init();
	for (size_t i = 0; i < sizeof fast / sizeof *fast; i++)
		if (fast[i]->present() && kernel_agrees(fast[i], &kernel_plain))
			listed[n++] = fast[i];
#endif
	listed[n++] = &kernel_plain;
	for (size_t i = 0; i < n; i++)
		names[i] = listed[i]->name;
}

const kernel *const *kernel_list(void)
{
	(void)pthread_once(&once, make_list);
	return listed;
}

const char *const *kernel_names(void)
{
	(void)pthread_once(&once, make_list);
	return names;
}
