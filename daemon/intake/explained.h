/* explained: #explain's answer: what rules did with the ticket, as a mail tells it. */
#ifndef DAEMON_INTAKE_EXPLAINED_H
#define DAEMON_INTAKE_EXPLAINED_H

#include "daemon/calendar/zone.h"
#include "daemon/rules/explain.h"
#include "parsers/text/view.h"

/*
 * `words`: the reader's (policy/words.h).  The newest first, as many as a mail should have
 * of them; how many events were left out.
 */
size_t	explained_add(struct arena *, struct view *answer, const struct explain *,
	    const struct zone *, struct str words);

#endif
