/* lanes: see lanes.h. */
#include "daemon/send/lanes.h"

#include <stdlib.h>
#include <time.h>

#include "daemon/policy/conf.h"
#include "daemon/send/envelope.h"
#include "daemon/send/hookcall.h"
#include "daemon/send/login.h"
#include "daemon/send/pull.h"
#include "daemon/send/smtp.h"
#include "daemon/sys/clock.h"
#include "daemon/sys/file.h"
#include "daemon/sys/log.h"

enum {
	IDLE_MS = 60 * 1000,		/* an idle lane's connection is kept so long */
	MINUTE_MS = 60 * 1000
};

struct outlet {				/* a mailbox's way out, or a webhook */
	struct lanes		*all;
	struct str		 name;		/* of its queue */
	size_t			 lanes_max;
	int64_t			 rate;		/* a minute; 0: any */
	const struct mailbox	*mailbox;	/* NULL: it is a webhook */
	const struct hookcall	*hook;
	struct str		 password;
	pthread_cond_t		 more;	/* something waits, or the end came */
	struct posts		 waiting[SEND_PRIORITIES];	/* MSG_SEND */
	size_t			 n_waiting;
	size_t			 lanes;
	size_t			 idle;	/* lanes that wait for `more` */
	int64_t			 next_us;	/* by clock_mono(): none begins before; max_rate */
	struct envelopes	 envelopes;
};

struct lanes {
	struct queue		*out;
	struct pulls		 pulls;		/* of mails that come in pieces */
	atomic_bool		 abort;
	struct outlet		*outlets;	/* one a mailbox, then one a webhook */
	size_t			 n;
	/* The lock is for what follows, and for the outlets' posts and counts. */
	pthread_mutex_t		 lock;
	size_t			 running;	/* of all outlets */
	size_t			 busy;		/* of those, who have a mail in hand */
	bool			 stopping;
};

/* --- one mail --- */

/* Core's words were looked at when they came. */
static struct delivery
delivery_of(const struct post *p)
{
	struct delivery d;

	if (delivery_unpack(NULL, (struct str){ p->body, p->n }, &d) == -1)
		abort();
	return d;
}

static void
answer(struct outlet *o, struct arena *a, const struct post *p, const struct smtp_result *r,
    enum send_stop stop)
{
	const struct mail_result m = { .delivery = delivery_of(p).id, .outcome = r->outcome,
	    .code = r->code, .reply = r->reply, .stop = stop, .mend = r->mend };
	struct buf b;

	log_debug("mail tried", { "delivery", LOG_I(m.delivery) },
	    { "mailbox", LOG_S(o->name) }, { "outcome", LOG_I(m.outcome) },
	    { "reply", LOG_S(m.reply) });
	buf_init(&b, a);
	mail_result_pack(&b, &m);
	queue_put(o->all->out, MSG_SENT, p->generation, buf_str(&b), STR_NONE);
}

/* Under the lock: the first of the most urgent.  NULL: none waits. */
static struct post *
take_waiting(struct outlet *o)
{
	struct post *p = NULL;

	for (size_t i = 0; i < SEND_PRIORITIES && p == NULL; i++)
		p = posts_take(&o->waiting[i]);
	if (p != NULL)
		o->n_waiting--;
	return p;
}

/*
 * The mails behind one that would fare the same get its answer at once: each alone
 * would hold one of core's few places for a whole time-out, or make the server angry.
 */
static void
give_up_waiting(struct outlet *o, struct arena *a, const struct smtp_result *r)
{
	const struct smtp_result later = { .outcome = SEND_TEMPORARY, .code = r->code,
	    .reply = r->reply };
	struct post *p;

	while ((p = take_waiting(o)) != NULL) {
		answer(o, a, p, &later, SEND_WAITED);
		free(p);
	}
}

/* --- lanes: one thread, one connection --- */

/* Under the lock: for something to change, at most until then. */
static void
wait_until(struct outlet *o, int64_t us)
{
	struct timespec t = { us / SECOND_US, us % SECOND_US * 1000 };

	pthread_cond_timedwait(&o->more, &o->all->lock, &t);
}

/* Microseconds, for rates; never goes back. */
static int64_t
now_us(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * SECOND_US + t.tv_nsec / 1000;
}

/* Under the lock: waits for a mail, and for its turn by the mailbox's rate. */
static void
await_turn(struct outlet *o)
{
	int64_t idle = now_us() + IDLE_MS * 1000, now;

	while (!o->all->stopping && (now = now_us()) < (o->n_waiting == 0 ? idle : o->next_us))
		wait_until(o, o->n_waiting == 0 ? idle : o->next_us);
	if (o->n_waiting > 0 && o->rate > 0)
		o->next_us = now_us() + MINUTE_MS * 1000 / o->rate;
}

