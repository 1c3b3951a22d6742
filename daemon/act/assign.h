/* assign: the verbs that say who works on it. */
#ifndef DAEMON_ACT_ASSIGN_H
#define DAEMON_ACT_ASSIGN_H

#include "daemon/act/act.h"

extern const struct act	act_assign, act_take, act_team, act_unassign;

#endif
