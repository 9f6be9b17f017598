/* SPDX-License-Identifier: Apache-2.0 */
/*
 * kernel_cells.h - all of a kernel but its products of bytes, to be included once by each kernel's file, which defines
 *
 *	KERNEL                    its name in C: the table is called so
 *	KERNEL_NAME               its name for people
 *	KERNEL_TARGET             the attribute that lets the compiler use the processor's instructions
 *	panel_sums(w, panel, u, stride, n, sums, sums_stride)   sums[j * sums_stride + i] = base + Σ_k w u, i < KERNEL_PANEL
 *	arc_sum(u, q, columns)    Σ_k u[k] * q[k]
 *	kernel_present, packed_bytes, pack
 *
 * Plain loops of fixed length, in single precision and a fixed order of operations: the compiler makes vectors of them,
 * which changes no result.
 */
#include "language/network.h"
#include "language/real.h"

#include <string.h>
#if defined(__SSE2__)
#include <emmintrin.h>
#endif

enum { WORDS = 24 /* computed with one panel before its results are looked at: their sums stay in the first cache */ };

/* The values of a panel's rows. */
static inline KERNEL_TARGET void panel_values(const kernel_matrix *w, uint32_t panel, const int32_t *sums, float *ret)
{
	const float *scale = w->scale + (size_t)panel * KERNEL_PANEL;
	const float *bias = w->bias + (size_t)panel * KERNEL_PANEL;
	for (int i = 0; i < KERNEL_PANEL; i++)
		ret[i] = (float)sums[i] * scale[i] + bias[i];
}

/* A panel of whole numbers as narrower ones; they fit. Compilers make scalar code of such loops, and a processor of the
 * x86-64 family has the instructions. */
static inline KERNEL_TARGET void to_shorts(const float *v, int16_t *ret)
{
#if defined(__SSE2__)
	for (int i = 0; i < KERNEL_PANEL; i += 8)
		_mm_storeu_si128(
		    (__m128i *)(void *)(ret + i),
		    _mm_packs_epi32(_mm_cvttps_epi32(_mm_loadu_ps(v + i)), _mm_cvttps_epi32(_mm_loadu_ps(v + i + 4))));
#else
	for (int i = 0; i < KERNEL_PANEL; i++)
		ret[i] = (int16_t)(int32_t)v[i];
#endif
}

static inline KERNEL_TARGET void to_bytes(const float *v, uint8_t *ret)
{
#if defined(__SSE2__)
	int16_t s[KERNEL_PANEL] __attribute__((aligned(16)));
	to_shorts(v, s);
	_mm_storeu_si128((__m128i *)(void *)ret,
			 _mm_packus_epi16(_mm_load_si128((const __m128i *)(const void *)s),
					  _mm_load_si128((const __m128i *)(const void *)(s + 8))));
#else
	for (int i = 0; i < KERNEL_PANEL; i++)
		ret[i] = (uint8_t)(int32_t)v[i];
#endif
}

/* For each panel and each word in its turn: `body` has sums, panel, at (the place in a row of results) and j. */
#define EACH_PANEL(body)                                                                                               \
	for (uint32_t panel = 0; panel < w->panels; panel++)                                                           \
		for (size_t first = 0; first < n; first += WORDS) {                                                    \
			int32_t all[WORDS * KERNEL_PANEL] __attribute__((aligned(64)));                                \
			const size_t m = n - first < WORDS ? n - first : WORDS;                                        \
			const size_t at = (size_t)panel * KERNEL_PANEL;                                                \
			panel_sums(w, panel, u + first * stride, stride, m, all, KERNEL_PANEL);                        \
			for (size_t k = 0; k < m; k++) {                                                               \
				const int32_t *sums = all + k * KERNEL_PANEL;                                          \
				const size_t j = first + k;                                                            \
				float value[KERNEL_PANEL] __attribute__((aligned(64)));                                \
				panel_values(w, panel, sums, value);                                                   \
				body                                                                                   \
			}                                                                                              \
		}

static KERNEL_TARGET void values(const kernel_matrix *w, const uint8_t *u, size_t stride, size_t n, float *out,
				 size_t out_stride)
{
	EACH_PANEL({
		float *to = out + j * out_stride + at;
		for (int i = 0; i < KERNEL_PANEL; i++)
			to[i] = value[i];
	})
}

static KERNEL_TARGET void fixed(const kernel_matrix *w, const uint8_t *u, size_t stride, size_t n, int16_t *out,
				size_t out_stride)
{
	EACH_PANEL({
		for (int i = 0; i < KERNEL_PANEL; i++)
			value[i] = net_round(net_clamp(value[i] * NET_FIXED, -32768.0f, 32767.0f));
		to_shorts(value, out + j * out_stride + at);
	})
}

static KERNEL_TARGET void bytes(const kernel_matrix *w, const uint8_t *u, size_t stride, size_t n, const float *factor,
				uint8_t *out, size_t out_stride)
{
	EACH_PANEL({
		for (int i = 0; i < KERNEL_PANEL; i++)
			value[i] = net_round(net_clamp(value[i] * factor[at + (size_t)i], 0.0f, 255.0f));
		to_bytes(value, out + j * out_stride + at);
	})
}

static KERNEL_TARGET void signed_bytes(const kernel_matrix *w, const uint8_t *u, size_t stride, size_t n, float factor,
				       int16_t *out, size_t out_stride)
{
	EACH_PANEL({
		for (int i = 0; i < KERNEL_PANEL; i++)
			value[i] = net_round(net_clamp(value[i] * factor, -127.0f, 127.0f));
		to_shorts(value, out + j * out_stride + at);
	})
}

