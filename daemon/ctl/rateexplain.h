/* rateexplain: docketctl rate explain: what an entry costs, and why. */
#ifndef DAEMON_CTL_RATEEXPLAIN_H
#define DAEMON_CTL_RATEEXPLAIN_H

#include "daemon/ctl/ctl.h"

int	rate_explain(struct ctl *, int64_t entry);

#endif
