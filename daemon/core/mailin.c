/* mailin: see mailin.h. */
#include "daemon/core/mailin.h"

#include <string.h>

#include "daemon/core/files.h"
#include "daemon/core/webwait.h"
#include "daemon/intake/controlrun.h"
#include "daemon/sys/clock.h"
#include "daemon/sys/log.h"
#include "daemon/ticket/condition.h"
#include "sql.h"

enum {
	BIG_BYTES = 256 * 1024,		/* a mail over this is stored alone */
	BIG_WAIT_MS = 1000,		/* and lets small ones pass so long */
	PENDING_BYTES = 16 * 1024 * 1024,	/* a page of pending mail ends with the mail */
						/* that makes it so long */
};

static struct claim *
claim_find(struct core *c, struct str name)
{
	for (size_t i = 0; i < c->conf->mailboxes.n; i++)
		if (str_eq(c->claims[i].name, name))
			return &c->claims[i];
	return NULL;
}

bool
core_claim(struct core *c, struct claim *cl, struct msg_cursor *out)
{
	const struct mailbox *m = mailboxes_find(&c->conf->mailboxes, cl->name);
	struct sql_mailbox_claim h;
	struct sql_mailbox_claim_row row;
	struct err e;

	cl->held = false;
	if (c->db == NULL || m == NULL)
		return false;
	sql_mailbox_ensure(c->db, cl->name, clock_now() - m->since * SECOND_US);
	h = sql_mailbox_claim(c->db, cl->name);
	if (db_run(c->db, &e) == -1) {
		core_failed(c, &e, "mailbox not claimed");
		return false;
	}
	if (!sql_mailbox_claim_row(c->db, h, 0, &row))
		return false;
	cl->held = out->granted = row.held;
	out->uidvalidity = (uint64_t)row.uidvalidity;
	out->uid = (uint64_t)row.old_uid;
	out->since = row.since;
	cl->seen_at = row.seen_at == 0 ? row.since : row.seen_at;
	return cl->held;
}

static void
answer_claim(struct core *c, struct str body)
{
	struct msg_cursor cursor = { 0 };
	struct msg_claim m;
	struct claim *cl;
	struct buf b;

	if (msg_claim_unpack(NULL, body, &m) == -1)
		return;
	cursor.mailbox = m.mailbox;
	if ((cl = claim_find(c, m.mailbox)) != NULL)
		core_claim(c, cl, &cursor);
	buf_init(&b, c->batch);
	msg_cursor_pack(&b, &cursor);
	channel_put(c->fetch, MSG_CURSOR, buf_str(&b));
}

static void
tell_stored(struct core *c, const struct msg_stored *m)
{
	struct buf b;

	buf_init(&b, c->batch);
	msg_stored_pack(&b, m);
	channel_put(c->fetch, MSG_STORED, buf_str(&b));
}

static void
answer(struct core *c, enum message_type type, struct buf *b)
{
	channel_put(c->fetch, type, buf_str(b));
}

/* A page of the UIDs under which mail is stored, as ranges. */
static void
answer_stock(struct core *c, struct str body)
{
	struct msg_stocked out = { .ranges.v = ARENA_ARRAY(c->batch, MSG_RANGES_MAX, int64_t) };
	struct sql_raw_stock_row row;
	struct sql_raw_stock h;
	struct msg_stock m;
	struct buf b;
	struct err e;

	if (msg_stock_unpack(NULL, body, &m) == -1 || c->db == NULL)
		return;
	h = sql_raw_stock(c->db, m.mailbox, (int64_t)m.uidvalidity, (int64_t)m.first);
	if (db_run(c->db, &e) == -1) {
		core_failed(c, &e, "stored mail not listed");
		return;
	}
	out.mailbox = m.mailbox;
	out.number = m.number;
	for (size_t i = 0; sql_raw_stock_row(c->db, h, i, &row) &&
	    out.ranges.n + 2 <= MSG_RANGES_MAX; i++) {
		out.ranges.v[out.ranges.n++] = row.low;
		out.ranges.v[out.ranges.n++] = row.high;
		out.next = row.more ? (uint64_t)row.high + 1 : 0;
	}
	buf_init(&b, c->batch);
	msg_stocked_pack(&b, &out);
	answer(c, MSG_STOCKED, &b);
}