/* The next mail, or NULL: this lane is to end, and is counted no more. */
static struct post *
lane_next(struct outlet *o)
{
	struct lanes *l = o->all;
	struct post *p;

	pthread_mutex_lock(&l->lock);
	o->idle++;
	await_turn(o);
	o->idle--;
	p = l->stopping ? NULL : take_waiting(o);
	if (p != NULL)
		l->busy++;
	else
		o->lanes--;
	pthread_mutex_unlock(&l->lock);
	return p;
}

static void
lane_done(struct outlet *o, struct arena *a, const struct post *p, const struct smtp_result *r)
{
	struct lanes *l = o->all;
	bool stops = r->server_down || r->about_us;

	pthread_mutex_lock(&l->lock);
	answer(o, a, p, r, stops ? SEND_STOPS : SEND_GOES_ON);
	if (stops)
		give_up_waiting(o, a, r);
	l->busy--;
	pthread_mutex_unlock(&l->lock);
}

struct str
lanes_helo(struct str address)
{
	size_t at = str_chr(address, '@', 0);

	return at == SIZE_MAX ? STR_NONE : str_sub(address, at + 1, SIZE_MAX);
}

struct rest {				/* of the mail that a lane has in hand */
	struct pulls	*all;
	struct pull	 pull;
};

static int
rest_get(void *self, uint64_t at, struct str *piece)
{
	struct rest *r = self;

	return pulls_get(r->all, &r->pull, at, piece);
}

static void
try_senders(struct outlet *o, struct smtp *smtp, struct arena *a, const struct delivery *d,
    struct smtp_mail *mail, struct smtp_result *r)
{
	struct envelope_try t;

	envelope_begin(&t, o->mailbox, &o->envelopes, d);
	do {
		mail->from = t.sender[t.now];
		smtp_send(smtp, a, mail, r);
	} while (envelope_next(&t, r));
}

/* By token: one that is not taken is renewed, and the mail tried again, once. */
static void
try_logins(struct outlet *o, struct smtp *smtp, struct arena *a, const struct post *p,
    struct smtp_mail *mail, struct smtp_result *r)
{
	const struct oauth *oauth = o->mailbox->smtp.oauth;
	const struct delivery d = delivery_of(p);

	if (oauth != NULL)
		login_await(oauth, 0, &o->all->abort);
	try_senders(o, smtp, a, &d, mail, r);
	if (oauth != NULL && r->about_login) {
		login_tell(o->all->out, p->generation, o->mailbox->name, r);
		queue_ring(o->all->out);
		if (login_await(oauth, r->token, &o->all->abort))
			try_senders(o, smtp, a, &d, mail, r);
	}
	if (oauth != NULL && (r->about_login || r->code > 0))
		login_tell(o->all->out, p->generation, o->mailbox->name, r);
}

static void
send_mail(struct outlet *o, struct smtp *smtp, struct arena *a, const struct post *p,
    struct smtp_result *r)
{
	const struct delivery d = delivery_of(p);
	struct rest rest = { .all = &o->all->pulls,
	    .pull = { .delivery = d.id, .generation = p->generation } };
	struct smtp_mail mail = { .recipient = d.recipient, .bytes = d.bytes, .rest = d.tail,
	    .more = rest_get, .self = &rest };
	size_t most = o->mailbox->smtp.max_message;

	if (most > 0 && d.bytes.n + d.tail > most) {
		*r = (struct smtp_result){ .outcome = SEND_PERMANENT, .reply = str_printf(a,
		    "the mail has %llu bytes, and max_message of mailbox %.*s is %zu",
		    (unsigned long long)(d.bytes.n + d.tail), STR_ARG(o->mailbox->name), most) };
		return;
	}
	pulls_begin(rest.all, &rest.pull);
	try_logins(o, smtp, a, p, &mail, r);
	pulls_end(rest.all, &rest.pull);
}

static struct smtp *
connection(struct outlet *o)
{
	return o->mailbox == NULL ? NULL : smtp_new(&o->mailbox->smtp, o->password,
	    lanes_helo(o->mailbox->address), NULL, &o->all->abort);
}

static void *
lane_run(void *arg)
{
	struct outlet *o = arg;
	struct lanes *l = o->all;
	struct smtp *smtp = connection(o);
	struct arena *a = arena_new();
	struct post *p;

	for (; (p = lane_next(o)) != NULL; free(p), arena_reset(a)) {
		const struct delivery d = delivery_of(p);
		struct smtp_result r;

		if (o->hook != NULL)
			hookcall_send(o->hook, a, &d, &l->abort, &r);
		else
			send_mail(o, smtp, a, p, &r);
		lane_done(o, a, p, &r);
	}
	arena_free(a);
	smtp_free(smtp);
	pthread_mutex_lock(&l->lock);
	l->running--;
	pthread_mutex_unlock(&l->lock);
	queue_ring(l->out);
	return NULL;
}

/* Under the lock. */
static int
lane_start(struct outlet *o)
{
	pthread_t thread;

	if (pthread_create(&thread, NULL, lane_run, o) != 0)
		return -1;
	pthread_detach(thread);
	o->lanes++;
	o->all->running++;
	return 0;
}

