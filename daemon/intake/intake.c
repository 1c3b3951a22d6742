/*
 * intake: see intake.h.  A batch asks everything that it must know in one round
 * trip, locks the tickets it will touch in a second, and then queues all its
 * rows: the cost of a mail does not depend on how many tickets there are.
 */
#include "daemon/intake/intake.h"

#include <assert.h>
#include <nettle/sha2.h>
#include <string.h>

#include "daemon/intake/reading.h"
#include "daemon/rules/rules.h"
#include "daemon/sys/clock.h"
#include "daemon/sys/log.h"

struct batch {
	struct work	 w;
	struct reading	*readings;
	size_t		 n;
};

static void
digest(struct str bytes, unsigned char out[32])
{
	struct sha256_ctx c;

	sha256_init(&c);
	sha256_update(&c, bytes.n, (const uint8_t *)bytes.p);
	sha256_digest(&c, 32, out);
}

static struct str
sha(const struct reading *r)
{
	return (struct str){ (const char *)r->sha256, sizeof(r->sha256) };
}

static bool
is_held(const struct reading *r)
{
	return r->letter->quarantine.n > 0;
}

static void
ask(struct work *w, struct reading *r)
{
	const struct mail_item *m = &r->in->item;

	if (r->in->pending != 0)
		r->h_seen = db_queue(w->db, SQL_RAW_TAKE, "i", r->in->pending);
	else
		r->h_seen = db_queue(w->db, SQL_RAW_SEEN, "siib", m->mailbox,
		    (int64_t)m->uidvalidity, (int64_t)m->uid, sha(r));
	person_ask(w, r);
	thread_ask(w, r);
}

static void
learn_seen(struct work *w, struct reading *r)
{
	if (r->in->pending != 0) {
		r->replay = db_count(w->db, r->h_seen) == 0 ||
		    !db_bool(w->db, r->h_seen, 0, 0);
		return;
	}
	if (db_count(w->db, r->h_seen) > 0) {
		r->duplicate_of = db_i64(w->db, r->h_seen, 0, 1);
		r->replay = db_bool(w->db, r->h_seen, 0, 2);
	}
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
		if (str_eq(o->mailbox, m->mailbox) && o->uid == m->uid &&
		    o->uidvalidity == m->uidvalidity)
			r->replay = true;
		else if (memcmp(earlier[i].sha256, r->sha256, sizeof(r->sha256)) == 0)
			r->duplicate_of = earlier[i].duplicate_of != 0 ?
			    earlier[i].duplicate_of : earlier[i].raw;
	}
}

/* What the first round told; raw ids are taken here, for the duplicates. */
static int
learn(struct batch *b)
{
	struct work *w = &b->w;
	int64_t *locks = ARENA_ARRAY(w->a, b->n * 2, int64_t);
	size_t n_locks = 0, fresh = 0;

	for (size_t i = 0; i < b->n; i++) {
		struct reading *r = &b->readings[i];

		learn_seen(w, r);
		person_learn(w, r);
		thread_learn(w, r);
		fresh += r->letter->kind == LETTER_HUMAN && r->ticket == 0 && !r->replay &&
		    r->duplicate_of == 0 && !is_held(r);
	}
	for (size_t i = 0; i < b->n; i++) {
		struct reading *r = &b->readings[i];

		r->raw = r->in->pending;
		if (r->raw == 0 && !r->replay && (r->raw = work_id(w, ID_RAW)) == 0)
			return -1;
		if (r->ticket != 0 && !r->replay)
			locks[n_locks++] = r->ticket;
	}
	/* A second look: copies within the batch are known by their raw ids now. */
	for (size_t i = 0; i < b->n; i++)
		if (b->readings[i].duplicate_of == 0 && !b->readings[i].replay &&
		    b->readings[i].in->pending == 0)
			learn_copy(&b->readings[i], b->readings, i);
	if (work_reserve(w, ID_TICKET, fresh) == -1)
		return -1;
	return ticket_lock(w, locks, n_locks);
}

static void
store_raw(struct work *w, const struct reading *r)
{
	const struct mail_item *m = &r->in->item;
	struct str bytes = r->duplicate_of != 0 ? STR_NONE : m->raw;
	if (r->in->pending != 0) {
		db_queue(w->db, SQL_RAW_TAKEN, "i", r->raw);
		db_queue(w->db, SQL_QUARANTINE_RELEASE, "i", r->raw);
		return;
	}
	db_queue(w->db, SQL_RAW_INSERT, r->duplicate_of != 0 ? "isIIbiTIB" : "isIIbiTIb",
	    r->raw, m->mailbox, (int64_t)m->uidvalidity, (int64_t)m->uid, sha(r),
	    (int64_t)(m->truncated ? m->size : m->raw.n), r->arrived, r->duplicate_of,
	    bytes);
}

void
reading_entry(struct work *w, const struct reading *r, const char *kind,
    struct ticket *t, struct entry *en)
{
	const struct letter *l = r->letter;

