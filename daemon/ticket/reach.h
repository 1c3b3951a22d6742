/*
 * reach: addresses that mail does not get through to, as far as what came back says
 * (docket.reach).  One that is dead, or whose owner called our mail spam, is marked and
 * gets no automatic mail.  An engineer's that is dead is tried again after a day: who else
 * reads the notices meanwhile cannot know that it has been mended.
 */
#ifndef DAEMON_TICKET_REACH_H
#define DAEMON_TICKET_REACH_H

#include "daemon/ticket/work.h"

enum reach_fate {			/* of a mail that failed */
	REACH_DEAD,			/* there is no such address, nor will be */
	REACH_PASSING,			/* full, late, away: another may arrive */
	REACH_REFUSED			/* this mail was not wanted */
};

struct reach {				/* of one address */
	struct str	address;
	struct str	marked;		/* "bounce", "complaint"; empty: it is not */
	int64_t		since;
	int64_t		marked_at;	/* the last time */
	int64_t		robot_at;	/* something but a bounce came to its return path; 0 */
	struct str	why;		/* the server's words */
};

struct reach_news {
	struct str		address;
	enum reach_fate		fate;
	bool			is_complaint;
	struct str		why;
	int64_t			ticket;	/* of the mail; 0: none */
};

/* `status` of RFC 3463, empty where only words tell. */
enum reach_fate	reach_fate(struct arena *, struct str status, struct str words);
/* For people, in the history: "dead", "passing", "refused". */
struct str	reach_fate_word(enum reach_fate);

/* The next reach_ask() asks for this address too. */
void	reach_want(struct work *, struct str address);
/* Queues the question for all engineers and what is wanted; answered after reach_learn(). */
void	reach_ask(struct work *);
void	reach_learn(struct work *);
/* *out: NULL where nothing is known against it.  Asks now what was not asked.  -1: w->err. */
int	reach_find(struct work *, struct str address, const struct reach **out);
/* The same of what was asked before; NULL too where it was not. */
const struct reach	*reach_known(const struct work *, struct str address);
/* Whether automatic mail goes there no more. */
bool	reach_is_off(const struct work *, const struct reach *);

/* What came back, stored.  *first: nobody was told of this address yet.  -1: w->err. */
int	reach_note(struct work *, const struct reach_news *, bool *first);
/* Something that is no bounce came back from there. */
void	reach_robot(struct work *, struct str address);
/* As if nothing had ever come back. */
void	reach_clear(struct work *, struct str address);

#endif
