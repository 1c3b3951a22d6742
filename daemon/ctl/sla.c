/*
 * docketctl sla: the clocks shown, tried and counted.
 */
#include <stdio.h>
#include <string.h>

#include "daemon/clock.h"
#include "daemon/ctl/ctl.h"
#include "daemon/ctl/text.h"
#include "daemon/scenario.h"

static int
simulate(struct ctl *ctl, int argc, char **argv)
{
	const char *until_text = NULL;
	const struct ctl_option options[] = { { "--until", &until_text, NULL } };
	int n = ctl_options(ctl, argc, argv, options, 1);
	struct conf_faults faults = { 0 };
	struct scenario *s;
	struct clocks cs;
	int64_t until = 0;

	if (n < 0)
		return ctl_options_status(n);
	if (n != 1)
		return ctl_usage("sla", "simulate takes one scenario's file");
	if (until_text != NULL && !clock_parse(str_c(until_text), &until))
		return ctl_usage("sla", "--until is not an instant such as "
		    "2026-06-01T10:00:00+02:00");
	if (scenario_load(ctl->a, argv[1], &s, &faults) == -1) {
		for (size_t i = 0; i < faults.lines.n; i++)
			ctl_fail(CTL_DATA, "%.*s", STR_ARG(faults.lines.v[i]));
		return CTL_DATA;
	}
	scenario_run(ctl->a, s, until, &cs);
	puts(text_json(ctl->a, clocks_json(ctl->a, &cs, scenario_end(s, until))).p);
	return CTL_OK;
}

static const struct { const char *name; int (*run)(struct ctl *, int, char **); } verbs[] = {
	{ "simulate", simulate },
};

int
ctl_sla(struct ctl *ctl, int argc, char **argv)
{
	char verb[] = "sla", *rest[16] = { verb };

	for (size_t i = 0; argc > 1 && i < sizeof(verbs) / sizeof(verbs[0]); i++) {
		if (strcmp(argv[1], verbs[i].name) != 0)
			continue;
		if (argc - 1 > (int)(sizeof(rest) / sizeof(rest[0])) - 1)
			return ctl_usage("sla", "too many arguments");
		memcpy(rest + 1, argv + 2, (size_t)(argc - 2) * sizeof(*rest));
		return verbs[i].run(ctl, argc - 1, rest);
	}
	return ctl_usage("sla", argc > 1 ? "there is no such verb" : "what to do is missing");
}
