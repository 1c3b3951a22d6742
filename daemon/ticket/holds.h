/*
 * holds: what conditions see of a ticket, as it is in memory, and whether one holds.
 * Rules add what their event is.
 */
#ifndef DAEMON_TICKET_HOLDS_H
#define DAEMON_TICKET_HOLDS_H

#include "daemon/filter/eval.h"
#include "daemon/ticket/ticket.h"

/* Adds what the test's subject is, one of the ticket's own. */
void	ticket_look(const struct work *, const struct ticket *, const struct filter_test *,
	    struct strs *out);
/* Of its policy the target whose condition holds; NULL: none, or no policy. */
const struct sla_target	*ticket_target(const struct work *, const struct ticket *);
/* "open" or "closed": whether it is a working hour of that calendar. */
struct str	calendar_open(const struct work *, struct str calendar, int64_t at);
/* Of a condition that filter_check_ticket() let pass. */
bool	ticket_holds(const struct work *, const struct ticket *, const struct condition *);

#endif