/* Which of these are the mails that are stored under their UIDs? */
static void
answer_ask(struct core *c, struct str body)
{
	struct msg_proven out = { .uids.v = ARENA_ARRAY(c->batch, MSG_UIDS_MAX, int64_t) };
	struct sql_raw_proven_row row;
	struct sql_raw_proven h;
	struct msg_ask m;
	struct buf b;
	struct err e;

	if (msg_ask_unpack(c->batch, body, &m) == -1 || m.sizes.n != m.uids.n ||
	    m.dates.n != m.uids.n || c->db == NULL)
		return;
	h = sql_raw_proven(c->db, &(struct sql_raw_proven_in){ .mailbox = m.mailbox,
	    .uidvalidity = (int64_t)m.uidvalidity, .uids = { m.uids.v, m.uids.n },
	    .sizes = { m.sizes.v, m.sizes.n }, .dates = { m.dates.v, m.dates.n } });
	if (db_run(c->db, &e) == -1) {
		core_failed(c, &e, "stored mail not looked up");
		return;
	}
	out.mailbox = m.mailbox;
	out.number = m.number;
	for (size_t i = 0; sql_raw_proven_row(c->db, h, i, &row) && i < MSG_UIDS_MAX; i++)
		out.uids.v[out.uids.n++] = row.uid;
	buf_init(&b, c->batch);
	msg_proven_pack(&b, &out);
	answer(c, MSG_PROVEN, &b);
}

static void
take_health(struct core *c, struct str body)
{
	int64_t now = clock_now();
	struct msg_health m;
	struct err e;

	if (msg_health_unpack(NULL, body, &m) == -1 || c->db == NULL)
		return;
	sql_mailbox_health(c->db, m.mailbox, m.ok ? STR_NONE : m.text, now);
	if (m.ok)
		condition_clear(c->db, CONDITION_SERVER_REFUSING, m.mailbox, now);
	else if (m.refused)
		condition_raise(c->db, &(struct finding){ .kind = CONDITION_SERVER_REFUSING,
		    .mailbox = m.mailbox, .text = m.text, .mend = m.mend }, now);
	if (db_run(c->db, &e) == -1)
		core_failed(c, &e, "mailbox state not noted");
}

struct intake *
core_intake(struct core *c)
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

/* Nobody reads it: it goes to quarantine. */
static void
keep(struct intake *in, struct str why)
{
	in->keep = why;
	in->job.state = JOB_DONE;
}

/* Of what is kept for people its start is read, so that they see whose it is. */
static void
submit(struct core *c, struct intake *in)
{
	in->job.raw = in->item.raw;
	if (in->item.truncated && in->item.raw.n == 0) {
		keep(in, STR("the server names this mail but does not give it; look at it in "
		    "the mailbox"));
		return;
	}
	if (in->item.truncated)
		in->keep = STR("larger than limits.message_bytes, so only its start is kept; the "
		    "whole mail is in the mailbox");
	pool_submit(c->pool, &in->job);
}

static void
take_mail(struct core *c, struct str body)
{
	struct intake *in = core_intake(c);
	struct claim *cl;

	if (mail_item_unpack(NULL, str_dup(in->a, body), &in->item) == -1) {
		log_error("fetch sent a mail that makes no sense");
		in->is_void = true;
		in->job.state = JOB_DONE;
		return;
	}
	if ((cl = claim_find(c, in->item.mailbox)) != NULL)
		in->floor = cl->seen_at - 86400LL * SECOND_US;
	submit(c, in);
}

