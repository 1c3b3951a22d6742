/* mailout: see mailout.h. */
#include "daemon/core/mailout.h"

#include <assert.h>
#include <inttypes.h>

#include "daemon/out/heap.h"
#include "daemon/out/hook.h"
#include "daemon/out/unreached.h"
#include "daemon/rules/rules.h"
#include "daemon/sys/clock.h"
#include "daemon/sys/log.h"
#include "daemon/ticket/entry.h"
#include "daemon/ticket/reach.h"
#include "parsers/base/array.h"
#include "parsers/machine/smtpstatus.h"
#include "sql.h"

/* Pauses before the second, third … try; the last one repeats. */
static const int64_t pauses[] = { 10, 60, 300, 900, 1800, 3600, 7200 };

/* A refusal that names the recipient tells of the address; who reads notices must be told. */
static int
note_address(struct work *w, const struct mail_result *r,
    const struct sql_delivery_again_row *row, const struct event *ev, bool tell)
{
	struct reach_news news = { .address = row->recipient, .why = r->reply,
	    .ticket = row->ticket, .fate = r->code < 500 ? REACH_PASSING :
		reach_fate(w->a, smtp_status_behind_code(r->reply), r->reply) };
	struct event told = *ev;

	/* It was not even tried; but who reads notices does not get them. */
	if (r->outcome == SEND_PERMANENT && r->code == 0 && !row->personal)
		return 0;
	if (row->ticket != 0 && row->personal && tell &&
	    (told.ticket = ticket_get(w, row->ticket)) == NULL && w->err.text[0] != '\0')
		return -1;
	return unreached_note(w, &news, &told, row->personal && tell);
}

/* A mail that will not arrive: said on the ticket, and to the rules. */
static int
record_failure(struct work *w, const struct mail_result *r,
    const struct sql_delivery_again_row *row, bool tell)
{
	const struct webhook *hook = webhooks_of_queue(&w->conf->webhooks, row->mailbox);
	bool is_hooks = webhook_is_queue(row->mailbox);
	struct event ev = { .kind = EVENT_BOUNCE, .at = w->now, .mailbox = row->mailbox,
	    .hook = hook == NULL ? STR_NONE : hook->name, .bounce = { .recipient = row->recipient, .diagnostic = r->reply,
		.original_id = row->message_id } };
	struct entry en = { .kind = ENTRY_BOUNCE, .ticket = row->ticket,
	    .author = STR("docket"), .new_text = r->reply };

	entry_data(w, &en, "recipient", row->recipient);
	entry_data(w, &en, is_hooks ? "delivery" : "message_id", is_hooks ?
	    hook_delivery(w->a, row->id, row->created_at) : row->message_id);
	if (entry_add(w, &en) == -1)
		return -1;
	ev.entry = en.id;
	ev.entry_kind = ENTRY_BOUNCE;
	if (!is_hooks && note_address(w, r, row, &ev, tell) == -1)
		return -1;
	/* A notice that failed makes no further notices. */
	if (!tell || row->ticket == 0 || row->personal)
		return 0;
	if (heap_grows(w, STR("not sent"), w->conf->notices_at_once, &ev.in_heap) == -1)
		return -1;
	if ((ev.ticket = ticket_get(w, row->ticket)) == NULL)
		return w->err.text[0] != '\0' ? -1 : 0;
	return rules_run(w, &ev);
}

/* One line for each try, after the commit. */
static void
tell_try(struct arena *a, const struct mail_result *r, const struct sql_delivery_again_row *row,
    int64_t now)
{
	static const struct { const char *state; enum log_level level; const char *event; } rows[] = {
		{ "sent", LOG_INFO, "mail sent" }, { "failed", LOG_WARNING, "mail given up" },
		{ "queued", LOG_INFO, "mail not taken, tried again later" },
	};
	struct str next = str_eq(row->state, STR("queued")) ?
	    str_printf(a, "%" PRId64 "s", (row->due_at - now) / SECOND_US) : STR("never");

	for (size_t i = 0; i < COUNT(rows); i++)
		if (str_eq(row->state, str_c(rows[i].state)))
			LOG_(rows[i].level, rows[i].event, { "delivery", LOG_I(r->delivery) },
			    { "ticket", LOG_I(row->ticket) }, { "mailbox", LOG_S(row->mailbox) },
			    { "to", LOG_S(row->recipient) }, { "message_id", LOG_S(row->message_id) },
			    { "delay_ms", LOG_I((now - row->created_at) / 1000) },
			    { "tries", LOG_I(row->attempts) }, { "again_in", LOG_S(next) },
			    { "reply", LOG_S(r->reply) });
}

