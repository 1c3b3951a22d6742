/* flights: see flights.h. */
#include "daemon/role/flights.h"

enum { BACKLOG_MAX = 16 * 1024 * 1024 };	/* bytes that wait for send */

size_t
flights_room(const struct flights *f)
{
	if (f->send == NULL || f->closed || channel_backlog(f->send) > BACKLOG_MAX)
		return 0;
	return FLIGHTS_MAX - f->n;
}

void
flights_start(struct flights *f, const struct delivery *d)
{
	struct arena *a = arena_new();

	for (; d != NULL && f->n < FLIGHTS_MAX; d = d->next, arena_reset(a)) {
		struct buf b;

		buf_init(&b, a);
		delivery_pack(&b, d);
		channel_put(f->send, MSG_SEND, buf_str(&b));
		f->id[f->n++] = d->id;
	}
	arena_free(a);
}

bool
flights_end(struct flights *f, int64_t id)
{
	for (size_t i = 0; i < f->n; i++)
		if (f->id[i] == id) {
			f->id[i] = f->id[--f->n];
			return true;
		}
	return false;
}
