/* pull: see pull.h. */
#include "daemon/send/pull.h"

#include <stdlib.h>
#include <time.h>

enum {
	LOOK_S = 1,			/* so often a waiting lane looks whether it is to end */
	WAIT_S = 120			/* a server waits no longer for the next line (RFC 5321: 3 min) */
};

void
pulls_init(struct pulls *all, struct queue *out, const atomic_bool *abort)
{
	pthread_condattr_t mono;

	*all = (struct pulls){ .out = out, .abort = abort };
	pthread_mutex_init(&all->lock, NULL);
	pthread_condattr_init(&mono);
	pthread_condattr_setclock(&mono, CLOCK_MONOTONIC);
	pthread_cond_init(&all->came, &mono);
}

void
pulls_begin(struct pulls *all, struct pull *p)
{
	pthread_mutex_lock(&all->lock);
	p->next = all->first;
	all->first = p;
	pthread_mutex_unlock(&all->lock);
}

void
pulls_end(struct pulls *all, struct pull *p)
{
	pthread_mutex_lock(&all->lock);
	for (struct pull **at = &all->first; *at != NULL; at = &(*at)->next)
		if (*at == p) {
			*at = p->next;
			break;
		}
	free(p->piece);
	pthread_mutex_unlock(&all->lock);
}

static void
ask(struct pulls *all, const struct pull *p)
{
	const struct msg_want want = { p->delivery, p->at };
	struct arena *a = arena_new();
	struct buf b;

	buf_init(&b, a);
	msg_want_pack(&b, &want);
	queue_put(all->out, MSG_WANT, p->generation, buf_str(&b), STR_NONE);
	arena_free(a);
}

/* Under the lock. */
static void
wait_for(struct pulls *all, struct pull *p)
{
	struct timespec until;

	clock_gettime(CLOCK_MONOTONIC, &until);
	for (int s = 0; s < WAIT_S && p->piece == NULL && !p->is_over &&
	    !atomic_load(all->abort); s += LOOK_S) {
		until.tv_sec += LOOK_S;
		while (p->piece == NULL && !p->is_over && pthread_cond_timedwait(&all->came,
		    &all->lock, &until) == 0)
			continue;
	}
}

int
pulls_get(struct pulls *all, struct pull *p, uint64_t at, struct str *piece)
{
	struct msg_piece m = { .bytes = STR_NONE };

	pthread_mutex_lock(&all->lock);
	free(p->piece);
	p->piece = NULL;
	p->at = at;
	if (!p->is_over) {
		ask(all, p);
		wait_for(all, p);
	}
	if (p->piece != NULL)
		msg_piece_unpack(NULL, (struct str){ p->piece->body, p->piece->n }, &m);
	p->is_over |= m.bytes.n == 0;
	pthread_mutex_unlock(&all->lock);
	*piece = m.bytes;
	return m.bytes.n > 0 ? 0 : -1;
}

void
pulls_take(struct pulls *all, struct str body)
{
	struct msg_piece m;

	if (msg_piece_unpack(NULL, body, &m) == -1)
		return;
	pthread_mutex_lock(&all->lock);
	for (struct pull *p = all->first; p != NULL; p = p->next)
		if (p->delivery == m.delivery && p->at == m.at && p->piece == NULL)
			p->piece = post_new(MSG_PIECE, 0, body, STR_NONE);
	pthread_cond_broadcast(&all->came);
	pthread_mutex_unlock(&all->lock);
}

void
pulls_break(struct pulls *all)
{
	pthread_mutex_lock(&all->lock);
	for (struct pull *p = all->first; p != NULL; p = p->next)
		p->is_over = true;
	pthread_cond_broadcast(&all->came);
	pthread_mutex_unlock(&all->lock);
}
