/*
 * lane: the mails of a folder that are fetched alone, so that none delays
 * another, and what is known of those that gave trouble: that outlives the
 * session.  No I/O; boxlane.h fetches them.
 */
#ifndef DAEMON_FETCH_LANE_H
#define DAEMON_FETCH_LANE_H

#include "daemon/fetch/imaplink.h"

enum { LANE_TRIES = 5 };		/* that failed; then people are told */

struct lane_item {
	struct imap_item item;		/* not is_listed: only its UID is known */
	bool		 here;		/* found in this session */
	int64_t		 due;		/* ms: not before */
	unsigned	 tries;		/* that failed */
	bool		 deadly;	/* a session ended while it was under way */
	bool		 told;		/* people know of it: an entry without text */
};

struct lane {				/* { 0 }: empty; malloc'd */
	struct lane_item *v;
	size_t		 n;
	size_t		 cap;
	uint32_t	 uid;		/* the one under way; 0: none */
	struct arena	*a;		/* of its bytes */
	struct buf	 raw;
	bool		 given;		/* the server answered with it at all */
};

/* It is here; not before that many ms. */
void	lane_add(struct lane *, const struct imap_item *, int64_t ms);
struct lane_item	*lane_find(const struct lane *, uint32_t uid);
void	lane_drop(struct lane *, struct lane_item *);
/* Whether it failed before, in this session or an earlier one. */
bool	lane_has_trouble(const struct lane *, uint32_t uid);
/* One that is not given, and of which people do not know; NULL: there is none. */
const struct lane_item	*lane_trouble(const struct lane *);
/* A try failed: the next one is later; after LANE_TRIES it is the turn of people. */
void	lane_fail(struct lane_item *);
/* People know of it; it is asked for now and then. */
void	lane_tell(struct lane_item *);
/* Of the one under way no bytes are kept. */
void	lane_stop(struct lane *);
/*
 * The session has ended, and what was under way may be why; `forever`: another folder's
 * UIDs mean nothing any more.
 */
void	lane_close(struct lane *, bool forever);
void	lane_free(struct lane *);

#endif
