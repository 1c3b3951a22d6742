/* asks: the verbs that are answered by mail and change nothing. */
#ifndef DAEMON_ACT_ASKS_H
#define DAEMON_ACT_ASKS_H

#include "daemon/act/act.h"

extern const struct act	act_explain, act_help;	/* "", "severity" or "#severity" */
extern const struct act act_tickets_own;	/* #tickets, of customers */

#endif
