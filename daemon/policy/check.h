/* check: what no part can see alone, when all of them are read. */
#ifndef DAEMON_POLICY_CHECK_H
#define DAEMON_POLICY_CHECK_H

#include "daemon/policy/conf.h"

void	check_whole(struct loader *, const struct conf *);

#endif
