/* step: from which status to which a ticket may go. */
#ifndef DAEMON_TICKET_STEP_H
#define DAEMON_TICKET_STEP_H

#include "parsers/base/str.h"

/* Whether the state machine has this step; for messages: what is possible. */
bool		ticket_may_become(struct str from, struct str to);
struct str	ticket_next_statuses(struct arena *a, struct str from);

#endif
