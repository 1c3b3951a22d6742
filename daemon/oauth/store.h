/*
 * store: what is kept of a mailbox's tokens on this machine: token_file has the refresh
 * token, access_file the access token alone, for those who log in.
 *
 * A refresh token that was given instead of another is on the disk before anything that
 * came with it is used: whoever is killed in between finds it there.  Who renews holds the
 * lock, a file beside token_file, so that two processes do not spend one refresh token.
 */
#ifndef DAEMON_OAUTH_STORE_H
#define DAEMON_OAUTH_STORE_H

#include "daemon/policy/oauth.h"
#include "parsers/base/err.h"

struct token {				/* an access token */
	struct str	text;
	int64_t		number;		/* grows with each; 0: there is none */
	int64_t		received_at;	/* us, by this machine's clock */
	int64_t		expires_at;	/* us: the server's life of it, from then on */
};

/* The folders of the two files, 0700; before a cage. */
int	store_folders(struct arena *a, const struct oauth *, struct err *);
/* Adds what of them the cage of who only logs in must let be read. */
void	store_readable(struct arena *a, const struct oauth *, struct strs *readable);
/* The folder of both, for the cage of who renews. */
struct str	store_folder(struct arena *a, const struct oauth *);

/* Waits for the lock, at most so long; closed is given back.  -1: another has it. */
int	store_lock(struct arena *a, const struct oauth *, int64_t ms, struct err *);
void	store_unlock(int lock);

/* The refresh token, empty: there is none; lives in `a`. */
int	store_refresh_token(struct arena *a, const struct oauth *, struct str *out, struct err *);
int	store_put_refresh_token(struct arena *a, const struct oauth *, struct str, struct err *);
/* -1: there is none, or it cannot be read. */
int	store_token(struct arena *a, const struct oauth *, struct token *out, struct err *);
int	store_put_token(struct arena *a, const struct oauth *, const struct token *,
	    struct err *);

#endif
