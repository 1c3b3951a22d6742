/*
 * customertickets: #tickets: a customer asks for the list of their own tickets in their
 * project, where that lets them (customer_commands).
 *
 * From: names anybody, so who asks must be vouched for, by our mail server or by the reply
 * address of a mail to them; and the list goes to the stored address of that contact alone,
 * whatever Reply-To says, as one of the few automatic mails that it may get.  It tells of
 * tickets that the contact asked for, in the project, that are not closed, what their mails
 * say of them: never the status or subject that engineers gave, nor anybody else's.
 */
#ifndef DAEMON_INTAKE_CUSTOMERTICKETS_H
#define DAEMON_INTAKE_CUSTOMERTICKETS_H

#include "daemon/intake/reading.h"

/* A mail that belongs to no ticket, asks for them, and says nothing else. */
bool	customer_tickets_alone(struct work *, const struct reading *);
/* It is kept, and answered; no ticket comes of it. */
int	customer_tickets_mail(struct work *, struct reading *);
/* The list, after a mail whose entry is `en`, of the project's tickets. */
int	customer_tickets_send(struct work *, const struct reading *, const struct entry *,
	    struct str project);

#endif
