/*
 * quota: how much of one sender's mail is stored in a day.  What is over it stays on its
 * server, neither flagged nor moved: an entry in quarantine names it, people are told, and
 * fetch brings it again later.  docketctl deliver counts by itself: its server is the MTA,
 * which tries again.
 */
#ifndef DAEMON_INTAKE_QUOTA_H
#define DAEMON_INTAKE_QUOTA_H

#include "daemon/intake/reading.h"

/* Queues the count: before work_run() and tally_learn(). */
void	quota_ask(struct work *, const struct reading *);
/* Counts the mail, or makes it one without a text: r->in->over_quota. */
int	quota_take(struct work *, struct reading *);

#endif
