/*
 * post: messages between the threads of a role.  `posts` is a list in order,
 * under whatever lock its owner has; a `queue` has a lock of its own and one
 * taker, who polls its event; anybody may put.
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

struct posts {
	struct post	*first;
	struct post	**last;
};

struct queue {
	pthread_mutex_t	 lock;
	struct posts	 list;
	int		 event;		/* eventfd: readable when it is not empty */
};

/* The bytes are `head` and then `tail`: a big mail is copied once. */
struct post	*post_new(enum message_type, uint64_t generation, struct str head,
		    struct str tail);

void		 posts_init(struct posts *);
void		 posts_add(struct posts *, struct post *);
struct post	*posts_take(struct posts *);		/* NULL: empty */

void		 queue_init(struct queue *);
void		 queue_put(struct queue *, enum message_type, uint64_t generation,
		    struct str head, struct str tail);
/* NULL when it is empty; then its event is quiet. */
struct post	*queue_take(struct queue *);
/*
 * Puts what was made for that generation of the peer into its channel (NULL:
 * there is none) and drops the rest; memory of big ones goes back to the system.
 */
void		 queue_pass(struct queue *, struct channel *, uint64_t generation);
/* Makes its event readable once although nothing was put. */
void		 queue_ring(struct queue *);

#endif
