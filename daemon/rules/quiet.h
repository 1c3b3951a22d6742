/*
 * quiet: when rules on idle are due: so long after the last word of people.  A ticket has one
 * alarm for all of them ("quiet"), which people's words only ever make earlier: when it
 * fires, it is reckoned when they really wrote last (core/wake.c).
 */
#ifndef DAEMON_RULES_QUIET_H
#define DAEMON_RULES_QUIET_H

#include "daemon/policy/rule.h"
#include "daemon/ticket/event.h"

/* When the rule is due, people's last word having been then; us. */
int64_t	quiet_due(const struct work *, const struct rule *, int64_t since);
/* The first such instant of any rule after this one; 0: there is none. */
int64_t	quiet_next(const struct work *, int64_t since, int64_t after);
/* The event was people's: its ticket has an alarm.  Queues it; nothing without such rules. */
void	quiet_arm(struct work *, const struct event *);
/* It waits until then, or for people's next word (0); up to now all is told. */
void	quiet_set(struct work *, int64_t ticket, int64_t due);

#endif
