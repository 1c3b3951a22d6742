/*
 * core: the only writer.  Takes mail from fetch, has it read by the parse
 * workers, stores it in batches, tells fetch what is stored, fires alarms and
 * hands the outbox to send.
 *
 * One thread, one database session.  Whatever dies around it, core goes on: a
 * mail waits here or on the server until the database has it.
 */
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "daemon/alarm.h"
#include "daemon/clock.h"
#include "daemon/intake.h"
#include "daemon/log.h"
#include "daemon/outbox.h"
#include "daemon/parserole.h"
#include "daemon/role.h"
#include "parsers/wire.h"

enum {
	GATHER_MS = 5,			/* a batch waits so long for its last mails */
	RESCAN_MS = 5000,		/* the net below NOTIFY and other daemons */
	TICK_MS = 500,			/* longest sleep: the watchdog is fed, time looked at */
	STOP_MS = 10000,		/* what is in flight gets this long at the end */
	RETRY_MIN_MS = 100,
	RETRY_MAX_MS = 5000,
};

struct claim {				/* a mailbox that our fetch reads */
	struct str	name;
	bool		held;
	int64_t		seen_at;	/* us: it was read up to then */
	uint64_t	blocked;	/* uid that could not be stored; 0: none */
};

struct core {
	const struct conf	*conf;
	struct channel		*control;
	struct channel		*fetch;		/* NULL: being started */
	struct core_state	 state;
	struct flights		 flights;	/* and send's channel */
	struct db		*db;		/* NULL: away */
	int64_t			 retry_at;	/* ms: when to open it again */
	int64_t			 retry_ms;
	struct arena		*batch;		/* of one transaction */
	struct intake		*first;		/* mails in hand, in order */
	struct intake		**last;
	int64_t			 done_since;	/* ms: oldest that waits to be stored; 0 */
	int64_t			 pending_seen;	/* highest raw id taken up as pending */
	struct claim		*claims;
	int64_t			 next_alarm;	/* us; 0: none waits */
	int64_t			 next_delivery;	/* us; 0: none waits */
	int64_t			 rescan_at;	/* ms */
	struct arena		*results_arena;
	struct outbox_result	 results[FLIGHTS_MAX];
	size_t			 n_results;
	int64_t			 stop_at;	/* ms: give up waiting; 0: running */
};

static void
database_away(struct core *c, const struct err *e)
{
	log_error("database away, trying again", { "error", LOG_C(e->text) },
	    { "in_ms", LOG_I(c->retry_ms) });
	db_close(c->db);
	c->db = NULL;
	c->retry_at = clock_mono() + c->retry_ms;
	c->retry_ms = c->retry_ms * 2 > RETRY_MAX_MS ? RETRY_MAX_MS : c->retry_ms * 2;
}

/* True when the step failed; the session is given up when that is why. */
static bool
failed(struct core *c, int rc, const struct err *e, const char *what)
{
	struct err ignored;

	if (rc != -1)
		return false;
	if (e->kind == ERR_RETRY) {
		database_away(c, e);
		return true;
	}
	log_error(what, { "error", LOG_C(e->text) });
	if (db_rollback(c->db, &ignored) == -1)
		database_away(c, &ignored);
	return true;
}

/* --- mailboxes ------------------------------------------------------------ */

static struct claim *
claim_find(struct core *c, struct str name)
{
	for (size_t i = 0; i < c->conf->n_mailboxes; i++)
		if (str_eq(c->claims[i].name, name))
			return &c->claims[i];
	return NULL;
}

