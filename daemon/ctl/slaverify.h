/* slaverify: `docketctl sla verify`, every row of a clock against its history. */
#ifndef DAEMON_CTL_SLAVERIFY_H
#define DAEMON_CTL_SLAVERIFY_H

#include "daemon/ctl/sla.h"
#include "daemon/sla/clocks.h"
#include "sql.h"

int	sla_verify(struct ctl *, const struct sla_ask *);
/* How the stored cycle differs from the one that the history gives; empty: not. */
struct str	sla_row_differs(struct ctl *, const struct sql_cycle_load_row *,
		    const struct cycle *, int64_t now);
/* The cycle that the row is of; NULL: the history has none. */
const struct cycle	*sla_cycle_of(const struct clocks *, const struct sql_cycle_load_row *);

#endif
