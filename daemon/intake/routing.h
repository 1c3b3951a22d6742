/*
 * routing: what rules on `arrived` make of a mail before it opens a ticket: with what the
 * ticket begins (project, type, team …), or that none comes of it, or that it is closed as
 * spam, or waits for a decision.  What answers a mail of ours, and what people here want as
 * a ticket, is never sent away.
 */
#ifndef DAEMON_INTAKE_ROUTING_H
#define DAEMON_INTAKE_ROUTING_H

#include "daemon/intake/reading.h"
#include "daemon/rules/rules.h"

struct routing {
	struct chain		*chain;
	enum mail_end		 end;
	const struct rule	*by;		/* that ordered the end; NULL: none */
	struct str		 why;		/* of END_HELD: for people */
};

/*
 * Runs the rules on the ticket that would be, which nothing is stored of yet: it begins as
 * they say.  `follows`: it goes on with a ticket that was closed long ago.  -1: w->err.
 */
int	routing_run(struct work *, const struct reading *, struct ticket *, bool follows,
	    struct routing *);
/*
 * No ticket comes of the mail: its number is the next one's, its bytes are kept beside what
 * people dropped (docketctl quarantine), and nobody is told.
 */
int	routing_drop(struct work *, struct reading *, struct ticket *, const struct routing *);
/* By its entry the ticket began: it is closed as spam, and no rule sees it as a new one. */
int	routing_spam(struct work *, const struct reading *, struct ticket *,
	    const struct entry *, const struct routing *);

#endif
