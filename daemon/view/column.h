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
			    const struct view_keys *, bool for_customer, int64_t now);
/*
 * What `order by` takes: the groups, each in its own order or as `sort` has it, then `sort`,
 * then the number, the newest first.
 */
const struct db_where	*column_order(struct arena *a, const struct conf *,
			    const struct view_keys *group, const struct view_keys *sort,
			    int64_t now);
/*
 * What that begins with, up to the first key that is looked up in another table.  NULL: there
 * is none such, or it is the first one.
 */
const struct db_where	*column_first(struct arena *a, const struct conf *,
			    const struct view_keys *group, const struct view_keys *sort,
			    int64_t now);
bool			 column_falls(const struct view_keys *sort, const struct view_key *group);
/* By which texts of that column sort byte by byte as column_order() has them. */
struct str		 column_rank(struct arena *a, const struct conf *,
			    const struct view_key *, struct str text);

#endif
