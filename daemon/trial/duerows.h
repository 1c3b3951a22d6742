/* duerows: what waits for its time on a ticket in memory: its clocks' points, its alarms. */
#ifndef DAEMON_TRIAL_DUEROWS_H
#define DAEMON_TRIAL_DUEROWS_H

#include "daemon/trial/asked.h"

extern const struct answering due_rows[];

#endif
