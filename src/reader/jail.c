/* SPDX-License-Identifier: Apache-2.0 */
#include "reader/jail.h"
#include "base/limits.h"
#include "base/memory.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <seccomp.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#if defined(__SANITIZE_ADDRESS__)
#define SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define SANITIZED 1
#endif
#endif
#ifndef SANITIZED
#define SANITIZED 0
#endif

/* What parsing needs: reading and writing what is open, memory that is not executable, the time, the end. Found by
 * running the corpora. sysinfo: qsort of glibc asks for the memory's size; futex: locks in ICU. */
static const int allowed[] = {
    SCMP_SYS(read),        SCMP_SYS(write),           SCMP_SYS(brk),
    SCMP_SYS(munmap),      SCMP_SYS(mremap),          SCMP_SYS(madvise),
    SCMP_SYS(futex),       SCMP_SYS(clock_gettime),   SCMP_SYS(sysinfo),
    SCMP_SYS(exit_group),  SCMP_SYS(restart_syscall),
#if SANITIZED
    SCMP_SYS(sigaltstack), SCMP_SYS(gettid),          SCMP_SYS(getpid),
    SCMP_SYS(sched_yield), SCMP_SYS(rt_sigaction),    SCMP_SYS(rt_sigprocmask),
#endif
};
/* Memory calls that are allowed without PROT_EXEC, which is their third argument. */
static const int not_executable[] = {SCMP_SYS(mmap), SCMP_SYS(mprotect)};

static bool add_rules(scmp_filter_ctx ctx)
{
	for (size_t i = 0; i < sizeof allowed / sizeof *allowed; i++)
		if (seccomp_rule_add(ctx, SCMP_ACT_ALLOW, allowed[i], 0) != 0)
			return false;
	for (size_t i = 0; i < sizeof not_executable / sizeof *not_executable; i++)
		if (seccomp_rule_add(ctx, SCMP_ACT_ALLOW, not_executable[i], 1,
				     SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0)) != 0)
			return false;
	return true;
}

/* The filter as BPF, written by libseccomp into a memfd, its only way to give it out; children then install it with one
 * system call instead of compiling it anew. */
static bool compile(jail *j)
{
	scmp_filter_ctx ctx = seccomp_init(SCMP_ACT_KILL_PROCESS);
	if (!ctx)
		return false;
	bool ok = false;
	int fd = memfd_create("filter", MFD_CLOEXEC);
	if (fd >= 0 && add_rules(ctx) && seccomp_export_bpf(ctx, fd) == 0) {
		off_t size = lseek(fd, 0, SEEK_END);
		size_t n = size > 0 ? (size_t)size : 0;
		if (n && n % sizeof(struct sock_filter) == 0 && n / sizeof(struct sock_filter) <= BPF_MAXINSNS) {
			j->filter = mem_alloc(n);
			ok = j->filter && pread(fd, j->filter, n, 0) == (ssize_t)n;
			j->filter_n = (unsigned short)(n / sizeof(struct sock_filter));
		}
	}
	if (fd >= 0)
		close(fd);
	seccomp_release(ctx);
	return ok;
}

/* Declared here, as the headers of the build machine may be older than the kernel it runs on. */
struct landlock_rules {
	uint64_t handled_files, handled_network, scoped;
};
enum {
	CREATE_RULESET = 444,
	RESTRICT_SELF = 446,
	ASK_VERSION = 1,
};

static int ask_landlock(void)
{
	long abi = syscall(CREATE_RULESET, NULL, 0, ASK_VERSION);
	return abi > 0 ? (int)abi : 0;
}

/* Handles every right that the kernel knows and grants none. Rights by version: 1 has 13 on files, 2 adds refer, 3
 * truncate, 4 TCP bind and connect, 5 ioctl on devices, 6 signals and abstract Unix sockets. */
static bool enter_landlock(int abi)
{
	struct landlock_rules rules = {.handled_files = (UINT64_C(1) << 13) - 1};
	size_t size = sizeof rules.handled_files;
	if (abi >= 2)
		rules.handled_files |= UINT64_C(1) << 13;
	if (abi >= 3)
		rules.handled_files |= UINT64_C(1) << 14;
	if (abi >= 4) {
		rules.handled_network = 3;
		size += sizeof rules.handled_network;
	}
	if (abi >= 5)
		rules.handled_files |= UINT64_C(1) << 15;
	if (abi >= 6) {
		rules.scoped = 3;
		size += sizeof rules.scoped;
	}
	long fd = syscall(CREATE_RULESET, &rules, size, 0);
	if (fd < 0)
		return false;
	bool ok = syscall(RESTRICT_SELF, (int)fd, 0) == 0;
	close((int)fd);
	return ok;
}

static bool limit(int what, rlim_t soft, rlim_t hard)
{
	return setrlimit((__rlimit_resource_t)what, &(struct rlimit){soft, hard}) == 0;
}

/* The hard limit of processor time is a second later than the soft one, whose SIGXCPU tells what happened. */
static bool enter_limits(void)
{
	return (SANITIZED || limit(RLIMIT_AS, LIMIT_READER_MEMORY, LIMIT_READER_MEMORY)) &&
	       limit(RLIMIT_CPU, LIMIT_READER_CPU_SECONDS, LIMIT_READER_CPU_SECONDS + 1) && limit(RLIMIT_FSIZE, 0, 0) &&
	       limit(RLIMIT_CORE, 0, 0) && limit(RLIMIT_NPROC, 0, 0) && limit(RLIMIT_MEMLOCK, 0, 0) &&
	       limit(RLIMIT_NOFILE, 0, 0);
}

void jail_open(jail *ret_jail)
{
	*ret_jail = (jail){.landlock_abi = ask_landlock()};
	uint32_t action = SECCOMP_RET_KILL_PROCESS;
	if (syscall(SYS_seccomp, SECCOMP_GET_ACTION_AVAIL, 0, &action) != 0)
		(void)snprintf(ret_jail->why, sizeof ret_jail->why, "this kernel has no seccomp filters");
	else if (!compile(ret_jail))
		(void)snprintf(ret_jail->why, sizeof ret_jail->why, "the seccomp filter could not be compiled");
}

void jail_close(jail *j)
{
	mem_free(j->filter);
	*j = (jail){0};
}

const char *jail_enter(const jail *j, unsigned layers)
{
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
		return "no_new_privs cannot be set";
	/* Landlock first: making its rule set needs a descriptor, which the limits forbid. */
	if ((layers & JAIL_LANDLOCK) && j->landlock_abi > 0 && !enter_landlock(j->landlock_abi))
		return "Landlock cannot be entered";
	if ((layers & JAIL_LIMITS) && !enter_limits())
		return "resource limits cannot be set";
	if (layers & JAIL_SECCOMP) {
		if (!j->filter)
			return "seccomp is not available";
		struct sock_fprog program = {.len = j->filter_n, .filter = j->filter};
		if (prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program, 0, 0) != 0)
			return "the seccomp filter cannot be installed";
	}
	return NULL;
}
