/*
 * fetchprobe: plays supervisor and core for a fetch role, so that tests can say
 * what core answers and see what it would get.
 *
 *	fetchprobe FOLDER LIMIT NAME,HOST,PORT,TLS,USER,PASSWORD_FILE,CA_FILE,INBOX,DONE,POLL ...
 *
 * Each mail's bytes are written to FOLDER/NAME-UIDVALIDITY-UID-N, N counting the mails
 * under that UID from 0.  Like core, it keeps what is stored, and answers claims and
 * questions by that.
 *
 * Standard input, a command a line:
 *	cursor NAME UIDVALIDITY UID SINCE	mail up to that UID may be old
 *	stored NAME UIDVALIDITY LOW HIGH	… as in an earlier life
 *	refuse NAME | grant NAME	claims of it
 *	answer yes|no|never		to mails from now on, and to those that wait
 *	answer one			yes, to the oldest that waits
 *	core				a new core takes over
 *	nocore				the core dies
 *	stop				MSG_STOP
 * Standard output: "ready", "claim NAME", "mail NAME UIDVALIDITY UID ARRIVED SIZE
 * TRUNCATED BYTES N", "skip NAME UIDVALIDITY UID", "stock NAME UIDVALIDITY FIRST",
 * "ask NAME UIDVALIDITY N PROVEN", "health NAME OK TEXT", "exit STATUS".
 */
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "daemon/fetch/fetch.h"
#include "daemon/policy/conf.h"
#include "daemon/role/channel.h"
#include "daemon/sys/log.h"
#include "parsers/base/limits.h"
#include "parsers/base/wire.h"
#include "tests/tap.h"

struct stored {
	struct stored	*next;
	struct str	 mailbox;
	uint64_t	 uidvalidity;
	uint64_t	 uid;		/* 0: not stored after all */
	uint64_t	 handed;	/* the UID, stored or not */
	uint64_t	 high;		/* all up to there; proven whatever the server says */
	uint64_t	 size;
	int64_t		 arrived;
	bool		 textless;
	bool		 waits;		/* not answered yet */
};

struct place {				/* what core's table says of a mailbox */
	struct str	name;
	bool		refused;
	uint64_t	uidvalidity;
	uint64_t	uid;
	int64_t		since;
};

struct probe {
	struct arena	*a;
	const char	*folder;
	struct channel	*control;
	struct channel	*core;		/* NULL: dead */
	struct place	*places;
	size_t		 n;
	struct stored	*stored;	/* newest first */
	enum { YES, NO, NEVER }	 answer;
};

static struct str
field(struct str *rest, char sep)
{
	struct str s;

	return str_split(rest, sep, &s) ? s : STR_NONE;
}

static uint64_t
number(struct str s)
{
	uint64_t n = 0;

	if (!str_u64(s, &n)) {
		fprintf(stderr, "fetchprobe: no number: %.*s\n", STR_ARG(s));
		exit(2);
	}
	return n;
}

static struct mailbox
mailbox_of(const char *spec)
{
	struct str rest = str_c(spec), tls;
	struct mailbox m = { .name = field(&rest, ','), .has_imap = true };

	m.imap.host = field(&rest, ',');
	m.imap.port = (uint16_t)number(field(&rest, ','));
	tls = field(&rest, ',');
	m.imap.tls = str_eq(tls, STR("implicit")) ? TLS_IMPLICIT :
	    str_eq(tls, STR("starttls")) ? TLS_STARTTLS : TLS_NONE;
	m.imap.user = field(&rest, ',');
	m.imap.password_file = field(&rest, ',');
	m.imap.ca_file = field(&rest, ',');
	m.folder = field(&rest, ',');
	m.done_folder = field(&rest, ',');
	m.poll = (int64_t)number(field(&rest, ','));
	return m;
}

/* NUL-ended, as conf has its strings. */
static struct mailbox
mailbox_dup(struct arena *a, struct mailbox m)
{
	struct str *const all[] = { &m.name, &m.imap.host, &m.imap.user,
	    &m.imap.password_file, &m.imap.ca_file, &m.folder, &m.done_folder };

	for (size_t i = 0; i < COUNT(all); i++)
		*all[i] = str_dup(a, *all[i]);
	return m;
}

/* --- core's side ---------------------------------------------------------- */

static struct place *
place_of(struct probe *p, struct str name)
{
	for (size_t i = 0; i < p->n; i++)
		if (str_eq(p->places[i].name, name))
			return &p->places[i];
	fprintf(stderr, "fetchprobe: no mailbox %.*s\n", STR_ARG(name));
	exit(2);
}

