/*
 * page: what the portal shows, one request at a time: which page a path means, whether who
 * asks may see it, and the page.  `read` answers GET with it; core shows a form once more that
 * it did not take.  It reads alone: what changes anything is core/webpost.h.
 */
#ifndef DAEMON_PAGE_PAGE_H
#define DAEMON_PAGE_PAGE_H

#include "daemon/db/db.h"
#include "daemon/page/words.h"
#include "daemon/policy/conf.h"
#include "daemon/role/message.h"

struct zones;

struct page_fault {			/* of a form that was not taken */
	struct str	field;		/* its name; empty: the whole form */
	enum page_word	what;		/* SAY_FAULT_EMPTY and its like, of the field's label */
};

struct page_desk {
	struct arena		*a;	/* the answer lives in it */
	struct db		*db;
	const struct conf	*conf;
	struct zones		*zones;
	int64_t			 now;
	/* The page with a form that was posted, with what was written in it; none: a GET. */
	const struct page_fault	*faults;
	size_t			 n_faults;
};

/*
 * *out in any case.  -1: the database did not say, which the page tells: *e is for who knows
 * whether to open it anew.
 */
int	page_answer(struct page_desk *, const struct page_request *, struct page_answer *out,
	    struct err *e);

#endif
