/*
 * The tables say what a role may do; the code below only carries them to the
 * kernel.  Trusts nobody: what is not in a table is refused.
 */
#include "daemon/sys/cage.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <sched.h>
#include <seccomp.h>
#include <signal.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "parsers/base/array.h"

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

#define GIB		((rlim_t)1 << 30)

enum {
	P = 1 << CAGE_PARSE, C = 1 << CAGE_CORE, F = 1 << CAGE_FETCH, S = 1 << CAGE_SEND,
	A = 1 << CAGE_ALERT, T = 1 << CAGE_TOKEN, R = 1 << CAGE_READ, W = 1 << CAGE_WEB,
	NET = C | F | S | A | T | R, STRICT = P | W, ALL = STRICT | NET
};

/* --- limits --- */

static const struct {
	int	resource;
	int	profiles;
	rlim_t	max;
	bool	in_sanitized;		/* the sanitizers can live with it */
} limits[] = {
	{ RLIMIT_CORE, ALL, 0, true },
	/* A mail of 50 MB is in memory about ten times at worst: raw, parts, letter, frame. */
	{ RLIMIT_AS, P, 3 * GIB / 4, false },
	{ RLIMIT_AS, W, 2 * GIB, false },
	{ RLIMIT_AS, NET, 8 * GIB, false },
	{ RLIMIT_NOFILE, P, 16, true },
	/* Not with a sanitizer, whose reports may go to a file. */
	{ RLIMIT_FSIZE, P, 0, false },
	{ RLIMIT_NPROC, STRICT, 0, true },
};

static int
enter_limits(int profile, struct err *e)
{
	for (size_t i = 0; i < COUNT(limits); i++) {
		struct rlimit r = { limits[i].max, limits[i].max };

		if ((limits[i].profiles & profile) == 0 ||
		    (SANITIZED && !limits[i].in_sanitized))
			continue;
		if (setrlimit((__rlimit_resource_t)limits[i].resource, &r) == -1)
			return err_set(e, ERR_BUG, "cage: setrlimit %d: %s",
			    limits[i].resource, strerror(errno));
	}
	signal(SIGXFSZ, SIG_IGN);	/* a lost log line must not end it */
	return 0;
}

/* --- files and ports: Landlock --- */

/* Newer than the headers of Debian 12; the kernel is asked what it knows. */
struct ruleset {
	uint64_t	fs;
	uint64_t	net;
	uint64_t	scoped;
};

enum {
	FS_WRITE_FILE = 1 << 1, FS_READ_FILE = 1 << 2, FS_READ_DIR = 1 << 3,
	FS_REMOVE_FILE = 1 << 5, FS_MAKE_REG = 1 << 8, FS_TRUNCATE = 1 << 14,
	NET_BIND_TCP = 1 << 0, NET_CONNECT_TCP = 1 << 1,
	SCOPE_ABSTRACT_UNIX = 1 << 0, SCOPE_SIGNAL = 1 << 1
};

static const struct {
	int		version;	/* all rights that it and those before it know */
	size_t		size;		/* of the ruleset's attributes */
	uint64_t	fs;
} landlock_versions[] = {
	{ 1, 8, (1 << 13) - 1 },
	{ 2, 8, (1 << 14) - 1 },	/* refer */
	{ 3, 8, (1 << 15) - 1 },	/* truncate */
	{ 4, 16, (1 << 15) - 1 },	/* TCP ports */
	{ 5, 16, (1 << 16) - 1 },	/* ioctl on devices */
	{ 6, 24, (1 << 16) - 1 },	/* scopes */
};

/*
 * What the resolver, the TLS library and the loader of name service modules
 * read at any time.  /etc as a whole: resolv.conf is replaced, not rewritten.
 */
static const char *const net_readable[] = {
	"/etc", "/lib", "/lib64", "/usr/lib", "/usr/lib64", "/usr/share/ca-certificates",
	"/usr/local/share/ca-certificates", "/usr/share/zoneinfo", "/run/systemd/resolve",
	"/run/resolvconf", "/run/NetworkManager", "/dev/null", "/dev/urandom",
};

