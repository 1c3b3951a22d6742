/*
 * rulestry: docketctl rules try: what another set of rules would have done with what happened
 * lately.  Reads only, a page at a time.
 */
#ifndef DAEMON_CTL_RULESTRY_H
#define DAEMON_CTL_RULESTRY_H

#include "daemon/ctl/ctl.h"

int	rules_try(struct ctl *, int argc, char **argv);

#endif
