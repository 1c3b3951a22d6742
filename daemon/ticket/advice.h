/*
 * advice: what a project is told of a fault in what it runs (docketctl affected --mail): the
 * facts of its mail.  Borrowed by the event that brings it.
 */
#ifndef DAEMON_TICKET_ADVICE_H
#define DAEMON_TICKET_ADVICE_H

#include "parsers/base/str.h"

struct advice_place {			/* where it has the fault */
	struct str	product;	/* for people */
	struct str	environment;
	struct str	version;
	struct str	fix;		/* the release that mends it there; empty: none is known */
	bool		is_unknown;	/* whether it has the fault, nobody has found out */
};

struct advice {
	struct advice_place	*v;
	size_t			 n;	/* not 0 */
	struct str		 text;	/* what people here say of it to all of them; or empty */
};

#endif
