/*
 * One loop over signals and control channels.  A reload is a stop in order
 * followed by a new start: the new configuration is loaded and checked before,
 * and the running one stays when it has faults.
 */
#include "daemon/role/supervisor.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include "daemon/role/child.h"
#include "daemon/sys/cage.h"
#include "daemon/sys/clock.h"
#include "daemon/sys/log.h"
#include "daemon/sys/systemd.h"
#include "parsers/base/array.h"

enum {
	TICK_MS = 5000,			/* longest sleep */
	HUNG_MS = 45000,		/* a role silent for so long is replaced */
	STATUS_CONF = 78
};

enum phase { RUNNING, STOPPING, RELOADING };	/* the latter two end the roles */

/* One role after the other: each still has those that it needs to finish. */
static const struct {
	enum role	role;
	int64_t		ms;		/* then it is killed */
} stages[] = {
	{ ROLE_ALERT, 1000 },		/* first: that the others end is no alarm */
	{ ROLE_WEB, 4000 },		/* who waits for a page has its answer */
	{ ROLE_READ, 3000 },
	{ ROLE_TOKEN, 2000 },		/* what it has begun is kept, or goes on at the next start */
	{ ROLE_CORE, 15000 },		/* the batch and the answers to it */
	{ ROLE_FETCH, 5000 },
	{ ROLE_SEND, 5000 },
	{ ROLE_PARSE, 2000 },
};

enum { STAGES = COUNT(stages) };

struct supervisor {
	const struct roles	*roles;
	const char		*path;
	struct arena		*a;		/* of the configuration and the family */
	struct arena		*next_a;	/* RELOADING: of `next` */
	struct role_plan	 next;		/* RELOADING: what comes after the stop */
	bool			 again;		/* RELOADING: asked for once more since `next` was read */
	struct role_plan	 plan;
	struct family		 family;
	int			 signals;
	enum phase		 phase;
	size_t			 stage;		/* of stages, while ending */
	int64_t			 kill_at;	/* ms: the stage's patience */
	bool			 was_ready;	/* all roles, once */
	bool			 told_ready;	/* all roles, since the last (re)load */
	int64_t			 watchdog;	/* ms, 0: none */
	int64_t			 fed_at;
	int			 status;	/* docketd's */
};

/* --- ending the roles --- */

static void
stage_begin(struct supervisor *s)
{
	s->kill_at = clock_mono() + stages[s->stage].ms;
	for (size_t i = 0; i < s->family.n; i++) {
		struct child *c = &s->family.v[i];

		if (c->pid != 0 && c->ops->role == stages[s->stage].role) {
			channel_put(c->control, MSG_STOP, STR_NONE);
			channel_push(c->control);
		}
	}
}

static void
end_roles(struct supervisor *s, enum phase why)
{
	bool begun = s->phase != RUNNING;

	s->phase = why;
	if (begun)
		return;
	s->stage = 0;
	stage_begin(s);
}

static void
stop(struct supervisor *s, int status)
{
	if (s->phase == STOPPING)
		return;
	log_info("stopping");
	systemd_notify("STOPPING=1\nSTATUS=Finishing what is in flight");
	s->status = status;
	end_roles(s, STOPPING);
}

static void
kill_stage(struct supervisor *s)
{
	for (size_t i = 0; i < s->family.n; i++) {
		struct child *c = &s->family.v[i];

		if (c->pid == 0 || c->ops->role != stages[s->stage].role)
			continue;
		log_warning("role did not stop in time", { "role", LOG_C(c->ops->name) },
		    { "index", LOG_I(c->index) });
		kill(c->pid, SIGKILL);
	}
	s->kill_at = INT64_MAX;
}

/* True when no role is left. */
static bool
ending(struct supervisor *s)
{
	while (!family_runs(&s->family, stages[s->stage].role)) {
		if (++s->stage == STAGES)
			return true;
		stage_begin(s);
	}
	if (clock_mono() >= s->kill_at)
		kill_stage(s);
	return false;
}

