/*
 * ours: addresses that lead to docket's own mailboxes: those of the configuration, and
 * those learnt from what our own mail server wrote above a mail.  They take part in
 * nothing and no mail goes there.  Never an agent's, none that somebody wrote from, and
 * none that people had docket forget.
 */
#ifndef DAEMON_TICKET_OURS_H
#define DAEMON_TICKET_OURS_H

#include "daemon/ticket/work.h"
#include "parsers/letter/letter.h"

/* Queues the question for those learnt since; then they are known to all works. */
struct sql_own_since;
void	ours_ask(struct work *, struct sql_own_since *);
void	ours_learn(struct work *, struct sql_own_since);
/* The same at once, where it was never asked.  0, or -1 with w->err. */
int	ours_load(struct work *);
bool	ours_has(const struct work *, struct str address);
/* A mail came in: an address of its To or Cc that it was delivered for is learnt. */
void	ours_note(struct work *, struct str mailbox, const struct letter *);

#endif
