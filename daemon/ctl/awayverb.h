/* awayverb: docketctl agent away. */
#ifndef DAEMON_CTL_AWAYVERB_H
#define DAEMON_CTL_AWAYVERB_H

#include "daemon/ctl/ctl.h"

/* argv[2]: whose, argv[3 …]: until when; of n arguments.  Without them: who is away. */
int	ctl_agent_away(struct ctl *, int n, char **argv, const char *as);

#endif
