/*
 * boxcore: a box as core knows it, and what it says to core and hears from it:
 * claims, mails in flight, what is stored.  All of it belongs to the box's
 * thread, but `in`, `out`, `cancel` and `stop`.  Of the other files of a box,
 * boxstock.c compares the folder with what is stored, boxread.c finds new mail,
 * boxlane.c fetches what goes alone, boxflag.c marks stored mail and box.c is
 * its life.
 */
#ifndef DAEMON_FETCH_BOXCORE_H
#define DAEMON_FETCH_BOXCORE_H

#include <stdatomic.h>

#include "daemon/fetch/box.h"
#include "daemon/fetch/imap.h"
#include "daemon/fetch/lane.h"

enum {
	WINDOW_MAILS = 256,		/* with core and not yet stored */
	BIG_BYTES = 256 * 1024,		/* a mail over this goes alone */
	LATER_MS = 3600000,		/* one that it does not want to store soon */
	LEFT_MS = 60000,		/* a mail that core could not store: again */
	BOX_TEXT = 256,			/* bytes of a fault, for people */
};

#define WINDOW_BYTES	(16 * MIB)	/* of small ones, and as many of big ones */

struct uids {				/* malloc'd */
	uint32_t	*v;
	size_t		 n;
	size_t		 cap;
};

struct flight {				/* a mail that core has and has not stored */
	struct imap_item item;		/* without its body */
	uint64_t	 bytes;
	bool		 textless;
	uint32_t	 uidvalidity;
	uint64_t	 session;	/* that it was read in */
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
	uint64_t		 questions;	/* that core was asked */
	enum message_type	 awaited;	/* what answers the last one; 0: none is open */
	struct post		*answer;	/* NULL: not come */
	uint64_t		 core_uidvalidity;	/* as core said; 0: never read */
	uint32_t		 core_floor;
	int64_t			 since;		/* us */
	uint32_t		 uidvalidity;	/* of the open folder */
	uint32_t		 floor;		/* up to here, mail from before `since` is old */
	struct uidset		 stock;		/* what core has stored, as far as heard */
	struct uidset		 known;		/* that, and what needs no search: in flight, old … */
	uint32_t		 top;		/* the highest that was listed */
	uint32_t		 counted;	/* mails in the folder, looked through */
	uint32_t		 expunged;	/* EXPUNGEs that were told until then */
	uint32_t		 audit;		/* the next slice lies below */
	int64_t			 look_at;	/* ms: for new mail */
	int64_t			 full_at;	/* ms: at the whole folder */
	uint64_t		 session;	/* counts connections */
	struct flight		 flight[WINDOW_MAILS];
	size_t			 n_flight;
	size_t			 n_small;	/* of them */
	uint64_t		 bytes;		/* of the small ones in flight */
	uint64_t		 big_bytes;
	struct uids		 done;		/* stored, to be flagged */
	struct lane		 lane;
	uint32_t		 careful_from;	/* a set of these ended the session: one by one */
	uint32_t		 careful_to;
	char			 lie[BOX_TEXT];	/* of the server's numbers; "": none */
	char			 told[BOX_TEXT];	/* the fault that core has; "": none */
	int64_t			 well_at;	/* us: MSG_HEALTH said last that it is well; 0 */
	bool			 sick;		/* MSG_HEALTH said so, or did not say yet */
	size_t			 refusals;	/* tries to which the server said no, one by one */
};

bool	box_stopping(struct box *);
/* Without a core, or with one that did not grant this mailbox yet. */
bool	box_lost_claim(const struct box *);
/* Whether what is under way must be given up. */
bool	box_over(struct box *);

/*
 * Core keeps the fault for people; what it has already is not told again.  That all is well
 * is, now and then.
 */
void	box_tell_health(struct box *, bool ok, const char *text);
/* What the server said to the token of that number: "" where it took it. */
void	box_tell_login(struct box *, int64_t number, const char *refusal);
/* A try failed: what else it may say. */
void	box_tell_failure(struct box *, const struct err *);
/* Mail from before `since` is left alone up to this UID. */
void	box_tell_skip(struct box *, uint32_t uid);
/* truncated and no bytes: the server does not give it. */
void	box_tell_mail(struct box *, const struct imap_item *, struct str raw,
	    bool truncated);
/* All that core has stored of this folder, into b->stock; -1: no answer, box_over(). */
int	box_ask_stock(struct box *);
/*
 * Whether these (MSG_UIDS_MAX at most) are the mails that are stored under their UIDs;
 * -1: no answer, box_over().
 */
int	box_ask_proof(struct box *, const struct imap_item *, size_t n, bool *proven);
/* Takes what core said. */
void	box_take_news(struct box *);
/* Waits for core, stop or the time; false: stopping. */
bool	box_wait_core(struct box *, int64_t ms);
/* True: it is ours to read; false: not now, or stopping. */
bool	box_claim(struct box *);
bool	box_in_flight(const struct box *, uint32_t uid);
void	uids_add(struct uids *, uint32_t uid);

#endif
