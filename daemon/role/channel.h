/*
 * channel: framed messages over a socketpair between two roles.  A frame is a
 * 32-bit length, a type and a body (parsers/base/wire.h); a descriptor can ride
 * along.  Nothing blocks but the functions that say so; nothing is trusted: a
 * frame over CHANNEL_MAX or of an unknown type ends the channel.
 */
#ifndef DAEMON_ROLE_CHANNEL_H
#define DAEMON_ROLE_CHANNEL_H

#include "daemon/role/message.h"
#include "parsers/base/err.h"
#include "parsers/base/str.h"

enum { CHANNEL_MAX = 128 * 1024 * 1024 };

struct message {
	enum message_type	type;
	struct str		body;	/* borrowed until the next channel call */
	int			fd;	/* -1, or the caller's to close */
};

struct channel;

/* A connected pair for two roles; close-on-exec.  -1 with errno in *e. */
int		 channel_pair(int fd[2], struct err *e);
/* Takes fd over and makes it non-blocking.  Caller frees (and closes). */
struct channel	*channel_new(int fd);
void		 channel_free(struct channel *);	/* NULL is fine */
int		 channel_fd(const struct channel *);
/* Events for poll(): POLLIN, and POLLOUT while something waits to go out. */
short		 channel_events(const struct channel *);
/* Bytes that wait to go out: what back-pressure is measured by. */
size_t		 channel_backlog(const struct channel *);

void		 channel_put(struct channel *, enum message_type, struct str body);
/* fd is dup()ed into the queue; the caller keeps its own. */
void		 channel_put_fd(struct channel *, enum message_type,
		    struct str body, int fd);
/*
 * Moves bytes both ways as far as they go now.  -1: the peer is gone; what came
 * before can still be taken.  While whole messages wait to be taken it stops
 * reading after a while: take them all before the next poll().
 */
int		 channel_pump(struct channel *);
/* The writing half of it alone: nothing comes in that poll() would then miss. */
void		 channel_push(struct channel *);
/* The next whole message that has come in. */
bool		 channel_next(struct channel *, struct message *);
/* Blocking: writes all that waits.  -1: gone. */
int		 channel_flush(struct channel *);
/* Blocking: next message; 1, 0 after timeout_ms (-1: for ever), -1 gone. */
int		 channel_wait(struct channel *, struct message *, int timeout_ms);

#endif
