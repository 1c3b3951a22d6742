/* dotime: docketctl time N …, which is docketctl do N time … with --force. */
#ifndef DAEMON_CTL_DOTIME_H
#define DAEMON_CTL_DOTIME_H

#include "daemon/ctl/ctl.h"

struct ctl_time {
	const char	*as;
	bool		 dry, forced;
};

int	ctl_do_time(struct ctl *, const char *number, struct str value, const struct ctl_time *);

#endif
