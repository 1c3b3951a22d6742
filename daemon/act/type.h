/* type: #type. */
#ifndef DAEMON_ACT_TYPE_H
#define DAEMON_ACT_TYPE_H

#include "daemon/act/act.h"

extern const struct act act_type;

#endif
