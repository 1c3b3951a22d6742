/* typecheck: whether a type of types.conf can be worked with: its statuses as a graph. */
#ifndef DAEMON_POLICY_TYPECHECK_H
#define DAEMON_POLICY_TYPECHECK_H

#include "daemon/policy/type.h"

/* A fault for each status that is never come to or never left, each verb that leads nowhere … */
void	typecheck(struct loader *, const struct type *);

#endif
