/* retry: an address from which mail came back is tried again (ticket/reach.h). */
#ifndef DAEMON_ACT_RETRY_H
#define DAEMON_ACT_RETRY_H

#include "daemon/act/act.h"

extern const struct act act_retry_address;

#endif
