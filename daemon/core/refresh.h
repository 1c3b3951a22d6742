/*
 * refresh: an edit of calendars.conf reckons open clocks again; one of a policy
 * with applies = "open" puts them under its new terms (sla.md rule 12); one of types.conf
 * puts tickets where it says that those of a status that is no more go.  Found
 * when core opens its database session (a reload is a new core), done ticket by
 * ticket between mails.  A kill in the middle begins again: it is idempotent.
 */
#ifndef DAEMON_CORE_REFRESH_H
#define DAEMON_CORE_REFRESH_H

#include "daemon/ticket/work.h"

enum refresh_kind { REFRESH_CALENDAR, REFRESH_POLICY, REFRESH_TYPES };

struct refresh_job {
	enum refresh_kind kind;
	bool		 only_noted;	/* a policy that leaves open clocks alone */
	struct str	 name;
	struct str	 print;		/* what it says now */
	int64_t		 after;		/* the last ticket that is done */
	int64_t		 done;		/* tickets so far */
};

struct refresh {
	struct refresh_job	*v;
	size_t			 n;
	size_t			 at;	/* v[at] is under way; n: nothing to do */
};

/* Compares with what was seen last; what is new to the database is noted. */
int	refresh_find(struct core_state *, struct db *, struct refresh *, struct err *);
/* Does a page of it, in one transaction; *next: the earliest alarm that was made. */
int	refresh_step(struct core_state *, struct db *, struct arena *, struct refresh *,
	    int64_t *next, struct err *);

#endif
