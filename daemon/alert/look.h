/*
 * look: what is wrong now, by the rows of docket.condition, by what nobody else can raise
 * (it raises and clears those rows itself), and, without a row, that the database is away.
 *
 * What it finds itself it believes at the second look, some seconds later: a clock that
 * jumps, or a machine that slept, makes everything late for a moment.
 */
#ifndef DAEMON_ALERT_LOOK_H
#define DAEMON_ALERT_LOOK_H

#include "daemon/alert/bulletin.h"

struct look;

/* Lives in `a`, as long as the process. */
struct look	*look_new(struct arena *a, const struct conf *);
/* All that is to be told, and whether now; blocks as long as the database does. */
void		 look_run(struct look *, struct arena *a, int64_t now, struct bulletin *);
/* Some way has told it.  When that cannot be noted, it is told again. */
void		 look_told(struct look *, const struct bulletin *);
/* Something is believed soon, or not: the next look is better early. */
bool		 look_is_in_doubt(const struct look *);
void		 look_close(struct look *);

#endif
