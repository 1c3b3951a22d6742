/* commander: see commander.h. */
#include "daemon/token/commander.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "daemon/conf/place.h"
#include "daemon/sys/clock.h"
#include "daemon/sys/file.h"
#include "daemon/sys/program.h"

enum {
	RUN_MS = 30 * 1000,
	ANSWER_MS = 35 * 1000,
	STEP_MS = 20
};

struct commander {
	int		 fd;
	pthread_mutex_t	 lock;		/* one question at a time */
};

/* --- one program --- */

static _Noreturn void
become(struct arena *a, const struct oauth *o, int out)
{
	char **argv = ARENA_ARRAY(a, o->command.n + 1, char *);
	char *const env[] = {
		strdup("PATH=/usr/local/bin:/usr/bin:/bin"), strdup("LANG=C.UTF-8"),
		strdup(str_printf(a, "DOCKET_MAILBOX=%.*s", STR_ARG(o->mailbox)).p), NULL
	};

	for (size_t i = 0; i < o->command.n; i++)
		argv[i] = strdup(str_dup(a, o->command.v[i]).p);
	program_become(argv, env, open("/dev/null", O_RDONLY), out);
}

/* Until it closes its output; false: it took too long, or printed too much. */
static bool
listen_to(int fd, struct buf *out, int64_t until)
{
	char bytes[4096];
	ssize_t n = 1;

	while (n != 0 && out->n <= FILE_SECRET_LARGE) {
		struct pollfd p = { .fd = fd, .events = POLLIN };
		int64_t left = until - clock_mono();

		if (left <= 0 || poll(&p, 1, (int)left) == 0)
			return false;
		n = read(fd, bytes, sizeof(bytes));
		if (n > 0)
			buf_add(out, (struct str){ bytes, (size_t)n });
		else if (n == -1 && errno != EINTR)
			return false;
	}
	explicit_bzero(bytes, sizeof(bytes));
	return n == 0;
}

/* Its wait status, -1: it took too long. */
static int
tend(pid_t pid, int fd, struct buf *out)
{
	int64_t until = clock_mono() + RUN_MS;
	bool closed = listen_to(fd, out, until);
	int status;

	while (closed && waitpid(pid, &status, WNOHANG) == 0) {
		closed = clock_mono() < until;
		poll(NULL, 0, STEP_MS);
	}
	if (closed)
		return status;
	kill(-pid, SIGKILL);
	waitpid(pid, &status, 0);
	return -1;
}

static int
judge(int status, const struct buf *out, struct err *e)
{
	if (out->n > FILE_SECRET_LARGE)
		return err_set(e, ERR_CONF, "it printed more than a token");
	if (status == -1)
		return err_set(e, ERR_RETRY, "it was still running after %d s", RUN_MS / 1000);
	if (WIFSIGNALED(status))
		return err_set(e, ERR_RETRY, "it died of signal %d", WTERMSIG(status));
	return WEXITSTATUS(status) == 0 ? 0 :
	    err_set(e, ERR_RETRY, "exit status %d", WEXITSTATUS(status));
}

int
commander_run_here(struct arena *a, const struct oauth *o, struct str *out, struct err *e)
{
	const char *why = place_program(a, o->command.v[0]);
	struct buf b;
	int fd[2], status;
	pid_t pid;

	if (why != NULL)
		return err_set(e, ERR_CONF, "%.*s: %s", STR_ARG(o->command.v[0]), why);
	if (pipe2(fd, O_CLOEXEC) == -1)
		return err_set(e, ERR_RETRY, "pipe: %s", strerror(errno));
	if ((pid = fork()) == 0)
		become(a, o, fd[1]);
	close(fd[1]);
	if (pid == -1) {
		close(fd[0]);
		return err_set(e, ERR_RETRY, "fork: %s", strerror(errno));
	}
	buf_init(&b, a);
	status = tend(pid, fd[0], &b);
	close(fd[0]);
	*out = buf_str(&b);
	return judge(status, &b, e);
}

/* --- the child --- */

/* A question is the mailbox's name; an answer "+" and what it printed, or "-" and why not. */
static void
answer(struct arena *a, const struct conf *conf, int fd, struct str name)
{
	const struct mailbox *m = mailboxes_find(&conf->mailboxes, name);
	struct str out = STR_NONE, text;
	struct err e = { .text = "no such mailbox" };

	text = m != NULL && m->has_oauth && m->oauth.flow == OAUTH_COMMAND &&
	    commander_run_here(a, &m->oauth, &out, &e) == 0 ?
	    str_printf(a, "+%.*s", STR_ARG(out)) :
	    str_printf(a, "%c%s", e.kind == ERR_CONF ? '!' : '-', e.text);
	if (send(fd, text.p, text.n, MSG_NOSIGNAL) == -1)
		_exit(1);
}

static _Noreturn void
serve(const struct conf *conf, int fd)
{
	struct arena *a = arena_new();
	char name[256];
	ssize_t n;

	fd = program_serve(fd);
	while ((n = recv(fd, name, sizeof(name), 0)) > 0) {
		answer(a, conf, fd, (struct str){ name, (size_t)n });
		arena_reset(a);
	}
	_exit(0);
}

/* --- the role's side --- */

struct commander *
commander_new(struct arena *a, const struct conf *conf, struct err *e)
{
	struct commander *c = ARENA_NEW(a, struct commander);
	int fd[2];
	pid_t pid;

	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, fd) == -1 ||
	    (pid = fork()) == -1) {
		err_set(e, ERR_RETRY, "no child for the commands: %s", strerror(errno));
		return NULL;
	}
	if (pid == 0)
		serve(conf, fd[1]);
	close(fd[1]);
	c->fd = fd[0];
	pthread_mutex_init(&c->lock, NULL);
	return c;
}

int
commander_run(struct commander *c, struct arena *a, const struct oauth *o, struct str *out,
    struct err *e)
{
	struct pollfd p = { .fd = c->fd, .events = POLLIN };
	size_t room = FILE_SECRET_LARGE + 4096 + 1;
	char *text = arena_alloc(a, room);
	ssize_t n;

	pthread_mutex_lock(&c->lock);
	n = send(c->fd, o->mailbox.p, o->mailbox.n, MSG_NOSIGNAL);
	n = n == -1 || poll(&p, 1, ANSWER_MS) != 1 ? -1 : recv(c->fd, text, room, 0);
	pthread_mutex_unlock(&c->lock);
	if (n < 1)
		return err_set(e, ERR_BUG, "the child that runs the command is gone");
	*out = (struct str){ text + 1, (size_t)n - 1 };
	if (text[0] == '+')
		return 0;
	return err_set(e, text[0] == '!' ? ERR_CONF : ERR_RETRY, "%.*s: %.*s",
	    STR_ARG(o->command.v[0]), STR_ARG(*out));
}
