/*
 * timer: time that an agent works on a ticket just now: a row of docket.time_entry that is not
 * stopped, running or paused, and at most one an agent.  All that there are, are read once a
 * work, when the first is asked for; who changes one locks them before.  What is done to one
 * waits in its ticket's plan, as time that is booked does (timeentry.h).
 */
#ifndef DAEMON_TICKET_TIMER_H
#define DAEMON_TICKET_TIMER_H

#include "daemon/ticket/plan.h"

#define TIMER_ALARM	STR("timer")	/* of docket.alarm; its point is the agent */

struct ticket;

struct timer {
	int64_t		id;		/* of docket.time_entry; 0: this work starts it */
	struct str	agent;		/* whose; perhaps one who works here no more */
	int64_t		ticket;
	struct str	subject;	/* of that ticket */
	int64_t		started_at;	/* us */
	int64_t		resumed_at;	/* us: it runs since then; 0: it is paused */
	int64_t		worked;		/* s, until then */
	struct str	text;		/* what is being done */
};

struct timers {
	struct timer	*v;
	size_t		 n;
};

enum timer_step { TIMER_STARTS, TIMER_BECOMES, TIMER_DROPPED };

struct timer_change {			/* of a plan */
	enum timer_step	step;
	struct timer	as;		/* … what it is then */
	struct str	project;
	int64_t		asks_at;	/* its owner is asked about it; 0: not */
};

/* The agent's, as this work leaves it: 1, 0 there is none, -1 w->err. */
int			 timer_of(struct work *, const struct agent *, struct timer *out);
/* Until the commit nobody else starts or stops one; they are read anew.  -1: w->err. */
int			 timers_lock(struct work *);
/* As this work leaves them.  -1: w->err. */
int			 timers_load(struct work *);

struct timers		 timers_copy(struct arena *, const struct timers *);	/* NULL: none */
const struct timer	*timers_find(const struct timers *, struct str agent);	/* or NULL */
/* In place of the agent's other one. */
void			 timers_put(struct arena *, struct timers *, const struct timer *);
void			 timers_take(struct timers *, struct str agent);

/* Worked until `at` (us), in seconds; never less than before it went on. */
int64_t			 timer_worked(const struct timer *, int64_t at);
/* Both texts, unless one says it all. */
struct str		 timer_text(struct arena *, struct str before, struct str more);

/*
 * All want timers_lock() before.  A start is for an agent who has none; the others are for
 * what timers_find() gave.  `at`: us; 1, or -1 w->err.
 */
int			 timer_start(struct work *, struct ticket *, struct str agent,
			    struct str text, int64_t at, const struct cause *);
/* It runs since then, or 0: is paused; and has that text. */
int			 timer_go_on(struct work *, struct ticket *, const struct timer *,
			    int64_t resumed_at, struct str text, const struct cause *);
/* Booked, up to `at`; nothing where that is before it went on. */
int			 timer_stop(struct work *, struct ticket *, const struct timer *,
			    int64_t at, struct str text, const struct cause *);
/* Nothing is booked. */
int			 timer_drop(struct work *, struct ticket *, const struct timer *,
			    const struct cause *);
/* Its owner said that it runs on: they are asked again after as long as at first. */
int			 timer_keep(struct work *, struct ticket *, const struct timer *,
			    const struct cause *);
/* When the owner of one that runs is asked, or it is cut; 0: never. */
int64_t			 timer_due(const struct conf *, const struct timer *, int64_t now);

#endif
