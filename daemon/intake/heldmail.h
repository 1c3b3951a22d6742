/*
 * heldmail: a mail that was held, or in quarantine, and that people decided on (docketctl):
 * its bytes are read once more, and what was decided becomes of it in the one transaction
 * that takes it up, so once.
 */
#ifndef DAEMON_INTAKE_HELDMAIL_H
#define DAEMON_INTAKE_HELDMAIL_H

#include "daemon/intake/reading.h"

bool	held_is_decided(const struct reading *);
bool	held_opens(const struct reading *);	/* it becomes a ticket of its own */
/* Its ticket, whatever the mail itself says. */
void	held_learn(struct reading *);
/*
 * Of a mail in quarantine that becomes a ticket: it is among its own files from now on, for
 * what was not read of it.  Once.
 */
void	held_original(struct intake *);
/*
 * When it counts: what is accepted is said on the ticket now, behind what was said since
 * it came; a ticket of its own began when it came.
 */
int64_t	held_at(const struct intake *, int64_t arrived, int64_t now);
/*
 * Queues its rows and runs its events.  0, or -1 with w->err.  Mail in an engineer's name
 * that nothing proved is accepted as an internal note: a decision proves no author, so no
 * line of it is a command and the customer gets nothing of it.
 */
int	held_mail(struct work *, struct reading *, struct ticket *);

#endif
