/* posting: what rules post to webhooks, within a budget. */
#ifndef DAEMON_RULES_POSTING_H
#define DAEMON_RULES_POSTING_H

#include "daemon/out/hook.h"
#include "daemon/policy/rule.h"

/*
 * As far as the hour's budget of the webhook goes (rule_mails_per_hour); beyond it the ticket's
 * history says so.  Without a webhook: nothing.  -1: w->err.
 */
int	posting_add(struct work *, const struct rule *, const struct rule_action *,
	    const struct hook_post *);

#endif
