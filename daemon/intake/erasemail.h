/* erasemail: a mail that erases the ticket that it belongs to, and itself with it. */
#ifndef DAEMON_INTAKE_ERASEMAIL_H
#define DAEMON_INTAKE_ERASEMAIL_H

#include "daemon/intake/orders.h"
#include "daemon/intake/reading.h"

/* Why it cannot stand there so; NULL: it can, or does not. */
const char	*erase_obstacle(const struct reading *, const struct command_block *,
		    const struct orders *, bool says);
/* Done, and told to who ordered it, in a mail that tells nothing of the ticket.  0, -1. */
int		 erase_mail(struct work *, struct reading *, struct ticket *, struct orders *);

#endif
