/* docketctl timesheet: what was worked in a month, with sums that add up. */
#include "daemon/ctl/verbs.h"

#include <stdio.h>
#include <string.h>

#include "daemon/report/timesheet.h"
#include "daemon/sys/clock.h"
#include "parsers/base/array.h"

static const struct {
	const char	*name;
	struct str	(*write)(const struct timesheet *);
} writers[] = {
	{ "text", timesheet_text }, { "csv", timesheet_csv }, { "json", timesheet_json },
};

struct asked {
	const char	*project, *agent, *month, *as;
};

/* Names of whom there is nothing are told, not answered by an empty list. */
static int
check_names(struct ctl *ctl, const struct asked *q)
{
	struct sql_timesheet_names h = sql_timesheet_names(ctl->db, str_c(q->project),
	    str_c(q->agent));
	struct sql_timesheet_names_row row;
	struct err e;

	if (db_run(ctl->db, &e) == -1)
		return ctl_err(&e);
	sql_timesheet_names_row(ctl->db, h, 0, &row);
	if (q->project != NULL && !row.is_project &&
	    projects_find(&ctl->conf->projects, str_c(q->project)) == NULL)
		return ctl_fail(CTL_FAILED, "there is no project %s", q->project);
	if (q->agent != NULL && !row.is_agent &&
	    agents_find(&ctl->conf->agents, str_c(q->agent)) == NULL)
		return ctl_fail(CTL_FAILED, "there is no agent %s", q->agent);
	return CTL_OK;
}

static int
print(struct ctl *ctl, const struct asked *q, int64_t month, size_t as)
{
	struct timesheet t = { .a = ctl->a, .conf = ctl->conf, .zones = zones_new(ctl->a),
	    .project = str_c(q->project), .agent = str_c(q->agent) };
	struct sql_timesheet_entries h;
	struct str out;
	struct err e;

	timesheet_begin(&t, month, clock_now());
	h = timesheet_ask(&t, ctl->db);
	if (db_run(ctl->db, &e) == -1)
		return ctl_err(&e);
	timesheet_read(&t, ctl->db, h);
	out = writers[as].write(&t);
	fwrite(out.p, 1, out.n, stdout);
	return CTL_OK;
}

int
ctl_timesheet(struct ctl *ctl, int argc, char **argv)
{
	struct asked q = { 0 };
	const struct ctl_option options[] = { { "--project", &q.project, NULL },
	    { "--agent", &q.agent, NULL }, { "--month", &q.month, NULL }, { "--as", &q.as, NULL } };
	int status, n = ctl_options(ctl, argc, argv, options, COUNT(options));
	int64_t month = MONTH_NONE;
	size_t as = 0;

	if (n < 0)
		return ctl_options_status(n);
	if (n > 0)
		return ctl_usage(ctl, "it takes options only");
	if (q.month != NULL && !month_parse(str_c(q.month), &month))
		return ctl_usage(ctl, "--month: '%s' is no month such as 2026-10", q.month);
	if (q.as == NULL)
		q.as = ctl->json ? "json" : "text";
	while (as < COUNT(writers) && strcmp(q.as, writers[as].name) != 0)
		as++;
	if (as == COUNT(writers))
		return ctl_usage(ctl, "--as: '%s' is none of text, csv and json", q.as);
	if ((status = ctl_db(ctl)) != CTL_OK || (status = check_names(ctl, &q)) != CTL_OK)
		return status;
	return print(ctl, &q, month, as);
}
