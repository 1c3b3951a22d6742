/*
 * feed: a view that somebody's calendar fetches by an address with a token, at any time and
 * without signing in.  Whoever has the address reads it: of an engineer's what they are shown,
 * of a project's what its customers may see.  It reads alone; docketctl makes and revokes.
 */
#ifndef DAEMON_VIEW_FEED_H
#define DAEMON_VIEW_FEED_H

#include "daemon/db/db.h"
#include "daemon/policy/conf.h"
#include "parsers/base/sha256.h"

enum { FEED_TOKEN_BYTES = 32 };

struct feed {
	int64_t			 id;
	const struct view_def	*def;
	const struct agent	*agent;		/* NULL: a project's */
	struct str		 project;	/* empty: an agent's */
};

/* A new token: 256 random bits as 64 letters.  Lives in `a`. */
struct str	feed_token(struct arena *);
/* By what the table knows it. */
void		feed_hash(struct str token, unsigned char out[SHA256_BYTES]);
/* "https://desk.example.com/feed/TOKEN.ics" */
struct str	feed_url(struct arena *, const struct conf *, struct str token);

/* Why nobody's calendar can have this; or empty. */
struct str	feed_hindrance(struct arena *, const struct conf *, const struct feed *);

/*
 * Whose token it is.  1; 0: of no feed, or it was revoked, or its view or reader is there no
 * more, or may not see it; -1: *e.
 */
int	feed_find(struct db *, struct arena *, const struct conf *, struct str token,
	    struct feed *out, struct err *e);
/*
 * The calendar, and what its ETag is, quoted: the same while nothing of it changed.  For a
 * week it has as cancelled what ended before it was due.  -1: *e.
 */
int	feed_calendar(struct arena *, struct db *, const struct conf *, const struct feed *,
	    int64_t now, struct str *body, struct str *etag, struct err *e);

#endif
