/* SPDX-License-Identifier: Apache-2.0 */
/* Making, opening and closing casefiles, and what the other onus_*.c files ask of one. */
#include "onus/casefile.h"

#include "base/limits.h"
#include "base/memory.h"
#include "extract/extract.h"
#include "names/places.h"
#include "wire/wire.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

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

/* Reads a table of further places; LIMIT_TYPED_BYTES is far above what a hand-made one takes. */
onus_status casefile_read_places(const char *path, str *out, onus_error *err)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	struct stat st;
	if (fd < 0 || fstat(fd, &st) != 0 || !S_ISREG(st.st_mode)) {
		int error = errno;
		if (fd >= 0)
			(void)close(fd);
		return fd < 0 ? fail(err, ONUS_ERR_NOT_FOUND, "%s: the table of places cannot be read: %s", SAFE(path),
				     strerror(error))
			      : fail(err, ONUS_ERR_USAGE, "%s: the table of places is not a file", SAFE(path));
	}
	char bytes[8192];
	ssize_t n;
	while ((n = read(fd, bytes, sizeof bytes)) > 0 && !out->failed)
		str_add(out, (span){bytes, (size_t)n});
	(void)close(fd);
	if (n < 0)
		return fail(err, ONUS_ERR_INPUT, "%s: the table of places cannot be read", SAFE(path));
	if (out->failed)
		return fail(err, ONUS_ERR_LIMIT, "%s: a table of places has at most %zu bytes", SAFE(path), out->max);
	/* The first to find a mistake in it shall be the one who hands it in. */
	places *tried = NULL;
	onus_status status = places_new(str_span(out), &tried, err);
	places_free(tried);
	return status == ONUS_OK ? ONUS_OK : fail_within(err, status, SAFE(path));
}

static onus_status keep_places(store *s, const onus_host *host, span table, onus_error *err)
{
	TRY(store_begin(s, err));
	onus_status status = ledger_setting(s, host, SPAN("places"), table, err);
	if (status == ONUS_OK)
		status = store_commit(s, err);
	if (status != ONUS_OK)
		store_rollback(s);
	return status;
}

onus_status onus_init(const char *path, const onus_init_options *options, onus_error *err)
{
	STR_AUTO table = str_make(LIMIT_INPUT_BYTES / 4);
	if (options && options->places)
		TRY(casefile_read_places(options->places, &table, err));
	onus_host host = casefile_host(options ? &options->host : NULL);
	store *s = NULL;
	TRY(store_open(path, STORE_CREATE, (span){NULL, 0}, &s, err));
	onus_status status = table.n ? keep_places(s, &host, str_span(&table), err) : ONUS_OK;
	store_close(s);
	/* Nobody else knows of it yet. */
	if (status != ONUS_OK)
		(void)unlink(path);
	return status;
}

static onus_status open_store(onus *file, const char *path, onus_error *err)
{
	if (!file->arena)
		return fail_memory(err, "opening the casefile");
	file->path = arena_string(file->arena, span_of(path));
	if (!file->path)
		return fail_memory(err, "opening the casefile");
	TRY(store_open(path, file->mode == ONUS_WRITE ? STORE_WRITE : STORE_READ, (span){NULL, 0}, &file->store, err));
	bool there;
	TRY(store_one_text(file->store, "setting", PARAMS(value_string("places")), &there, file->arena,
			   &file->places_tsv, err));
	if (!store_stale(file->store))
		return ONUS_OK;
	if (file->mode == ONUS_READ)
		return fail(err, ONUS_ERR_CASEFILE,
			    "%s: its lists were made by another version of Onus; \"onus rebuild\" makes them anew",
			    SAFE(path));
	return casefile_rebuild(file, NULL, err);
}