int
cage_landlock(void)
{
	long v = syscall(SYS_landlock_create_ruleset, NULL, 0,
	    LANDLOCK_CREATE_RULESET_VERSION);

	return v < 0 ? 0 : (int)v;
}

/* `more`: rights besides reading, of a folder. */
static int
allow_path(int ruleset, const char *path, uint64_t more, struct err *e)
{
	struct landlock_path_beneath_attr rule = { .allowed_access = FS_READ_FILE | more };
	int fd = open(path, O_PATH | O_DIRECTORY | O_CLOEXEC), status;

	if (fd != -1)
		rule.allowed_access |= FS_READ_DIR;
	else if ((fd = open(path, O_PATH | O_CLOEXEC)) == -1)
		return 0;
	rule.parent_fd = fd;
	status = (int)syscall(SYS_landlock_add_rule, ruleset, LANDLOCK_RULE_PATH_BENEATH,
	    &rule, 0);
	close(fd);
	return status == 0 ? 0 : err_set(e, ERR_BUG, "cage: landlock rule for %s: %s", path,
	    strerror(errno));
}

/* `known`: the rights that the kernel knows. */
static int
allow_files(int ruleset, int profile, uint64_t known, const struct cage_files *files,
    struct err *e)
{
	static const uint64_t writing = FS_WRITE_FILE | FS_REMOVE_FILE | FS_MAKE_REG | FS_TRUNCATE;
	struct arena *a = arena_new();
	int status = 0;

	if ((profile & NET) != 0)
		for (size_t i = 0; i < COUNT(net_readable) && status == 0; i++)
			status = allow_path(ruleset, net_readable[i], 0, e);
	for (size_t i = 0; files != NULL && i < files->readable.n && status == 0; i++)
		status = allow_path(ruleset, str_dup(a, files->readable.v[i]).p, 0, e);
	for (size_t i = 0; files != NULL && (profile & T) != 0 && i < files->writable.n &&
	    status == 0; i++)
		status = allow_path(ruleset, str_dup(a, files->writable.v[i]).p, writing & known,
		    e);
	arena_free(a);
	return status;
}

static int
enter_landlock(int profile, const struct cage_files *files, struct err *e)
{
	struct ruleset rules = {
		.net = NET_BIND_TCP | ((profile & STRICT) != 0 ? NET_CONNECT_TCP : 0),
		.scoped = SCOPE_SIGNAL | ((profile & (C | A | R)) == 0 ? SCOPE_ABSTRACT_UNIX : 0),
	};
	int version = cage_landlock(), fd, status;
	size_t size = 0;

	for (size_t i = 0; i < COUNT(landlock_versions); i++) {
		if (landlock_versions[i].version <= version) {
			size = landlock_versions[i].size;
			rules.fs = landlock_versions[i].fs;
		}
	}
	if (size == 0)
		return 0;
	if ((fd = (int)syscall(SYS_landlock_create_ruleset, &rules, size, 0)) == -1)
		return err_set(e, ERR_BUG, "cage: landlock: %s", strerror(errno));
	status = allow_files(fd, profile, rules.fs, files, e);
	if (status == 0 && syscall(SYS_landlock_restrict_self, fd, 0) == -1)
		status = err_set(e, ERR_BUG, "cage: landlock: %s", strerror(errno));
	close(fd);
	return status;
}

/* --- system calls: seccomp --- */

#define SYS(name)	SCMP_SYS(name)

