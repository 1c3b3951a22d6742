/*
 * column: the columns of views (policy/viewcolumn.h) as pieces of SQL, a row each: what is
 * shown of a ticket as a text, and what it is put in order by.
 */
#ifndef DAEMON_VIEW_COLUMN_H
#define DAEMON_VIEW_COLUMN_H

#include "daemon/db/where.h"
#include "daemon/policy/conf.h"

/* An array of the texts of these; NULL where there are none. */
const struct db_where	*column_texts(struct arena *a, const struct conf *,
			    const struct view_keys *, int64_t now);
/*
 * What `order by` takes: the groups, each in its own order or as `sort` has it, then `sort`,
 * then the number, the newest first.
 */
const struct db_where	*column_order(struct arena *a, const struct conf *,
			    const struct view_keys *group, const struct view_keys *sort,
			    int64_t now);

#endif
