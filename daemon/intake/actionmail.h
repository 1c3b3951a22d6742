/*
 * actionmail: a mail to an action address (token.h): a person pressed a button of a notice
 * and sent what it opened.  That it came is the order, whatever the mail program made of the
 * body; what its writer put there is kept as a note, for nothing says that it is for the
 * customer.  Robots, lists and mail that can be read in two ways do nothing.
 */
#ifndef DAEMON_INTAKE_ACTIONMAIL_H
#define DAEMON_INTAKE_ACTIONMAIL_H

#include "daemon/intake/reading.h"

/* It came to an address for one action, by its owner. */
bool	action_applies(const struct reading *);
/* Queues its rows and runs its events.  0, or -1 with w->err. */
int	action_mail(struct work *, struct reading *);

#endif
