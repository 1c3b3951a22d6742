/*
 * bill: worked time becomes lines of a bill, by the rates, surcharges and rounding of the
 * configuration (docket.conf(5), RATES).  Pure: it knows no database and no clock, and whatever
 * the order in which entries come, the same ones give the same lines.
 *
 * An entry is worked time from `at` on, as one piece.  It is split where another rate or
 * surcharge begins, by raw time; rounding is of the unit that `per` names, once, and what it
 * adds or takes is spread over the unit's pieces by their length, to the second, the largest
 * remainders first.  Each line is rounded to the currency's smallest unit, half to even, once;
 * the total is the sum of the lines.  Entries of negative time mirror those of positive.
 */
#ifndef DAEMON_BILL_BILL_H
#define DAEMON_BILL_BILL_H

#include "daemon/calendar/worktime.h"
#include "daemon/calendar/zone.h"
#include "daemon/policy/conf.h"

struct bill_entry {
	int64_t		id;		/* docket.time_entry */
	int64_t		number;		/* ticket */
	struct str	agent, service;	/* service empty: the project's usual one */
	struct str	text;
	int64_t		at;		/* us: when it began */
	int64_t		worked;		/* s, net of its corrections; < 0: of a late correction */
	bool		day_only;	/* … is not known: only what holds all its day counts */
	bool		billable, late;
};

/* One of each entry, or of each piece of it; by ticket, then as they began. */
struct bill_line {
	const struct bill_entry *of;	/* of the caller's */
	int64_t		raw, billed;	/* s */
	int64_t		rate;		/* 1/RATE_UNIT an hour, with its surcharge */
	int64_t		amount;		/* smallest unit of the currency */
	struct str	service;	/* the entry's, else the project's; or empty */
	struct str	why;		/* "100.25 EUR/h; night +50 %; …": customers read it */
};

struct bill {
	struct bill_line *v;
	size_t		 n;
	int64_t		 raw, billed;	/* s: sums of the lines */
	int64_t		 total;		/* the sum of the lines' amounts */
	int64_t		 at_once;	/* all of it, rounded once: to print a difference */
};

struct bill_terms {
	const struct conf	*conf;
	const struct project	*project;	/* with billing, else it is refused */
	struct worktimes	*worktimes;	/* of conf->calendars */
	const struct zone	*zone;		/* the project's: bill_zone() */
};

/* The name of the project's zone: its calendar's, else UTC.  NULL: UTC. */
struct str	bill_zone(const struct conf *, const struct project *);
/*
 * Lives in `a`, borrows the entries.  -1, ERR_CONF: an entry has no rate, the project no
 * currency; the text says which, and what would be right.
 */
int		bill_reckon(struct arena *a, const struct bill_terms *, const struct bill_entry *,
		    size_t n, struct bill *out, struct err *);

#endif
