/*
 * held: what becomes of mail that waits on a ticket: #accept, #accept-always, and #split,
 * which makes a ticket of it.  Without a number: the only one that waits.
 */
#ifndef DAEMON_ACT_HELD_H
#define DAEMON_ACT_HELD_H

#include "daemon/act/act.h"

extern const struct act act_accept, act_accept_always, act_split;

#endif
