/*
 * clockrows: a ticket's clocks as rows: cycles, the alarms of their points, and
 * what was promised as an entry of the history, from which all can be replayed.
 */
#ifndef DAEMON_TICKET_CLOCKROWS_H
#define DAEMON_TICKET_CLOCKROWS_H

#include "daemon/sla/clocks.h"
#include "daemon/ticket/work.h"

struct ticket;

/* Reads results of cycle_load and ticket_statuses (-1: not asked) into t->clocks. */
void	clockrows_read(struct work *, struct ticket *, int cycles, int statuses);
/* What the configuration promises the ticket as it is now, or NULL. */
const struct sla_promise	*clockrows_promise(struct work *, const struct ticket *);
/* The ticket came in; severity, policy or project changed (`why`: for the history). */
int	clockrows_created(struct work *, struct ticket *, int64_t at);
int	clockrows_change(struct work *, struct ticket *, int64_t at, struct str why);
/* Queues what changed. */
int	clockrows_save(struct work *, struct ticket *);

#endif
