/* outlets: see outlets.h. */
#include "daemon/out/outlets.h"

#include <string.h>
#include <sys/random.h>

#include "daemon/sys/clock.h"
#include "daemon/sys/log.h"
#include "daemon/ticket/condition.h"
#include "parsers/base/array.h"
#include "sql.h"

enum {
	SHARE_MIN = 8,			/* with send, of one mailbox among many */
	HOOK_MAX = 4,			/* … of one webhook, which does one at a time */
	TRY_US = 30 * SECOND_US,	/* a try is one daemon's for so long, should it die */
	LOW = 2,			/* from this priority on a quarter of the room is kept free */
};

/*
 * Seconds until the next try, by how many failed; the last one repeats.  A server that is
 * away is tried so often that mail goes on within 30 s of its coming back; one that refuses
 * our login would lock it.
 */
static const int64_t away[] = { 5, 10, 20, 24 };
static const int64_t busy[] = { 10, 30, 60, 120, 300 };
static const int64_t refused[] = { 60, 300, 900, 1800, 3600 };

struct outlets *
outlets_new(struct arena *a, const struct conf *conf)
{
	struct outlets *all = ARENA_NEW(a, struct outlets);

	all->n_mailboxes = conf->mailboxes.n;
	all->n = conf->mailboxes.n + conf->webhooks.n;
	all->v = ARENA_ARRAY(a, all->n, struct outlet);
	for (size_t i = 0; i < conf->mailboxes.n; i++) {
		const struct mailbox *m = &conf->mailboxes.v[i];

		all->v[i] = (struct outlet){ .name = m->name, .mailbox = m,
		    .rate = m->smtp.max_rate };
	}
	for (size_t i = 0; i < conf->webhooks.n; i++)
		all->v[conf->mailboxes.n + i] = (struct outlet){
		    .name = conf->webhooks.v[i].queue, .rate = conf->webhooks.v[i].max_rate };
	return all;
}

struct outlet *
outlets_find(struct outlets *all, struct str name)
{
	for (size_t i = 0; i < all->n; i++)
		if (str_eq(all->v[i].name, name))
			return &all->v[i];
	return NULL;
}

/* --- room --- */

/*
 * Of all that may be with send, what is one mailbox's at most: no more than ten seconds'; and
 * of webhooks so little that all of them together, stuck, leave mail three quarters of it.
 */
static size_t
share(const struct outlets *all, const struct outlet *o)
{
	bool is_hook = o->mailbox == NULL;
	size_t least = is_hook ? 1 : SHARE_MIN;
	size_t n = is_hook ? FLIGHTS_MAX / 4 / (all->n - all->n_mailboxes) :
	    FLIGHTS_MAX / all->n_mailboxes;
	size_t by_rate = (size_t)o->rate / 6;

	if (is_hook && n > HOOK_MAX)
		n = HOOK_MAX;
	if (o->rate > 0 && by_rate < n)
		n = by_rate;
	return n < least ? least : n;
}

static bool
is_due(const struct outlet *o, int64_t now)
{
	return !o->is_paused && o->is_stopped && o->probe == 0 && o->retry_at <= now;
}

size_t
outlets_room(const struct core_state *core, const struct outlet *o, size_t priority, int64_t now)
{
	size_t all = flights_room(core->flights), most = share(core->outlets, o), used;

	if (o->is_paused || (o->is_stopped && !is_due(o, now)))
		return 0;
	if (o->is_stopped)
		return all > 0;
	used = flights_of(core->flights, (size_t)(o - core->outlets->v));
	if (priority >= LOW && o->mailbox != NULL)
		most -= most / 4;
	most = used < most ? most - used : 0;
	return most < all ? most : all;
}

/* --- stop and go --- */

/* A fifth more or less, so that daemons which stopped together do not come together. */
static int64_t
pause_us(uint32_t code, int64_t count)
{
	static const struct { const int64_t *v; size_t n; } rows[] = {
		{ away, COUNT(away) }, { busy, COUNT(busy) }, { refused, COUNT(refused) },
	};
	size_t row = code == 0 ? 0 : code < 500 ? 1 : 2;
	size_t i = (size_t)count < rows[row].n ? (size_t)count : rows[row].n;
	uint16_t r;

	if (getrandom(&r, sizeof(r), 0) != sizeof(r))
		r = UINT16_MAX / 2;
	return rows[row].v[i - 1] * (SECOND_US * 4 / 5 + SECOND_US * 2LL / 5 * r / UINT16_MAX);
}

static void
keep(char *out, struct str s)
{
	s = str_utf8_cut(s, OUTLET_TEXT_MAX - 1);
	if (s.n > 0)
		memcpy(out, s.p, s.n);
	out[s.n] = '\0';
}

