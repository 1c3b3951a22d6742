/* sla: what `docketctl sla` is asked; each thing it can do is a file, slaNAME. */
#ifndef DAEMON_CTL_SLA_H
#define DAEMON_CTL_SLA_H

#include "daemon/ctl/ctl.h"

struct sla_ask {			/* what the command line says */
	const char	*what;		/* the scenario's file, the ticket's number; NULL */
	int64_t		 until;		/* us; 0: simulate's last event, else now */
	const char	*project;	/* of report, all may be NULL */
	const char	*month;
	bool		 csv;
};

#endif