static const struct {
	int	call;
	int	profiles;
} allowed[] = {
	{ SYS(read), ALL }, { SYS(write), ALL }, { SYS(readv), ALL }, { SYS(writev), ALL },
	{ SYS(recvmsg), ALL }, { SYS(sendmsg), ALL }, { SYS(recvfrom), ALL },
	{ SYS(sendto), ALL }, { SYS(poll), ALL }, { SYS(ppoll), ALL }, { SYS(close), ALL },
	{ SYS(fcntl), ALL }, { SYS(lseek), ALL }, { SYS(fstat), ALL }, { SYS(pread64), ALL },
	{ SYS(brk), ALL }, { SYS(munmap), ALL }, { SYS(mremap), ALL }, { SYS(madvise), ALL },
	{ SYS(futex), ALL }, { SYS(sched_yield), ALL }, { SYS(getrandom), ALL },
	{ SYS(clock_gettime), ALL }, { SYS(clock_getres), ALL }, { SYS(gettimeofday), ALL },
	{ SYS(time), ALL }, { SYS(nanosleep), ALL }, { SYS(clock_nanosleep), ALL },
	{ SYS(getpid), ALL }, { SYS(gettid), ALL }, { SYS(getppid), ALL },
	{ SYS(rt_sigreturn), ALL }, { SYS(rt_sigaction), ALL }, { SYS(rt_sigprocmask), ALL },
	{ SYS(sigaltstack), ALL }, { SYS(restart_syscall), ALL }, { SYS(exit), ALL },
	{ SYS(exit_group), ALL }, { SYS(rseq), ALL }, { SYS(set_robust_list), ALL },

	{ SYS(connect), NET }, { SYS(bind), NET }, { SYS(shutdown), NET | W },
	{ SYS(accept4), W },
	{ SYS(getsockopt), NET }, { SYS(setsockopt), NET }, { SYS(getsockname), NET },
	{ SYS(getpeername), NET }, { SYS(sendmmsg), NET }, { SYS(recvmmsg), NET },
	{ SYS(select), NET }, { SYS(pselect6), NET }, { SYS(epoll_create1), NET },
	{ SYS(epoll_ctl), NET | W }, { SYS(epoll_wait), NET | W }, { SYS(epoll_pwait), NET | W },
	{ SYS(pipe), NET }, { SYS(pipe2), NET }, { SYS(eventfd2), NET },
	{ SYS(signalfd4), NET }, { SYS(timerfd_create), NET }, { SYS(timerfd_settime), NET },
	{ SYS(dup), NET }, { SYS(dup2), NET }, { SYS(dup3), NET },
	{ SYS(stat), NET }, { SYS(lstat), NET }, { SYS(newfstatat), NET }, { SYS(statx), NET },
	{ SYS(statfs), NET }, { SYS(fstatfs), NET }, { SYS(access), NET },
	{ SYS(faccessat), NET }, { SYS(faccessat2), NET }, { SYS(readlink), NET },
	{ SYS(readlinkat), NET }, { SYS(getcwd), NET }, { SYS(getdents64), NET },
	{ SYS(getuid), NET }, { SYS(geteuid), NET }, { SYS(getgid), NET },
	{ SYS(getegid), NET }, { SYS(getgroups), NET }, { SYS(uname), NET },
	{ SYS(sysinfo), NET }, { SYS(getrlimit), NET }, { SYS(getrusage), NET },
	{ SYS(times), NET }, { SYS(sched_getaffinity), NET }, { SYS(getcpu), NET },
	{ SYS(membarrier), NET }, { SYS(rt_sigpending), NET }, { SYS(rt_sigtimedwait), NET },

	/* Where, Landlock says. */
	{ SYS(open), T }, { SYS(openat), T }, { SYS(rename), T }, { SYS(renameat), T },
	{ SYS(renameat2), T }, { SYS(unlink), T }, { SYS(unlinkat), T }, { SYS(fsync), T },
};

