/* spam: the verb that closes a ticket as such. */
#ifndef DAEMON_ACT_SPAM_H
#define DAEMON_ACT_SPAM_H

#include "daemon/act/act.h"

extern const struct act	act_spam;

#endif
