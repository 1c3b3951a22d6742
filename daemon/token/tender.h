/*
 * tender: the thread that keeps one mailbox's access token good.
 *
 * It asks for a new one at 80 % of the old one's life, and at once, one time, when a server
 * does not take it.  What fails is tried again after pauses that grow, as long as the server
 * itself asks for; a change of the files that the request is made of ends the pause.  How it
 * stands goes to core as MSG_TOKEN, on each change and now and then.
 */
#ifndef DAEMON_TOKEN_TENDER_H
#define DAEMON_TOKEN_TENDER_H

#include "daemon/oauth/grant.h"
#include "daemon/role/post.h"

struct commander;
struct tender;

/* Its words go to `out`; borrows all. */
struct tender	*tender_start(const struct oauth *, struct commander *, struct queue *out);
struct str	 tender_mailbox(const struct tender *);
/* What a server said to the token, a MSG_LOGIN's body. */
void		 tender_tell(struct tender *, struct str body);
/* Another core: it must be told anew. */
void		 tender_new_core(struct tender *, uint64_t generation);
void		 tender_stop(struct tender *);
bool		 tender_ended(struct tender *);		/* not to be asked again after true */

/* When the next token is to be asked for, us: at 80 % of its life; 0: at once. */
int64_t		 tender_due(const struct token *, int64_t now);

#endif
