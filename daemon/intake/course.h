/*
 * course: which way a mail goes that is no copy and not held: a machine's, an agent's, a
 * customer's, or to people who decide; by what it is, who it is from, and where it came to.
 */
#ifndef DAEMON_INTAKE_COURSE_H
#define DAEMON_INTAKE_COURSE_H

#include "daemon/intake/reading.h"

/* Its ticket is known and locked.  What follows is queued; -1: w->err says why not. */
int	course_take(struct work *, struct reading *);

#endif
