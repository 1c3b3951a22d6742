/*
 * rulepairs: what two rules are to each other: one that stops what another is on, two that
 * do the same, two that set one thing to different values.
 */
#ifndef DAEMON_POLICY_RULEPAIRS_H
#define DAEMON_POLICY_RULEPAIRS_H

#include "daemon/policy/ruleworld.h"

/* Warnings, each with a ticket of which it is so. */
void	rulepairs(struct rule_world *);

#endif
