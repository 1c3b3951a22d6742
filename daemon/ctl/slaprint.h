/*
 * slaprint: a report of how promises were kept, as slareport.h counts it, for
 * people, as CSV and as JSON.
 */
#ifndef DAEMON_CTL_SLAPRINT_H
#define DAEMON_CTL_SLAPRINT_H

#include "daemon/ctl/ctl.h"
#include "daemon/report/projects.h"

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

struct report {
	struct ctl	*ctl;
	int64_t		 now;
	struct str	 month_text;	/* asked for, or where there is no project, UTC's */
	struct reported	*projects;	/* by key */
	size_t		 n_projects;
	struct group	*v;		/* by project, clock, severity */
	size_t		 n;
};

void	report_print(const struct report *);
void	report_print_csv(const struct report *);
void	report_print_json(const struct report *);

#endif
