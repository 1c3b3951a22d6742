/*
 * plan: what is done to a ticket and not yet stored, in order.  The ticket is
 * changed in memory at once, so that the next step sees it; a dry run prints the
 * plan, and the one writer here stores it, each change with its entry of the
 * history (docket.change).  Making a plan asks the database nothing.
 */
#ifndef DAEMON_TICKET_PLAN_H
#define DAEMON_TICKET_PLAN_H

#include "daemon/sla/sla.h"
#include "daemon/ticket/relation.h"

struct run;				/* daemon/ticket/runs.h */

/* Who changes something, and why: goes into the history. */
struct cause {
	struct str		 author;	/* agent's name, "docket", address */
	bool			 by_agent;
	unsigned		 as;		/* enum way_who's bits; 0: any way is theirs */
	enum field_source	 source;	/* command, rule, … */
	struct str		 why;		/* the rule's name, the command line */
	int64_t			 at;
};

enum change_what {
	CHANGE_STATUS, CHANGE_TYPE, CHANGE_ASSIGNEE, CHANGE_TEAM, CHANGE_SLA, CHANGE_TAG, CHANGE_CC,
	CHANGE_REACH,			/* an address is tried again */
	CHANGE_START,			/* when work on it begins */
	CHANGE_DUE, CHANGE_SNOOZE, CHANGE_HOLD,	/* when it is seen again: wake.h */
	CHANGE_SUBJECT, CHANGE_PROJECT, CHANGE_REQUESTER,
	CHANGE_RELATION,		/* to another ticket: made, or ended */
	CHANGE_SPLIT,			/* a mail of it becomes a ticket of its own */
	CHANGE_ERASED,			/* for good: no history has it */
	CHANGE_SPAM,			/* its clocks end: nobody asked anything */
	CHANGE_ASKED,			/* since when somebody waits: of a merged ticket; old: of this */
	CHANGE_RUNS,			/* what its project runs */
	CHANGE_RUNS_KEPT,		/* … is as it was; old: what the ticket says */
	CHANGE_FIELD,
	CHANGE_TIME,			/* worked: timeentry.h */
	CHANGE_FAULT,			/* where it is and where not: fault.h */
	CHANGE_TIMER,			/* of an agent, on it: timer.h */
	CHANGE_PROMISE,			/* what is promised from now on */
	CHANGES
};

struct time_entry;
struct timer_change;

struct change {
	enum change_what	 what;
	struct str		 old;
	struct str		 new;
	struct field_value	 field;		/* of CHANGE_FIELD: with where it came from */
	struct str		 category;	/* of CHANGE_STATUS: what the new one means */
	enum related_how	 how;		/* of CHANGE_RELATION */
	int64_t			 other;		/* … 0: the other's change stores it */
	const struct run	*run;		/* of CHANGE_RUNS, CHANGE_RUNS_KEPT (runs.h) */
	const struct sla_promise *promise;	/* of CHANGE_PROMISE; NULL: none any more */
	const struct time_entry	*time;		/* of CHANGE_TIME */
	const struct timer_change *timer;	/* of CHANGE_TIMER */
	struct cause		 by;
	int64_t			 entry;		/* of what brought it; 0: it has its own */
};

struct plan {
	struct change	*v;
	size_t		 n;
};

void		plan_add(struct arena *a, struct plan *, const struct change *);
/* 1. */
int		plan_change(struct arena *a, struct plan *, enum change_what, struct str from,
		    struct str to, const struct cause *);
/* "status", of a field its name. */
struct str	change_word(const struct change *);
int		change_find(struct str word);	/* -1: none */
/* A line a change, for people: "severity: medium -> high (#severity high)". */
struct str	plan_text(struct arena *a, const struct plan *);
/* The one writer of history: queues all of the ticket's plan, which is empty then.  0, -1. */
int		plan_store(struct work *, int64_t ticket, struct plan *);
/* Queues the row of a field; of those that the plan changes. */
void		plan_store_field(struct work *, int64_t ticket, const struct field_value *);
void		plan_store_fields(struct work *, int64_t ticket, const struct plan *);

#endif
