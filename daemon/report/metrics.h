/*
 * metrics: how docket stands, in Prometheus's text format (version 0.0.4): what waits, for
 * how long, and what is wrong.  An age is 0 when nothing waits.
 */
#ifndef DAEMON_REPORT_METRICS_H
#define DAEMON_REPORT_METRICS_H

#include "daemon/db/db.h"

/* Lives in `a`. */
int	metrics_text(struct arena *a, struct db *, int64_t now, struct str *out, struct err *);

#endif
