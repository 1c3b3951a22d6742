/*
 * burst: mail that is held or in quarantine comes in heaps when something is wrong, or
 * somebody means harm.  Of a heap each reader gets one mail at once, and after a pause
 * one digest of what still waits then (helddigest.h).
 */
#ifndef DAEMON_OUT_BURST_H
#define DAEMON_OUT_BURST_H

#include "daemon/out/notice.h"

enum { BURST_PAUSE = 300 };		/* seconds from one mail to a reader to the next */

/* Of this event; of all others everybody gets their own mail. */
bool	burst_applies(const struct event *);
/*
 * Those who get a mail of the event now stay in the list; of the others each is told by
 * their digest, whose instant is in w->next_alarm.
 */
int	burst_sift(struct work *, const struct event *, struct recipient *, size_t *n);

#endif
