/*
 * agentmail: an engineer's mail.  Proven: its commands are done and its text
 * goes to the customer, all or nothing.  Not proven: it is kept, nothing is
 * done, and the agent is told at the address that docket knows (promises S2).
 */
#ifndef DAEMON_INTAKE_AGENTMAIL_H
#define DAEMON_INTAKE_AGENTMAIL_H

#include "daemon/intake/orders.h"
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
/*
 * Sends it back when its text cannot go where it would: to the customers of the ticket `to`,
 * or among engineers.  1: refused, 0: nothing is in the way, -1: w->err.  `t`: where that is
 * kept; NULL: on no ticket.
 */
int	agent_obstructed(struct work *, struct reading *, struct ticket *t, const struct ticket *to,
	    const struct command_block *, bool is_public);
/* Stores text and orders that were checked; of a ticket that is new, that too. */
int	agent_carry_out(struct work *, struct reading *, struct ticket *, struct orders *,
	    struct str text);
/* Questions that are about no ticket, of a mail that belongs to none. */
int	agent_ask(struct work *, struct reading *, const struct command_block *);
/* A command that was cut off with an attribution or a signature; empty: none was. */
struct str	agent_left(const struct work *, const struct letter *);
/* Sends the mail back, with what was found of each of its lines: nothing of it was done. */
int	agent_refuse_lines(struct work *, struct reading *, struct ticket *, struct told_line *,
	    size_t n);
/* The same, with one reason. */
int	agent_refuse(struct work *, struct reading *, struct ticket *, const char *why);
/* … of a mail that should confirm `waits`, raw's id, and can again; 0: nothing waits any more. */
int	agent_refuse_confirm(struct work *, struct reading *, int64_t waits, const char *why);
/* Storing it failed: it is kept for people, and its proven writer hears that it is not done. */
int	agent_fail(struct work *, struct reading *);

#endif
