/*
 * rotation: whom of a team its next ticket goes to: by turns, or who has the fewest that are
 * not done.  Who is away is left out.  What was given is kept in the database, and who asks
 * has the rotations for themselves until the commit: two daemons give as one would.
 */
#ifndef DAEMON_TICKET_ROTATION_H
#define DAEMON_TICKET_ROTATION_H

#include "daemon/policy/assignee.h"
#include "daemon/ticket/ticket.h"

/*
 * Before rotation_pick() of this team; once a work is enough.  Takes a lock, after those of
 * the work's tickets.  Without a database nobody had a turn yet.
 */
int		rotation_load(struct work *, const struct team *);
/*
 * The agent's name, or empty: nobody of the team is here.  Who has the ticket, is of the team
 * and here keeps it, and no turn is used.
 */
struct str	rotation_pick(struct work *, const struct ticket *, const struct team *,
		    enum assignee_kind);

#endif
