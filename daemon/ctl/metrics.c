/*
 * docketctl metrics: how docket stands, for Prometheus: a textfile collector's job.
 */
#include "daemon/ctl/verbs.h"

#include <stdio.h>

#include "daemon/report/metrics.h"
#include "daemon/sys/clock.h"

int
ctl_metrics(struct ctl *ctl, int argc, char **argv)
{
	int status, n = ctl_options(ctl, argc, argv, NULL, 0);
	struct str text;
	struct err e;

	if (n < 0)
		return ctl_options_status(n);
	if (n > 0)
		return ctl_usage(ctl, "it takes no arguments");
	if (ctl->json)
		return ctl_usage(ctl, "its text is for programs; status --json is JSON");
	if ((status = ctl_db(ctl)) != CTL_OK)
		return status;
	if (metrics_text(ctl->a, ctl->db, clock_now(), &text, &e) == -1)
		return ctl_err(&e);
	printf("%.*s", STR_ARG(text));
	return CTL_OK;
}
