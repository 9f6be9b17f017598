/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What each layer of the jail stops: the table of docs/rooms/reader.md, tried. A probe runs in a child of its own and
 * tells by its exit code whether it got what it wanted; a child that seccomp ends tells by its signal. A layer that this
 * kernel lacks is skipped with a word.
 */
#include "base/limits.h"
#include "base/span.h"
#include "reader/jail.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sched.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#if defined(__SANITIZE_ADDRESS__)
#define LIMITS_MEMORY false
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define LIMITS_MEMORY false
#endif
#endif
#ifndef LIMITS_MEMORY
#define LIMITS_MEMORY true
#endif

/* 0: it worked; else errno. */
static int result(long value)
{
	return value >= 0 ? 0 : errno;
}

static int try_open(void)
{
	return result(open("/etc/passwd", O_RDONLY | O_CLOEXEC));
}

static int try_create(void)
{
	return result(open("/tmp/onus-jail-probe", O_CREAT | O_WRONLY | O_CLOEXEC, 0600));
}

static int try_exec(void)
{
	char *arguments[] = {NULL};
	char *environment[] = {NULL};
	return result(execve("/bin/true", arguments, environment));
}

static int try_inet(void)
{
	return result(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
}

static int try_unix(void)
{
	return result(socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
}

static int try_fork(void)
{
	pid_t pid = fork();
	if (pid == 0)
		_exit(0);
	return result(pid);
}

static int try_ptrace(void)
{
	return result(ptrace(PTRACE_TRACEME, 0, NULL, NULL));
}

static int try_io_uring(void)
{
	char params[120] = {0};
	return result(syscall(425, 4, params));
}

static int try_unshare(void)
{
	return result(unshare(CLONE_NEWUSER));
}

static int try_executable_memory(void)
{
	void *p = mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	return p == MAP_FAILED ? errno : 0;
}

static int try_make_executable(void)
{
	void *p = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	return p == MAP_FAILED ? errno : result(mprotect(p, 4096, PROT_READ | PROT_EXEC));
}

static int try_much_memory(void)
{
	void *p =
	    mmap(NULL, (size_t)4 << 30, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	return p == MAP_FAILED ? errno : 0;
}

static int try_signal_parent(void)
{
	return result(kill(getppid(), 0));
}

static int try_signal_parent_raw(void)
{
	/* getppid is not allowed either; a guess of the number does as well. */
	return result(syscall(SYS_kill, 1, 0));
}

static int try_open_by_handle(void)
{
	return result(syscall(SYS_memfd_create, "x", 0));
}

static int try_work(void)
{
	/* What parsing does must go on. */
	void *p = mmap(NULL, 1 << 20, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (p == MAP_FAILED)
		return errno;
	memset(p, 1, 1 << 20);
	char *grown = malloc(4 << 20);
	if (!grown)
		return ENOMEM;
	memset(grown, 1, 4 << 20);
	free(grown);
	return result(munmap(p, 1 << 20));
}

enum { KILLED = 1000, OTHER = 1001 };

/* errno of the probe under these layers, 0 where it worked, KILLED where seccomp ended it. */
static int probe(const jail *j, unsigned layers, int (*what)(void))
{
	pid_t pid = fork();
	if (pid == 0) {
		(void)prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
		if (layers && jail_enter(j, layers))
			_exit(250);
		_exit(what());
	}
	int status = 0;
	assert_int_equal(waitpid(pid, &status, 0), pid);
	if (WIFSIGNALED(status))
		return WTERMSIG(status) == SIGSYS ? KILLED : OTHER;
	assert_int_not_equal(WEXITSTATUS(status), 250);
	return WEXITSTATUS(status);
}

static jail prison;

static void seccomp_ends_what_is_not_allowed(void **state)
{
	(void)state;
	if (!prison.filter) {
		print_message("# not tried: this kernel has no seccomp filters\n");
		return;
	}
	static const struct {
		const char *name;
		int (*what)(void);
	} probes[] = {{"open", try_open},
		      {"create", try_create},
		      {"execve", try_exec},
		      {"inet socket", try_inet},
		      {"unix socket", try_unix},
		      {"fork", try_fork},
		      {"ptrace", try_ptrace},
		      {"io_uring", try_io_uring},
		      {"unshare", try_unshare},
		      {"W+X mmap", try_executable_memory},
		      {"mprotect to executable", try_make_executable},
		      {"signal", try_signal_parent_raw},
		      {"memfd", try_open_by_handle}};
	for (size_t i = 0; i < sizeof probes / sizeof *probes; i++) {
		int alone = probe(&prison, JAIL_SECCOMP, probes[i].what);
		int all = probe(&prison, JAIL_ALL, probes[i].what);
		if (alone != KILLED || all != KILLED)
			fail_msg("%s: %d with seccomp, %d with everything", probes[i].name, alone, all);
	}
}

/* So that the probes themselves are known to be able to succeed. */
static void without_a_jail_the_probes_work(void **state)
{
	(void)state;
	assert_int_equal(probe(&prison, 0, try_open), 0);
	assert_int_equal(probe(&prison, 0, try_inet), 0);
	assert_int_equal(probe(&prison, 0, try_unix), 0);
	assert_int_equal(probe(&prison, 0, try_fork), 0);
	assert_int_equal(probe(&prison, 0, try_executable_memory), 0);
	assert_int_equal(probe(&prison, 0, try_signal_parent), 0);
	if (LIMITS_MEMORY)
		assert_int_equal(probe(&prison, 0, try_much_memory), 0);
}

static void landlock_denies_files(void **state)
{
	(void)state;
	if (prison.landlock_abi == 0) {
		print_message("# not tried: this kernel has no Landlock\n");
		return;
	}
	assert_int_equal(probe(&prison, JAIL_LANDLOCK, try_open), EACCES);
	assert_int_equal(probe(&prison, JAIL_LANDLOCK, try_create), EACCES);
	assert_int_equal(probe(&prison, JAIL_LANDLOCK, try_exec), EACCES);
	if (prison.landlock_abi >= 6)
		assert_int_equal(probe(&prison, JAIL_LANDLOCK, try_signal_parent), EPERM);
	else
		print_message("Landlock of version %d does not rule signals\n", prison.landlock_abi);
}

static void limits_bound_memory(void **state)
{
	(void)state;
	if (!LIMITS_MEMORY) {
		print_message("# not tried: the address sanitizer needs its memory\n");
		return;
	}
	assert_int_equal(probe(&prison, JAIL_LIMITS, try_much_memory), ENOMEM);
	if (prison.filter)
		assert_int_equal(probe(&prison, JAIL_ALL, try_much_memory), ENOMEM);
	/* No new descriptors. */
	assert_int_equal(probe(&prison, JAIL_LIMITS, try_open), EMFILE);
}

static void work_goes_on_in_the_jail(void **state)
{
	(void)state;
	assert_int_equal(probe(&prison, prison.filter ? JAIL_ALL : JAIL_LIMITS | JAIL_LANDLOCK, try_work), 0);
}

static int open_jail(void **state)
{
	(void)state;
	jail_open(&prison);
	return 0;
}

static int close_jail(void **state)
{
	(void)state;
	jail_close(&prison);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(without_a_jail_the_probes_work), cmocka_unit_test(seccomp_ends_what_is_not_allowed),
	    cmocka_unit_test(landlock_denies_files),          cmocka_unit_test(limits_bound_memory),
	    cmocka_unit_test(work_goes_on_in_the_jail),
	};
	return cmocka_run_group_tests(tests, open_jail, close_jail);
}
