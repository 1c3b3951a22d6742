/*
 * undo: the verb that takes back what an agent did last to a ticket: status, type, people,
 * fields, tags, days, relations, its project and subject.  Who asks again takes back what was before.
 */
#ifndef DAEMON_ACT_UNDO_H
#define DAEMON_ACT_UNDO_H

#include "daemon/act/act.h"

extern const struct act act_undo;

#endif
