/* What each cage refuses and what it leaves, tried in forked children. */
#include "daemon/sys/cage.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/bpf.h>
#include <netdb.h>
#include <poll.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "daemon/role/channel.h"
#include "daemon/sys/clock.h"
#include "tests/tap.h"

enum outcome { WORKED, REFUSED, KILLED, BROKEN };

static struct {
	char		 readable[64];		/* a file that is handed to the cage */
	char		 folder[64];		/* one that the role token may write */
	int		 writable;		/* a file, open for writing */
	int		 listener;		/* TCP on loopback */
	uint16_t	 port;
	pid_t		 parent;
} world;

/* Each try gives -1 with errno when it was refused. */

static int
try_open(void)
{
	return (int)syscall(SYS_openat, AT_FDCWD, "/etc/passwd", O_RDONLY);
}

static int
try_open_readable(void)
{
	return open(world.readable, O_RDONLY);
}

static int
try_open_other(void)
{
	return open("/proc/self/environ", O_RDONLY);
}

static int
try_open_writing(void)
{
	return open(world.readable, O_WRONLY);
}

/* As a token is kept: made, written, renamed over another, its folder synced. */
static int
try_keep(void)
{
	char made[96], kept[96];
	int fd, folder, rc;

	snprintf(made, sizeof(made), "%s/made", world.folder);
	snprintf(kept, sizeof(kept), "%s/kept", world.folder);
	if ((fd = open(made, O_WRONLY | O_CREAT | O_EXCL, 0600)) == -1)
		return -1;
	rc = write(fd, "x", 1) == 1 && fsync(fd) == 0 && rename(made, kept) == 0 ? 0 : -1;
	close(fd);
	if (rc == -1 || (folder = open(world.folder, O_RDONLY | O_DIRECTORY)) == -1)
		return -1;
	rc = fsync(folder);
	close(folder);
	return rc == 0 ? unlink(kept) : -1;
}

static int
try_create(void)
{
	return open("/tmp/docket-cage-escaped", O_RDONLY | O_CREAT, 0600);
}

static int
try_write_file(void)
{
	return write(world.writable, "x", 1) == 1 ? 0 : -1;
}

static int
try_unlink(void)
{
	return unlink(world.readable);
}

static int
try_socket(void)
{
	return (int)syscall(SYS_socket, AF_INET, SOCK_STREAM, 0);
}

static int
try_raw_socket(void)
{
	return (int)syscall(SYS_socket, AF_INET, SOCK_RAW, IPPROTO_ICMP);
}

static int
try_connect(void)
{
	struct sockaddr_in to = { .sin_family = AF_INET, .sin_port = htons(world.port),
	    .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	return fd == -1 ? -1 : connect(fd, (struct sockaddr *)&to, sizeof(to));
}

static int
try_listen(void)
{
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	return fd == -1 ? -1 : listen(fd, 1);
}

static int
try_resolve(void)
{
	struct addrinfo *list = NULL;

	if (getaddrinfo("localhost", "993", NULL, &list) != 0)
		return -1;
	freeaddrinfo(list);
	return 0;
}

static int
try_exec(void)
{
	char *const argv[] = { (char[]){ "true" }, NULL };

	return execve("/bin/true", argv, NULL);
}

static int
try_ptrace(void)
{
	return (int)syscall(SYS_ptrace, PTRACE_ATTACH, world.parent, 0, 0);
}

static int
try_fork(void)
{
	int pid = (int)syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0);

	if (pid == 0)
		_exit(0);
	return pid;
}

static int
try_kill(void)
{
	return (int)syscall(SYS_kill, world.parent, 0);
}

static int
try_signal_parent(void)
{
	return (int)syscall(SYS_tgkill, world.parent, world.parent, 0);
}

static int
try_bpf(void)
{
	return (int)syscall(SYS_bpf, BPF_MAP_CREATE, NULL, 0);
}

static int
try_code(void)
{
	void *p = mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC,
	    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	return p == MAP_FAILED ? -1 : 0;
}

static int
try_make_code(void)
{
	void *p = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	return mprotect(p, 4096, PROT_READ | PROT_EXEC);
}

static int
try_more_memory(void)
{
	struct rlimit r = { RLIM_INFINITY, RLIM_INFINITY };

	return setrlimit(RLIMIT_AS, &r);
}

