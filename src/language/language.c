/* SPDX-License-Identifier: Apache-2.0 */
#include "language/language.h"

#include "language/decode.h"
#include "language/entity.h"
#include "language/parser.h"
#include "language/pieces.h"

#include "base/limits.h"
#include "base/memory.h"

/* Words of a batch when nobody says how many: a dozen sentences, whose buffers stay near the processor. 1024 are slower
 * by a fifth. */
#define GOOD_BATCH 256u
/* More is only more memory. */
#define MOST_BATCH 16384u

/* ---- buffers ---- */

/* Buffers one after another in one piece of memory: first counted (base NULL), then placed. */
typedef struct layout {
	char *base;
	size_t used;
} layout;

static void *place(layout *l, size_t n, size_t size)
{
	void *p = l->base ? l->base + l->used : NULL;
	l->used += (n * size + KERNEL_SLACK + KERNEL_ALIGN - 1) & ~(size_t)(KERNEL_ALIGN - 1);
	return p;
}

static size_t padded(size_t n)
{
	return (n + KERNEL_PANEL - 1) & ~(size_t)(KERNEL_PANEL - 1);
}

static void place_buffers(language_parser *p, layout *l)
{
	const uint32_t *meta = p->model->meta;
	const size_t rows = p->rows, units = meta[NET_H], longest = LIMIT_PARSE_TOKENS;
	p->context = place(l, longest, sizeof *p->context);
	p->forms = place(l, longest, sizeof *p->forms);
	p->in = place(l, rows * 8 * units, sizeof *p->in);
	for (size_t i = 0; i < 2; i++) {
		p->r[i] = place(l, rows * 2 * units, 1);
		p->h[i] = place(l, rows * units, 1);
	}
	p->c = place(l, rows * units, sizeof *p->c);
	p->step_in = place(l, rows, sizeof *p->step_in);
	p->step_out = place(l, rows, sizeof *p->step_out);
	p->parts = place(l, rows * p->part_stride, 1);
	p->factors = place(l, p->part_stride, sizeof *p->factors);
	p->arc_y = place(l, (longest + 1) * p->arc_stride, sizeof *p->arc_y);
	p->arc_b = place(l, longest + 1, sizeof *p->arc_b);
	p->scores = place(l, longest * (longest + 1), sizeof *p->scores);
	p->scratch = place(l, decode_scratch_bytes(LIMIT_PARSE_TOKENS), 1);
	p->heads = place(l, rows, sizeof *p->heads);
	p->arc_p = place(l, longest, sizeof *p->arc_p);
	p->products = place(l, rows * meta[NET_L], 1);
	for (size_t i = 0; i < 3; i++)
		p->values[i] = place(l, rows * p->name_stride, sizeof *p->values[i]);
}

static bool make_buffers(language_parser *p)
{
	const uint32_t *meta = p->model->meta;
	const uint32_t widest = meta[NET_UPOS] > meta[NET_XPOS] ? meta[NET_UPOS] : meta[NET_XPOS];
	p->part_stride = padded(p->model->part_columns);
	p->arc_stride = padded(meta[NET_A]);
	p->name_stride = padded(widest > meta[NET_RELATIONS] ? widest : meta[NET_RELATIONS]);
	layout l = {NULL, 0};
	place_buffers(p, &l);
	p->memory = mem_alloc(l.used + KERNEL_ALIGN);
	if (!p->memory)
		return false;
	l = (layout){(char *)p->memory + (KERNEL_ALIGN - (uintptr_t)p->memory % KERNEL_ALIGN), 0};
	place_buffers(p, &l);
	return true;
}

/* ---- parsers ---- */

static onus_status choose_kernel(const char *name, const kernel **ret, onus_error *err)
{
	const kernel *const *k = kernel_list();
	while (*k && name && strcmp((*k)->name, name) != 0)
		k++;
	if (!*k)
		return fail(err, ONUS_ERR_USAGE,
			    "this processor has no kernel called %s; the last that it has is plain", SAFE(name));
	*ret = *k;
	return ONUS_OK;
}

static void prepare(language_parser *p)
{
	static const enum net_step steps[PART_COUNT] = {NET_STEP_ARC_DEP,    NET_STEP_ARC_HEAD, NET_STEP_LABEL_DEP,
							NET_STEP_LABEL_HEAD, NET_STEP_TAG,      NET_STEP_ENTITY};
	const language_model *m = p->model;
	for (size_t i = 0; i < p->part_stride; i++)
		p->factors[i] = 0;
	for (size_t i = 0; i < PART_COUNT; i++)
		for (uint32_t k = m->part_at[i]; k < (i + 1 < PART_COUNT ? m->part_at[i + 1] : m->part_columns); k++)
			p->factors[k] = 1.0f / m->steps[steps[i]];
	heads_prepare(p);
}

onus_status language_parser_new(const language_model *m, const language_options *options, language_parser **ret_parser,
				onus_error *err)
{
	const kernel *k = NULL;
	uint32_t batch = options && options->batch ? options->batch : GOOD_BATCH;
	TRY(choose_kernel(options ? options->kernel : NULL, &k, err));
	if (batch > MOST_BATCH)
		batch = MOST_BATCH;
	const model_pack *pack = model_packed(m, k);
	language_parser *p = pack ? mem_alloc(sizeof *p) : NULL;
	if (!p)
		return fail_memory(err, "making a parser");
	*p = (language_parser){.model = m,
			       .kernel = k,
			       .w = pack->matrix,
			       .batch = batch,
			       .rows = batch > LIMIT_PARSE_TOKENS ? batch : LIMIT_PARSE_TOKENS,
			       .input = input_new(m, k, &pack->matrix[MODEL_L1_IN])};
	if (!p->input || !make_buffers(p)) {
		language_parser_free(p);
		return fail_memory(err, "making a parser");
	}
	prepare(p);
	*ret_parser = p;
	return ONUS_OK;
}

