/*
 * newmail: a proven engineer's mail that opens a ticket (#new): for whom it says, with its
 * other lines done there.  Its text stays among engineers, or with #public goes out.
 */
#ifndef DAEMON_INTAKE_NEWMAIL_H
#define DAEMON_INTAKE_NEWMAIL_H

#include "daemon/intake/reading.h"

bool	new_applies(struct work *, const struct reading *);
/* Queues its rows and runs its events.  0, or -1 with w->err. */
int	new_mail(struct work *, struct reading *);

#endif