static int
try_all_memory(void)
{
	for (int i = 0; i < 100; i++) {
		void *p = mmap(NULL, 100 << 20, PROT_READ | PROT_WRITE,
		    MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

		if (p == MAP_FAILED)
			return -1;
	}
	return 0;
}

static int
try_dumpable(void)
{
	return prctl(PR_SET_DUMPABLE, 1);
}

/* What a role does all day. */
static int
try_serving(void)
{
	struct channel *c[2];
	struct message m;
	struct err e;
	char *big = malloc(30 << 20);
	int fd[2];

	if (big == NULL || clock_now() <= 0 || clock_mono() <= 0)
		return -1;
	memset(big, 'x', 30 << 20);
	free(big);
	if (channel_pair(fd, &e) == -1)
		return -1;
	c[0] = channel_new(fd[0]);
	c[1] = channel_new(fd[1]);
	channel_put_fd(c[0], MSG_PEER, STR("hello"), 2);
	if (channel_flush(c[0]) == -1 || channel_wait(c[1], &m, 1000) != 1 || m.fd == -1)
		return -1;
	channel_free(c[0]);
	channel_free(c[1]);
	return 0;
}

/* The parser's: its pair was made before. */
static int
try_parse_serving(void)
{
	char *big = malloc(30 << 20), c;
	struct pollfd p = { .fd = world.listener, .events = POLLIN };

	if (big == NULL || poll(&p, 1, 1000) != 1 || read(world.listener, &c, 1) != 1)
		return -1;
	memset(big, c, 30 << 20);
	free(big);
	return prctl(PR_SET_NAME, "docketd") == 0 && clock_mono() > 0 ? 0 : -1;
}

static void *
thread(void *arg)
{
	*(int *)arg = 7;
	return NULL;
}

static int
try_thread(void)
{
	pthread_t t;
	int n = 0;

	if ((errno = pthread_create(&t, NULL, thread, &n)) != 0)
		return -1;
	pthread_join(t, NULL);
	return n == 7 ? 0 : -1;
}

static const struct {
	const char	*name;
	int		(*run)(void);
	enum outcome	 parse;
	enum outcome	 net;		/* core, fetch and send */
	bool		 landlock;	/* the network roles need it for this */
	bool		 no_sanitizer;
} tries[] = {
	{ "open a file", try_open, REFUSED, WORKED, false, false },
	{ "open a file that was handed over", try_open_readable, REFUSED, WORKED, false, false },
	{ "open a file of somebody else", try_open_other, REFUSED, REFUSED, true, false },
	{ "open a file for writing", try_open_writing, REFUSED, REFUSED, false, false },
	{ "create a file", try_create, REFUSED, REFUSED, false, false },
	{ "write to an open file", try_write_file, REFUSED, WORKED, false, true },
	{ "remove a file", try_unlink, KILLED, REFUSED, false, false },
	{ "keep a file in a folder", try_keep, REFUSED, REFUSED, false, false },
	{ "make a socket", try_socket, REFUSED, WORKED, false, false },
	{ "make a raw socket", try_raw_socket, REFUSED, REFUSED, false, false },
	{ "connect", try_connect, REFUSED, WORKED, false, false },
	{ "listen", try_listen, REFUSED, REFUSED, false, false },
	{ "run a program", try_exec, KILLED, KILLED, false, false },
	{ "trace a process", try_ptrace, KILLED, KILLED, false, false },
	{ "fork", try_fork, KILLED, REFUSED, false, false },
	{ "signal a process", try_kill, KILLED, REFUSED, false, false },
	{ "signal a process by its thread", try_signal_parent, KILLED, REFUSED, false, false },
	{ "load a kernel program", try_bpf, KILLED, KILLED, false, false },
	{ "map memory that can be run", try_code, KILLED, REFUSED, false, false },
	{ "make written memory runnable", try_make_code, KILLED, REFUSED, false, false },
	{ "raise a limit", try_more_memory, REFUSED, REFUSED, false, false },
	{ "take 10 GB", try_all_memory, REFUSED, REFUSED, false, true },
	{ "become dumpable", try_dumpable, KILLED, REFUSED, false, false },
	{ "resolve a name", try_resolve, BROKEN, WORKED, false, false },
	{ "start a thread", try_thread, BROKEN, WORKED, false, false },
	{ "serve a channel", try_serving, BROKEN, WORKED, false, false },
	{ "serve the parser's channel", try_parse_serving, WORKED, BROKEN, false, false },
};

/* They have no file and no network, and die where others are refused. */
static bool
is_strict(enum cage_profile profile)
{
	return profile == CAGE_PARSE || profile == CAGE_WEB;
}

static void
child(enum cage_profile profile, int (*run)(void))
{
	struct str path = str_c(world.readable);
	struct str folder = str_c(world.folder);
	/* The others are handed it too: they may not. */
	struct cage_files files = { .readable = { &path, is_strict(profile) ? 0 : 1 },
	    .writable = { &folder, 1 } };
	int null = open("/dev/null", O_WRONLY);

	dup2(null, STDERR_FILENO);
	signal(SIGSYS, SIG_DFL);
	if (cage_enter(profile, &files, NULL) == -1)
		_exit(BROKEN);
	_exit(run() == -1 ? REFUSED : WORKED);
}

static enum outcome
outcome_of(enum cage_profile profile, int (*run)(void))
{
	int status;
	pid_t pid = fork();

	if (pid == 0)
		child(profile, run);
	if (waitpid(pid, &status, 0) != pid)
		return BROKEN;
	if (WIFSIGNALED(status))
		return WTERMSIG(status) == SIGSYS ? KILLED : BROKEN;
	return (enum outcome)WEXITSTATUS(status);
}

static bool
sanitized(void)
{
#if defined(__SANITIZE_ADDRESS__)
	return true;
#elif defined(__has_feature)
	return __has_feature(address_sanitizer);
#else
	return false;
#endif
}

static void
test_profile(const char *name, enum cage_profile profile)
{
	static const char *const words[] = { "works", "is refused", "is killed", "is broken" };

	for (size_t i = 0; i < COUNT(tries); i++) {
		enum outcome want = is_strict(profile) ? tries[i].parse : tries[i].net;

		if (profile == CAGE_TOKEN && tries[i].run == try_keep)
			want = WORKED;
		if (profile == CAGE_WEB && tries[i].run == try_write_file)
			want = WORKED;

		if (want == BROKEN)		/* not this profile's business */
			continue;
		if (tries[i].no_sanitizer && sanitized())
			tap_skip("limits that a sanitizer cannot bear");
		else if (tries[i].landlock && !is_strict(profile) && cage_landlock() == 0)
			tap_skip("the kernel has no Landlock");
		else
			tap_ok(outcome_of(profile, tries[i].run) == want, "%s: %s %s", name,
			    tries[i].name, words[want]);
	}
}

static void
open_world(void)
{
	struct sockaddr_in at = { .sin_family = AF_INET,
	    .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t n = sizeof(at);
	char other[] = "/tmp/docket-cage-XXXXXX";
	int fd;

	strcpy(world.readable, "/tmp/docket-cage-XXXXXX");
	strcpy(world.folder, "/tmp/docket-folder-XXXXXX");
	if (mkdtemp(world.folder) == NULL)
		abort();
	if ((fd = mkstemp(world.readable)) == -1 || (world.writable = mkstemp(other)) == -1)
		abort();
	close(fd);
	unlink(other);
	world.parent = getpid();
	world.listener = socket(AF_INET, SOCK_STREAM, 0);
	if (bind(world.listener, (struct sockaddr *)&at, n) == -1 ||
	    listen(world.listener, 16) == -1 ||
	    getsockname(world.listener, (struct sockaddr *)&at, &n) == -1)
		abort();
	world.port = ntohs(at.sin_port);
}

/* From here on `listener` is a stream with bytes waiting. */
static void
test_strict(const char *name, enum cage_profile profile)
{
	int fd[2], tcp = world.listener;

	if (channel_pair(fd, NULL) == -1 || write(fd[1], "zzzzzzzz", 8) != 8)
		abort();
	world.listener = fd[0];
	test_profile(name, profile);
	world.listener = tcp;
	close(fd[0]);
	close(fd[1]);
}

int
main(void)
{
	open_world();
	test_strict("parse", CAGE_PARSE);
	test_strict("web", CAGE_WEB);
	test_profile("core", CAGE_CORE);
	test_profile("fetch", CAGE_FETCH);
	test_profile("send", CAGE_SEND);
	if (cage_landlock() == 0)
		tap_skip("the kernel has no Landlock: token may write");
	else
		test_profile("token", CAGE_TOKEN);
	test_profile("read", CAGE_READ);
	rmdir(world.folder);
	unlink(world.readable);
	return tap_done();
}
