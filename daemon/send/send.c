/*
 * send: the role that speaks SMTP.  The main thread takes MSG_SEND from core
 * and answers each with MSG_SENT; each mailbox has its own queue and up to
 * LANES threads with a connection each, because libcurl blocks until the data
 * is answered: a slow server delays its own mailbox only.
 *
 * Holds the SMTP passwords, read once before the cage closes; never touches the
 * database; believes core's numbers and no server's words.  What it was told by
 * a core that is gone is not begun any more: the next core hands it out again.
 */
#include "daemon/send/send.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <time.h>
#include <unistd.h>

#include "daemon/parse/parserole.h"
#include "daemon/policy/conf.h"
#include "daemon/role/role.h"
#include "daemon/send/smtp.h"
#include "daemon/sys/clock.h"
#include "daemon/sys/log.h"

enum {
	LANES = 3,			/* some providers allow no more connections */
	IDLE_S = 60,			/* an idle lane's connection is kept so long */
	LOOP_MS = 1000,
	STOP_MS = 15 * 1000,		/* MSG_STOP: what is under way may finish */
	ABORT_MS = 3 * 1000,		/* … and then has this to break off */
	QUIT_MS = 1000,			/* for goodbyes, when nothing is under way */
	STATUS_FAILED = 1,
	STATUS_TEMPORARY = 75,
	STATUS_CONF = 78
};

struct outlet;

struct parcel {				/* one delivery */
	struct parcel		*next;
	struct arena		*a;	/* where it and all of it lives */
	struct outlet		*outlet;
	uint64_t		 delivery;
	uint64_t		 epoch;	/* of the core that wants to know */
	struct smtp_mail	 mail;
	struct smtp_result	 result;
};

struct queue {
	struct parcel	*head;
	struct parcel	*tail;
};

struct sender;

struct outlet {				/* a mailbox's way out */
	struct sender		*sender;
	const struct mailbox	*mailbox;
	struct str		 password;
	pthread_cond_t		 more;	/* something waits, or the end came */
	struct queue		 waiting;
	size_t			 n_waiting;
	size_t			 lanes;
	size_t			 idle;	/* lanes that wait for `more` */
};

struct sender {
	const struct conf	*conf;
	struct channel		*control;
	struct channel		*core;		/* NULL: none at present */
	uint64_t		 epoch;		/* counts cores */
	int			 wake;		/* eventfd: something is done */
	int64_t			 stop_at;	/* ms: MSG_STOP came; 0: not */
	atomic_bool		 abort;
	struct outlet		*outlets;	/* one a mailbox, in conf's order */
	/* The lock is for what follows, and for the outlets' queues and counts. */
	pthread_mutex_t		 lock;
	struct queue		 done;
	size_t			 lanes;		/* of all outlets */
	size_t			 busy;		/* … that have a mail in hand */
	bool			 stopping;
};

static void
push(struct queue *q, struct parcel *p)
{
	p->next = NULL;
	if (q->head == NULL)
		q->head = p;
	else
		q->tail->next = p;
	q->tail = p;
}

static struct parcel *
pop(struct queue *q)
{
	struct parcel *p = q->head;

	if (p != NULL)
		q->head = p->next;
	return p;
}

static void
parcel_free(struct parcel *p)
{
	arena_free(p->a);
}

/* --- lanes: one thread, one connection --- */

static void
wake(struct sender *s)
{
	const uint64_t one = 1;

	/* It only fails when it is awake already. */
	if (write(s->wake, &one, sizeof(one)) == -1 && errno != EAGAIN)
		abort();
}

static void
deadline_in(struct timespec *t, int seconds)
{
	clock_gettime(CLOCK_MONOTONIC, t);
	t->tv_sec += seconds;
}

