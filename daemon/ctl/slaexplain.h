/* slaexplain: `docketctl sla explain N`, a ticket's clocks run again, step by step. */
#ifndef DAEMON_CTL_SLAEXPLAIN_H
#define DAEMON_CTL_SLAEXPLAIN_H

#include "daemon/ctl/sla.h"

int	sla_explain(struct ctl *, const struct sla_ask *);

#endif
