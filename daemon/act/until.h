/* until: the verbs that say when a ticket is to be seen again (ticket/wake.h). */
#ifndef DAEMON_ACT_UNTIL_H
#define DAEMON_ACT_UNTIL_H

#include "daemon/act/act.h"

extern const struct act	act_due, act_snooze, act_hold;

#endif
