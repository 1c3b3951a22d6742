/* scope: which tickets a view is about, for who reads it: its condition with their name in it. */
#ifndef DAEMON_VIEW_SCOPE_H
#define DAEMON_VIEW_SCOPE_H

#include "daemon/view/rows.h"

/* Lives in `a`. */
const struct db_where	*scope_of(struct arena *a, const struct conf *, const struct view_ask *);
/* The condition with "$me" and "$my-teams" replaced; nobody's where there is no reader. */
struct condition	 scope_condition(struct arena *a, const struct conf *,
			    const struct condition *, const struct agent *reader);

#endif
