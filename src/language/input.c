/* SPDX-License-Identifier: Apache-2.0 */
#include "language/input.h"

#include "language/real.h"

#include "base/map.h"
#include "base/memory.h"

#include <math.h>

enum {
	INPUT_SETS = 512,
	INPUT_WAYS = 4,
	NEW_FORMS = 48,     /* whose products are computed together */
	WAITING_WORDS = 256 /* words of those forms */
};

typedef struct kept_form {
	uint8_t n;  /* bytes; 0: a free place */
	int8_t new; /* which of the new forms it is while its row is not there yet; -1: its row is there */
	char bytes[FEATURE_MAX_BYTES];
} kept_form;

typedef struct waiting_word {
	uint32_t form; /* of the new ones */
	uint32_t context;
	float *row;
} waiting_word;

struct input {
	const language_model *model;
	const kernel *kernel;
	const kernel_matrix *w;
	size_t width, x_stride; /* 8H; NET_X */
	kept_form *kept;        /* [INPUT_SETS * INPUT_WAYS] */
	int16_t *rows;          /* [INPUT_SETS * INPUT_WAYS][width] */
	uint8_t oldest[INPUT_SETS];
	uint8_t *x;                    /* [NEW_FORMS][x_stride] */
	int16_t *new_rows;             /* [NEW_FORMS][width] */
	uint32_t new_place[NEW_FORMS]; /* where each is to be kept; UINT32_MAX: nowhere */
	size_t n_new, n_waiting;
	waiting_word waiting[WAITING_WORDS];
	void *memory;
};

input *input_new(const language_model *m, const kernel *k, const kernel_matrix *l1_in)
{
	const size_t width = 8 * (size_t)m->meta[NET_H], places = (size_t)INPUT_SETS * INPUT_WAYS;
	const size_t x_stride = m->meta[NET_X];
	const size_t rows = places * width * sizeof(int16_t), new_rows = NEW_FORMS * width * sizeof(int16_t);
	const size_t x = (NEW_FORMS * x_stride + KERNEL_SLACK + 63) & ~(size_t)63, kept = places * sizeof(kept_form);
	input *in = mem_alloc(sizeof *in);
	/* The rows are not cleared: pages of places that are never used are never touched. */
	char *p = mem_alloc(rows + new_rows + x + kept);
	if (!in || !p) {
		mem_free(in);
		mem_free(p);
		return NULL;
	}
	*in = (input){.model = m,
		      .kernel = k,
		      .w = l1_in,
		      .width = width,
		      .x_stride = x_stride,
		      .rows = (int16_t *)(void *)p,
		      .new_rows = (int16_t *)(void *)(p + rows),
		      .x = (uint8_t *)p + rows + new_rows,
		      .kept = (kept_form *)(void *)(p + rows + new_rows + x),
		      .memory = p};
	memset(in->x, 0, x + kept);
	return in;
}

void input_free(input *in)
{
	if (!in)
		return;
	mem_free(in->memory);
	mem_free(in);
}

static uint8_t *put_bytes(uint8_t *to, const int8_t *row, uint32_t columns)
{
	for (uint32_t i = 0; i < columns; i++)
		to[i] = (uint8_t)(row[i] + 128);
	return to + columns;
}

/* The pieces' rows added up and divided by the square root of their number. */
static uint8_t *put_pieces(uint8_t *to, const model_input *t, const word_features *f)
{
	const uint32_t columns = t->columns[INPUT_PIECE];
	/* Exact: IEEE 754 has square roots rounded correctly. */
	const float root = sqrtf((float)f->n_pieces);
	int32_t sum[64];
	for (uint32_t first = 0; first < columns; first += 64) {
		const uint32_t n = columns - first < 64 ? columns - first : 64;
		memset(sum, 0, sizeof sum);
		for (uint32_t k = 0; k < f->n_pieces; k++) {
			const int8_t *row = t->table[INPUT_PIECE] + (size_t)f->pieces[k] * columns + first;
			for (uint32_t i = 0; i < n; i++)
				sum[i] += row[i];
		}
		for (uint32_t i = 0; i < n; i++) {
			const float q = f->n_pieces ? (float)sum[i] / root : 0.0f;
			to[first + i] = (uint8_t)((int32_t)net_round(net_clamp(q, -127.0f, 127.0f)) + 128);
		}
	}
	return to + columns;
}

