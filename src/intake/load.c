/* SPDX-License-Identifier: Apache-2.0 */
#include "base/limits.h"
#include "intake/intake.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

static onus_status too_large(onus_error *err)
{
	return fail(err, ONUS_ERR_LIMIT, "the file is larger than %u MB; split it into documents",
		    LIMIT_INPUT_BYTES / MIB);
}

static onus_status not_regular(mode_t mode, onus_error *err)
{
	const char *what = S_ISDIR(mode)    ? "is a folder"
			   : S_ISFIFO(mode) ? "is a named pipe, not a file"
			   : S_ISSOCK(mode) ? "is a socket, not a file"
					    : "is a device, not a file";
	return fail(err, ONUS_ERR_INPUT, "%s", what);
}

static bool write_all(int fd, const char *p, size_t n)
{
	while (n) {
		ssize_t wrote = write(fd, p, n);
		if (wrote < 0 && errno == EINTR)
			continue;
		if (wrote <= 0)
			return false;
		p += wrote;
		n -= (size_t)wrote;
	}
	return true;
}

/* Seals what was written and maps it; takes `fd` over. */
static onus_status seal(int fd, size_t size, intake_document *ret, onus_error *err)
{
	const char *p = NULL;
	if (fcntl(fd, F_ADD_SEALS, F_SEAL_WRITE | F_SEAL_GROW | F_SEAL_SHRINK | F_SEAL_SEAL) != 0) {
		close(fd);
		return fail(err, ONUS_ERR_INTERNAL, "cannot seal a copy in memory: %s", strerror(errno));
	}
	if (size) {
		void *map = mmap(NULL, size, PROT_READ, MAP_SHARED, fd, 0);
		if (map == MAP_FAILED) {
			close(fd);
			return fail_memory(err, "loading a file");
		}
		p = map;
	}
	intake_document doc = {.fd = fd, .bytes = {p, size}};
	onus_status status = hash_bytes(doc.bytes, &doc.hash, err);
	if (status != ONUS_OK) {
		intake_unload(&doc);
		return status;
	}
	*ret = doc;
	return ONUS_OK;
}

static onus_status load_stream(int from, intake_document *ret, onus_error *err)
{
	int fd = memfd_create("onus-document", MFD_CLOEXEC | MFD_ALLOW_SEALING);
	if (fd < 0)
		return fail_memory(err, "loading a file");
	size_t size = 0;
	char chunk[64 * 1024];
	for (;;) {
		ssize_t got = read(from, chunk, sizeof chunk);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0) {
			int why = errno;
			close(fd);
			return fail(err, ONUS_ERR_INPUT, "cannot be read: %s", strerror(why));
		}
		if (got == 0)
			break;
		size += (size_t)got;
		if (size > LIMIT_INPUT_BYTES) {
			close(fd);
			return too_large(err);
		}
		if (!write_all(fd, chunk, (size_t)got)) {
			close(fd);
			return fail_memory(err, "loading a file");
		}
	}
	return seal(fd, size, ret, err);
}

onus_status intake_load_bytes(span bytes, intake_document *ret_document, onus_error *err)
{
	if (bytes.n > LIMIT_INPUT_BYTES)
		return too_large(err);
	int fd = memfd_create("onus-document", MFD_CLOEXEC | MFD_ALLOW_SEALING);
	if (fd < 0)
		return fail_memory(err, "loading a document");
	if (!write_all(fd, bytes.p, bytes.n)) {
		close(fd);
		return fail_memory(err, "loading a document");
	}
	return seal(fd, bytes.n, ret_document, err);
}

onus_status intake_load(const char *path, intake_document *ret_document, onus_error *err)
{
	if (span_is(span_of(path), "-"))
		return load_stream(STDIN_FILENO, ret_document, err);
	/* Looked at before it is opened, as opening a device can have effects; and again afterwards, as it may have
	 * been exchanged. O_NONBLOCK: a FIFO put in its place does not hold us. */
	struct stat st;
	if (stat(path, &st) != 0)
		return fail(err, ONUS_ERR_INPUT, "cannot be read: %s", strerror(errno));
	if (!S_ISREG(st.st_mode))
		return not_regular(st.st_mode, err);
	int fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
	if (fd < 0)
		return fail(err, ONUS_ERR_INPUT, "cannot be read: %s", strerror(errno));
	onus_status status;
	if (fstat(fd, &st) != 0)
		status = fail(err, ONUS_ERR_INPUT, "cannot be read: %s", strerror(errno));
	else if (!S_ISREG(st.st_mode))
		status = not_regular(st.st_mode, err);
	else if (st.st_size > (off_t)LIMIT_INPUT_BYTES)
		status = too_large(err);
	else
		status = load_stream(fd, ret_document, err);
	close(fd);
	return status;
}

void intake_unload(intake_document *document)
{
	if (document->bytes.p)
		munmap((void *)(uintptr_t)document->bytes.p, document->bytes.n);
	if (document->fd > 0)
		close(document->fd);
	*document = (intake_document){0};
}
