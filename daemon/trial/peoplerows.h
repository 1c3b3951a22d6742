/*
 * peoplerows: mails that came and go, who they are from, and how many there were, in memory.
 */
#ifndef DAEMON_TRIAL_PEOPLEROWS_H
#define DAEMON_TRIAL_PEOPLEROWS_H

#include "daemon/trial/asked.h"

extern const struct answering people_rows[];

#endif
