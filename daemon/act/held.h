/*
 * held: what becomes of mail that waits on a ticket: #accept, #accept-always; #split is
 * split.h's.  Without a number: the only one that waits.
 */
#ifndef DAEMON_ACT_HELD_H
#define DAEMON_ACT_HELD_H

#include "daemon/act/act.h"

extern const struct act act_accept, act_accept_always;

/* Which mail is meant is in the order then; else why none can be decided on. */
struct why	*held_check(struct prospect *, struct order *);
/* Decided ("accept", "ticket"): 1, or -1 with w->err. */
int		 held_decide(struct action *, const char *what, bool remember);

#endif
