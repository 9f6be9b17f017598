/* SPDX-License-Identifier: Apache-2.0 */
#include "intake/reader_process.h"
#include "base/clock.h"
#include "base/limits.h"
#include "base/memory.h"
#include "wire/frame.h"
#include "wire/hello.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

/* How long the reader's first process may take to start, and to tell of a child's end after the child's own limit. */
enum { START_MS = 10000, GRACE_MS = 5000 };

struct reader_process {
	char *program;
	bool unsafe_parser;
	pid_t pid; /* 0: not running */
	int socket;
	uint32_t number; /* of the last request */
	reader_facts facts;
	char version[48];
};

static void stop(reader_process *r)
{
	if (r->socket >= 0)
		close(r->socket);
	r->socket = -1;
	if (r->pid <= 0)
		return;
	/* The first process leads a session of its own: its child goes with it. */
	(void)kill(-r->pid, SIGKILL);
	(void)kill(r->pid, SIGKILL);
	while (waitpid(r->pid, NULL, 0) < 0 && errno == EINTR) {
	}
	r->pid = 0;
}

/* In the child between fork and exec: system calls only. Never returns. */
static void become_reader(const char *program, bool unsafe_parser, int socket)
{
	static char serve[] = "serve", unsafe[] = "unsafe", name[] = "onus-reader";
	char *arguments[] = {name, serve, unsafe_parser ? unsafe : NULL, NULL};
	char *environment[] = {NULL};
	(void)setsid();
	struct sigaction plain = {.sa_handler = SIG_DFL};
	for (int s = 1; s < NSIG; s++)
		(void)sigaction(s, &plain, NULL);
	sigset_t none;
	sigemptyset(&none);
	(void)sigprocmask(SIG_SETMASK, &none, NULL);
	int null = open("/dev/null", O_RDWR | O_CLOEXEC);
	/* Out of the way of 0 to 3 before those are taken. */
	int far = fcntl(socket, F_DUPFD_CLOEXEC, 10);
	int null_far = null >= 0 ? fcntl(null, F_DUPFD_CLOEXEC, 10) : -1;
	int where = open(program, O_PATH | O_CLOEXEC);
	int program_far = where >= 0 ? fcntl(where, F_DUPFD_CLOEXEC, 10) : -1;
	if (far < 0 || null_far < 0 || program_far < 0)
		_exit(127);
	for (int fd = 0; fd < 3; fd++)
		if (dup2(null_far, fd) < 0)
			_exit(127);
	if (dup2(far, WIRE_SOCKET) < 0 || chdir("/") != 0)
		_exit(127);
	/* Everything else that a caller left open without CLOEXEC stays out of the reader. */
	if (close_range(WIRE_SOCKET + 1, ~0u, CLOSE_RANGE_CLOEXEC) != 0)
		for (int fd = WIRE_SOCKET + 1; fd < 1024; fd++)
			(void)fcntl(fd, F_SETFD, FD_CLOEXEC);
	(void)fexecve(program_far, arguments, environment);
	_exit(127);
}

/* One datagram of n bytes within `ms`. */
static bool take_message(int socket, void *message, size_t n, int64_t ms)
{
	int64_t until = clock_monotonic() + ms;
	for (;;) {
		int64_t left = until - clock_monotonic();
		struct pollfd wait = {.fd = socket, .events = POLLIN};
		int ready = poll(&wait, 1, left > 0 ? (int)left : 0);
		if (ready < 0 && errno == EINTR)
			continue;
		if (ready <= 0)
			return false;
		ssize_t got = recv(socket, message, n, MSG_DONTWAIT | MSG_TRUNC);
		if (got < 0 && (errno == EINTR || errno == EAGAIN))
			continue;
		return got == (ssize_t)n;
	}
}

static void copy_words(char *to, size_t to_n, const char *from, size_t from_n)
{
	span words = {from, strnlen(from, from_n)};
	safe_text safe = safe_text_of(words);
	size_t n = strlen(safe.c) < to_n ? strlen(safe.c) : to_n - 1;
	memcpy(to, safe.c, n);
	to[n] = '\0';
}

