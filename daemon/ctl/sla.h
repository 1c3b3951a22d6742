/* sla: what the files of `docketctl sla` share. */
#ifndef DAEMON_CTL_SLA_H
#define DAEMON_CTL_SLA_H

#include "daemon/ctl/ctl.h"
#include "daemon/sla/clocks.h"
#include "daemon/sla/scenario.h"

struct sla_ask {			/* what the command line says */
	const char	*what;		/* the scenario's file, the ticket's number; NULL */
	int64_t		 until;		/* us; 0: simulate's last event, else now */
	const char	*project;	/* of report, all may be NULL */
	const char	*month;
	bool		 csv;
};

int	sla_explain(struct ctl *, const struct sla_ask *);
int	sla_report(struct ctl *, const struct sla_ask *);
int	sla_verify(struct ctl *, const struct sla_ask *);
/* How row `row` of result `rows` (cycle_load) differs from the cycle; empty: not. */
struct str	sla_row_differs(struct ctl *, int rows, size_t row, const struct cycle *,
		    int64_t now);

#endif
