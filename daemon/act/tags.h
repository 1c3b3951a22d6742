/* tags: the verb that adds tags and takes them off: "+a -b". */
#ifndef DAEMON_ACT_TAGS_H
#define DAEMON_ACT_TAGS_H

#include "daemon/act/act.h"

extern const struct act	act_tag;

#endif
