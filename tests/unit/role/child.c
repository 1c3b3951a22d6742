/* When a role that died is started again; signs to systemd; titles. */
#include "daemon/role/child.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "daemon/sys/clock.h"
#include "daemon/sys/log.h"
#include "daemon/sys/systemd.h"
#include "daemon/sys/title.h"
#include "tests/tap.h"

enum { DEATHS = 9 };

static const struct {
	const char	*name;
	enum role	 role;
	bool		 ready;
	int64_t		 up[DEATHS];	/* ms before each death */
	int64_t		 pause[DEATHS];	/* ms before each new start */
} rows[] = {
	{ "never gets ready", ROLE_CORE, false, { 0 },
	    { 0, 100, 200, 400, 800, 1600, 3200, 6400, 10000 } },
	{ "is killed at work", ROLE_CORE, true, { 0 },
	    { 0, 100, 200, 400, 800, 1000, 1000, 1000, 1000 } },
	{ "a parser that mails kill", ROLE_PARSE, true, { 0 },
	    { 0, 100, 200, 200, 200, 200, 200, 200, 200 } },
	{ "steady in between", ROLE_FETCH, true, { 0, 0, 0, 0, 10000, 0, 0, 9999, 60000 },
	    { 0, 100, 200, 400, 0, 100, 200, 400, 0 } },
};

static const struct role_ops ops[ROLES] = {
	[ROLE_FETCH] = { ROLE_FETCH, "fetch" }, [ROLE_PARSE] = { ROLE_PARSE, "parse" },
	[ROLE_CORE] = { ROLE_CORE, "core" }, [ROLE_SEND] = { ROLE_SEND, "send" },
	[ROLE_READ] = { ROLE_READ, "read" }, [ROLE_WEB] = { ROLE_WEB, "web" },
};

static void
test_pauses(void)
{
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct child c = { .ops = &ops[rows[i].role] };

		for (size_t k = 0; k < DEATHS; k++) {
			int64_t now = clock_mono(), pause;

			c.pid = 1;
			c.ready = rows[i].ready;
			c.started = now - rows[i].up[k];
			child_died(&c, SIGKILL, false);
			pause = c.start_at - now;
			tap_ok(pause >= rows[i].pause[k] && pause < rows[i].pause[k] + 50,
			    "%s: death %zu, %lld ms", rows[i].name, k + 1,
			    (long long)pause);
			tap_ok(c.pid == 0 && !c.ready, "%s: it is gone", rows[i].name);
		}
	}
}

static void
test_expected(void)
{
	struct child c = { .ops = &ops[ROLE_CORE], .pid = 1, .pause = 10000,
	    .started = clock_mono() };

	child_died(&c, 0, true);
	tap_ok(c.start_at <= clock_mono(), "no pause for one that was told to stop");
}

static void
test_family(struct arena *a)
{
	const struct role_plan plan = { .parsers = 3 }, pages = { .parsers = 1, .portal = true };
	struct family f;

	family_init(a, &f, ops, &plan, -1);
	tap_int((long long)f.n, 7, "core, fetch, send, alert, three parsers");
	tap_ok(family_find(&f, ROLE_PARSE, 2) != NULL, "the third parser");
	tap_ok(family_find(&f, ROLE_PARSE, 3) == NULL, "no fourth");
	tap_ok(!family_is_ready(&f) && !family_runs(&f, ROLE_CORE), "nothing runs yet");
	tap_int(family_next_start(&f), 0, "all are due");
	for (size_t i = 0; i < f.n; i++) {
		f.v[i].pid = 100 + (pid_t)i;
		f.v[i].ready = i > 0;
	}
	tap_ok(!family_is_ready(&f), "one is not ready");
	f.v[0].ready = true;
	tap_ok(family_is_ready(&f), "all are");
	tap_int(family_next_start(&f), -1, "none waits");
	tap_ok(family_by_pid(&f, 102) == &f.v[2], "found by pid");
	tap_ok(family_by_pid(&f, 99) == NULL, "not found");
	family_init(a, &f, ops, &pages, -1);
	tap_int((long long)f.n, 7, "core, fetch, send, alert, read, web, a parser");
	for (size_t i = 0; i < f.n; i++)
		f.v[i].ready = f.v[i].ops != &ops[ROLE_WEB] && f.v[i].ops != &ops[ROLE_READ];
	tap_ok(family_is_ready(&f), "mail does not wait for pages");
}

static void
test_systemd(const char *name, const char *path)
{
	struct sockaddr_un at = { .sun_family = AF_UNIX };
	char got[128];
	int fd = socket(AF_UNIX, SOCK_DGRAM, 0);
	ssize_t n;

	memcpy(at.sun_path, path, strlen(path));
	if (path[0] == '@')
		at.sun_path[0] = '\0';
	if (bind(fd, (struct sockaddr *)&at,
	    (socklen_t)(sizeof(at) - sizeof(at.sun_path) + strlen(path))) == -1)
		abort();
	setenv("NOTIFY_SOCKET", path, 1);
	systemd_notify("READY=1\nSTATUS=%d roles", 6);
	n = recv(fd, got, sizeof(got), MSG_DONTWAIT);
	tap_str((struct str){ got, n < 0 ? 0 : (size_t)n }, STR("READY=1\nSTATUS=6 roles"),
	    "%s", name);
	close(fd);
}

static void
test_watchdog(void)
{
	char pid[24];

	unsetenv("WATCHDOG_USEC");
	unsetenv("WATCHDOG_PID");
	tap_int(systemd_watchdog(), 0, "no watchdog");
	setenv("WATCHDOG_USEC", "60000000", 1);
	tap_int(systemd_watchdog(), 60000, "a watchdog");
	setenv("WATCHDOG_PID", "1", 1);
	tap_int(systemd_watchdog(), 0, "somebody else's");
	snprintf(pid, sizeof(pid), "%d", (int)getpid());
	setenv("WATCHDOG_PID", pid, 1);
	tap_int(systemd_watchdog(), 60000, "ours");
	setenv("WATCHDOG_USEC", "soon", 1);
	tap_int(systemd_watchdog(), 0, "nonsense");
}

static void
test_title(void)
{
	char got[64] = "";
	FILE *f;

	setenv("DOCKET_TITLE_TEST", "kept", 1);
	title_set("docketd: a role with quite a long name");
	if ((f = fopen("/proc/self/cmdline", "r")) == NULL)
		abort();
	if (fgets(got, sizeof(got), f) == NULL)
		got[0] = '\0';
	fclose(f);
	tap_str(str_c(got), STR("docketd: a role with quite a long name"), "cmdline");
	tap_str(str_c(getenv("DOCKET_TITLE_TEST")), STR("kept"), "the environment stays");
	title_set("x");
}

int
main(int argc, char **argv)
{
	struct arena *a;
	char path[64];

	title_init(argc, argv);
	a = arena_new();
	log_open("test", LOG_ERROR);
	test_pauses();
	test_expected();
	test_family(a);
	snprintf(path, sizeof(path), "/tmp/docket-notify-%d", (int)getpid());
	test_systemd("a path", path);
	unlink(path);
	snprintf(path, sizeof(path), "@docket-notify-%d", (int)getpid());
	test_systemd("an abstract address", path);
	test_watchdog();
	test_title();
	arena_free(a);
	return tap_done();
}
