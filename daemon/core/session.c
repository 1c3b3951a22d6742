/* session: see session.h. */
#include "daemon/core/session.h"

#include "daemon/sys/clock.h"
#include "daemon/sys/log.h"

enum { RETRY_MIN_MS = 100, RETRY_MAX_MS = 5000 };

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

void
core_failed(struct core *c, const struct err *e, const char *what)
{
	struct err ignored;

	if (e->kind == ERR_ASK) {
		ask(c);
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

void
core_earlier(int64_t *at, int64_t other)
{
	if (other != 0 && (*at == 0 || other < *at))
		*at = other;
}
