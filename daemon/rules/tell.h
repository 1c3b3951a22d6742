/*
 * tell: what rules order to be told, mails and webhooks, once all that their chain does to
 * the ticket is known.
 */
#ifndef DAEMON_RULES_TELL_H
#define DAEMON_RULES_TELL_H

#include "daemon/policy/rule.h"
#include "daemon/ticket/event.h"

int	tell_order(struct work *, const struct rule *, const struct rule_action *,
	    const struct event *);

#endif
