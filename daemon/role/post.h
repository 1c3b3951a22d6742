/*
 * post: messages between the threads of a role.  A queue has one taker, who
 * polls its event; anybody may put.
 */
#ifndef DAEMON_ROLE_POST_H
#define DAEMON_ROLE_POST_H

#include <pthread.h>

#include "daemon/role/channel.h"

struct post {				/* free() when done with */
	struct post		*next;
	enum message_type	 type;
	uint64_t		 generation;	/* of the core it is for or from */
	size_t			 n;
	char			 body[];
};

struct queue {
	pthread_mutex_t	 lock;
	struct post	*first;
	struct post	**last;
	int		 event;		/* eventfd: readable when it is not empty */
};

void		 queue_init(struct queue *);
/* The bytes are `head` and then `tail`: a big mail is copied once. */
void		 queue_put(struct queue *, enum message_type, uint64_t generation,
		    struct str head, struct str tail);
/* NULL when it is empty; then its event is quiet. */
struct post	*queue_take(struct queue *);
/* Makes its event readable once although nothing was put. */
void		 queue_ring(struct queue *);

#endif
