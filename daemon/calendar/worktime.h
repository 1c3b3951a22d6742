/*
 * worktime: worked time.  A configured calendar (weekly hours in a time zone,
 * holidays) becomes UTC spans with running totals, made on demand and kept, so
 * that a deadline is two binary searches and daylight saving is settled when
 * the span is made (spec: sla.md, Terms).
 *
 * Instants and worked time are microseconds.
 */
#ifndef DAEMON_CALENDAR_WORKTIME_H
#define DAEMON_CALENDAR_WORKTIME_H

#include "daemon/calendar/calendar.h"

struct worktime;
struct worktimes;

/* Lives in `a`, borrows the calendar; its spans grow as later times are asked. */
struct worktime	*worktime_new(struct arena *a, const struct calendar *);
/* Worked time in [from, to); 0 when to <= from. */
int64_t		 worktime_between(struct worktime *, int64_t from, int64_t to);
/* The earliest instant at which worktime_between(from, it) == worked. */
int64_t		 worktime_after(struct worktime *, int64_t from, int64_t worked);

/*
 * A span of open time that ends after `at`: the first one.  False when there is
 * none before the horizon.  `*to` is INT64_MAX for a calendar without an end.
 */
bool		 worktime_span(struct worktime *, int64_t at, int64_t *from, int64_t *to);

/* All calendars of a list, each made on first use; live in `a`. */
struct worktimes	*worktimes_new(struct arena *a, const struct calendars *);
struct worktime		*worktimes_find(struct worktimes *, struct str name);	/* or NULL */
struct worktime		*worktimes_always(struct worktimes *);	/* day and night */

#endif
