/* cannedtext: canned answers (policy/canned.h) in a mail, where #text NAME stands. */
#ifndef DAEMON_INTAKE_CANNEDTEXT_H
#define DAEMON_INTAKE_CANNEDTEXT_H

#include "daemon/intake/orders.h"
#include "daemon/intake/reading.h"

/*
 * Puts those that are ordered above the text, in the customer's language, with what is
 * known of the ticket.  0, or -1 with w->err.
 */
int	cannedtext_put(struct work *, const struct reading *, struct ticket *,
	    const struct orders *, struct str *text);

#endif
