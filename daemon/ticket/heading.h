/*
 * heading: what a ticket is called and where it belongs: subject, project, tags.  As all
 * that changes a ticket: 1 changed, 0 it was so already, -1 w->err.
 */
#ifndef DAEMON_TICKET_HEADING_H
#define DAEMON_TICKET_HEADING_H

#include "daemon/ticket/ticket.h"

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

#endif
