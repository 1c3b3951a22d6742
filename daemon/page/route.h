/* route: which page a path means, and who may ask for it: a row each. */
#ifndef DAEMON_PAGE_ROUTE_H
#define DAEMON_PAGE_ROUTE_H

#include "daemon/page/visit.h"

enum route_who {
	ROUTE_ANYBODY,
	ROUTE_LINK,			/* who has a ticket's link: the path's first two arguments */
	ROUTE_CUSTOMER, ROUTE_AGENT,	/* who is signed in */
	ROUTE_SIGNED_IN			/* either of them */
};

struct route {
	const char	*pattern;	/* "/requests/#/reply": # a number, $ letters and digits; "$.ics" */
	enum route_who	 who;
	visit_page	*page;
	bool		 is_post;	/* the form of that page; it is shown once more */
};

extern const struct route routes[];	/* ends in a pattern that is NULL */

/*
 * The path's row; NULL: there is none.  *args are what stands for # and $.  A path of a form's
 * alone that is asked for by GET has none: *other says that there is one for POST.
 */
const struct route	*route_find(struct str path, bool is_post, struct str *args, size_t *n,
			    bool *other);

#endif
