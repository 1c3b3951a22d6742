/* changed: what a change has before and after it, as people read it. */
#ifndef DAEMON_OUT_CHANGED_H
#define DAEMON_OUT_CHANGED_H

#include "daemon/calendar/zone.h"
#include "daemon/ticket/ticket.h"

/*
 * A status or type by its label, an instant in the reader's zone; what a field holds stays as
 * commands have it.  `what` is a change's word; the ticket may be NULL.  In the arena of the
 * work, or the value itself.
 */
struct str	changed_text(const struct work *, const struct ticket *, struct str what,
		    struct str value, const struct zone *, struct str language);

#endif