/* Takes the mailbox's lock and says from where to read; false: not ours now. */
static bool
claim_lock(struct core *c, struct claim *cl, uint64_t *uidvalidity, uint64_t *uid,
    int64_t *since)
{
	const struct mailbox *m = conf_mailbox(c->conf, cl->name);
	struct err e;
	int h;

	cl->held = false;
	if (c->db == NULL || m == NULL)
		return false;
	db_queue(c->db, SQL_MAILBOX_ENSURE, "sT", cl->name,
	    clock_now() - m->since * SECOND_US);
	h = db_queue(c->db, SQL_MAILBOX_CLAIM, "s", cl->name);
	if (failed(c, db_run(c->db, &e), &e, "mailbox not claimed") ||
	    db_count(c->db, h) == 0)
		return false;
	cl->held = db_bool(c->db, h, 0, 0);
	*uidvalidity = (uint64_t)db_i64(c->db, h, 0, 1);
	*uid = (uint64_t)db_i64(c->db, h, 0, 2);
	*since = db_i64(c->db, h, 0, 3);
	cl->seen_at = db_null(c->db, h, 0, 4) ? *since : db_i64(c->db, h, 0, 4);
	return cl->held;
}

static void
answer_claim(struct core *c, struct str body)
{
	struct wire in = { .in = body };
	struct str name = wire_text(&in);
	struct claim *cl = claim_find(c, name);
	uint64_t uidvalidity = 0, uid = 0;
	int64_t since = 0;
	struct buf b;
	bool granted = cl != NULL && claim_lock(c, cl, &uidvalidity, &uid, &since);

	buf_init(&b, c->batch);
	wire_put_str(&b, name);
	wire_put_u8(&b, granted);
	wire_put_u64(&b, uidvalidity);
	wire_put_u64(&b, uid);
	wire_put_u64(&b, (uint64_t)since);
	channel_put(c->fetch, MSG_CURSOR, buf_str(&b));
}

static void
tell_stored(struct core *c, struct str mailbox, uint64_t uidvalidity, uint64_t uid, bool ok)
{
	struct buf b;

	buf_init(&b, c->batch);
	wire_put_str(&b, mailbox);
	wire_put_u64(&b, uidvalidity);
	wire_put_u64(&b, uid);
	wire_put_u8(&b, ok);
	channel_put(c->fetch, MSG_STORED, buf_str(&b));
}

/* Which of these are stored?  A crash kept fetch from flagging them. */
static void
answer_ask(struct core *c, struct str body)
{
	struct wire in = { .in = body };
	struct str mailbox = wire_text(&in);
	uint64_t uidvalidity = wire_u64(&in);
	size_t n = wire_count(&in, sizeof(uint64_t), 1000);
	int64_t *uids = ARENA_ARRAY(c->batch, n, int64_t);
	struct err e;
	int h;

	for (size_t i = 0; i < n; i++)
		uids[i] = wire_i64(&in);
	if (wire_end(&in) == -1 || c->db == NULL)
		return;
	h = db_queue(c->db, SQL_RAW_STORED, "sij", mailbox, (int64_t)uidvalidity, uids, n);
	if (failed(c, db_run(c->db, &e), &e, "stored mail not looked up"))
		return;
	for (size_t i = 0; i < db_count(c->db, h); i++)
		tell_stored(c, mailbox, uidvalidity, (uint64_t)db_i64(c->db, h, i, 0), true);
}

static void
take_health(struct core *c, struct str body)
{
	struct wire in = { .in = body };
	struct str name = wire_text(&in);
	bool ok = wire_bool(&in);
	struct str text = wire_text(&in);
	struct err e;

	if (wire_end(&in) == -1 || c->db == NULL)
		return;
	db_queue(c->db, SQL_MAILBOX_HEALTH, "sST", name, ok ? STR_NONE : text,
	    clock_now());
	failed(c, db_run(c->db, &e), &e, "mailbox state not noted");
}

/* --- mail in -------------------------------------------------------------- */

static struct intake *
intake_new(struct core *c)
{
	struct arena *a = arena_new();
	struct intake *in = ARENA_NEW(a, struct intake);

	in->a = a;
	in->job.a = a;
	in->queued_at = clock_mono();
	*c->last = in;
	c->last = &in->next;
	return in;
}

/* What was not read whole, or is empty, is kept and not read. */
static void
submit(struct core *c, struct intake *in)
{
	in->job.raw = in->item.raw;
	if (in->item.truncated) {
		in->job.letter.quarantine = STR("larger than limits.message_bytes; the "
		    "whole mail is still in the mailbox");
		in->job.state = JOB_DONE;
		return;
	}
	pool_submit(c->state.pool, &in->job);
}