void language_parser_free(language_parser *p)
{
	if (!p)
		return;
	input_free(p->input);
	mem_free(p->memory);
	mem_free(p);
}

/* ---- parsing ---- */

/* The document as pieces in its order, and where each sentence's begin. */
typedef struct parse_plan {
	piece_vec pieces;
	size_t *first_piece;         /* [n + 1] */
	const float **entity_scores; /* [n] */
	uint32_t longest;
} parse_plan;

static onus_status read_sentences(language_sentence *sentences, size_t n, arena *a, parse_plan *ret, onus_error *err)
{
	size_t words = 0;
	for (size_t i = 0; i < n; i++)
		words += sentences[i].n;
	float *scores = arena_calloc(a, words, ENTITY_COUNT * sizeof *scores);
	ret->first_piece = arena_calloc(a, n + 1, sizeof *ret->first_piece);
	ret->entity_scores = arena_calloc(a, n, sizeof *ret->entity_scores);
	if (!scores || !ret->first_piece || !ret->entity_scores)
		return fail_memory(err, "parsing");
	for (size_t i = 0; i < n; i++) {
		language_sentence *s = &sentences[i];
		ret->first_piece[i] = ret->pieces.n;
		ret->entity_scores[i] = scores;
		s->cut = false;
		if (s->n)
			TRY(pieces_of(s, scores, a, &ret->pieces, err));
		scores += (size_t)s->n * ENTITY_COUNT;
		if (s->n > ret->longest)
			ret->longest = s->n;
	}
	ret->first_piece[n] = ret->pieces.n;
	return ONUS_OK;
}

/* The longest first, those of one length in the document's order. NULL when memory ran out. */
static piece *sorted(const piece_vec *pieces, arena *a)
{
	size_t at[LIMIT_PARSE_TOKENS + 2] = {0};
	piece *ret = arena_calloc(a, pieces->n ? pieces->n : 1, sizeof *ret);
	if (!ret)
		return NULL;
	for (size_t i = 0; i < pieces->n; i++)
		at[LIMIT_PARSE_TOKENS - pieces->v[i].n + 1]++;
	for (size_t i = 1; i < sizeof at / sizeof *at; i++)
		at[i] += at[i - 1];
	for (size_t i = 0; i < pieces->n; i++)
		ret[at[LIMIT_PARSE_TOKENS - pieces->v[i].n]++] = pieces->v[i];
	return ret;
}

static void run_batches(language_parser *p, piece *pieces, size_t n)
{
	for (size_t first = 0, end; first < n; first = end) {
		uint32_t rows = 0;
		for (end = first; end < n && (end == first || rows + pieces[end].n <= p->batch); end++) {
			pieces[end].row = rows;
			rows += pieces[end].n;
		}
		forward_run(p, pieces + first, end - first);
		heads_run(p, pieces + first, end - first);
	}
}

static onus_status find_entities(const language_model *m, language_sentence *sentences, size_t n, bool vote,
				 const parse_plan *d, arena *a, onus_error *err)
{
	void *scratch = arena_alloc(a, entity_scratch_bytes(d->longest));
	uint8_t *tags = arena_alloc(a, d->longest);
	float *p = arena_calloc(a, d->longest, sizeof *p);
	if (!scratch || !tags || !p)
		return fail_memory(err, "parsing");
	for (size_t i = 0; i < n; i++) {
		if (!sentences[i].n)
			continue;
		entity_decode(d->entity_scores[i], sentences[i].n, m->moves, scratch, tags, p);
		for (uint32_t k = 0; k < sentences[i].n; k++) {
			sentences[i].words[k].entity = tags[k];
			sentences[i].words[k].entity_p = p[k];
		}
	}
	return vote ? entity_vote(d->entity_scores, m->moves, sentences, n, a, err) : ONUS_OK;
}

static onus_status find_lemmas(const language_model *m, language_sentence *sentences, size_t n, arena *a,
			       onus_error *err)
{
	for (size_t i = 0; i < n; i++)
		for (uint32_t k = 0; k < sentences[i].n; k++) {
			language_word *w = &sentences[i].words[k];
			w->lemma = lemma_of(&m->lemmas, w->form, w->upos, w->xpos, a);
			if (!w->lemma.p && w->form.n)
				return fail_memory(err, "parsing");
		}
	return ONUS_OK;
}

onus_status language_parse(language_parser *p, language_sentence *sentences, size_t n, bool vote, arena *a,
			   onus_error *err)
{
	ARENA_AUTO own = arena_new(0);
	parse_plan d = {.longest = 0};
	if (!own)
		return fail_memory(err, "parsing");
	TRY(read_sentences(sentences, n, own, &d, err));
	if (!d.pieces.n)
		return ONUS_OK;
	piece *pieces = sorted(&d.pieces, own);
	if (!pieces)
		return fail_memory(err, "parsing");
	run_batches(p, pieces, d.pieces.n);
	for (size_t i = 0; i < n; i++)
		if (sentences[i].cut)
			pieces_join(d.pieces.v + d.first_piece[i], d.first_piece[i + 1] - d.first_piece[i],
				    p->model->later_root);
	TRY(find_entities(p->model, sentences, n, vote, &d, own, err));
	return find_lemmas(p->model, sentences, n, a, err);
}
