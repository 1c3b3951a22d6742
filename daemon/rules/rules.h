/*
 * rules: the admins' rules (docket-rules(5)).  An event runs through the list
 * in order; what a rule does can raise further events, each rule fires at most
 * once in such a chain, and chains are bounded.
 */
#ifndef DAEMON_RULES_RULES_H
#define DAEMON_RULES_RULES_H

#include "daemon/ticket/event.h"

/*
 * Runs the event and all that follows from it, saves the ticket, and queues the
 * mails that the rules ordered: they tell the state after the whole chain.
 */
int	rules_run(struct work *, struct event *);

#endif