static void
take_mail(struct core *c, struct str body)
{
	struct intake *in = intake_new(c);
	struct claim *cl;

	if (mail_item_unpack(str_dup(in->a, body), &in->item) == -1) {
		log_error("fetch sent a mail that makes no sense");
		in->is_skip = true;	/* moves nothing */
		in->job.state = JOB_DONE;
		return;
	}
	if ((cl = claim_find(c, in->item.mailbox)) != NULL)
		in->floor = cl->seen_at - 86400LL * SECOND_US;
	submit(c, in);
}

static void
take_skip(struct core *c, struct str body)
{
	struct intake *in = intake_new(c);
	struct wire w = { .in = str_dup(in->a, body) };

	in->is_skip = true;
	in->job.state = JOB_DONE;
	in->item.mailbox = wire_text(&w);
	in->item.uidvalidity = wire_u64(&w);
	in->item.uid = wire_u64(&w);
	if (wire_end(&w) == -1)
		in->item = (struct mail_item){ 0 };
}

/* Mail that docketctl deliver or quarantine retry left in the table. */
static void
take_pending(struct core *c)
{
	struct err e;
	int h;

	h = db_queue(c->db, SQL_RAW_PENDING, "i", c->pending_seen);
	if (failed(c, db_run(c->db, &e), &e, "pending mail not read"))
		return;
	for (size_t i = 0; i < db_count(c->db, h); i++) {
		struct intake *in = intake_new(c);

		in->pending = db_i64(c->db, h, i, 0);
		in->item.mailbox = str_dup(in->a, db_str(c->db, h, i, 1));
		in->item.arrived = db_i64(c->db, h, i, 2);
		in->item.size = (uint64_t)db_i64(c->db, h, i, 3);
		in->item.raw = db_bytea(c->db, in->a, h, i, 4);
		c->pending_seen = in->pending;
		submit(c, in);
	}
	if (db_count(c->db, h) == 0)
		c->pending_seen = 0;	/* a retry may have a low number */
}

static bool
same_box(const struct intake *a, const struct intake *b)
{
	return a->item.uidvalidity == b->item.uidvalidity &&
	    str_eq(a->item.mailbox, b->item.mailbox);
}

/* Up to which UID everything is stored when this batch is, if that is known. */
static uint64_t
cursor_uid(struct core *c, const struct intake *in)
{
	struct claim *cl = claim_find(c, in->item.mailbox);
	uint64_t uid = in->item.uid;

	for (const struct intake *o = c->first; o != NULL; o = o->next)
		if (o->job.state != JOB_DONE && same_box(in, o) && o->item.uid <= uid)
			uid = o->item.uid - 1;
	if (cl != NULL && cl->blocked != 0 && cl->blocked <= uid)
		uid = cl->blocked - 1;
	return uid;
}

static size_t
cursors_of(struct core *c, struct intake **v, size_t n, struct cursor *out)
{
	size_t k = 0;

	for (size_t i = 0; i < n; i++) {
		uint64_t uid;
		size_t at;

		if (v[i]->pending != 0 || v[i]->item.uid == 0)
			continue;
		for (at = 0; at < k; at++)
			if (out[at].uidvalidity == v[i]->item.uidvalidity &&
			    str_eq(out[at].mailbox, v[i]->item.mailbox))
				break;
		uid = cursor_uid(c, v[i]);
		if (at == k)
			out[k++] = (struct cursor){ v[i]->item.mailbox,
			    v[i]->item.uidvalidity, uid };
		else if (uid > out[at].uid)
			out[at].uid = uid;
	}
	return k;
}

static void
log_stored(const struct intake *in)
{
	log_info("mail stored", { "mailbox", LOG_S(in->item.mailbox) },
	    { "uid", LOG_I(in->item.uid) }, { "ticket", LOG_I(in->ticket) },
	    { "kind", LOG_C(letter_kind_name(in->job.letter.kind)) },
	    { "message_id", LOG_S(in->job.letter.message_id) });
}

