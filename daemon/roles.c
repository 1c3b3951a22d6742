/* roles: see roles.h. */
#include "daemon/roles.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

#include "daemon/alert/alert.h"
#include "daemon/core/core.h"
#include "daemon/fetch/fetch.h"
#include "daemon/parse/parserole.h"
#include "daemon/policy/conf.h"
#include "daemon/read/read.h"
#include "daemon/send/send.h"
#include "daemon/sys/clock.h"
#include "daemon/sys/log.h"
#include "daemon/ticket/condition.h"
#include "daemon/ticket/refit.h"
#include "daemon/token/token.h"
#include "daemon/web/web.h"

enum { LOST_S = 10 };			/* so long the database may take to say it */

static const struct role_ops rows[ROLES] = {
	[ROLE_SUPERVISOR] = { ROLE_SUPERVISOR, "supervisor", "starts the others", NULL, NULL },
	[ROLE_FETCH] = { ROLE_FETCH, "fetch", "reads mailboxes by IMAP; "
	    "alone: lists what it would fetch", fetch_run, fetch_alone },
	[ROLE_PARSE] = { ROLE_PARSE, "parse", "reads letters, caged; "
	    "alone: a mail on standard input, its letter as JSON", parse_run, parse_alone },
	[ROLE_CORE] = { ROLE_CORE, "core", "stores, decides, keeps time; "
	    "alone: stores a mail from standard input", core_run, core_alone },
	[ROLE_SEND] = { ROLE_SEND, "send", "sends by SMTP; "
	    "alone: \"mailbox from to\" and a mail on standard input", send_run, send_alone },
	[ROLE_TOKEN] = { ROLE_TOKEN, "token", "renews the tokens of logins by OAuth; "
	    "alone: renews what is due, and tells until when each is good", token_run,
	    token_alone },
	[ROLE_ALERT] = { ROLE_ALERT, "alert", "tells the admins that mail waits; "
	    "alone: prints what it would tell now", alert_run, alert_alone },
	[ROLE_READ] = { ROLE_READ, "read", "makes the pages of the portal", read_run, NULL },
	[ROLE_WEB] = { ROLE_WEB, "web", "speaks with browsers", web_run, NULL },
};

struct role_plan
roles_plan(const struct conf *conf)
{
	struct role_plan plan = { .conf = conf, .log_level = log_level_find(conf->log_level),
	    .parsers = (uint32_t)conf->parse_workers, .mailboxes = conf->mailboxes.n,
	    .portal = conf->portal.on };

	for (size_t i = 0; i < conf->mailboxes.n; i++)
		plan.tokens |= conf->mailboxes.v[i].has_oauth;
	return plan;
}

/* In a process of its own: the supervisor holds no connection.  Faults go to `fd`. */
static _Noreturn void
ask_lost(const struct conf *conf, int fd)
{
	struct arena *a = arena_new();
	struct strs lines = { 0 };
	struct db *db;
	struct err e;

	alarm(LOST_S);
	if (db_open(str_dup(a, conf->database).p, false, &db, &e) == -1 ||
	    refit_lost(db, a, &conf->types, &lines, &e) == -1)
		strs_add(a, &lines, str_printf(a, "types.conf: its statuses are others, and the "
		    "database does not say which tickets have: %s", e.text));
	for (size_t i = 0; i < lines.n; i++)
		dprintf(fd, "%.*s\n", STR_ARG(lines.v[i]));
	_exit(0);
}

static void
read_lines(struct arena *a, int fd, struct strs *out)
{
	struct str text, line;
	struct buf b;
	char piece[4096];
	ssize_t n;

	buf_init(&b, a);
	while ((n = read(fd, piece, sizeof(piece))) > 0 || (n == -1 && errno == EINTR))
		buf_add(&b, (struct str){ piece, n > 0 ? (size_t)n : 0 });
	text = buf_str(&b);
	while (str_line(&text, &line))
		if (line.n > 0)
			strs_add(a, out, line);
}

/* What the new types leave without a status: a fault each. */
static int
check_lost(struct arena *a, const struct conf *conf, struct strs *faults)
{
	int fds[2], status;
	pid_t pid;

	if (pipe2(fds, O_CLOEXEC) == -1 || (pid = fork()) == -1) {
		strs_add(a, faults, STR("types.conf: the database could not be asked of its tickets"));
		return -1;
	}
	if (pid == 0)
		ask_lost(conf, fds[1]);
	close(fds[1]);
	read_lines(a, fds[0], faults);
	close(fds[0]);
	if (waitpid(pid, &status, 0) == pid && (!WIFEXITED(status) || WEXITSTATUS(status) != 0))
		strs_add(a, faults, STR("types.conf: its statuses are others, and the database did "
		    "not say in time which tickets have"));
	return faults->n == 0 ? 0 : -1;
}

/* In a process of its own, as above. */
static _Noreturn void
raise_refused(const struct conf *running, const struct strs *faults)
{
	struct arena *a = arena_new();
	const char *more = faults->n == 1 ? "" :
	    str_printf(a, " (and %zu more)", faults->n - 1).p;
	const struct finding found = { .kind = CONDITION_RELOAD_REFUSED, .text = str_printf(a,
	    "a reload was refused, and the policy of before goes on: %.*s%s",
	    STR_ARG(faults->v[0]), more), .mend = STR("docketctl check tells what is wrong in the "
	    "files; reload docketd when it is mended") };
	struct db *db;
	struct err e;

	alarm(LOST_S);
	if (db_open(str_dup(a, running->database).p, false, &db, &e) == 0) {
		condition_raise(db, &found, clock_now());
		_exit(db_run(db, &e) == 0 ? 0 : 1);
	}
	_exit(1);
}

/* The admins are told by the role alert, which finds it in the database. */
static void
tell_refused(const struct conf *running, const struct strs *faults)
{
	int status = -1;
	pid_t pid = fork();

	if (pid == 0)
		raise_refused(running, faults);
	if (pid == -1 || waitpid(pid, &status, 0) == -1 || status != 0)
		log_warning("that the reload was refused stands only here: the database could not "
		    "be told", { "conf", LOG_S(running->path) });
}

static int
read_again(struct arena *a, const char *path, const struct role_plan *now, struct role_plan *out,
    struct strs *faults)
{
	struct conf_faults found = { { NULL, 0 } };
	const struct conf *conf = NULL;

	if (conf_load(a, path, &conf, &found) == -1) {
		*faults = found.lines;
		return -1;
	}
	*out = roles_plan(conf);
	return str_eq(refit_print(a, &now->conf->types), refit_print(a, &conf->types)) ? 0 :
	    check_lost(a, conf, faults);
}

static int
load(struct arena *a, const char *path, const struct role_plan *now, struct role_plan *out,
    struct strs *faults)
{
	int rc = read_again(a, path, now, out, faults);

	if (rc == -1)
		tell_refused(now->conf, faults);
	return rc;
}

const struct roles roles = { rows, load };

const struct role_ops *
roles_find(struct str name)
{
	for (size_t i = 0; i < ROLES; i++)
		if (rows[i].run != NULL && str_eq(name, str_c(rows[i].name)))
			return &rows[i];
	return NULL;
}
