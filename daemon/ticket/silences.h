/*
 * silences: those that are in force, as the table has them (docketctl silence).  Whoever runs
 * rules reads them at the start and whenever something changed.
 */
#ifndef DAEMON_TICKET_SILENCES_H
#define DAEMON_TICKET_SILENCES_H

#include "daemon/policy/silence.h"
#include "daemon/ticket/work.h"

struct silence {
	int64_t			 id;
	int64_t			 until;		/* us; over by itself */
	struct str		 why;
	struct condition	 where;
};

struct silences {
	struct arena	*a;			/* of the list */
	struct strs	 print;			/* what it was made of */
	struct silence	*v;
	size_t		 n;
};

/*
 * What the database has now, where that is something else.  One whose condition the
 * configuration does not know any more silences nothing, and is logged.
 */
int	silences_load(struct core_state *, struct db *, struct err *);

#endif