static onus_status start(reader_process *r, onus_error *err)
{
	if (access(r->program, X_OK) != 0)
		return fail(
		    err, ONUS_ERR_READER,
		    "the reader program %s cannot be started: %s; install Onus as a whole or name it with --reader",
		    SAFE(r->program), strerror(errno));
	int pair[2];
	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) != 0)
		return fail(err, ONUS_ERR_READER, "no socket for the reader: %s", strerror(errno));
	pid_t pid = fork();
	if (pid == 0)
		become_reader(r->program, r->unsafe_parser, pair[1]);
	close(pair[1]);
	if (pid < 0) {
		close(pair[0]);
		return fail(err, ONUS_ERR_READER, "no process for the reader: %s", strerror(errno));
	}
	r->pid = pid;
	r->socket = pair[0];
	wire_hello hello;
	if (!take_message(r->socket, &hello, sizeof hello, START_MS) || hello.magic != WIRE_HELLO_MAGIC ||
	    strnlen(hello.version, sizeof hello.version) == sizeof hello.version) {
		stop(r);
		return fail(err, ONUS_ERR_READER, "the reader program %s does not answer as one; install Onus anew",
			    SAFE(r->program));
	}
	r->facts = (reader_facts){.landlock_abi = hello.landlock_abi,
				  .seccomp = hello.seccomp,
				  .rlimits = hello.rlimits,
				  .sealed = hello.sealed};
	copy_words(r->facts.version, sizeof r->facts.version, hello.version, sizeof hello.version);
	copy_words(r->facts.icu, sizeof r->facts.icu, hello.icu, sizeof hello.icu);
	copy_words(r->facts.libxml2, sizeof r->facts.libxml2, hello.libxml2, sizeof hello.libxml2);
	copy_words(r->facts.why, sizeof r->facts.why, hello.why, sizeof hello.why);
	(void)snprintf(r->version, sizeof r->version, "onus-reader %s", r->facts.version);
	return ONUS_OK;
}

/* What a running reader must be, beyond answering. */
static onus_status accept_reader(reader_process *r, onus_error *err)
{
	if (!span_is(span_of(r->facts.version), ONUS_VERSION)) {
		stop(r);
		return fail(err, ONUS_ERR_READER,
			    "the reader program %s is of version %s, Onus of version %s; install both anew",
			    SAFE(r->program), r->facts.version, ONUS_VERSION);
	}
	if (!r->facts.sealed && !r->unsafe_parser) {
		stop(r);
		return fail(
		    err, ONUS_ERR_READER,
		    "the reader cannot be sealed: %s; use a kernel with seccomp filters, or --unsafe-parser for "
		    "documents that you trust",
		    r->facts.why[0] ? r->facts.why : "the kernel refuses");
	}
	return ONUS_OK;
}

onus_status reader_open(const char *program, bool unsafe_parser, reader_process **ret_reader, onus_error *err)
{
	if (!program)
		return fail(err, ONUS_ERR_READER, "no reader program is named; use --reader");
	reader_process *r = mem_alloc(sizeof *r);
	if (!r)
		return fail_memory(err, "starting the reader");
	*r = (reader_process){.socket = -1, .unsafe_parser = unsafe_parser};
	size_t n = strlen(program) + 1;
	r->program = mem_alloc(n);
	if (!r->program) {
		reader_close(r);
		return fail_memory(err, "starting the reader");
	}
	memcpy(r->program, program, n);
	onus_status status = start(r, err);
	if (status == ONUS_OK)
		status = accept_reader(r, err);
	if (status != ONUS_OK) {
		reader_close(r);
		return status;
	}
	*ret_reader = r;
	return ONUS_OK;
}

void reader_close(reader_process *reader)
{
	if (!reader)
		return;
	stop(reader);
	mem_free(reader->program);
	mem_free(reader);
}

static bool send_request(reader_process *r, int document, int pipe_end, span name)
{
	wire_request request = {.number = ++r->number};
	/* The end of the name is what has the extension. */
	span tail = name.n < sizeof request.name ? name : span_slice(name, name.n - (sizeof request.name - 1), name.n);
	if (tail.n)
		memcpy(request.name, tail.p, tail.n);
	union {
		struct cmsghdr align;
		char bytes[CMSG_SPACE(2 * sizeof(int))];
	} control = {0};
	struct iovec part = {&request, sizeof request};
	struct msghdr message = {
	    .msg_iov = &part, .msg_iovlen = 1, .msg_control = control.bytes, .msg_controllen = sizeof control.bytes};
	struct cmsghdr *head = CMSG_FIRSTHDR(&message);
	head->cmsg_level = SOL_SOCKET;
	head->cmsg_type = SCM_RIGHTS;
	head->cmsg_len = CMSG_LEN(2 * sizeof(int));
	int fds[2] = {document, pipe_end};
	memcpy(CMSG_DATA(head), fds, sizeof fds);
	ssize_t sent;
	do
		sent = sendmsg(r->socket, &message, MSG_NOSIGNAL);
	while (sent < 0 && errno == EINTR);
	return sent == (ssize_t)sizeof request;
}

typedef enum drained { DRAINED, LATE, LIED } drained;

