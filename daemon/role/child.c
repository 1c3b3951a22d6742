/*
 * When a role starts again: at once when it had run for a while, else after a
 * pause that doubles.  The pause stays short for a role that had become ready
 * (something killed it, it can do its work), and shortest for a parse worker,
 * which any mail can kill; it grows long only for one that never gets ready.
 */
#include "daemon/role/child.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "daemon/sys/clock.h"
#include "daemon/sys/log.h"
#include "parsers/base/array.h"

enum {
	STEADY_MS = 10000,		/* up for so long: the trouble is over */
	PAUSE_MIN_MS = 100,
	PAUSE_PARSE_MS = 200,
	PAUSE_SERVED_MS = 1000,
	PAUSE_MAX_MS = 10000
};

/* Those that talk; the one on the right is of no use without the other. */
static const enum role pairs[][2] = {
	{ ROLE_CORE, ROLE_FETCH }, { ROLE_CORE, ROLE_PARSE }, { ROLE_CORE, ROLE_SEND },
	{ ROLE_CORE, ROLE_TOKEN }, { ROLE_CORE, ROLE_WEB }, { ROLE_READ, ROLE_WEB },
};

static bool
is_portal(enum role role)
{
	return role == ROLE_READ || role == ROLE_WEB;
}

static bool
is_wanted(enum role role, const struct role_plan *plan)
{
	if (is_portal(role))
		return plan->portal;
	return role != ROLE_TOKEN || plan->tokens;
}

void
family_init(struct arena *a, struct family *f, const struct role_ops *ops,
    const struct role_plan *plan, int signals)
{
	/* Core first: whoever comes later finds it to be wired to. */
	static const enum role singles[] = { ROLE_CORE, ROLE_FETCH, ROLE_SEND, ROLE_ALERT,
	    ROLE_TOKEN, ROLE_READ, ROLE_WEB };

	*f = (struct family){ .ops = ops, .conf = plan->conf, .signals = signals };
	f->v = ARENA_ARRAY(a, COUNT(singles) + plan->parsers, struct child);
	for (size_t i = 0; i < COUNT(singles); i++)
		if (is_wanted(singles[i], plan))
			f->v[f->n++].ops = &ops[singles[i]];
	for (uint32_t i = 0; i < plan->parsers; i++)
		f->v[f->n++] = (struct child){ .ops = &ops[ROLE_PARSE], .index = i };
}

struct child *
family_find(struct family *f, enum role role, uint32_t index)
{
	for (size_t i = 0; i < f->n; i++)
		if (f->v[i].ops->role == role && f->v[i].index == index)
			return &f->v[i];
	return NULL;
}

struct child *
family_by_pid(struct family *f, pid_t pid)
{
	for (size_t i = 0; i < f->n; i++)
		if (f->v[i].pid == pid)
			return &f->v[i];
	return NULL;
}

bool
family_is_ready(const struct family *f)
{
	for (size_t i = 0; i < f->n; i++)
		if (!f->v[i].ready && !is_portal(f->v[i].ops->role))
			return false;
	return true;
}

bool
family_runs(const struct family *f, enum role role)
{
	for (size_t i = 0; i < f->n; i++)
		if (f->v[i].ops->role == role && f->v[i].pid != 0)
			return true;
	return false;
}

/* Tells `to` that `fd` leads to the other one. */
static void
tell_peer(struct child *to, const struct child *other, int fd)
{
	const struct msg_peer peer = { other->ops->role, other->index };
	struct arena *a = arena_new();
	struct buf b;

	buf_init(&b, a);
	msg_peer_pack(&b, &peer);
	channel_put_fd(to->control, MSG_PEER, buf_str(&b), fd);
	channel_push(to->control);
	arena_free(a);
}

static void
wire_pair(struct child *one, struct child *other)
{
	struct err e;
	int fd[2];

	if (one->pid == 0 || other->pid == 0)
		return;
	if (channel_pair(fd, &e) == -1) {
		/* A role without its peer is of no use: it gets another try. */
		log_error("no channel", { "role", LOG_C(other->ops->name) },
		    { "error", LOG_C(e.text) });
		kill(other->pid, SIGKILL);
		return;
	}
	tell_peer(one, other, fd[0]);
	tell_peer(other, one, fd[1]);
	close(fd[0]);
	close(fd[1]);
}

