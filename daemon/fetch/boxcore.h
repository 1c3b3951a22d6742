/*
 * boxcore: a box as core knows it, and what it says to core and hears from it:
 * claims, mails in flight, what is stored.  All of it belongs to the box's
 * thread, but `in`, `out`, `cancel` and `stop`.  Of the other files of a box,
 * boxflag.c marks stored mail, boxread.c finds new mail and box.c is its life.
 */
#ifndef DAEMON_FETCH_BOXCORE_H
#define DAEMON_FETCH_BOXCORE_H

#include <stdatomic.h>

#include "daemon/fetch/box.h"
#include "daemon/fetch/imap.h"

enum {
	WINDOW_MAILS = 256,		/* with core and not yet stored */
	LEFT_MS = 60000,		/* a mail that core could not store: again */
};

#define WINDOW_BYTES	(16 * MIB)

struct uids {				/* malloc'd */
	uint32_t	*v;
	size_t		 n;
	size_t		 cap;
};

struct flight {				/* a mail that core has and has not stored */
	uint32_t	uid;
	uint64_t	size;
};

struct box {
	const struct conf	*conf;
	const struct mailbox	*m;
	struct queue		 in;		/* from core */
	struct queue		*out;		/* to core, shared */
	int			 cancel;	/* eventfd: ends every wait of imap */
	atomic_bool		 stop;
	pthread_t		 thread;
	struct arena		*a;		/* of one round */
	struct arena		*head;		/* of one message to core */
	struct imap		*im;		/* NULL: not open */
	uint64_t		 generation;	/* of core; 0: there is none */
	uint64_t		 claimed;	/* generation in which it was granted */
	uint64_t		 cursor_uidvalidity;	/* as core said; 0: never read */
	uint32_t		 cursor_uid;
	int64_t			 since;		/* us */
	uint32_t		 uidvalidity;	/* of the open folder */
	uint32_t		 uid;		/* all up to here was handed over */
	bool			 first_time;	/* no cursor yet: `since` counts */
	bool			 scanned;	/* all of this session's folder was read */
	struct flight		 flight[WINDOW_MAILS];
	size_t			 n_flight;
	uint64_t		 bytes;		/* of those in flight */
	struct uids		 done;		/* stored, to be flagged */
	struct uids		 left;		/* not stored, to be tried again */
	int64_t			 left_at;	/* ms: when */
	uint32_t		 careful_to;	/* up to here: one by one, in parts */
	uint32_t		 withheld_uid;	/* named by the server and not given */
	unsigned		 withheld;	/* how often it was not given */
	bool			 sick;		/* MSG_HEALTH said so, or did not say yet */
	bool			 complained;	/* in the log */
};

bool	box_stopping(struct box *);
/* Without a core, or with one that did not grant this mailbox yet. */
bool	box_lost_claim(const struct box *);
/* Whether what is under way must be given up. */
bool	box_over(struct box *);

/* Core keeps the fault for people; ok tells it only when that is news. */
void	box_tell_health(struct box *, bool ok, const char *text);
/* No mail up to this UID but what was handed over. */
void	box_tell_skip(struct box *, uint32_t uid);
void	box_tell_mail(struct box *, const struct imap_item *, struct str raw,
	    bool truncated);
/* Which of these (1000 at most) are stored?  Told as for any other. */
void	box_tell_ask(struct box *, const uint32_t *uids, size_t n);
/* Takes what core said; *granted (NULL: not asked) is set by an answer to a claim. */
void	box_take_news(struct box *, int *granted);
/* Waits for core, stop or the time; false: stopping. */
bool	box_wait_core(struct box *, int64_t ms);
/* True: it is ours to read; false: not now, or stopping. */
bool	box_claim(struct box *);

#endif
