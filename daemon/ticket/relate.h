/*
 * relate: tickets get to know each other, and forget it.  Whether that makes a circle is
 * looked at before (relation.h).
 */
#ifndef DAEMON_TICKET_RELATE_H
#define DAEMON_TICKET_RELATE_H

#include "daemon/ticket/ticket.h"

/*
 * Both know it from now on, each in its own words.  A parent takes the place of another.
 * 1: changed, 0: it was so.
 */
int	ticket_relate(struct work *, struct ticket *, enum related_how, struct ticket *other,
	    const struct cause *);
/* As one that is not locked; its own history says nothing of it. */
int	ticket_relate_number(struct work *, struct ticket *, const struct related *,
	    const struct cause *);
/* … and no longer; of one that is not locked its own history says nothing. */
int	ticket_unrelate(struct work *, struct ticket *, enum related_how, int64_t other,
	    const struct cause *);

#endif
