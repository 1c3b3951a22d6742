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

#include "daemon/parse/patience.h"
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
	struct arena		*pieces;	/* of one piece of a file */
	bool			 big;		/* a mail was */
	bool			 over;		/* nobody is there to read for */
};

/* --- the work --- */

static void
answer_letter(struct channel *to, struct arena *a, const struct letter_conf *conf,
    uint64_t id, struct str raw, struct letter *letter)
{
	struct buf b;

	letter_parse(a, conf, raw, letter);
	buf_init(&b, a);
	msg_letter_pack(&b, &(struct msg_letter){ .id = id });
	letter_pack(&b, letter);
	channel_put(to, MSG_LETTER, buf_str(&b));
}

static void
answer_results(struct channel *to, struct arena *a, uint64_t id, const struct match *v,
    size_t n)
{
	struct buf b;

	buf_init(&b, a);
	msg_matched_pack(&b, &(struct msg_matched){ .id = id });
	matches_pack(&b, v, n);
	channel_put(to, MSG_MATCHED, buf_str(&b));
}

/* Core knows what becomes of those. */
static void
drop_marked(struct str marks, struct matches *m)
{
	size_t kept = 0;

	for (size_t i = 0; i < m->n; i++)
		if (!patience_is_marked(marks, m->v[i].pattern))
			m->v[kept++] = m->v[i];
	m->n = kept;
}

/*
 * The letter is on its way before the first pattern is tried: one that hangs costs
 * no reading.  What is not tried in time core asks for, one by one.
 */
static void
answer_matches(struct parser *p, uint64_t id, struct str marks, const struct letter *letter)
{
	const struct match_patterns *patterns = &p->conf->patterns;
	struct matches m;
	int64_t since = clock_mono();
	size_t n = 0;

	matches_of_letter(p->a, patterns, letter, &m);
	if (m.n == 0 || channel_flush(p->core) == -1)
		return;
	drop_marked(marks, &m);
	while (n < m.n && clock_mono() - since < PARSE_MATCHES_MS)
		match_try(p->a, patterns, &m.v[n++]);
	answer_results(p->core, p->a, id, m.v, n);
}

static void
answer_parse(struct parser *p, struct str body)
{
	struct msg_parse m;
	struct letter letter;

	if (msg_parse_unpack(NULL, body, &m) == -1)	/* core's deadline ends it */
		return;
	answer_letter(p->core, p->a, &p->conf->letter, m.id, m.raw, &letter);
	answer_matches(p, m.id, m.marks, &letter);
}

static void
answer_match(struct channel *to, struct arena *a, const struct match_patterns *patterns,
    struct str body)
{
	struct msg_match m;
	struct match one;

	if (msg_match_unpack(NULL, body, &m) == -1 || m.pattern >= patterns->n)
		return;
	one = (struct match){ .pattern = m.pattern, .text = m.text };
	match_try(a, patterns, &one);
	answer_results(to, a, m.id, &one, 1);
}

struct files {				/* that are wanted of a mail */
	struct parser		*p;
	uint64_t		 id;
	struct strs		 wanted;	/* what was sent is empty */
	struct str		 sha256;	/* under way */
};

static void
send_piece(void *self, struct str piece)
{
	struct files *f = self;
	struct buf b;

	buf_init(&b, f->p->pieces);
	msg_file_pack(&b, &(struct msg_file){ f->id, f->sha256, piece });
	channel_put(f->p->core, MSG_FILE, buf_str(&b));
	channel_flush(f->p->core);
	arena_reset(f->p->pieces);
}

/* One that is there twice is sent once; it is never in memory as a whole. */
static void
take_file(void *self, const struct attachment *at, enum transfer transfer, struct str body)
{
	struct files *f = self;

	for (size_t i = 0; i < f->wanted.n; i++) {
		if (!str_eq(f->wanted.v[i], at->sha256))
			continue;
		f->wanted.v[i] = STR_NONE;
		f->sha256 = at->sha256;
		transfer_each(transfer, body, send_piece, f);
	}
}