static void
stop(struct outlet *o, struct mail_result *r, bool is_probe, int64_t now)
{
	if (o->is_stopped && !is_probe && o->retry_at > now) {
		r->again_at = o->retry_at + SECOND_US;	/* sent beside the one that stopped it */
		return;
	}
	r->is_first = !o->is_stopped;
	o->count = o->is_stopped ? o->count + 1 : 1;
	o->since = o->is_stopped ? o->since : now;
	o->retry_at = now + pause_us(r->code, o->count);
	o->is_stopped = o->is_new = true;
	keep(o->text, r->reply);
	keep(o->mend, r->mend);
	/* Others go before it, should there be any: it may be at fault itself. */
	r->again_at = o->retry_at + SECOND_US;
}

void
outlet_take(struct outlet *o, const struct flight *was, struct mail_result *r, int64_t now)
{
	bool is_probe = o->is_stopped && o->probe == r->delivery;

	/* Another's answer may have let the queue go on meanwhile. */
	if (o->probe == r->delivery)
		o->probe = 0;
	if (r->stop == SEND_WAITED)
		return;
	if (r->stop == SEND_STOPS && was->stops >= OUTLET_STOPS_MAX)
		r->stop = SEND_GOES_ON;
	if (r->stop == SEND_STOPS) {
		stop(o, r, is_probe, now);
	} else if (is_probe || (o->is_stopped && o->retry_at <= now)) {
		o->is_stopped = false;
		o->is_new = true;
	}
}

void
outlets_store(struct outlets *all, struct db *db, int64_t now)
{
	for (size_t i = 0; i < all->n; i++) {
		const struct outlet *o = &all->v[i];

		if (!o->is_new)
			continue;
		if (o->is_stopped)
			condition_raise(db, &(struct finding){ CONDITION_QUEUE_STOPPED,
			    o->name, str_c(o->text), str_c(o->mend), o->retry_at }, now);
		else
			condition_clear(db, CONDITION_QUEUE_STOPPED, o->name, now);
	}
}

/* One line when it stops and one when it goes on; what each try was told is the mail's line. */
void
outlets_stored(struct outlets *all, int64_t now)
{
	for (size_t i = 0; i < all->n; i++) {
		struct outlet *o = &all->v[i];

		if (!o->is_new)
			continue;
		o->is_new = false;
		if (!o->is_stopped)
			log_info("queue goes on", { "mailbox", LOG_S(o->name) },
			    { "stood_s", LOG_I((now - o->since) / SECOND_US) },
			    { "tries", LOG_I(o->count) });
		else if (o->count == 1)
			log_warning("queue stops: its mail waits",
			    { "mailbox", LOG_S(o->name) }, { "reply", LOG_C(o->text) },
			    { "mend", LOG_C(o->mend) },
			    { "again_in_s", LOG_I((o->retry_at - now) / SECOND_US) });
	}
}

int
outlets_load(struct outlets *all, struct db *db, struct err *e)
{
	struct sql_condition_list h = sql_condition_list(db);
	struct sql_condition_list_row row;
	struct outlet *o;

	if (db_run(db, e) == -1)
		return -1;
	for (size_t i = 0; i < all->n; i++) {
		all->v[i].is_paused = false;
		if (!all->v[i].is_new)
			all->v[i].is_stopped = false;
	}
	for (size_t i = 0; sql_condition_list_row(db, h, i, &row); i++) {
		if ((o = outlets_find(all, row.mailbox)) == NULL)
			continue;
		if (str_eq(row.kind, condition_word(CONDITION_QUEUE_PAUSED)))
			o->is_paused = true;
		if (o->is_new || !str_eq(row.kind, condition_word(CONDITION_QUEUE_STOPPED)))
			continue;
		o->is_stopped = true;
		o->since = row.since;
		o->count = row.count;
		o->retry_at = row.retry_at;
	}
	return 0;
}

int
outlets_take_tries(struct outlets *all, struct db *db, struct arena *a, int64_t now,
    struct err *e)
{
	struct strs due = { 0 };
	struct sql_queue_probe h;
	struct sql_queue_probe_row row;
	size_t n = 0;

	for (size_t i = 0; i < all->n; i++) {
		all->v[i].is_ours = false;
		if (is_due(&all->v[i], now))
			strs_add(a, &due, all->v[i].name);
	}
	if (due.n == 0)
		return 0;
	h = sql_queue_probe(db, due, now, now + TRY_US);
	if (db_run(db, e) == -1)
		return -1;
	for (; sql_queue_probe_row(db, h, n, &row); n++)
		outlets_find(all, row.mailbox)->is_ours = true;
	return n < due.n ? outlets_load(all, db, e) : 0;
}

int64_t
outlets_next(const struct outlets *all, int64_t now)
{
	int64_t next = 0;

	for (size_t i = 0; i < all->n; i++) {
		const struct outlet *o = &all->v[i];

		if (!o->is_paused && o->is_stopped && o->retry_at > now &&
		    (next == 0 || o->retry_at < next))
			next = o->retry_at;
	}
	return next;
}
