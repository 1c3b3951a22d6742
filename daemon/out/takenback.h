/*
 * takenback: who had a ticket by what is taken back, and is told that it is theirs no more:
 * no rule names them.
 */
#ifndef DAEMON_OUT_TAKENBACK_H
#define DAEMON_OUT_TAKENBACK_H

#include "daemon/ticket/event.h"

/* Their names, as the ticket's plan has it: before that is stored. */
struct strs	takenback_from(struct work *, const struct event *);
/* Each gets a mail.  0, or -1 with w->err. */
int		takenback_tell(struct work *, const struct event *, const struct strs *names);

#endif
