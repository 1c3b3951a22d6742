/*
 * docketctl help: the verbs, one verb, or the keys of a configuration section.
 */
#include "daemon/ctl/verbs.h"

#include <stdio.h>

#include "daemon/policy/verbhelp.h"
#include "daemon/render/text.h"
#include "parsers/base/nearest.h"

enum { VERB_COLUMN = sizeof("  approve-time  AGENT MONTH  ") - 1 };

/* What it does stands below, where its value is too wide for the column. */
static void
add_verb(struct arena *a, struct buf *b, const struct verb *v)
{
	struct str head = str_printf(a, "  %-13s %-12s ", v->name, v->value == NULL ? "" : v->value);

	if (head.n > VERB_COLUMN) {
		buf_printf(b, "%.*s\n", (int)head.n - 1, head.p);
		head = str_printf(a, "%*s", VERB_COLUMN, "");
	}
	text_hang(b, head, str_c(v->help), CTL_WIDTH);
}

struct str
ctl_commands(struct arena *a, enum verb_door door)
{
	struct buf b;

	buf_init(&b, a);
	for (size_t i = 0; i < VERBS; i++) {
		const struct verb *v = verb_row((enum verb_id)i);

		if ((v->doors & door) != 0)
			add_verb(a, &b, v);
	}
	return buf_str(&b);
}

static void
print_verbs(const struct ctl *ctl)
{
	struct buf b;

	buf_init(&b, ctl->a);
	for (size_t i = 0; i < ctl->n_verbs; i++)
		text_hang(&b, str_printf(ctl->a, "  %-11s ", ctl->verbs[i].name),
		    str_c(ctl->verbs[i].about), CTL_WIDTH);
	printf("usage: docketctl [-c FILE] [--json] VERB …\n\n%s", buf_str(&b).p);
	puts("\n"
	    "  -c, --config FILE   configuration (/etc/docket/docket.conf)\n"
	    "  --json              one JSON value for programs, instead of text\n"
	    "  -h, --help          this, or after a verb its help\n"
	    "  --version           print the version\n"
	    "\n"
	    "`docketctl help VERB` tells more; `docketctl help conf.docket` the keys of\n"
	    "docket.conf, `docketctl help conf` all keys as a JSON Schema for editors,\n"
	    "`docketctl help command NAME` a command of mails.\n"
	    "Exit status: 0 well, 1 failed, 64 usage, 65 bad data, 69 no database,\n"
	    "75 try again, 78 configuration.");
}

static void
print_verb(const struct ctl *ctl, const struct ctl_verb *v)
{
	printf("%s\n%s\n", ctl_usage_text(ctl->a, v).p, v->about);
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

/* The tables of all sections, for editors: JSON either way. */
static int
print_schema(struct ctl *ctl)
{
	struct json j = ctl_json_new(ctl);

	conf_describe(&j);
	ctl_json_print(ctl, &j);
	return CTL_OK;
}

/* What mails may order: all, or one by its name with or without #. */
static int
print_command(struct ctl *ctl, const char *name)
{
	struct str word = name == NULL ? STR_NONE : str_c(name), near;
	const struct verb *v;
	struct strs names;

	if (name == NULL) {
		printf("%s", ctl_commands(ctl->a, DOOR_MAIL).p);
		return CTL_OK;
	}
	if (str_starts(word, STR("#")))
		word = str_sub(word, 1, SIZE_MAX);
	if ((v = verb_find(DOOR_MAIL, word)) != NULL) {
		printf("%s", verb_help_text(ctl->a, v).p);
		return CTL_OK;
	}
	names = verb_names(ctl->a, DOOR_MAIL);
	near = nearest_name(word, &names);
	return ctl_usage(ctl, "there is no command %s%s%.*s%s", name,
	    near.n > 0 ? ": did you mean docketctl help command " : "", STR_ARG(near),
	    near.n > 0 ? "?" : "");
}

int
ctl_help(struct ctl *ctl, int argc, char **argv)
{
	int n = ctl_options(ctl, argc, argv, NULL, 0);
	struct str topic = n > 0 ? str_c(argv[1]) : STR_NONE;
	const struct ctl_verb *v = ctl_verb_find(ctl, topic);

	if (n < 0)
		return ctl_options_status(n);
	if (n > 0 && n < 3 && str_eq(topic, STR("command")))
		return print_command(ctl, argv[2]);
	if (n > 1)
		return ctl_usage(ctl, "one topic at a time");
	if (topic.n == 0)
		print_verbs(ctl);
	else if (str_eq(topic, STR("conf")))
		return print_schema(ctl);
	else if (str_starts(topic, STR("conf.")))
		return print_section(ctl, str_sub(topic, 5, topic.n));
	else if (v == NULL)
		return ctl_usage(ctl, "there is no verb %s", argv[1]);
	else
		print_verb(ctl, v);
	return CTL_OK;
}
