/*
 * send: the role that speaks SMTP.  The main thread takes MSG_SEND from core,
 * the lanes (lanes.h) answer each with a MSG_SENT.
 *
 * Never touches the database; believes core's numbers.  What it was told by a
 * core that is gone is not begun any more: the next core hands it out again.
 */
#include "daemon/send/send.h"

#include <stdio.h>
#include <unistd.h>

#include "daemon/policy/conf.h"
#include "daemon/role/loop.h"
#include "daemon/role/role.h"
#include "daemon/send/lanes.h"
#include "daemon/send/smtp.h"
#include "daemon/sys/file.h"
#include "daemon/sys/log.h"
#include "parsers/base/array.h"

enum {
	LOOP_MS = 1000,
	STOP_MS = 15 * 1000,		/* MSG_STOP: what is under way may finish */
	ABORT_MS = 3 * 1000,		/* what is not finished then has this to break off */
	QUIT_MS = 1000,			/* for goodbyes, when nothing is under way */
	STATUS_FAILED = 1,
	STATUS_TEMPORARY = 75,
	STATUS_CONF = 78
};

struct sender {
	struct loop	 loop;
	struct channel	*core;		/* NULL: none at present */
	uint64_t	 generation;	/* counts cores */
	struct lanes	*lanes;
	struct queue	 out;		/* of the lanes, to core */
};

static void
core_came(void *self, struct channel *core)
{
	struct sender *s = self;

	s->core = core;
	s->generation++;
}

static void
core_gone(void *self)
{
	struct sender *s = self;

	s->core = NULL;
	lanes_drop(s->lanes);
	lanes_starve(s->lanes);
}

static void
take_core(void *self, const struct message *m)
{
	struct sender *s = self;

	if (m->type == MSG_SEND && loop_stopping(&s->loop) == -1)
		lanes_submit(s->lanes, s->generation, m->body);
	else if (m->type == MSG_PIECE)
		lanes_piece(s->lanes, m->body);
}

static int
watch(void *self, struct pollfd *fds, nfds_t *n)
{
	struct sender *s = self;

	fds[(*n)++] = (struct pollfd){ .fd = s->out.event, .events = POLLIN };
	return LOOP_MS;
}

static void
work(void *self)
{
	struct sender *s = self;

	queue_pass(&s->out, s->core, s->generation);
}

static void
stop(void *self)
{
	lanes_stop(((struct sender *)self)->lanes);
}

/* After MSG_STOP: whether all lanes have ended, or have had their time. */
static bool
is_over(void *self)
{
	struct sender *s = self;
	int64_t since = loop_stopping(&s->loop);
	size_t lanes, busy;

	if (since == -1)
		return false;
	lanes = lanes_count(s->lanes, &busy);
	if (since > STOP_MS)
		lanes_abort(s->lanes);
	return lanes == 0 || since > (busy == 0 ? QUIT_MS : STOP_MS + ABORT_MS);
}

static const struct loop_peer peers[] = {
	{ .role = ROLE_CORE, .came = core_came, .take = take_core, .gone = core_gone },
};

static const struct loop_ops ops = {
	peers, COUNT(peers), watch, work, stop, is_over
};

int
send_run(const struct conf *conf, struct channel *control)
{
	struct arena *a = arena_new();
	struct sender *s = ARENA_NEW(a, struct sender);
	struct cage_files files = { 0 };
	struct err e;

	loop_init(&s->loop, &ops, s, control);
	queue_init(&s->out);
	if ((s->lanes = lanes_new(a, conf, &s->out, &files.readable, &e)) == NULL ||
	    smtp_init(&e) == -1) {
		log_error("cannot send", { "error", LOG_C(e.text) });
		return e.kind == ERR_CONF ? STATUS_CONF : STATUS_FAILED;
	}
	if (role_ready(ROLE_SEND, &files, control) == -1)
		return STATUS_FAILED;
	loop_run(&s->loop);
	work(s);
	/* Not freed: a lane that would not end may still look at it. */
	return 0;
}

/* --- by hand --- */

static struct str
with_crlf(struct arena *a, struct str text)
{
	struct str line;
	struct buf b;

	buf_init(&b, a);
	while (str_line(&text, &line)) {
		buf_add(&b, line);
		buf_adds(&b, "\r\n");
	}
	return buf_str(&b);
}

/* "MAILBOX FROM TO" ("<>": the null sender), then the mail. */
static const struct mailbox *
read_order(struct arena *a, const struct conf *conf, struct str in, struct smtp_mail *m)
{
	struct str line, mailbox = STR_NONE;

	if (!str_line(&in, &line) || !str_split(&line, ' ', &mailbox) ||
	    !str_split(&line, ' ', &m->from))
		return NULL;
	m->recipient = str_trim(line);
	m->rest = 0;
	if (str_eq(m->from, STR("<>")))
		m->from = STR_NONE;
	m->bytes = with_crlf(a, in);
	return mailboxes_find(&conf->mailboxes, mailbox);
}

static int
send_one(struct arena *a, const struct conf *conf, struct smtp_result *r, struct err *e)
{
	const struct mailbox *box;
	struct smtp_mail mail;
	struct str in, password = STR_NONE;
	struct smtp *smtp;

	if (file_read_all(a, STDIN_FILENO, CHANNEL_MAX, &in, e) == -1)
		return -1;
	if ((box = read_order(a, conf, in, &mail)) == NULL)
		return err_set(e, ERR_MESSAGE, "\"MAILBOX FROM TO\", of a mailbox that "
		    "there is, is wanted as the first line");
	if ((box->smtp.password_file.n > 0 &&
	    file_secret(a, box->smtp.password_file, &password, e) == -1) ||
	    smtp_init(e) == -1)
		return -1;
	smtp = smtp_new(&box->smtp, password, lanes_helo(box->address), NULL, NULL);
	smtp_send(smtp, a, &mail, r);
	smtp_free(smtp);
	return 0;
}

int
send_alone(const struct conf *conf)
{
	static const struct { const char *text; int status; } rows[] = {
		[SEND_OK] = { "sent", 0 }, [SEND_PERMANENT] = { "refused", STATUS_FAILED },
		[SEND_TEMPORARY] = { "not now", STATUS_TEMPORARY },
		[SEND_UNKNOWN] = { "perhaps sent", STATUS_TEMPORARY },
	};
	struct arena *a = arena_new();
	struct smtp_result r = { 0 };
	struct err e;
	int status = STATUS_FAILED;

	if (send_one(a, conf, &r, &e) == -1) {
		log_error("cannot send", { "error", LOG_C(e.text) });
	} else {
		printf("%s: %.*s%s%.*s\n", rows[r.outcome].text, STR_ARG(r.reply),
		    r.mend.n > 0 ? "\nto mend it: " : "", STR_ARG(r.mend));
		status = rows[r.outcome].status;
	}
	arena_free(a);
	return status;
}
