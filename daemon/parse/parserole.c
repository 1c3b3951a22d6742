/*
 * Three doors to one reader: the role (parse_run), a mail by hand (parse_alone)
 * and a mail for docketctl (parse_once).  In all of them the hostile bytes are
 * looked at behind the same cage.
 */
#include "daemon/parse/parserole.h"

#include <errno.h>
#include <malloc.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "daemon/policy/conf.h"
#include "daemon/role/loop.h"
#include "daemon/role/role.h"
#include "daemon/sys/cage.h"
#include "daemon/sys/clock.h"
#include "daemon/sys/file.h"
#include "daemon/sys/log.h"
#include "parsers/base/array.h"
#include "parsers/base/wire.h"
#include "parsers/letter/letterjson.h"
#include "parsers/letter/letterwire.h"
#include "parsers/mime/mime.h"
#include "parsers/text/pattern.h"

enum {
	TICK_MS = 5000,			/* the supervisor hears of us so often */
	DEADLINE_MS = 10000,		/* without a configuration */
	BIG_MAIL = 256 * 1024,		/* its memory is given back to the system */
	LARGE_BLOCK = 1024 * 1024,
	KEPT = 4 * 1024 * 1024
};

struct parser {
	const struct conf	*conf;
	struct loop		 loop;
	struct channel		*core;
	struct arena		*a;		/* of one message */
	bool			 big;		/* a mail was */
	bool			 over;		/* nobody is there to read for */
};

/* --- the work --- */

static void
answer_letter(struct channel *to, struct arena *a, const struct letter_conf *conf,
    uint64_t id, struct str raw)
{
	struct letter letter;
	struct buf b;

	letter_parse(a, conf, raw, &letter);
	buf_init(&b, a);
	msg_letter_pack(&b, &(struct msg_letter){ .id = id });
	letter_pack(&b, &letter);
	channel_put(to, MSG_LETTER, buf_str(&b));
}

static void
answer_parse(struct parser *p, struct str body)
{
	struct msg_parse m;

	if (msg_parse_unpack(NULL, body, &m) == 0)	/* else core's deadline ends it */
		answer_letter(p->core, p->a, &p->conf->letter, m.id, m.raw);
}

static void
answer_match(struct parser *p, struct str body)
{
	struct msg_match m;
	struct msg_matched out = { 0 };
	struct buf b;
	int found;

	if (msg_match_unpack(NULL, body, &m) == -1 || m.pattern >= p->conf->patterns.n)
		return;
	found = pattern_match(p->a, p->conf->patterns.v[m.pattern], m.subject, &out.captures);
	out.id = m.id;
	out.result = found == -1 ? MATCH_OVER : found == 0 ? MATCH_NO : MATCH_YES;
	if (out.captures.n > MSG_CAPTURES_MAX)
		out.captures.n = MSG_CAPTURES_MAX;
	buf_init(&b, p->a);
	msg_matched_pack(&b, &out);
	channel_put(p->core, MSG_MATCHED, buf_str(&b));
}

/* --- the role --- */

static void
core_came(void *self, struct channel *core)
{
	((struct parser *)self)->core = core;
}

static void
core_gone(void *self)
{
	((struct parser *)self)->over = true;
}

static void
take_core(void *self, const struct message *m)
{
	struct parser *p = self;

	if (p->over)
		return;
	p->big |= m->body.n > BIG_MAIL;
	if (m->type == MSG_PARSE)
		answer_parse(p, m->body);
	else if (m->type == MSG_MATCH)
		answer_match(p, m->body);
	if (channel_flush(p->core) == -1)
		p->over = true;
	arena_reset(p->a);
	role_alive(p->loop.control);
}

static int
watch(void *self, struct pollfd *fds, nfds_t *n)
{
	(void)self, (void)fds, (void)n;
	return TICK_MS;
}

static void
work(void *self)
{
	struct parser *p = self;

	if (p->big)
		malloc_trim(0);
	p->big = false;
}

static void
stop(void *self)
{
	((struct parser *)self)->over = true;
}

static bool
is_over(void *self)
{
	return ((struct parser *)self)->over;
}

static const struct loop_peer peers[] = {
	{ .role = ROLE_CORE, .came = core_came, .take = take_core, .gone = core_gone },
};

static const struct loop_ops ops = {
	peers, COUNT(peers), watch, work, stop, is_over
};

