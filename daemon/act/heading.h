/* heading: the verbs that say what a ticket is called, and of which project it is. */
#ifndef DAEMON_ACT_HEADING_H
#define DAEMON_ACT_HEADING_H

#include "daemon/act/act.h"

extern const struct act	act_subject, act_project;

#endif
