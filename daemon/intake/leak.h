/*
 * leak: engineers' reply tokens in mail that somebody else has had.  Who holds one can
 * write in its owner's name, so it proves nothing from then on, and its owner gets
 * another by a notice (promises S2).
 *
 * Only who holds a token can have it withdrawn: that is no way to harm a stranger, and
 * the new one goes to the address that docket knows.  It is withdrawn too when its owner
 * wrote from an address that agents.conf does not have, for nothing tells that apart.
 */
#ifndef DAEMON_INTAKE_LEAK_H
#define DAEMON_INTAKE_LEAK_H

#include "daemon/intake/reading.h"

enum { LEAK_MAX = 8 };			/* tokens of one mail that are looked after */

/* After person_ask(): finds them in addresses, text, HTML and what is attached; their
 * tickets are to be locked. */
void	leak_find(struct work *, struct reading *);
/*
 * Withdraws them, with an entry on each ticket, and tells the owners.  What the mail
 * itself proves was settled before.  0, or -1 with w->err.
 */
int	leak_close(struct work *, struct reading *);

#endif
