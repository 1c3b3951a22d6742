/*
 * intake: see intake.h.  A batch asks everything that it must know in one round
 * trip, locks the tickets it will touch in a second, and then queues all its
 * rows: the cost of a mail does not depend on how many tickets there are.
 */
#include "daemon/intake/intake.h"

#include <assert.h>
#include <string.h>

#include "daemon/intake/agentmail.h"
#include "daemon/intake/blobs.h"
#include "daemon/intake/confirmmail.h"
#include "daemon/intake/copies.h"
#include "daemon/intake/course.h"
#include "daemon/intake/heldmail.h"
#include "daemon/intake/leak.h"
#include "daemon/intake/person.h"
#include "daemon/intake/quota.h"
#include "daemon/intake/returned.h"
#include "daemon/intake/thread.h"
#include "daemon/out/breaker.h"
#include "daemon/out/tally.h"
#include "daemon/sys/clock.h"
#include "daemon/sys/log.h"
#include "daemon/ticket/ours.h"
#include "daemon/ticket/reach.h"
#include "sql.h"

struct batch {
	struct work	 w;
	struct reading	*readings;
	struct sql_own_since	 h_own;
	size_t		 n;
};

/* The server named it and did not give it. */
static bool
is_textless(const struct mail_item *m)
{
	return m->truncated && m->raw.n == 0;
}

static struct str
sha(const struct reading *r)
{
	return (struct str){ (const char *)r->sha256, sizeof(r->sha256) };
}

static void
ask(struct work *w, struct reading *r)
{
	const struct mail_item *m = &r->in->item;

	if (r->in->pending != 0)
		r->h_taken = sql_raw_take(w->db, r->in->pending);
	else
		r->h_seen = sql_raw_seen(w->db, m->mailbox, (int64_t)m->uidvalidity,
		    (int64_t)m->uid, sha(r));
	copy_ask(w, r);
	person_ask(w, r);
	quota_ask(w, r);
	leak_find(w, r);
	returned_ask(w, r);
	thread_ask(w, r);
	thread_ask_last(w, r);
}

static void
learn_seen(struct work *w, struct reading *r)
{
	struct sql_raw_take_row taken;
	struct sql_raw_seen_row seen;

	if (r->in->pending != 0) {
		r->replay = !sql_raw_take_row(w->db, r->h_taken, 0, &taken) ||
		    !taken.pending;
		return;
	}
	if (!sql_raw_seen_row(w->db, r->h_seen, 0, &seen))
		return;
	r->duplicate_of = seen.original;
	r->replay = seen.is_item;
	if (r->replay)
		r->raw = seen.id;
}

/* The same bytes twice in one batch, or the same item twice. */
static void
learn_copy(struct reading *r, const struct reading *earlier, size_t n)
{
	const struct mail_item *m = &r->in->item;

	for (size_t i = 0; i < n; i++) {
		const struct mail_item *o = &earlier[i].in->item;

		if (earlier[i].replay || earlier[i].in->pending != 0)
			continue;
		if (memcmp(earlier[i].sha256, r->sha256, sizeof(r->sha256)) != 0)
			continue;
		if (str_eq(o->mailbox, m->mailbox) && o->uid == m->uid &&
		    o->uidvalidity == m->uidvalidity)
			r->replay = true;
		else
			r->duplicate_of = earlier[i].duplicate_of != 0 ?
			    earlier[i].duplicate_of : earlier[i].raw;
	}
}

/* Every ticket that the mail may read or change. */
static void
to_lock(struct work *w, const struct reading *r, struct numbers *locks)
{
	bool links = w->conf->both == BOTH_LINK;

	if (r->first.ticket != 0 && (links || !r->first.is_taken))
		numbers_add(w->a, locks, r->first.ticket);
	if (r->replay)
		return;
	if (r->ticket != 0)
		numbers_add(w->a, locks, r->ticket);
	if (r->verdict == TOKEN_GOOD && r->token.ticket != 0)
		numbers_add(w->a, locks, r->token.ticket);
	for (size_t k = 0; k < r->n_leaks; k++)
		if (r->leaks[k].ticket != 0)
			numbers_add(w->a, locks, r->leaks[k].ticket);
}

