/* slareport: `docketctl sla report`, how the promises of a month were kept. */
#ifndef DAEMON_CTL_SLAREPORT_H
#define DAEMON_CTL_SLAREPORT_H

#include "daemon/ctl/sla.h"

int	sla_report(struct ctl *, const struct sla_ask *);

#endif