/* Once a mailbox is read up to the present, arrivals cannot be old any more. */
static void
note_seen(struct core *c, const struct intake *in)
{
	struct claim *cl = claim_find(c, in->item.mailbox);

	if (cl == NULL || in->is_skip)
		return;
	if (!in->stored && (cl->blocked == 0 || in->item.uid < cl->blocked))
		cl->blocked = in->item.uid;
	else if (in->stored && cl->blocked == in->item.uid)
		cl->blocked = 0;
	if (in->item.arrived > clock_now() - 3600LL * SECOND_US)
		cl->seen_at = clock_now();
}

/* Takes what was tried out of the list. */
static void
drop_tried(struct core *c, struct intake **v, size_t n)
{
	struct intake **at = &c->first;
	size_t i = 0;

	while (*at != NULL && i < n) {
		struct intake *in = *at;

		if (in != v[i]) {
			at = &in->next;
			continue;
		}
		*at = in->next;
		i++;
		if (c->fetch != NULL && !in->is_skip && in->pending == 0)
			tell_stored(c, in->item.mailbox, in->item.uidvalidity,
			    in->item.uid, in->stored);
		note_seen(c, in);
		if (in->stored && !in->is_skip)
			log_stored(in);
		arena_free(in->a);
	}
	for (c->last = &c->first; *c->last != NULL; c->last = &(*c->last)->next)
		continue;
}

static void
earlier(int64_t *at, int64_t other)
{
	if (other != 0 && (*at == 0 || other < *at))
		*at = other;
}

static void
store_done(struct core *c)
{
	struct intake *v[INTAKE_BATCH];
	struct cursor cursors[INTAKE_BATCH];
	struct intake_done done = { 0 };
	size_t n = 0, n_cursors;
	bool others = false;
	struct err e;

	if (c->db == NULL)
		return;
	for (struct intake *in = c->first; in != NULL && n < INTAKE_BATCH; in = in->next)
		if (in->job.state == JOB_DONE)
			v[n++] = in;
		else
			others = true;
	if (n == 0)
		return;
	if (c->done_since == 0)
		c->done_since = clock_mono();
	if (others && n < INTAKE_BATCH && clock_mono() - c->done_since < GATHER_MS)
		return;
	c->done_since = 0;
	n_cursors = cursors_of(c, v, n, cursors);
	if (!failed(c, intake_store(&c->state, c->db, c->batch, v, n, cursors,
	    n_cursors, &done, &e), &e, "mail not stored")) {
		arena_reset(c->batch);
		drop_tried(c, v, n);
		earlier(&c->next_alarm, done.next_alarm);
		if (done.deliveries > 0)
			c->next_delivery = 1;
	}
	arena_reset(c->batch);
}

/* --- mail out ------------------------------------------------------------- */

static void
take_sent(struct core *c, struct str body)
{
	struct wire in = { .in = body };
	struct outbox_result *r = &c->results[c->n_results];

	r->delivery = wire_i64(&in);
	r->outcome = (enum send_outcome)wire_u8(&in);
	r->code = wire_u32(&in);
	r->reply = str_dup(c->results_arena, wire_text(&in));
	if (wire_end(&in) == -1 || r->outcome > SEND_UNKNOWN ||
	    !flights_end(&c->flights, r->delivery)) {
		log_error("send gave an answer that makes no sense");
		return;
	}
	c->n_results++;
}

static void
record_results(struct core *c)
{
	struct err e;

	if (c->n_results == 0 || c->db == NULL)
		return;
	if (failed(c, outbox_record(&c->state, c->db, c->batch, c->results,
	    c->n_results, &e), &e, "outcome of mail not recorded") && c->db == NULL) {
		arena_reset(c->batch);
		return;		/* kept for the next session */
	}
	c->n_results = 0;
	arena_reset(c->results_arena);
	arena_reset(c->batch);
	if (c->next_delivery == 0)
		c->next_delivery = clock_now();	/* look when the next try is due */
}

