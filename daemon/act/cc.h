/* cc: who takes part in a ticket: the requester, and who else. */
#ifndef DAEMON_ACT_CC_H
#define DAEMON_ACT_CC_H

#include "daemon/act/act.h"

/* Of "kim@x.example, Lee <lee@x.example>"; the requester is one. */
extern const struct act	act_cc, act_uncc, act_requester;

#endif