/* Where a folder's old mail ends; that it is forgotten costs only to ask the server anew. */
static void
take_skip(struct core *c, struct str body)
{
	struct msg_skip m;
	struct err e;

	if (msg_skip_unpack(NULL, body, &m) == -1 || c->db == NULL)
		return;
	sql_mailbox_place(c->db, m.mailbox, (int64_t)m.uidvalidity, (int64_t)m.uid);
	if (db_run(c->db, &e) == -1)
		core_failed(c, &e, "mailbox not noted");
}

static void
take_pending(struct core *c, const struct sql_raw_pending_row *row)
{
	struct intake *in = core_intake(c);

	in->pending = row->id;
	in->item.mailbox = str_dup(in->a, row->mailbox);
	in->item.arrived = row->arrived_at;
	in->item.size = (uint64_t)row->size;
	in->item.raw = str_dup(in->a, row->bytes);
	in->item.truncated = in->item.size > in->item.raw.n;
	in->decision = (struct decision){ .what = str_dup(in->a, row->decision),
	    .by = str_dup(in->a, row->decided_by), .held = row->held, .ticket = row->ticket };
	in->portal = str_dup(in->a, row->portal);
	c->pending_seen = in->pending;
	c->pending++;
	if (row->archived.n > 0)
		keep(in, str_printf(in->a, "the raw mail of %.*s was archived",
		    STR_ARG(row->archived)));
	else
		submit(c, in);
}

void
core_take_pending(struct core *c)
{
	struct sql_raw_pending h;
	struct sql_raw_pending_row row;
	struct err e;

	if (c->pending >= INTAKE_BATCH) {
		c->pending_more = true;
		return;
	}
	if (c->pending == 0 && !c->pending_more)
		c->pending_seen = 0;	/* a retry may have a low number */
	h = sql_raw_pending(c->db, c->pending_seen, INTAKE_BATCH, PENDING_BYTES);
	if (db_run(c->db, &e) == -1) {
		core_failed(c, &e, "pending mail not read");
		return;
	}
	for (size_t i = 0; sql_raw_pending_row(c->db, h, i, &row); i++)
		take_pending(c, &row);
	c->pending_more = sql_raw_pending_count(c->db, h) > 0;
}

bool
core_wants_pending(const struct core *c)
{
	return c->pending_more && c->pending < INTAKE_BATCH / 2;
}

/* The highest UID of each mailbox that is stored when this batch is. */
static size_t
cursors_of(struct intake **v, size_t n, struct cursor *out)
{
	size_t k = 0, at;

	for (size_t i = 0; i < n; i++) {
		const struct mail_item *m = &v[i]->item;

		if (v[i]->pending != 0 || m->uid == 0)
			continue;
		for (at = 0; at < k; at++)
			if (out[at].uidvalidity == m->uidvalidity &&
			    str_eq(out[at].mailbox, m->mailbox))
				break;
		if (at == k)
			out[k++] = (struct cursor){ m->mailbox, m->uidvalidity, m->uid };
		else if (m->uid > out[at].uid)
			out[at].uid = m->uid;
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

	if (cl != NULL && in->item.arrived > clock_now() - 3600LL * SECOND_US)
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
		if (c->fetch != NULL && !in->is_void && in->pending == 0)
			tell_stored(c, &(struct msg_stored){ in->item.mailbox,
			    in->item.uidvalidity, in->item.uid,
			    in->stored && !in->over_quota, in->over_quota });
		c->pending -= in->pending != 0;
		if (in->portal.n > 0)
			webwait_stored(c, in->pending, in->ticket);
		note_seen(c, in);
		if (in->stored && !in->is_void)
			log_stored(in);
		arena_free(in->a);
	}
	for (c->last = &c->first; *c->last != NULL; c->last = &(*c->last)->next)
		continue;
}

static bool
is_big(const struct intake *in)
{
	return in->item.raw.n > BIG_BYTES;
}