static void
send_due(struct core *c)
{
	size_t n = 0;
	struct err e;

	if (c->db == NULL || flights_room(&c->flights) == 0 || c->next_delivery == 0 ||
	    c->next_delivery > clock_now())
		return;
	if (failed(c, outbox_claim(&c->state, c->db, &n, &e), &e, "outbox not read"))
		return;
	if (n == 0 && !failed(c, outbox_next(c->db, &c->next_delivery, &e), &e,
	    "outbox not read") && c->next_delivery != 0 &&
	    c->next_delivery <= clock_now())
		c->next_delivery = clock_now() + SECOND_US;	/* another daemon's */
}

/* A send role that is new knows nothing of what the last one had. */
static void
send_is_new(struct core *c)
{
	struct err e;

	c->flights.n = 0;
	if (c->db != NULL)
		failed(c, outbox_release(&c->state, c->db, &e), &e,
		    "outbox not taken back");
	c->next_delivery = 1;
}

/* --- time ----------------------------------------------------------------- */

static void
fire_due(struct core *c)
{
	struct intake_done done = { 0 };
	bool more = false;
	struct err e;

	if (c->db == NULL || c->stop_at != 0 || c->next_alarm == 0 ||
	    c->next_alarm > clock_now())
		return;
	if (failed(c, alarm_fire(&c->state, c->db, &done, &more, &e), &e,
	    "alarms not fired")) {
		c->next_alarm = clock_now() + 5 * SECOND_US;
		return;
	}
	if (done.deliveries > 0)
		c->next_delivery = 1;
	if (!failed(c, alarm_next(c->db, &c->next_alarm, &e), &e, "alarms not read") &&
	    !more && c->next_alarm != 0 && c->next_alarm <= clock_now())
		c->next_alarm = clock_now() + SECOND_US;	/* another daemon's */
}

static void
rescan(struct core *c)
{
	struct err e;

	c->rescan_at = clock_mono() + RESCAN_MS;
	db_queue(c->db, SQL_DELIVERY_RECLAIM, "");
	if (failed(c, db_run(c->db, &e), &e, "outbox not read") ||
	    failed(c, alarm_next(c->db, &c->next_alarm, &e), &e, "alarms not read") ||
	    failed(c, outbox_next(c->db, &c->next_delivery, &e), &e, "outbox not read"))
		return;
	if (c->stop_at == 0)
		take_pending(c);
}

/* --- database ------------------------------------------------------------- */

static int
begin_session(struct core *c, struct err *e)
{
	int64_t before = c->state.owner;
	int h;

	if (db_check_schema(c->db, e) == -1)
		return -1;
	h = db_queue(c->db, SQL_CORE_NUMBER, "");
	if (db_run(c->db, e) == -1)
		return -1;
	c->state.owner = db_i64(c->db, h, 0, 0);
	db_queue(c->db, SQL_DELIVERY_ADOPT, "iij", before, c->state.owner, c->flights.id,
	    c->flights.n);
	return db_run(c->db, e);
}

static void
open_database(struct core *c)
{
	uint64_t uidvalidity, uid;
	int64_t since;
	struct err e;

	if (c->db != NULL || clock_mono() < c->retry_at)
		return;
	if (db_open(c->conf->database.p, true, &c->db, &e) == -1 ||
	    begin_session(c, &e) == -1) {
		database_away(c, &e);
		return;
	}
	c->retry_ms = RETRY_MIN_MS;
	log_info("database open", { "core", LOG_I(c->state.owner) });
	for (size_t i = 0; c->db != NULL && i < c->conf->n_mailboxes; i++)
		if (c->claims[i].held && !claim_lock(c, &c->claims[i], &uidvalidity, &uid,
		    &since))
			log_warning("mailbox is read by another docketd now",
			    { "mailbox", LOG_S(c->claims[i].name) });
	if (c->db != NULL)
		rescan(c);
}

static void
take_notify(struct core *c)
{
	struct err e;
	int n = db_notified(c->db, &e);

	if (n == -1)
		database_away(c, &e);
	else if (n == 1)
		rescan(c);
}

/* --- the loop ------------------------------------------------------------- */

