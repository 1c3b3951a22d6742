/*
 * unreached: leads and admins are told, once, of an address that mail does not get through
 * to, or whose owner called it spam.  A mail of no rules: that an engineer is out of reach
 * must not depend on them, nor go to those who are.
 */
#ifndef DAEMON_OUT_UNREACHED_H
#define DAEMON_OUT_UNREACHED_H

#include "daemon/ticket/event.h"
#include "daemon/ticket/reach.h"

/*
 * Stores the news, and tells of it where nobody was told: `ev` is the bounce, with or
 * without a ticket.  `tells`: of an engineer's address, or a complaint; else only stored.
 */
int	unreached_note(struct work *, const struct reach_news *, const struct event *ev,
	    bool tells);

#endif