/*
 * What the next transaction gets, in order.  A big mail takes so long to be stored that
 * it goes alone, when no small one is there or on its way, or when it has waited.  One
 * with attachments does not pass it: the big one may bring their bytes.
 */
static size_t
choose(struct core *c, struct intake **v, bool *others)
{
	struct intake *big = NULL;
	bool small = false;
	size_t n = 0;

	for (struct intake *in = c->first; in != NULL && n < INTAKE_BATCH; in = in->next) {
		if (!files_ready(in)) {
			*others = true;
			small |= !is_big(in);
		} else if (is_big(in)) {
			big = big == NULL ? in : big;
		} else if (big == NULL || in->job.letter.n_attachments == 0) {
			v[n++] = in;
		}
	}
	if (big == NULL)
		return n;
	if (c->big_since == 0)
		c->big_since = clock_mono();
	if ((n > 0 || small) && clock_mono() - c->big_since < BIG_WAIT_MS)
		return n;
	c->big_since = 0;
	*others = false;
	v[0] = big;
	return 1;
}

void
core_store(struct core *c)
{
	struct intake *v[INTAKE_BATCH];
	struct cursor cursors[INTAKE_BATCH];
	struct intake_batch batch = { .v = v, .cursors = cursors };
	struct intake_store store = { .core = &c->state, .db = c->db, .a = c->batch };
	size_t n = 0;
	bool others = false;
	struct err e;

	if (c->db == NULL || core_is_held(c))
		return;
	files_fetch(c);
	if (c->db == NULL)
		return;
	if ((n = choose(c, v, &others)) == 0)
		return;
	if (c->done_since == 0)
		c->done_since = clock_mono();
	if (others && n < INTAKE_BATCH && clock_mono() - c->done_since < GATHER_MS)
		return;
	c->done_since = 0;
	batch.n = n;
	batch.n_cursors = cursors_of(v, n, cursors);
	if (intake_store(&store, &batch, &e) == -1) {
		core_failed(c, &e, "mail not stored");
	} else {
		memo_settle(c->state.memo);
		arena_reset(c->batch);
		drop_tried(c, v, n);
		core_earlier(&c->next_alarm, store.done.next_alarm);
		c->orders_wait |= store.done.orders_wait;
		c->reports.wait |= store.done.reports_wait;
		if (store.done.deliveries > 0)
			c->next_delivery = 1;
	}
	arena_reset(c->batch);
}

void
core_carry_orders(struct core *c)
{
	struct intake_store store = { .core = &c->state, .db = c->db, .a = c->batch };
	struct err e;

	if (c->db == NULL || core_is_held(c) || c->stop_at != 0 || !c->orders_wait)
		return;
	if (control_step(&store, &c->orders_wait, &e) == -1) {
		core_failed(c, &e, "orders not done");
		c->orders_wait |= core_is_held(c);	/* else after a while */
	} else {
		memo_settle(c->state.memo);
		core_earlier(&c->next_alarm, store.done.next_alarm);
		c->reports.wait |= store.done.reports_wait;
		if (store.done.deliveries > 0)
			c->next_delivery = 1;
	}
	arena_reset(c->batch);
}

void
core_take_fetch(struct core *c, const struct message *m)
{
	if (m->type == MSG_MAIL && c->stop_at == 0)
		take_mail(c, m->body);
	else if (m->type == MSG_SKIP && c->stop_at == 0)
		take_skip(c, str_dup(c->batch, m->body));
	else if (m->type == MSG_CLAIM)
		answer_claim(c, str_dup(c->batch, m->body));
	else if (m->type == MSG_STOCK)
		answer_stock(c, str_dup(c->batch, m->body));
	else if (m->type == MSG_ASK)
		answer_ask(c, str_dup(c->batch, m->body));
	else if (m->type == MSG_HEALTH)
		take_health(c, m->body);
}
