/* SPDX-License-Identifier: Apache-2.0 */
/* Standard output, standard error, and a file that appears whole or not at all. */
#include "cli/cli.h"

#include "base/memory.h"
#include "base/utf8.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { LONGEST_MESSAGE = 1 << 20 };

static bool write_all(int fd, const char *bytes, size_t n)
{
	while (n) {
		ssize_t done = write(fd, bytes, n);
		if (done < 0 && errno == EINTR)
			continue;
		if (done <= 0)
			return false;
		bytes += done;
		n -= (size_t)done;
	}
	return true;
}

static bool to_stdout(void *ctx, const char *bytes, size_t n)
{
	cli *c = ctx;
	if (c->out_failed)
		return false;
	if (write_all(STDOUT_FILENO, bytes, n))
		return true;
	c->pipe_closed = errno == EPIPE;
	c->out_failed = true;
	return false;
}

void cli_output_open(cli *c)
{
	c->out = (onus_sink){to_stdout, c};
}

/* The message made safe, at out. */
__attribute__((format(printf, 2, 0))) static void add_safe(str *out, const char *format, va_list args, bool lines)
{
	va_list again;
	va_copy(again, args);
	int n = vsnprintf(NULL, 0, format, args);
	char *text = n < 0 ? NULL : mem_alloc((size_t)n + 1);
	if (text) {
		(void)vsnprintf(text, (size_t)n + 1, format, again);
		utf8_add_safe(out, span_make(text, (size_t)n), lines);
		mem_free(text);
	}
	va_end(again);
}

void cli_say(cli *c, const char *format, ...)
{
	STR_AUTO out = str_make(LONGEST_MESSAGE);
	va_list args;
	va_start(args, format);
	add_safe(&out, format, args, true);
	va_end(args);
	if (out.failed || !c->out.write(c->out.ctx, str_c(&out), out.n))
		c->out_failed = true;
}

void cli_warn(const cli *c, const char *format, ...)
{
	STR_AUTO out = str_make(LONGEST_MESSAGE);
	str_addf(&out, "onus %s: ", c->command ? c->command->name : "");
	va_list args;
	va_start(args, format);
	add_safe(&out, format, args, false);
	va_end(args);
	str_addc(&out, '\n');
	/* Nobody can be told when standard error fails. */
	(void)!write_all(STDERR_FILENO, str_c(&out), out.n);
}

onus_status cli_output_status(cli *c)
{
	if (!c->out_failed)
		return ONUS_OK;
	return fail(&c->err, ONUS_ERR_OUTPUT, "standard output could not be written; is the disk full?");
}

/* ---- whole files ---- */

static bool to_whole_file(void *ctx, const char *bytes, size_t n)
{
	whole_file *file = ctx;
	if (!file->failed && !write_all(file->fd, bytes, n))
		file->failed = true;
	return !file->failed;
}

static onus_status already_there(const char *path, onus_error *err)
{
	return fail(err, ONUS_ERR_OUTPUT, "%s: is there already; choose another name, or --force to replace it",
		    SAFE(path));
}

onus_status whole_file_open(const char *path, bool replace, whole_file *ret_file, onus_sink *ret_sink, onus_error *err)
{
	struct stat there;
	if (lstat(path, &there) == 0) {
		if (!replace)
			return already_there(path, err);
		if (!S_ISREG(there.st_mode) && !S_ISLNK(there.st_mode))
			return fail(err, ONUS_ERR_OUTPUT, "%s: is not a file that can be replaced", SAFE(path));
	}
	const char *slash = strrchr(path, '/');
	size_t folder = slash ? (size_t)(slash - path) + 1 : 0;
	STR_AUTO name = str_make(LONGEST_MESSAGE);
	str_add(&name, span_make(path, folder));
	str_addf(&name, ".onus-%ld-%s", (long)getpid(), "part");
	char *temporary = mem_alloc(name.n + 1), *copy = mem_alloc(strlen(path) + 1);
	if (name.failed || !temporary || !copy || !path[folder]) {
		mem_free(temporary);
		mem_free(copy);
		if (!path[folder])
			return fail(err, ONUS_ERR_OUTPUT, "%s: is not the name of a file", SAFE(path));
		return fail_memory(err, "opening the output");
	}
	memcpy(temporary, str_c(&name), name.n + 1);
	memcpy(copy, path, strlen(path) + 1);
	int fd = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (fd < 0) {
		int why = errno;
		mem_free(temporary);
		mem_free(copy);
		return fail(err, ONUS_ERR_OUTPUT, "%s: cannot be written: %s", SAFE(path), strerror(why));
	}
	*ret_file = (whole_file){fd, copy, temporary, false};
	*ret_sink = (onus_sink){to_whole_file, ret_file};
	return ONUS_OK;
}

onus_status whole_file_commit(whole_file *file, bool replace, onus_error *err)
{
	int fd = file->fd;
	bool good = !file->failed && fsync(fd) == 0;
	file->fd = -1;
	good = close(fd) == 0 && good;
	if (!good)
		return fail(err, ONUS_ERR_OUTPUT, "%s: could not be written; is the disk full?", SAFE(file->path));
	int done = renameat2(AT_FDCWD, file->temporary, AT_FDCWD, file->path, replace ? 0 : RENAME_NOREPLACE);
	if (done != 0 && errno == EINVAL && !replace) {
		/* A file system without that flag: a hard link does not replace either. */
		done = link(file->temporary, file->path);
		if (done == 0)
			(void)unlink(file->temporary);
	}
	if (done != 0 && errno == EEXIST)
		return already_there(file->path, err);
	if (done != 0)
		return fail(err, ONUS_ERR_OUTPUT, "%s: cannot be written: %s", SAFE(file->path), strerror(errno));
	mem_free(file->temporary);
	file->temporary = NULL;
	return ONUS_OK;
}

void whole_file_close(whole_file *file)
{
	if (!file->path)
		return;
	if (file->fd >= 0)
		(void)close(file->fd);
	if (file->temporary)
		(void)unlink(file->temporary);
	mem_free(file->temporary);
	mem_free(file->path);
	*file = (whole_file){.fd = -1};
}
