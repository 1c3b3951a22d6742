/*
 * boxstock: the folder compared with what core has stored.  Its numbers are
 * hints: a mail is taken for a stored one only when UID, size and INTERNALDATE
 * are the stored one's; what is not proven is read, never flagged or moved.
 */
#ifndef DAEMON_FETCH_BOXSTOCK_H
#define DAEMON_FETCH_BOXSTOCK_H

#include "daemon/fetch/boxcore.h"

/*
 * At the start of a session: what is stored, what the server's numbers are worth, and
 * stored mail that a crash kept from being flagged, into b->done.  0 also without an
 * answer of core: box_over().
 */
int	box_take_stock(struct box *, struct err *);
/* Some of the stored mails are proven anew: the latest, and the next slice below. */
int	box_audit(struct box *, struct err *);

#endif