static struct sql_delivery_again
queue_result(struct work *w, const struct mail_result *r)
{
	if (r->outcome == SEND_PERMANENT)
		return sql_delivery_failed(w->db, r->delivery, r->reply, w->now);
	if (r->stop != SEND_GOES_ON)
		return sql_delivery_back(w->db, r->delivery, r->reply, r->again_at, r->is_first);
	return sql_delivery_again(w->db, &(struct sql_delivery_again_in){
	    .id = r->delivery, .reply = r->reply, .now = w->now,
	    .pauses = { pauses, COUNT(pauses) },
	    .give_up_after = w->conf->give_up_after });
}

/* A statement for all that went, and one for each other; h has room for one more than n. */
static size_t
queue_results(struct work *w, const struct mail_result *r, size_t n,
    struct sql_delivery_again *h)
{
	int64_t *ids = ARENA_ARRAY(w->a, n, int64_t);
	struct strs replies = { 0 };
	size_t queued = 0;

	for (size_t i = 0; i < n; i++) {
		if (r[i].outcome != SEND_OK) {
			h[queued++] = queue_result(w, &r[i]);
			continue;
		}
		ids[replies.n] = r[i].delivery;
		strs_add(w->a, &replies, r[i].reply);
	}
	if (replies.n > 0)
		h[queued++] = sql_delivery_sent(w->db, (struct db_int8s){ ids, replies.n },
		    replies, w->now);
	return queued;
}

static void
keep_row(struct work *w, const struct mail_result *r, size_t n,
    const struct sql_delivery_again_row *row, struct sql_delivery_again_row *rows)
{
	size_t i = 0;

	while (i < n && r[i].delivery != row->id)
		i++;
	if (i == n)
		return;
	rows[i] = *row;
	rows[i].state = str_dup(w->a, row->state);
	rows[i].recipient = str_dup(w->a, row->recipient);
	rows[i].message_id = str_dup(w->a, row->message_id);
	rows[i].mailbox = str_dup(w->a, row->mailbox);
}

/*
 * What is to be known of each result after the handles have died, in their order: it lives
 * in w->a.  Zeros: its row was not there.
 */
static struct sql_delivery_again_row *
rows_of(struct work *w, const struct mail_result *r, size_t n,
    const struct sql_delivery_again *h, size_t queued)
{
	struct sql_delivery_again_row *rows = ARENA_ARRAY(w->a, n, struct sql_delivery_again_row);
	struct sql_delivery_again_row row;

	for (size_t i = 0; i < queued; i++)
		for (size_t j = 0; sql_delivery_again_row(w->db, h[i], j, &row); j++)
			keep_row(w, r, n, &row, rows);
	return rows;
}

/* A failure is told to the rules when `tell`. */
static int
record_failures(struct work *w, const struct mail_result *results,
    const struct sql_delivery_again_row *rows, size_t n, bool tell)
{
	for (size_t i = 0; i < n; i++) {
		if (!str_eq(rows[i].state, STR("failed")))
			continue;
		if (n > 1)
			return err_set(&w->err, ERR_MESSAGE, "a failure is recorded alone");
		if (record_failure(w, &results[i], &rows[i], tell) == -1)
			return -1;
	}
	return 0;
}

/*
 * One transaction.  A failure is told to the rules when `tell`, and only when it
 * is alone: that reads the database again.
 */
static int
record_all(struct core_state *core, struct db *db, struct arena *a,
    const struct mail_result *results, size_t n, bool tell, struct err *e)
{
	struct work w;
	struct sql_delivery_again *h = ARENA_ARRAY(a, n + 1, struct sql_delivery_again);
	struct sql_delivery_again_row *rows;
	size_t queued;

	work_begin(&w, core, db, a);
	queued = queue_results(&w, results, n, h);
	if (work_run(&w) == -1)
		goto fail;
	rows = rows_of(&w, results, n, h, queued);
	outlets_store(core->outlets, db, w.now);
	if (record_failures(&w, results, rows, n, tell) == -1 || work_commit(&w) == -1)
		goto fail;
	outlets_stored(core->outlets, w.now);
	for (size_t i = 0; i < n; i++)
		if (results[i].stop != SEND_WAITED)
			tell_try(a, &results[i], &rows[i], w.now);
	return 0;
fail:
	*e = w.err;
	work_rollback(&w);
	return -1;
}

