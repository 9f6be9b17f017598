/* SPDX-License-Identifier: Apache-2.0 */
/* Making, opening and closing casefiles, and what the other onus_*.c files ask of one. */
#include "onus/casefile.h"

#include "base/memory.h"

#include <sys/random.h>

const char *onus_version(void)
{
	return ONUS_VERSION;
}

static int64_t system_now(void *ctx)
{
	(void)ctx;
	return clock_system();
}

static bool system_random(void *ctx, void *bytes, size_t n)
{
	(void)ctx;
	/* At most 256 bytes come whole and uninterrupted: getrandom(2). */
	char *at = bytes;
	while (n > 0) {
		size_t part = n < 256 ? n : 256;
		if (getrandom(at, part, 0) != (ssize_t)part)
			return false;
		at += part;
		n -= part;
	}
	return true;
}

onus_host casefile_host(const onus_host *host)
{
	onus_host full = {system_now, system_random, NULL};
	if (host && host->now && host->random)
		return *host;
	/* The two functions share one ctx: a host that lends one of them keeps it, the system's ignore theirs. */
	if (host && host->now)
		full = (onus_host){host->now, system_random, host->ctx};
	else if (host && host->random)
		full = (onus_host){system_now, host->random, host->ctx};
	return full;
}

onus_status onus_init(const char *path, const onus_init_options *options, onus_error *err)
{
	(void)options;
	STORE_AUTO s = NULL;
	return store_open(path, STORE_CREATE, (span){NULL, 0}, &s, err);
}

onus_status onus_open(const char *path, onus_mode mode, const onus_host *host, onus **ret_file, onus_error *err)
{
	onus *file = mem_alloc(sizeof *file);
	if (!file)
		return fail_memory(err, "opening the casefile");
	*file = (onus){.arena = arena_new(0), .mode = mode, .host = casefile_host(host)};
	onus_status status = file->arena ? store_open(path, mode == ONUS_WRITE ? STORE_WRITE : STORE_READ,
						      (span){NULL, 0}, &file->store, err)
					 : fail_memory(err, "opening the casefile");
	if (status == ONUS_OK) {
		file->path = arena_string(file->arena, span_of(path));
		if (!file->path)
			status = fail_memory(err, "opening the casefile");
	}
	if (status != ONUS_OK) {
		onus_close(file);
		return status;
	}
	*ret_file = file;
	return ONUS_OK;
}

void onus_close(onus *file)
{
	if (!file)
		return;
	store_close(file->store);
	arena_free(file->arena);
	mem_free(file);
}

onus_status casefile_writable(const onus *file, onus_error *err)
{
	if (file->mode == ONUS_WRITE)
		return ONUS_OK;
	return fail(err, ONUS_ERR_READ_ONLY, "%s: the casefile is open for reading only", SAFE(file->path));
}

#define NOT_YET fail(err, ONUS_ERR_INTERNAL, "not yet")
onus_status casefile_places(onus *file, const struct places **ret_places, onus_error *err)
{
	(void)file, (void)ret_places;
	return NOT_YET;
}
onus_status casefile_engine(onus *file, const struct extract_engine **ret_engine, onus_error *err)
{
	(void)file, (void)ret_engine;
	return NOT_YET;
}
onus_status casefile_document(onus *file, span prefix, arena *a, int64_t *ret_n, span *ret_id, onus_error *err)
{
	(void)file, (void)prefix, (void)a, (void)ret_n, (void)ret_id;
	return NOT_YET;
}
onus_status casefile_record(onus *file, span prefix, arena *a, span *ret_id, onus_error *err)
{
	(void)file, (void)prefix, (void)a, (void)ret_id;
	return NOT_YET;
}
onus_status casefile_rendition(onus *file, int64_t document, arena *a, rendition *ret_rendition, onus_error *err)
{
	(void)file, (void)document, (void)a, (void)ret_rendition;
	return NOT_YET;
}
onus_status casefile_entry(onus *file, span id, arena *a, entry *ret_entry, int64_t *ret_document, onus_error *err)
{
	(void)file, (void)id, (void)a, (void)ret_entry, (void)ret_document;
	return NOT_YET;
}
