/* erase: the verb that erases a ticket for good, once its own number was said. */
#ifndef DAEMON_ACT_ERASE_H
#define DAEMON_ACT_ERASE_H

#include "daemon/act/act.h"

extern const struct act	act_erase;

#endif
