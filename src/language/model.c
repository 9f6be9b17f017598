/* SPDX-License-Identifier: Apache-2.0 */
#include "language/model.h"

#include "base/memory.h"

static void free_pack(model_pack *p)
{
	if (!p)
		return;
	for (size_t i = 0; i < MODEL_MATRIX_COUNT; i++)
		kernel_matrix_free(&p->matrix[i]);
	mem_free(p);
}

static model_pack *make_pack(const language_model *m, const kernel *k)
{
	model_pack *p = mem_alloc(sizeof *p);
	if (!p)
		return NULL;
	*p = (model_pack){.kernel = k};
	for (size_t i = 0; i < MODEL_MATRIX_COUNT; i++) {
		const model_weights *w = &m->weights[i];
		if (w->there &&
		    !kernel_matrix_make(k, w->w, w->scale, w->bias, w->rows, w->columns, w->zero, &p->matrix[i])) {
			free_pack(p);
			return NULL;
		}
	}
	return p;
}

const model_pack *model_packed(const language_model *m, const kernel *k)
{
	model_shared *s = m->shared;
	(void)pthread_mutex_lock(&s->lock);
	model_pack *p = s->packs;
	while (p && p->kernel != k)
		p = p->next;
	if (!p && (p = make_pack(m, k)) != NULL) {
		p->next = s->packs;
		s->packs = p;
	}
	(void)pthread_mutex_unlock(&s->lock);
	return p;
}

static model_shared *make_shared(void)
{
	model_shared *s = mem_alloc(sizeof *s);
	if (!s)
		return NULL;
	*s = (model_shared){.packs = NULL};
	if (pthread_mutex_init(&s->lock, NULL) != 0) {
		mem_free(s);
		return NULL;
	}
	return s;
}

onus_status language_open(const char *path, language_model **ret_model, onus_error *err)
{
	language_model *m = mem_alloc(sizeof *m);
	if (!m)
		return fail_memory(err, "opening a language model");
	*m = (language_model){.arena = arena_new(0), .shared = make_shared()};
	onus_status status;
	if (!m->arena || !m->shared)
		status = fail_memory(err, "opening a language model");
	else
		status = model_file_open(path, &m->file, err);
	if (status == ONUS_OK)
		status = model_read_tables(m, err);
	if (status == ONUS_OK)
		*ret_model = m;
	else
		language_close(m);
	return status;
}

void language_close(language_model *m)
{
	if (!m)
		return;
	if (m->shared) {
		for (model_pack *p = m->shared->packs, *next; p; p = next) {
			next = p->next;
			free_pack(p);
		}
		(void)pthread_mutex_destroy(&m->shared->lock);
		mem_free(m->shared);
	}
	arena_free(m->arena);
	model_file_close(m->file);
	mem_free(m);
}

span language_card(const language_model *m)
{
	return m->card;
}

const char *const *language_kernels(void)
{
	return kernel_names();
}

static const char *name_of(const char *const *names, uint32_t n, uint8_t i)
{
	return i < n ? names[i] : "_";
}

const char *language_upos_name(const language_model *m, uint8_t upos)
{
	return name_of(m->upos_names, m->meta[NET_UPOS], upos);
}

const char *language_xpos_name(const language_model *m, uint8_t xpos)
{
	return name_of(m->xpos_names, m->meta[NET_XPOS], xpos);
}

const char *language_relation_name(const language_model *m, uint8_t relation)
{
	return name_of(m->relation_names, m->meta[NET_RELATIONS], relation);
}

const char *language_entity_name(uint8_t entity)
{
	static const char *const names[] = {"O", "B-PER", "I-PER", "B-ORG", "I-ORG", "B-LOC", "I-LOC"};
	return name_of(names, ENTITY_COUNT, entity);
}