static void
wire_child(struct family *f, struct child *c)
{
	for (size_t i = 0; i < f->n; i++) {
		struct child *o = &f->v[i];

		for (size_t k = 0; k < COUNT(pairs); k++)
			if (c->ops->role == pairs[k][0] && o->ops->role == pairs[k][1])
				wire_pair(c, o);
			else if (c->ops->role == pairs[k][1] && o->ops->role == pairs[k][0])
				wire_pair(o, c);
	}
}

/* In the new process: nothing of the supervisor or of its other roles stays. */
static _Noreturn void
become(struct family *f, const struct child *c, int fd, pid_t supervisor)
{
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != supervisor)
		_exit(1);		/* it died before that took hold */
	for (size_t i = 0; i < f->n; i++)
		channel_free(f->v[i].control);
	close(f->signals);
	role_main(c->ops, c->index, f->conf, fd);
}

static int
fork_child(struct family *f, struct child *c, struct err *e)
{
	pid_t supervisor = getpid(), pid;
	int fd[2];

	if (channel_pair(fd, e) == -1)
		return -1;
	if ((pid = fork()) == 0) {
		close(fd[0]);
		become(f, c, fd[1], supervisor);
	}
	close(fd[1]);
	if (pid == -1) {
		close(fd[0]);
		return err_set(e, ERR_RETRY, "fork: %s", strerror(errno));
	}
	c->pid = pid;
	c->control = channel_new(fd[0]);
	c->ready = false;
	c->started = c->heard = clock_mono();
	return 0;
}

void
family_start_due(struct family *f)
{
	for (size_t i = 0; i < f->n; i++) {
		struct child *c = &f->v[i];
		struct err e;

		if (c->pid != 0 || c->start_at > clock_mono())
			continue;
		if (fork_child(f, c, &e) == -1) {
			log_error("role not started", { "role", LOG_C(c->ops->name) },
			    { "error", LOG_C(e.text) });
			c->start_at = clock_mono() + PAUSE_SERVED_MS;
			continue;
		}
		wire_child(f, c);
	}
}

int64_t
family_next_start(const struct family *f)
{
	int64_t least = -1, now = clock_mono();

	for (size_t i = 0; i < f->n; i++) {
		int64_t left = f->v[i].start_at > now ? f->v[i].start_at - now : 0;

		if (f->v[i].pid == 0 && (least == -1 || left < least))
			least = left;
	}
	return least;
}

static int64_t
longest_pause(const struct child *c)
{
	if (!c->ready)
		return PAUSE_MAX_MS;
	return c->ops->role == ROLE_PARSE ? PAUSE_PARSE_MS : PAUSE_SERVED_MS;
}

/* The pause before this start; sets the one before the next. */
static int64_t
next_pause(struct child *c, int64_t up)
{
	int64_t most = longest_pause(c), pause = c->pause;

	if (up >= STEADY_MS)
		pause = 0;
	if (pause > most)
		pause = most;
	c->pause = pause == 0 ? PAUSE_MIN_MS : pause * 2;
	return pause;
}

static void
log_death(const struct child *c, int status, int64_t up, bool expected)
{
	bool clean = WIFEXITED(status) && WEXITSTATUS(status) == 0;
	const struct log_pair how = WIFSIGNALED(status) ?
	    (struct log_pair){ "signal", LOG_C(strsignal(WTERMSIG(status))) } :
	    (struct log_pair){ "status", LOG_I(WEXITSTATUS(status)) };

	if (expected)
		LOG_(clean ? LOG_DEBUG : LOG_WARNING, "role stopped",
		    { "role", LOG_C(c->ops->name) }, { "index", LOG_I(c->index) }, how);
	else
		LOG_(clean ? LOG_INFO : LOG_WARNING, clean ? "role ended" : "role died",
		    { "role", LOG_C(c->ops->name) }, { "index", LOG_I(c->index) },
		    { "pid", LOG_I(c->pid) }, how, { "up_ms", LOG_I(up) },
		    { "start_in_ms", LOG_I(c->start_at - clock_mono()) });
}

void
child_died(struct child *c, int status, bool expected)
{
	int64_t now = clock_mono(), up = now - c->started;

	c->start_at = expected ? now : now + next_pause(c, up);
	log_death(c, status, up, expected);
	channel_free(c->control);
	c->control = NULL;
	c->pid = 0;
	c->ready = false;
}
