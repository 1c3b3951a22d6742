/* lane: see lane.h. */
#include "daemon/fetch/lane.h"

#include <stdlib.h>

#include "daemon/sys/clock.h"

enum {
	TRY_MIN_MS = 1000,
	TRY_MAX_MS = 15000,
	TOLD_MAX_MS = 3600 * 1000,	/* at most this long until it is asked for again */
	PAUSES = 16,			/* doubled no more than this */
};

struct lane_item *
lane_find(const struct lane *l, uint32_t uid)
{
	for (size_t i = 0; i < l->n; i++)
		if (l->v[i].item.uid == uid)
			return &l->v[i];
	return NULL;
}

static struct lane_item *
append(struct lane *l, uint32_t uid)
{
	if (l->n == l->cap) {
		l->cap = l->cap == 0 ? 16 : 2 * l->cap;
		if ((l->v = reallocarray(l->v, l->cap, sizeof(l->v[0]))) == NULL)
			abort();
	}
	l->v[l->n] = (struct lane_item){ .item.uid = uid };
	return &l->v[l->n++];
}

void
lane_add(struct lane *l, const struct imap_item *it, int64_t ms)
{
	struct lane_item *at = lane_find(l, it->uid);

	if (at == NULL)
		at = append(l, it->uid);
	if (it->is_listed)
		at->item = *it;
	at->item.body = STR_NONE;
	at->here = true;
	if (ms > 0)
		at->due = clock_mono() + ms;
}

void
lane_drop(struct lane *l, struct lane_item *at)
{
	*at = l->v[--l->n];
}

bool
lane_has_trouble(const struct lane *l, uint32_t uid)
{
	const struct lane_item *at = lane_find(l, uid);

	return at != NULL && at->tries > 0;
}

const struct lane_item *
lane_trouble(const struct lane *l)
{
	for (size_t i = 0; i < l->n; i++)
		if (l->v[i].tries > 0 && !l->v[i].told)
			return &l->v[i];
	return NULL;
}

void
lane_fail(struct lane_item *at)
{
	int64_t pause = TRY_MIN_MS << (at->tries < PAUSES ? at->tries : PAUSES);

	at->tries++;
	if (!at->told)
		pause = at->tries >= LANE_TRIES ? 0 : pause < TRY_MAX_MS ? pause : TRY_MAX_MS;
	at->due = clock_mono() + (pause < TOLD_MAX_MS ? pause : TOLD_MAX_MS);
}

void
lane_tell(struct lane_item *at)
{
	at->told = true;
	at->due = clock_mono() + TOLD_MAX_MS;
}

void
lane_stop(struct lane *l)
{
	arena_free(l->a);
	l->a = NULL;
	l->uid = 0;
}

void
lane_close(struct lane *l, bool forever)
{
	struct lane_item *at = l->uid == 0 ? NULL : lane_find(l, l->uid);

	if (at != NULL) {
		lane_fail(at);
		at->deadly = true;
	}
	lane_stop(l);
	for (size_t i = l->n; i-- > 0;) {
		l->v[i].here = false;
		if (l->v[i].told && !l->v[i].deadly)
			l->v[i].due = 0;
		if (forever || l->v[i].tries == 0)
			lane_drop(l, &l->v[i]);
	}
}

void
lane_free(struct lane *l)
{
	lane_stop(l);
	free(l->v);
	*l = (struct lane){ 0 };
}
