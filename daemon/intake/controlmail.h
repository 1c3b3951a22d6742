/*
 * controlmail: a proven engineer's mail of orders for many tickets (controlparts.h): looked
 * at as a whole, taken apart and kept; controlrun.h does it, a part a transaction.
 */
#ifndef DAEMON_INTAKE_CONTROLMAIL_H
#define DAEMON_INTAKE_CONTROLMAIL_H

#include "daemon/intake/reading.h"

int	control_mail(struct work *, struct reading *);

#endif
