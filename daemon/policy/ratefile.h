/* ratefile: rates.conf is read; what it holds is rate.h's. */
#ifndef DAEMON_POLICY_RATEFILE_H
#define DAEMON_POLICY_RATEFILE_H

#include "daemon/conf/part.h"

extern const struct conf_part rate_part, service_part;

#endif
