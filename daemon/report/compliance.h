/*
 * compliance: how the promises of a month were kept.  The unit is the cycle, counted in the
 * month of its due instant in its project's time zone, with the target and severity in force
 * at its end.  A closed month is read as it was kept; an open one is counted from stored rows
 * only, so that a change of the configuration's promises moves nothing in the past.
 *
 * To count an open month of a million cycles takes seconds: who must not wait runs what
 * compliance_ask() queues by db_start(), on a session of its own.
 */
#ifndef DAEMON_REPORT_COMPLIANCE_H
#define DAEMON_REPORT_COMPLIANCE_H

#include "daemon/calendar/zones.h"
#include "daemon/report/projects.h"
#include "sql.h"

struct part {				/* of a group: a cause, a pausing status */
	struct str	 name;
	int64_t		 n;		/* breaches; microseconds */
	struct part	*next;
};

struct parts {
	struct part	*first, **last;
};

struct reported {			/* one project and its month */
	struct month_project	*project;
	int64_t			 month;
	struct str		 month_text;	/* "2026-10" */
	struct str		 zone;		/* in whose time the month is cut */
	int64_t			 since, until;
	bool			 shown;		/* it has something to tell, or was asked for */
	bool			 closed;
	int64_t			 closed_at;	/* 0: open, or closed with nothing in it */
};

struct group {				/* cycles of one project, clock and severity */
	struct reported	*of;
	struct str	clock, severity;
	int64_t		met, breached, open, cancelled;
	int64_t		median, p90, worst;	/* worked us of ended ones; -1: none */
	struct parts	causes, paused;
};

struct compliance {
	struct arena	*a;		/* of all of it */
	const struct conf *conf;
	struct db	*db;
	int64_t		 now;
	struct str	 month_text;	/* asked for, or where there is no project, UTC's */
	struct reported	*projects;	/* by key */
	size_t		 n_projects;
	struct group	*v;		/* by project, clock, severity */
	size_t		 n;
	struct {
		struct sql_month_closed	closed;
		struct sql_report_month	rows;		/* of closed months */
		struct sql_report_month	counted;	/* of open ones */
	} asked;
};

/*
 * All projects that may have something to tell, or `only`; of this month, or of each one's
 * own that is now (MONTH_NONE).  `a`, `conf`, `db` and `now` are set.  Runs what it asks.
 */
int	compliance_find(struct compliance *, struct zones *, struct str only, int64_t month,
	    struct err *);
/* Queues the questions; after their run, the groups are read: they borrow from it. */
void	compliance_ask(struct compliance *);
void	compliance_read(struct compliance *);
/* When an open month closes, or should have; 0: it is closed. */
int64_t	compliance_closes_at(const struct reported *);
/* "99.9", cut: one breach in a million is no 100; `none` where there is nothing. */
struct str	compliance_percent(struct arena *, int64_t met, int64_t breached, const char *none);

#endif