/* With those that commands name, all at once. */
static int
lock_tickets(struct batch *b)
{
	struct numbers locks = { 0 }, named = { 0 };
	struct work *w = &b->w;

	for (size_t i = 0; i < b->n; i++) {
		to_lock(w, &b->readings[i], &locks);
		if (!b->readings[i].replay)
			agent_mail_tickets(w, &b->readings[i], &named);
	}
	for (size_t i = 0; i < named.n; i++)
		numbers_add(w->a, &locks, named.v[i]);
	if (ticket_lock(w, locks.v, locks.n) == -1)
		return -1;
	return named.n == 0 ? 0 : edges_load(w);
}

/* What the first round told; raw ids are taken here, for the duplicates. */
static int
learn(struct batch *b)
{
	struct work *w = &b->w;
	size_t fresh = 0;

	tally_learn(w);
	reach_learn(w);
	breaker_learn(w);
	for (size_t i = 0; i < b->n; i++) {
		struct reading *r = &b->readings[i];

		learn_seen(w, r);
		copy_learn(w, r);
		person_learn_serial(w, r);
		person_learn(w, r);
		returned_learn(w, r);
		thread_learn(w, r);
		held_learn(r);
		confirm_settle(r);
		fresh += r->letter->kind == LETTER_HUMAN && r->ticket == 0 && !r->replay &&
		    r->duplicate_of == 0 && !reading_is_held(r);
		fresh += held_opens(r);
	}
	for (size_t i = 0; i < b->n; i++) {
		struct reading *r = &b->readings[i];

		if (r->in->pending != 0)
			r->raw = r->in->pending;
		if (r->raw == 0 && !r->replay && (r->raw = work_id(w, ID_RAW)) == 0)
			return -1;
	}
	/* A second look: copies within the batch are known by their raw ids now. */
	for (size_t i = 0; i < b->n; i++)
		if (b->readings[i].duplicate_of == 0 && !b->readings[i].replay &&
		    b->readings[i].in->pending == 0)
			learn_copy(&b->readings[i], b->readings, i);
	for (size_t i = 0; i < b->n; i++)
		if (quota_take(w, &b->readings[i]) == -1)
			return -1;
	if (work_reserve(w, ID_TICKET, fresh) == -1)
		return -1;
	return lock_tickets(b);
}

static void
store_raw(struct work *w, const struct reading *r)
{
	const struct mail_item *m = &r->in->item;
	struct str bytes = r->duplicate_of != 0 ? STR_NONE : m->raw;

	if (r->in->pending != 0) {
		sql_raw_taken(w->db, r->raw, r->copy_of, copy_content(r));
		return;
	}
	sql_raw_insert(w->db, &(struct sql_raw_insert_in){
	    .id = r->raw, .mailbox = m->mailbox, .uidvalidity = (int64_t)m->uidvalidity,
	    .uid = (int64_t)m->uid, .sha256 = sha(r),
	    .size = (int64_t)(m->truncated ? m->size : m->raw.n),
	    .told_size = is_textless(m) ? -1 : (int64_t)m->size, .told_at = m->arrived,
	    .arrived_at = r->arrived, .stored_at = w->now, .duplicate_of = r->duplicate_of,
	    .copy_of = r->copy_of, .content = copy_is(r) ? STR_NONE : copy_content(r),
	    .bytes = bytes });
}

/* What the server says of it now: by that it is known when it is seen again. */
static void
note_told(struct work *w, const struct reading *r)
{
	const struct mail_item *m = &r->in->item;

	if (r->in->pending == 0 && r->raw != 0 && !is_textless(m))
		sql_raw_told(w->db, r->raw, (int64_t)m->size, m->arrived);
}

