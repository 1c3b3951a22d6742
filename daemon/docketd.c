/*
 * docketd: the daemon.  Options, configuration, then the supervisor or, by
 * hand, one role on standard input; see docketd(8).
 */
#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "daemon/policy/conf.h"
#include "daemon/role/supervisor.h"
#include "daemon/roles.h"
#include "daemon/sys/clock.h"
#include "daemon/sys/log.h"
#include "daemon/sys/title.h"

enum { STATUS_USAGE = 64, STATUS_CONF = 78 };

struct options {
	char			*conf;		/* a copy: the title overwrites argv */
	bool			 conf_given;
	const struct role_ops	*role;		/* NULL: all, supervised */
	bool			 check;
};

static int
usage(FILE *to, int status)
{
	fputs("usage: docketd [-c FILE] [--check] [--role ROLE] [--test-clock FILE]\n"
	    "  -c, --config FILE    configuration (" ROLE_CONF_PATH ")\n"
	    "      --check          check the configuration and exit\n"
	    "      --role ROLE      run one role alone, on standard input:\n", to);
	for (size_t i = 0; i < ROLES; i++)
		if (roles.ops[i].alone != NULL)
			fprintf(to, "                         %-6s %s\n", roles.ops[i].name,
			    roles.ops[i].help);
	fputs("      --test-clock FILE  take the time from FILE (microseconds since 1970)\n"
	    "      --help, --version\n", to);
	return status;
}

/* -1: go on, else the exit status. */
static int
read_option(struct options *o, int c)
{
	switch (c) {
	case 'c':
		free(o->conf);
		o->conf = strdup(optarg);
		o->conf_given = true;
		return -1;
	case 'n':
		o->check = true;
		return -1;
	case 'r':
		o->role = roles_find(str_c(optarg));
		if (o->role != NULL)
			return -1;
		fprintf(stderr, "docketd: role %s cannot be run alone\n", optarg);
		return usage(stderr, STATUS_USAGE);
	case 't':
		if (clock_use_file(optarg) == 0)
			return -1;
		fprintf(stderr, "docketd: %s: %s\n", optarg, strerror(errno));
		return STATUS_USAGE;
	case 'h':
		return usage(stdout, 0);
	case 'V':
		puts("docketd " DOCKET_VERSION);
		return 0;
	default:
		return usage(stderr, STATUS_USAGE);
	}
}

static int
read_options(struct options *o, int argc, char **argv)
{
	static const struct option names[] = {
		{ "config", required_argument, NULL, 'c' },
		{ "check", no_argument, NULL, 'n' },
		{ "role", required_argument, NULL, 'r' },
		{ "test-clock", required_argument, NULL, 't' },
		{ "help", no_argument, NULL, 'h' },
		{ "version", no_argument, NULL, 'V' },
		{ NULL, 0, NULL, 0 },
	};
	int c, status;

	while ((c = getopt_long(argc, argv, "c:h", names, NULL)) != -1)
		if ((status = read_option(o, c)) != -1)
			return status;
	return optind == argc ? -1 : usage(stderr, STATUS_USAGE);
}

/* 0, or -1 after every fault was printed. */
static int
load(struct arena *a, const struct options *o, const struct conf **conf)
{
	struct conf_faults faults = { 0 };

	/* A mail can be read by hand where docket is not set up. */
	if (o->role == &roles.ops[ROLE_PARSE] && !o->conf_given &&
	    access(o->conf, R_OK) == -1)
		return 0;
	if (conf_load(a, o->conf, conf, &faults) == 0)
		return 0;
	for (size_t i = 0; i < faults.lines.n; i++)
		fprintf(stderr, "%.*s\n", STR_ARG(faults.lines.v[i]));
	return -1;
}

/* Nobody of us reads it; a role that has it could. */
static void
close_input(void)
{
	int null = open("/dev/null", O_RDONLY);

	if (null > STDIN_FILENO) {
		dup2(null, STDIN_FILENO);
		close(null);
	}
}

/* The loaded configuration's arena is run()'s to free or hand on. */
static int
run(const struct options *o, struct arena *a)
{
	const struct conf *conf = NULL;
	struct role_plan plan;
	int status = 0;

	if (load(a, o, &conf) == -1) {
		arena_free(a);
		return STATUS_CONF;
	}
	log_open(o->role != NULL ? o->role->name : "supervisor",
	    conf != NULL ? log_level_find(conf->log_level) : LOG_INFO);
	if (!o->check && o->role == NULL) {
		close_input();
		plan = roles_plan(conf);
		return supervisor_run(&roles, o->conf, a, &plan);
	}
	if (o->check)
		puts("configuration ok");
	else
		status = o->role->alone(conf);
	arena_free(a);
	return status;
}

int
main(int argc, char **argv)
{
	struct options o = { .conf = strdup(ROLE_CONF_PATH) };
	int status;

	title_init(argc, argv);
	/* Roles are forks: what the caller left open would be open in them too. */
	close_range(STDERR_FILENO + 1, ~0U, 0);
	if ((status = read_options(&o, argc, argv)) == -1)
		status = run(&o, arena_new());
	free(o.conf);
	return status;
}
