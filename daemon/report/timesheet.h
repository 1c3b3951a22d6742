/*
 * timesheet: what was worked in a month, net of its corrections, as a list with sums that add
 * up: by day, ticket, project and engineer.  A correction of the same month is in the row of
 * what it corrects; one of an earlier month is a row of its own.  It tells of every entry,
 * billed or not.
 *
 * The month is that in which an entry counts, in the zone of the project that is asked for,
 * else of the engineer, else in UTC.
 */
#ifndef DAEMON_REPORT_TIMESHEET_H
#define DAEMON_REPORT_TIMESHEET_H

#include "daemon/calendar/month.h"
#include "daemon/db/db.h"
#include "daemon/policy/conf.h"
#include "sql.h"

struct timesheet_row {				/* one row */
	int64_t		id, number;	/* the entry, its ticket */
	struct str	project, subject, agent, service, text;
	int64_t		started_at, stopped_at;	/* us; stopped_at 0: a timer that runs */
	bool		exact;		/* both were told or measured */
	int64_t		seconds;	/* net */
	bool		billable, late;
	struct str	statement;	/* that bills it, "2026-17"; or empty */
};

struct sheet_sum {
	int64_t		number;		/* of a ticket */
	struct str	name;		/* its subject; a project's key, an engineer's name, a day */
	int64_t		seconds;
};

struct sheet_sums {			/* in order of number and name */
	struct sheet_sum	*v;
	size_t			 n;
};

struct timesheet {
	struct arena		*a;	/* of all of it; set, as the next */
	const struct conf	*conf;
	struct zones		*zones;
	struct str		 project, agent;	/* asked for; empty: all */
	int64_t			 month;
	struct str		 month_text, zone_name;
	const struct zone	*zone;
	int64_t			 since, until;

	struct timesheet_row		*v;	/* by when it began */
	size_t			 n;
	struct timesheet_row		*running;	/* timers that run then: in no sum */
	size_t			 n_running;
	struct sheet_sums	 days, tickets, projects, agents;
	int64_t			 seconds, billable;	/* of all; of what is billable */
};

/* Of that month, else of the one that is `now` there. */
void	timesheet_begin(struct timesheet *, int64_t month, int64_t now);
/* Queues the question; after its run the rows are read, and borrow nothing of it. */
struct sql_timesheet_entries	timesheet_ask(const struct timesheet *, struct db *);
void	timesheet_read(struct timesheet *, struct db *, struct sql_timesheet_entries);

/* 80 columns; RFC 4180, with the sums so far of day, ticket, project and all; JSON. */
struct str	timesheet_text(const struct timesheet *);
struct str	timesheet_csv(const struct timesheet *);
struct str	timesheet_json(const struct timesheet *);

/* "2026-10-05"; "09:10", empty of what is not exact. */
struct str	timesheet_day(const struct timesheet *, int64_t us);
struct str	timesheet_clock(const struct timesheet *, const struct timesheet_row *, int64_t us);

#endif
