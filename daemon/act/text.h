/* text: the verb that puts a canned answer into the mail. */
#ifndef DAEMON_ACT_TEXT_H
#define DAEMON_ACT_TEXT_H

#include "daemon/act/act.h"

extern const struct act	act_text;

#endif