	*en = (struct entry){
		.kind = kind, .ticket = t == NULL ? 0 : t->id, .at = r->arrived,
		.author = r->agent != NULL && person_proven(r) ? r->agent->name :
		    r->from.addr,
		.by_agent = r->agent != NULL && person_proven(r),
		.raw = r->raw, .letter_kind = str_c(letter_kind_name(l->kind)),
		.subject = l->subject, .body = l->text, .new_text = l->reply_text,
		.message_id = l->message_id,
	};
	if (r->forwarder != NULL)
		entry_data(w, en, "forwarded_by", r->forwarder->name);
	if (l->ambiguous.n > 0)
		entry_data(w, en, "ambiguous", l->ambiguous);
	if (l->kind_why.n > 0)
		entry_data(w, en, "kind_why", l->kind_why);
	if (r->in->item.truncated)
		entry_data(w, en, "truncated", STR("true"));
}

struct event
reading_event(const struct reading *r, const char *name, struct ticket *t,
    const struct entry *en)
{
	return (struct event){
		.name = name, .ticket = t, .mailbox = r->in->item.mailbox,
		.letter = r->letter, .raw = r->in->item.raw, .author = r->from,
		.agent = r->agent != NULL && person_proven(r) ? r->agent : NULL,
		.at = r->arrived, .entry = en->id, .entry_kind = en->kind,
		.text = en->new_text,
	};
}

/* Without a ticket that shows it, `docketctl quarantine` does. */
const char *
reading_held(const struct ticket *t)
{
	return t == NULL ? "quarantine" : "held";
}

/* Somebody waits for an answer to an invitation, but no ticket comes of it. */
static bool
by_people(enum letter_kind kind)
{
	return kind == LETTER_HUMAN || kind == LETTER_CALENDAR;
}

int
reading_hold(struct work *w, struct reading *r, struct ticket *t, struct str reason)
{
	struct entry en;
	struct event ev;

	reading_entry(w, r, reading_held(t), t, &en);
	entry_data(w, &en, "reason", reason);
	if (entry_add(w, &en) == -1)
		return -1;
	entry_attachments(w, en.id, r->letter);
	log_info("mail held", { "ticket", LOG_I(en.ticket) }, { "raw", LOG_I(r->raw) },
	    { "kind", LOG_C(en.kind) }, { "from", LOG_S(r->from.addr) },
	    { "reason", LOG_S(reason) });
	ev = reading_event(r, t != NULL ? "noted" : "quarantined", t, &en);
	ev.reason = reason;
	ev.quarantine = r->raw;
	/* Machines that belong to no ticket are kept, but nobody is called. */
	if (t == NULL && !by_people(r->letter->kind) && !is_held(r))
		return 0;
	return rules_run(w, &ev);
}

static int
store_duplicate(struct work *w, const struct reading *r)
{
	db_queue(w->db, SQL_DUPLICATE_INSERT, "iTsi", r->raw, r->arrived, r->from.addr,
	    r->duplicate_of);
	return 0;
}

static int
store_bounce(struct work *w, struct reading *r, struct ticket *t)
{
	const struct bounce *bo = &r->letter->bounce;
	struct entry en;
	struct event ev;

	if (t == NULL)
		return reading_hold(w, r, NULL,
		    STR("a bounce of no mail that docket knows to have sent"));
	reading_entry(w, r, "bounce", t, &en);
	entry_data(w, &en, "recipient", bo->recipient);
	if (bo->sent_to.n > 0)
		entry_data(w, &en, "sent_to", bo->sent_to);
	entry_data(w, &en, "status", bo->status);
	entry_data(w, &en, "diagnostic", bo->diagnostic);
	if (entry_add(w, &en) == -1)
		return -1;
	if (bo->is_delayed)
		return 0;	/* not lost yet: the ticket shows it */
	ev = reading_event(r, "bounce", t, &en);
	ev.bounce = *bo;
	return rules_run(w, &ev);
}

/* Vacation notices and the like: shown on the ticket, nothing moves. */
static int
store_automatic(struct work *w, struct reading *r, struct ticket *t)
{
	static const char *const what[LETTER_KINDS] = {
		[LETTER_AUTO] = "automatic mail", [LETTER_LIST] = "mail of a list",
		[LETTER_COMPLAINT] = "a complaint about mail",
		[LETTER_CHALLENGE] = "a question whether a sender is human",
		[LETTER_CALENDAR] = "an invitation, or an answer to one,",
	};
	struct entry en;

	if (t == NULL || r->how == THREAD_TAG)
		return reading_hold(w, r, NULL, str_printf(w->a,
		    "%s that belongs to no ticket", what[r->letter->kind]));
	reading_entry(w, r, "mail-in", t, &en);
	if (entry_add(w, &en) == -1)
		return -1;
	entry_attachments(w, en.id, r->letter);
	return 0;
}

