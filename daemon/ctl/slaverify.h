/* slaverify: `docketctl sla verify`, every row of a clock against its history. */
#ifndef DAEMON_CTL_SLAVERIFY_H
#define DAEMON_CTL_SLAVERIFY_H

#include "daemon/ctl/sla.h"
#include "daemon/sla/clocks.h"

int	sla_verify(struct ctl *, const struct sla_ask *);
/* How row `row` of result `rows` (cycle_load) differs from the cycle; empty: not. */
struct str	sla_row_differs(struct ctl *, int rows, size_t row, const struct cycle *,
		    int64_t now);

#endif
