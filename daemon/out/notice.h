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
	const struct recipient	*to;
	size_t			 n;
	bool			 withheld;	/* by the breaker */
	/*
	 * People ordered it for many customers at once: no robot answers it (RFC 3834), what
	 * comes back is told, and it goes after all other mail, not before `due_at` (us).
	 */
	bool			 is_bulk;
	int64_t			 due_at;
};

/*
 * To customers it is one mail, in copy to all but the first.  To several others, who
 * must all notice_is_alike(), one draft, of which each gets a copy.
 */
int	notice_write(struct work *, const struct notice *);
/* Whether two who are no customers read the same but for their names and proofs. */
bool	notice_is_alike(const struct recipient *, const struct recipient *);

/* For mails that tell of several events: */

/*
 * When this agent may read of it: warnings of clocks wait for their hours, else those of
 * their team, but for the severities that they are woken for.  0: at once.
 */
int64_t	notice_due(struct work *, const struct event *, const struct agent *);
/* A customer's is the project's, an agent's their own; else the mailbox's. */
struct str	notice_language(const struct work *, const struct event *,
		    const struct recipient *);
/* The mailbox that it comes from: of a ticket whose own is gone, the first. */
const struct mailbox	*notice_mailbox(const struct work *, const struct event *);
struct reader	notice_reader(struct work *, const struct event *,
		    const struct recipient *);
/* The recipients as the outbox takes them, with their notice_due(). */
struct outbox_reader	*notice_readers(struct work *, const struct event *,
			    const struct recipient *, size_t n);
/* A mail of the template with these facts alone, to one who is no customer. */
int	notice_list(struct work *, const struct event *, struct str template,
	    const struct recipient *, struct view *);
/*
 * Fills in what the template makes of `view`, of which it shortens a list that is too long
 * (listing.h); then the headers, and queues it.
 */
int	notice_render(struct work *, const struct notice *, struct view *,
	    struct outbox_mail *);
int	notice_put(struct work *, const struct notice *, struct outbox_mail *);

#endif
