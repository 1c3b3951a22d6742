/* control: #ticket, which begins a part of a mail to one's control address, and nothing else. */
#ifndef DAEMON_ACT_CONTROL_H
#define DAEMON_ACT_CONTROL_H

#include "daemon/act/act.h"

extern const struct act act_ticket;

#endif
