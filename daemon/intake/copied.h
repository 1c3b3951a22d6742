/*
 * copied: who else a customer's mail went to (promises.md S3).  They come in when an
 * engineer passed the mail on, or its author is the requester and the project's
 * requester_cc lets them; else the desk is shown who they are, and decides.
 */
#ifndef DAEMON_INTAKE_COPIED_H
#define DAEMON_INTAKE_COPIED_H

#include "daemon/intake/reading.h"

/*
 * Makes participants of those who may come in.  *out: the others, and nobody who is a
 * participant, of the team or ours; the entry says who came in and who did not.
 */
void	copied_take(struct work *, const struct reading *, struct ticket *, struct entry *,
	    struct addresses *out);

#endif
