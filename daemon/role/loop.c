/* loop: see loop.h. */
#include "daemon/role/loop.h"

#include <assert.h>
#include <errno.h>
#include <unistd.h>

#include "daemon/role/role.h"
#include "daemon/sys/clock.h"
#include "daemon/sys/log.h"

void
loop_init(struct loop *l, const struct loop_ops *ops, void *self, struct channel *control)
{
	assert(ops->n_peers <= LOOP_PEERS);
	*l = (struct loop){ .ops = ops, .self = self, .control = control };
}

int64_t
loop_stopping(const struct loop *l)
{
	return l->stop_at == 0 ? -1 : clock_mono() - l->stop_at;
}

/* --- peers --- */

static void
peer_gone(struct loop *l, size_t i)
{
	if (l->peer[i] == NULL)
		return;
	if (l->ops->peers[i].gone != NULL)
		l->ops->peers[i].gone(l->self);
	channel_free(l->peer[i]);
	l->peer[i] = NULL;
}

static void
peer_came(struct loop *l, size_t i, uint32_t index, int fd)
{
	const struct loop_peer *p = &l->ops->peers[i];

	if (p->adopt != NULL) {
		p->adopt(l->self, index, fd);
		return;
	}
	peer_gone(l, i);
	l->peer[i] = channel_new(fd);
	if (p->came != NULL)
		p->came(l->self, l->peer[i]);
}

/* What it said before it went still counts. */
static void
take_peer(struct loop *l, size_t i)
{
	struct message m;
	bool gone = channel_pump(l->peer[i]) == -1;

	while (channel_next(l->peer[i], &m)) {
		if (m.fd != -1)
			close(m.fd);
		l->ops->peers[i].take(l->self, &m);
	}
	if (gone)
		peer_gone(l, i);
}

/* --- the supervisor --- */

static void
new_peer(struct loop *l, const struct message *m)
{
	struct msg_peer peer;

	if (m->fd == -1)
		return;
	if (msg_peer_unpack(NULL, m->body, &peer) == 0)
		for (size_t i = 0; i < l->ops->n_peers; i++)
			if (l->ops->peers[i].role == peer.role) {
				peer_came(l, i, peer.index, m->fd);
				return;
			}
	close(m->fd);
}

static void
stop(struct loop *l)
{
	if (l->stop_at != 0)
		return;
	l->stop_at = clock_mono();
	if (l->ops->stop != NULL)
		l->ops->stop(l->self);
}

static void
take_control(struct loop *l)
{
	struct message m;

	if (l->orphan)
		return;
	l->orphan = channel_pump(l->control) == -1;
	while (channel_next(l->control, &m)) {
		if (m.type == MSG_PEER)
			new_peer(l, &m);
		else if (m.fd != -1)
			close(m.fd);
		if (m.type == MSG_STOP)
			stop(l);
	}
	if (l->orphan)
		stop(l);
}

/* --- the turns --- */

static void
wait_for_news(struct loop *l)
{
	struct pollfd fds[1 + LOOP_PEERS + LOOP_WATCH];
	nfds_t n = 0, own = 0;
	int ms;

	if (!l->orphan)
		fds[n++] = (struct pollfd){ .fd = channel_fd(l->control),
		    .events = channel_events(l->control) };
	for (size_t i = 0; i < l->ops->n_peers; i++)
		if (l->peer[i] != NULL)
			fds[n++] = (struct pollfd){ .fd = channel_fd(l->peer[i]),
			    .events = channel_events(l->peer[i]) };
	ms = l->ops->watch(l->self, fds + n, &own);
	if (poll(fds, n + own, ms) == -1 && errno != EINTR)
		log_error("poll failed", { "errno", LOG_I(errno) });
}

static void
turn(struct loop *l)
{
	wait_for_news(l);
	role_alive(l->control);
	take_control(l);
	for (size_t i = 0; i < l->ops->n_peers; i++)
		if (l->peer[i] != NULL)
			take_peer(l, i);
	if (l->ops->work != NULL)
		l->ops->work(l->self);
	for (size_t i = 0; i < l->ops->n_peers; i++)
		if (l->peer[i] != NULL)
			channel_push(l->peer[i]);
}

void
loop_run(struct loop *l)
{
	while (!l->ops->is_over(l->self))
		turn(l);
}
