/*
 * alias: Message-IDs that providers gave to mails of ours.  Amazon SES and others rewrite
 * them, and iOS names nothing but that one, so a reply of somebody else who has the mail
 * would open a ticket.  What the answers to a ticket's signed address name, and nobody
 * knows, is taken for one; of any other mail nothing is learnt.
 */
#ifndef DAEMON_INTAKE_ALIAS_H
#define DAEMON_INTAKE_ALIAS_H

#include "daemon/intake/reading.h"

enum { ALIAS_MOST = 100 };		/* that a ticket keeps: its newest */

/* Of a mail that was taken on the ticket. */
void	alias_learn(struct work *, const struct reading *, const struct ticket *);

#endif
