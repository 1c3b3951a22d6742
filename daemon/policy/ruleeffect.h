/* ruleeffect: what a rule's actions make of a ticket, as far as the rule says it. */
#ifndef DAEMON_POLICY_RULEEFFECT_H
#define DAEMON_POLICY_RULEEFFECT_H

#include "daemon/filter/witness.h"
#include "daemon/policy/rule.h"

struct effect {				/* one thing that has one value */
	struct str	what;		/* "severity" */
	struct str	value;
};

/* False: it sets nothing that another could set otherwise, or to what nobody knows. */
bool	effect_of(const struct rule_action *, struct effect *out);
/* What subjects are once the rule has acted; lives in `a`. */
void	effects_after(struct arena *a, const struct rule *, struct witness *out);
/* Whether the rule changes the test's subject. */
bool	effects_touch(struct arena *a, const struct rule *, const struct condition *);
/* Whether the event comes to the rules that are on it each at its own time. */
bool	rule_is_alone_on(struct str event);
/* Whether no later rule sees the event: on arrived what ends the mail does it, too. */
bool	rule_stops(const struct rule *, struct str event);

#endif
