/*
 * boxlane: the mails that go alone, in parts, so that none delays another: big
 * ones, what the server refused to give in a set, what ended a session, what
 * core could not store.  A mail that is not given is tried again with growing
 * pauses; in the end a human is told by an entry without the text, and it is
 * still asked for now and then.
 */
#ifndef DAEMON_FETCH_BOXLANE_H
#define DAEMON_FETCH_BOXLANE_H

#include "daemon/fetch/boxcore.h"

/* From now on it goes alone. */
void	box_lane_add(struct box *, const struct imap_item *);
/* Milliseconds until there is something to do, -1: nothing, 0: now. */
int64_t	box_lane_wait(const struct box *);
/* One command for the next one; it is handed over with the last. */
int	box_lane_step(struct box *, struct err *);

#endif
