/*
 * notify: mails about an event: who gets one, from which template, in which
 * language, with which proof in Reply-To, and who must not get one (RFC 3834,
 * limits an address and hour).  They are rows of the outbox when it returns.
 */
#ifndef DAEMON_OUT_NOTIFY_H
#define DAEMON_OUT_NOTIFY_H

#include "daemon/ticket/event.h"

/*
 * To whom: "requester", "participants", "assignee", "team", "leads", "admins",
 * "team:NAME", "agent:NAME" or an address.  Nobody gets the same mail twice,
 * and the one who caused the event gets no notice of it.
 */
int	notify_send(struct work *, const struct event *, struct str template,
	    const struct strs *to);
/*
 * From here on what agents are sent about clocks waits, so that notify_flush()
 * sends each person one mail: the notice itself, or a list by the template
 * "sla-digest" when there are several.
 */
void	notify_hold(struct work *);
int	notify_flush(struct work *);
/* An answer to one agent alone, about a mail of theirs: refused, held … */
int	notify_agent(struct work *, const struct event *, struct str template,
	    const struct agent *);

#endif
