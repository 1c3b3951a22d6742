/* grouprows: what rules told, and what waits to be told together, in memory. */
#ifndef DAEMON_TRIAL_GROUPROWS_H
#define DAEMON_TRIAL_GROUPROWS_H

#include "daemon/trial/asked.h"

extern const struct answering group_rows[];

#endif
