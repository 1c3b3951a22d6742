/*
 * split: a mail of the ticket, taken or waiting, becomes a ticket of its own.  Without a
 * number: the one that the answered notice tells of, else the only one that waits.
 */
#ifndef DAEMON_ACT_SPLIT_H
#define DAEMON_ACT_SPLIT_H

#include "daemon/act/act.h"

extern const struct act act_split;

#endif
