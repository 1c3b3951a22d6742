/*
 * wake: when people want to see a ticket again: the day that they mean to be done by, a
 * reminder of one engineer's, the end of its being on hold.  Each is an alarm that is told
 * once (core/remind.h), and none is a promise: clocks are sla/'s.
 */
#ifndef DAEMON_TICKET_WAKE_H
#define DAEMON_TICKET_WAKE_H

#include "daemon/ticket/plan.h"

enum wake_kind { WAKE_DUE, WAKE_SNOOZE, WAKE_HOLD, WAKES };

extern const char *const	wake_words[WAKES + 1];	/* ends in NULL */
extern const enum change_what	wake_changes[WAKES];

/* What such a change, or a status, does to the alarms; and an instant that has none is stored. */
void	wake_store(struct work *, int64_t ticket, const struct change *);

#endif
