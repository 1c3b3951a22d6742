/*
 * perform: what a rule does, an action at a time.  A ticket's changes are act/'s and wait in
 * its plan; mails and notes are ordered, and written when the chain is stored.
 */
#ifndef DAEMON_RULES_PERFORM_H
#define DAEMON_RULES_PERFORM_H

#include "daemon/rules/chain.h"

enum { PERFORM_BUDGET = 2 };		/* not done: the ticket's hour has no more */

/*
 * 1: it was done; 0: all was so already, or a value is not allowed now (told in the trace and
 * the log; the rest goes on); -1: w->err.
 */
int	perform(struct chain *, const struct rule *, const struct rule_action *,
	    const struct event *, const struct captured *);
/* What was ordered, in order.  -1: w->err. */
int	perform_orders(struct chain *);

#endif