/* The next mail, or NULL: this lane is to end, and is counted no more. */
static struct parcel *
lane_next(struct outlet *o)
{
	struct sender *s = o->sender;
	struct parcel *p;
	struct timespec until;
	int rc = 0;

	deadline_in(&until, IDLE_S);
	pthread_mutex_lock(&s->lock);
	o->idle++;
	while (o->waiting.head == NULL && !s->stopping && rc != ETIMEDOUT)
		rc = pthread_cond_timedwait(&o->more, &s->lock, &until);
	o->idle--;
	p = s->stopping ? NULL : pop(&o->waiting);
	if (p != NULL) {
		o->n_waiting--;
		s->busy++;
	} else {
		o->lanes--;
	}
	pthread_mutex_unlock(&s->lock);
	return p;
}

/*
 * The mails behind one that found no server get its answer at once: each alone
 * would hold one of core's few places for a whole time-out.
 */
static void
give_up_waiting(struct outlet *o, const struct smtp_result *r)
{
	struct parcel *p;

	while ((p = pop(&o->waiting)) != NULL) {
		o->n_waiting--;
		p->result = (struct smtp_result){ .outcome = SEND_TEMPORARY,
		    .code = r->code, .reply = str_dup(p->a, r->reply) };
		push(&o->sender->done, p);
	}
}

static void
lane_done(struct outlet *o, struct parcel *p)
{
	struct sender *s = o->sender;

	pthread_mutex_lock(&s->lock);
	if (p->result.server_down)
		give_up_waiting(o, &p->result);
	push(&s->done, p);
	s->busy--;
	pthread_mutex_unlock(&s->lock);
	wake(s);
}

/* What the server knows us by: the domain of the mailbox's address. */
static struct str
helo_of(const struct mailbox *m)
{
	size_t at = str_chr(m->address, '@', 0);

	return at == SIZE_MAX ? STR_NONE : str_sub(m->address, at + 1, SIZE_MAX);
}

static void *
lane_run(void *arg)
{
	struct outlet *o = arg;
	struct sender *s = o->sender;
	struct smtp *smtp = smtp_new(&o->mailbox->smtp, o->password,
	    helo_of(o->mailbox), NULL, &s->abort);
	struct parcel *p;

	while ((p = lane_next(o)) != NULL) {
		smtp_send(smtp, p->a, &p->mail, &p->result);
		lane_done(o, p);
	}
	smtp_free(smtp);
	pthread_mutex_lock(&s->lock);
	s->lanes--;
	pthread_mutex_unlock(&s->lock);
	wake(s);
	return NULL;
}

/* Under the lock. */
static int
lane_start(struct outlet *o)
{
	pthread_t thread;
	int rc = pthread_create(&thread, NULL, lane_run, o);

	if (rc != 0)
		return -1;
	pthread_detach(thread);
	o->lanes++;
	o->sender->lanes++;
	return 0;
}

static void
submit(struct outlet *o, struct parcel *p)
{
	struct sender *s = o->sender;

	pthread_mutex_lock(&s->lock);
	push(&o->waiting, p);
	o->n_waiting++;
	if (o->n_waiting > o->idle && o->lanes < LANES && lane_start(o) == -1 &&
	    o->lanes == 0)
		give_up_waiting(o, &(struct smtp_result){ .reply = STR("no thread") });
	pthread_cond_signal(&o->more);
	pthread_mutex_unlock(&s->lock);
}

/* --- core --- */

static void
answer(struct sender *s, const struct parcel *p)
{
	struct buf b;

	log_debug("mail tried", { "delivery", LOG_I(p->delivery) },
	    { "mailbox", LOG_S(p->outlet->mailbox->name) },
	    { "outcome", LOG_I(p->result.outcome) }, { "reply", LOG_S(p->result.reply) });
	if (s->core == NULL || p->epoch != s->epoch)
		return;
	buf_init(&b, p->a);
	mail_result_pack(&b, &(struct mail_result){ (int64_t)p->delivery, p->result.outcome,
	    p->result.code, p->result.reply });
	channel_put(s->core, MSG_SENT, buf_str(&b));
}

