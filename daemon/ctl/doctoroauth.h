/* doctoroauth: docketctl doctor's look at logins by OAuth. */
#ifndef DAEMON_CTL_DOCTOROAUTH_H
#define DAEMON_CTL_DOCTOROAUTH_H

#include "daemon/ctl/findings.h"

/*
 * The token of a mailbox that logs in by OAuth: asked for where there is none, looked into,
 * and when its secret ends; sets d->refused.  False: there is none, so no login need be tried.
 */
bool	doctor_oauth(struct doctor *, const struct mailbox *);

#endif
