/*
 * grant: a new access token of a mailbox: asked for as its flow says, under the store's lock,
 * and kept in the store's order.
 */
#ifndef DAEMON_OAUTH_GRANT_H
#define DAEMON_OAUTH_GRANT_H

#include <stdatomic.h>

#include "daemon/oauth/answer.h"
#include "daemon/oauth/store.h"

enum grant_fate {
	GRANT_OK,
	GRANT_LATER,			/* nobody answered, or not now */
	GRANT_REFUSED			/* the same again will fare the same: an admin must act */
};

struct grant {
	enum grant_fate	 fate;
	struct token	 token;		/* of GRANT_OK; lives in the arena */
	bool		 is_anothers;	/* another process had it asked for already */
	int64_t		 retry_after;	/* seconds that the server wants to be left alone; 0 */
	struct str	 text;		/* what is wrong, one line */
	struct str	 mend;		/* what to do; empty: nothing is known */
};

/* Whether a program must be asked, which a caged process cannot: grant_take() has its word. */
bool	grant_is_command(const struct oauth *);
/*
 * A token newer than `than` (a token's number; 0: any).  While *stop is set (NULL is fine)
 * it ends soon.  It waits for its lock and server, half a minute each at most.
 */
void	grant_renew(struct arena *a, const struct oauth *, int64_t than,
	    const atomic_bool *stop, struct grant *out);
/* The same where a program printed it. */
void	grant_take(struct arena *a, const struct oauth *, struct str printed, int64_t than,
	    struct grant *out);
/* The fields of a form that prove who the application is. */
int	grant_put_proof(struct arena *a, const struct oauth *, struct buf *form, struct err *e);
/* Keeps what an answer gave, under the lock: of a login by a person. */
void	grant_keep(struct arena *a, const struct oauth *, const struct answer *,
	    struct grant *out);
/* What went wrong as the server told it: of docketctl, too. */
void	grant_explain(struct arena *a, const struct oauth *, const struct answer *, int status,
	    struct grant *out);

#endif
