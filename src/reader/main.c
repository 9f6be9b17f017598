/* SPDX-License-Identifier: Apache-2.0 */
/*
 * onus-reader: the only program of Onus that parses documents. Started by src/intake/reader_process.c with an empty
 * environment and one socket. This first process never looks at a document: it forks a child for each, which seals
 * itself, parses, answers through its pipe and ends.
 */
#include "base/limits.h"
#include "reader/jail.h"
#include "reader/read.h"
#include "wire/frame.h"
#include "wire/hello.h"

#include <errno.h>
#include <fcntl.h>
#include <libxml/xmlversion.h>
#include <signal.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unicode/uvernum.h>
#include <unistd.h>

/* Exit codes of a child; the parent has words for them. */
enum { CHILD_DONE = 0, CHILD_NO_JAIL = 71, CHILD_PIPE = 72, CHILD_INPUT = 73 };

/* What the child has to say, gathered, so that a short document wakes the parent once. */
typedef struct outlet {
	int fd;
	size_t n;
	char bytes[32 * KIB];
} outlet;

static bool drain(outlet *o)
{
	const char *p = o->bytes;
	while (o->n) {
		ssize_t wrote = write(o->fd, p, o->n);
		if (wrote < 0 && errno == EINTR)
			continue;
		if (wrote <= 0)
			return false;
		p += wrote;
		o->n -= (size_t)wrote;
	}
	return true;
}

static bool put(void *ctx, const char *bytes, size_t n)
{
	outlet *o = ctx;
	while (n) {
		size_t part = sizeof o->bytes - o->n < n ? sizeof o->bytes - o->n : n;
		memcpy(o->bytes + o->n, bytes, part);
		o->n += part;
		bytes += part;
		n -= part;
		if (o->n == sizeof o->bytes && !drain(o))
			return false;
	}
	return true;
}

/* The text and its tables may take half of the child's memory; the rest is for the parsers. */
static int answer(span bytes, span name, int out)
{
	static outlet o;
	o.fd = out;
	onus_error err = {0};
	rendition r;
	arena *a = arena_new(LIMIT_READER_MEMORY / 2);
	onus_status status = a ? read_document(bytes, name, a, &r, &err) : fail_memory(&err, "reading");
	if (status == ONUS_OK)
		status = rendition_check(&r, &err);
	if (status == ONUS_OK)
		return frame_send_rendition(&r, put, &o) && drain(&o) ? CHILD_DONE : CHILD_PIPE;
	if (status == ONUS_ERR_MEMORY)
		status =
		    fail(&err, ONUS_ERR_LIMIT, "reading it takes more memory than one document may have; split it");
	if (status != ONUS_ERR_INPUT && status != ONUS_ERR_LIMIT)
		status = ONUS_ERR_INPUT;
	return frame_send_refusal(status, span_of(err.message), put, &o) && drain(&o) ? CHILD_DONE : CHILD_PIPE;
}

static int child(const jail *j, bool unsafe, const wire_request *request, int document, int out)
{
	(void)prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
	(void)prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
	(void)alarm(LIMIT_READER_WALL_SECONDS);
	struct stat st;
	if (fstat(document, &st) != 0 || !S_ISREG(st.st_mode) || st.st_size < 0 ||
	    st.st_size > (off_t)LIMIT_INPUT_BYTES)
		return CHILD_INPUT;
	span bytes = {NULL, (size_t)st.st_size};
	if (bytes.n) {
		bytes.p = mmap(NULL, bytes.n, PROT_READ, MAP_PRIVATE, document, 0);
		if (bytes.p == MAP_FAILED)
			return CHILD_INPUT;
	}
	close(document);
	close(WIRE_SOCKET);
	if (jail_enter(j, JAIL_ALL) && !unsafe)
		return CHILD_NO_JAIL;
	return answer(bytes, (span){request->name, strnlen(request->name, sizeof request->name)}, out);
}