static int
store_letter(struct work *w, struct reading *r)
{
	struct ticket *t = r->ticket == 0 ? NULL : work_ticket(w, r->ticket);

	switch (r->letter->kind) {
	case LETTER_BOUNCE:
		return store_bounce(w, r, t);
	case LETTER_AUTO:
	case LETTER_LIST:
	case LETTER_COMPLAINT:
	case LETTER_CHALLENGE:
	case LETTER_CALENDAR:
		return store_automatic(w, r, t);
	case LETTER_HUMAN:
	case LETTER_KINDS:
		break;
	}
	if (r->agent != NULL && person_proven(r))
		return agent_mail(w, r);
	if (r->agent != NULL)
		return agent_unproven(w, r);
	return customer_mail(w, r);
}

static int
store(struct batch *b, size_t i)
{
	struct work *w = &b->w;
	struct reading *r = &b->readings[i];

	if (r->replay)
		return 0;
	store_raw(w, r);
	if (r->duplicate_of != 0)
		return store_duplicate(w, r);
	if (is_held(r))
		return reading_hold(w, r, NULL, r->letter->quarantine);
	thread_in_batch(r, b->readings, i);
	return store_letter(w, r);
}

/* Clocks start when the mail reached its server, within reason (sla.md rule 1). */
static int64_t
clamp_arrival(const struct intake *in, int64_t now)
{
	if (in->item.arrived <= 0 || in->item.arrived > now)
		return now;
	return in->item.arrived < in->floor ? in->floor : in->item.arrived;
}

static int
store_batch(struct core_state *core, struct db *db, struct arena *a,
    struct intake **items, size_t n, const struct cursor *cursors, size_t n_cursors,
    struct intake_done *done, struct err *e)
{
	struct batch *b = ARENA_NEW(a, struct batch);
	struct work *w = &b->w;

	work_begin(w, core, db, a);
	b->readings = ARENA_ARRAY(a, n, struct reading);
	for (size_t i = 0; i < n; i++) {
		struct reading *r = &b->readings[b->n];

		if (items[i]->is_skip)
			continue;
		b->n++;
		r->in = items[i];
		r->letter = &items[i]->job.letter;
		r->arrived = clamp_arrival(items[i], w->now);
		digest(items[i]->item.raw, r->sha256);
		ask(w, r);
	}
	if (work_run(w) == -1 || learn(b) == -1)
		goto fail;
	for (size_t i = 0; i < b->n; i++)
		if (store(b, i) == -1)
			goto fail;
	for (size_t i = 0; i < n_cursors; i++)
		db_queue(db, SQL_MAILBOX_CURSOR, "siiT", cursors[i].mailbox,
		    (int64_t)cursors[i].uidvalidity, (int64_t)cursors[i].uid, w->now);
	if (work_commit(w) == -1)
		goto fail;
	if (w->next_alarm != 0 && (done->next_alarm == 0 ||
	    w->next_alarm < done->next_alarm))
		done->next_alarm = w->next_alarm;
	done->deliveries += w->deliveries;
	for (size_t i = 0; i < n; i++)
		items[i]->stored = true;
	for (size_t i = 0; i < b->n; i++)
		b->readings[i].in->ticket = b->readings[i].ticket;
	return 0;
fail:
	*e = w->err;
	work_rollback(w);
	return -1;
}

/* A mail that cannot be stored as what it is, is stored for people to look at. */
static int
store_alone(struct core_state *core, struct db *db, struct intake *in,
    struct intake_done *done, struct err *e)
{
	struct arena *a = arena_new();
	int rc = store_batch(core, db, a, &in, 1, NULL, 0, done, e);

	if (rc == -1 && e->kind != ERR_RETRY) {
		log_error("mail not stored, tried once more as quarantine",
		    { "mailbox", LOG_S(in->item.mailbox) }, { "uid", LOG_I(in->item.uid) },
		    { "error", LOG_C(e->text) });
		arena_reset(a);
		in->job.letter.quarantine = str_printf(in->a, "storing it failed: %s",
		    e->text);
		rc = store_batch(core, db, a, &in, 1, NULL, 0, done, e);
	}
	arena_free(a);
	return rc;
}

int
intake_store(struct core_state *core, struct db *db, struct arena *a,
    struct intake **items, size_t n, const struct cursor *cursors, size_t n_cursors,
    struct intake_done *done, struct err *e)
{
	size_t failed = 0;

	assert(n <= INTAKE_BATCH);
	if (store_batch(core, db, a, items, n, cursors, n_cursors, done, e) == 0)
		return 0;
	if (e->kind == ERR_RETRY)
		return -1;
	log_warning("batch failed, each mail is tried alone", { "mails", LOG_I(n) },
	    { "error", LOG_C(e->text) });
	for (size_t i = 0; i < n; i++) {
		if (store_alone(core, db, items[i], done, e) == 0)
			continue;
		if (e->kind == ERR_RETRY)
			return -1;
		failed++;
		log_error("mail left on the server: it cannot be stored at all",
		    { "mailbox", LOG_S(items[i]->item.mailbox) },
		    { "uid", LOG_I(items[i]->item.uid) }, { "error", LOG_C(e->text) });
	}
	if (failed > 0)
		return 0;	/* the cursors stay before them */
	return store_batch(core, db, a, NULL, 0, cursors, n_cursors, done, e) == 0 ? 0 :
	    e->kind == ERR_RETRY ? -1 : 0;
}