static int
record(struct core_state *core, struct db *db, struct arena *a,
    const struct mail_result *results, size_t n, struct err *e)
{
	if (record_all(core, db, a, results, n, true, e) == 0)
		return 0;
	for (size_t i = 0; i < n && !err_is_passing(e); i++) {
		if (n > 1 && record_all(core, db, a, &results[i], 1, true, e) == 0)
			continue;
		if (err_is_passing(e))
			return -1;
		/* A rule that fails must not leave the delivery as if under way. */
		log_error("outcome of mail recorded without its rules",
		    { "delivery", LOG_I(results[i].delivery) }, { "error", LOG_C(e->text) });
		if (record_all(core, db, a, &results[i], 1, false, e) == -1 &&
		    e->kind != ERR_RETRY)
			log_error("outcome of mail not recorded",
			    { "delivery", LOG_I(results[i].delivery) },
			    { "error", LOG_C(e->text) });
	}
	return err_is_passing(e) ? -1 : 0;
}

static void
take_sent(struct core *c, struct str body)
{
	struct mail_result *r = &c->results[c->n_results];
	struct outlets *all = c->state.outlets;
	struct flight was;

	if (mail_result_unpack(NULL, body, r) == -1 ||
	    !flights_end(&c->flights, r->delivery, &was)) {
		log_error("send gave an answer that makes no sense");
		return;
	}
	outlet_take(&all->v[was.box], &was, r, clock_now());
	if (r->stop == SEND_WAITED)
		outbox_anew(&c->state);		/* it is where the marks have been */
	tails_drop(c->state.tails, r->delivery);
	r->reply = str_dup(c->results_arena, r->reply);
	c->n_results++;
}

/* What asks for more than there is gets nothing, and its mail ends. */
static void
take_want(struct core *c, struct str body)
{
	struct msg_want want;

	if (msg_want_unpack(NULL, body, &want) == -1 ||
	    !tails_want(c->state.tails, want.delivery, want.at))
		log_error("send asked for a piece of a mail that makes no sense");
}

void
core_feed_send(struct core *c)
{
	struct err e;

	if (tails_feed(c->state.tails, c->db, c->flights.send, &e) == -1)
		core_failed(c, &e, "files of a mail not read");
}

void
core_record_results(struct core *c)
{
	struct err e;

	if (c->n_results == 0 || c->db == NULL || core_is_held(c))
		return;
	if (record(&c->state, c->db, c->batch, c->results, c->n_results, &e) == -1) {
		core_failed(c, &e, "outcome of mail not recorded");
		if (c->db == NULL || core_is_held(c)) {
			arena_reset(c->batch);
			return;		/* kept for the next session, or the answers */
		}
	}
	memo_settle(c->state.memo);
	c->n_results = 0;
	arena_reset(c->results_arena);
	arena_reset(c->batch);
	/* Others may have waited for room; and the next try may be the whole queue's. */
	core_earlier(&c->next_delivery, clock_now());
}

/* Each of them took room, so that there is room for the results. */
static void
take_unfit(struct core *c, const struct outbox_claimed *claimed)
{
	for (size_t i = 0; i < claimed->n_unfit; i++) {
		struct mail_result *r = &c->results[c->n_results++];

		*r = claimed->unfit[i];
		r->reply = str_dup(c->results_arena, r->reply);
	}
}

/* Before: all results are recorded. */
void
core_send_due(struct core *c)
{
	struct outbox_claimed claimed;
	struct arena *a;
	struct err e;
	int status;

	/* Results that wait for an answer keep their room. */
	if (c->db == NULL || c->n_results > 0 || flights_room(&c->flights) == 0 ||
	    c->next_delivery == 0 ||
	    c->next_delivery > clock_now())
		return;
	a = arena_new();
	if ((status = outbox_claim(&c->state, c->db, a, &claimed, &e)) == 0) {
		take_unfit(c, &claimed);
		if (claimed.n == 0)
			status = outbox_next(&c->state, c->db, &c->next_delivery, &e);
	}
	arena_free(a);
	if (status == -1) {
		core_failed(c, &e, "outbox not read");
		return;
	}
	if (claimed.n == 0 && c->next_delivery != 0 && c->next_delivery <= clock_now())
		c->next_delivery = clock_now() + SECOND_US;	/* another daemon's */
	core_record_results(c);
}

void
core_send_is_new(struct core *c)
{
	struct err e;

	c->flights.n = 0;
	tails_clear(c->state.tails);
	if (c->db != NULL && outbox_release(&c->state, c->db, &e) == -1)
		core_failed(c, &e, "outbox not taken back");
	c->next_delivery = 1;
}

/* There is room: each ends a flight, and none begins before all are recorded. */
void
core_take_send(struct core *c, const struct message *m)
{
	if (m->type == MSG_WANT)
		take_want(c, m->body);
	if (m->type != MSG_SENT)
		return;
	assert(c->n_results < FLIGHTS_MAX);
	take_sent(c, m->body);
}