/* Under the lock: the mails of an outlet without a lane, and with no thread to be had. */
static void
no_thread(struct outlet *o)
{
	struct arena *a = arena_new();

	give_up_waiting(o, a, &(struct smtp_result){ .reply = STR("no thread") });
	arena_free(a);
}

/* --- for the role --- */

static struct outlet *
outlet_find(struct lanes *l, struct str name)
{
	for (size_t i = 0; i < l->n; i++)
		if (str_eq(l->outlets[i].name, name))
			return &l->outlets[i];
	return NULL;
}

void
lanes_submit(struct lanes *l, uint64_t generation, struct str body)
{
	struct outlet *o;
	struct delivery d;

	if (delivery_unpack(NULL, body, &d) == -1 || (o = outlet_find(l, d.mailbox)) == NULL) {
		log_error("mail to be sent makes no sense",
		    { "delivery", LOG_I(d.id) }, { "mailbox", LOG_S(d.mailbox) });
		return;
	}
	pthread_mutex_lock(&l->lock);
	posts_add(&o->waiting[d.priority], post_new(MSG_SEND, generation, body, STR_NONE));
	o->n_waiting++;
	if (o->n_waiting > o->idle && o->lanes < o->lanes_max &&
	    lane_start(o) == -1 && o->lanes == 0)
		no_thread(o);
	pthread_cond_signal(&o->more);
	pthread_mutex_unlock(&l->lock);
}

void
lanes_drop(struct lanes *l)
{
	struct post *p;

	pthread_mutex_lock(&l->lock);
	for (size_t i = 0; i < l->n; i++) {
		while ((p = take_waiting(&l->outlets[i])) != NULL)
			free(p);
	}
	pthread_mutex_unlock(&l->lock);
}

void
lanes_piece(struct lanes *l, struct str body)
{
	pulls_take(&l->pulls, body);
}

void
lanes_starve(struct lanes *l)
{
	pulls_break(&l->pulls);
}

void
lanes_stop(struct lanes *l)
{
	lanes_drop(l);
	pthread_mutex_lock(&l->lock);
	l->stopping = true;
	for (size_t i = 0; i < l->n; i++)
		pthread_cond_broadcast(&l->outlets[i].more);
	pthread_mutex_unlock(&l->lock);
}

void
lanes_abort(struct lanes *l)
{
	atomic_store(&l->abort, true);
}

size_t
lanes_count(struct lanes *l, size_t *busy)
{
	size_t n;

	pthread_mutex_lock(&l->lock);
	n = l->running;
	*busy = l->busy;
	pthread_mutex_unlock(&l->lock);
	return n;
}

static void
outlet_init(struct outlet *o, struct lanes *l, const pthread_condattr_t *mono)
{
	o->all = l;
	for (size_t i = 0; i < SEND_PRIORITIES; i++)
		posts_init(&o->waiting[i]);
	pthread_cond_init(&o->more, mono);
}

static int
of_mailbox(struct outlet *o, struct arena *a, const struct mailbox *m, struct strs *readable,
    struct err *e)
{
	const struct endpoint *ep = &m->smtp;

	o->mailbox = m;
	o->name = m->name;
	o->lanes_max = (size_t)ep->max_connections;
	o->rate = ep->max_rate;
	if (ep->ca_file.n > 0)
		strs_add(a, readable, ep->ca_file);
	if (ep->oauth != NULL) {
		store_folders(a, ep->oauth, NULL);
		store_readable(a, ep->oauth, readable);
	}
	return ep->password_file.n == 0 ? 0 : file_secret(a, ep->password_file, &o->password, e);
}

/* One lane: what a receiver gets is in the order in which it happened. */
static void
of_webhook(struct outlet *o, struct arena *a, const struct webhook *h, struct strs *readable)
{
	o->hook = hookcall_new(a, h, readable);
	o->name = h->queue;
	o->lanes_max = 1;
	o->rate = h->max_rate;
}

struct lanes *
lanes_new(struct arena *a, const struct conf *conf, struct queue *out, struct strs *readable,
    struct err *e)
{
	struct lanes *l = ARENA_NEW(a, struct lanes);
	size_t mailboxes = conf->mailboxes.n;
	pthread_condattr_t mono;

	l->out = out;
	pulls_init(&l->pulls, out, &l->abort);
	l->n = mailboxes + conf->webhooks.n;
	l->outlets = ARENA_ARRAY(a, l->n, struct outlet);
	pthread_mutex_init(&l->lock, NULL);
	pthread_condattr_init(&mono);
	pthread_condattr_setclock(&mono, CLOCK_MONOTONIC);
	for (size_t i = 0; i < l->n; i++) {
		outlet_init(&l->outlets[i], l, &mono);
		if (i >= mailboxes)
			of_webhook(&l->outlets[i], a, &conf->webhooks.v[i - mailboxes], readable);
		else if (of_mailbox(&l->outlets[i], a, &conf->mailboxes.v[i], readable, e) == -1)
			return NULL;
	}
	return l;
}
