/*
 * registry: the projects, agents and rules of the configuration, as rows that tickets,
 * contacts, months and traces point at.  Rows of those that have gone are archived and
 * stay, so that what they did keeps its name.
 *
 * Whoever writes tickets calls it first: core at the start of each session,
 * docketctl do before its transaction.
 */
#ifndef DAEMON_TICKET_REGISTRY_H
#define DAEMON_TICKET_REGISTRY_H

#include "daemon/db/db.h"
#include "daemon/policy/conf.h"

/* Not inside a transaction.  0, or -1: what is written next may be refused. */
int	registry_fill(struct db *, const struct conf *, struct err *);

#endif
