/*
 * ruleslist: docketctl rules list: the rules in their order, and when each fired last.
 */
#ifndef DAEMON_CTL_RULESLIST_H
#define DAEMON_CTL_RULESLIST_H

#include "daemon/ctl/ctl.h"

int	rules_list(struct ctl *, int argc, char **argv);

#endif