static void
drop_core(struct probe *p)
{
	channel_free(p->core);
	p->core = NULL;
	for (struct stored *s = p->stored; s != NULL; s = s->next)
		if (s->waits)
			s->uid = 0;	/* this core never stored it */
}

static void
new_core(struct probe *p)
{
	struct buf b;
	int fd[2];

	drop_core(p);
	if (channel_pair(fd, NULL) == -1)
		abort();
	p->core = channel_new(fd[0]);
	buf_init(&b, p->a);
	msg_peer_pack(&b, &(struct msg_peer){ ROLE_CORE, 0 });
	channel_put_fd(p->control, MSG_PEER, buf_str(&b), fd[1]);
	close(fd[1]);
	if (channel_flush(p->control) == -1)
		abort();
}

static void
say_stored(struct probe *p, const struct stored *s, bool ok)
{
	struct arena *a = arena_new();
	struct buf b;

	buf_init(&b, a);
	msg_stored_pack(&b, &(struct msg_stored){ s->mailbox, s->uidvalidity, s->uid, ok });
	channel_put(p->core, MSG_STORED, buf_str(&b));
	arena_free(a);
}

static void
answer_oldest(struct probe *p)
{
	struct stored *oldest = NULL;

	for (struct stored *s = p->stored; s != NULL; s = s->next)
		if (s->waits && s->uid != 0)
			oldest = s;
	if (oldest == NULL || p->core == NULL)
		return;
	oldest->waits = false;
	say_stored(p, oldest, true);
}

/* Oldest first. */
static void
answer_waiting(struct probe *p, struct stored *s)
{
	if (s == NULL)
		return;
	answer_waiting(p, s->next);
	if (!s->waits || s->uid == 0 || p->answer == NEVER || p->core == NULL)
		return;
	s->waits = false;
	say_stored(p, s, p->answer == YES);
	if (p->answer == NO)
		s->uid = 0;
}

static void
take_claim(struct probe *p, struct wire *in)
{
	struct place *at = place_of(p, wire_text(in));
	struct buf b;

	printf("claim %.*s\n", STR_ARG(at->name));
	buf_init(&b, p->a);
	msg_cursor_pack(&b, &(struct msg_cursor){ at->name, !at->refused, at->uidvalidity,
	    at->uid, at->since });
	channel_put(p->core, MSG_CURSOR, buf_str(&b));
}

static bool
is_of(const struct stored *s, struct str name, uint64_t uidvalidity)
{
	return s->uidvalidity == uidvalidity && str_eq(s->mailbox, name);
}

static void
keep_bytes(struct probe *p, const struct mail_item *m, int n)
{
	struct arena *a = arena_new();
	FILE *f = fopen(str_printf(a, "%s/%.*s-%llu-%llu-%d", p->folder, STR_ARG(m->mailbox),
	    (unsigned long long)m->uidvalidity, (unsigned long long)m->uid, n).p, "wb");

	if (f == NULL || fwrite(m->raw.p, 1, m->raw.n, f) != m->raw.n || fclose(f) != 0) {
		perror("fetchprobe");
		exit(1);
	}
	arena_free(a);
}

static void
take_mail(struct probe *p, struct str body)
{
	struct stored *s = ARENA_NEW(p->a, struct stored);
	struct mail_item m;
	int n = 0;

	if (mail_item_unpack(NULL, body, &m) == -1)
		abort();
	for (const struct stored *o = p->stored; o != NULL; o = o->next)
		n += is_of(o, m.mailbox, m.uidvalidity) && o->handed == m.uid;
	keep_bytes(p, &m, n);
	printf("mail %.*s %llu %llu %lld %llu %d %zu %d\n", STR_ARG(m.mailbox),
	    (unsigned long long)m.uidvalidity, (unsigned long long)m.uid,
	    (long long)m.arrived, (unsigned long long)m.size, m.truncated, m.raw.n, n);
	*s = (struct stored){ .next = p->stored, .mailbox = str_dup(p->a, m.mailbox),
	    .uidvalidity = m.uidvalidity, .uid = m.uid, .high = m.uid, .handed = m.uid,
	    .size = m.size, .arrived = m.arrived, .textless = m.truncated && m.raw.n == 0,
	    .waits = true };
	p->stored = s;
	if (p->answer == NEVER)
		return;
	s->waits = false;
	say_stored(p, s, p->answer == YES);
	if (p->answer == NO)
		s->uid = 0;
}

static bool
counts(const struct stored *s)
{
	return s->uid != 0 && !s->waits && !s->textless;
}

static int
by_low(const void *x, const void *y)
{
	const int64_t *a = x, *b = y;

	return (a[0] > b[0]) - (a[0] < b[0]);
}

