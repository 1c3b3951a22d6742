/*
 * packets: bytes that wait to go out through a Unix socket, in order; a
 * descriptor can go with them.
 */
#ifndef DAEMON_ROLE_PACKETS_H
#define DAEMON_ROLE_PACKETS_H

#include <stddef.h>
#include <sys/types.h>

struct packets {
	struct packet	*head;
	struct packet	*tail;
	size_t		 n;		/* bytes that wait */
};

/*
 * The place of n more bytes, for the caller to fill; good until the next call.
 * The descriptor, taken over unless it is -1, goes with the first of them.
 */
char	*packets_put(struct packets *, size_t n, int fd);
/* As much of them, and there are some, as one sendmsg() takes.  -1: see errno. */
ssize_t	 packets_send(struct packets *, int socket);
/* What waits will never go. */
void	 packets_drop(struct packets *);

#endif
