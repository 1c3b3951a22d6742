/*
 * calendar: worked time.  A configured calendar (weekly hours in a time zone,
 * holidays) becomes UTC spans with running totals, made on demand and kept, so
 * that a deadline is two binary searches and daylight saving is settled when
 * the span is made (spec: sla.md, Terms).
 *
 * Instants and worked time are microseconds.
 */
#ifndef DAEMON_CALENDAR_H
#define DAEMON_CALENDAR_H

#include "daemon/conf.h"

struct worktime;

/* Lives in `a`, borrows the calendar; its spans grow as later times are asked. */
struct worktime	*worktime_new(struct arena *a, const struct calendar *);
/* Worked time in [from, to); 0 when to <= from. */
int64_t		 worktime_between(struct worktime *, int64_t from, int64_t to);
/* The earliest instant at which worktime_between(from, it) == worked. */
int64_t		 worktime_after(struct worktime *, int64_t from, int64_t worked);

#endif
