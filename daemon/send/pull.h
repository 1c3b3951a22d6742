/*
 * pull: a lane asks core for the rest of the mail in its hand, piece by piece, and waits
 * for each: a mail with files is nowhere in memory as a whole.
 */
#ifndef DAEMON_SEND_PULL_H
#define DAEMON_SEND_PULL_H

#include <stdatomic.h>

#include "daemon/role/post.h"

struct pull {				/* of one mail; zeros but for these before it begins */
	int64_t		 delivery;
	uint64_t	 generation;	/* of the core that has the rest */
	/* The rest is under the lock. */
	uint64_t	 at;
	struct post	*piece;		/* that came */
	bool		 is_over;	/* none will come */
	struct pull	*next;
};

struct pulls {				/* of all lanes */
	pthread_mutex_t	 lock;
	pthread_cond_t	 came;
	struct pull	*first;
	struct queue	*out;		/* to core */
	const atomic_bool *abort;
};

void	pulls_init(struct pulls *, struct queue *out, const atomic_bool *abort);
void	pulls_begin(struct pulls *, struct pull *);
void	pulls_end(struct pulls *, struct pull *);
/* The octets from `at` on, good until the next call.  -1: core does not give them. */
int	pulls_get(struct pulls *, struct pull *, uint64_t at, struct str *piece);
/* A MSG_PIECE from core. */
void	pulls_take(struct pulls *, struct str body);
/* Core is gone: nobody who waits gets any more. */
void	pulls_break(struct pulls *);

#endif