/* Allowed when both comparisons hold; rows of one call are alternatives. */
static const struct {
	int			call;
	int			profiles;
	struct scmp_arg_cmp	is[2];
	unsigned		n;
} allowed_when[] = {
	{ SYS(mmap), ALL, { SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0) }, 1 },
	/* Libraries that are loaded late, never memory that was written. */
	{ SYS(mmap), NET, { SCMP_A3(SCMP_CMP_MASKED_EQ, MAP_ANONYMOUS, 0) }, 1 },
	{ SYS(mprotect), ALL, { SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0) }, 1 },
	{ SYS(prctl), ALL, { SCMP_A0(SCMP_CMP_EQ, PR_SET_NAME) }, 1 },
	{ SYS(openat), NET & ~T, { SCMP_A2(SCMP_CMP_MASKED_EQ, O_ACCMODE | O_CREAT | O_TRUNC,
	    O_RDONLY) }, 1 },
	{ SYS(open), NET & ~T, { SCMP_A1(SCMP_CMP_MASKED_EQ, O_ACCMODE | O_CREAT | O_TRUNC,
	    O_RDONLY) }, 1 },
	{ SYS(socket), NET, { SCMP_A0(SCMP_CMP_EQ, AF_UNIX) }, 1 },
	{ SYS(socket), NET, { SCMP_A0(SCMP_CMP_EQ, AF_INET),
	    SCMP_A1(SCMP_CMP_MASKED_EQ, 0xf, SOCK_STREAM) }, 2 },
	{ SYS(socket), NET, { SCMP_A0(SCMP_CMP_EQ, AF_INET),
	    SCMP_A1(SCMP_CMP_MASKED_EQ, 0xf, SOCK_DGRAM) }, 2 },
	{ SYS(socket), NET, { SCMP_A0(SCMP_CMP_EQ, AF_INET6),
	    SCMP_A1(SCMP_CMP_MASKED_EQ, 0xf, SOCK_STREAM) }, 2 },
	{ SYS(socket), NET, { SCMP_A0(SCMP_CMP_EQ, AF_INET6),
	    SCMP_A1(SCMP_CMP_MASKED_EQ, 0xf, SOCK_DGRAM) }, 2 },
	/* getaddrinfo() asks the kernel which addresses this machine has. */
	{ SYS(socket), NET, { SCMP_A0(SCMP_CMP_EQ, AF_NETLINK), SCMP_A2(SCMP_CMP_EQ, 0) }, 2 },
	{ SYS(socketpair), NET, { SCMP_A0(SCMP_CMP_EQ, AF_UNIX) }, 1 },
	/* Threads, not processes; clone3 below says "unknown", libc then uses clone. */
	{ SYS(clone), NET, { SCMP_A0(SCMP_CMP_MASKED_EQ, CLONE_THREAD, CLONE_THREAD) }, 1 },
	{ SYS(ioctl), NET, { SCMP_A1(SCMP_CMP_EQ, FIONREAD) }, 1 },
	{ SYS(ioctl), NET, { SCMP_A1(SCMP_CMP_EQ, FIONBIO) }, 1 },
	{ SYS(prlimit64), NET, { SCMP_A0(SCMP_CMP_EQ, 0), SCMP_A2(SCMP_CMP_EQ, 0) }, 2 },
};

static const struct {
	int	call;
	int	profiles;
	int	error;
} refused[] = {
	/* libc and the libraries try these, and do without. */
	{ SYS(open), STRICT, EPERM }, { SYS(openat), STRICT, EPERM }, { SYS(access), STRICT, EPERM },
	{ SYS(faccessat), STRICT, EPERM }, { SYS(faccessat2), STRICT, EPERM }, { SYS(stat), STRICT, EPERM },
	{ SYS(lstat), STRICT, EPERM }, { SYS(newfstatat), STRICT, EPERM }, { SYS(statx), STRICT, EPERM },
	{ SYS(readlink), STRICT, EPERM }, { SYS(readlinkat), STRICT, EPERM }, { SYS(getcwd), STRICT, EPERM },
	{ SYS(socket), STRICT, EPERM }, { SYS(connect), STRICT, EPERM }, { SYS(ioctl), STRICT, ENOTTY },
	{ SYS(uname), STRICT, EPERM }, { SYS(sysinfo), STRICT, EPERM }, { SYS(getrlimit), STRICT, EPERM },
	{ SYS(prlimit64), STRICT, EPERM }, { SYS(sched_getaffinity), STRICT, EPERM },
	{ SYS(membarrier), STRICT, EPERM }, { SYS(getcpu), STRICT, EPERM }, { SYS(getuid), STRICT, EPERM },
	{ SYS(geteuid), STRICT, EPERM }, { SYS(getgid), STRICT, EPERM }, { SYS(getegid), STRICT, EPERM },
	{ SYS(getrusage), STRICT, EPERM }, { SYS(clone3), NET, ENOSYS },
};

