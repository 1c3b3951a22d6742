/* mailloop: mail of ours that would come back to us as new mail, by what the files say. */
#ifndef DAEMON_POLICY_MAILLOOP_H
#define DAEMON_POLICY_MAILLOOP_H

#include "daemon/policy/conf.h"

/* A fault for each address of ours to which something is sent. */
void	mailloop_check(struct loader *, const struct conf *);

#endif