/* KERNEL_PANEL units of one lane of the LSTM, from their sums (of the four gates, one after another; scales likewise) to
 * their cells and the output gate's values. The two functions are apart because each is a long chain of operations that
 * wait for each other: the processor overlaps the chains of several lanes better when they are short. */
static inline KERNEL_TARGET void cells(const int32_t *restrict sums, const float *restrict scale,
				       const float *restrict in, size_t units, float *restrict c,
				       float *restrict ret_gate)
{
	enum { I = 0, F = KERNEL_PANEL, G = 2 * KERNEL_PANEL, O = 3 * KERNEL_PANEL };
	for (int k = 0; k < KERNEL_PANEL; k++) {
		const float i = net_sigmoid(in[k] + (float)sums[I + k] * scale[I + k]);
		const float f = net_sigmoid(in[units + (size_t)k] + (float)sums[F + k] * scale[F + k]);
		const float g = net_tanh(in[2 * units + (size_t)k] + (float)sums[G + k] * scale[G + k]);
		c[k] = f * c[k] + i * g;
		ret_gate[k] = in[3 * units + (size_t)k] + (float)sums[O + k] * scale[O + k];
	}
}

static inline KERNEL_TARGET void outputs(const float *restrict c, const float *restrict gate, uint8_t *restrict next,
					 uint8_t *restrict out)
{
	float h[KERNEL_PANEL] __attribute__((aligned(64)));
	for (int k = 0; k < KERNEL_PANEL; k++)
		h[k] = net_round(net_sigmoid(gate[k]) * net_tanh(c[k]) * 127.0f) + 128.0f;
	to_bytes(h, next);
	memcpy(out, next, KERNEL_PANEL);
}

static KERNEL_TARGET void step(const kernel_step *s)
{
	const size_t units = s->units;
	const uint32_t gate = s->units / KERNEL_PANEL;
	int32_t sums[WORDS * 4 * KERNEL_PANEL] __attribute__((aligned(64)));
	float scale[4 * KERNEL_PANEL] __attribute__((aligned(64))),
	    gates[WORDS * KERNEL_PANEL] __attribute__((aligned(64)));
	for (uint32_t block = 0; block < gate; block++) {
		const size_t at = (size_t)block * KERNEL_PANEL;
		for (uint32_t g = 0; g < 4; g++)
			for (int i = 0; i < KERNEL_PANEL; i++)
				scale[g * KERNEL_PANEL + (uint32_t)i] =
				    s->w->scale[(size_t)(s->first_panel + g * gate + block) * KERNEL_PANEL + (size_t)i];
		for (size_t first = 0; first < s->lanes; first += WORDS) {
			const size_t n = s->lanes - first < WORDS ? s->lanes - first : WORDS;
			for (uint32_t g = 0; g < 4; g++)
				panel_sums(s->w, s->first_panel + g * gate + block, s->h + first * units, units, n,
					   sums + g * KERNEL_PANEL, 4 * KERNEL_PANEL);
			for (size_t k = 0; k < n; k++)
				cells(sums + k * 4 * KERNEL_PANEL, scale, s->in[first + k] + at, units,
				      s->c + (first + k) * units + at, gates + k * KERNEL_PANEL);
			for (size_t k = 0; k < n; k++)
				outputs(s->c + (first + k) * units + at, gates + k * KERNEL_PANEL,
					s->next + (first + k) * units + at, s->out[first + k] + at);
		}
	}
}

static KERNEL_TARGET void input(const int16_t *form, const int16_t *const *context, size_t n_context, size_t n,
				float *out)
{
	for (size_t at = 0; at < n; at += KERNEL_PANEL) {
		int32_t sum[KERNEL_PANEL] __attribute__((aligned(64)));
		for (int i = 0; i < KERNEL_PANEL; i++)
			sum[i] = form[at + (size_t)i];
		for (size_t k = 0; k < n_context; k++)
			for (int i = 0; i < KERNEL_PANEL; i++)
				sum[i] += context[k][at + (size_t)i];
		for (int i = 0; i < KERNEL_PANEL; i++)
			out[at + (size_t)i] = (float)sum[i] * (1.0f / NET_FIXED);
	}
}

static KERNEL_TARGET void product(const uint8_t *a, const uint8_t *b, float factor, size_t n, uint8_t *out)
{
	size_t at = 0;
	for (; at + KERNEL_PANEL <= n; at += KERNEL_PANEL) {
		float value[KERNEL_PANEL] __attribute__((aligned(64)));
		for (size_t i = 0; i < KERNEL_PANEL; i++)
			value[i] = net_round(net_clamp((float)(a[at + i] * b[at + i]) * factor, 0.0f, 255.0f));
		to_bytes(value, out + at);
	}
	for (; at < n; at++)
		out[at] = (uint8_t)(int32_t)net_round(net_clamp((float)(a[at] * b[at]) * factor, 0.0f, 255.0f));
}

static KERNEL_TARGET void arcs(const uint8_t *u, size_t stride, size_t n, const int16_t *q, size_t q_stride, size_t m,
			       size_t columns, float factor, const float *bias, float *out, size_t out_stride)
{
	int16_t wide[KERNEL_MOST_COLUMNS] __attribute__((aligned(64)));
	for (size_t d = 0; d < n; d++) {
		for (size_t k = 0; k < columns; k++)
			wide[k] = u[d * stride + k];
		for (size_t h = 0; h < m; h++)
			out[d * out_stride + h] = (float)arc_sum(wide, q + h * q_stride, columns) * factor + bias[h];
	}
}

const kernel KERNEL = {
    .name = KERNEL_NAME,
    .present = kernel_present,
    .packed_bytes = packed_bytes,
    .pack = pack,
    .values = values,
    .fixed = fixed,
    .bytes = bytes,
    .signed_bytes = signed_bytes,
    .step = step,
    .input = input,
    .product = product,
    .arcs = arcs,
};
