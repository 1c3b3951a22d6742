/* timerrow: how what a plan has of timers (timer.h) becomes rows. */
#ifndef DAEMON_TICKET_TIMERROW_H
#define DAEMON_TICKET_TIMERROW_H

#include "daemon/ticket/timer.h"

/* Queues what the change does to the timer and to its alarm. */
void	timer_store(struct work *, int64_t ticket, const struct change *);
/* The ticket is done: who has one there is asked soon. */
void	timers_ask_soon(struct work *, int64_t ticket);
/* Its ticket went into that one, and so do they. */
void	timers_merged(struct work *, int64_t ticket, int64_t into);

#endif
