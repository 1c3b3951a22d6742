/*
 * hook: what a webhook is to be told: its JSON is made when the event is, and is a row of the
 * outbox from then on, beside the mails: it goes with the commit of its cause, is tried again
 * as they are, and docketctl queue lists it.
 */
#ifndef DAEMON_OUT_HOOK_H
#define DAEMON_OUT_HOOK_H

#include "daemon/policy/webhook.h"
#include "daemon/ticket/event.h"
#include "sql.h"

enum { HOOK_TICKETS_MAX = 20 };		/* that one post names; the rest it counts */

struct hook_ticket {			/* one of several, as it is listed */
	int64_t		id;
	struct str	subject, project, severity, status;
};

struct hook_post {
	const struct webhook	*hook;
	const struct event	*ev;
	struct str		 rule;
	const struct hook_ticket	*tickets;	/* n == 0: that of the event */
	size_t			 n;
	int64_t			 count;		/* of all of them; 0: as many */
};

/* Queues the entry, the draft and the delivery.  -1: w->err. */
int	hook_add(struct work *, const struct hook_post *);
/* What a receiver knows a delivery by, the same at each try. */
struct str	hook_delivery(struct arena *, int64_t delivery, int64_t created_at);
/* As it goes to send: of a row that was claimed.  -1: nothing can. */
int	hook_claimed(struct arena *, const struct sql_delivery_claim_row *, struct delivery *,
	    struct err *);

#endif
