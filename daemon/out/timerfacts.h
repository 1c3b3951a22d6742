/* timerfacts: the reader's timer, as notices tell it, and what they can do with it. */
#ifndef DAEMON_OUT_TIMERFACTS_H
#define DAEMON_OUT_TIMERFACTS_H

#include "daemon/out/facts.h"

/* "timer": the engineer's own; "forgotten": the one that the event is about. */
void	timerfacts_add(struct work *, struct view *top, const struct event *,
	    const struct reader *, const struct zone *);
/* Of a notice: a timer on its ticket, where none of theirs runs there. */
void	timerfacts_start(struct work *, struct view *actions, const struct event *,
	    const struct reader *);
/* "actions" of one that was left running: keep, stop, drop. */
void	timerfacts_choices(struct work *, struct view *top, const struct event *,
	    const struct reader *, const struct zone *);

#endif
