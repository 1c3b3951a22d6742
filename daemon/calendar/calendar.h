/*
 * calendar: calendars.conf: when people work, which days they do not.  Worked
 * time is reckoned from it by worktime.h.
 */
#ifndef DAEMON_CALENDAR_CALENDAR_H
#define DAEMON_CALENDAR_CALENDAR_H

#include "daemon/conf/part.h"

struct span {				/* one weekly span, seconds from 00:00 */
	int		day;		/* 0 Monday … 6 Sunday: where it starts */
	int32_t		from;
	int32_t		to;		/* > from; may pass 86400 */
};

struct calendar {
	struct str	name;
	struct str	timezone;	/* IANA; empty with `members` */
	bool		always;		/* 24x7 */
	struct span	*hours;		/* sorted by day, from */
	size_t		n_hours;
	int32_t		*holidays;	/* days since 1970-01-01, sorted */
	size_t		n_holidays;
	struct str	ics;		/* file that some of them are from; or empty */
	int32_t		ics_until;	/* the last day that it names */
	struct strs	members;	/* a union: open when one of them is */
	const struct calendar	**parts;	/* the members themselves; n is members.n */
};

struct calendars {
	struct calendar	*v;
	size_t		 n;
};

extern const struct conf_part calendar_part;

/* The list of calendars, wherever it stands. */
void	calendars_read(struct loader *, const struct node *list, struct calendars *);
/* A fault when the system does not know the time zone. */
void	conf_zone(struct loader *, const struct node *, struct str name);

const struct calendar	*calendars_find(const struct calendars *, struct str name);
/* The zone to show its times in: a union's is its first member's.  NULL: UTC. */
struct str	calendar_zone(const struct calendar *);

#endif
