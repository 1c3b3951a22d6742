/* session: see session.h. */
#include "daemon/core/session.h"

#include "daemon/sys/clock.h"
#include "daemon/sys/log.h"

enum {
	RETRY_MIN_MS = 100,
	RETRY_MAX_MS = 5000,
	PARTITIONS_RETRY_MS = 5000,
};

#define PARTITIONS_LOOK_US	(86400LL * SECOND_US)

void
core_database_away(struct core *c, const struct err *e)
{
	log_error("database away, trying again", { "error", LOG_C(e->text) },
	    { "in_ms", LOG_I(c->retry_ms) });
	db_close(c->db);
	c->db = NULL;
	c->retry_at = clock_mono() + c->retry_ms;
	c->retry_ms = c->retry_ms * 2 > RETRY_MAX_MS ? RETRY_MAX_MS : c->retry_ms * 2;
}

void
core_database_back(struct core *c)
{
	c->retry_ms = RETRY_MIN_MS;
}

/* No transaction is open while it is answered, however long no parser is there. */
static void
ask(struct core *c)
{
	c->asks = true;
	c->question = (struct job){ .a = c->question_arena,
	    .letter = { .matches = *memo_wanted(c->state.memo) } };
	pool_ask(c->pool, &c->question);
}

void
core_take_answers(struct core *c)
{
	if (!c->asks || c->question.state != JOB_DONE)
		return;
	memo_learn(c->state.memo);
	arena_reset(c->question_arena);
	c->asks = false;
}

bool
core_is_held(const struct core *c)
{
	return c->asks || clock_mono() < c->gives_way;
}

void
core_failed(struct core *c, const struct err *e, const char *what)
{
	struct err ignored;

	if (e->kind == ERR_ASK) {
		ask(c);
		return;
	}
	if (e->kind == ERR_WAIT) {
		c->gives_way = clock_mono() + GIVE_WAY_MS;
		return;
	}
	memo_settle(c->state.memo);
	if (e->kind == ERR_RETRY) {
		core_database_away(c, e);
		return;
	}
	log_error(what, { "error", LOG_C(e->text) });
	if (db_rollback(c->db, &ignored) == -1)
		core_database_away(c, &ignored);
}

static void
look_at_partitions(struct core *c, int64_t now)
{
	struct partitions *p = &c->state.partitions;
	struct err e;

	c->partitions_retry = clock_mono() + PARTITIONS_RETRY_MS;
	if (partitions_make(c->db, now, p, &e) == -1) {
		core_failed(c, &e, "partitions not made: mail waits");
		return;
	}
	if (p->made > 0)
		log_info("partitions made", { "months", LOG_I(p->made) });
	if (p->fault.kind == ERR_NONE && partitions_cover(p, now)) {
		c->partitions_at = now + PARTITIONS_LOOK_US;
		c->partitions_retry = 0;	/* a clock that jumps again does not wait */
	} else if (partitions_cover(p, now)) {
		log_warning("partitions of later months not made, trying again",
		    { "error", LOG_C(p->fault.text) });
	} else {
		log_error("no partition for this month: mail waits, trying again",
		    { "error", LOG_C(p->fault.text) });
	}
}

bool
core_can_store(struct core *c)
{
	const struct partitions *p = &c->state.partitions;
	int64_t now = clock_now();

	if (c->db != NULL && (!partitions_cover(p, now) || now >= c->partitions_at) &&
	    clock_mono() >= c->partitions_retry)
		look_at_partitions(c, now);
	return c->db != NULL && partitions_cover(p, now);
}

void
core_earlier(int64_t *at, int64_t other)
{
	if (other != 0 && (*at == 0 || other < *at))
		*at = other;
}