/* All at once; ranges may touch and be there twice. */
static void
take_stock(struct probe *p, const struct msg_stock *m)
{
	struct msg_stocked out = { .mailbox = m->mailbox, .number = m->number,
	    .ranges.v = ARENA_ARRAY(p->a, MSG_RANGES_MAX, int64_t) };
	struct buf b;

	printf("stock %.*s %llu %llu\n", STR_ARG(m->mailbox),
	    (unsigned long long)m->uidvalidity, (unsigned long long)m->first);
	for (const struct stored *s = p->stored; s != NULL; s = s->next) {
		if (!counts(s) || !is_of(s, m->mailbox, m->uidvalidity) ||
		    out.ranges.n + 2 > MSG_RANGES_MAX)
			continue;
		out.ranges.v[out.ranges.n++] = (int64_t)s->uid;
		out.ranges.v[out.ranges.n++] = (int64_t)s->high;
	}
	if (out.ranges.n > 2)
		qsort(out.ranges.v, out.ranges.n / 2, 2 * sizeof(int64_t), by_low);
	buf_init(&b, p->a);
	msg_stocked_pack(&b, &out);
	channel_put(p->core, MSG_STOCKED, buf_str(&b));
}

static bool
is_proven(const struct probe *p, const struct msg_ask *m, size_t i)
{
	for (const struct stored *s = p->stored; s != NULL; s = s->next)
		if (counts(s) && is_of(s, m->mailbox, m->uidvalidity) &&
		    s->uid <= (uint64_t)m->uids.v[i] && s->high >= (uint64_t)m->uids.v[i] &&
		    (s->handed == 0 || (s->size == (uint64_t)m->sizes.v[i] &&
		    s->arrived == m->dates.v[i])))
			return true;
	return false;
}

static void
take_ask(struct probe *p, const struct msg_ask *m)
{
	struct msg_proven out = { .mailbox = m->mailbox, .number = m->number,
	    .uids.v = ARENA_ARRAY(p->a, MSG_UIDS_MAX, int64_t) };
	struct buf b;

	for (size_t i = 0; i < m->uids.n; i++)
		if (is_proven(p, m, i))
			out.uids.v[out.uids.n++] = m->uids.v[i];
	printf("ask %.*s %llu %zu %zu\n", STR_ARG(m->mailbox),
	    (unsigned long long)m->uidvalidity, m->uids.n, out.uids.n);
	buf_init(&b, p->a);
	msg_proven_pack(&b, &out);
	channel_put(p->core, MSG_PROVEN, buf_str(&b));
}

static void
take_message(struct probe *p, const struct message *m)
{
	struct wire in = { .in = m->body };
	struct msg_stock stock;
	struct msg_ask ask;
	struct msg_skip skip;
	struct str name, text;
	uint64_t a;

	if (m->type == MSG_CLAIM) {
		take_claim(p, &in);
	} else if (m->type == MSG_MAIL) {
		take_mail(p, m->body);
	} else if (m->type == MSG_STOCK && msg_stock_unpack(NULL, m->body, &stock) == 0) {
		take_stock(p, &stock);
	} else if (m->type == MSG_ASK && msg_ask_unpack(p->a, m->body, &ask) == 0) {
		take_ask(p, &ask);
	} else if (m->type == MSG_SKIP && msg_skip_unpack(NULL, m->body, &skip) == 0) {
		printf("skip %.*s %llu %llu\n", STR_ARG(skip.mailbox),
		    (unsigned long long)skip.uidvalidity, (unsigned long long)skip.uid);
		place_of(p, skip.mailbox)->uidvalidity = skip.uidvalidity;
		place_of(p, skip.mailbox)->uid = skip.uid;
	} else if (m->type == MSG_HEALTH) {
		name = wire_text(&in);
		a = wire_bool(&in);
		text = wire_text(&in);
		printf("health %.*s %d %.*s\n", STR_ARG(name), (int)a, STR_ARG(text));
	} else {
		abort();
	}
}

/* --- the test's side ------------------------------------------------------ */

/* "NAME UIDVALIDITY LOW HIGH" */
static void
add_stored(struct probe *p, struct str line)
{
	struct stored *s = ARENA_NEW(p->a, struct stored);

	s->next = p->stored;
	s->mailbox = str_dup(p->a, field(&line, ' '));
	s->uidvalidity = number(field(&line, ' '));
	s->uid = number(field(&line, ' '));
	s->high = number(line);
	p->stored = s;
}