static void
answer_done(struct sender *s)
{
	struct parcel *p;
	struct queue done;
	uint64_t count;

	if (read(s->wake, &count, sizeof(count)) == -1 && errno != EAGAIN)
		abort();
	pthread_mutex_lock(&s->lock);
	done = s->done;
	s->done = (struct queue){ NULL, NULL };
	pthread_mutex_unlock(&s->lock);
	while ((p = pop(&done)) != NULL) {
		answer(s, p);
		parcel_free(p);
	}
	if (s->core != NULL)
		channel_push(s->core);
}

static struct outlet *
outlet_find(struct sender *s, struct str mailbox)
{
	for (size_t i = 0; i < s->conf->mailboxes.n; i++)
		if (str_eq(s->outlets[i].mailbox->name, mailbox))
			return &s->outlets[i];
	return NULL;
}

static void
take_send(struct sender *s, struct str body)
{
	struct arena *a = arena_new();
	struct parcel *p = ARENA_NEW(a, struct parcel);
	struct delivery d;

	*p = (struct parcel){ .a = a, .epoch = s->epoch };
	if (delivery_unpack(NULL, str_dup(a, body), &d) == -1 ||
	    (p->outlet = outlet_find(s, d.mailbox)) == NULL) {
		log_error("mail to be sent makes no sense",
		    { "delivery", LOG_I(d.id) }, { "mailbox", LOG_S(d.mailbox) });
		arena_free(a);
		return;
	}
	p->delivery = (uint64_t)d.id;
	p->mail.from = str_dup(a, d.envelope_from);
	p->mail.recipient = str_dup(a, d.recipient);
	p->mail.bytes = d.bytes;
	submit(p->outlet, p);
}

static void
drop_waiting(struct sender *s)
{
	struct parcel *p;

	pthread_mutex_lock(&s->lock);
	for (size_t i = 0; i < s->conf->mailboxes.n; i++) {
		while ((p = pop(&s->outlets[i].waiting)) != NULL)
			parcel_free(p);
		s->outlets[i].n_waiting = 0;
	}
	pthread_mutex_unlock(&s->lock);
}

static void
core_gone(struct sender *s)
{
	channel_free(s->core);
	s->core = NULL;
	drop_waiting(s);
}

static void
take_core(struct sender *s)
{
	struct message m;
	bool gone = channel_pump(s->core) == -1;

	while (channel_next(s->core, &m)) {
		if (m.fd != -1)
			close(m.fd);
		if (m.type == MSG_SEND && s->stop_at == 0)
			take_send(s, m.body);
	}
	if (gone)
		core_gone(s);
}

/* --- the supervisor --- */

static void
take_peer(struct sender *s, const struct message *m)
{
	struct msg_peer peer;

	if (m->fd == -1)
		return;
	if (msg_peer_unpack(NULL, m->body, &peer) == -1 || peer.role != ROLE_CORE) {
		close(m->fd);
		return;
	}
	if (s->core != NULL)
		core_gone(s);
	s->epoch++;
	s->core = channel_new(m->fd);
}

static void
stop(struct sender *s)
{
	s->stop_at = clock_mono();
	drop_waiting(s);
	pthread_mutex_lock(&s->lock);
	s->stopping = true;
	for (size_t i = 0; i < s->conf->mailboxes.n; i++)
		pthread_cond_broadcast(&s->outlets[i].more);
	pthread_mutex_unlock(&s->lock);
}

/* -1: the supervisor is gone. */
static int
take_control(struct sender *s)
{
	struct message m;
	bool gone = channel_pump(s->control) == -1;

	while (channel_next(s->control, &m)) {
		if (m.type == MSG_PEER) {
			take_peer(s, &m);
			continue;
		}
		if (m.fd != -1)
			close(m.fd);
		if (m.type == MSG_STOP && s->stop_at == 0)
			stop(s);
	}
	return gone ? -1 : 0;
}

