/*
 * time: #time books time that an agent worked on a ticket, or takes some of it off again;
 * #force beside it means that a day had that much.  What is booked is made by the check.
 */
#ifndef DAEMON_ACT_TIME_H
#define DAEMON_ACT_TIME_H

#include "daemon/act/act.h"

extern const struct act	act_time, act_force;

#endif
