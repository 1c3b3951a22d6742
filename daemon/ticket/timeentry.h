/*
 * timeentry: time that an agent worked on a ticket, and the one writer of its rows
 * (docket.time_entry): what was told afterwards, a timer that stops, a correction.
 * It waits in the ticket's plan, as all that is done to it, and its change is its line of
 * the history.  `worked` is what was told: no policy rounds it.
 */
#ifndef DAEMON_TICKET_TIMEENTRY_H
#define DAEMON_TICKET_TIMEENTRY_H

#include "daemon/ticket/ticket.h"

struct time_entry {
	int64_t			 id;		/* 0: a new row; else the timer's that stops */
	struct ticket		*ticket;
	const struct agent	*agent;		/* who worked */
	int64_t			 started_at, stopped_at;	/* us */
	int64_t			 worked;	/* s; of a correction negative */
	bool			 exact;		/* both were told or measured */
	bool			 billable;
	struct str		 service;	/* of rates.conf; empty: the project's usual one */
	struct str		 text;		/* what was done, for the customer to read */
	int64_t			 corrects;	/* another row; 0: it is none */
	int64_t			 entry;		/* of the history that told it; 0: its change's */
	struct cause		 by;
};

/*
 * Into the ticket's plan, copied: ticket_save() stores it.  Then it counts when it was
 * worked, or now where that period of the agent was approved, or that month of the project
 * is closed: neither can come in between.  1; -1: w->err.
 */
int		time_entry_add(struct work *, struct time_entry *);
/* For people: "1h 30m", "-45m", "0m". */
struct str	time_span_text(struct arena *, int64_t seconds);
/*
 * In the words of #time, which all languages share, and in the agent's zone:
 * "1h 30m @2026-11-29 14:00-15:30 support billable: what was done".
 */
struct str	time_entry_text(struct arena *, const struct zone *, const struct time_entry *);

#endif
