/*
 * docketctl migrate: the schema, brought up to this program's version.
 */
#include "daemon/ctl/verbs.h"

#include <stdio.h>

#include "daemon/db/migrate.h"
#include "daemon/sys/clock.h"
#include "daemon/ticket/partitions.h"
#include "sql.h"

/* So that an MTA can deliver before docketd runs; docketd makes what is missing. */
static int
make_partitions(const char *database, struct err *e)
{
	struct partitions p;
	struct db *db;
	int rc;

	if (db_open(database, false, &db, e) == -1)
		return -1;
	sql_roles_become_owner(db);
	rc = partitions_need(db, clock_now(), &p, e);
	db_close(db);
	return rc;
}

/* Of --database, made when it is missing; else of the configuration. */
static int
migrate(struct ctl *ctl, const char *database, int *applied)
{
	struct err e;
	bool made;
	int rc;

	if (database == NULL && (rc = ctl_conf(ctl)) != CTL_OK)
		return rc;
	if (database == NULL)
		database = str_dup(ctl->a, ctl->conf->database).p;
	else if (db_create(database, &made, &e) == -1)
		return ctl_err(&e);
	if (db_migrate(database, applied, &e) == -1 || make_partitions(database, &e) == -1)
		return ctl_err(&e);
	return CTL_OK;
}

static void
print_json(struct ctl *ctl, int applied)
{
	struct json j = ctl_json_new(ctl);

	json_open_object(&j, NULL);
	json_int(&j, "schema", (int64_t)sql_n_migrations);
	json_int(&j, "applied", applied);
	json_close(&j);
	ctl_json_print(ctl, &j);
}

int
ctl_migrate(struct ctl *ctl, int argc, char **argv)
{
	const char *database = NULL;
	const struct ctl_option options[] = { { "--database", &database, NULL } };
	int applied, n = ctl_options(ctl, argc, argv, options, 1);

	if (n < 0)
		return ctl_options_status(n);
	if (n > 0)
		return ctl_usage(ctl, "it takes options only");
	if ((n = migrate(ctl, database, &applied)) != CTL_OK)
		return n;
	if (ctl->json)
		print_json(ctl, applied);
	else if (applied == 0)
		printf("The schema is version %zu already.\n", sql_n_migrations);
	else
		printf("The schema is version %zu now (%d applied).\n", sql_n_migrations,
		    applied);
	return CTL_OK;
}
