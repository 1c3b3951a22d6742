/*
 * docketctl parse: a mail on standard input, its letter as JSON.  Needs no
 * database, and no configuration either: without one the built-in fields are
 * read.  The mail is read in a caged child, as docketd does.
 */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "daemon/channel.h"
#include "daemon/ctl/ctl.h"
#include "daemon/parserole.h"
#include "daemon/role.h"

/* Nobody asked for a configuration, and there is none to be had. */
static bool
is_unconfigured(const struct ctl *c)
{
	return strcmp(c->conf_path, ROLE_CONF_PATH) == 0 && access(c->conf_path, R_OK) == -1;
}

int
ctl_parse(struct ctl *c, int argc, char **argv)
{
	int n = ctl_options(c, argc, argv, NULL, 0), status;
	struct letter letter;
	struct str raw;
	struct err e;

	if (n < 0)
		return ctl_options_status(n);
	if (n != 0)
		return ctl_usage("parse", "the mail comes on standard input");
	if (!is_unconfigured(c) && (status = ctl_conf(c)) != CTL_OK)
		return status;
	if (parse_read_all(c->a, STDIN_FILENO, CHANNEL_MAX, &raw, &e) == -1)
		return ctl_err(&e);
	parse_once(c->a, c->conf, raw, &letter);
	printf("%.*s\n", STR_ARG(letter_json(c->a, &letter)));
	return CTL_OK;
}