static void
command(struct probe *p, struct str line)
{
	struct str verb = field(&line, ' ');
	struct place *at;

	if (str_eq(verb, STR("core"))) {
		new_core(p);
	} else if (str_eq(verb, STR("nocore"))) {
		drop_core(p);
	} else if (str_eq(verb, STR("stop"))) {
		channel_put(p->control, MSG_STOP, STR_NONE);
	} else if (str_eq(verb, STR("answer")) && str_eq(line, STR("one"))) {
		answer_oldest(p);
	} else if (str_eq(verb, STR("answer"))) {
		p->answer = str_eq(line, STR("yes")) ? YES : str_eq(line, STR("no")) ? NO : NEVER;
		answer_waiting(p, p->stored);
	} else if (str_eq(verb, STR("refuse")) || str_eq(verb, STR("grant"))) {
		place_of(p, line)->refused = str_eq(verb, STR("refuse"));
	} else if (str_eq(verb, STR("stored"))) {
		add_stored(p, line);
	} else if (str_eq(verb, STR("cursor"))) {
		at = place_of(p, field(&line, ' '));
		at->uidvalidity = number(field(&line, ' '));
		at->uid = number(field(&line, ' '));
		at->since = (int64_t)number(line);
	}
}

/* Standard input is read as it comes: stdio would hide lines from poll(). */
static bool
take_input(struct probe *p, struct buf *in)
{
	char bytes[4096];
	ssize_t n = read(STDIN_FILENO, bytes, sizeof(bytes));
	struct str rest;
	size_t end;

	if (n <= 0)
		return false;
	buf_add(in, (struct str){ bytes, (size_t)n });
	rest = buf_str(in);
	while ((end = str_chr(rest, '\n', 0)) != SIZE_MAX) {
		command(p, str_sub(rest, 0, end));
		rest = str_sub(rest, end + 1, SIZE_MAX);
	}
	if (rest.n > 0)
		memmove(in->p, rest.p, rest.n);
	in->n = rest.n;
	return true;
}

static void
take_core(struct probe *p)
{
	struct message m;

	if (p->core == NULL)
		return;
	channel_pump(p->core);
	while (channel_next(p->core, &m))
		take_message(p, &m);
	channel_push(p->core);
	fflush(stdout);
}

/* False: the role has ended. */
static bool
take_control(struct probe *p)
{
	bool gone = channel_pump(p->control) == -1;
	struct message m;

	while (channel_next(p->control, &m))
		if (m.type == MSG_READY)
			puts("ready");
	fflush(stdout);
	return !gone;
}

static void
serve(struct probe *p)
{
	struct buf in;
	bool open = true;

	buf_init(&in, p->a);
	for (;;) {
		struct pollfd fds[] = {
			{ .fd = open ? STDIN_FILENO : -1, .events = POLLIN },
			{ .fd = channel_fd(p->control), .events = channel_events(p->control) },
			{ .fd = -1 },
		};

		if (p->core != NULL) {
			fds[2].fd = channel_fd(p->core);
			fds[2].events = channel_events(p->core);
		}
		poll(fds, COUNT(fds), -1);
		if (fds[0].revents != 0 && !take_input(p, &in))
			open = false;
		take_core(p);
		if (!take_control(p)) {
			take_core(p);
			return;
		}
	}
}

int
main(int argc, char **argv)
{
	struct probe p = { .a = arena_new() };
	struct conf conf = { .log_level = STR("debug") };
	int fd[2], status = 0;
	pid_t pid;

	if (argc < 4)
		return 2;
	p.folder = argv[1];
	conf.letter.limits = LIMITS_DEFAULT;
	conf.letter.limits.message_bytes = (size_t)number(str_c(argv[2]));
	conf.mailboxes.v = ARENA_ARRAY(p.a, (size_t)argc, struct mailbox);
	p.places = ARENA_ARRAY(p.a, (size_t)argc, struct place);
	for (int i = 3; i < argc; i++) {
		conf.mailboxes.v[conf.mailboxes.n] = mailbox_dup(p.a, mailbox_of(argv[i]));
		p.places[p.n++].name = conf.mailboxes.v[conf.mailboxes.n++].name;
	}
	signal(SIGPIPE, SIG_IGN);
	if (channel_pair(fd, NULL) == -1 || (pid = fork()) == -1)
		abort();
	if (pid == 0) {
		close(fd[0]);
		log_open("fetch", LOG_DEBUG);
		_exit(fetch_run(&conf, channel_new(fd[1])));
	}
	close(fd[1]);
	p.control = channel_new(fd[0]);
	serve(&p);
	if (waitpid(pid, &status, 0) == pid)
		printf("exit %d\n", WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status));
	channel_free(p.core);
	channel_free(p.control);
	arena_free(p.a);
	return 0;
}
