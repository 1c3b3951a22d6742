/*
 * loop: the life that all roles share.  It takes what the supervisor says, keeps
 * the channels to the peers, takes their messages, lets the role work, sends what
 * that made and sleeps until there is news.  What is a role's own stands in its
 * struct loop_ops.
 *
 * A supervisor that is gone counts as one that said MSG_STOP.
 */
#ifndef DAEMON_ROLE_LOOP_H
#define DAEMON_ROLE_LOOP_H

#include <poll.h>

#include "daemon/role/channel.h"

enum {
	LOOP_PEERS = 6,
	LOOP_WATCH = 40			/* descriptors of a role's own */
};

/* A role that this one talks with; every function gets the role's `self`. */
struct loop_peer {
	enum role	role;
	/*
	 * A process of it is there, the first one or the next, which knows nothing
	 * of what the last one had.  The channel is the loop's.
	 */
	void		(*came)(void *self, struct channel *);
	void		(*take)(void *self, const struct message *);
	/* Its channel is freed after this. */
	void		(*gone)(void *self);
	/* Instead of these, where the role keeps the channels itself: takes fd over. */
	void		(*adopt)(void *self, uint32_t index, int fd);
};

struct loop_ops {
	const struct loop_peer	*peers;
	size_t			 n_peers;
	/*
	 * Before each sleep: adds what else is to be waited for, at most LOOP_WATCH
	 * descriptors; returns the ms of the longest sleep.
	 */
	int			(*watch)(void *self, struct pollfd *, nfds_t *n);
	/* After each: what came has been taken.  NULL is fine. */
	void			(*work)(void *self);
	/* Told to stop, once.  NULL is fine. */
	void			(*stop)(void *self);
	bool			(*is_over)(void *self);
};

struct loop {
	const struct loop_ops	*ops;
	void			*self;
	struct channel		*control;
	bool			 orphan;	/* there is no supervisor any more */
	int64_t			 stop_at;	/* ms, clock_mono(): told to; 0: not */
	struct channel		*peer[LOOP_PEERS];	/* as ops->peers; NULL: none now */
};

/* Borrows the control channel. */
void	loop_init(struct loop *, const struct loop_ops *, void *self, struct channel *control);
/* Until is_over() says so. */
void	loop_run(struct loop *);
/* Milliseconds since it was told to stop, -1: it was not. */
int64_t	loop_stopping(const struct loop *);

#endif
