/* runner: see runner.h.  Both ends are one program: a packet is a text with NULs in it. */
#include "daemon/alert/runner.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "daemon/conf/place.h"
#include "daemon/sys/clock.h"
#include "daemon/sys/program.h"
#include "daemon/sys/title.h"

enum {
	RUN_MS = 30 * 1000,
	ANSWER_MS = 35 * 1000,
	TEXT_MAX = 60 * 1000,
	PACKET_MAX = 64 * 1024,
	STEP_MS = 20
};

struct runner {
	int	fd;
};

/* --- the child's side --- */

struct order {
	struct str	subject, kinds, open, text;
};

static struct order
order_of(struct str packet)
{
	struct order o = { 0 };

	str_split(&packet, '\0', &o.subject);
	str_split(&packet, '\0', &o.kinds);
	str_split(&packet, '\0', &o.open);
	o.text = packet;
	return o;
}

static _Noreturn void
become(struct arena *a, const char *command, const struct order *o, int in)
{
	char *const argv[] = { strdup(command), NULL };
	char *const env[] = {
		strdup("PATH=/usr/local/bin:/usr/bin:/bin"), strdup("LANG=C.UTF-8"),
		strdup(str_printf(a, "DOCKET_SUBJECT=%.*s", STR_ARG(o->subject)).p),
		strdup(str_printf(a, "DOCKET_CONDITIONS=%.*s", STR_ARG(o->kinds)).p),
		strdup(str_printf(a, "DOCKET_OPEN=%.*s", STR_ARG(o->open)).p), NULL
	};

	program_become(argv, env, in, STDERR_FILENO);
}

/* As far as it is read; what the program does not read is its own affair. */
static void
feed(int fd, struct str *text)
{
	ssize_t n = text->n == 0 ? 0 : write(fd, text->p, text->n);

	if (n > 0)
		*text = str_sub(*text, (size_t)n, SIZE_MAX);
	else if (n == -1 && errno != EAGAIN && errno != EINTR)
		*text = STR_NONE;
}

/* Its wait status, -1: it took too long. */
static int
tend(pid_t pid, int fd, struct str text)
{
	int64_t until = clock_mono() + RUN_MS;
	int status;

	for (;;) {
		if (fd != -1) {
			feed(fd, &text);
			if (text.n == 0) {
				close(fd);
				fd = -1;
			}
		}
		if (waitpid(pid, &status, WNOHANG) == pid)
			break;
		if (clock_mono() > until) {
			kill(-pid, SIGKILL);
			waitpid(pid, &status, 0);
			status = -1;
			break;
		}
		poll(NULL, 0, STEP_MS);
	}
	if (fd != -1)
		close(fd);
	return status;
}

static struct str
told(struct arena *a, int status)
{
	if (status == -1)
		return str_printf(a, "it was still running after %d s", RUN_MS / 1000);
	if (WIFSIGNALED(status))
		return str_printf(a, "it died of signal %d", WTERMSIG(status));
	return WEXITSTATUS(status) == 0 ? STR_NONE :
	    str_printf(a, "exit status %d", WEXITSTATUS(status));
}

/* What is wrong with it, empty: nothing. */
static struct str
run(struct arena *a, struct str command, const struct order *o)
{
	const char *why = place_program(a, command);
	int in[2];
	pid_t pid;

	if (why != NULL)
		return str_c(why);
	if (pipe2(in, O_CLOEXEC) == -1)
		return str_printf(a, "pipe: %s", strerror(errno));
	if ((pid = fork()) == 0)
		become(a, command.p, o, in[0]);
	close(in[0]);
	if (pid == -1) {
		close(in[1]);
		return str_printf(a, "fork: %s", strerror(errno));
	}
	fcntl(in[1], F_SETFL, O_NONBLOCK);
	return told(a, tend(pid, in[1], o->text));
}

static _Noreturn void
serve(int fd, struct str command)
{
	static char packet[PACKET_MAX];
	struct arena *a = arena_new();
	ssize_t n;

	fd = program_serve(fd);
	while ((n = recv(fd, packet, sizeof(packet), 0)) > 0) {
		const struct order o = order_of((struct str){ packet, (size_t)n });
		struct str answer = run(a, command, &o);

		/* A packet of nothing would be an end. */
		answer = str_printf(a, ".%.*s", STR_ARG(answer));
		if (send(fd, answer.p, answer.n, MSG_NOSIGNAL) == -1)
			break;
		arena_reset(a);
	}
	_exit(0);
}

/* --- the role's side --- */

struct runner *
runner_new(struct arena *a, struct str command, struct err *e)
{
	struct runner *r = ARENA_NEW(a, struct runner);
	struct str path = str_dup(a, command);
	int fd[2];
	pid_t pid;

	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, fd) == -1 ||
	    (pid = fork()) == -1) {
		err_set(e, ERR_RETRY, "no child for the command: %s", strerror(errno));
		return NULL;
	}
	if (pid == 0)
		serve(fd[1], path);
	close(fd[1]);
	r->fd = fd[0];
	return r;
}

int
runner_run(struct runner *r, const struct bulletin_text *t, struct str kinds, size_t open,
    struct err *e)
{
	struct arena *a = arena_new();
	struct pollfd p = { .fd = r->fd, .events = POLLIN };
	char answer[480];
	struct str text = str_utf8_cut(t->text, TEXT_MAX);
	struct str packet = str_printf(a, "%.*s%c%.*s%c%zu%c%.*s", STR_ARG(t->subject), 0,
	    STR_ARG(kinds), 0, open, 0, STR_ARG(text));
	ssize_t n = send(r->fd, packet.p, packet.n, MSG_NOSIGNAL);

	arena_free(a);
	if (n == -1 || poll(&p, 1, ANSWER_MS) != 1 ||
	    (n = recv(r->fd, answer, sizeof(answer), 0)) < 1)
		return err_set(e, ERR_BUG, "the child that runs it is gone");
	return n == 1 ? 0 : err_set(e, ERR_RETRY, "%.*s", (int)n - 1, answer + 1);
}
