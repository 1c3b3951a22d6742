/* merge: the verb by which a ticket goes into another. */
#ifndef DAEMON_ACT_MERGE_H
#define DAEMON_ACT_MERGE_H

#include "daemon/act/act.h"

extern const struct act	act_merge;

#endif
