/* patience: see patience.h. */
#include "daemon/web/patience.h"

#include "daemon/web/oops.h"

enum {
	HEAD_MS = 10 * 1000,		/* for all of it */
	STILL_MS = 15 * 1000,		/* without an octet of a body or an answer */
	GRACE_MS = 10 * 1000,		/* then it must have moved, on the whole … */
	FLOOR = 2,			/* … octets a millisecond */
	READ_MS = 15 * 1000,		/* for read's answer */
	POST_MS = 60 * 1000,		/* for core's: it waits for its mail to be read */
	LINGER_MS = 2 * 1000
};

/* Too slow to be somebody who waits for it. */
static bool
crawls(const struct conn *c, int64_t now)
{
	int64_t took = now - c->since;

	return now - c->moved > STILL_MS ||
	    (took > GRACE_MS && c->octets / FLOOR < (size_t)took);
}

static int
look_waiting(const struct conn *c, int64_t now)
{
	if (c->request.method != HTTP_POST)
		return now - c->since > READ_MS ? HTTP_UNAVAILABLE : 0;
	if (now - c->since <= POST_MS)
		return 0;
	return c->asked ? OOPS_IN_DOUBT : HTTP_UNAVAILABLE;
}

int
patience_look(const struct conn *c, int64_t now)
{
	switch (c->state) {
	case CONN_HEAD:
		if (now - c->since <= HEAD_MS)
			return 0;
		return c->n == 0 ? -1 : HTTP_TIMEOUT;
	case CONN_BODY:
		return crawls(c, now) ? HTTP_TIMEOUT : 0;
	case CONN_WAIT:
		return look_waiting(c, now);
	case CONN_WRITE:
		return crawls(c, now) ? -1 : 0;
	case CONN_LINGER:
		return now - c->since > LINGER_MS ? -1 : 0;
	case CONN_OVER:
		break;
	}
	return -1;
}

int64_t
patience_idle(const struct conn *c, int64_t now)
{
	return c->state == CONN_WAIT || c->state == CONN_OVER ? -1 : now - c->moved;
}
