/* SPDX-License-Identifier: Apache-2.0 */
#include "base/limits.h"
#include "intake/intake.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* A folder that the walk is in: the way back tells loops. */
typedef struct folder {
	dev_t device;
	ino_t inode;
} folder;

typedef struct walk {
	arena *a;
	intake_list *list;
	const volatile int *cancel;
	folder above[LIMIT_FOLDER_DEPTH];
	size_t depth;
} walk;

static onus_status add(walk *w, const char *path, const char *reason, bool failed, onus_error *err)
{
	if (w->list->files.n >= LIMIT_FOLDER_FILES)
		return fail(err, ONUS_ERR_LIMIT, "there are more than %u files; add fewer folders at a time",
			    LIMIT_FOLDER_FILES);
	intake_file *file = vec_push(&w->list->files, w->a);
	if (!file)
		return fail_memory(err, "listing files");
	*file = (intake_file){.path = path, .skipped = reason != NULL, .failed = failed, .reason = reason};
	return ONUS_OK;
}

static onus_status add_failed(walk *w, const char *path, int why, onus_error *err)
{
	if (why == ELOOP)
		return add(w, path, "is a symbolic link that leads back to itself", true, err);
	span reason = arena_printf(w->a, "cannot be read: %s", strerror(why));
	return reason.p ? add(w, path, reason.p, true, err) : fail_memory(err, "listing files");
}

/* The casefile's own names: SQLite and the lock put files beside it. */
static bool is_casefile(span name)
{
	static const char *const endings[] = {".onus", ".onus-wal", ".onus-shm", ".onus-journal", ".onus-lock"};
	for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
		if (span_ends(name, span_of(endings[i])))
			return true;
	return false;
}

static const char *special_reason(mode_t mode)
{
	return S_ISFIFO(mode)   ? "is a named pipe, not a file"
	       : S_ISSOCK(mode) ? "is a socket, not a file"
				: "is a device, not a file";
}

static onus_status visit(walk *w, const char *path, bool named, onus_error *err);

static int by_bytes(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static onus_status walk_entries(walk *w, const char *path, char **names, size_t n, onus_error *err)
{
	size_t length = strlen(path);
	const char *slash = length && path[length - 1] == '/' ? "" : "/";
	for (size_t i = 0; i < n; i++) {
		if (w->cancel && *w->cancel)
			return fail(err, ONUS_ERR_CANCELLED, "stopped on request while folders were read");
		span below = arena_printf(w->a, "%s%s%s", path, slash, names[i]);
		if (!below.p)
			return fail_memory(err, "listing files");
		if (names[i][0] == '.')
			TRY(add(w, below.p, "is hidden", false, err));
		else if (is_casefile(span_of(names[i])))
			TRY(add(w, below.p, "is a casefile of Onus", false, err));
		else
			TRY(visit(w, below.p, false, err));
	}
	return ONUS_OK;
}

static onus_status walk_folder(walk *w, const char *path, const struct stat *st, onus_error *err)
{
	for (size_t i = 0; i < w->depth; i++)
		if (w->above[i].device == st->st_dev && w->above[i].inode == st->st_ino)
			return add(w, path, "leads back to a folder that it is in", true, err);
	if (w->depth == LIMIT_FOLDER_DEPTH)
		return add(w, path, "lies too deep in folders", true, err);
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NONBLOCK);
	DIR *dir = fd >= 0 ? fdopendir(fd) : NULL;
	if (!dir) {
		int why = errno;
		if (fd >= 0)
			close(fd);
		return add_failed(w, path, why, err);
	}
	VEC(char *) names = {0};
	onus_status status = ONUS_OK;
	const struct dirent *entry;
	errno = 0;
	while (status == ONUS_OK && (entry = readdir(dir)) != NULL) {
		if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
			continue;
		char **slot = NULL;
		if (names.n < LIMIT_FOLDER_FILES)
			slot = vec_push(&names, w->a);
		if (slot)
			*slot = arena_string(w->a, span_of(entry->d_name));
		if (!slot || !*slot)
			status = names.n < LIMIT_FOLDER_FILES
				     ? fail_memory(err, "listing files")
				     : fail(err, ONUS_ERR_LIMIT, "there are more than %u files in one folder",
					    LIMIT_FOLDER_FILES);
	}
	closedir(dir);
	TRY(status);
	if (names.n)
		qsort(names.v, names.n, sizeof *names.v, by_bytes);
	w->above[w->depth++] = (folder){st->st_dev, st->st_ino};
	status = walk_entries(w, path, names.v, names.n, err);
	w->depth--;
	return status;
}

/* `named`: the caller gave it himself, so that hidden files are not skipped and a missing one is his mistake. Recursion
 * ends at LIMIT_FOLDER_DEPTH. */
static onus_status visit(walk *w, const char *path, bool named, onus_error *err)
{
	struct stat st;
	if (stat(path, &st) != 0) {
		int why = errno;
		if (why == ENOENT)
			return add(w, path, named ? "there is no such file" : "is gone, or a link to nothing", true,
				   err);
		return add_failed(w, path, why, err);
	}
	if (S_ISDIR(st.st_mode))
		return walk_folder(w, path, &st, err);
	if (!S_ISREG(st.st_mode))
		return add(w, path, special_reason(st.st_mode), true, err);
	if (named && is_casefile(span_of(path)))
		return add(w, path, "is a casefile of Onus", true, err);
	return add(w, path, NULL, false, err);
}

onus_status intake_walk(const char *const *paths, size_t n_paths, const volatile int *cancel, arena *a,
			intake_list *ret_list, onus_error *err)
{
	intake_list list = {0};
	walk w = {.a = a, .list = &list, .cancel = cancel};
	for (size_t i = 0; i < n_paths; i++) {
		const char *path = arena_string(a, span_of(paths[i]));
		if (!path)
			return fail_memory(err, "listing files");
		if (span_is(span_of(path), "-"))
			TRY(add(&w, path, NULL, false, err));
		else
			TRY(visit(&w, path, true, err));
	}
	*ret_list = list;
	return ONUS_OK;
}
