/*
 * timebook: what an agent has booked, as far as what they book or correct now must know it:
 * around those days on any ticket, and on this one.  Read before with the agent's time
 * locked; a prospect adds what its lines would book.
 */
#ifndef DAEMON_TICKET_TIMEBOOK_H
#define DAEMON_TICKET_TIMEBOOK_H

#include <stddef.h>

#include "daemon/calendar/zone.h"

struct agent;
struct ticket;
struct work;

struct booked {
	int64_t			 id;		/* 0: not stored yet */
	int64_t			 number;	/* the ticket's */
	int64_t			 started_at;	/* us */
	int64_t			 stopped_at;	/* 0: a timer, which runs or is paused */
	int64_t			 counts_at;
	int64_t			 worked;	/* s; in `here` what corrections left */
	bool			 exact, billable, is_correction;
	struct str		 service;
	struct str		 project;	/* in `here` */
	struct booked		*next;
};

struct counting {
	int64_t			 at, counts_at;
	const struct counting	*next;
};

struct timebook {
	struct booked		*around;
	struct booked		*here;		/* the newest first */
	const struct counting	*counts;
	bool			 knows_here;
};

/* For what was, or may have been, worked from `at` to `until`.  -1: w->err. */
int		timebook_look(struct work *, struct ticket *, const struct agent *, int64_t at,
		    int64_t until);
/* For corrections.  -1: w->err. */
int		timebook_look_here(struct work *, struct ticket *, const struct agent *);
/* Where that instant counts; itself when it was not looked for. */
int64_t		timebook_counts(const struct timebook *, int64_t at);
void		timebook_add(struct arena *, struct timebook *, const struct booked *);
/* Seconds of a day that begins and ends at these instants (us): what spans midnight is split. */
int64_t		timebook_day(const struct timebook *, int64_t from, int64_t to);
/* The first that is exact, or a timer since then, and overlaps; NULL: none does. */
const struct booked	*timebook_overlap(const struct timebook *, int64_t from, int64_t to);

#endif
