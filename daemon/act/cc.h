/* cc: who takes part in a ticket: the requester, and who else. */
#ifndef DAEMON_ACT_CC_H
#define DAEMON_ACT_CC_H

#include "daemon/act/act.h"

/* Of "kim@x.example, Lee <lee@x.example>"; the requester is one. */
/* The one person that a value names, as #requester takes it; false: it does not. */
bool	requester_read(struct arena *, struct str value, struct address *);

extern const struct act	act_cc, act_uncc, act_requester;

#endif
