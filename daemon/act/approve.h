/*
 * approve: a lead approves the time of an agent of their team for a month or a week that is
 * over, or takes that back with a reason.  Nobody approves their own; an admin anybody's.
 */
#ifndef DAEMON_ACT_APPROVE_H
#define DAEMON_ACT_APPROVE_H

#include "daemon/act/act.h"

extern const struct act	act_approve_time, act_unapprove_time;

#endif
