/*
 * actions: what a reader can do by a ready-made mail: links to their own reply address,
 * with the command in it.
 */
#ifndef DAEMON_OUT_ACTIONS_H
#define DAEMON_OUT_ACTIONS_H

#include "daemon/out/facts.h"

/* "actions" and "copied" of a notice to an agent. */
void	actions_add(struct work *, struct view *top, const struct event *,
	    const struct reader *);
/*
 * "own": a mail that came in the reader's name, to look at, and a link that opens it anew
 * to the address that proves them.
 */
void	actions_add_own(struct work *, struct view *top, const struct event *,
	    const struct reader *);
struct str	actions_quoted(struct arena *, struct str text);
/* What the reader may do with the event's mail that waits: `#accept 7` and the like. */
void	actions_add_held(struct work *, struct view *actions, const struct event *,
	    const struct reader *);
/* Whoever has the ticket already is not offered it. */
bool	actions_has_it(const struct event *, const struct agent *);

#endif