/* Where the default is a refusal: what nothing of ours ever calls. */
static const int deadly[] = {
	SYS(execve), SYS(execveat), SYS(ptrace), SYS(process_vm_readv), SYS(process_vm_writev),
	SYS(bpf), SYS(perf_event_open), SYS(userfaultfd), SYS(io_uring_setup), SYS(keyctl),
	SYS(add_key), SYS(request_key), SYS(mount), SYS(umount2), SYS(pivot_root), SYS(chroot),
	SYS(unshare), SYS(setns), SYS(init_module), SYS(finit_module), SYS(kexec_load),
	SYS(reboot), SYS(personality), SYS(setuid), SYS(setgid), SYS(setresuid), SYS(capset),
};

/* abort() and assert() raise a signal in this process; no other is reached. */
static int
allow_own_signals(scmp_filter_ctx filter)
{
	struct scmp_arg_cmp is = SCMP_A0(SCMP_CMP_EQ, (scmp_datum_t)getpid());

	return seccomp_rule_add_array(filter, SCMP_ACT_ALLOW, SYS(tgkill), 1, &is);
}

static int
add_rules(scmp_filter_ctx filter, int profile)
{
	int status = allow_own_signals(filter);

	for (size_t i = 0; i < COUNT(allowed) && status == 0; i++)
		if ((allowed[i].profiles & profile) != 0)
			status = seccomp_rule_add_array(filter, SCMP_ACT_ALLOW,
			    allowed[i].call, 0, NULL);
	for (size_t i = 0; i < COUNT(allowed_when) && status == 0; i++)
		if ((allowed_when[i].profiles & profile) != 0)
			status = seccomp_rule_add_array(filter, SCMP_ACT_ALLOW,
			    allowed_when[i].call, allowed_when[i].n, allowed_when[i].is);
	for (size_t i = 0; i < COUNT(refused) && status == 0; i++)
		if ((refused[i].profiles & profile) != 0)
			status = seccomp_rule_add_array(filter,
			    SCMP_ACT_ERRNO((uint16_t)refused[i].error), refused[i].call, 0,
			    NULL);
	for (size_t i = 0; i < COUNT(deadly) && status == 0; i++)
		if ((profile & STRICT) == 0)	/* there, everything else is */
			status = seccomp_rule_add_array(filter, SCMP_ACT_KILL_PROCESS,
			    deadly[i], 0, NULL);
	return status;
}

static int
enter_seccomp(int profile, struct err *e)
{
	scmp_filter_ctx filter = seccomp_init((profile & STRICT) != 0 ? SCMP_ACT_KILL_PROCESS :
	    SCMP_ACT_ERRNO(EPERM));
	int status;

	if (filter == NULL)
		return err_set(e, ERR_BUG, "cage: seccomp: cannot start a filter");
	/* A binary tree: a call costs the same wherever it stands in the tables. */
	status = seccomp_attr_set(filter, SCMP_FLTATR_CTL_OPTIMIZE, 2);
	if (status == 0)
		status = add_rules(filter, profile);
	if (status == 0)
		status = seccomp_load(filter);
	seccomp_release(filter);
	return status == 0 ? 0 : err_set(e, ERR_BUG, "cage: seccomp: %s", strerror(-status));
}

int
cage_enter(enum cage_profile which, const struct cage_files *files, struct err *e)
{
	int profile = 1 << which;

	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == -1 ||
	    prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) == -1)
		return err_set(e, ERR_BUG, "cage: prctl: %s", strerror(errno));
	if (enter_limits(profile, e) == -1 || enter_landlock(profile, files, e) == -1)
		return -1;
	return enter_seccomp(profile, e);
}
