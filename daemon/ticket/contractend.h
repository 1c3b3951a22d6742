/* contractend: when contracts end, and what holds of one on a day. */
#ifndef DAEMON_TICKET_CONTRACTEND_H
#define DAEMON_TICKET_CONTRACTEND_H

#include "daemon/ticket/projectevent.h"
#include "daemon/ticket/ticket.h"

/* On the day in its own zone on which it is that instant. */
enum contract_state	project_contract(const struct work *, const struct project *, int64_t us);
/* The policy of its tickets that begin then: its contract's, else its own; NULL: none. */
struct str		project_sla(const struct work *, const struct project *, int64_t us);
/* A new ticket is under the contract of when its mail came, not of when docket read it. */
void			ticket_sla_of_contract(const struct work *, struct ticket *, int64_t at);
/* Of contracts that lasted: 60 and 30 days before the last one, and on it. */
int			contract_look(struct work *);

#endif