onus_status onus_open(const char *path, onus_mode mode, const onus_host *host, onus **ret_file, onus_error *err)
{
	onus *file = mem_alloc(sizeof *file);
	if (!file)
		return fail_memory(err, "opening the casefile");
	*file = (onus){.arena = arena_new(0), .mode = mode, .host = casefile_host(host)};
	onus_status status = open_store(file, path, err);
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
	extract_engine_free(file->engine);
	places_free(file->places);
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

onus_status casefile_places(onus *file, const struct places **ret_places, onus_error *err)
{
	if (!file->places) {
		onus_status status = places_new(file->places_tsv, &file->places, err);
		/* It was tried before it was kept. */
		if (status == ONUS_ERR_INPUT)
			return fail_within(err, ONUS_ERR_INTEGRITY, "the casefile is damaged");
		TRY(status);
	}
	*ret_places = file->places;
	return ONUS_OK;
}

onus_status casefile_engine(onus *file, const struct extract_engine **ret_engine, onus_error *err)
{
	if (!file->engine) {
		onus_status status = extract_engine_new(file->places_tsv, &file->engine, err);
		if (status == ONUS_ERR_INPUT)
			return fail_within(err, ONUS_ERR_INTEGRITY, "the casefile is damaged");
		TRY(status);
	}
	*ret_engine = file->engine;
	return ONUS_OK;
}

/* ---- entries and documents by the beginning of their ids ---- */

/* The first string above all that begin with `prefix`, which is ASCII. */
static bool range_above(span prefix, char *above, size_t room)
{
	if (prefix.n == 0 || prefix.n >= room)
		return false;
	memcpy(above, prefix.p, prefix.n);
	above[prefix.n] = '\0';
	above[prefix.n - 1]++;
	return true;
}

/* Column 0 of `name` is an id of the table; what begins with prefix, at most two rows. */
static onus_status only_one(onus *file, const char *name, span prefix, arena *a, span *ret_id, int64_t *ret_n,
			    onus_error *err)
{
	char above[80];
	if (!range_above(prefix, above, sizeof above))
		return fail(err, ONUS_ERR_NOT_FOUND, "%s: there is nothing of that id", SAFE_SPAN(prefix));
	ROWS_AUTO rows = NULL;
	bool more;
	TRY(store_query(file->store, name, PARAMS(value_text(prefix), value_string(above)), &rows, err));
	TRY(store_step(rows, &more, err));
	if (!more)
		return fail(err, ONUS_ERR_NOT_FOUND, "%s: there is nothing of that id", SAFE_SPAN(prefix));
	span id = arena_span(a, store_text(rows, 0));
	int64_t n = store_int(rows, 1);
	if (!id.p)
		return fail_memory(err, "looking for an id");
	/* A whole id that happens to begin another one cannot be: ids of a kind have one length. */
	TRY(store_step(rows, &more, err));
	if (more)
		return fail(err, ONUS_ERR_USAGE, "%s: more than one id begins so; give more of it", SAFE_SPAN(prefix));
	*ret_id = id;
	*ret_n = n;
	return ONUS_OK;
}

onus_status casefile_document(onus *file, span prefix, arena *a, int64_t *ret_n, span *ret_id, onus_error *err)
{
	span bare = span_starts(prefix, SPAN("sha256:")) ? span_slice(prefix, 7, prefix.n) : prefix;
	if (bare.n < 4)
		return fail(err, ONUS_ERR_USAGE, "%s: at least four digits of a document's id are needed",
			    SAFE_SPAN(prefix));
	return only_one(file, "casefile_documents_like", bare, a, ret_id, ret_n, err);
}

onus_status casefile_record(onus *file, span prefix, arena *a, span *ret_id, onus_error *err)
{
	int64_t ignored;
	return only_one(file, "casefile_records_like", prefix, a, ret_id, &ignored, err);
}

onus_status casefile_rendition(onus *file, int64_t document, arena *a, rendition *ret_rendition, onus_error *err)
{
	ROWS_AUTO rows = NULL;
	bool more;
	TRY(store_query(file->store, "casefile_rendition", PARAMS(value_int(document)), &rows, err));
	TRY(store_step(rows, &more, err));
	if (!more || store_is_null(rows, 0))
		return fail(err, ONUS_ERR_NOT_FOUND, "the document has no text: it could not be read, or was erased");
	span text = arena_span(a, store_text(rows, 0));
	if (!text.p)
		return fail_memory(err, "reading a document");
	return wire_rendition_decode(store_blob(rows, 1), text, a, ret_rendition, err);
}

onus_status casefile_entry(onus *file, span id, arena *a, entry *ret_entry, int64_t *ret_document, onus_error *err)
{
	ROWS_AUTO rows = NULL;
	bool more;
	TRY(store_query(file->store, "casefile_entry", PARAMS(value_text(id)), &rows, err));
	TRY(store_step(rows, &more, err));
	if (!more)
		return fail(err, ONUS_ERR_NOT_FOUND, "%s: there is no entry of that id", SAFE_SPAN(id));
	TRY(entry_decode(store_blob(rows, 0), a, ret_entry, err));
	*ret_document = store_int(rows, 1);
	return ONUS_OK;
}
