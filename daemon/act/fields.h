/* fields: the verbs that set a field: the row's own, or any. */
#ifndef DAEMON_ACT_FIELDS_H
#define DAEMON_ACT_FIELDS_H

#include "daemon/act/act.h"

extern const struct act	act_field, act_set;

#endif
