/*
 * until: the verbs that say when a ticket is to be seen again (ticket/wake.h), and when work on
 * it begins.
 */
#ifndef DAEMON_ACT_UNTIL_H
#define DAEMON_ACT_UNTIL_H

#include "daemon/act/act.h"

extern const struct act	act_start, act_due, act_snooze, act_hold;

enum { UNTIL_MORNING = 9, UNTIL_EVENING = 17 };	/* hours of a day named without one */

/* The value becomes an instant as RFC 3339 has it, or empty: none; or why it is no time. */
struct why	*until_check(struct prospect *, struct order *, int hour);

#endif
