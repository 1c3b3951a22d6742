/* slaprint: a report of how promises were kept (report/compliance.h), for people and as JSON. */
#ifndef DAEMON_CTL_SLAPRINT_H
#define DAEMON_CTL_SLAPRINT_H

#include "daemon/ctl/ctl.h"
#include "daemon/report/compliance.h"

void	report_print(struct ctl *, const struct compliance *);
void	report_print_json(struct ctl *, const struct compliance *);

#endif
