/* status: the verbs that set the status, by name or by value. */
#ifndef DAEMON_ACT_STATUS_H
#define DAEMON_ACT_STATUS_H

#include "daemon/act/act.h"

extern const struct act	act_status;

#endif