static int
store(struct batch *b, size_t i)
{
	struct work *w = &b->w;
	struct reading *r = &b->readings[i];
	bool opens;

	if (r->replay) {
		note_told(w, r);
		return 0;
	}
	ours_note(w, r->in->item.mailbox, r->letter);
	copy_in_batch(r, b->readings, i);
	copy_decide(w, r);
	store_raw(w, r);
	if (copy_is(r)) {
		copy_store(w, r);
		return 0;
	}
	person_settle(w, r, r->token.ticket == 0 ? NULL : work_ticket(w, r->token.ticket));
	confirm_settle(r);
	if (leak_close(w, r) == -1 || person_heap(w, r) == -1)
		return -1;
	if (reading_is_held(r) && !held_opens(r))
		return r->in->by_fault && r->agent != NULL && person_proven(r) ? agent_fail(w, r) :
		    reading_hold(w, r, NULL, r->letter->quarantine);
	thread_in_batch(r, b->readings, i);
	if (thread_follow(w, r) == -1)
		return -1;
	opens = r->ticket == 0;
	if (course_take(w, r) == -1)
		return -1;
	copy_relieve(w, r);
	return r->twin == 0 || !opens || r->ticket == 0 ? 0 : copy_tell_twin(w, r);
}

/* What a parser must be asked is found for all of them at once. */
static int
store_all(struct batch *b)
{
	bool asks = false;

	for (size_t i = 0; i < b->n; i++) {
		if (store(b, i) == 0)
			continue;
		if (b->w.err.kind != ERR_ASK)
			return -1;
		asks = true;
	}
	return asks ? -1 : 0;
}

/* Clocks start when the mail reached its server, within reason (sla.md rule 1). */
static int64_t
clamp_arrival(const struct intake *in, int64_t now)
{
	if (in->item.arrived <= 0 || in->item.arrived > now)
		return now;
	return in->item.arrived < in->floor ? in->floor : in->item.arrived;
}

/* Files that no parser gave, whole. */
static void
mark_lost(struct intake *in)
{
	struct letter *l = &in->job.letter;

	for (size_t i = 0; i < in->job.n_files; i++)
		for (size_t k = 0; k < l->n_attachments && !in->job.files[i].whole; k++)
			if (str_eq(l->attachments[k].sha256, in->job.files[i].sha256))
				l->attachments[k].is_lost = true;
}

/* What the batch's mails must know is asked in one round trip. */
static int
read_batch(struct batch *b, const struct intake_batch *in)
{
	struct work *w = &b->w;

	b->readings = ARENA_ARRAY(w->a, in->n, struct reading);
	copies_lock(w, in);
	if (ours_load(w) == -1)
		return -1;
	ours_ask(w, &b->h_own);
	for (size_t i = 0; i < in->n; i++) {
		struct intake *it = in->v[i];
		struct reading *r = &b->readings[b->n];

		if (it->is_void)
			continue;
		b->n++;
		if (it->keep.n > 0)
			it->job.letter.quarantine = it->keep;
		mark_lost(it);
		held_original(it);
		person_believe(w->conf, it);
		r->in = it;
		r->letter = &it->job.letter;
		r->arrived = held_at(it, clamp_arrival(it, w->now), w->now);
		reading_hash(w->a, &it->item, r->sha256);
		ask(w, r);
	}
	tally_ask(w);
	reach_ask(w);
	breaker_ask(w);
	if (work_run(w) == -1)
		return -1;
	ours_learn(w, b->h_own);
	return learn(b);
}

static void
queue_cursors(struct work *w, const struct intake_batch *in)
{
	for (size_t i = 0; i < in->n_cursors; i++)
		sql_mailbox_cursor(w->db, in->cursors[i].mailbox,
		    (int64_t)in->cursors[i].uidvalidity, (int64_t)in->cursors[i].uid,
		    w->now);
}

/* The commit is through: the caller is told. */
static void
tell(const struct batch *b, const struct intake_batch *in, struct intake_done *done)
{
	const struct work *w = &b->w;

	if (w->next_alarm != 0 && (done->next_alarm == 0 ||
	    w->next_alarm < done->next_alarm))
		done->next_alarm = w->next_alarm;
	done->deliveries += w->deliveries;
	done->orders_wait |= w->orders_wait;
	done->reports_wait |= w->reports_wait;
	for (size_t i = 0; i < in->n; i++)
		in->v[i]->stored = true;
	for (size_t i = 0; i < b->n; i++)
		b->readings[i].in->ticket = b->readings[i].ticket;
}

