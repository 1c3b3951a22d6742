/*
 * look: what a rule's condition looks at: an event, and its ticket as it is now.
 */
#ifndef DAEMON_RULES_LOOK_H
#define DAEMON_RULES_LOOK_H

#include "daemon/filter/eval.h"
#include "daemon/policy/rule.h"
#include "daemon/rules/captured.h"
#include "daemon/ticket/event.h"

struct look {
	struct work		*w;
	const struct rule	*r;
	const struct event	*ev;
	bool			*over;		/* set when a pattern went over its limits */
	struct captured		*captured;	/* what patterns caught is added */
};

/* Borrows *look.  A pattern that a parser must try first leaves its test undecided. */
struct filter_source	look_source(const struct look *);

#endif