/* --- reload --- */

static void
reload(struct supervisor *s)
{
	struct arena *a = arena_new();
	struct role_plan next;
	struct strs faults = { NULL, 0 };

	s->again = s->phase == RELOADING;
	if (s->phase != RUNNING) {
		arena_free(a);
		return;
	}
	if (s->roles->load(a, s->path, &s->plan, &next, &faults) == -1) {
		for (size_t i = 0; i < faults.n; i++)
			log_error("configuration fault", { "at", LOG_S(faults.v[i]) });
		log_error("configuration not changed",
		    { "faults", LOG_I(faults.n) });
		arena_free(a);
		return;
	}
	log_info("reloading", { "conf", LOG_C(s->path) });
	systemd_notify("RELOADING=1\nMONOTONIC_USEC=%lld", (long long)clock_mono() * 1000);
	s->next_a = a;
	s->next = next;
	end_roles(s, RELOADING);
}

/* The old policy's roles are gone: the new one's begin. */
static void
begin(struct supervisor *s, struct arena *a, struct role_plan plan)
{
	arena_free(s->a);
	s->a = a;
	s->next_a = NULL;
	s->plan = plan;
	s->phase = RUNNING;
	s->told_ready = false;
	log_open("supervisor", plan.log_level);
	family_init(a, &s->family, s->roles->ops, &s->plan, s->signals);
}

/* --- what the roles say --- */

static void
kill_parser(struct supervisor *s, struct str body)
{
	struct msg_kill m;
	struct child *c;

	if (msg_kill_unpack(NULL, body, &m) == -1)
		return;
	c = family_find(&s->family, ROLE_PARSE, m.index);
	if (c != NULL && c->pid != 0)
		kill(c->pid, SIGKILL);
}

static void
take(struct supervisor *s, struct child *c)
{
	struct message m;

	channel_pump(c->control);
	while (channel_next(c->control, &m)) {
		c->heard = clock_mono();
		if (m.type == MSG_READY)
			c->ready = true;
		else if (m.type == MSG_KILL_PARSER && c->ops->role == ROLE_CORE)
			kill_parser(s, m.body);
		if (m.fd != -1)
			close(m.fd);
	}
}

static void
reap(struct supervisor *s)
{
	pid_t pid;
	int status;

	while ((pid = waitpid(-1, &status, WNOHANG)) > 0) {
		struct child *c = family_by_pid(&s->family, pid);

		if (c == NULL)
			continue;
		child_died(c, status, s->phase != RUNNING);
		/* Not even once did it work: nobody is helped by trying for ever. */
		if (!s->was_ready && WIFEXITED(status) && WEXITSTATUS(status) == STATUS_CONF)
			stop(s, STATUS_CONF);
	}
}

/* --- signs of life --- */

static void
replace_hung(struct supervisor *s)
{
	for (size_t i = 0; i < s->family.n; i++) {
		struct child *c = &s->family.v[i];

		if (c->pid == 0 || clock_mono() - c->heard < HUNG_MS)
			continue;
		log_error("role is silent, replacing it", { "role", LOG_C(c->ops->name) },
		    { "index", LOG_I(c->index) }, { "pid", LOG_I(c->pid) });
		kill(c->pid, SIGKILL);
		c->heard = clock_mono();
	}
}

static bool
all_heard(const struct supervisor *s)
{
	for (size_t i = 0; i < s->family.n; i++) {
		const struct child *c = &s->family.v[i];

		if (c->pid != 0 && clock_mono() - c->heard > s->watchdog / 2)
			return false;
	}
	return true;
}

