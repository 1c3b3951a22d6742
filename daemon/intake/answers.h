/*
 * answers: what an engineer asked by a line of a mail (#show, #history, #list, #help), from
 * the rows that docketctl reads, as templates see it.  Asking changes nothing.
 */
#ifndef DAEMON_INTAKE_ANSWERS_H
#define DAEMON_INTAKE_ANSWERS_H

#include "daemon/intake/orders.h"
#include "daemon/intake/reading.h"

/*
 * Adds "answers" to what is told: one for each line that asks.  The ticket, if there is
 * one, is stored by then.  0, or -1 with w->err.
 */
int	answers_add(struct work *, const struct reading *, struct ticket *,
	    const struct orders *, struct told *);

#endif
