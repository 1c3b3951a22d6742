/*
 * docketctl: the command for everything but the daemon's work.  Options, then
 * a verb of ctl/verbs.h; see docketctl(8).
 */
#include <errno.h>
#include <getopt.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/ctl/verbs.h"
#include "daemon/role/role.h"
#include "daemon/sys/clock.h"
#include "parsers/base/nearest.h"
#include "parsers/letter/command.h"

static int
usage(void)
{
	fputs("usage: docketctl [-c FILE] [--json] VERB …\n"
	    "       docketctl help\n", stderr);
	return CTL_USAGE;
}

static const char *
nearest_verb(struct arena *a, const char *name)
{
	struct strs names = { 0 };
	struct str near;

	for (size_t i = 0; i < ctl_n_verbs; i++)
		strs_add(a, &names, str_c(ctl_verbs[i].name));
	near = nearest_name(str_c(name), &names);
	return near.n == 0 ? "" : str_printf(a, ": did you mean %s?", near.p).p;
}

/* As `docketctl help [VERB]` does; verb may be NULL. */
static int
print_help(struct ctl *ctl, char *verb)
{
	char help[] = "help", *args[] = { help, verb, NULL };

	ctl->verb = ctl_verb_find(ctl, STR("help"));
	return ctl_help(ctl, verb == NULL ? 1 : 2, args);
}

static int
run_verb(struct ctl *ctl, int argc, char **argv)
{
	int status;

	if ((ctl->verb = ctl_verb_find(ctl, str_c(argv[0]))) == NULL)
		return ctl_fail(CTL_USAGE, "there is no verb %s%s (docketctl help lists them)",
		    argv[0], nearest_verb(ctl->a, argv[0]));
	status = ctl->verb->run(ctl, argc, argv);
	return status == CTL_HELP ? print_help(ctl, argv[0]) : status;
}

/* Output that could not be written is a failure, whatever the verb says. */
static int
output_end(int status)
{
	if (fflush(stdout) == 0 && ferror(stdout) == 0)
		return status;
	return status == CTL_OK ? ctl_fail(CTL_FAILED, "cannot write the output") : status;
}

int
main(int argc, char **argv)
{
	static const struct option options[] = {
		{ "config", required_argument, NULL, 'c' },
		{ "json", no_argument, NULL, 'j' },
		{ "test-clock", required_argument, NULL, 't' },
		{ "help", no_argument, NULL, 'h' },
		{ "version", no_argument, NULL, 'V' },
		{ NULL, 0, NULL, 0 },
	};
	/* Static: a configuration lives, with its patterns, until the process ends. */
	static struct ctl ctl = { .conf_path = ROLE_CONF_PATH, .verbs = ctl_verbs };
	int c, status;

	setlocale(LC_CTYPE, "C.UTF-8");
	ctl.a = arena_new();
	ctl.n_verbs = ctl_n_verbs;
	while ((c = getopt_long(argc, argv, "+c:h", options, NULL)) != -1) {
		switch (c) {
		case 'c':
			ctl.conf_path = optarg;
			break;
		case 'j':
			ctl.json = true;
			break;
		case 't':
			if (clock_use_file(optarg) == -1)
				return ctl_fail(CTL_USAGE, "%s: %s", optarg, strerror(errno));
			break;
		case 'h':
			return print_help(&ctl, NULL);
		case 'V':
			puts("docketctl " DOCKET_VERSION);
			return CTL_OK;
		default:
			return usage();
		}
	}
	if (optind == argc)
		return usage();
	status = output_end(run_verb(&ctl, argc - optind, argv + optind));
	db_close(ctl.db);
	return status;
}
