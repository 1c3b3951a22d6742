/*
 * dryrun: what the lines of a mail would do, told to their writer: nothing of it is done
 * and nothing is sent.  They are done to tickets that are read for it alone, the rules
 * run on these, and what is queued by that is taken back.
 */
#ifndef DAEMON_INTAKE_DRYRUN_H
#define DAEMON_INTAKE_DRYRUN_H

#include "daemon/intake/orders.h"
#include "daemon/intake/reading.h"

/* `text`: what would become of the mail's text, `words`.  0, or -1 with w->err. */
int	dry_run(struct work *, struct reading *, struct ticket *, struct orders *,
	    enum told_text text, struct str words);

#endif