/* After MSG_STOP: whether all lanes have ended, or have had their time. */
static bool
is_finished(struct sender *s)
{
	int64_t since = clock_mono() - s->stop_at;
	size_t lanes, busy;

	if (s->stop_at == 0)
		return false;
	pthread_mutex_lock(&s->lock);
	lanes = s->lanes;
	busy = s->busy;
	pthread_mutex_unlock(&s->lock);
	if (since > STOP_MS)
		atomic_store(&s->abort, true);
	return lanes == 0 || since > (busy == 0 ? QUIT_MS : STOP_MS + ABORT_MS);
}

static void
wait_for_work(struct sender *s)
{
	struct pollfd p[] = {
		{ .fd = channel_fd(s->control), .events = channel_events(s->control) },
		{ .fd = s->wake, .events = POLLIN },
		{ .fd = s->core == NULL ? -1 : channel_fd(s->core),
		    .events = s->core == NULL ? 0 : channel_events(s->core) },
	};

	if (poll(p, sizeof(p) / sizeof(p[0]), LOOP_MS) == -1 && errno != EINTR)
		log_error("poll failed", { "errno", LOG_I(errno) });
}

static int
outlets_open(struct sender *s, struct arena *a, struct strs *readable, struct err *e)
{
	pthread_condattr_t mono;

	pthread_condattr_init(&mono);
	pthread_condattr_setclock(&mono, CLOCK_MONOTONIC);
	s->outlets = ARENA_ARRAY(a, s->conf->mailboxes.n, struct outlet);
	for (size_t i = 0; i < s->conf->mailboxes.n; i++) {
		struct outlet *o = &s->outlets[i];
		const struct endpoint *ep;

		o->sender = s;
		o->mailbox = &s->conf->mailboxes.v[i];
		ep = &o->mailbox->smtp;
		pthread_cond_init(&o->more, &mono);
		if (ep->ca_file.n > 0)
			strs_add(a, readable, ep->ca_file);
		if (ep->password_file.n > 0 &&
		    conf_secret(a, ep->password_file, &o->password, e) == -1)
			return -1;
	}
	return 0;
}

int
send_run(const struct conf *conf, struct channel *control)
{
	struct arena *a = arena_new();
	struct sender *s = ARENA_NEW(a, struct sender);
	struct strs readable = { NULL, 0 };
	struct err e;

	s->conf = conf;
	s->control = control;
	pthread_mutex_init(&s->lock, NULL);
	if (outlets_open(s, a, &readable, &e) == -1 || smtp_init(&e) == -1) {
		log_error("cannot send", { "error", LOG_C(e.text) });
		return e.kind == ERR_CONF ? STATUS_CONF : STATUS_FAILED;
	}
	if ((s->wake = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) == -1 ||
	    role_ready(ROLE_SEND, &readable, control) == -1)
		return STATUS_FAILED;
	while (!is_finished(s)) {
		role_alive(control);
		wait_for_work(s);
		if (take_control(s) == -1)
			return STATUS_FAILED;
		if (s->core != NULL)
			take_core(s);
		answer_done(s);
	}
	answer_done(s);
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

	if (parse_read_all(a, STDIN_FILENO, CHANNEL_MAX, &in, e) == -1)
		return -1;
	if ((box = read_order(a, conf, in, &mail)) == NULL)
		return err_set(e, ERR_MESSAGE, "\"MAILBOX FROM TO\", of a mailbox that "
		    "there is, is wanted as the first line");
	if ((box->smtp.password_file.n > 0 &&
	    conf_secret(a, box->smtp.password_file, &password, e) == -1) ||
	    smtp_init(e) == -1)
		return -1;
	smtp = smtp_new(&box->smtp, password, helo_of(box), NULL, NULL);
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
		printf("%s: %.*s\n", rows[r.outcome].text, STR_ARG(r.reply));
		status = rows[r.outcome].status;
	}
	arena_free(a);
	return status;
}