static bool can_seal(const jail *j, char *why, size_t why_n)
{
	if (!j->filter) {
		(void)snprintf(why, why_n, "%s", j->why);
		return false;
	}
	pid_t pid = fork();
	if (pid == 0)
		_exit(jail_enter(j, JAIL_ALL) ? CHILD_NO_JAIL : CHILD_DONE);
	int status = -1;
	while (pid > 0 && waitpid(pid, &status, 0) < 0 && errno == EINTR) {
	}
	bool ok = pid > 0 && WIFEXITED(status) && WEXITSTATUS(status) == CHILD_DONE;
	if (!ok)
		(void)snprintf(why, why_n, "a process cannot be sealed here");
	return ok;
}

static bool say_hello(const jail *j)
{
	wire_hello hello = {.magic = WIRE_HELLO_MAGIC,
			    .landlock_abi = j->landlock_abi,
			    .seccomp = j->filter != NULL,
			    .rlimits = true,
			    .version = ONUS_VERSION,
			    .icu = U_ICU_VERSION,
			    .libxml2 = LIBXML_DOTTED_VERSION};
	hello.sealed = can_seal(j, hello.why, sizeof hello.why);
	return send(WIRE_SOCKET, &hello, sizeof hello, MSG_NOSIGNAL) == (ssize_t)sizeof hello;
}

/* A request with its two descriptors; false at the end, or when what came is no request. */
static bool next_request(wire_request *request, int fds[2])
{
	union {
		struct cmsghdr align;
		char bytes[CMSG_SPACE(2 * sizeof(int))];
	} control = {0};
	struct iovec part = {request, sizeof *request};
	struct msghdr message = {
	    .msg_iov = &part, .msg_iovlen = 1, .msg_control = control.bytes, .msg_controllen = sizeof control.bytes};
	ssize_t got;
	do
		got = recvmsg(WIRE_SOCKET, &message, MSG_CMSG_CLOEXEC);
	while (got < 0 && errno == EINTR);
	struct cmsghdr *head = CMSG_FIRSTHDR(&message);
	if (got != (ssize_t)sizeof *request || !head || head->cmsg_level != SOL_SOCKET ||
	    head->cmsg_type != SCM_RIGHTS || head->cmsg_len != CMSG_LEN(2 * sizeof(int)))
		return false;
	memcpy(fds, CMSG_DATA(head), 2 * sizeof(int));
	return true;
}

int main(int argc, char **argv)
{
	bool unsafe = argc == 3 && span_is(span_of(argv[2]), "unsafe");
	struct stat st;
	if (argc < 2 || !span_is(span_of(argv[1]), "serve") || fstat(WIRE_SOCKET, &st) != 0 || !S_ISSOCK(st.st_mode)) {
		(void)fputs("onus-reader is started by onus and is of no use alone.\n", stderr);
		return 2;
	}
	(void)prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
	(void)setrlimit(RLIMIT_CORE, &(struct rlimit){0, 0});
	(void)fcntl(WIRE_SOCKET, F_SETFD, FD_CLOEXEC);
	(void)signal(SIGPIPE, SIG_IGN);
	read_prepare();
	jail j;
	jail_open(&j);
	bool going = say_hello(&j);
	wire_request request = {0};
	int fds[2];
	while (going && next_request(&request, fds)) {
		pid_t pid = fork();
		if (pid == 0)
			_exit(child(&j, unsafe, &request, fds[0], fds[1]));
		close(fds[0]);
		close(fds[1]);
		wire_ended ended = {.number = request.number, .status = -1};
		int status = -1;
		while (pid > 0 && waitpid(pid, &status, 0) < 0 && errno == EINTR) {
		}
		ended.status = status;
		going = send(WIRE_SOCKET, &ended, sizeof ended, MSG_NOSIGNAL) == (ssize_t)sizeof ended;
	}
	jail_close(&j);
	return 0;
}
