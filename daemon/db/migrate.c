/*
 * The schema's version: bringing it up to the program's, and checking that it
 * is.  Trusts the migrations that the build embedded.  Never goes back.
 */
#include "daemon/db/migrate.h"

#include <stdio.h>
#include <time.h>

#include "sql.h"

static struct db_migrations
embedded(void)
{
	return (struct db_migrations){ sql_migrations, sql_n_migrations };
}

static int
version_newer(int version, size_t known, struct err *e)
{
	return err_set(e, ERR_CONF, "the database's schema is version %d, this program's %d:"
	    " install the newer docket", version, (int)known);
}

static int
changed(const struct sql_migration *m, struct err *e)
{
	return err_set(e, ERR_CONF, "migration %d (%s) of the database is not this program's"
	    " %03d_%s.sql: that file was changed after it had been applied.  Put it back and"
	    " write the change as the next migration, install the docket that made the"
	    " database, or make the database anew", m->version, m->name, m->version, m->name);
}

/*
 * How many have been applied, in order and each as it was embedded; 0 before the
 * first.
 */
static int
applied_read(struct db *db, const struct db_migrations *all, size_t *n, struct err *e)
{
	struct sql_schema_exists asked = sql_schema_exists(db);
	struct sql_schema_exists_row exists;
	struct sql_migration_list list;
	struct sql_migration_list_row row;

	*n = 0;
	if (db_run(db, e) == -1)
		return -1;
	if (!sql_schema_exists_row(db, asked, 0, &exists) || !exists.is_there)
		return 0;
	list = sql_migration_list(db);
	if (db_run(db, e) == -1)
		return -1;
	for (; sql_migration_list_row(db, list, *n, &row); ++*n)
		if (*n < all->n && (row.version != all->v[*n].version ||
		    !str_eq(row.checksum, str_c(all->v[*n].checksum))))
			return changed(&all->v[*n], e);
	return *n > all->n ? version_newer((int)*n, all->n, e) : 0;
}

static int
commands_run(struct db *db, const struct sql_migration *m, struct err *e)
{
	char name[64];

	snprintf(name, sizeof(name), "migration %d (%s)", m->version, m->name);
	for (const char *const *command = m->commands; *command != NULL; command++)
		if (db_script(db, name, *command, e) == -1)
			return -1;
	return 0;
}

/*
 * The migration and its row are committed together.  One outside a transaction is
 * noted after its last command: broken off before, all of it is run again.
 */
static int
migration_run(struct db *db, const struct sql_migration *m, struct err *e)
{
	if (m->outside && commands_run(db, m, e) == -1)
		return -1;
	sql_begin(db);
	if (db_run(db, e) == 0 && (m->outside || commands_run(db, m, e) == 0)) {
		sql_migration_insert(db, m->version, str_c(m->name), str_c(m->checksum));
		sql_commit(db);
		if (db_run(db, e) == 0)
			return 0;
	}
	db_rollback(db, NULL);
	return -1;
}

/* When it is had, the session is the only one that migrates, until it ends. */
static int
lock_take(struct db *db, struct err *e)
{
	static const struct timespec pause = { 0, 50000000 };

	struct sql_migration_lock_row lock = { .had = false };

	for (;;) {
		struct sql_migration_lock h = sql_migration_lock(db);

		if (db_run(db, e) == -1)
			return -1;
		sql_migration_lock_row(db, h, 0, &lock);
		if (lock.had)
			return 0;
		nanosleep(&pause, NULL);
	}
}

static int
migrate(struct db *db, const struct db_migrations *all, int *applied, struct err *e)
{
	size_t n;

	sql_session_patient(db);
	if (db_run(db, e) == -1 || lock_take(db, e) == -1)
		return -1;
	sql_roles_make(db);
	if (db_run(db, e) == -1)
		return -1;
	sql_roles_limit(db);
	if (db_run(db, e) == -1)
		return -1;
	sql_roles_become_owner(db);
	if (db_run(db, e) == -1 || applied_read(db, all, &n, e) == -1)
		return -1;
	for (; n < all->n; n++, ++*applied)
		if (migration_run(db, &all->v[n], e) == -1)
			return -1;
	sql_roles_grant(db);
	return db_run(db, e);
}

int
db_migrate_these(const char *conninfo, const struct db_migrations *all, int *applied,
    struct err *e)
{
	struct db *db;
	int rc;

	*applied = 0;
	if (db_open(conninfo, false, &db, e) == -1)
		return -1;
	rc = migrate(db, all, applied, e);
	db_close(db);
	return rc;
}

int
db_migrate(const char *conninfo, int *applied, struct err *e)
{
	struct db_migrations all = embedded();

	return db_migrate_these(conninfo, &all, applied, e);
}

int
db_check_schema(struct db *db, struct err *e)
{
	struct db_migrations all = embedded();
	size_t n;

	if (applied_read(db, &all, &n, e) == -1)
		return -1;
	if (n == 0)
		return err_set(e, ERR_CONF, "the database holds no docket schema:"
		    " run docketctl migrate");
	if (n < all.n)
		return err_set(e, ERR_CONF, "the database's schema is version %d, this"
		    " program's %d: run docketctl migrate", (int)n, (int)all.n);
	return 0;
}
