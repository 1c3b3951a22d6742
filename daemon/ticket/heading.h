/*
 * heading: what a ticket is called, where it belongs and when it is to be seen again:
 * subject, project, tags, days (wake.h).  As all that changes a ticket: 1 changed, 0
 * it was so already, -1 w->err.
 */
#ifndef DAEMON_TICKET_HEADING_H
#define DAEMON_TICKET_HEADING_H

#include "daemon/ticket/ticket.h"
#include "daemon/ticket/wake.h"

/* What #spam leaves on a ticket; and whether it is one, closed as such. */
#define SPAM_TAG	STR("spam")
bool		 ticket_is_spam(const struct ticket *);
int		 ticket_add_tag(struct work *, struct ticket *, struct str tag,
		    const struct cause *);
int		 ticket_remove_tag(struct work *, struct ticket *, struct str tag,
		    const struct cause *);
/*
 * How people here see it from now on.  Its mails keep theirs (ticket_mail_subject): mail
 * programs would begin a new conversation.
 */
int		 ticket_rename(struct work *, struct ticket *, struct str subject,
		    const struct cause *);
struct str	 ticket_mail_subject(const struct ticket *);
/*
 * Into another project, under its SLA unless it is under one that is not the project's
 * own.  Its requester's contact stays where it is.
 */
int		 ticket_move(struct work *, struct ticket *, struct str project,
		    const struct cause *);

/* As people write it, RFC 3339 with their offset: when work on it begins; empty: unsaid. */
int		 ticket_start(struct work *, struct ticket *, struct str at,
		    const struct cause *by);
/*
 * At an instant as people write it, RFC 3339 with their offset; empty: not any more.  Whose
 * a reminder is, `by` says.
 */
int		 ticket_wake(struct work *, struct ticket *, enum wake_kind, struct str at,
		    const struct cause *by);

#endif
