/*
 * notice: a mail about an event: from which template, in which language, with
 * which proof in Reply-To.  It is a row of the outbox when it is written.
 */
#ifndef DAEMON_OUT_NOTICE_H
#define DAEMON_OUT_NOTICE_H

#include "daemon/out/facts.h"
#include "daemon/out/outbox.h"
#include "daemon/out/recipients.h"

struct notice {
	const struct event	*ev;
	struct str		 template;
	const struct recipient	*to;	/* the first; the others get it in copy */
	size_t			 n;
};

int	notice_write(struct work *, const struct notice *);

/* For mails that tell of several events: */

/*
 * When this agent may read of it: warnings of clocks wait for their hours, but
 * for the severities that they are woken for.  0: at once.
 */
int64_t	notice_due(struct work *, const struct event *, const struct agent *);
/* The mailbox that it comes from: of a ticket whose own is gone, the first. */
const struct mailbox	*notice_mailbox(const struct work *, const struct event *);
struct reader	notice_reader(struct work *, const struct event *,
		    const struct recipient *);
/* Fills in what the template makes of `view`, and the headers; queues it. */
int	notice_put(struct work *, const struct notice *, const struct view *,
	    struct outbox_mail *);

#endif
