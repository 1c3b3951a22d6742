/*
 * withhold: why what a rule orders is not told to people here and webhooks just now: a silence, a
 * calendar of the rule, or that it told the same a while ago.
 */
#ifndef DAEMON_RULES_WITHHOLD_H
#define DAEMON_RULES_WITHHOLD_H

#include "daemon/policy/rule.h"
#include "daemon/ticket/event.h"

/* Those whom an action tells: its customers, whom nothing is withheld from, or the others. */
struct strs	withhold_part(struct work *, const struct rule_action *, bool customers);
/* Words of people here, which nothing withholds. */
bool	withhold_is_peoples(const struct event *);
/* Silences and calendars.  *why is empty: it may be told.  Of an event with a ticket. */
void	withhold_look(struct work *, const struct rule *, const struct event *, struct str *why);
/*
 * The same for repeat_every; what may be told counts as told from now on: the same event of
 * the ticket, while all that the rule's condition looks at is as it was.  -1: w->err.
 */
int	withhold_repeats(struct work *, const struct rule *, const struct rule_action *,
	    const struct event *, struct str *why);
/* It goes into the ticket's history.  To nobody: nothing does. */
int	withhold_record(struct work *, const struct rule *, const struct rule_action *,
	    const struct event *, const struct strs *to, struct str why);

#endif