/* Feeds what comes through the pipe to the receiver until its end, until something is wrong, or until time is up. */
static drained drain(int fd, frame_receiver *frames, onus_error *err)
{
	int64_t until = clock_monotonic() + LIMIT_READER_WALL_SECONDS * 1000 + GRACE_MS;
	char chunk[64 * 1024];
	for (;;) {
		int64_t left = until - clock_monotonic();
		struct pollfd wait = {.fd = fd, .events = POLLIN};
		int ready = poll(&wait, 1, left > 0 ? (int)left : 0);
		if (ready < 0 && errno == EINTR)
			continue;
		if (ready <= 0)
			return LATE;
		ssize_t got = read(fd, chunk, sizeof chunk);
		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			return DRAINED;
		if (frame_feed(frames, (span){chunk, (size_t)got}, err) != ONUS_OK)
			return LIED;
	}
}

/* A child that did not end well: words for the user. */
static onus_status refusal_for(int status, onus_error *err)
{
	if (WIFSIGNALED(status)) {
		switch (WTERMSIG(status)) {
		case SIGSYS:
			return fail(err, ONUS_ERR_INPUT,
				    "while it was read something forbidden was tried, and the reader was stopped");
		case SIGXCPU:
			return fail(err, ONUS_ERR_LIMIT, "reading it took more than %u seconds of processor time",
				    LIMIT_READER_CPU_SECONDS);
		case SIGALRM:
			return fail(err, ONUS_ERR_LIMIT, "reading it took more than %u seconds",
				    LIMIT_READER_WALL_SECONDS);
		case SIGKILL: return fail(err, ONUS_ERR_LIMIT, "reading it took more time or memory than there is");
		default: return fail(err, ONUS_ERR_INPUT, "the reader crashed on it (signal %d)", WTERMSIG(status));
		}
	}
	if (WIFEXITED(status) && WEXITSTATUS(status) == 71)
		return fail(err, ONUS_ERR_READER, "the reader could not be sealed for this document");
	if (WIFEXITED(status) && WEXITSTATUS(status) == 73)
		return fail(err, ONUS_ERR_INPUT, "the reader could not open its copy");
	return ONUS_OK;
}

onus_status reader_read(reader_process *reader, int fd, span name, arena *a, rendition *ret_rendition, onus_error *err)
{
	if (reader->pid == 0) {
		TRY(start(reader, err));
		TRY(accept_reader(reader, err));
	}
	int pair[2];
	if (pipe2(pair, O_CLOEXEC) != 0)
		return fail(err, ONUS_ERR_READER, "no pipe for the reader: %s", strerror(errno));
	bool sent = send_request(reader, fd, pair[1], name);
	if (!sent) {
		/* It died between two documents; one fresh start, as nothing was lost. */
		stop(reader);
		onus_status again = start(reader, err);
		if (again == ONUS_OK)
			again = accept_reader(reader, err);
		if (again == ONUS_OK && !send_request(reader, fd, pair[1], name))
			again = fail(err, ONUS_ERR_READER, "the reader takes no documents");
		if (again != ONUS_OK) {
			close(pair[0]);
			close(pair[1]);
			return again;
		}
	}
	close(pair[1]);
	frame_receiver frames = frame_receive(a);
	drained how = drain(pair[0], &frames, err);
	close(pair[0]);
	if (how == LATE) {
		stop(reader);
		return fail(err, ONUS_ERR_LIMIT, "reading it took more than %u seconds", LIMIT_READER_WALL_SECONDS);
	}
	if (how == LIED) {
		/* Whoever sends nonsense is not asked again. */
		stop(reader);
		onus_status status = err ? err->status : ONUS_ERR_INTEGRITY;
		return status == ONUS_ERR_MEMORY ? status : fail_within(err, ONUS_ERR_INPUT, "it cannot be read");
	}
	wire_ended ended;
	if (!take_message(reader->socket, &ended, sizeof ended, GRACE_MS) || ended.number != reader->number) {
		stop(reader);
		return fail(err, ONUS_ERR_INPUT, "the reader ended while it was reading");
	}
	TRY(refusal_for(ended.status, err));
	onus_status status = frame_finish(&frames, ret_rendition, err);
	if (status == ONUS_ERR_INTEGRITY)
		return fail_within(err, ONUS_ERR_INPUT, "it cannot be read");
	return status;
}

span reader_version(const reader_process *reader)
{
	return span_of(reader->version);
}

const reader_facts *reader_facts_of(const reader_process *reader)
{
	return &reader->facts;
}

onus_status reader_probe(const char *program, reader_facts *ret_facts, onus_error *err)
{
	if (!program)
		return fail(err, ONUS_ERR_READER, "no reader program is named; use --reader");
	reader_process *r = NULL;
	onus_status status = reader_open(program, true, &r, err);
	if (status == ONUS_OK && r)
		*ret_facts = r->facts;
	reader_close(r);
	return status;
}