static void put_vector(uint8_t *to, const model_input *t, const word_features *f)
{
	uint32_t row = feature_row(f->word, t->vector_keys, t->n_vectors);
	if (!row && f->vector_rest)
		row = feature_row(f->vector_rest, t->vector_keys, t->n_vectors);
	const uint8_t *v = t->vectors + (size_t)row * t->vector_bytes;
	for (uint32_t i = 0; i < t->vector_bytes; i++) {
		to[2 * i] = (uint8_t)(128 + 8 * ((v[i] & 15) - 8));
		to[2 * i + 1] = (uint8_t)(128 + 8 * ((v[i] >> 4) - 8));
	}
}

void input_columns(const model_input *t, span form, uint8_t *ret_x)
{
	word_features f;
	features_of(form, &f);
	uint32_t row[INPUT_TABLES];
	row[INPUT_WORD] = feature_row(f.word, t->word_keys, t->n_words);
	for (size_t i = 0; i < FEATURE_AFFIXES; i++)
		row[INPUT_AFFIX + i] = f.affix[i];
	row[INPUT_SHAPE] = f.shape;
	for (size_t i = 0; i < INPUT_PIECE; i++)
		ret_x = put_bytes(ret_x, t->table[i] + (size_t)row[i] * t->columns[i], t->columns[i]);
	ret_x = put_pieces(ret_x, t, &f);
	put_vector(ret_x, t, &f);
}

/* One word's values from its form's row and its flags. */
static void fill(const input *in, const int16_t *form, uint32_t context, float *ret_row)
{
	const int16_t *flags[32];
	size_t n = 0;
	for (uint32_t bit = 0; bit < in->model->meta[NET_CONTEXT]; bit++)
		if (context >> bit & 1)
			flags[n++] = in->model->context + bit * in->width;
	in->kernel->input(form, flags, n, in->width, ret_row);
}

void input_flush(input *in)
{
	in->kernel->fixed(in->w, in->x, in->x_stride, in->n_new, in->new_rows, in->width);
	for (size_t i = 0; i < in->n_waiting; i++) {
		const waiting_word *w = &in->waiting[i];
		fill(in, in->new_rows + w->form * in->width, w->context, w->row);
	}
	for (size_t i = 0; i < in->n_new; i++) {
		const uint32_t place = in->new_place[i];
		/* Another form may have taken the place meanwhile. */
		if (place == UINT32_MAX || in->kept[place].new != (int8_t)i)
			continue;
		in->kept[place].new = -1;
		memcpy(in->rows + place * in->width, in->new_rows + i * in->width, in->width * sizeof *in->rows);
	}
	in->n_new = 0;
	in->n_waiting = 0;
}

/* The place of a form that is kept, or the place that it takes now, emptied; UINT32_MAX for one too long to keep. */
static uint32_t place_of(input *in, span form)
{
	if (form.n == 0 || form.n > FEATURE_MAX_BYTES)
		return UINT32_MAX;
	const uint32_t set = (uint32_t)(map_hash(form) % INPUT_SETS), first = set * INPUT_WAYS;
	for (uint32_t i = first; i < first + INPUT_WAYS; i++)
		if (in->kept[i].n == form.n && !memcmp(in->kept[i].bytes, form.p, form.n))
			return i;
	const uint32_t place = first + in->oldest[set];
	in->oldest[set] = (uint8_t)((in->oldest[set] + 1) % INPUT_WAYS);
	in->kept[place].n = 0;
	return place;
}

void input_add(input *in, span form, uint32_t context, float *ret_row)
{
	if (in->n_waiting == WAITING_WORDS || in->n_new == NEW_FORMS)
		input_flush(in);
	const uint32_t place = place_of(in, form);
	kept_form *kept = place == UINT32_MAX ? NULL : &in->kept[place];
	if (kept && kept->n && kept->new < 0) {
		fill(in, in->rows + place * in->width, context, ret_row);
		return;
	}
	uint32_t new = (uint32_t)in->n_new;
	if (kept && kept->n)
		new = (uint32_t)kept->new;
	else {
		input_columns(&in->model->input, form, in->x + new * in->x_stride);
		in->new_place[new] = place;
		in->n_new++;
		if (kept) {
			kept->n = (uint8_t)form.n;
			kept->new = (int8_t) new;
			memcpy(kept->bytes, form.p, form.n);
		}
	}
	in->waiting[in->n_waiting++] = (waiting_word){new, context, ret_row};
}
