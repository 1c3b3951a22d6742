/*
 * where: a condition as a WHERE over stored tickets (sql/filter.sql), by the same tree that
 * filter/eval holds against one in memory.
 */
#ifndef DAEMON_VIEW_WHERE_H
#define DAEMON_VIEW_WHERE_H

#include "daemon/db/where.h"
#include "daemon/policy/conf.h"

/*
 * Of a condition that filter_check_stored() let pass; `now`: us.  Lives in `a`, borrows the
 * condition's texts.
 */
const struct db_where	*where_of(struct arena *a, const struct conf *, const struct condition *,
			    int64_t now);

#endif
