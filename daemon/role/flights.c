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
		f->v[f->n++] = (struct flight){ d->id, d->stops, d->box };
	}
	arena_free(a);
}

size_t
flights_of(const struct flights *f, size_t box)
{
	size_t n = 0;

	for (size_t i = 0; i < f->n; i++)
		n += f->v[i].box == box;
	return n;
}

bool
flights_end(struct flights *f, int64_t id, struct flight *was)
{
	for (size_t i = 0; i < f->n; i++)
		if (f->v[i].id == id) {
			*was = f->v[i];
			f->v[i] = f->v[--f->n];
			return true;
		}
	return false;
}
