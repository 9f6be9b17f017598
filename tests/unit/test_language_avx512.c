/* SPDX-License-Identifier: Apache-2.0 */
/* The kernel for AVX-512 where there is no AVX-512: its instructions are written in C here, after Intel's description of
 * them, and the kernel's file is compiled on top. What is tested is the kernel, not the processor: that, the engine does
 * by itself when it starts. */
#include "language/kernel.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#if defined(__x86_64__)
#include <immintrin.h>

typedef struct in_c {
	int32_t v[16];
} in_c;

static in_c load(const void *p)
{
	in_c ret;
	memcpy(&ret, p, sizeof ret);
	return ret;
}

static void store(void *p, in_c a)
{
	memcpy(p, &a, sizeof a);
}

static in_c set1(int32_t x)
{
	in_c ret;
	for (int i = 0; i < 16; i++)
		ret.v[i] = x;
	return ret;
}

static in_c add(in_c a, in_c b)
{
	for (int i = 0; i < 16; i++)
		a.v[i] = (int32_t)((uint32_t)a.v[i] + (uint32_t)b.v[i]);
	return a;
}

static in_c madd(in_c a, in_c b)
{
	int16_t x[32], y[32];
	memcpy(x, &a, sizeof x);
	memcpy(y, &b, sizeof y);
	for (size_t i = 0; i < 16; i++)
		a.v[i] = x[2 * i] * y[2 * i] + x[2 * i + 1] * y[2 * i + 1];
	return a;
}

/* VPDPBUSD: bytes without sign times bytes with sign, four of them added to each sum. */
static in_c dpbusd(in_c sum, in_c a, in_c b)
{
	uint8_t x[64];
	int8_t y[64];
	memcpy(x, &a, sizeof x);
	memcpy(y, &b, sizeof y);
	for (size_t i = 0; i < 64; i++)
		sum.v[i / 4] += x[i] * y[i];
	return sum;
}

static int32_t reduce(in_c a)
{
	int32_t sum = 0;
	for (int i = 0; i < 16; i++)
		sum += a.v[i];
	return sum;
}

#define __m512i                 in_c
#define _mm512_load_si512       load
#define _mm512_loadu_si512      load
#define _mm512_storeu_si512     store
#define _mm512_set1_epi32       set1
#define _mm512_setzero_si512()  set1(0)
#define _mm512_add_epi32        add
#define _mm512_madd_epi16       madd
#define _mm512_dpbusd_epi32     dpbusd
#define _mm512_reduce_add_epi32 reduce
#define KERNEL                  kernel_in_c
#define KERNEL_NAME             "avx512vnni in C"
#define KERNEL_TARGET
extern const kernel kernel_in_c;
#include "language/kernel_avx512.c"

static void the_kernel_gives_the_plain_ones_answers(void **state)
{
	(void)state;
	assert_true(kernel_agrees(&kernel_in_c, &kernel_plain));
}

static void a_kernel_that_is_wrong_is_found_out(void **state)
{
	(void)state;
	/* It reads weights in another order than they were packed in. */
	kernel wrong = kernel_plain;
	wrong.fixed = kernel_in_c.fixed;
	assert_false(kernel_agrees(&wrong, &kernel_plain));
}
#endif

int main(void)
{
	const struct CMUnitTest tests[] = {
#if defined(__x86_64__)
		cmocka_unit_test(the_kernel_gives_the_plain_ones_answers),
		cmocka_unit_test(a_kernel_that_is_wrong_is_found_out),
#endif
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
