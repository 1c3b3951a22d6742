/*
 * docketctl help: the verbs, one verb, or the keys of a configuration section.
 */
#include "daemon/ctl/verbs.h"

#include <stdio.h>

static void
print_verbs(const struct ctl *ctl)
{
	puts("usage: docketctl [-c FILE] [--json] VERB …\n");
	for (size_t i = 0; i < ctl->n_verbs; i++)
		printf("  %-11s %s\n", ctl->verbs[i].name, ctl->verbs[i].about);
	puts("\n"
	    "  -c, --config FILE   configuration (/etc/docket/docket.conf)\n"
	    "  --json              one JSON value for programs, instead of text\n"
	    "  -h, --help          this, or after a verb its help\n"
	    "  --version           print the version\n"
	    "\n"
	    "`docketctl help VERB` tells more; `docketctl help conf.docket` the keys of\n"
	    "docket.conf.  Exit status: 0 well, 1 failed, 64 usage, 65 bad data,\n"
	    "69 no database, 75 try again, 78 configuration.");
}

static void
print_verb(const struct ctl *ctl, const struct ctl_verb *v)
{
	printf("usage: docketctl %s%s%s\n\n%s\n", v->name, v->args[0] == '\0' ? "" : " ",
	    v->args, v->about);
	if (v->help[0] != '\0')
		printf("\n%s\n", v->help);
	if (v->more != NULL)
		printf("%s", v->more(ctl->a).p);
}

static int
print_section(struct ctl *ctl, struct str section)
{
	struct str text = conf_help(ctl->a, section);

	if (text.p == NULL)
		return ctl_fail(CTL_USAGE, "the configuration has no section %.*s",
		    STR_ARG(section));
	printf("%.*s", STR_ARG(text));
	return CTL_OK;
}

int
ctl_help(struct ctl *ctl, int argc, char **argv)
{
	int n = ctl_options(ctl, argc, argv, NULL, 0);
	struct str topic = n > 0 ? str_c(argv[1]) : STR_NONE;
	const struct ctl_verb *v = ctl_verb_find(ctl, topic);

	if (n < 0)
		return ctl_options_status(n);
	if (n > 1)
		return ctl_usage(ctl, "one topic at a time");
	if (topic.n == 0)
		print_verbs(ctl);
	else if (str_starts(topic, STR("conf.")))
		return print_section(ctl, str_sub(topic, 5, topic.n));
	else if (v == NULL)
		return ctl_usage(ctl, "there is no verb %s", argv[1]);
	else
		print_verb(ctl, v);
	return CTL_OK;
}
