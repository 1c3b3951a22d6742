/*
 * returned: what a mail that came back is about.  By the token of the return path that it
 * came to; a report also by the Message-ID that it names.  Both are of a real sending
 * (promises.md S15), and neither proves who wrote.
 */
#ifndef DAEMON_INTAKE_RETURNED_H
#define DAEMON_INTAKE_RETURNED_H

#include "daemon/intake/reading.h"

/* Looks for the token; queues the question which delivery it is. */
void	returned_ask(struct work *, struct reading *);
void	returned_learn(struct work *, struct reading *);
/* Whether a mail that reads as a person's came to a return path, where nobody writes. */
bool	returned_is_astray(const struct reading *);
/*
 * Such a mail is a robot's that nothing gives away, or a person's whose mail program
 * answered to the wrong address.  It is held, and told to those who can decide, but to
 * nobody from whose address the like came lately: two robots would keep each other busy.
 */
int	returned_hold(struct work *, struct reading *, struct ticket *t);
/*
 * A report: what it says of the address is noted, and told where nobody was told yet.
 * *is_notice: of a mail to engineers, of which the rules hear nothing.
 */
int	returned_failed(struct work *, struct reading *, struct ticket *t, const struct entry *,
	    bool *is_notice);

#endif
