/*
 * agentmail: an engineer's mail.  Proven: its commands are done and its text
 * goes to the customer, all or nothing.  Not proven: it is kept, nothing is
 * done, and the agent is told at the address that docket knows (promises S2).
 */
#ifndef DAEMON_INTAKE_AGENTMAIL_H
#define DAEMON_INTAKE_AGENTMAIL_H

#include "daemon/intake/reading.h"
#include "parsers/letter/command.h"
#include "parsers/field/numbers.h"

/* Adds the tickets that its commands name, whoever wrote it: they are locked with its own. */
void	agent_mail_tickets(struct work *, const struct reading *, struct numbers *);
/* Queues its rows and runs its events.  0, or -1 with w->err. */
int	agent_mail(struct work *, struct reading *);
/* The same, when it is known what the mail orders for which ticket. */
int	agent_orders(struct work *, struct reading *, struct ticket *,
	    const struct command_block *);
/* Sends the mail back, with the reason: nothing of it was done. */
int	agent_refuse(struct work *, struct reading *, struct ticket *, const char *why);

#endif
