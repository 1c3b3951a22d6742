/*
 * docketctl sla: the clocks shown, tried and counted.
 */
#include "daemon/ctl/verbs.h"

#include <stdio.h>
#include <string.h>

#include "daemon/ctl/slaexplain.h"
#include "daemon/ctl/slareport.h"
#include "daemon/ctl/slaverify.h"
#include "daemon/render/text.h"
#include "daemon/sla/scenario.h"
#include "daemon/sys/clock.h"
#include "parsers/base/array.h"

static int
simulate(struct ctl *ctl, const struct sla_ask *ask)
{
	struct conf_faults faults = { 0 };
	struct scenario *s;
	struct clocks cs;

	if (ask->what == NULL)
		return ctl_usage(ctl, "simulate needs a scenario's file");
	if (scenario_load(ctl->a, ask->what, &s, &faults) == -1) {
		for (size_t i = 0; i < faults.lines.n; i++)
			ctl_fail(CTL_DATA, "%.*s", STR_ARG(faults.lines.v[i]));
		return CTL_DATA;
	}
	scenario_run(ctl->a, s, ask->until, &cs);
	puts(text_json(ctl->a, clocks_json(ctl->a, &cs, scenario_end(s, ask->until))).p);
	return CTL_OK;
}

static const struct {
	const char	*name;
	int		(*run)(struct ctl *, const struct sla_ask *);
	bool		 as_of_now;	/* unless --until says another instant */
} actions[] = {
	{ "explain", sla_explain, true },
	{ "simulate", simulate, false },
	{ "report", sla_report, true },
	{ "verify", sla_verify, true },
};

int
ctl_sla(struct ctl *ctl, int argc, char **argv)
{
	struct sla_ask ask = { 0 };
	const char *until = NULL;
	const struct ctl_option options[] = {
		{ "--until", &until, NULL }, { "--project", &ask.project, NULL },
		{ "--month", &ask.month, NULL }, { "--csv", NULL, &ask.csv },
	};
	int n = ctl_options(ctl, argc, argv, options, COUNT(options));

	if (n < 0)
		return ctl_options_status(n);
	if (until != NULL && !clock_parse(str_c(until), &ask.until))
		return ctl_usage(ctl, "--until: '%s' is no instant such as "
		    "2026-06-01T10:00:00+02:00", until);
	ask.what = n > 1 ? argv[2] : NULL;
	for (size_t i = 0; n > 0 && n < 3 && i < COUNT(actions); i++) {
		if (strcmp(argv[1], actions[i].name) != 0)
			continue;
		if (actions[i].run != sla_report &&
		    (ask.project != NULL || ask.month != NULL || ask.csv))
			return ctl_usage(ctl, "--project, --month and --csv are report's");
		if (actions[i].as_of_now && ask.until == 0)
			ask.until = clock_now();
		return actions[i].run(ctl, &ask);
	}
	return ctl_usage(ctl, "say explain and a ticket's number, simulate and a "
	    "scenario's file, report, or verify");
}
