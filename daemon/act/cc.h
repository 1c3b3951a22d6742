/* cc: who takes part in a ticket beside the requester. */
#ifndef DAEMON_ACT_CC_H
#define DAEMON_ACT_CC_H

#include "daemon/act/act.h"

extern const struct act act_cc;		/* "kim@x.example, Lee <lee@x.example>" */

#endif
