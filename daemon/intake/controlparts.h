/*
 * controlparts: an engineer's mail of orders for many tickets, to their control address
 * (personal.h), or without a ticket where DMARC proves it: "#ticket 12", and below it what
 * is ordered for that ticket; "#ticket 13" …
 */
#ifndef DAEMON_INTAKE_CONTROLPARTS_H
#define DAEMON_INTAKE_CONTROLPARTS_H

#include "daemon/intake/reading.h"
#include "parsers/letter/passage.h"

enum { CONTROL_TICKETS = 200 };		/* of one mail */

/* It came to a control address, or begins with orders for tickets that it names. */
bool	control_is_meant(const struct work *, const struct reading *);
/* Of a proven agent's: it is one. */
bool	control_applies(const struct work *, const struct reading *);
void	control_parts(const struct work *, const struct reading *, struct passages *);

#endif
