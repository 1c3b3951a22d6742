/* new: the verb that opens a ticket; what it opens is intake's (newmail.h). */
#ifndef DAEMON_ACT_NEW_H
#define DAEMON_ACT_NEW_H

#include "daemon/act/act.h"

extern const struct act	act_new;

#endif
