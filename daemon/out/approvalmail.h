/* approvalmail: an agent hears that the approval of their time was taken back, and why. */
#ifndef DAEMON_OUT_APPROVALMAIL_H
#define DAEMON_OUT_APPROVALMAIL_H

#include "daemon/ticket/approval.h"
#include "daemon/ticket/work.h"

/* `by`: who took it back; NULL: an admin.  -1: w->err. */
int	approvalmail_taken(struct work *, const struct approval *, const struct agent *by);

#endif