static void
tell_systemd(struct supervisor *s)
{
	int64_t now = clock_mono();

	if (!s->told_ready && s->phase == RUNNING && family_is_ready(&s->family)) {
		s->told_ready = s->was_ready = true;
		log_info("ready", { "mailboxes", LOG_I(s->plan.mailboxes) },
		    { "parsers", LOG_I(s->plan.parsers) });
		systemd_notify("READY=1\nSTATUS=%zu mailboxes, %u parsers",
		    s->plan.mailboxes, s->plan.parsers);
	}
	if (s->watchdog != 0 && now - s->fed_at >= s->watchdog / 4 && all_heard(s)) {
		systemd_notify("WATCHDOG=1");
		s->fed_at = now;
	}
}

/* --- the loop --- */

static int
open_signals(struct err *e)
{
	sigset_t set;
	int fd;

	sigemptyset(&set);
	sigaddset(&set, SIGCHLD);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGHUP);
	sigprocmask(SIG_BLOCK, &set, NULL);
	signal(SIGPIPE, SIG_IGN);
	if ((fd = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK)) == -1)
		return err_set(e, ERR_BUG, "signalfd: %s", strerror(errno));
	return fd;
}

static void
take_signals(struct supervisor *s)
{
	struct signalfd_siginfo info;

	while (read(s->signals, &info, sizeof(info)) == (ssize_t)sizeof(info)) {
		if (info.ssi_signo == SIGHUP)
			reload(s);
		else if (info.ssi_signo == SIGTERM || info.ssi_signo == SIGINT)
			stop(s, 0);
	}
	reap(s);
}

static int
sleep_ms(const struct supervisor *s)
{
	int64_t ms = TICK_MS, start = family_next_start(&s->family);
	int64_t left = s->kill_at - clock_mono();

	if (s->phase == RUNNING && start != -1 && start < ms)
		ms = start;
	if (s->phase != RUNNING && left < ms)
		ms = left < 0 ? 0 : left;
	if (s->watchdog != 0 && s->watchdog / 4 < ms)
		ms = s->watchdog / 4;
	return (int)ms;
}

static void
wait_for_news(struct supervisor *s)
{
	struct arena *a = arena_new();
	struct pollfd *fds = ARENA_ARRAY(a, s->family.n + 1, struct pollfd);
	nfds_t n = 0;

	fds[n++] = (struct pollfd){ .fd = s->signals, .events = POLLIN };
	for (size_t i = 0; i < s->family.n; i++)
		if (s->family.v[i].pid != 0)
			fds[n++] = (struct pollfd){
				.fd = channel_fd(s->family.v[i].control),
				.events = channel_events(s->family.v[i].control) };
	poll(fds, n, sleep_ms(s));
	arena_free(a);
}

/* False when it is over. */
static bool
turn(struct supervisor *s)
{
	wait_for_news(s);
	for (size_t i = 0; i < s->family.n; i++)
		if (s->family.v[i].pid != 0)
			take(s, &s->family.v[i]);
	take_signals(s);
	replace_hung(s);
	if (s->phase != RUNNING && ending(s)) {
		if (s->phase == STOPPING)
			return false;
		begin(s, s->next_a, s->next);
		if (s->again)
			reload(s);
	}
	if (s->phase == RUNNING)
		family_start_due(&s->family);
	tell_systemd(s);
	return true;
}

int
supervisor_run(const struct roles *roles, const char *path, struct arena *a,
    const struct role_plan *plan)
{
	struct supervisor s = { .roles = roles, .path = path,
	    .watchdog = systemd_watchdog() };
	struct err e;

	if ((s.signals = open_signals(&e)) == -1) {
		log_error("cannot start", { "error", LOG_C(e.text) });
		arena_free(a);
		return 1;
	}
	begin(&s, a, *plan);
	log_info("starting", { "version", LOG_C(DOCKET_VERSION) }, { "conf", LOG_C(path) },
	    { "landlock", LOG_I(cage_landlock()) });
	family_start_due(&s.family);
	while (turn(&s))
		;
	log_info("stopped");
	arena_free(s.next_a);
	arena_free(s.a);
	close(s.signals);
	return s.status;
}