int
parse_run(const struct conf *conf, struct channel *control)
{
	struct parser p = { .conf = conf, .a = arena_new() };

	/*
	 * A large block comes from the system and goes back to it at once; glibc
	 * would learn to keep such as holes.  What small mails need stays.
	 */
	mallopt(M_MMAP_THRESHOLD, LARGE_BLOCK);
	mallopt(M_TRIM_THRESHOLD, KEPT);
	mime_init();
	if (role_ready(ROLE_PARSE, NULL, control) == -1)
		return 1;
	loop_init(&p.loop, &ops, &p, control);
	loop_run(&p.loop);
	return 0;
}

/* --- one mail --- */

static struct letter_conf
letter_conf_of(struct arena *a, const struct conf *conf)
{
	struct field_defs *fields;

	if (conf != NULL)
		return conf->letter;
	fields = ARENA_NEW(a, struct field_defs);
	field_builtins(a, fields);
	return (struct letter_conf){ .limits = LIMITS_DEFAULT, .fields = fields };
}

/* Its own process, and all of it behind the cage. */
static _Noreturn void
child(struct arena *a, const struct letter_conf *how, struct str raw, int fd)
{
	struct channel *parent = channel_new(fd);

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	mime_init();
	if (cage_enter(CAGE_PARSE, NULL, NULL) == -1)
		_exit(1);
	answer_letter(parent, a, how, 0, raw);
	_exit(channel_flush(parent) == 0 ? 0 : 1);
}

/* Ends the child and says what became of it. */
static const char *
reap(struct arena *a, pid_t pid, bool late)
{
	int status = 0;

	if (late)
		kill(pid, SIGKILL);
	while (waitpid(pid, &status, 0) == -1 && errno == EINTR)
		;
	if (late)
		return "reading it took longer than parse_deadline";
	if (WIFSIGNALED(status))
		return str_printf(a, "the parser died of it (signal %d)", WTERMSIG(status)).p;
	return str_printf(a, "the parser gave up (status %d)", WEXITSTATUS(status)).p;
}

static bool
unpack(struct arena *a, const struct message *m, struct letter *out)
{
	struct msg_letter answer;

	if (m->type != MSG_LETTER || msg_letter_unpack(NULL, str_dup(a, m->body), &answer) == -1)
		return false;
	return letter_unpack(a, &(struct wire){ .in = answer.letter }, out) == 0;
}

static void
parse_in_child(struct arena *a, const struct letter_conf *how, int64_t deadline,
    struct str raw, struct letter *out)
{
	struct channel *c;
	struct message m;
	const char *why;
	bool good;
	pid_t pid;
	int fd[2], got;

	*out = (struct letter){ .quarantine = STR("no parser could be started") };
	if (channel_pair(fd, NULL) == -1 || (pid = fork()) == -1)
		return;
	if (pid == 0)
		child(a, how, raw, fd[1]);
	close(fd[1]);
	c = channel_new(fd[0]);
	got = channel_wait(c, &m, (int)deadline);
	good = got == 1 && unpack(a, &m, out);
	why = reap(a, pid, got == 0);
	channel_free(c);
	if (!good)
		*out = (struct letter){ .quarantine = str_c(got == 1 ?
		    "the parser gave an answer that makes no sense" : why) };
}

void
parse_once(struct arena *a, const struct conf *conf, struct str raw, struct letter *out)
{
	struct letter_conf how = letter_conf_of(a, conf);

	parse_in_child(a, &how, conf != NULL ? conf->parse_deadline : DEADLINE_MS, raw, out);
}

void
parse_explain(struct arena *a, const struct conf *conf, struct str raw, struct letter *out)
{
	struct letter_conf how = letter_conf_of(a, conf);

	how.explain = true;
	parse_in_child(a, &how, conf != NULL ? conf->parse_deadline : DEADLINE_MS, raw, out);
}

int
parse_alone(const struct conf *conf)
{
	struct arena *a = arena_new();
	struct letter letter;
	struct str raw;
	struct err e;
	int status = 0;

	if (file_read_all(a, STDIN_FILENO, CHANNEL_MAX, &raw, &e) == -1) {
		log_error("no mail", { "error", LOG_C(e.text) });
		status = 1;
	} else {
		parse_once(a, conf, raw, &letter);
		printf("%.*s\n", STR_ARG(letter_json(a, &letter)));
	}
	arena_free(a);
	return status;
}
