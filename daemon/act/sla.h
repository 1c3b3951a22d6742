/* sla: the verb that puts a ticket under another SLA policy. */
#ifndef DAEMON_ACT_SLA_H
#define DAEMON_ACT_SLA_H

#include "daemon/act/act.h"

extern const struct act	act_sla;

#endif
