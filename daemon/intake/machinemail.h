/*
 * machinemail: mail that no person wrote: it is shown on the ticket that it
 * belongs to and moves nothing; a bounce is told to the rules as well.
 */
#ifndef DAEMON_INTAKE_MACHINEMAIL_H
#define DAEMON_INTAKE_MACHINEMAIL_H

#include "daemon/intake/reading.h"

/* `t` is NULL when it belongs to none: it is held.  0, or -1 with w->err. */
int	bounce_mail(struct work *, struct reading *, struct ticket *t);
/* Vacation notices, lists, invitations and the like. */
int	machine_mail(struct work *, struct reading *, struct ticket *t);

#endif
