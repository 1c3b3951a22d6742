/*
 * docketctl migrate: the schema, brought up to this program's version.
 */
#include "daemon/ctl/verbs.h"

#include <stdio.h>

int
ctl_migrate(struct ctl *ctl, int argc, char **argv)
{
	int applied, n = ctl_options(ctl, argc, argv, NULL, 0);
	struct err e;

	if (n < 0)
		return ctl_options_status(n);
	if (n > 0)
		return ctl_usage(ctl, "it takes no arguments");
	if ((n = ctl_conf(ctl)) != CTL_OK)
		return n;
	if (db_migrate(str_dup(ctl->a, ctl->conf->database).p, &applied, &e) == -1)
		return ctl_err(&e);
	if (ctl->json)
		printf("{\"schema\":%zu,\"applied\":%d}\n", sql_n_migrations, applied);
	else if (applied == 0)
		printf("The schema is version %zu already.\n", sql_n_migrations);
	else
		printf("The schema is version %zu now (%d applied).\n", sql_n_migrations,
		    applied);
	return CTL_OK;
}