static void
take_peer(struct core *c, struct message *m)
{
	struct wire in = { .in = m->body };
	enum role role = (enum role)wire_u8(&in);
	uint32_t index = wire_u32(&in);

	if (m->fd == -1)
		return;
	if (role == ROLE_PARSE) {
		pool_add_worker(c->state.pool, index, m->fd);
	} else if (role == ROLE_FETCH) {
		channel_free(c->fetch);
		c->fetch = channel_new(m->fd);
	} else if (role == ROLE_SEND) {
		channel_free(c->flights.send);
		c->flights.send = channel_new(m->fd);
		send_is_new(c);
	}
}

static void
take_control(struct core *c)
{
	struct message m;
	bool gone = channel_pump(c->control) == -1;

	while (channel_next(c->control, &m)) {
		if (m.type == MSG_PEER)
			take_peer(c, &m);
		else if (m.type == MSG_STOP && c->stop_at == 0)
			c->stop_at = clock_mono() + STOP_MS;
		c->flights.closed = c->stop_at != 0;
	}
	if (gone)
		c->stop_at = 1;		/* no supervisor: no work */
}

static void
take_fetch(struct core *c)
{
	struct message m;
	bool gone = channel_pump(c->fetch) == -1;

	while (channel_next(c->fetch, &m)) {
		if (m.type == MSG_MAIL && c->stop_at == 0)
			take_mail(c, m.body);
		else if (m.type == MSG_SKIP && c->stop_at == 0)
			take_skip(c, m.body);
		else if (m.type == MSG_CLAIM)
			answer_claim(c, str_dup(c->batch, m.body));
		else if (m.type == MSG_ASK)
			answer_ask(c, str_dup(c->batch, m.body));
		else if (m.type == MSG_HEALTH)
			take_health(c, m.body);
	}
	if (gone) {
		channel_free(c->fetch);
		c->fetch = NULL;
	}
}

static void
take_send(struct core *c)
{
	struct message m;
	bool gone = channel_pump(c->flights.send) == -1;

	while (c->n_results < FLIGHTS_MAX && channel_next(c->flights.send, &m))
		if (m.type == MSG_SENT)
			take_sent(c, m.body);
	if (gone) {
		channel_free(c->flights.send);
		c->flights.send = NULL;
	}
}

/* Milliseconds until something must be looked at. */
static int
sleep_ms(struct core *c)
{
	int64_t now = clock_now(), ms = TICK_MS, pool = pool_timeout(c->state.pool);
	const int64_t due[] = { c->next_alarm, c->next_delivery };

	for (size_t i = 0; i < sizeof(due) / sizeof(due[0]); i++)
		if (due[i] != 0 && (due[i] - now) / 1000 < ms)
			ms = due[i] <= now ? 0 : (due[i] - now) / 1000 + 1;
	if (flights_room(&c->flights) == 0 && ms == 0)
		ms = GATHER_MS;		/* the outbox waits for send */
	if (c->db == NULL)
		ms = RETRY_MIN_MS;
	if (c->done_since != 0 && ms > GATHER_MS)
		ms = GATHER_MS;
	return (int)(pool != -1 && pool < ms ? pool : ms);
}

static void
wait_for_news(struct core *c)
{
	struct pollfd fds[POOL_WORKERS + 4];
	struct channel *all[] = { c->control, c->fetch, c->flights.send };
	size_t n = 0;

	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		if (all[i] != NULL)
			fds[n++] = (struct pollfd){ .fd = channel_fd(all[i]),
			    .events = channel_events(all[i]) };
	if (c->db != NULL)
		fds[n++] = (struct pollfd){ .fd = db_fd(c->db), .events = POLLIN };
	n += pool_poll(c->state.pool, fds + n);
	poll(fds, n, sleep_ms(c));
}

static bool
is_over(const struct core *c)
{
	if (c->stop_at == 0)
		return false;
	if (clock_mono() >= c->stop_at)
		return true;
	return c->first == NULL && c->flights.n == 0 && c->n_results == 0;
}

