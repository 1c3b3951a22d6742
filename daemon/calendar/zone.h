/*
 * zone: the one door to time zones.  A zone is read from the system's IANA
 * database (TZif, RFC 8536) by its name; the process's TZ plays no part.
 */
#ifndef DAEMON_CALENDAR_ZONE_H
#define DAEMON_CALENDAR_ZONE_H

#include "parsers/base/err.h"
#include "parsers/base/str.h"

struct zone;

/* "Europe/Berlin"; lives in `a`.  -1: ERR_CONF, no such zone or a broken file. */
int	zone_load(struct arena *a, struct str name, const struct zone **out,
	    struct err *);
/* Reads a zone's bytes; *out borrows them.  -1: ERR_CONF. */
int	zone_parse(struct arena *a, struct str tzif, const struct zone **out,
	    struct err *);
const struct zone	*zone_utc(void);

/* Seconds east of UTC at this instant (seconds since 1970). */
int32_t	zone_offset(const struct zone *, int64_t instant);
/*
 * The instant of a wall time, both in seconds: `wall` counts from 1970-01-01
 * 00:00 on that wall.  One inside a spring gap is moved forward by the gap; one
 * that occurs twice in autumn means the first (sla.md, Terms).
 */
int64_t	zone_instant(const struct zone *, int64_t wall);
/* "2026-06-01 10:00 CEST" for people; lives in `a`. */
struct str	zone_text(struct arena *a, const struct zone *, int64_t us);
/*
 * The same by the zone's name, whose file is read for it; in UTC when it can't
 * be read.
 */
struct str	zone_format(struct arena *a, struct str name, int64_t us);
/* "Mon 2026-06-01 10:00:00 CEST", for who reckons by hand. */
struct str	zone_format_exact(struct arena *a, struct str name, int64_t us);

#endif
