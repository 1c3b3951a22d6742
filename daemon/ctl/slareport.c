/* slareport: see slareport.h. */
#include "daemon/ctl/slareport.h"

#include <stdio.h>

#include "daemon/ctl/slaprint.h"
#include "daemon/report/compliancecsv.h"

static int
count(struct ctl *ctl, struct compliance *r, const char *only, int64_t month)
{
	struct err e;

	if (compliance_find(r, zones_new(ctl->a), str_c(only), month, &e) == -1)
		return ctl_err(&e);
	if (only != NULL && r->n_projects == 0)
		return ctl_fail(CTL_FAILED, "there is no project %s", only);
	if (only != NULL)
		r->projects[0].shown = true;
	compliance_ask(r);
	if (db_run(r->db, &e) == -1)
		return ctl_err(&e);
	compliance_read(r);
	return CTL_OK;
}

int
sla_report(struct ctl *ctl, const struct sla_ask *ask)
{
	struct compliance r = { .a = ctl->a, .now = ask->until };
	int64_t month = MONTH_NONE;
	struct str csv;
	int status;

	if (ask->what != NULL)
		return ctl_usage(ctl, "report takes options only");
	if (ask->month != NULL && !month_parse(str_c(ask->month), &month))
		return ctl_usage(ctl, "--month: '%s' is no month such as 2026-10", ask->month);
	if ((status = ctl_db(ctl)) != CTL_OK)
		return status;
	r.conf = ctl->conf;
	r.db = ctl->db;
	if ((status = count(ctl, &r, ask->project, month)) != CTL_OK)
		return status;
	csv = ask->csv ? compliance_csv(&r) : STR_NONE;
	if (ask->csv)
		fwrite(csv.p, 1, csv.n, stdout);
	else if (ctl->json)
		report_print_json(ctl, &r);
	else
		report_print(ctl, &r);
	return CTL_OK;
}