static void
core_init(struct core *c, const struct conf *conf, struct channel *control)
{
	struct arena *a = arena_new();

	memset(c, 0, sizeof(*c));
	c->conf = conf;
	c->control = control;
	c->retry_ms = RETRY_MIN_MS;
	c->batch = arena_new();
	c->results_arena = arena_new();
	c->last = &c->first;
	c->claims = ARENA_ARRAY(a, conf->n_mailboxes, struct claim);
	for (size_t i = 0; i < conf->n_mailboxes; i++)
		c->claims[i].name = conf->mailboxes[i].name;
	c->state.conf = conf;
	c->state.forever = a;
	c->state.worktimes = ARENA_ARRAY(a, conf->n_calendars, struct worktime *);
	c->state.pool = pool_new(a, conf, control);
	c->state.flights = &c->flights;
}

static int
load_keys(struct core *c, struct err *e)
{
	struct token_keys *keys = NULL;
	struct str text;

	if (conf_secret(c->state.forever, c->conf->token_key_file, &text, e) == -1 ||
	    token_keys_parse(c->state.forever, text, &keys, e) == -1)
		return -1;
	c->state.keys = keys;
	return 0;
}

/* What libpq reads when it connects: a password, a client certificate. */
static void
libpq_files(struct arena *a, struct strs *out)
{
	const char *passfile = getenv("PGPASSFILE"), *home = getenv("HOME");

	if (passfile != NULL)
		strs_add(a, out, str_c(passfile));
	if (home == NULL)
		return;
	strs_add(a, out, str_printf(a, "%s/.pgpass", home));
	strs_add(a, out, str_printf(a, "%s/.postgresql", home));
}

int
core_run(const struct conf *conf, struct channel *control)
{
	static struct core core;
	struct core *c = &core;
	struct strs readable = { 0 };
	struct err e;

	core_init(c, conf, control);
	compose_init();
	if (load_keys(c, &e) == -1) {
		log_error("no reply tokens", { "error", LOG_C(e.text) });
		return 78;
	}
	libpq_files(c->state.forever, &readable);
	if (role_ready(ROLE_CORE, &readable, control) == -1)
		return 1;
	while (!is_over(c)) {
		if (c->db != NULL)
			take_notify(c);		/* what the last round read already */
		wait_for_news(c);
		role_alive(control);
		take_control(c);
		if (c->fetch != NULL)
			take_fetch(c);
		if (c->flights.send != NULL)
			take_send(c);
		pool_work(c->state.pool);
		open_database(c);
		if (c->db != NULL)
			take_notify(c);
		if (c->db != NULL && clock_mono() >= c->rescan_at)
			rescan(c);
		record_results(c);
		store_done(c);
		fire_due(c);
		send_due(c);
		if (c->fetch != NULL)
			channel_push(c->fetch);
		if (c->flights.send != NULL)
			channel_push(c->flights.send);
	}
	if (c->fetch != NULL)
		channel_flush(c->fetch);
	db_close(c->db);
	return 0;
}

/* `docketd --role core < mail.eml`: stores it as mail to the first mailbox. */
int
core_alone(const struct conf *conf)
{
	struct core *c = arena_alloc(arena_new(), sizeof(*c));
	struct intake *in;
	struct intake_done done = { 0 };
	struct err e;

	core_init(c, conf, NULL);
	c->state.pool = NULL;
	c->state.flights = NULL;
	compose_init();
	in = intake_new(c);
	if (load_keys(c, &e) == -1 || parse_read_all(in->a, STDIN_FILENO,
	    conf->letter.limits.message_bytes, &in->item.raw, &e) == -1 ||
	    db_open(conf->database.p, false, &c->db, &e) == -1 ||
	    db_check_schema(c->db, &e) == -1) {
		log_error("mail not stored", { "error", LOG_C(e.text) });
		return 1;
	}
	in->item.mailbox = conf->mailboxes[0].name;
	in->item.size = in->item.raw.n;
	parse_once(in->a, conf, in->item.raw, &in->job.letter);
	in->job.state = JOB_DONE;
	if (intake_store(&c->state, c->db, c->batch, &in, 1, NULL, 0, &done, &e) == -1)
		log_error("mail not stored", { "error", LOG_C(e.text) });
	else
		printf("ticket %lld, %zu mails queued\n", (long long)in->ticket,
		    done.deliveries);
	db_close(c->db);
	return in->stored ? 0 : 1;
}