/* Read once more, as it was the first time: what is a file of it is found there alone. */
static void
answer_files(struct parser *p, struct str body)
{
	struct files f = { .p = p };
	const struct attach_sink sink = { take_file, &f };
	struct letter_conf how = p->conf->letter;
	struct msg_files m;
	struct letter letter;

	if (msg_files_unpack(p->a, body, &m) == -1)
		return;
	f.id = m.id;
	f.wanted = m.sha256;
	how.files = &sink;
	letter_parse(p->a, &how, m.raw, &letter);
	f.sha256 = STR_NONE;
	send_piece(&f, STR_NONE);
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
		answer_match(p->core, p->a, &p->conf->patterns, m->body);
	else if (m->type == MSG_FILES)
		answer_files(p, m->body);
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
	struct parser p = { .conf = conf, .a = arena_new(), .pieces = arena_new() };

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

struct in_child {			/* what a child of this process is to do */
	const struct conf		*conf;
	const struct letter_conf	*how;
	struct str			 raw;	/* NULL: tries the patterns that it is sent */
};

static int
read_one(struct arena *a, const struct in_child *what, struct channel *parent)
{
	struct letter letter;

	answer_letter(parent, a, what->how, 0, what->raw, &letter);
	return channel_flush(parent);
}

static int
try_patterns(struct arena *a, const struct in_child *what, struct channel *parent)
{
	struct message m;

	for (; channel_wait(parent, &m, -1) == 1; arena_reset(a)) {
		answer_match(parent, a, &what->conf->patterns, m.body);
		if (channel_flush(parent) == -1)
			return -1;
	}
	return 0;
}

/*
 * Its own process, and all of it behind the cage.  A database session that this one
 * may have open is none of its business.
 */
static _Noreturn void
child(const struct in_child *what, int fd)
{
	struct channel *parent;
	struct arena *a = arena_new();

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	close_range(STDERR_FILENO + 1, (unsigned)fd - 1, 0);
	close_range((unsigned)fd + 1, ~0U, 0);
	parent = channel_new(fd);
	mime_init();
	if (cage_enter(CAGE_PARSE, NULL, NULL) == -1)
		_exit(1);
	_exit((what->raw.p == NULL ? try_patterns : read_one)(a, what, parent) == 0 ? 0 : 1);
}

/* Its channel, or NULL: there is none. */
static struct channel *
start(const struct in_child *what, pid_t *pid)
{
	int fd[2];

	if (channel_pair(fd, NULL) == -1)
		return NULL;
	if ((*pid = fork()) == 0)
		child(what, fd[1]);
	close(fd[1]);
	if (*pid != -1)
		return channel_new(fd[0]);
	close(fd[0]);
	return NULL;
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
	const struct in_child what = { .how = how, .raw = raw.p == NULL ? STR("") : raw };
	struct channel *c;
	struct message m;
	const char *why;
	bool good;
	pid_t pid;
	int got;

	*out = (struct letter){ .quarantine = STR("no parser could be started") };
	if ((c = start(&what, &pid)) == NULL)
		return;
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

/* 1: it has a result; 0: it hangs; -1: the child is gone, or talks nonsense. */
static int
ask_child(struct arena *a, struct channel *c, struct match *m)
{
	struct msg_matched answer;
	struct matches got;
	struct message in;
	struct buf b;
	int came;

	buf_init(&b, a);
	msg_match_pack(&b, &(struct msg_match){ 0, m->pattern, m->text });
	channel_put(c, MSG_MATCH, buf_str(&b));
	if (channel_flush(c) == -1)
		return -1;
	if ((came = channel_wait(c, &in, PARSE_MATCH_MS)) != 1)
		return came;
	if (in.type != MSG_MATCHED || msg_matched_unpack(NULL, str_dup(a, in.body),
	    &answer) == -1 || matches_unpack(a, answer.results, &got) == -1 || got.n != 1)
		return -1;
	m->result = got.v[0].result;
	m->captures = got.v[0].captures;
	return 1;
}

/* One that hangs or kills its child is over its limits; the next child goes on. */
void
parse_ask(struct arena *a, const struct conf *conf, struct matches *list)
{
	const struct in_child what = { .conf = conf };
	struct match *m;
	pid_t pid;

	while ((m = matches_open(list)) != NULL) {
		struct channel *c = start(&what, &pid);
		int came = -1;

		while (c != NULL && m != NULL && (came = ask_child(a, c, m)) == 1)
			m = matches_open(list);
		if (m != NULL)
			m->result = MATCH_OVER;
		if (c == NULL)
			continue;
		channel_free(c);	/* its end is the child's */
		reap(a, pid, came == 0);
	}
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
