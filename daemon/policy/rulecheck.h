/*
 * rulecheck: what rules say that they cannot mean, found by analysis: a fault for what can
 * never be right, a warning, with a ticket that shows it, for what may be wanted.
 */
#ifndef DAEMON_POLICY_RULECHECK_H
#define DAEMON_POLICY_RULECHECK_H

#include "daemon/policy/conf.h"

/* When all is read: of rules in which no fault was found yet. */
void	rulecheck(struct loader *, const struct conf *);

#endif
