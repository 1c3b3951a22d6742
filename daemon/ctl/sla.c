/*
 * docketctl sla: the clocks shown, tried and counted.
 */
#include <stdio.h>
#include <string.h>

#include "daemon/clock.h"
#include "daemon/ctl/ctl.h"
#include "daemon/ctl/text.h"
#include "daemon/scenario.h"

struct ask {				/* what the command line says */
	const char	*what;		/* the scenario's file, the ticket's number */
	const char	*until;
};

static int
simulate(struct ctl *ctl, const struct ask *ask)
{
	struct conf_faults faults = { 0 };
	struct scenario *s;
	struct clocks cs;
	int64_t until = 0;

	if (ask->what == NULL)
		return ctl_usage("sla", "simulate needs a scenario's file");
	if (ask->until != NULL && !clock_parse(str_c(ask->until), &until))
		return ctl_usage("sla", "--until: '%s' is no instant such as "
		    "2026-06-01T10:00:00+02:00", ask->until);
	if (scenario_load(ctl->a, ask->what, &s, &faults) == -1) {
		for (size_t i = 0; i < faults.lines.n; i++)
			ctl_fail(CTL_DATA, "%.*s", STR_ARG(faults.lines.v[i]));
		return CTL_DATA;
	}
	scenario_run(ctl->a, s, until, &cs);
	puts(text_json(ctl->a, clocks_json(ctl->a, &cs, scenario_end(s, until))).p);
	return CTL_OK;
}

static const struct { const char *name; int (*run)(struct ctl *, const struct ask *); }
actions[] = {
	{ "simulate", simulate },
};

int
ctl_sla(struct ctl *ctl, int argc, char **argv)
{
	struct ask ask = { 0 };
	const struct ctl_option options[] = { { "--until", &ask.until, NULL } };
	int n = ctl_options(ctl, argc, argv, options, sizeof(options) / sizeof(options[0]));

	if (n < 0)
		return ctl_options_status(n);
	ask.what = n > 1 ? argv[2] : NULL;
	for (size_t i = 0; n > 0 && n < 3 && i < sizeof(actions) / sizeof(actions[0]); i++)
		if (strcmp(argv[1], actions[i].name) == 0)
			return actions[i].run(ctl, &ask);
	return ctl_usage(argv[0], "say simulate and a scenario's file");
}
