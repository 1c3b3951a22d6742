/*
 * notify: whom an event is told: who gets a mail and who must not get one
 * (RFC 3834; limits are automatic.h's).  How it is written is notice.h's.
 */
#ifndef DAEMON_OUT_NOTIFY_H
#define DAEMON_OUT_NOTIFY_H

#include "daemon/out/recipients.h"
#include "daemon/ticket/event.h"

/*
 * To whom: as policy/whom.h reads.  Nobody gets the same mail twice, and the one
 * who caused the event gets no notice of it.  What goes to agents waits while a
 * digest is open.
 */
int	notify_send(struct work *, const struct event *, struct str template,
	    const struct strs *to);
/* The same, as far as the rule's budget goes (rule_mails_per_hour). */
int	notify_by_rule(struct work *, const struct event *, struct str template,
	    const struct strs *to, const struct rule *);
/* An answer to one agent alone, about a mail of theirs that is refused or held. */
int	notify_agent(struct work *, const struct event *, struct str template,
	    const struct agent *);
/* To one customer alone, as far as automatic mail may go there. */
int	notify_customer(struct work *, const struct event *, struct str template,
	    const struct recipient *);
/*
 * Why no automatic mail about the event goes to this customer's address; NULL:
 * it may, as far as the hour's count allows.
 */
const char	*notify_obstacle(const struct conf *, const struct event *,
		    struct str address);

#endif