/* One transaction.  True after 0: all of it is stored and the cursors have moved. */
static int
store_batch(struct intake_store *st, struct arena *a, const struct intake_batch *in,
    struct err *e)
{
	struct batch *b = ARENA_NEW(a, struct batch);
	struct work *w = &b->w;

	work_begin(w, st->core, st->db, a);
	if (read_batch(b, in) == -1)
		goto fail;
	blobs_store(w, b->readings, b->n);
	if (store_all(b) == -1)
		goto fail;
	queue_cursors(w, in);
	if (work_commit(w) == -1)
		goto fail;
	tell(b, in, &st->done);
	return 0;
fail:
	*e = w->err;
	work_rollback(w);
	return -1;
}

/* Who confirmed it stays its proven writer. */
static void
keep(struct intake *in, const struct err *e, bool tells)
{
	log_error("mail not stored, tried once more as quarantine",
	    { "mailbox", LOG_S(in->item.mailbox) }, { "uid", LOG_I(in->item.uid) },
	    { "error", LOG_C(e->text) });
	if (in->keep.n == 0 || !in->by_fault)
		in->keep = str_printf(in->a, "storing it failed: %s", e->text);
	in->by_fault = tells;
	if (!str_eq(in->decision.what, STR("confirm")))
		in->decision = (struct decision){ 0 };
}

/*
 * A mail that cannot be stored as what it is, is stored for people to look at; where even
 * telling its writer fails, without that.
 */
static int
store_alone(struct intake_store *st, struct intake *in, struct err *e)
{
	struct arena *a = arena_new();
	struct intake_batch one = { .v = &in, .n = 1 };
	int rc = store_batch(st, a, &one, e);

	for (int tells = 1; rc == -1 && !err_is_passing(e) && tells >= 0; tells--) {
		arena_reset(a);
		keep(in, e, tells == 1);
		rc = store_batch(st, a, &one, e);
	}
	arena_free(a);
	return rc;
}

/* How many could not be stored at all, or -1: not now. */
static int
store_each(struct intake_store *st, const struct intake_batch *in, struct err *e)
{
	int failed = 0;

	log_warning("batch failed, each mail is tried alone", { "mails", LOG_I(in->n) },
	    { "error", LOG_C(e->text) });
	for (size_t i = 0; i < in->n; i++) {
		const struct mail_item *m = &in->v[i]->item;

		if (store_alone(st, in->v[i], e) == 0)
			continue;
		if (err_is_passing(e))
			return -1;
		failed++;
		log_error("mail left on the server: it cannot be stored at all",
		    { "mailbox", LOG_S(m->mailbox) }, { "uid", LOG_I(m->uid) },
		    { "error", LOG_C(e->text) });
	}
	return failed;
}

/* Somebody took the month's partition away: made anew, and the batch is tried again. */
static bool
ground_is_lost(struct intake_store *st, struct err *e)
{
	struct partitions *p = &st->core->partitions;
	int64_t now = clock_now();
	struct err fault;

	if (partitions_make(st->db, now, p, &fault) == 0) {
		if (p->made == 0 && partitions_cover(p, now))
			return false;
		fault = p->fault;
	}
	err_set(e, ERR_RETRY, "the month's partition was missing: %s", fault.text);
	return true;
}

int
intake_store(struct intake_store *st, const struct intake_batch *in, struct err *e)
{
	struct intake_batch cursors = { .cursors = in->cursors, .n_cursors = in->n_cursors };
	int failed;

	assert(in->n <= INTAKE_BATCH);
	if (store_batch(st, st->a, in, e) == 0)
		return 0;
	if (err_is_passing(e) || ground_is_lost(st, e) ||
	    (failed = store_each(st, in, e)) == -1)
		return -1;
	if (failed > 0)
		return 0;	/* the cursors stay before them */
	return store_batch(st, st->a, &cursors, e) == 0 ? 0 : err_is_passing(e) ? -1 : 0;
}
