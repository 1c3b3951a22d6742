/* versionslist: what docketctl versions lists. */
#ifndef DAEMON_CTL_VERSIONSLIST_H
#define DAEMON_CTL_VERSIONSLIST_H

#include "daemon/ctl/sheet.h"

struct versions_ask {
	const char	*product, *project;	/* NULL: all */
	const char	*on;			/* of a branch, "2.2", or that one; NULL: any */
	const char	*below;			/* lower than this */
	bool		 unsupported;		/* whose time is over */
	bool		 tickets;		/* by version, with its open tickets */
};

/* After ctl_db(). */
int	versions_list(struct ctl *, const struct versions_ask *, enum sheet_as);
int	versions_history(struct ctl *, const struct versions_ask *, enum sheet_as);
int	versions_doubts(struct ctl *, const struct versions_ask *, enum sheet_as);

#endif
