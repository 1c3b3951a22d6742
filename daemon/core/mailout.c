/* coresend: core's side of the mail that goes out. */
#include "daemon/core/coreparts.h"
#include "daemon/sys/clock.h"
#include "daemon/sys/log.h"
#include "parsers/base/wire.h"

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

void
core_record_results(struct core *c)
{
	struct err e;

	if (c->n_results == 0 || c->db == NULL)
		return;
	if (core_failed(c, outbox_record(&c->state, c->db, c->batch, c->results,
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

void
core_send_due(struct core *c)
{
	size_t n = 0;
	struct err e;

	if (c->db == NULL || flights_room(&c->flights) == 0 || c->next_delivery == 0 ||
	    c->next_delivery > clock_now())
		return;
	if (core_failed(c, outbox_claim(&c->state, c->db, &n, &e), &e, "outbox not read"))
		return;
	if (n == 0 && !core_failed(c, outbox_next(c->db, &c->next_delivery, &e), &e,
	    "outbox not read") && c->next_delivery != 0 &&
	    c->next_delivery <= clock_now())
		c->next_delivery = clock_now() + SECOND_US;	/* another daemon's */
}

void
core_send_is_new(struct core *c)
{
	struct err e;

	c->flights.n = 0;
	if (c->db != NULL)
		core_failed(c, outbox_release(&c->state, c->db, &e), &e,
		    "outbox not taken back");
	c->next_delivery = 1;
}

void
core_take_send(struct core *c)
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
