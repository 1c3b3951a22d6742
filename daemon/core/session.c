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

void
core_failed(struct core *c, const struct err *e, const char *what)
{
	struct err ignored;

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
