/* mailout: see mailout.h. */
#include "daemon/core/mailout.h"

#include <assert.h>

#include "daemon/out/heap.h"
#include "daemon/rules/rules.h"
#include "daemon/sys/clock.h"
#include "daemon/sys/log.h"
#include "daemon/ticket/entry.h"
#include "parsers/base/array.h"
#include "sql.h"

/* Pauses before the second, third … try; the last one repeats. */
static const int64_t pauses[] = { 10, 60, 300, 900, 1800, 3600, 7200 };

/* A mail that will not arrive: said on the ticket, and to the rules. */
static int
record_failure(struct work *w, const struct mail_result *r,
    const struct sql_delivery_again_row *row, bool tell)
{
	int64_t ticket = row->ticket;
	struct str recipient = str_dup(w->a, row->recipient);
	struct str mail = str_dup(w->a, row->message_id);
	bool automatic = row->automatic;
	struct event ev = { .kind = EVENT_BOUNCE, .at = w->now,
	    .mailbox = str_dup(w->a, row->mailbox),
	    .bounce = { .recipient = recipient, .diagnostic = r->reply,
		.original_id = mail } };
	struct entry en = { .kind = ENTRY_BOUNCE, .ticket = ticket,
	    .author = STR("docket"), .new_text = r->reply };

	log_warning("mail given up", { "ticket", LOG_I(ticket) },
	    { "recipient", LOG_S(recipient) }, { "message_id", LOG_S(mail) },
	    { "reply", LOG_S(r->reply) });
	entry_data(w, &en, "recipient", recipient);
	entry_data(w, &en, "message_id", mail);
	if (entry_add(w, &en) == -1)
		return -1;
	/* A notice that failed makes no further notices. */
	if (!tell || ticket == 0 || (automatic && agents_by_address(&w->conf->agents, recipient)))
		return 0;
	if (heap_grows(w, STR("not sent"), w->conf->notices_at_once, &ev.in_heap) == -1)
		return -1;
	if ((ev.ticket = ticket_get(w, ticket)) == NULL)
		return w->err.text[0] != '\0' ? -1 : 0;
	ev.entry = en.id;
	ev.entry_kind = ENTRY_BOUNCE;
	return rules_run(w, &ev);
}

/* Rows: of what was not sent. */
static struct sql_delivery_again
queue_result(struct work *w, const struct mail_result *r)
{
	switch (r->outcome) {
	case SEND_OK:
		sql_delivery_sent(w->db, r->delivery, r->reply, w->now);
		return (struct sql_delivery_again){ 0 };
	case SEND_PERMANENT:
		return sql_delivery_failed(w->db, r->delivery, r->reply, w->now);
	case SEND_TEMPORARY:
	case SEND_UNKNOWN:
		break;
	}
	return sql_delivery_again(w->db, &(struct sql_delivery_again_in){
	    .id = r->delivery, .reply = r->reply, .now = w->now,
	    .pauses = { pauses, COUNT(pauses) },
	    .give_up_after = w->conf->give_up_after });
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
	struct sql_delivery_again *h = ARENA_ARRAY(a, n, struct sql_delivery_again);
	struct sql_delivery_again_row row;

	work_begin(&w, core, db, a);
	for (size_t i = 0; i < n; i++)
		h[i] = queue_result(&w, &results[i]);
	if (work_run(&w) == -1)
		goto fail;
	for (size_t i = 0; i < n; i++) {
		if (!sql_delivery_again_row(db, h[i], 0, &row) ||
		    !str_eq(row.state, STR("failed")))
			continue;
		if (n > 1) {
			err_set(&w.err, ERR_MESSAGE, "a failure is recorded alone");
			goto fail;
		}
		if (record_failure(&w, &results[i], &row, tell) == -1)
			goto fail;
	}
	if (work_commit(&w) == 0)
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

	if (mail_result_unpack(NULL, body, r) == -1 || !flights_end(&c->flights, r->delivery)) {
		log_error("send gave an answer that makes no sense");
		return;
	}
	r->reply = str_dup(c->results_arena, r->reply);
	c->n_results++;
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
	if (c->next_delivery == 0)
		c->next_delivery = clock_now();	/* look when the next try is due */
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
	if (c->db != NULL && outbox_release(&c->state, c->db, &e) == -1)
		core_failed(c, &e, "outbox not taken back");
	c->next_delivery = 1;
}

/* There is room: each ends a flight, and none begins before all are recorded. */
void
core_take_send(struct core *c, const struct message *m)
{
	if (m->type != MSG_SENT)
		return;
	assert(c->n_results < FLIGHTS_MAX);
	take_sent(c, m->body);
}
